/** Writes of accepted submissions: one statement for what is new, one transaction for what changes something. */
import type { Queryable } from '../platform/db/database.ts';
import { partsOf } from '../platform/db/document-parts.ts';
import { digestOf } from './ids.ts';
import type { Prepared, PreparedResource, PreparedResult } from './prepared.ts';

type Scalar = string | number | boolean | null;

/** Array literals of PostgreSQL, built here: the driver's general way costs more than the rest of a small insert. */
export function arrayOf(values: readonly Scalar[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) out += ',';
    const value = values[i];
    if (value === null || value === undefined) out += 'NULL';
    else if (typeof value === 'string') out += quoted(value);
    else out += String(value);
  }
  return `${out}}`;
}

/** Of texts that cannot hold a quotation mark or backslash: our own ids, codes of fixed sets, tokens. */
function plainArrayOf(values: readonly (string | null)[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    out += (i > 0 ? ',' : '') + (value === null || value === undefined ? 'NULL' : value);
  }
  return `${out}}`;
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}

const bytes = (value: Buffer): string => `\\x${value.toString('hex')}`;

/** An array inside an array: as the text of one literal, cast by the statement. */
const list = (values: readonly string[]): string => (values.length === 0 ? '{}' : arrayOf(values));

interface Placed<T> {
  readonly doc: number;
  readonly row: T;
  readonly version: number;
}

export function resourceColumns(rows: readonly Placed<PreparedResource>[]): string[] {
  const column = (of: (row: PreparedResource) => Scalar): string => arrayOf(rows.map(({ row }) => of(row)));
  return [
    arrayOf(rows.map((r) => r.doc)),
    arrayOf(rows.map((r) => r.version)),
    column((r) => r.type),
    column((r) => r.id),
    column((r) => r.ix),
    column((r) => bytes(r.digest)),
    column((r) => r.personId),
    column((r) => r.identity),
    column((r) => r.status),
    column((r) => r.effectiveAt),
    column((r) => list(r.codes)),
    column((r) => list(r.categories)),
    column((r) => list(r.identifiers)),
    column((r) => r.subjectRef),
    column((r) => (r.refs === null ? null : list(r.refs))),
    column((r) => r.endedAt),
  ];
}

const RESOURCE_TYPES =
  'int[],int[],text[],text[],int[],bytea[],bigint[],text[],text[],float8[],text[],text[],text[],text[],text[],float8[]'.split(
    ',',
  );
const RESOURCE_NAMES =
  'doc,version,type,id,ix,digest,person_id,identity,status,effective_ms,codes,categories,identifiers,subject_ref,refs,ended_ms';

export function resultColumns(rows: readonly Placed<PreparedResult>[]): string[] {
  const column = (of: (row: PreparedResult) => Scalar): string => arrayOf(rows.map(({ row }) => of(row)));
  const plain = (of: (row: PreparedResult) => string | null): string => plainArrayOf(rows.map(({ row }) => of(row)));
  return [
    arrayOf(rows.map((r) => r.doc)),
    arrayOf(rows.map((r) => r.version)),
    column((r) => r.personId),
    plain((r) => r.id),
    column((r) => r.ix),
    plain((r) => r.sourceType),
    plain((r) => r.reportId),
    column((r) => r.reportNo),
    column((r) => r.item),
    plain((r) => r.itemBy),
    column((r) => list(r.codes)),
    column((r) => list(r.categories)),
    column((r) => list(r.identifiers)),
    plain((r) => r.subjectRef),
    column((r) => r.name),
    plain((r) => r.status),
    column((r) => r.collectedAt),
    column((r) => r.reportedAt),
    column((r) => r.valueNumber),
    column((r) => r.comparator),
    column((r) => r.valueText),
    column((r) => r.unit),
    column((r) => r.itemValue),
    column((r) => r.refLow),
    column((r) => r.refHigh),
    column((r) => r.refText),
    column((r) => r.flag),
    column((r) => r.method),
    column((r) => r.device),
    column((r) => r.specimen),
    column((r) => list(r.marks)),
    plain((r) => r.content),
    plain((r) => r.identity),
    column((r) => list(r.warnings)),
    column((r) => list(r.lots)),
    column((r) => r.receivedAt),
  ];
}

const RESULT_TYPES = (
  'int[],int[],bigint[],text[],int[],text[],text[],text[],text[],text[],text[],text[],text[],text[],text[],text[],float8[],float8[],' +
  'float8[],text[],text[],text[],float8[],float8[],float8[],text[],text[],text[],text[],text[],text[],text[],text[],text[],text[],float8[]'
).split(',');
const RESULT_NAMES =
  'doc,version,person_id,id,ix,source_type,report_id,report_no,item,item_by,codes,categories,identifiers,subject_ref,name,status,collected_ms,reported_ms,' +
  'value_num,comparator,value_text,unit,item_value,ref_low,ref_high,ref_text,flag,method,device,specimen,marks,content,identity,warnings,lots,received_ms';

function unnest(types: readonly string[], from: number): string {
  return `unnest(${types.map((type, i) => `$${String(from + i)}::${type}`).join(', ')})`;
}

