/** How what falls due by the calendar 例行事项 stands, and how much of it was done: the same on the calendar and in the journal. */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, parseInstant } from '@fujie/core/kernel';
import { DUTIES } from '@fujie/core/organisation';
import type { OrganisationCalendarResponse } from '@fujie/wire/contracts';

import type { DutyRow } from './meetings.query.ts';
import { kindOf } from './parts.ts';

type Standing = OrganisationCalendarResponse['duties'][number]['standing'];

/** The end of its period. */
export function dueOf({ definition, openedMs }: Pick<DutyRow, 'definition' | 'openedMs'>): Instant {
  const kind = kindOf(definition) ?? 'committee';
  const period = DUTIES[kind].of(dayOf(openedMs as Instant));
  const end = parseInstant(`${addDays(period.to, -1)}T23:59:59+08:00`);
  return end.ok ? end.value : (openedMs as Instant);
}

/** The stage that shows it happened is the last of the journal and of the cycle of indicators, otherwise the first. */
export function standingOf(row: DutyRow, now: Instant): Standing {
  const dueAt = dueOf(row);
  const { stages } = row.state;
  const isOfSteps = row.definition === DUTIES.journal.loop || row.definition === DUTIES.indicators.loop;
  const stage = isOfSteps ? stages.at(-1) : stages[0];
  if (stage?.doneAt !== null && stage?.doneAt !== undefined && stage.status !== 'waived')
    return stage.doneAt <= dueAt ? 'done' : 'late';
  if (row.status === 'waived' || stage?.status === 'waived') return 'accounted';
  return dueAt < now ? 'missing' : 'coming';
}

export const isHeld = ({ standing }: { readonly standing: Standing }): boolean =>
  standing === 'done' || standing === 'late';

export interface DutyCounts {
  readonly due: number;
  readonly held: number;
  readonly late: number;
  readonly missing: number;
}

/** What is still to come is not counted against anybody; what was held late was held, and what was accounted for was not. */
export function countDuties(duties: readonly { readonly standing: Standing }[]): DutyCounts {
  const due = duties.filter(({ standing }) => standing !== 'coming');
  const held = due.filter(isHeld);
  return {
    due: due.length,
    held: held.length,
    late: held.filter(({ standing }) => standing === 'late').length,
    missing: due.length - held.length,
  };
}
