/** Papers of EQA that were given out 质评报告与证书, by the code that stands on them. */
import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import type { By } from './eqa.query.ts';

/** What a paper says of an item. */
export interface PaperItem {
  readonly organiser: string;
  readonly item: string;
  /** Score in percent; of a certificate the lowest of its rounds. */
  readonly percent: number | null;
  /** Of a report. */
  readonly outcome: 'PASS' | 'FAIL' | 'ABSENT' | 'PENDING' | null;
  /** Rounds of the year, of a certificate. */
  readonly rounds: number | null;
  /** Methods by which it was measured, of a certificate; papers that were given out before they stood on one have none. */
  readonly methods?: readonly string[];
}

export interface PaperContent {
  /** Name of the round, of a report. */
  readonly round: string | null;
  readonly version: number | null;
  readonly items: readonly PaperItem[];
}

export interface PaperOf {
  readonly kind: 'report' | 'certificate';
  readonly institution: string;
  readonly roundId: number | null;
  readonly year: number;
}

export interface PaperRow extends PaperOf {
  readonly code: string;
  readonly content: PaperContent;
  readonly issuedMs: number;
}

const columns = sql`code, kind, institution, round_id as "roundId", year, content, extract(epoch from recorded_at)::float8 * 1000 as "issuedMs"`;

/** The last paper of its kind about the same; until the end of the transaction nobody else gives one out. */
export async function takeLastPaper(
  tx: Queryable,
  { kind, institution, roundId, year }: PaperOf,
): Promise<PaperRow | null> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtext('eqa_paper'), hashtext(${`${kind}|${institution}|${String(year)}`}))`,
  );
  const rows = await tx.query<PaperRow>(sql`
    select ${columns} from eqa_paper
    where institution = ${institution} and kind = ${kind} and year = ${year} and round_id is not distinct from ${roundId}
    order by id desc limit 1`);
  return rows[0] ?? null;
}

export async function findPaper(db: Queryable, code: string): Promise<PaperRow | null> {
  const rows = await db.query<PaperRow>(sql`select ${columns} from eqa_paper where code = ${code}`);
  return rows[0] ?? null;
}

export async function insertPaper(
  tx: Queryable,
  { code, kind, institution, roundId, year, content }: Omit<PaperRow, 'issuedMs'>,
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_paper (code, kind, institution, round_id, year, content, issued_by, recorded_at)
    values (${code}, ${kind}, ${institution}, ${roundId}, ${year}, ${jsonText(content)}::jsonb, ${by.id}, to_timestamp(${by.at}::float8 / 1000))`);
}
