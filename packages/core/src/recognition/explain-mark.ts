/** Why a mark is given or not: findings M1 to M10 for `deriveMark`. */
import type { Bilingual } from '../kernel/register.ts';
import { eqaStanding, organiserStandings } from './eqa.ts';
import type { Explained, Finding } from './explain.ts';
import { finding } from './explain.ts';
import { halfYearOf } from './half-year.ts';
import {
  carries,
  deriveMark,
  hasHalfYearParticipation,
  isAgreementInForce,
  isInDate,
  isListed,
  isListInForce,
  isSuspended,
  qualityReason,
} from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { reasonText } from './reasons.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES } from './scope.ts';
import type { MarkInput, MarkVerdict } from './types.ts';

/** The verdict of `deriveMark` with a finding for each condition. */
export function explainMark(
  input: MarkInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
): Explained<MarkVerdict> {
  const findings = [
    listed(input, scopes),
    agreement(input),
    ...eqa(input, parameters, scopes),
    performed(input),
    quality(input),
    instruments(input),
    suspension(input),
  ];
  return { verdict: deriveMark(input, parameters, scopes), findings, missing: missingFacts(input) };
}

const state = (isMet: boolean): 'met' | 'not-met' => (isMet ? 'met' : 'not-met');

function listed(input: MarkInput, scopes: Scopes): Finding {
  if (scopes.labelOf(input.scope) === null) {
    return finding(
      'M1',
      'NOT_LISTED',
      'not-met',
      `互认范围 ${input.scope} 未登记，无标识可标注`,
      `scope ${input.scope} is not registered, so that no label says it`,
    );
  }
  const inForce = input.lists.filter((list) => isListInForce(list, input.lists, input.date) && list.entries.length > 0);
  const ids = inForce.map((list) => list.id).join('、');
  const isMet = isListed(input, input.date);
  return isMet
    ? finding(
        'M1',
        'NOT_LISTED',
        'met',
        `在现行清单内（${ids}）`,
        `on a list in force (${inForce.map((list) => list.id).join(', ')})`,
      )
    : finding(
        'M1',
        'NOT_LISTED',
        'not-met',
        `${input.date} 现行清单不含该机构、项目与范围`,
        `no list in force on ${input.date} names institution, item and scope`,
      );
}

function agreement(input: MarkInput): Finding {
  const isMet = isAgreementInForce(input);
  const code = 'AGREEMENT_NOT_IN_FORCE';
  if (isMet === null) return finding('M2', code, 'not-applicable', '不是协议地区范围', 'not an agreement scope');
  return finding(
    'M2',
    code,
    state(isMet),
    isMet ? '互认协议有效，有联合质控组织' : '互认协议未生效、已终止或无联合质控组织',
    isMet
      ? 'the agreement is in force, with a joint QC organisation'
      : 'no agreement in force, or no joint QC organisation',
  );
}

function eqa(input: MarkInput, parameters: RecognitionParameters, scopes: Scopes): readonly Finding[] {
  const standing = eqaStanding(input, parameters, scopes);
  const all = organiserStandings(input, scopes);
  const failed = all.filter((organiser) => organiser.latest === 'FAIL').map((organiser) => organiser.organiser);
  const findings = [
    standing.isFailedLatest
      ? finding(
          'M3',
          'EQA_LATEST_FAILED',
          'not-met',
          `最近一次不合格：${failed.join('、')}`,
          `latest known round failed: ${failed.join(', ')}`,
        )
      : finding(
          'M3',
          'EQA_LATEST_FAILED',
          'met',
          '没有组织者的最近一次成绩为不合格',
          'no organiser whose latest known outcome is a failure',
        ),
    standing.isServed
      ? finding(
          'M4',
          'EQA_NOT_PARTICIPATED',
          'met',
          `服务本范围的组织者：${servers(all, '、')}`,
          `organisers that serve the scope: ${servers(all, ', ')}`,
        )
      : finding(
          'M4',
          'EQA_NOT_PARTICIPATED',
          'not-met',
          '没有服务本范围的组织者的质评',
          'no round of an organiser that serves the scope',
        ),
  ];
  if (!standing.isServed) {
    return [
      ...findings,
      finding('M5', 'EQA_TWO_OF_THREE_NOT_MET', 'not-applicable', '无从评判', 'not evaluated'),
      finding('M6', 'EQA_HALF_YEAR_MISSED', 'not-applicable', '无从评判', 'not evaluated'),
    ];
  }
  const own = all.find((organiser) => organiser.organiser === standing.organiser);
  const seen = own
    ? `${own.organiser}：已公布 ${String(own.known)} 次，近三次合格 ${String(Math.min(own.passes, 3))} 次`
    : '';
  const seenEn = own
    ? `${own.organiser}: ${String(own.known)} rounds published, ${String(own.passes)} passes in the last three`
    : '';
  const series = standing.reasons.map((code) => {
    const { zh, en } = reasonText(code);
    return finding('M5', code, 'not-met', `${zh}（${seen}）`, `${en} (${seenEn})`);
  });
  return [
    ...findings,
    ...(series.length > 0 ? series : [finding('M5', 'EQA_TWO_OF_THREE_NOT_MET', 'met', seen, seenEn)]),
    halfYear(input, parameters, scopes),
  ];
}

