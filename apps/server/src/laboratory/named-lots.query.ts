/** Lots of reagents and calibrators that came with results of control 仪器上报批号, by test system. */
import type { Day, Instant } from '@fujie/core/kernel';
import type { NamedLotKind } from '@fujie/core/laboratory';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface NamedLotRow {
  readonly system: string;
  readonly kind: NamedLotKind;
  readonly lot: string;
  readonly from: Day;
  readonly to: Day;
  readonly count: number;
}

/** Of the systems of an institution, by results as they stand. */
export async function findNamedLots(
  db: Queryable,
  { institution, systems }: { readonly institution: string; readonly systems: readonly string[] },
  span: { readonly from: Instant; readonly to: Instant },
): Promise<readonly NamedLotRow[]> {
  return db.query<NamedLotRow>(sql`
    select s.system, n.kind, n.lot, to_char(min(r.measured_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "from",
           to_char(max(r.measured_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "to", count(*)::int as count
      from unnest(${systems}::text[]) s (system)
      join iqc_result r on r.institution = ${institution} and r.system = s.system
       and r.measured_at >= to_timestamp(${span.from}::float8 / 1000) and r.measured_at < to_timestamp(${span.to}::float8 / 1000)
       and not r.void and not exists (select from iqc_result c where c.corrects = r.id)
     cross join lateral (values ('reagent', r.reagent_lot), ('calibrator', r.calibrator_lot)) n (kind, lot)
     where n.lot is not null
     group by s.system, n.kind, n.lot
     order by s.system, n.kind, max(r.measured_at) desc`);
}
