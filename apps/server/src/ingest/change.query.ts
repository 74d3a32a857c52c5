/** SQL of submissions that touch what is stored already; the rules stand in `change.ts`. Runs inside one transaction. */
import type { Identity } from '@fujie/core/person';

import type { Queryable } from '../platform/db/database.ts';
import type { InPart } from '../platform/db/document-parts.ts';
import { PART, withContent } from '../platform/db/document-parts.ts';
import type { ArrivedPatient } from './persons.query.ts';
import type { PreparedReport } from './prepared.ts';

export interface CurrentResource {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly institution: string;
  readonly digest: Buffer | null;
  readonly status: string | null;
  readonly person_id: number | null;
  readonly identity: Identity | null;
  readonly refs: readonly string[] | null;
  readonly at: number;
  /** Of patients and reports. */
  readonly content: string | null;
}

export interface CurrentResult {
  readonly person_id: number;
  readonly id: string;
  readonly version: number;
  readonly institution: string;
  readonly source_type: string;
  readonly report_id: string | null;
  readonly report_no: string | null;
  readonly status: string;
  readonly identity: Identity;
  readonly at: number;
  readonly content: string;
}

/** The report that a line or a series of images belongs to. */
export interface ParentReport {
  /** Of the line or the images. */
  readonly id: string;
  readonly report_id: string;
  readonly status: string | null;
  readonly at: number;
  readonly content: string;
}

/** The stored report of each line: the one that it stands under, else one that lists it. `$1` institution, `$2` ids. */
const PARENTS = `
  select w.id, r.id as report_id, r.status, extract(epoch from r.updated_at)::float8 * 1000 as at, ${PART} as part, r.ix
    from unnest($2::text[]) as w (id)
    cross join lateral (
      select coalesce(
        (select o.report_id from result o where o.id = w.id and o.current and o.institution = $1),
        (select l.id from resource l where l.current and l.refs @> array[w.id] and l.type = 'DiagnosticReport' and l.institution = $1
          order by l.updated_at desc limit 1)) as report_id) p
    join resource r on r.type = 'DiagnosticReport' and r.id = p.report_id and r.current and r.institution = $1
    join document d on d.id = r.document_id`;

/** Reports of lines and images that came without them. */
export async function findParents(
  db: Queryable,
  institution: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ParentReport>> {
  if (ids.length === 0) return new Map();
  const rows = await db.prepared<InPart<ParentReport>>('ingest-parents', PARENTS, [institution, ids]);
  return new Map(rows.map((row) => [row.id, withContent(row)]));
}

/**
 * Who changes the same report, line or patient waits here, rows that do not exist yet included. The locks are few and
 * taken in one order, so that a large message cannot use them up and no two wait for each other.
 */
const LOCK = `
  select pg_advisory_xact_lock(5007, bucket)
    from (select distinct hashtext(id) & 255 as bucket from unnest($1::text[]) as t (id) order by 1) t`;

export async function lockTogether(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.prepared('ingest-lock', LOCK, [ids]);
}

export interface KeyState {
  readonly report_no: string;
  readonly digest: Buffer;
  readonly earlier: readonly Buffer[];
}

const LOCK_KEYS = `
  insert into report_key (institution, report_no, report_id, digest)
  select $1, t.key, t.id, $4 from unnest($2::text[], $3::text[]) as t (key, id)
  order by t.key on conflict (institution, report_no) do update set report_id = report_key.report_id
  returning report_no, digest, earlier`;

/** Takes the keys of reports; answers what was last accepted under each, and before. */
export async function lockKeys(
  tx: Queryable,
  institution: string,
  reports: readonly PreparedReport[],
  digest: Buffer,
): Promise<KeyState[]> {
  if (reports.length === 0) return [];
  return tx.prepared<KeyState>('ingest-lock-keys', LOCK_KEYS, [
    institution,
    reports.map((r) => r.key),
    reports.map((r) => r.id),
    digest,
  ]);
}

export async function advanceKeys(
  tx: Queryable,
  institution: string,
  reports: readonly PreparedReport[],
  digest: Buffer,
): Promise<void> {
  if (reports.length === 0) return;
  await tx.prepared(
    'ingest-advance-keys',
    `update report_key set earlier = earlier || digest, digest = $3 where institution = $1 and report_no = any($2::text[]) and digest <> $3`,
    [institution, reports.map((r) => r.key), digest],
  );
}

const CURRENT_RESOURCES = `
  select r.type, r.id, r.version, r.institution, r.digest, r.status, r.person_id, r.identity, r.refs,
         extract(epoch from r.updated_at)::float8 * 1000 as at,
         case when r.type in ('Patient', 'DiagnosticReport') then (select ${PART} from document d where d.id = r.document_id) end as part, r.ix
    from resource r where (r.type, r.id) in (select * from unnest($1::text[], $2::text[])) and r.current order by r.type, r.id for update`;

export async function currentResources(
  tx: Queryable,
  wanted: readonly { readonly type: string; readonly id: string }[],
): Promise<ReadonlyMap<string, CurrentResource>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.prepared<InPart<CurrentResource>>('ingest-current-resources', CURRENT_RESOURCES, [
    wanted.map((p) => p.type),
    wanted.map((p) => p.id),
  ]);
  return new Map(rows.map((row) => [row.id, withContent(row)]));
}

