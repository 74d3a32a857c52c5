/**
 * When a mark 互认标识 was gained or lost over a period, by what the registers hold. Only days on which some fact begins or ends are looked at:
 * between two of them the verdict cannot change. Source: recognition decision, sections 2.3 to 2.8.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { listedScopes, markInputFor, pairFacts } from './facts.ts';
import { deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { scopesOf } from './scope-facts.ts';

/** A mark that was gained, lost, or changed its label. */
export interface MarkTurn {
  readonly scope: string;
  readonly on: Day;
  readonly before: string | null;
  readonly after: string | null;
  /** Why there is none afterwards; of a gain, why there was none before. */
  readonly reasons: readonly string[];
}

/** Days [from, to]: turns are told after the first. */
interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Turns of an institution and item after `from`, until `to` and with it, the earliest first. */
export function markTurns(
  snapshot: RegisterSnapshot,
  { institution, item }: { readonly institution: string; readonly item: string },
  period: Period,
  parameters: RecognitionParameters,
): readonly MarkTurn[] {
  const days = turningDays(snapshot, institution, item, period);
  return listedScopes(snapshot, institution, item)
    .flatMap((scope) => {
      const on = (day: Day): ReturnType<typeof deriveMark> =>
        deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopesOf(snapshot, day));
      let before = on(period.from);
      return days.flatMap((day): readonly MarkTurn[] => {
        const [was, after] = [before, on(day)];
        before = after;
        if (was.mark === after.mark) return [];
        const reasons = after.mark === null ? after.reasons : was.reasons;
        return [{ scope, on: day, before: was.mark, after: after.mark, reasons }];
      });
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

type Maybe = string | null | undefined;

function turningDays(snapshot: RegisterSnapshot, institution: string, item: string, period: Period): readonly Day[] {
  const { lists, suspensions } = pairFacts(snapshot, institution, item);
  const organisers = new Set(snapshot.eqaOutcomes(institution, item).map(({ organiser }) => organiser));
  const found: readonly Maybe[] = [
    ...snapshot.memo(`turns-of-all|${period.from}|${period.to}`, () => commonDays(snapshot, period)),
    ...(instrumentDays(snapshot).get(institution) ?? []),
    ...lists.map(({ published }) => published),
    ...suspensions.flatMap(({ from, to }) => [from, to]),
    ...snapshot.holds(institution, item).flatMap(({ heldOn, releasedOn }) => [heldOn, releasedOn]),
    ...snapshot.listEntries(institution, item).flatMap(boundsOf),
    ...[...organisers].flatMap((organiser) =>
      snapshot.eqaRounds(organiser, item).flatMap(({ closedOn, publishedOn }) => [closedOn, publishedOn]),
    ),
  ];
  return [...new Set(found)].filter((day): day is Day => isWithin(day, period)).sort();
}

const isWithin = (day: Maybe, { from, to }: Period): day is Day =>
  day !== null && day !== undefined && from < day && day <= to;

const boundsOf = ({ from, to }: Entry<unknown>): readonly Maybe[] => [from, to];

/** Days on which instruments of an institution come, go, or have something overdue. */
function instrumentDays(snapshot: RegisterSnapshot): ReadonlyMap<string, readonly Maybe[]> {
  return snapshot.memo('turns-of-instruments', () => {
    const days = new Map<string, Maybe[]>();
    const add = (institution: string, ...found: readonly Maybe[]): void => {
      const known = days.get(institution);
      if (known === undefined) days.set(institution, [...found]);
      else known.push(...found);
    };
    for (const entry of snapshot.all(registers.instruments)) add(entry.row.institution, ...boundsOf(entry));
    for (const entry of snapshot.all(registers.instrumentActivities))
      add(entry.row.institution, ...boundsOf(entry), addDays(entry.row.dueOn, 1));
    return days;
  });
}

/** Days on which something may change for everybody: the first of each month, and where small registers begin or end. */
function commonDays(snapshot: RegisterSnapshot, period: Period): readonly Maybe[] {
  const months: Day[] = [];
  for (let day = period.from; day <= period.to; day = addDays(`${day.slice(0, 7)}-01` as Day, 31))
    months.push(`${day.slice(0, 7)}-01` as Day);
  months.push(`${period.to.slice(0, 7)}-01` as Day);
  return [
    ...months,
    ...snapshot.all(registers.regions).flatMap(boundsOf),
    ...snapshot.all(registers.agreements).flatMap(boundsOf),
    ...snapshot.all(registers.qcOrganisations).flatMap(boundsOf),
    ...snapshot.all(registers.qualityRequirements).flatMap(boundsOf),
  ];
}
