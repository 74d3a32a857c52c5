/** The ledger of problems 问题台账: each problem handed in with a weekly return is a loop of its own. Source: taiyuan-2024.3.1#03. */
import { createHash } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, parseDay } from '@fujie/core/kernel';
import type { LoopActor, LoopState } from '@fujie/core/loops';
import { RETURN_PROBLEM } from '@fujie/packs';
import type { ReturnProblem, WeeklyReturnRequest } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay } from '../platform/http/far-day.ts';
import { unfitField } from '../platform/http/problems.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { countyOfUnit } from './return-units.ts';
import type { ReturnLoop } from './returns.query.ts';
import { findProblemLoops, problemStem } from './returns.query.ts';

type Entry = NonNullable<WeeklyReturnRequest['ledger']>[number];

/** Opens a loop for each problem that its unit has not handed in with this return before, and corrects one that is said otherwise. */
export async function openProblems(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  of: Pick<ReturnLoop, 'unit' | 'week'>,
  entries: readonly Entry[],
  by: LoopActor,
): Promise<void> {
  const definition = countyOfUnit(of.unit) === null ? RETURN_PROBLEM.institution : RETURN_PROBLEM.county;
  for (const [index, entry] of entries.entries()) {
    const at = `ledger.${String(index)}`;
    const key = createHash('sha256').update(entry.problem.trim()).digest('hex').slice(0, 16);
    const facts = {
      titleZh: `问题台账：${entry.problem}`,
      titleEn: `Problem: ${entry.problem}`,
      ...{ week: of.week, ...entry, dueOn: dueIn(`${at}.dueOn`, entry.dueOn, deps.clock.now()) },
    };
    const subject = `${problemStem(of)}${key}`;
    const known = await findLoopBySubject(tx, definition, subject);
    const now = deps.clock.now();
    if (known !== null) await correct(deps, tx, { ...known, at }, { facts, by, now });
    else if (facts.dueOn < dayOf(now)) throw unfitField(`${at}.dueOn`, 'it falls due before today', '完成时限早于今日');
    else {
      const opening = { definition, subject, unit: of.unit, department: null, personId: null, occurredAt: now };
      await openLoop(deps, tx, { ...opening, by, facts });
    }
  }
}

function dueIn(field: string, text: string, now: Instant): string {
  const parsed = parseDay(text);
  if (!parsed.ok)
    throw unfitField(field, 'it must be a day that exists, as YYYY-MM-DD', '须为真实存在的日期，格式 YYYY-MM-DD');
  refuseFarDay(field, parsed.value, dayOf(now));
  return parsed.value;
}

interface Said {
  readonly facts: Readonly<Record<string, string>>;
  readonly by: LoopActor;
  readonly now: Instant;
}

/** What is said of a problem otherwise than before, as long as it is open and has time. */
async function correct(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { id, status, at }: { readonly id: number; readonly status: LoopState['status']; readonly at: string },
  { facts, by, now }: Said,
): Promise<void> {
  const records = (await findRecords(tx, [id])).get(id) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened');
  if (last?.kind !== 'opened' || Object.entries(facts).every(([name, value]) => last.facts[name] === value)) return;
  const today = dayOf(now);
  if (status !== 'open' || [last.facts['dueOn'], facts['dueOn'] ?? ''].some((day) => String(day) < today))
    throw unfitField(
      at,
      'it is in the ledger already, and is solved or overdue: its measure and day stand, what changed is said in its loop',
      '该问题已在台账中，且已解决或已逾期：原措施与时限保留，变化请在其闭环中说明',
    );
  await recordInLoop(deps, tx, id, {
    ...{ key: `opened:${String(records.length)}`, kind: 'opened', by, facts, corrects: last.id },
    ...{ occurredAt: last.occurredAt, recordedAt: now },
  });
}

/** The problems that units within the scope handed in, or one of them with one return, those first that are not solved. */
export async function problemsOf(
  db: Queryable,
  of: Pick<ReturnLoop, 'unit' | 'week'> | null,
  now: Instant,
  nameOf: (unit: string) => ReturnProblem['name'],
): Promise<readonly ReturnProblem[]> {
  const rows = await findProblemLoops(db, Object.values(RETURN_PROBLEM), of);
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
