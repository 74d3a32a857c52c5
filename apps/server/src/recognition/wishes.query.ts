/** Objections 反对 and consents 同意 of persons. Rows are only ever added; a lift is a row of its own. */
import type { SensitiveClass, WishScope, WishSpeaker } from '@fujie/core/access';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface NewWish {
  readonly personId: number;
  readonly kind: 'objection' | 'consent';
  readonly scope: WishScope;
  readonly from: Day;
  readonly to: Day | null;
  readonly speaker: WishSpeaker;
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
  readonly channel: 'paper' | 'page';
  readonly reference: string;
  /** Null: the person itself, on a page of its own. */
  readonly institution: string | null;
  readonly at: number;
  readonly by: string;
}

export async function insertWish(db: Queryable, wish: NewWish): Promise<number> {
  const { scope } = wish;
  const code = scope.kind === 'institution' ? scope.institution : scope.kind === 'class' ? scope.class : null;
  const rows = await db.query<{ id: number }>(sql`
    insert into person_wish (person_id, kind, scope, scope_code, from_day, to_day, speaker, guardian_name, guardian_relation, channel,
      reference, institution, recorded_at, recorded_by)
    values (${wish.personId}, ${wish.kind}, ${scope.kind}, ${code}, ${wish.from}, ${wish.to}, ${wish.speaker}, ${sealed(wish.guardianName)},
      ${wish.guardianRelation}, ${wish.channel}, ${wish.reference}, ${wish.institution}, to_timestamp(${wish.at}::float8 / 1000), ${wish.by})
    returning id`);
  return single(rows).id;
}

export interface WishRecordRow {
  id: number;
  person_id: number;
  kind: 'objection' | 'consent';
  scope: WishScope['kind'];
  institution: string | null;
  sensitive: SensitiveClass | null;
  from_day: Day;
  /** The first day on which it no longer holds, by its own end or a lift. */
  to_day: Day | null;
  speaker: WishSpeaker;
  guardian_name: string | null;
  guardian_relation: string | null;
  channel: 'paper' | 'page';
  reference: string;
  recorded_ms: number;
  recorded_by: string;
}

/** What an institution recorded, or what is on record of some persons; newest first. */
export async function findWishes(
  db: Queryable,
  of: { readonly institution: string } | { readonly persons: readonly number[] } | { readonly id: number },
  limit: number,
): Promise<WishRecordRow[]> {
  const wanted =
    'institution' in of
      ? sql`w.institution = ${of.institution}`
      : 'id' in of
        ? sql`w.id = ${of.id}`
        : sql`w.person_id = any(${of.persons})`;
  return db.query<WishRecordRow>(sql`
    select w.id, w.person_id, w.kind, w.scope, case w.scope when 'institution' then w.scope_code end as institution,
           case w.scope when 'class' then w.scope_code end as sensitive, w.from_day,
           least(w.to_day, (select min(l.from_day) from person_wish_lift l where l.wish_id = w.id)) as to_day, w.speaker, w.guardian_name,
           w.guardian_relation, w.channel, w.reference, extract(epoch from w.recorded_at)::float8 * 1000 as recorded_ms, w.recorded_by
      from person_wish w
     where ${wanted} order by w.recorded_at desc, w.id desc limit ${limit}`);
}

export async function insertLift(
  db: Queryable,
  lift: {
    readonly wishId: number;
    readonly personId: number;
    readonly from: Day;
    readonly channel: 'paper' | 'page';
    readonly reference: string;
    readonly institution: string | null;
    readonly at: number;
    readonly by: string;
  },
): Promise<void> {
  await db.query(sql`
    insert into person_wish_lift (wish_id, person_id, from_day, channel, reference, institution, recorded_at, recorded_by)
    values (${lift.wishId}, ${lift.personId}, ${lift.from}, ${lift.channel}, ${lift.reference}, ${lift.institution},
            to_timestamp(${lift.at}::float8 / 1000), ${lift.by})`);
}

/** Which of the persons an institution has as patients: it sent a record of them, or asked at ordering. */
export async function findPatientsOf(
  db: Queryable,
  persons: readonly number[],
  institution: string,
): Promise<{ id: number; birth_on: Day | null }[]> {
  return db.query<{ id: number; birth_on: Day | null }>(sql`
    select p.id, p.birth_on from person p where p.id = any(${persons}) and (
      exists (select from resource r where r.person_id = p.id and r.institution = ${institution} and r.current)
      or exists (select from result r where r.person_id = p.id and r.institution = ${institution})
      or exists (select from decision d where d.person_id = p.id and d.institution = ${institution}))`);
}
