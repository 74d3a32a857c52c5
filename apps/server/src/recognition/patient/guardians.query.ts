/** Guardians 监护人 of minors, as institutions recorded them. Rows are only ever added; an end is a row of its own. */
import type { Day, Instant } from '@fujie/core/kernel';

import type { Queryable } from '../../platform/db/database.ts';
import { single, sql } from '../../platform/db/database.ts';

export interface NewGuardianship {
  readonly person: number;
  readonly guardian: number;
  readonly relation: string;
  readonly reference: string;
  readonly institution: string;
  readonly from: Day;
  readonly at: Instant;
  readonly by: string;
}

export async function insertGuardianship(db: Queryable, recorded: NewGuardianship): Promise<number> {
  const rows = await db.query<{ id: number }>(sql`
    insert into guardianship (person_id, guardian_id, relation, reference, institution, from_day, recorded_at, recorded_by)
    values (${recorded.person}, ${recorded.guardian}, ${recorded.relation}, ${recorded.reference}, ${recorded.institution},
      ${recorded.from}, ${new Date(recorded.at)}, ${recorded.by})
    returning id`);
  return single(rows).id;
}

export interface GuardianshipRow {
  id: number;
  person_id: number;
  guardian_id: number;
  relation: string;
  reference: string;
  from_day: Day;
  to_day: Day | null;
  recorded_ms: number;
}

export async function findGuardianships(db: Queryable, institution: string, limit: number): Promise<GuardianshipRow[]> {
  return db.query<GuardianshipRow>(sql`
    select g.id, g.person_id, g.guardian_id, g.relation, g.reference, g.from_day, e.from_day as to_day,
           extract(epoch from g.recorded_at)::float8 * 1000 as recorded_ms
      from guardianship g left join guardianship_end e on e.guardianship_id = g.id
     where g.institution = ${institution} order by g.recorded_at desc, g.id desc limit ${limit}`);
}

/** Ends what the institution recorded; answers whose it was, or null when there is no such, or it has ended. */
export async function endGuardianship(
  db: Queryable,
  ended: {
    readonly id: number;
    readonly institution: string;
    readonly reference: string;
    readonly from: Day;
    readonly at: Instant;
    readonly by: string;
  },
): Promise<number | null> {
  const rows = await db.query<{ person_id: number }>(sql`
    insert into guardianship_end (guardianship_id, person_id, institution, reference, from_day, recorded_at, recorded_by)
    select id, person_id, institution, ${ended.reference}, ${ended.from}, ${new Date(ended.at)}, ${ended.by}
      from guardianship where id = ${ended.id} and institution = ${ended.institution}
    on conflict do nothing returning person_id`);
  return rows[0]?.person_id ?? null;
}

export interface ChildRow {
  id: number;
  person_id: number;
  relation: string;
  name_norm: string | null;
  birth_on: Day | null;
  from_day: Day;
  to_day: Day | null;
}

/** Of whom a person is recorded as guardian; asked as the worker, for one person who was verified. */
export async function findChildren(worker: Queryable, guardian: number): Promise<ChildRow[]> {
  return worker.query<ChildRow>(sql`
    select g.id, g.person_id, g.relation, p.name_norm, p.birth_on, g.from_day, e.from_day as to_day
      from guardianship g join person p on p.id = g.person_id
      left join guardianship_end e on e.guardianship_id = g.id
     where g.guardian_id = ${guardian} order by g.id`);
}

/** Persons by number and name, for a guardian who may be examined nowhere near: only whether they are the same. */
export async function findNamesOf(
  worker: Queryable,
  persons: readonly number[],
): Promise<{ id: number; name_norm: string | null }[]> {
  return worker.query<{ id: number; name_norm: string | null }>(
    sql`select id, name_norm from person where id = any(${persons})`,
  );
}
