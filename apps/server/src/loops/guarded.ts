/** Loops that are kept for some 知悉范围: what the others see of one, which is what they are asked to do and what was handed to them for it. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord, LoopState } from '@fujie/core/loops';

import { seenBy } from '../platform/loops/visible.ts';
import type { ListedLoop } from './loops.query.ts';

interface Whole {
  readonly definition: LoopDefinition;
  readonly row: ListedLoop;
  readonly records: readonly LoopRecord[];
}

/** A loop as a role sees it. */
export function seenOf<W extends Whole>(role: string, whole: W): W {
  const seen = seenBy(role, whole.definition)?.stages;
  if (seen === undefined) return whole;
  const { definition, row, records } = whole;
  const state = seenIn(role, definition, row.state, row.openedMs as Instant);
  const due = state.stages.flatMap(({ id, dueAt }) => (row.stages.includes(id) && dueAt !== null ? dueAt : []));
  return {
    ...whole,
    definition: { ...definition, stages: definition.stages.filter(({ id }) => seen.includes(id)) },
    row: {
      ...row,
      openedMs: openedFor(role, definition, row.openedMs as Instant),
      state,
      stages: row.stages.filter((id) => seen.includes(id)),
      dueMs: due.length === 0 ? null : Math.min(...due),
      flaws: [...new Set(state.findings.map(({ flaw }) => flaw))],
    },
    records: records
      .filter(
        (record) =>
          record.kind === 'opened' || ('stage' in record && record.stage !== null && seen.includes(record.stage)),
      )
      .map((record) => (definition.isSealed === true ? untimed(record) : record)),
  };
}

const toDay = (at: Instant): Instant => startOfDay(dayOf(at));

/** When a loop began, as a role reads it: the day alone where the minute would tell who opened it. */
export function openedFor(role: string, definition: LoopDefinition, at: Instant): Instant {
  return definition.isSealed === true && seenBy(role, definition) !== null ? toDay(at) : at;
}

/** The opening without its minute, what was discovered at that minute, and its number among the records of that time. */
function untimed(record: LoopRecord): LoopRecord {
  if (record.kind !== 'opened') return record;
  const { occurredAt, recordedAt, facts } = record;
  const { discoveredAt, ...rest } = facts;
  const found = typeof discoveredAt === 'string' ? { discoveredAt: discoveredAt.slice(0, 10) } : {};
  return {
    ...record,
    id: 'opened',
    occurredAt: toDay(occurredAt),
    recordedAt: toDay(recordedAt),
    facts: { ...rest, ...found },
  };
}

/** Stages that began as the loop was opened. */
const stagesFrom = ({ stages }: Pick<LoopState, 'stages'>, openedAt: Instant): readonly string[] =>
  stages.filter(({ startedAt }) => startedAt === openedAt).map(({ id }) => id);

/** A stage that began as the loop was opened, by the day; its limit, counted from then, is another's. */
function untimedStage<S extends LoopState['stages'][number]>(stage: S, openedAt: Instant): S {
  return stage.startedAt === openedAt ? { ...stage, startedAt: toDay(openedAt), dueAt: null } : stage;
}

/** The state of a loop as a role sees it. */
export function seenIn<S extends Pick<LoopState, 'stages' | 'findings'>>(
  role: string,
  definition: LoopDefinition,
  state: S,
  openedAt: Instant,
): S {
  const seen = seenBy(role, definition)?.stages;
  if (seen === undefined) return state;
  // Whoever was told as it was opened was told in that minute.
  const untold = definition.isSealed === true ? stagesFrom(state, openedAt) : [];
  const alerts = (state as Partial<LoopState>).alerts?.filter(
    ({ stage }) => seen.includes(stage) && !untold.includes(stage),
  );
  const stages = state.stages.filter(({ id }) => seen.includes(id));
  return {
    ...state,
    ...('openedAt' in state ? { openedAt: openedFor(role, definition, openedAt) } : {}),
    stages: definition.isSealed === true ? stages.map((stage) => untimedStage(stage, openedAt)) : stages,
    findings: state.findings.filter(({ stage }) => stage !== null && seen.includes(stage)),
    ...(alerts === undefined ? {} : { alerts }),
  };
}
