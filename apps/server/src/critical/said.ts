/** What the loop of a critical value 危急值 says of the result from which it arises. Source: core-systems.14#03. */
import type { Check, CriticalJudgement, CriticalKind } from '@fujie/core/critical';
import { kindOfItem, kindOfReport } from '@fujie/core/critical';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { CriticalThresholdRow } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { LOOPS } from './chain.ts';
import { PLATFORM } from './rest.ts';
import type { Sender } from './sent.ts';
import type { Where } from './where.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;
export type Critical = Extract<CriticalJudgement, { kind: 'critical' }>;

/** A result that is critical, and where its patient is. */
export interface Raising {
  readonly institution: string;
  readonly sender: string;
  readonly suspect: CriticalSuspect;
  readonly where: Where;
  /** Who sent the specimen, if another institution did. */
  readonly sent: Sender | null;
  readonly judgement: Critical;
  /** Who checked it before its report was released; null: nobody who is on record. */
  readonly checked: readonly Check[] | null;
}

export function saidOf({ shown, resultId, reportId }: CriticalSuspect, judgement: Critical) {
  const { side, uncertain } = judgement;
  return {
    resultId,
    reportId,
    value: shown.value,
    unitOf: shown.unit,
    side,
    threshold: saidLimit(judgement),
    uncertain,
  };
}

/** The limit that it reaches, as it reads; null: its issuer says that it is critical. */
export const saidLimit = ({ threshold, side }: Critical): string | null =>
  threshold === null ? null : limitOf(threshold, side);

function limitOf({ low, high, inclusive, findings }: CriticalThresholdRow, side: Critical['side']): string {
  if (side === 'low') return `${inclusive ? '≤' : '<'}${String(low)}`;
  if (side === 'high') return `${inclusive ? '≥' : '>'}${String(high)}`;
  return (findings ?? []).join('、');
}

export function nameOf({ registers }: Needs, { measured, name }: CriticalSuspect): { zh: string; en: string } {
  const item = registers.current().item(measured.item);
  const zh = item?.nameZh ?? name ?? '结果';
  return { zh, en: item?.nameEn ?? zh };
}

/** Laboratory, imaging, ultrasound, electrocardiography or pathology. */
export function criticalKindOf(
  { registers }: Needs,
  { measured, isExamination, sections }: CriticalSuspect,
): CriticalKind {
  const item = registers.current().item(measured.item);
  return item === null ? kindOfReport(isExamination, sections) : kindOfItem(item);
}

/** A test or an examination, as the register says of its item, otherwise its report: each is verified in its own way. */
function kindOf({ registers }: Needs, { measured, isExamination }: CriticalSuspect): 'laboratory' | 'examination' {
  const kind = registers.current().item(measured.item)?.kind;
  if (kind === 'laboratory' || kind === 'examination') return kind;
  return isExamination ? 'examination' : 'laboratory';
}

export function factsOf(deps: Needs, raising: Raising): Readonly<Record<string, unknown>> {
  const { sender, suspect, where, judgement, sent } = raising;
  const name = nameOf(deps, suspect);
  const { value, unitOf, threshold, uncertain } = saidOf(suspect, judgement);
  const shown = unitOf === null ? value : `${value} ${unitOf}`;
  const kind = kindOf(deps, suspect);
  return {
    titleZh: `${name.zh} ${shown}${threshold === null ? '（签发机构标为危急）' : `（${threshold}）`}`,
    titleEn: `${name.en} ${shown} ${threshold === null ? '(critical as its issuer says)' : `(${threshold})`}`,
    ...{ kind, ofPresent: 'hand-over' },
    ...(kind === 'laboratory' ? verificationOf(deps, raising) : {}),
    ...(suspect.section === null ? {} : { section: suspect.section }),
    item: suspect.measured.item,
    value,
    unit: unitOf,
    threshold: threshold ?? '',
    thresholdCode: judgement.threshold?.code ?? '',
    setting: sent?.setting ?? where.setting,
    ...(sent === null ? {} : { chain: 'sent-in', sentBy: sent.institution, sentDepartment: sent.department }),
    reportId: suspect.reportId ?? '',
    resultId: suspect.resultId,
    reportedAt: formatInstant(suspect.reportedAt),
    ...(suspect.collectedAt === null ? {} : { collectedAt: formatInstant(suspect.collectedAt) }),
    ...(uncertain.length === 0 ? {} : { uncertain: uncertain.join(', ') }),
    // What the platform finds by itself it finds because a register says so later.
    ...(sender === PLATFORM.id ? { foundAt: formatInstant(deps.clock.now()) } : {}),
  };
}

/**
 * What the verification of a test rests on: how its report is signed, or who checked it before its release, and what the list says of a repeat. Of a report that names nobody two are
 * asked for, unless the institution says that its laboratory's system releases nothing that two have not checked. Source: core-systems.14#02.
 */
function verificationOf(deps: Needs, raising: Raising) {
  const { institution, suspect, judgement, checked } = raising;
  const repeatRule = judgement.threshold?.repeat ?? 'by-need';
  if (checked !== null && suspect.signed !== 'two')
    return { signed: 'checked', checkedBefore: checked.map(checkText).join('；'), repeatRule };
  const { parameters } = loopOn(deps, loopOf(raising), institution, dayOf(suspect.reportedAt)) ?? {};
  const unsigned = parameters?.['checkers']?.value === 1 ? 'held' : 'none';
  return { signed: suspect.signed ?? unsigned, repeatRule };
}

const checkText = ({ by, at }: Check): string => `${by} ${formatInstant(at).slice(0, 16).replace('T', ' ')}`;

/** The loop that follows it where it was tested. */
export const loopOf = ({ sent, where }: Pick<Raising, 'sent' | 'where'>): string =>
  sent !== null ? LOOPS.sentIn : where.setting === 'inpatient' ? LOOPS.inpatient : LOOPS.others;