const CURRENT_RESULTS = `
  select r.person_id, r.id, r.version, r.institution, r.source_type, r.report_id, r.report_no, r.status, r.identity,
         extract(epoch from r.updated_at)::float8 * 1000 as at, ${PART} as part, r.ix
    from result r join document d on d.id = r.document_id
   where r.current and (r.id = any($1::text[]) or (r.institution = $2 and (r.id = any($3::text[]) or r.report_id = any($4::text[]))))
   order by r.person_id, r.id for update of r`;

/** Results of these ids; and of the institution's own, those that its reports name or hold. */
export async function currentResults(
  tx: Queryable,
  institution: string,
  wanted: { readonly ids: readonly string[]; readonly named: readonly string[]; readonly reports: readonly string[] },
): Promise<ReadonlyMap<string, CurrentResult>> {
  const rows = await tx.prepared<InPart<CurrentResult>>('ingest-current-results', CURRENT_RESULTS, [
    wanted.ids,
    institution,
    wanted.named,
    wanted.reports,
  ]);
  return new Map(rows.map((row) => [row.id, withContent(row)]));
}

/** The last version of results that are not current: images that were reported on once. */
export async function lastVersions(
  tx: Queryable,
  rows: readonly { readonly personId: number; readonly id: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map();
  const found = await tx.prepared<{ id: string; version: number }>(
    'ingest-last-versions',
    `select r.id, max(r.version) as version from unnest($1::bigint[], $2::text[]) as w (person_id, id)
       join result r on r.person_id = w.person_id and r.id = w.id group by r.id`,
    [rows.map((r) => r.personId), rows.map((r) => r.id)],
  );
  return new Map(found.map((row) => [row.id, row.version]));
}

/** Patients of an institution that are stored, with their persons. */
export async function currentPatients(
  tx: Queryable,
  institution: string,
  ids: readonly string[],
): Promise<ArrivedPatient[]> {
  if (ids.length === 0) return [];
  const rows = await tx.prepared<{ id: string; person_id: number; identity: Identity | null }>(
    'ingest-current-patients',
    `select id, person_id, identity from resource
      where type = 'Patient' and id = any($2::text[]) and current and institution = $1 and person_id is not null`,
    [institution, ids],
  );
  return rows.map((row) => ({ id: row.id, personId: row.person_id, identity: row.identity ?? 'unconfirmed' }));
}

const RETIRE_RESOURCES = `update resource set current = false
  where (type, id, version) in (select * from unnest($1::text[], $2::text[], $3::int[]))`;
const RETIRE_RESULTS = `update result set current = false
  where (person_id, id, version) in (select * from unnest($1::bigint[], $2::text[], $3::int[]))`;

/** The versions that are replaced are no longer current. */
export async function retire(
  tx: Queryable,
  resources: readonly CurrentResource[],
  results: readonly CurrentResult[],
): Promise<void> {
  if (resources.length > 0)
    await tx.prepared('ingest-retire-resources', RETIRE_RESOURCES, [
      resources.map((r) => r.type),
      resources.map((r) => r.id),
      resources.map((r) => r.version),
    ]);
  if (results.length > 0)
    await tx.prepared('ingest-retire-results', RETIRE_RESULTS, [
      results.map((r) => r.person_id),
      results.map((r) => r.id),
      results.map((r) => r.version),
    ]);
}

const COPIED = `source_type, institution, item, item_by, codes, categories, identifiers, subject_ref, name, collected_at, received_at, reported_at,
  value_num, comparator, value_text, unit, item_value, ref_low, ref_high, ref_text, flag, method, device, specimen, marks, lots, content, warnings`;
const copiedFrom = (alias: string): string =>
  COPIED.split(',')
    .map((column) => `${alias}.${column.trim()}`)
    .join(', ');

/** A result that its report withdraws: all that is known of it stays findable, the status says what became of it. */
export interface Withdrawn {
  readonly before: CurrentResult;
  readonly ix: number;
  readonly status: string;
  readonly report: PreparedReport;
}

const ADD_WITHDRAWN = `
  insert into result (person_id, id, version, document_id, ix, report_id, report_no, status, identity, updated_at, ${COPIED})
  select r.person_id, r.id, r.version + 1, $1, w.ix, w.report_id, w.report_no, w.status, r.identity, to_timestamp($2::float8 / 1000),
    ${copiedFrom('r')}
    from unnest($3::bigint[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[])
      as w (person_id, id, version, ix, report_id, report_no, status)
    join result r on r.person_id = w.person_id and r.id = w.id and r.version = w.version`;

export async function addWithdrawn(
  tx: Queryable,
  documentId: number,
  at: number,
  list: readonly Withdrawn[],
): Promise<void> {
  if (list.length === 0) return;
  await tx.prepared('ingest-add-withdrawn', ADD_WITHDRAWN, [
    documentId,
    at,
    list.map((w) => w.before.person_id),
    list.map((w) => w.before.id),
    list.map((w) => w.before.version),
    list.map((w) => w.ix),
    list.map((w) => w.report.id),
    list.map((w) => w.report.reportNo),
    list.map((w) => w.status),
  ]);
}

/** Lines that came before their report, and which it lists. */
export async function linkToReport(tx: Queryable, report: PreparedReport, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.prepared(
    'ingest-link-to-report',
    'update result set report_id = $2, report_no = $3 where id = any($1::text[]) and current',
    [ids, report.id, report.reportNo],
  );
}

/** Whether an earlier record of a patient was linked with certainty. */
export async function wasCertain(tx: Queryable, institution: string, patient: string): Promise<boolean> {
  const rows = await tx.prepared(
    'ingest-was-certain',
    `select 1 from resource where type = 'Patient' and id = $1 and institution = $2 and identity = 'verified' and not current limit 1`,
    [patient, institution],
  );
  return rows.length > 0;
}

const MOVE = `
  with moved as (
    update result set current = false
     where subject_ref = $1 and institution = $2 and current
       and person_id in (select p.person_id from resource p where p.type = 'Patient' and p.id = $1 and p.institution = $2)
       and case when $3::bigint is null then identity = 'verified' else (person_id, identity) is distinct from ($3::bigint, $4::text) end
     returning *)
  insert into result (person_id, id, version, document_id, ix, report_id, report_no, status, identity, updated_at, ${COPIED})
  select coalesce($3::bigint, m.person_id), m.id, m.version + 1, m.document_id, m.ix, m.report_id, m.report_no, m.status, $4,
    to_timestamp($5::float8 / 1000), ${copiedFrom('m')} from moved m
  returning id, (select m.person_id from moved m where m.id = result.id) as person_id`;

/**
 * Earlier results of a patient whose identity was corrected: to another person, or (null) left where they are and no
 * longer certain. Answers which results left which person.
 */
export async function moveResults(
  tx: Queryable,
  institution: string,
  patient: string,
  to: { readonly personId: number | null; readonly identity: Identity },
  at: number,
): Promise<{ id: string; person_id: number }[]> {
  const moved = await tx.prepared<{ id: string; person_id: number }>('ingest-move-results', MOVE, [
    patient,
    institution,
    to.personId,
    to.identity,
    at,
  ]);
  if (to.personId !== null) {
    await tx.prepared(
      'ingest-move-resources',
      'update resource set person_id = $3 where subject_ref = $1 and current and institution = $2 and person_id is distinct from $3',
      [patient, institution, to.personId],
    );
  }
  return moved;
}
