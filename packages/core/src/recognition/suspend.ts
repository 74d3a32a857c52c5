/**
 * Suspensions 互认暂停 that follow from facts (section 2.5): a failed round of EQA 室间质评, a failed blind sample 盲样. What is
 * due is computed here; the registers hold it.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import * as registers from '../registers/definitions.ts';
import type { EqaOutcomeRow, EqaRoundRow, SuspensionRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { latestOfEach } from '../registers/snapshot.ts';
import { eqaStanding } from './eqa.ts';
import { listedScopes, markInputFor } from './facts.ts';
import { hasHalfYearParticipation } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { scopesOf } from './scope-facts.ts';
import type { MarkInput } from './types.ts';

/** A suspension as the register shall hold it; the same failure always has the same code. */
export interface SuspensionDue {
  readonly code: string;
  readonly institution: string;
  readonly item: string;
  readonly cause: 'EQA_FAIL' | 'BLIND_SAMPLE_FAIL';
  readonly suspendedFrom: Day;
  /** First day back in force; null while it lasts. */
  readonly suspendedTo: Day | null;
  readonly doubtFrom: Day;
  /** The open suspension of the register that it closes; null: the register has none of this failure. */
  readonly closes: SuspensionRow | null;
}

/**
 * What the register of suspensions lacks on a day for the failed rounds published by then: those to open, and those to
 * close because M3 to M6 hold again and the rectification is verified (taiyuan-2024.5.0#05, sichuan-2025.3#04). A failure
 * that is registered only after a later pass is opened all the same: nobody has verified its rectification yet.
 */
export function eqaSuspensionsDue(
  snapshot: RegisterSnapshot,
  day: Day,
  parameters: RecognitionParameters,
): readonly SuspensionDue[] {
  const due: SuspensionDue[] = [];
  for (const { row } of snapshot.all(registers.eqaOutcomes)) {
    if (row.outcome !== 'FAIL') continue;
    const isLatest = snapshot.eqaOutcomes(row.institution, row.item).includes(row);
    const round = snapshot.eqaRounds(row.organiser, row.item).find((held) => held.round === row.round);
    if (!isLatest || round === undefined || round.publishedOn === null || round.publishedOn > day) continue;
    const known = registeredFor(snapshot, row, round.publishedOn)?.row ?? null;
    const to = known === null ? null : endOf(known, snapshot, row, round, day, parameters);
    if (known !== null && to === null) continue;
    due.push({
      code: known?.code ?? `EQA:${row.organiser}:${row.round}:${row.item}:${row.institution}`,
      institution: row.institution,
      item: row.item,
      cause: 'EQA_FAIL',
      suspendedFrom: round.publishedOn,
      suspendedTo: to,
      doubtFrom: row.measuredOn ?? round.closedOn,
      closes: known,
    });
  }
  return due;
}

/** The suspension of a failed blind sample, from the verdict until the commission lifts it; null for a passed one. */
export function blindSampleSuspension(sample: {
  readonly institution: string;
  readonly item: string;
  readonly measuredOn: Day | null;
  readonly verdictOn: Day;
  readonly outcome: 'PASS' | 'FAIL';
  readonly liftedOn: Day | null;
}): Omit<SuspensionDue, 'closes'> | null {
  if (sample.outcome === 'PASS') return null;
  const { institution, item, verdictOn } = sample;
  return {
    code: `BLIND:${institution}:${item}:${verdictOn}`,
    institution,
    item,
    cause: 'BLIND_SAMPLE_FAIL',
    suspendedFrom: verdictOn,
    suspendedTo: sample.liftedOn,
    doubtFrom: sample.measuredOn ?? verdictOn,
  };
}

/** The row with which the register takes in a suspension that is due; nobody has verified a rectification yet. */
export function openedSuspension(
  { code, institution, item, cause, suspendedFrom, suspendedTo, doubtFrom }: Omit<SuspensionDue, 'closes'>,
  openedBy: string | null,
  reportDueOn: Day | null = null,
): SuspensionRow {
  const closedBy = suspendedTo === null ? null : openedBy;
  const failure = { code, institution, item, cause, suspendedFrom, suspendedTo, doubtFrom };
  return { ...failure, rectifiedOn: null, reportDueOn, openedBy, closedBy, note: null };
}

