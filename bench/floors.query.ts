/** What the same work costs without Fujie: the bare driver and a bare HTTP framework, on the same tables and indexes. */
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const COLUMNS = [
  'person_id',
  'id',
  'version',
  'document_id',
  'ix',
  'source_type',
  'institution',
  'report_id',
  'report_no',
  'item',
  'name',
  'status',
  'collected_at',
  'reported_at',
  'value_num',
  'unit',
  'item_value',
  'ref_low',
  'ref_high',
  'method',
  'marks',
  'content',
] as const;

const ARRAY_TYPES = [
  'bigint',
  'text',
  'integer',
  'bigint',
  'integer',
  'text',
  'text',
  'text',
  'text',
  'text',
  'text',
  'text',
  'timestamptz',
  'timestamptz',
  'float8',
  'text',
  'float8',
  'float8',
  'float8',
  'text',
  'text',
  'text',
] as const;

/** Tables of the floor: same columns and indexes as `result`, and the raw text beside. */
export async function prepareFloorTables(client: pg.Client): Promise<void> {
  await client.query('drop table if exists floor_result, floor_document');
  await client.query('create table floor_result (like result including all)');
  await client.query(
    'create table floor_document (id bigint generated always as identity primary key, content text not null)',
  );
}

let nextReport = 1;
/** The floors run in processes of their own; their ids must not meet. */
const PROCESS = String(process.pid);

/** Twenty rows of one report, as arrays per column. */
export function reportColumns(person: number, results = 20): unknown[][] {
  const report = nextReport;
  nextReport += 1;
  const at = new Date(Date.now() - 86_400_000).toISOString();
  const columns: unknown[][] = COLUMNS.map(() => []);
  for (let ix = 0; ix < results; ix += 1) {
    const row: unknown[] = [
      person,
      `f${PROCESS}-${String(report)}-${String(ix)}`,
      1,
      report,
      ix,
      'Observation',
      'H1',
      `f${PROCESS}-${String(report)}`,
      `F${String(report)}`,
      `I${String(ix)}`,
      'item',
      'final',
      at,
      at,
      40 + ix,
      'U/L',
      40 + ix,
      9,
      50,
      'rate',
      '{晋HR}',
      'data',
    ];
    row.forEach((value, i) => columns[i]?.push(value));
  }
  return columns;
}

const SELECT_ROWS = `select ${COLUMNS.map((c) => (c === 'marks' ? 'marks::text[]' : c)).join(', ')}
  from unnest(${ARRAY_TYPES.map((type, i) => `$${String(i + 1)}::${type}[]`).join(', ')}) as r(${COLUMNS.join(', ')})`;

export const INSERT_ROWS = `insert into floor_result (${COLUMNS.join(', ')}) ${SELECT_ROWS}`;

/** One statement: the raw text and the rows. */
export const INSERT_REPORT = `with document as (insert into floor_document (content) values ($${String(COLUMNS.length + 1)}) returning id) ${INSERT_ROWS}`;

/** Reports of 20 results per second over the bare driver, one transaction each, `connections` at once. */
export async function measureDriverInsert(
  url: string,
  seconds: number,
  connections: number,
  mode: 'transaction' | 'statement',
): Promise<number> {
  const end = Date.now() + seconds * 1000;
  let reports = 0;
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      while (Date.now() < end) {
        const values = reportColumns(1 + Math.floor(Math.random() * 30_000));
        if (mode === 'transaction') await client.query('begin');
        await client.query({ name: 'floor-insert', text: INSERT_ROWS, values });
        if (mode === 'transaction') await client.query('commit');
        reports += 1;
      }
    } finally {
      await client.end();
    }
  };
  const started = Date.now();
  await Promise.all(Array.from({ length: connections }, work));
  return reports / ((Date.now() - started) / 1000);
}

/** Rows per second of COPY into the same indexes. */
export async function measureCopy(url: string, rows: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const stream = client.query(copyFrom(`copy floor_result (${COLUMNS.join(', ')}) from stdin`));
    const started = Date.now();
    for (let written = 0; written < rows;) {
      const lines: string[] = [];
      for (let k = 0; k < 50 && written < rows; k += 1) {
        const columns = reportColumns(1 + Math.floor(Math.random() * 30_000));
        for (let i = 0; i < 20; i += 1) lines.push(columns.map((c) => String(c[i])).join('\t'));
        written += 20;
      }
      if (!stream.write(`${lines.join('\n')}\n`)) await new Promise((resolve) => stream.once('drain', resolve));
    }
    stream.end();
    await new Promise((resolve, reject) => {
      stream.once('finish', resolve);
      stream.once('error', reject);
    });
    return rows / ((Date.now() - started) / 1000);
  } finally {
    await client.end();
  }
}
