/** What who reported is told 反馈报告人: how far it is, and the answer. Source: core-systems.ae#14, henan-2023.sa4.2.4#02. */
import { EVENT_CLASSES } from '@fujie/core/adverse-events';
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord, LoopState } from '@fujie/core/loops';
import { neededIf } from '@fujie/core/loops';
import type { OwnAdverseEvent } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findLessons } from '../platform/loops/lessons.query.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { EventRow } from './events.query.ts';
import { findEvents } from './events.query.ts';

type Needs = Pick<Deps, 'config' | 'registers'>;

/** Events as their reporter sees them; the database shows those of the institution whose scope was entered. */
export async function ownEvents(
  deps: Needs,
  db: Queryable,
  ids: readonly number[],
): Promise<readonly OwnAdverseEvent[]> {
  const rows = await findEvents(db, ids);
  const records = await findRecords(
    db,
    rows.map((row) => row.loop_id),
  );
  return rows.map((row) => viewOf(deps, row, records.get(row.loop_id) ?? []));
}

function viewOf(deps: Needs, row: EventRow, records: readonly LoopRecord[]): OwnAdverseEvent {
  const definition = loopOn(deps, 'adverse-event/report', row.institution, dayOf(row.reported_ms as Instant));
  const titles = new Map(definition?.stages.map(({ id, zh, en }) => [id, { zh, en }]));
  return {
    event: row.id,
    reportedAt: formatInstant(Math.round(row.reported_ms) as Instant),
    occurredAt: formatInstant(Math.round(row.occurred_ms) as Instant),
    class: titleIn(EVENT_CLASSES, row.class),
    department: namedDepartment(deps.registers.current(), row.institution, row.department),
    status: row.status,
    stages: row.state.stages
      // What a grade that nobody gave yet will ask for is not owed.
      .filter(
        ({ id, status }) =>
          status !== 'not-needed' && (status !== 'waiting' || !isUndecided(definition, id, row.state.stages)),
      )
      .map(({ id, status, doneAt }) => ({
        title: titles.get(id) ?? { zh: id, en: id },
        status,
        doneAt: doneAt === null ? null : formatInstant(doneAt),
      })),
    answer: saidIn(row, records, 'answer', 'answer'),
    lesson: saidIn(row, records, 'share', 'lesson'),
    unsealedAt: row.unsealed_ms === null ? null : formatInstant(Math.round(row.unsealed_ms) as Instant),
  };
}

const YEAR_DAYS = 365;
const MOST_LESSONS = 20;

/** What events of a hospital taught within a year 全院分享, for all of its staff. Source: core-systems.ae#14. */
export async function sharedLessons(deps: Pick<Deps, 'clock'>, db: Queryable, institution: string) {
  const now = deps.clock.now();
  const period = { from: startOfDay(addDays(dayOf(now), -YEAR_DAYS)), to: startOfDay(addDays(dayOf(now), 1)) };
  const shared = { ...{ institution, definition: 'adverse-event/report', stage: 'share' }, ...period };
  const lessons = await findLessons(db, shared, MOST_LESSONS);
  return lessons.map(({ sharedMs, text }) => ({ sharedOn: dayOf(sharedMs), lesson: text }));
}

/** Whether it hangs on how an earlier stage ends that is not over. */
function isUndecided(definition: LoopDefinition | null, id: string, states: LoopState['stages']): boolean {
  const stage = definition?.stages.find((one) => one.id === id);
  return definition !== null && stage !== undefined && neededIf(definition, stage, states) !== null;
}

/** What the act that ended a stage says in a field. */
function saidIn(row: EventRow, records: readonly LoopRecord[], stage: string, field: string): string | null {
  const ended = row.state.stages.find(({ id }) => id === stage)?.by;
  const act = records.find((record) => record.id === ended);
  const said = act?.kind === 'act' ? act.fields[field] : undefined;
  return typeof said === 'string' ? said : null;
}

/** The name of a coded value; the code itself where it has none. */
export function titleIn(
  options: Readonly<Record<string, { readonly zh: string; readonly en: string }>>,
  code: string,
): { readonly zh: string; readonly en: string } {
  const { zh, en } = options[code] ?? { zh: code, en: code };
  return { zh, en };
}
