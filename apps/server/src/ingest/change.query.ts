/** Submissions that touch what is stored already: unchanged stays, changed becomes a new version, withdrawn is withdrawn. */
import type { Problem } from '@fujie/core/kernel';
import { withMember } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { Events, ResultsRecorded } from '../platform/events/events.ts';
import { digestOf } from './ids.ts';
import { problem } from './message.ts';
import { adoptWaiting } from './persons.query.ts';
import { arrivedPatients } from './prepared.ts';
import type { Prepared, PreparedReport, PreparedResult, Written } from './prepared.ts';
import { addVersions, contentOf } from './write.query.ts';

/** A condition of the sender that does not hold: the transaction ends without a trace. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('precondition failed');
    this.problems = problems;
  }
}

interface CurrentResource {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly institution: string;
  readonly digest: Buffer | null;
  readonly status: string | null;
  readonly at: number;
}

interface CurrentResult {
  readonly person_id: number;
  readonly id: string;
  readonly version: number;
  readonly institution: string;
  readonly source_type: string;
  readonly report_id: string | null;
  readonly report_no: string | null;
  readonly status: string;
  readonly at: number;
  readonly content: string;
}

const CURRENT_RESOURCES = `
  select type, id, version, institution, digest, status, extract(epoch from updated_at)::float8 * 1000 as at
    from resource where (type, id) in (select * from unnest($1::text[], $2::text[])) and current order by type, id for update`;

const CURRENT_RESULTS = `
  select r.person_id, r.id, r.version, r.institution, r.source_type, r.report_id, r.report_no, r.status,
         extract(epoch from r.updated_at)::float8 * 1000 as at, (d.content::json -> r.ix)::text as content
    from result r join document d on d.id = r.document_id
   where r.current and (r.id = any($1::text[]) or (r.institution = $3 and (r.id = any($4::text[]) or r.report_id = any($2::text[])))) order by r.person_id, r.id for update of r`;

const LOCK_KEYS = `
  insert into report_key (institution, report_no, report_id, person_id, digest, version)
  select $1, t.key, t.id, t.person, t.digest, 0 from unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[]) as t (key, id, person, digest)
  order by t.key on conflict (institution, report_no) do update set report_id = report_key.report_id`;

const RETIRE_RESOURCES = `update resource set current = false
  where (type, id, version) in (select * from unnest($1::text[], $2::text[], $3::int[]))`;
const RETIRE_RESULTS = `update result set current = false
  where (person_id, id, version) in (select * from unnest($1::bigint[], $2::text[], $3::int[]))`;

/** The version that says a result is withdrawn: as the last one, but for its status. */
const ADD_WITHDRAWN = `
  insert into result (person_id, id, version, document_id, ix, source_type, institution, report_id, report_no, item, item_by, codes,
    categories, identifiers, subject_ref, name, status, collected_at, reported_at, updated_at, value_num, comparator, value_text, unit,
    item_value, ref_low, ref_high, ref_text, flag, method, device, specimen, marks, content, identity, warnings)
  select r.person_id, r.id, r.version + 1, $1, w.ix, r.source_type, r.institution, r.report_id, w.report_no, r.item, r.item_by, r.codes,
    r.categories, r.identifiers, r.subject_ref, r.name, 'entered-in-error', r.collected_at, r.reported_at, to_timestamp($2::float8 / 1000),
    r.value_num, r.comparator, r.value_text, r.unit, r.item_value, r.ref_low, r.ref_high, r.ref_text, r.flag, r.method, r.device,
    r.specimen, r.marks, r.content, r.identity, r.warnings
    from unnest($3::bigint[], $4::text[], $5::int[], $6::int[], $7::text[]) as w (person_id, id, version, ix, report_no)
    join result r on r.person_id = w.person_id and r.id = w.id and r.version = w.version - 1`;

async function addWithdrawn(tx: Queryable, documentId: number, at: number, list: readonly Withdrawn[]): Promise<void> {
  if (list.length === 0) return;
  await tx.prepared('ingest-add-withdrawn', ADD_WITHDRAWN, [
    documentId,
    at,
    list.map((w) => w.row.personId),
    list.map((w) => w.row.id),
    list.map((w) => w.version),
    list.map((w) => w.ix),
    list.map((w) => w.report.reportNo),
  ]);
}