function servers(standings: ReturnType<typeof organiserStandings>, separator: string): string {
  return standings.flatMap((organiser) => (organiser.serves ? [organiser.organiser] : [])).join(separator);
}

function halfYear(input: MarkInput, parameters: RecognitionParameters, scopes: Scopes): Finding {
  const half = halfYearOf(input.date, parameters.halfYear);
  const isMet = hasHalfYearParticipation(input, parameters, scopes);
  const days = `${half.from} – ${half.to}`;
  const code = 'EQA_HALF_YEAR_MISSED';
  if (isMet === null)
    return finding(
      'M6',
      code,
      'not-applicable',
      `半年度 ${days} 开始时尚未列入清单`,
      `not on a list when the half-year ${days} began`,
    );
  return isMet
    ? finding('M6', code, 'met', `半年度 ${days} 参加了质量评价`, `took part in the half-year ${days}`)
    : finding('M6', code, 'not-met', `半年度 ${days} 未参加质量评价`, `no participation in the half-year ${days}`);
}

function performed(input: MarkInput): Finding {
  return input.iqc.performed
    ? finding(
        'M7',
        'IQC_NOT_PERFORMED',
        'met',
        '上一完整月每个检测日均开展室内质控',
        'IQC on every testing day of the last complete month',
      )
    : finding(
        'M7',
        'IQC_NOT_PERFORMED',
        'not-met',
        '上一完整月未在每个检测日开展室内质控',
        'IQC not on every testing day of the last complete month',
      );
}

/** The SD with its limit, where one is asked for, and where it counts. */
function scatterText({ sd, maxSd, sdBelow }: MarkInput['iqc']): Bilingual {
  if (typeof maxSd !== 'number') return { zh: '', en: '' };
  const seen = typeof sd === 'number' ? String(sd) : '—';
  return typeof sdBelow === 'number'
    ? {
        zh: `，浓度低于 ${String(sdBelow)} 时标准差 ${seen}（须小于 ${String(maxSd)}，自该浓度起变异系数须小于上限）`,
        en: `, SD ${seen} below ${String(sdBelow)} (less than ${String(maxSd)}; from there the CV is less than its limit)`,
      }
    : { zh: `，标准差 ${seen}（上限 ${String(maxSd)}）`, en: `, SD ${seen} (limit ${String(maxSd)})` };
}

