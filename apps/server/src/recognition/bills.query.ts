/** What was finally done in a visit: the ground on which its bill is checked. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface BilledAct {
  item: string;
  class: 'MUST' | 'MAY' | 'NOT';
  choice: 'ACCEPT' | 'REPEAT';
  code: number | null;
  person_id: number;
}

/** The answers that stand in a visit of an institution, or under one of its decisions; of each item the latest. */
export async function findBilledActs(
  db: Queryable,
  institution: string,
  of: { readonly encounter: string | null; readonly decision: string | null },
): Promise<BilledAct[]> {
  return db.query<BilledAct>(sql`
    select distinct on (item) item, class, choice, code, person_id from recognition_act
     where institution = ${institution} and outcome in ('ACCEPTED', 'ORDER_ALLOWED')
       and (${of.encounter}::text is null or encounter = ${of.encounter})
       and (${of.decision}::uuid is null or decision_id = ${of.decision})
     order by item, id desc`);
}
