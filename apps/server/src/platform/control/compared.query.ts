/** When items were last compared 比对 with another laboratory or system, to satisfaction: what covers an item of which there is no control material. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';

export interface ComparedItem {
  readonly item: string;
  /** The day of the last one. */
  readonly on: Day;
}

/** Of items of an institution, on days [from, to]. A study that was corrected is none, nor is one that no second person signed. */
export async function findCompared(
  db: Queryable,
  institution: string,
  { items, from, to }: { readonly items: readonly string[]; readonly from: Day; readonly to: Day },
): Promise<readonly ComparedItem[]> {
  return db.query<ComparedItem>(sql`
    select item, max(measured_on)::text as "on" from laboratory_study s
     where institution = ${institution} and item = any(${items}::text[]) and measured_on between ${from}::date and ${to}::date
       and kind in ('split-sample', 'comparison') and verdict = 'acceptable'
       and not exists (select from laboratory_study n where n.corrects = s.id)
       and (not awaits_signature or exists (select from laboratory_study_signature g where g.study_id = s.id))
     group by item order by item`);
}