function quality({ iqc }: MarkInput): Finding {
  const reason = qualityReason(iqc);
  const show = (value: number | null | undefined): string => (typeof value === 'number' ? `${String(value)}%` : '—');
  const scatter = scatterText(iqc);
  const { classCv, classMaxCv } = iqc;
  const ofClass = typeof classMaxCv === 'number' || typeof classCv === 'number' ? show(classCv) : null;
  const zh = `变异系数 ${show(iqc.cv)}（上限 ${show(iqc.maxCv)}）${ofClass === null ? '' : `，另有要求的水平 ${ofClass}（上限 ${show(classMaxCv ?? iqc.maxCv)}）`}${scatter.zh}，符合率 ${show(iqc.agreement)}（下限 ${show(iqc.minAgreement)}）`;
  const en = `CV ${show(iqc.cv)} (limit ${show(iqc.maxCv)})${ofClass === null ? '' : `, of levels with their own limit ${ofClass} (limit ${show(classMaxCv ?? iqc.maxCv)})`}${scatter.en}, agreement ${show(iqc.agreement)} (minimum ${show(iqc.minAgreement)})`;
  if (reason === 'QUALITY_SPEC_MISSING')
    return finding('M8', reason, 'unknown', '未登记质量要求', 'no quality requirement is registered');
  return finding('M8', 'IQC_QUALITY_NOT_MET', state(reason === null), zh, en);
}

function instruments({ instruments: all, date }: MarkInput): Finding {
  const inDate = all.filter(({ due }) => isInDate(due, date));
  const free = all.filter((instrument) => carries(instrument, date)).map(({ id }) => id);
  if (free.length > 0)
    return finding(
      'M9',
      'CALIBRATION_OVERDUE',
      'met',
      `在期仪器：${free.join('、')}`,
      `instruments in date: ${free.join(', ')}`,
    );
  const held = inDate.map(({ id }) => id);
  return held.length > 0
    ? finding(
        'M9',
        'RUN_OUT_OF_CONTROL',
        'not-met',
        `室内质控失控、尚未处理完毕：${held.join('、')}`,
        `IQC rejected and not settled: ${held.join(', ')}`,
      )
    : finding(
        'M9',
        'CALIBRATION_OVERDUE',
        'not-met',
        `${String(all.length)} 台仪器均不在期`,
        `none of ${String(all.length)} instruments is in date`,
      );
}

const CAUSES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  EQA_FAIL: { zh: '室间质评不合格', en: 'EQA failed' },
  BLIND_SAMPLE_FAIL: { zh: '盲样不合格', en: 'blind sample failed' },
  AUTHORITY_ORDER: { zh: '主管部门决定', en: 'order of the authority' },
};

function suspension(input: MarkInput): Finding {
  if (!isSuspended(input)) return finding('M10', 'SUSPENDED', 'met', '无未结束的暂停', 'no open suspension');
  const open = input.suspensions.find(
    ({ from, to }) => from <= input.date && (to === undefined || to === null || input.date < to),
  );
  const cause = CAUSES[open?.cause ?? ''];
  return finding(
    'M10',
    'SUSPENDED',
    'not-met',
    `自 ${open?.from ?? ''} 起暂停（${cause?.zh ?? open?.cause ?? ''}）`,
    `suspended from ${open?.from ?? ''} (${cause?.en ?? open?.cause ?? ''})`,
  );
}

/** Facts without which a condition counts as not met. */
function missingFacts({ iqc, eqa: rounds, instruments: all, lists }: MarkInput): readonly string[] {
  const missing: string[] = [];
  if (lists.length === 0) missing.push('lists');
  if (rounds.length === 0) missing.push('eqa');
  const { cv, maxCv, sd, maxSd, sdBelow, classCv, minAgreement } = iqc;
  if (typeof maxCv !== 'number' && typeof maxSd !== 'number' && typeof minAgreement !== 'number')
    missing.push('iqc.maxCv');
  // Of a meter one of the two is enough: by the concentrations that were measured.
  const isEither = typeof sdBelow === 'number' && (typeof cv === 'number' || typeof sd === 'number');
  // All levels may be of a class that has its own limit.
  if (typeof maxCv === 'number' && typeof cv !== 'number' && typeof classCv !== 'number' && !isEither)
    missing.push('iqc.cv');
  if (typeof maxSd === 'number' && typeof sd !== 'number' && !isEither) missing.push('iqc.sd');
  if (typeof iqc.minAgreement === 'number' && typeof iqc.agreement !== 'number') missing.push('iqc.agreement');
  if (all.every(({ due }) => Object.keys(due).length === 0)) missing.push('instruments');
  return missing;
}