/** `docs` names institution and time (ms) of each document. */
const INSERT_RESOURCES = (docs: string, rows: string): string => `
  insert into resource (type, id, version, document_id, ix, institution, person_id, updated_at, status, effective_at, codes, categories,
    identifiers, subject_ref, digest, identity, refs, ended_at)
  select i.type, i.id, i.version, ${docs}.id, i.ix, ${docs}.institution, i.person_id, to_timestamp(${docs}.at / 1000), i.status,
    to_timestamp(i.effective_ms / 1000), i.codes::text[], i.categories::text[], i.identifiers::text[], i.subject_ref, i.digest, i.identity, i.refs::text[],
    to_timestamp(i.ended_ms / 1000)
    from ${rows} join ${docs} on ${docs}.doc = i.doc`;

const INSERT_RESULTS = (docs: string, rows: string): string => `
  insert into result (person_id, id, version, document_id, ix, source_type, institution, report_id, report_no, item, item_by, codes,
    categories, identifiers, subject_ref, name, status, collected_at, reported_at, updated_at, value_num, comparator, value_text, unit,
    item_value, ref_low, ref_high, ref_text, flag, method, device, specimen, marks, content, identity, warnings, lots, received_at)
  select o.person_id, o.id, o.version, ${docs}.id, o.ix, o.source_type, ${docs}.institution, o.report_id, o.report_no, o.item, o.item_by, o.codes::text[],
    o.categories::text[], o.identifiers::text[], o.subject_ref, o.name, o.status, to_timestamp(o.collected_ms / 1000),
    to_timestamp(o.reported_ms / 1000), to_timestamp(${docs}.at / 1000), o.value_num, o.comparator, o.value_text, o.unit, o.item_value,
    o.ref_low, o.ref_high, o.ref_text, o.flag, o.method, o.device, o.specimen, o.marks::text[], o.content, o.identity, o.warnings::text[], o.lots::text[],
    to_timestamp(o.received_ms / 1000)
    from ${rows} join ${docs} on ${docs}.doc = o.doc`;

const SUBJECT_TYPES = ['int[]', 'text[]', 'bigint[]', 'text[]'] as const;

const RESOURCES_AT = 12;
const RESULTS_AT = RESOURCES_AT + RESOURCE_TYPES.length;
const SUBJECTS_AT = RESULTS_AT + RESULT_TYPES.length;

/**
 * Reports that nobody has sent before, with all they bring, in one statement. A report whose number is known, or whose
 * message changes a resource that is stored already, is left out: it takes the longer way. What several of the reports
 * bring alike, such as their patient, is stored with the first that is taken. The look-up of stored resources is lateral,
 * so that no plan ever reads the whole table; the limit says nothing but lets the planner count on few rows, so that it
 * keeps one plan instead of making a new one for every report (measured: 0.9 of 3.2 ms).
 *
 * So is a report whose patient has been linked to another person since it was prepared: the share lock makes a correction
 * of that patient wait until the report is there to be moved with the others, and reads what such a correction left.
 */
const WRITE_NEW = `
with i as materialized (
  select * from ${unnest(RESOURCE_TYPES, RESOURCES_AT)} as i (${RESOURCE_NAMES}) limit $11),
t as materialized (
  select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::bytea[])
    as t (doc, institution, channel, sender, at, key, report_id, digest)),
old as materialized (
  select i.doc, i.type, i.id, c.version, extract(epoch from c.updated_at)::float8 * 1000 as at,
    c.digest is not distinct from i.digest and (i.type <> 'Patient' or (c.person_id, c.identity) is not distinct from (i.person_id, i.identity)) as same
    from i cross join lateral (
      select version, digest, updated_at, person_id, identity from resource c where c.type = i.type and c.id = i.id and c.current limit 1) c),
subject as materialized (
  select s.doc, coalesce(
    (select (c.person_id, c.identity) is not distinct from (s.person_id, s.identity)
       from resource c where c.type = 'Patient' and c.id = s.id and c.current limit 1 for share),
    exists (select from i where i.type = 'Patient' and i.id = s.id)
      and not exists (select from old where old.type = 'Patient' and old.id = s.id)) as is_same
    from ${unnest(SUBJECT_TYPES, SUBJECTS_AT)} as s (doc, id, person_id, identity)),
k as (
  insert into report_key (institution, report_no, report_id, digest)
  select t.institution, t.key, t.report_id, t.digest from t
   where not exists (select from old where old.doc = t.doc and not same)
     and not exists (select from subject s where s.doc = t.doc and not s.is_same)
  on conflict do nothing returning institution, report_no),
docs as materialized (
  select t.*, nextval(pg_get_serial_sequence('document', 'id')) as id
    from t join k on k.institution = t.institution and k.report_no = t.key),
d as (
  insert into document (id, received_at, institution, channel, sender, digest, parts) overriding system value
  select id, to_timestamp(at / 1000), institution, channel, sender, digest,
    array(select p.part from unnest($9::int[], $10::bytea[]) with ordinality as p (doc, part, n) where p.doc = docs.doc order by p.n) from docs),
r as (${INSERT_RESOURCES(
  'docs',
  `(select distinct on (i.type, i.id) i.* from i join docs on docs.doc = i.doc
     where not exists (select from old where old.type = i.type and old.id = i.id) order by i.type, i.id, i.doc) i`,
)}),
o as (${INSERT_RESULTS('docs', `${unnest(RESULT_TYPES, RESULTS_AT)} as o (${RESULT_NAMES})`)})
select docs.doc, docs.id, (select json_agg(json_build_array(old.type, old.id, old.version, old.at)) from old where old.doc = docs.doc) as old,
  exists (select from i where i.doc = docs.doc and i.type = 'Patient' and (
    exists (select from result w where w.person_id = 0 and w.subject_ref = i.id)
    or exists (select from resource w where w.subject_ref = i.id and w.current and w.person_id is null))) as waiting
  from docs`;

