/** Loops that are kept for some 知悉范围: what the others see of one, which is what they are asked to do and what was handed to them for it. */
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
  const state = seenIn(role, definition, row.state);
  const due = state.stages.flatMap(({ id, dueAt }) => (row.stages.includes(id) && dueAt !== null ? dueAt : []));
  return {
    ...whole,
    definition: { ...definition, stages: definition.stages.filter(({ id }) => seen.includes(id)) },
    row: {
      ...row,
      state,
      stages: row.stages.filter((id) => seen.includes(id)),
      dueMs: due.length === 0 ? null : Math.min(...due),
      flaws: [...new Set(state.findings.map(({ flaw }) => flaw))],
    },
    records: records.filter(
      (record) =>
        record.kind === 'opened' || ('stage' in record && record.stage !== null && seen.includes(record.stage)),
    ),
  };
}

/** The state of a loop as a role sees it. */
export function seenIn<S extends Pick<LoopState, 'stages' | 'findings'>>(
  role: string,
  definition: LoopDefinition,
  state: S,
): S {
  const seen = seenBy(role, definition)?.stages;
  if (seen === undefined) return state;
  const alerts = (state as Partial<LoopState>).alerts?.filter(({ stage }) => seen.includes(stage));
  return {
    ...state,
    stages: state.stages.filter(({ id }) => seen.includes(id)),
    findings: state.findings.filter(({ stage }) => stage !== null && seen.includes(stage)),
    ...(alerts === undefined ? {} : { alerts }),
  };
}
