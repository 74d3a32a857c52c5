/** What stored reports and results say of the order 医嘱 that they answer. */
import type { Queryable } from '../platform/db/database.ts';
import { PART, resourceIn } from '../platform/db/document-parts.ts';

/** A correction may leave out the order that the version before it named. */
const VERSIONS = 3;

interface TextRow {
  readonly id: string;
  readonly part: string;
  readonly ix: number;
}

const texts = (rows: readonly TextRow[]) => rows.map(({ id, part, ix }) => ({ id, text: resourceIn(part, ix) }));

/** The latest versions of reports of an institution, the newest first. */
export async function findReportTexts(tx: Queryable, institution: string, ids: readonly string[]) {
  const rows = await tx.prepared<TextRow>(
    'ingest-report-texts',
    `select w.id, ${PART} as part, r.ix from unnest($2::text[]) as w (id)
      cross join lateral (select * from resource o where o.type = 'DiagnosticReport' and o.id = w.id and o.institution = $1
                           order by o.version desc limit ${String(VERSIONS)}) r
      join document d on d.id = r.document_id order by r.version desc`,
    [institution, ids],
  );
  return texts(rows);
}

/** Current lines of an institution. */
export async function findLineTexts(tx: Queryable, institution: string, ids: readonly string[]) {
  const rows = await tx.prepared<TextRow>(
    'ingest-line-texts',
    `select r.id, ${PART} as part, r.ix from result r join document d on d.id = r.document_id
      where r.id = any($2::text[]) and r.current and r.institution = $1 and r.source_type = 'Observation'`,
    [institution, ids],
  );
  return texts(rows);
}

/** Under which report results stand. */
export async function findReportsOf(tx: Queryable, institution: string, ids: readonly string[]) {
  return tx.prepared<{ id: string; report: string | null }>(
    'ingest-reports-of',
    'select id, report_id as report from result where id = any($2::text[]) and current and institution = $1',
    [institution, ids],
  );
}