export interface WrittenNew {
  /** Something stored came before one of the patients. */
  readonly waiting: boolean;
  readonly doc: number;
  readonly id: number;
  /** [type, id, version, updated ms] of resources that were stored already, unchanged. */
  readonly old: readonly (readonly [string, string, number, number])[] | null;
}

export function contentOf(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** Writes submissions of one report each; answers which of them were new. */
export async function writeNew(db: Queryable, submissions: readonly Prepared[]): Promise<WrittenNew[]> {
  if (submissions.length === 0) return [];
  const reports = submissions.flatMap((submission, doc) => {
    const [report] = submission.reports;
    if (report === undefined) return [];
    return [{ doc, submission, report, digest: bytes(digestOf(contentOf(submission.texts))) }];
  });
  const parts = reports.flatMap(({ doc, submission }) => partsOf(submission.texts).map((part) => ({ doc, part })));
  const resources = submissions.flatMap((s, doc) => s.resources.map((row) => ({ doc, row, version: 1 })));
  const results = submissions.flatMap((s, doc) => s.results.map((row) => ({ doc, row, version: 1 })));
  const subjects = submissions.flatMap((s, doc) => s.subjects.map((subject) => ({ doc, ...subject })));
  return db.prepared<WrittenNew>('ingest-write-new', WRITE_NEW, [
    arrayOf(reports.map((r) => r.doc)),
    arrayOf(reports.map((r) => r.submission.institution)),
    arrayOf(reports.map((r) => r.submission.channel)),
    arrayOf(reports.map((r) => r.submission.sender)),
    arrayOf(reports.map((r) => r.submission.at)),
    arrayOf(reports.map((r) => r.report.key)),
    arrayOf(reports.map((r) => r.report.id)),
    arrayOf(reports.map((r) => r.digest)),
    arrayOf(parts.map((p) => p.doc)),
    parts.map((p) => p.part),
    resources.length,
    ...resourceColumns(resources),
    ...resultColumns(results),
    arrayOf(subjects.map((s) => s.doc)),
    arrayOf(subjects.map((s) => s.id)),
    arrayOf(subjects.map((s) => s.personId)),
    arrayOf(subjects.map((s) => s.identity)),
  ]);
}

const INSERT_DOCUMENT = `insert into document (received_at, institution, channel, sender, digest, parts)
  values (to_timestamp($1::float8 / 1000), $2, $3, $4, $5, $6) returning id`;

const ADD_RESOURCES = `with docs as (select 0 as doc, $1::text as institution, $2::float8 as at, $3::bigint as id)
  ${INSERT_RESOURCES('docs', `${unnest(RESOURCE_TYPES, 4)} as i (${RESOURCE_NAMES})`)}`;
const ADD_RESULTS = `with docs as (select 0 as doc, $1::text as institution, $2::float8 as at, $3::bigint as id)
  ${INSERT_RESULTS('docs', `${unnest(RESULT_TYPES, 4)} as o (${RESULT_NAMES})`)}`;

/** Adds a document with new versions; the versions that they replace are no longer current. */
export async function addVersions(
  tx: Queryable,
  submission: Prepared,
  texts: readonly string[],
  resources: readonly { readonly row: PreparedResource; readonly version: number }[],
  results: readonly { readonly row: PreparedResult; readonly version: number }[],
): Promise<number> {
  const { institution, at, channel, sender } = submission;
  const rows = await tx.prepared<{ id: number }>('ingest-add-document', INSERT_DOCUMENT, [
    at,
    institution,
    channel,
    sender,
    digestOf(contentOf(texts)),
    partsOf(texts),
  ]);
  const id = rows[0]?.id ?? 0;
  if (resources.length > 0) {
    await tx.prepared('ingest-add-resources', ADD_RESOURCES, [
      institution,
      at,
      id,
      ...resourceColumns(resources.map((r) => ({ ...r, doc: 0 }))),
    ]);
  }
  if (results.length > 0) {
    await tx.prepared('ingest-add-results', ADD_RESULTS, [
      institution,
      at,
      id,
      ...resultColumns(results.map((r) => ({ ...r, doc: 0 }))),
    ]);
  }
  return id;
}
