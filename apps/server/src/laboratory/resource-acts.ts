/**
 * What a laboratory records of its resources 登记 in their registers: one change upon the other, with what is kept beside it in the same transaction.
 * Source: national-2022.art.22, henan-2025.lab.6#08.
 */
import type { AnyRegister, Day } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { checkRows } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { lockResources } from './documents.query.ts';

/** An entry whose days are known to exist. */
export type Dated<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, Day>>;

interface ResourceAct {
  readonly institution: string;
  readonly register: string;
  readonly note: string;
  /** Made of what the registers hold while nobody else of the institution changes them. */
  readonly rowsNow: () => readonly TypedRow[];
  /** Keeps what belongs to it; its number. */
  readonly keep?: (tx: Queryable) => Promise<number | null>;
}

/** Records rows in a register; the number of what is kept beside them. */
export async function recordResource(
  deps: Deps,
  actor: Actor,
  { institution, register, note, rowsNow, keep }: ResourceAct,
): Promise<number | null> {
  const kept = await within(deps, actor).db.tx(async (tx) => {
    // Two acts that come at the same time are two changes, one upon the other.
    await lockResources(tx, institution);
    await deps.registers.refresh();
    await deps.events.emit(tx, 'entries-due', { register, rows: rowsNow(), program: 'laboratory', note });
    return keep === undefined ? null : keep(tx);
  });
  await deps.registers.refresh();
  return kept;
}

/** Refuses rows that a register would not take, with what is wrong with each. */
export function refuseUnfitRows(register: AnyRegister, rows: readonly TypedRow[]): void {
  const { problems } = checkRows(register, rows);
  if (problems.length > 0)
    throw new HttpProblem(
      'refused',
      { en: 'Nothing was recorded, for the reasons listed.', zh: '未记录，原因如所列。' },
      problems,
    );
}

/** Refuses the day of an act that is yet to come, or lies before what is on record of the same. */
export function refuseOutOfOrder(field: string, day: Day, today: Day, last: Day | null): void {
  const isEarly = last !== null && day < last;
  if (day <= today && !isEarly) return;
  const [en, zh] = isEarly
    ? [
        `it lies before ${last}, since when the present entry holds: write the day on which it was done`,
        `早于现行记录的生效日 ${last}：请填写实际日期`,
      ]
    : ['it lies in the future: write the day on which it was', '晚于今天：请填写实际日期'];
  throw new HttpProblem(
    'refused',
    { en: `Nothing was recorded: \`${field}\` ${day} ${en}.`, zh: `未记录：${day} ${zh}。` },
    [{ code: 'out-of-order', path: `body.${field}`, message: en, messageZh: zh }],
  );
}
