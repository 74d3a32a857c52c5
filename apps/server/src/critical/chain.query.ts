/** The two loops of a critical value of a specimen that was sent in 外送标本危急值, by either of them. Asked within the scope of the one that is sought. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { CriticalValueRow } from './critical.query.ts';

/** The loop of who sent the specimen, where its patient is treated. */
export interface Care {
  readonly loop: number;
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages'>;
  readonly value: string;
  readonly unitOf: string | null;
  /** Whether the patient was reached because of it. */
  readonly isPatientTold: boolean;
}

/** The loop that follows at the sender what a laboratory told; held until the transaction ends. Null: nobody was told yet. */
export async function findCare(tx: Queryable, laboratory: number): Promise<Care | null> {
  const rows = await tx.query<Care>(sql`
    select l.id as loop, l.unit, l.department, l.person_id as "personId", l.status, l.state, v.value, v.unit_of as "unitOf",
      exists (select from loop_record r where r.loop_id = l.id and r.kind = 'act' and r.stage = 'reach' and r.outcome in ('reached', 'present')) as "isPatientTold"
      from critical_value v join loop l on l.id = v.loop_id where v.told_from = ${laboratory} for update of l`);
  return rows[0] ?? null;
}

/** What the register says of the value of a loop. */
export async function findValue(
  tx: Queryable,
  loop: number,
): Promise<(CriticalValueRow & { readonly sentBy: string | null }) | null> {
  const rows = await tx.query<CriticalValueRow & { readonly sentBy: string | null }>(sql`
    select loop_id as "loopId", unit, department, person_id as "personId", setting, result_id as "resultId", report_id as "reportId", item, kind, name, value,
      unit_of as "unitOf", side, threshold, uncertain, extract(epoch from appeared_at)::float8 * 1000 as "appearedAt", sent_by as "sentBy"
      from critical_value where loop_id = ${loop}`);
  return rows[0] ?? null;
}

export interface Laboratory {
  readonly loop: number;
  readonly unit: string;
}

/** The laboratory that told what a loop follows, and its loop; null: it was tested where it is treated. */
export async function findLaboratory(tx: Queryable, care: number): Promise<Laboratory | null> {
  const rows = await tx.query<Laboratory>(sql`
    select told_from as loop, tested_by as unit from critical_value where loop_id = ${care} and told_from is not null`);
  return rows[0] ?? null;
}

/** Where a loop stands, which is held until the transaction ends. */
export async function holdState(
  tx: Queryable,
  loop: number,
): Promise<{ readonly status: LoopState['status']; readonly state: Pick<LoopState, 'stages'> } | null> {
  const rows = await tx.query<{ status: LoopState['status']; state: Pick<LoopState, 'stages'> }>(
    sql`select status, state from loop where id = ${loop} for update`,
  );
  return rows[0] ?? null;
}

/** When a stage that is waited for began; null: it is not waited for. */
export function waitedSince({ stages }: Pick<LoopState, 'stages'>, id: string): Instant | null {
  const stage = stages.find((one) => one.id === id);
  return stage?.status === 'running' || stage?.status === 'overdue' ? stage.startedAt : null;
}
