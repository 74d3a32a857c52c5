/** The ledger of problems 问题台账: each problem handed in with a weekly return is a loop of its own. Source: taiyuan-2024.3.1#03. */
import { createHash } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import { RETURN_PROBLEM } from '@fujie/packs';
import type { ReturnProblem, WeeklyReturnRequest } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { countyOfUnit } from './return-units.ts';
import type { ReturnLoop } from './returns.query.ts';
import { findProblemLoops } from './returns.query.ts';

type Entry = NonNullable<WeeklyReturnRequest['ledger']>[number];

/** Opens a loop for each problem that its unit has not handed in with this return before. */
export async function openProblems(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { unit, week }: Pick<ReturnLoop, 'unit' | 'week'>,
  entries: readonly Entry[],
  { by, now }: { readonly by: LoopActor; readonly now: Instant },
): Promise<void> {
  for (const entry of entries) {
    const key = createHash('sha256').update(entry.problem.trim()).digest('hex').slice(0, 16);
    await openLoop(deps, tx, {
      definition: countyOfUnit(unit) === null ? RETURN_PROBLEM.institution : RETURN_PROBLEM.county,
      ...{ subject: `problem|${unit}|${week}|${key}`, unit, department: null, personId: null },
      ...{ occurredAt: now, by },
      facts: { titleZh: `问题台账：${entry.problem}`, titleEn: `Problem: ${entry.problem}`, week, ...entry },
    });
  }
}

/** The problems that units within the scope handed in, those first that are not solved. */
export async function problemsOf(
  db: Queryable,
  now: Instant,
  nameOf: (unit: string) => ReturnProblem['name'],
): Promise<readonly ReturnProblem[]> {
  const rows = await findProblemLoops(db, Object.values(RETURN_PROBLEM));
  const records = await findRecords(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, unit, status, dueMs }): ReturnProblem => {
    const opened = records.get(id)?.findLast(({ kind }) => kind === 'opened');
    const facts: Readonly<Record<string, unknown>> = opened?.kind === 'opened' ? opened.facts : {};
    const said = (name: string): string => (typeof facts[name] === 'string' ? facts[name] : '');
    const isOver = status === 'open' && dueMs !== null && dueMs < now;
    return {
      ...{ loop: id, unit, name: nameOf(unit), week: said('week'), dueOn: said('dueOn') },
      ...{ problem: said('problem'), measure: said('measure'), responsible: said('responsible') },
      state: status === 'closed' ? 'solved' : status === 'waived' ? 'released' : isOver ? 'overdue' : 'open',
    };
  });
}
