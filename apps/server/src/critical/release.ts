/**
 * Whether a report may be released 危急值发出前核对: its values judged by the thresholds in force, and of those that are critical who has checked
 * them. What is answered is kept, so that the verification of the report knows of it. Source: core-systems.14#02.
 */
import type { BeforeRelease, CriticalJudgement, JudgedBefore, Measured, ReleaseRules } from '@fujie/core/critical';
import { judgeCritical, RELEASE_TEXTS, releaseGaps } from '@fujie/core/critical';
import type { Bilingual, Day, Instant, Result } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseDay, parseInstant } from '@fujie/core/kernel';
import type { ReleaseRequest, ReleaseResponse } from '@fujie/wire/contracts';
import { ITEM_SYSTEM } from '@fujie/wire/fhir';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import type { ItemMatch } from '../platform/items/items.ts';
import { convertToItem, itemOf } from '../platform/items/items.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { insertRelease } from '../platform/loops/laboratory-releases.query.ts';
import { LOOPS } from './chain.ts';
import { saidLimit } from './said.ts';

type Value = ReleaseRequest['values'][number];
type Answer = ReleaseResponse['values'][number];

/** How the values of one report are judged. */
interface Asked {
  readonly institution: string;
  readonly body: ReleaseRequest;
  readonly birthOn: Day | null;
  /** The day of the specimen. */
  readonly on: Day;
  readonly checked: Omit<BeforeRelease, 'repeat'>;
  readonly rules: ReleaseRules;
}

export async function answerRelease(deps: Deps, actor: Actor, body: ReleaseRequest): Promise<ReleaseResponse> {
  const { institution } = actor;
  if (institution === null)
    throw new HttpProblem('not-permitted', {
      en: 'Only the laboratory of an institution releases reports: sign in as one of its own.',
      zh: '仅机构自己的检验科发出报告，请以该机构的账号登录。',
    });
  const now = deps.clock.now();
  const asked = askedOf(deps, institution, body, now);
  const judged = body.values.map((value) => judgedOf(deps, asked, value));
  const mayRelease = judged.every(({ answer }) => answer.mayRelease);
  const id = await insertRelease(within(deps, actor).db, {
    ...{ unit: institution, reportNo: body.report, at: now, askedBy: actor.id, mayRelease, ...asked.checked },
    judged: judged.map(({ kept }) => kept),
  });
  const detail = { release: id, values: judged.length, mayRelease };
  await deps.audit.record({ actor, action: 'critical-value:release', outcome: 'done', detail });
  return {
    ...{ id, report: body.report, answeredAt: formatInstant(now), mayRelease },
    values: judged.map(({ answer }) => answer),
  };
}

function askedOf(deps: Deps, institution: string, body: ReleaseRequest, now: Instant): Asked {
  const { birthDate, collectedAt, setting, urgent = false, checks } = body;
  const loop = setting === 'inpatient' ? LOOPS.inpatient : LOOPS.others;
  const { parameters } = loopOn(deps, loop, institution, dayOf(now)) ?? {};
  return {
    institution,
    body,
    birthOn: birthDate === undefined ? null : given('birthDate', parseDay(birthDate)),
    on: dayOf(collectedAt === undefined ? now : given('collectedAt', parseInstant(collectedAt))),
    checked: {
      checks: checks.map(({ by, at }, ix) => ({ by, at: given(`checks.${String(ix)}.at`, parseInstant(at)) })),
      isEmergency: urgent || setting === 'emergency',
    },
    rules: {
      now,
      nightFrom: parameters?.['nightFrom']?.value ?? 0,
      nightTo: parameters?.['nightTo']?.value ?? 0,
    },
  };
}

function given<T>(field: string, read: Result<T>): T {
  if (read.ok) return read.value;
  const [problem] = read.problems;
  throw unfitField(field, problem?.message ?? '', problem?.messageZh ?? '');
}

