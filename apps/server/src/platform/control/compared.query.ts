/** Comparisons 比对 that cover an item of which there is no control: with another laboratory or system, at the bedside with the method of the laboratory. */
import type { ComparisonMade } from '@fujie/core/laboratory';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';

/** Of institutions, on days [from, to]; acceptable ones. A study that was corrected is none, nor is one that no second person signed. */
export async function findComparisons(
  db: Queryable,
  { institutions, from, to }: { readonly institutions: readonly string[]; readonly from: Day; readonly to: Day },
): Promise<readonly (ComparisonMade & { readonly institution: string })[]> {
  return db.query(sql`
    select institution, item, case when kind in ('poct', 'glucose-meter') then 'bedside' else 'alternative' end as kind, tested, measured_on::text as "on"
      from laboratory_study s
     where institution = any(${institutions}::text[]) and measured_on between ${from}::date and ${to}::date
       and kind in ('split-sample', 'comparison', 'poct', 'glucose-meter') and verdict = 'acceptable'
       and not exists (select from laboratory_study n where n.corrects = s.id)
       and (not awaits_signature or exists (select from laboratory_study_signature g where g.study_id = s.id))`);
}
