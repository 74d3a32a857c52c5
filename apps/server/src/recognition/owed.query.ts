/** Explanations 解释说明 that are still owed to patients. */
import type { Queryable } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

/** Whose: an institution's, or those of one physician in it. */
export interface Addressee {
  readonly institution: string;
  readonly practitioner: string | null;
}

export interface OwedRow {
  decision_id: string;
  item: string;
  result_id: string | null;
  code: number | null;
  acted_ms: number;
  due_ms: number;
  overdue: boolean;
  person_id: number;
  person_name: string | null;
  department: string;
  practitioner: string;
  encounter: string | null;
}

/** Those of a physician, a department, or an institution; what was due earliest first. */
export async function findOwed(
  db: Queryable,
  { institution, department, practitioner }: Addressee & { readonly department: string | null },
  now: number,
  limit: number,
) {
  const theirs = sql`o.institution = ${institution} ${practitioner === null ? empty : sql`and o.practitioner = ${practitioner}`}
    ${department === null ? empty : sql`and o.department = ${department}`}`;
  const isOverdue = sql`o.due_at < to_timestamp(${now}::float8 / 1000)`;
  const [rows, [counts]] = await Promise.all([
    db.query<OwedRow>(sql`
      select o.decision_id, o.item, o.result_id, o.code, extract(epoch from o.acted_at)::float8 * 1000 as acted_ms,
             extract(epoch from o.due_at)::float8 * 1000 as due_ms, ${isOverdue} as overdue, o.person_id, p.name_norm as person_name,
             o.department, o.practitioner, o.encounter
        from explanation_owed o left join person p on p.id = o.person_id
       where ${theirs} order by o.due_at, o.act_id limit ${limit}`),
    db.query<{ total: number; overdue: number }>(sql`
      select count(*)::int as total, count(*) filter (where ${isOverdue})::int as overdue from explanation_owed o where ${theirs}`),
  ]);
  return { rows, total: counts?.total ?? 0, overdue: counts?.overdue ?? 0 };
}