function judgedOf(deps: Deps, asked: Asked, value: Value): { readonly answer: Answer; readonly kept: JudgedBefore } {
  const { institution, body, birthOn, on, checked, rules } = asked;
  const snapshot = deps.registers.current();
  const { item: code, system = ITEM_SYSTEM, unit, repeat, repeatSaid } = value;
  const match = itemOf(snapshot, institution, [{ system, code }], on, unit ?? null);
  const measured = measuredOf(value, match);
  const thresholds = criticalThresholdsOf(snapshot, institution, measured.item, dayOf(rules.now));
  const { sex = null, department = null, diagnoses = null } = body;
  const judgement = judgeCritical(measured, { birthOn, sex, department, diagnoses, on }, thresholds);
  const told = repeat === undefined ? null : { how: repeat, said: repeatSaid ?? null };
  const gaps = releaseGaps(judgement, { ...checked, repeat: told }, rules);
  const verdict = match === null && judgement.kind === 'not-critical' ? 'unknown-item' : judgement.kind;
  const mayRelease = gaps.length === 0;
  const { item, value: number, comparator, text } = measured;
  return {
    answer: {
      ...{ item: code, nameZh: match?.item.nameZh ?? null, nameEn: match?.item.nameEn ?? null, verdict, mayRelease },
      threshold: judgement.kind === 'critical' ? saidLimit(judgement) : null,
      uncertain: uncertainOf(judgement),
      text: textOf(verdict, judgement, mayRelease),
      missing: gaps.map((gap) => {
        const { zh, en, clause } = RELEASE_TEXTS[gap];
        return { code: gap, text: { zh, en }, clauses: [clause] };
      }),
    },
    kept: { item, value: number, comparator, text, isCritical: judgement.kind !== 'not-critical', mayRelease },
  };
}

/** As a result of it is read when its report comes. */
function measuredOf(value: Value, match: ItemMatch | null): Measured {
  const { value: number = null, unit = null, text = null } = value;
  return {
    item: match?.item.code ?? '',
    value: match === null ? null : convertToItem(match.item, number, unit).value,
    isGiven: number !== null || text !== null,
    comparator: value.comparator ?? null,
    text: number === null ? text : null,
    found: value.found ?? [],
    specimen: value.specimen ?? null,
    flag: value.flag ?? null,
  };
}

function uncertainOf(judgement: CriticalJudgement): Answer['uncertain'] {
  if (judgement.kind === 'critical') return [...judgement.uncertain];
  return judgement.kind === 'unknown' ? [...judgement.missing] : [];
}

function textOf(verdict: Answer['verdict'], judgement: CriticalJudgement, mayRelease: boolean): Bilingual {
  const then = mayRelease ? THEN.released : THEN.held;
  switch (verdict) {
    case 'unknown-item':
      return {
        zh: '项目编码无对照，平台不能判定是否危急：请按本科室危急值清单核对',
        en: 'no mapping leads to an item, so that nobody here can tell whether it is critical: go by the own list',
      };
    case 'not-critical':
      return { zh: '未达危急值，可以发出', en: 'not critical: it may be released' };
    case 'unknown':
      return {
        zh: `结果无法与危急值阈值比较（请填写单位与数值），按危急值核对；${then.zh}`,
        en: `it cannot be compared with its critical threshold (give value and unit), and is checked as critical; ${then.en}`,
      };
    case 'critical': {
      const limit = judgement.kind === 'critical' ? saidLimit(judgement) : null;
      const isSure = judgement.kind === 'critical' && judgement.uncertain.length === 0;
      return {
        zh: `${isSure ? '危急值' : '可能为危急值'}${limit === null ? '' : `（${limit}）`}；${then.zh}`,
        en: `${isSure ? 'critical' : 'it may be critical'}${limit === null ? '' : ` (${limit})`}; ${then.en}`,
      };
    }
  }
}

const THEN = {
  released: { zh: '已核对，可以发出', en: 'checked: it may be released' },
  held: { zh: '暂不得发出', en: 'hold it back' },
} as const;
