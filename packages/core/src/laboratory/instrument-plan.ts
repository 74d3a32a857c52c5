/**
 * Instruments 仪器 of a laboratory as of a day: what is due when, and which marks rest on an instrument. Which marks is asked of the mark
 * itself, once with the instrument in date and once with it overdue, so that page and mark cannot differ. Source:
 * national-2022.art.22#02, taiyuan-2024.5.1#02, henan-2025.lab.6#05.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween } from '../kernel/day.ts';
import { listedScopes, markInputFor } from '../recognition/facts.ts';
import { deriveMark } from '../recognition/mark.ts';
import type { RecognitionParameters } from '../recognition/parameters.ts';
import { scopesOf } from '../recognition/scope-facts.ts';
import type { MarkInput } from '../recognition/types.ts';
import { instruments } from '../registers/definitions.ts';
import type { InstrumentActivityRow, InstrumentRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** How near a day is on which something ends: passed, within the last warning, within the first, later; null: it does not end. */
export const NEARNESS = ['overdue', 'within-7', 'within-30', 'later'] as const;
export type Nearness = (typeof NEARNESS)[number];

const FIRST_WARNING_DAYS = 30;
const LAST_WARNING_DAYS = 7;

/** The due day itself is in date (national-2022.art.22#02: alerts 30 and 7 days before). */
export function nearnessOf(endsOn: Day, today: Day): Nearness {
  const left = daysBetween(today, endsOn);
  if (left < 0) return 'overdue';
  if (left <= LAST_WARNING_DAYS) return 'within-7';
  return left <= FIRST_WARNING_DAYS ? 'within-30' : 'later';
}

/** A mark that holds while an instrument is in date and does not without it. */
export interface RestingMark {
  readonly item: string;
  readonly scope: string;
  readonly label: string;
}

export interface PlannedInstrument {
  readonly instrument: InstrumentRow;
  readonly activities: readonly (InstrumentActivityRow & { readonly nearness: Nearness; readonly daysLeft: number })[];
  readonly isOverdue: boolean;
  /** Without a plan an instrument carries no mark. */
  readonly isPlanned: boolean;
  /** Ended while it is overdue or without a plan; else those that would end on the day after its first due day. */
  readonly marks: readonly RestingMark[];
  /** The first day without them, if nothing is done; null: it has no plan. */
  readonly endsOn: Day | null;
}

/** Every instrument of an institution in use on a day, the most urgent first. */
export function instrumentPlan(
  snapshot: RegisterSnapshot,
  institution: string,
  today: Day,
  parameters: RecognitionParameters,
): readonly PlannedInstrument[] {
  return snapshot
    .inForce(instruments, today)
    .filter((row) => row.institution === institution)
    .map((instrument) => plannedInstrument(snapshot, instrument, today, parameters))
    .sort((a, b) => ((a.endsOn ?? '') < (b.endsOn ?? '') ? -1 : 1));
}

/** Of one kind of upkeep the instruments that owe it by their plan: those in date and those overdue 按期率 (henan-2025.lab.6#05). */
export interface ActivityStanding {
  readonly activity: InstrumentActivityRow['activity'];
  readonly inDate: readonly string[];
  readonly overdue: readonly string[];
}

/** Of each kind of upkeep that any instrument owes, which of them are in date; the due day itself is. */
export function standingByActivity(plan: readonly PlannedInstrument[]): readonly ActivityStanding[] {
  const owed = plan.flatMap(({ instrument: { code }, activities }) =>
    activities.map(({ activity, nearness }) => ({ code, activity, isOverdue: nearness === 'overdue' })),
  );
  return [...new Set(owed.map(({ activity }) => activity))].sort().map((activity) => {
    const codesOf = (isOverdue: boolean): readonly string[] =>
      owed.filter((one) => one.activity === activity && one.isOverdue === isOverdue).map(({ code }) => code);
    return { activity, inDate: codesOf(false), overdue: codesOf(true) };
  });
}

function plannedInstrument(
  snapshot: RegisterSnapshot,
  instrument: InstrumentRow,
  today: Day,
  parameters: RecognitionParameters,
): PlannedInstrument {
  const activities = [...snapshot.activities(instrument.institution, instrument.code, today)]
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map((row) => ({ ...row, nearness: nearnessOf(row.dueOn, today), daysLeft: daysBetween(today, row.dueOn) }));
  const [first] = activities;
  const isOverdue = first !== undefined && first.dueOn < today;
  return {
    instrument,
    activities,
    isOverdue,
    isPlanned: first !== undefined,
    marks: marksRestingOn(snapshot, instrument, today, parameters),
    endsOn: first === undefined ? null : addDays(first.dueOn, 1),
  };
}

/** The marks that hold on a day with an instrument in date, and do not with it overdue; all else is as the registers say. */
export function marksRestingOn(
  snapshot: RegisterSnapshot,
  { institution, code, items }: InstrumentRow,
  day: Day,
  parameters: RecognitionParameters,
): readonly RestingMark[] {
  const scopes = scopesOf(snapshot, day);
  return items.flatMap((item) =>
    listedScopes(snapshot, institution, item).flatMap((scope) => {
      const input = markInputFor(snapshot, institution, item, scope, day);
      const label = deriveMark(withDue(input, code, day), parameters, scopes).mark;
      if (label === null) return [];
      const without = deriveMark(withDue(input, code, addDays(day, -1)), parameters, scopes).mark;
      return without === null ? [{ item, scope, label }] : [];
    }),
  );
}

/** The facts of a mark as they would be if all that an instrument undergoes fell due on one day. */
function withDue(input: MarkInput, instrument: string, dueOn: Day): MarkInput {
  return {
    ...input,
    instruments: input.instruments.map((one) =>
      one.id === instrument ? { ...one, due: { calibration: dueOn } } : one,
    ),
  };
}