/** What names a failed round of an institution and item. */
export type FailedRound = Pick<EqaOutcomeRow, 'organiser' | 'round' | 'item' | 'institution'>;

/**
 * The suspension of a failed round as the register shall hold it once its rectification is verified 整改核实 on a day, or, with null, once that is
 * open again; null: the register has none of this failure, or says so already.
 */
export function rectifiedSuspension(
  snapshot: RegisterSnapshot,
  failed: FailedRound,
  verifiedOn: Day | null,
): Entry<SuspensionRow> | null {
  const { organiser, round, item } = failed;
  const publishedOn = snapshot.nameOf(registers.eqaRounds, `${organiser}|${round}|${item}`)?.publishedOn ?? null;
  const entry = publishedOn === null ? null : registeredFor(snapshot, failed, publishedOn);
  if (entry === null || (entry.row.rectifiedOn === null) === (verifiedOn === null)) return null;
  const again = verifiedOn === null ? { suspendedTo: null, closedBy: null } : {};
  return { ...entry, row: { ...entry.row, ...again, rectifiedOn: verifiedOn } };
}

/** The suspension that the register has for a failed round, whoever entered it and under whichever code. */
function registeredFor(
  snapshot: RegisterSnapshot,
  { institution, item }: Pick<EqaOutcomeRow, 'institution' | 'item'>,
  publishedOn: Day,
): Entry<SuspensionRow> | null {
  return (
    latestOfEach(snapshot.suspensions(institution, item)).find(
      ({ row }) => row.cause === 'EQA_FAIL' && row.suspendedFrom === publishedOn,
    ) ?? null
  );
}

/** The later of the day on which M3 to M6 hold again for a scope and the day of verification; null before that. */
function endOf(
  { rectifiedOn, suspendedTo }: SuspensionRow,
  snapshot: RegisterSnapshot,
  failed: EqaOutcomeRow,
  round: EqaRoundRow,
  day: Day,
  parameters: RecognitionParameters,
): Day | null {
  if (rectifiedOn === null || suspendedTo !== null) return null;
  const from = round.publishedOn ?? day;
  const inputOn = (scope: string, on: Day): MarkInput =>
    markInputFor(snapshot, failed.institution, failed.item, scope, on);
  const listed = listedScopes(snapshot, failed.institution, failed.item);
  const organiser = snapshot.nameOf(registers.qcOrganisations, failed.organiser);
  const scopes = listed.length > 0 || organiser === null ? listed : [organiser.region];
  const input = inputOn(scopes[0] ?? '', from);
  const eqa = input.eqa.filter((held) => held.organiser !== round.organiser || held.round !== round.round);
  for (const on of daysOfChange({ ...input, eqa }, from, day, parameters)) {
    if (scopes.some((scope) => holdsEqa(snapshot, inputOn(scope, on), parameters)))
      return on < rectifiedOn ? rectifiedOn : on;
  }
  return null;
}

/** M3 to M6. */
function holdsEqa(snapshot: RegisterSnapshot, input: MarkInput, parameters: RecognitionParameters): boolean {
  const scopes = scopesOf(snapshot, input.date as Day);
  const { isFailedLatest, isServed, reasons } = eqaStanding(input, parameters, scopes);
  return (
    !isFailedLatest && isServed && reasons.length === 0 && hasHalfYearParticipation(input, parameters, scopes) !== false
  );
}

/** Days from `from` to `until` on which M3 to M6 may begin to hold: from the first publication of another round on. */
function daysOfChange(input: MarkInput, from: Day, until: Day, parameters: RecognitionParameters): readonly Day[] {
  const published = input.eqa.flatMap((round) => (round.published === undefined ? [] : (round.published ?? [])));
  const next = published.filter((day) => day >= from).sort()[0];
  if (next === undefined) return [];
  if (parameters.halfYear === 'rolling') return everyDay(next as Day, until);
  const years = Array.from({ length: Number(until.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, i) =>
    String(Number(from.slice(0, 4)) + i),
  );
  const days = [
    ...published,
    ...input.lists.map((list) => list.published),
    ...years.flatMap((year) => [`${year}-01-01`, `${year}-07-01`]),
  ];
  return [...new Set(days)].filter((day) => next <= day && day <= until).sort() as Day[];
}

function everyDay(from: Day, until: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
  return days;
}
