/** Why an earlier result must, may or cannot be recognised: findings for `classify`. */
import {
  classify,
  consortiumStop,
  GATES,
  gateHit,
  isComplete,
  isCovering,
  isSourceVerified,
  isWithinTimeLimit,
  markReason,
} from './candidate.ts';
import type { Explained, Finding } from './explain.ts';
import { finding } from './explain.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { reasonText } from './reasons.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES } from './scope.ts';
import { dayNumberOf, minutesOf } from './time.ts';
import type { CandidateInput, CandidateVerdict } from './types.ts';

/** What each gate says when it lets a result through. */
const PASSED: Readonly<Record<(typeof GATES)[number][0], readonly [zh: string, en: string]>> = {
  N1: ['患者身份相符', 'the result belongs to the patient'],
  N2: ['患者身份已确认', 'identity is confirmed'],
  N3: ['有图像或数据', 'image or data are there'],
  N4: ['报告已终审', 'the report is final'],
  N5: ['项目一致', 'the same item'],
  N6: ['完整性校验通过', 'content and issuer verify'],
  N7: ['不在“负面”清单', 'not on the negative list'],
};

/** The verdict of `classify` with a finding for each gate, basis and condition; those after a hit gate do not apply. */
export function explainCandidate(
  input: CandidateInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
): Explained<CandidateVerdict> {
  const hit = gateHit(input);
  const findings: Finding[] = GATES.map(([step, code], index) => {
    if (hit >= 0 && index > hit)
      return finding(step, code, 'not-applicable', '前一关口已决定', 'an earlier gate decided');
    const [zh, en] = PASSED[step];
    const { zh: hitZh, en: hitEn } = reasonText(code);
    return index === hit ? finding(step, code, 'not-met', hitZh, hitEn) : finding(step, code, 'met', zh, en);
  });
  if (hit < 0) findings.push(...basis(input, parameters, scopes), ...conditions(input, parameters));
  return { verdict: classify(input, parameters, scopes), findings, missing: missingFacts(input) };
}

function basis(input: CandidateInput, parameters: RecognitionParameters, scopes: Scopes): readonly Finding[] {
  const stop = markReason(input, scopes);
  if (stop === null) {
    const label = input.result.printedMarks.find((printed) => isCovering(printed, input, scopes)) ?? '';
    return [
      finding('MARK', 'NO_MARK', 'met', `${label} 覆盖本机构所在地`, `${label} reaches this institution`),
      finding('CONSORTIUM', 'ISSUER_SUSPENDED', 'not-applicable', '已由标识支持', 'the mark already carries it'),
    ];
  }
  const { zh, en } = reasonText(stop);
  const consortium = consortiumStop(input, stop, parameters);
  const mark = finding('MARK', stop, 'not-met', zh, en);
  if (consortium === 'none') {
    return [
      mark,
      finding(
        'CONSORTIUM',
        'ISSUER_SUSPENDED',
        'met',
        '同属紧密型医联体，成员间互认',
        'members of one close-knit consortium',
      ),
    ];
  }
  if (consortium === 'no-consortium') {
    return [
      mark,
      finding(
        'CONSORTIUM',
        'ISSUER_SUSPENDED',
        'not-applicable',
        '无生效的紧密型医联体',
        'no close-knit consortium in force',
      ),
    ];
  }
  const code = consortium === 'said-already' ? 'QUALITY_IN_DOUBT' : consortium;
  const why = reasonText(code);
  return [mark, finding('CONSORTIUM', code, 'not-met', why.zh, why.en)];
}

function conditions(input: CandidateInput, parameters: RecognitionParameters): readonly Finding[] {
  return [
    timeLimit(input, parameters),
    input.result.content === 'image'
      ? finding('COMPLETE', 'REPORT_INCOMPLETE', 'not-applicable', '检查项目', 'an examination')
      : condition(
          'COMPLETE',
          'REPORT_INCOMPLETE',
          isComplete(input),
          '有检测方法与参考区间',
          'method and reference interval are there',
        ),
    condition('SOURCE', 'SOURCE_UNVERIFIED', isSourceVerified(input), '报告来源已核实', 'the source is verified'),
  ];
}

function condition(step: string, code: string, isMet: boolean, zh: string, en: string): Finding {
  const not = reasonText(code);
  return isMet ? finding(step, code, 'met', zh, en) : finding(step, code, 'not-met', not.zh, not.en);
}

function timeLimit(input: CandidateInput, parameters: RecognitionParameters): Finding {
  const { timeLimit: limit } = input.registry;
  const isMet = isWithinTimeLimit(input, parameters);
  if (limit === undefined || limit === null) {
    return finding(
      'TIME',
      'TIME_LIMIT_EXCEEDED',
      isMet ? 'not-applicable' : 'unknown',
      '未登记参考时限',
      'no time limit is registered',
    );
  }
  const minutes = minutesOf(input.order.at) - minutesOf(input.result.collectedAt);
  const days = dayNumberOf(minutesOf(input.order.at)) - dayNumberOf(minutesOf(input.result.collectedAt));
  const isInDays = typeof limit.days === 'number';
  const age = isInDays ? days : Math.floor(minutes / 6) / 10;
  const bound = isInDays ? limit.days : limit.hours;
  return finding(
    'TIME',
    'TIME_LIMIT_EXCEEDED',
    isMet ? 'met' : 'not-met',
    `距采样 ${String(age)} ${isInDays ? '天' : '小时'}，时限 ${String(bound)} ${isInDays ? '天' : '小时'}`,
    `${String(age)} ${isInDays ? 'days' : 'hours'} since sampling, limit ${String(bound)}`,
  );
}

/** Facts that took their harmless value because nobody stated them. */
function missingFacts({ result, registry }: CandidateInput): readonly string[] {
  const missing: string[] = [];
  for (const field of ['identity', 'status', 'integrity', 'source', 'entitledAtIssue'] as const) {
    if (result[field] === undefined) missing.push(`result.${field}`);
  }
  if (result.content !== 'image' && result.method === undefined) missing.push('result.method');
  if (result.content !== 'image' && result.referenceInterval === undefined) missing.push('result.referenceInterval');
  if (registry.timeLimit === undefined || registry.timeLimit === null) missing.push('registry.timeLimit');
  return missing;
}
