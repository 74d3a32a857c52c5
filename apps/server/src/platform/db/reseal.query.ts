/**
 * Seals anew what stands under an older data key, or still in the clear: in small transactions, while servers run. What is
 * done is recognised by its key, so that a run which was cut off is simply started again. Runs as the owner, since the
 * application may not change what it has accepted.
 */
import type pg from 'pg';

import type { Seal } from '../auth/seal.ts';
import type { Database } from './database.ts';
import type { KeyRing } from './key-ring.ts';

interface Place {
  readonly table: string;
  readonly columns: readonly string[];
  readonly isArray?: true;
}

/** Every column that is sealed. */
const PLACES: readonly Place[] = [
  { table: 'document', columns: ['parts'], isArray: true },
  { table: 'quarantine', columns: ['raw', 'corrected'] },
  { table: 'person', columns: ['name_norm'] },
  { table: 'person_wish', columns: ['guardian_name'] },
  { table: 'complaint', columns: ['content', 'name', 'contact'] },
  { table: 'dispatch_meeting', columns: ['title', 'present', 'minutes'] },
  { table: 'dispatch_point', columns: ['text'] },
  { table: 'weekly_return', columns: ['progress', 'problems', 'typical'] },
  { table: 'quality_meeting_version', columns: ['content'] },
  { table: 'quality_journal', columns: ['content'] },
  { table: 'quality_case_version', columns: ['content'] },
  { table: 'quality_result_use', columns: ['result', 'decided_by'] },
  { table: 'inspection', columns: ['statement'] },
  { table: 'inspection_finding', columns: ['facts'] },
  { table: 'inspection_note', columns: ['content'] },
  { table: 'loop_record', columns: ['content'] },
  { table: 'loop_alert_dismissal', columns: ['note'] },
  { table: 'adverse_event_reporter', columns: ['identity'] },
  { table: 'correction_request', columns: ['wrong', 'wanted', 'guardian_name'] },
];

const BATCH = 200;

/** SQL: whether a value stands in the clear, or is sealed under another key than `$1`; see `key-ring.ts` for the form. */
const isOld = (value: string): string =>
  `(substring(${value} from 1 for 6) <> '\\x46554a494501' or substring(${value} from 7 for 1) = '\\x00' or substring(${value} from 9 for 4) <> int4send($1))`;

function oldRows({ columns, isArray, table }: Place): string {
  const conditions = columns.map((column) =>
    isArray
      ? `exists (select from unnest(${column}) as p where ${isOld('p')})`
      : `(${column} is not null and ${isOld(column)})`,
  );
  if (table === 'person') conditions.push('(name_norm is not null and name_token is null)');
  return conditions.join(' or ');
}

type Row = { readonly id: string } & Readonly<Record<string, Buffer | readonly Buffer[] | null>>;

export interface Resealed {
  readonly table: string;
  readonly rows: number;
}

/** Seals every row of every table under the newest key; `say` hears of the progress. */
export async function resealAll(
  owner: Database,
  keys: KeyRing,
  seal: Seal,
  say: (progress: Resealed) => void = () => undefined,
): Promise<readonly Resealed[]> {
  const done: Resealed[] = [];
  for (const place of PLACES) {
    let rows = 0;
    for (let after = '0'; ;) {
      const last = await owner.withClient((client) => resealBatch(client, place, { keys, seal, after }));
      rows += last.rows;
      if (last.rows > 0) say({ table: place.table, rows });
      if (last.after === null) break;
      after = last.after;
    }
    done.push({ table: place.table, rows });
  }
  return done;
}

/** How many rows are sealed under another key than the newest, or stand in the clear. */
export async function countOld(owner: Database, keys: KeyRing): Promise<readonly Resealed[]> {
  return owner.withClient(async (client) => {
    const counts: Resealed[] = [];
    for (const place of PLACES) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from ${place.table} where ${oldRows(place)}`,
        [keys.newest],
      );
      counts.push({ table: place.table, rows: rows[0]?.n ?? 0 });
    }
    return counts;
  });
}

async function resealBatch(
  client: pg.PoolClient,
  place: Place,
  { keys, seal, after }: { readonly keys: KeyRing; readonly seal: Seal; readonly after: string },
): Promise<{ readonly rows: number; readonly after: string | null }> {
  const { table, columns } = place;
  await client.query('begin');
  try {
    const { rows } = await client.query<Row>(
      `select id::text as id, ${columns.join(', ')} from ${table} where id > $2 and (${oldRows(place)}) order by id limit ${String(BATCH)} for update`,
      [keys.newest, after],
    );
    for (const row of rows) {
      const values = columns.map((column) => resealed(keys, row[column] ?? null));
      await client.query(
        `update ${table} set ${columns.map((column, i) => `${column} = $${String(i + 2)}`).join(', ')} where id = $1`,
        [row.id, ...values],
      );
      if (table === 'person')
        await client.query('update person set name_token = $2 where id = $1', [row.id, tokenOf(row)]);
    }
    await client.query('commit');
    return { rows: rows.length, after: rows.length < BATCH ? null : (rows.at(-1)?.id ?? null) };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }

  function tokenOf(row: Row): Buffer | null {
    const name = row['name_norm'];
    if (!Buffer.isBuffer(name)) return null;
    return seal.nameToken(keys.open(name).toString());
  }
}

function resealed(keys: KeyRing, value: Buffer | readonly Buffer[] | null): Buffer | Buffer[] | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? keys.seal(keys.open(value)) : value.map((part) => keys.seal(keys.open(part)));
}