/** Runs inside one transaction. */
export async function changeStored(tx: Queryable, events: Events, submission: Prepared): Promise<Written> {
  const { institution, reports, at } = submission;
  const digest = digestOf(contentOf(submission.texts));
  if (reports.length > 0) {
    await tx.prepared('ingest-lock-keys', LOCK_KEYS, [
      institution,
      reports.map((r) => r.key),
      reports.map((r) => r.id),
      reports.map((r) => r.personId),
      reports.map(() => digest),
    ]);
  }
  const placedResources = submission.placed.filter((p) => p.type !== 'Observation');
  const resources = new Map(
    (
      await tx.prepared<CurrentResource>('ingest-current-resources', CURRENT_RESOURCES, [
        placedResources.map((p) => p.type),
        placedResources.map((p) => p.id),
      ])
    ).map((r) => [r.id, r]),
  );
  const studies = reports.flatMap((r) => r.studies);
  const listed = reports.flatMap((r) => r.listed ?? []);
  const stored = await tx.prepared<CurrentResult>('ingest-current-results', CURRENT_RESULTS, [
    [
      ...submission.results.map((r) => r.id),
      ...submission.placed.filter((p) => p.type === 'Observation').map((p) => p.id),
    ],
    reports.map((r) => r.id),
    institution,
    [...studies, ...listed],
  ]);
  const results = new Map(stored.map((r) => [r.id, r]));
  checkConditions(submission, resources, results);

  const versions = new Map<string, { version: number; isNew: boolean; at: number }>();
  for (const placed of submission.placed) {
    const known = placed.type === 'Observation' ? results.get(placed.id) : resources.get(placed.id);
    if (known) versions.set(placed.id, { version: known.version, isNew: false, at: known.at });
  }
  const newResources = submission.resources.flatMap((row) => {
    const known = resources.get(row.id);
    if (known?.digest?.equals(row.digest)) return [];
    return [{ row, version: (known?.version ?? 0) + 1 }];
  });
  const changedIds = new Set(newResources.map((r) => r.row.id));
  const newResults = submission.results.flatMap((row) => {
    const known = results.get(row.id);
    // The row of an examination follows its report; that of an Observation its own text and the state of its report.
    const isSame =
      known !== undefined &&
      known.person_id === row.personId &&
      known.status === row.status &&
      (row.sourceType === 'Observation' ? known.content === submission.texts[row.ix] : !changedIds.has(row.id));
    return isSame ? [] : [{ row, version: (known?.version ?? 0) + 1 }];
  });
  const texts = [...submission.texts];
  const withdrawn = withdrawnBy(submission, stored, newResults, texts);

  await linkToReport(tx, submission, results);
  const changedResults = [...newResults, ...withdrawn];
  if (newResources.length === 0 && changedResults.length === 0) return { documentId: null, versions };

  const replaced = newResources.flatMap(({ row }) => resources.get(row.id) ?? []);
  await tx.prepared('ingest-retire-resources', RETIRE_RESOURCES, [
    replaced.map((r) => r.type),
    replaced.map((r) => r.id),
    replaced.map((r) => r.version),
  ]);
  const superseded = changedResults.flatMap(({ row }) => results.get(row.id) ?? []);
  // Images that have been reported on are no result of their own any more.
  const absorbed = studies
    .flatMap((id) => results.get(id) ?? [])
    .filter((r) => r.source_type === 'ImagingStudy' && r.institution === institution && !superseded.includes(r));
  const gone = [...superseded, ...absorbed];
  await tx.prepared('ingest-retire-results', RETIRE_RESULTS, [
    gone.map((r) => r.person_id),
    gone.map((r) => r.id),
    gone.map((r) => r.version),
  ]);
  const documentId = await addVersions(tx, submission, texts, newResources, newResults);
  await addWithdrawn(tx, documentId, at, withdrawn);
  await tx.prepared(
    'ingest-advance-keys',
    `update report_key set version = version + 1, digest = $3 where institution = $1 and report_no = any($2::text[])`,
    [institution, reports.map((r) => r.key), digest],
  );
  await adoptWaiting(tx, arrivedPatients(newResources.filter((r) => r.version === 1).map((r) => r.row)));
  for (const { row, version } of newResources) versions.set(row.id, { version, isNew: version === 1, at });
  for (const { row, version } of changedResults)
    if (row.sourceType === 'Observation') versions.set(row.id, { version, isNew: version === 1, at });
  await tell(
    tx,
    events,
    submission,
    newResources.map((r) => r.row.id),
    resources,
    changedResults,
    results,
  );
  return { documentId, versions };
}

