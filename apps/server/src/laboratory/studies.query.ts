/** Studies of laboratories 方法学评价 as they are kept. */
import type { ComparisonKind } from '@fujie/core/laboratory';
import type { StudyKind } from '@fujie/core/method';
import type { Day } from '@fujie/core/kernel';
import type { StudyEntry } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';
import type { By } from './eqa.query.ts';

export interface NewStudy {
  readonly institution: string;
  readonly kind: StudyKind;
  readonly item: string;
  readonly title: string;
  readonly unit: string | null;
  readonly reference: string;
  readonly tested: string;
  readonly measuredOn: Day;
  readonly data: StudyEntry['data'];
  readonly verdict: 'acceptable' | 'not acceptable';
  readonly corrects: number | null;
  readonly reason: string | null;
}

/** What names an entry of a study where it comes from; null: nothing does. */
interface Sent {
  readonly key: string | null;
}

export interface StudyRow extends NewStudy {
  readonly id: number;
  readonly by: string;
  readonly recordedMs: number;
  readonly correctedBy: number | null;
  readonly enteredId: string;
  /** Recorded before a second person was asked to sign. */
  readonly isUnsignedKind: boolean;
  readonly signedBy: string | null;
  readonly signedMs: number | null;
}

/** Null: what it corrects was corrected already, or it was sent before. */
export async function insertStudy(db: Queryable, one: NewStudy & Sent, by: By): Promise<number | null> {
  const rows = await db.query<{ id: number }>(sql`
    insert into laboratory_study (institution, kind, item, title, unit, reference, tested, measured_on, data, verdict, corrects, reason,
      sent_key, entered_by, entered_name, recorded_at)
    values (${one.institution}, ${one.kind}, ${one.item}, ${one.title}, ${one.unit}, ${one.reference}, ${one.tested}, ${one.measuredOn},
      ${jsonText(one.data)}::jsonb, ${one.verdict}, ${one.corrects}, ${one.reason},
      ${one.key}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    on conflict do nothing returning id`);
  return rows[0]?.id ?? null;
}

/** One by its number or by what its sender calls it, or those of an institution, the latest first. */
export async function findStudies(
  db: Queryable,
  which:
    | { readonly id: number }
    | { readonly institution: string; readonly enteredBy: string; readonly key: string }
    | { readonly institution: string; readonly item: string | null },
): Promise<readonly StudyRow[]> {
  const wanted =
    'id' in which
      ? sql`s.id = ${which.id}`
      : 'key' in which
        ? sql`s.institution = ${which.institution} and s.entered_by = ${which.enteredBy} and s.sent_key = ${which.key}`
        : sql`s.institution = ${which.institution} ${which.item === null ? empty : sql`and s.item = ${which.item}`}`;
  return db.query<StudyRow>(sql`
    select s.id, s.institution, s.kind, s.item, s.title, s.unit, s.reference, s.tested, to_char(s.measured_on, 'YYYY-MM-DD') as "measuredOn",
      s.data, s.verdict, s.corrects, s.reason, s.entered_name as by, extract(epoch from s.recorded_at)::float8 * 1000 as "recordedMs",
      n.id as "correctedBy", s.entered_by as "enteredId", not s.awaits_signature as "isUnsignedKind", g.signed_name as "signedBy",
      extract(epoch from g.recorded_at)::float8 * 1000 as "signedMs"
    from laboratory_study s left join laboratory_study n on n.corrects = s.id left join laboratory_study_signature g on g.study_id = s.id
    where ${wanted} order by s.measured_on desc, s.id desc limit 1000`);
}

/** False: it is signed already. */
export async function insertSignature(
  db: Queryable,
  { id, institution }: Pick<StudyRow, 'id' | 'institution'>,
  by: By,
): Promise<boolean> {
  const rows = await db.query(sql`
    insert into laboratory_study_signature (study_id, institution, signed_by, signed_name, recorded_at)
    values (${id}, ${institution}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    on conflict do nothing returning study_id`);
  return rows.length > 0;
}

/** The last day on which each item was compared with success, by a study that stands and that a second person signed, for each kind of due comparison. */
export async function findLastCompared(
  db: Queryable,
): Promise<
  readonly { readonly institution: string; readonly item: string; readonly kind: ComparisonKind; readonly on: Day }[]
> {
  return db.query(sql`
    select institution, item, case when kind in ('poct', 'glucose-meter') then 'bedside' else 'alternative' end as kind,
      max(measured_on)::text as "on"
      from laboratory_study s
     where verdict = 'acceptable' and (kind <> 'precision' or data ? 'assigned')
       and not exists (select from laboratory_study n where n.corrects = s.id)
       and (not awaits_signature or exists (select from laboratory_study_signature g where g.study_id = s.id))
     group by 1, 2, 3`);
}

/** Changes with every study and signature. */
export async function findNewestStudy(db: Queryable): Promise<string> {
  const [row] = await db.query<{ newest: string }>(sql`
    select concat((select max(id) from laboratory_study), '/', (select count(*) from laboratory_study_signature)) as newest`);
  return row?.newest ?? '';
}