/** If-Match, and ids that belong to another institution. */
function checkConditions(
  submission: Prepared,
  resources: ReadonlyMap<string, CurrentResource>,
  results: ReadonlyMap<string, CurrentResult>,
): void {
  const problems: Problem[] = [];
  for (const placed of submission.placed) {
    const known = placed.type === 'Observation' ? results.get(placed.id) : resources.get(placed.id);
    const place = placed.entry < 0 ? placed.type : `Bundle.entry[${String(placed.entry)}]`;
    if (known && known.institution !== submission.institution) {
      problems.push(
        problem(
          'not-permitted',
          placed.entry < 0 ? `${place}.id` : `${place}.resource.id`,
          'This id was given to a resource of another institution',
          '该编号属于其他机构的资源',
        ),
      );
    }
    if (placed.ifMatch === null) continue;
    const wanted = /^(?:W\/)?"?(\d+)"?$/.exec(placed.ifMatch)?.[1];
    if (wanted === String(known?.version ?? 0)) continue;
    const current = String(known?.version ?? 0);
    problems.push(
      problem(
        'version-conflict',
        placed.entry < 0 ? `${place}.meta.versionId` : `${place}.request.ifMatch`,
        `The current version is ${current}, not ${placed.ifMatch}; read it and decide anew`,
        `当前版本为 ${current}，与 If-Match ${placed.ifMatch} 不符，请重新读取后提交`,
      ),
    );
  }
  if (problems.length > 0) throw new PreconditionFailed(problems);
}

/** A result that is withdrawn by its report: all that is known of it stays findable, the status says that it is in error. */
interface Withdrawn {
  readonly row: Pick<PreparedResult, 'personId' | 'id' | 'status' | 'sourceType'>;
  readonly version: number;
  readonly ix: number;
  readonly report: PreparedReport;
}

/** Results that a report, corrected or withdrawn, no longer vouches for: a new version of each says so. */
function withdrawnBy(
  submission: Prepared,
  stored: readonly CurrentResult[],
  newResults: readonly { readonly row: PreparedResult }[],
  texts: string[],
): Withdrawn[] {
  const sent = new Set(submission.results.map((r) => r.id));
  const replacedNow = new Set(newResults.map((r) => r.row.id));
  const withdrawn: Withdrawn[] = [];
  for (const result of stored) {
    const report = submission.reports.find((r) => r.id === result.report_id);
    if (!report || sent.has(result.id) || replacedNow.has(result.id) || result.source_type !== 'Observation') continue;
    const isDropped = report.isWithdrawn || (report.listed !== null && !report.listed.includes(result.id));
    if (!isDropped || result.status === 'entered-in-error') continue;
    const { person_id: personId, id, source_type: sourceType } = result;
    const row = { personId, id, status: 'entered-in-error', sourceType };
    withdrawn.push({ row, version: result.version + 1, ix: texts.length, report });
    texts.push(withMember(result.content, 'status', '"entered-in-error"'));
  }
  return withdrawn;
}

/** Observations that came before their report, and which it lists. */
async function linkToReport(
  tx: Queryable,
  submission: Prepared,
  results: ReadonlyMap<string, CurrentResult>,
): Promise<void> {
  const sent = new Set(submission.results.map((r) => r.id));
  for (const report of submission.reports) {
    const loose = (report.listed ?? []).filter((id) => !sent.has(id) && results.get(id)?.report_id === null);
    if (loose.length === 0) continue;
    await tx.prepared(
      'ingest-link-to-report',
      'update result set report_id = $2, report_no = $3 where id = any($1::text[]) and current and report_id is null and institution = $4',
      [loose, report.id, report.reportNo, submission.institution],
    );
  }
}

const WITHDRAWN = new Set(['entered-in-error', 'cancelled']);

/** Tells the other contexts, in the same transaction: results by person, orders that became active. */
async function tell(
  tx: Queryable,
  events: Events,
  submission: Prepared,
  changed: readonly string[],
  resources: ReadonlyMap<string, CurrentResource>,
  newResults: readonly Pick<Withdrawn, 'row'>[],
  results: ReadonlyMap<string, CurrentResult>,
): Promise<void> {
  const byPerson = new Map<number, { id: string; change: 'corrected' | 'withdrawn' }[]>();
  const changesOf = (person: number): { id: string; change: 'corrected' | 'withdrawn' }[] => {
    const list = byPerson.get(person) ?? [];
    byPerson.set(person, list);
    return list;
  };
  for (const { row } of newResults) {
    const list = changesOf(row.personId);
    const before = results.get(row.id);
    if (!before) continue;
    if (before.person_id !== row.personId) changesOf(before.person_id).push({ id: row.id, change: 'withdrawn' });
    else list.push({ id: row.id, change: WITHDRAWN.has(row.status) ? 'withdrawn' : 'corrected' });
  }
  for (const [personId, list] of byPerson) {
    const event: ResultsRecorded = { personId, institution: submission.institution, changed: list };
    await events.emit(tx, 'results-recorded', event);
  }
  for (const id of changed) {
    const order = submission.orders.get(id);
    if (order && resources.get(id)?.status !== 'active') await events.emit(tx, 'order-placed', order);
  }
}
