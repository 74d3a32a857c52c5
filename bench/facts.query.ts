/** The one row that the floor of a fact is about, and a register that holds many other facts beside the one that changes. */
import type pg from 'pg';

import { REGISTER_CHANNEL } from '../apps/server/src/registers/snapshots.query.ts';

export const FACT_CHANNEL = 'bench_fact';
export const READ_FACT = 'select value from bench_fact';
const FILLER = 'bench-filler';

export async function prepareFact(client: pg.Client): Promise<void> {
  await client.query('create table if not exists bench_fact (value int not null)');
  await client.query('truncate bench_fact');
  await client.query('insert into bench_fact values (0)');
}

/** Changes the row and announces it; when that was committed. */
export async function changeFact(client: pg.Client, value: number): Promise<number> {
  await client.query('begin');
  await client.query('update bench_fact set value = $1', [value]);
  await client.query(`select pg_notify('${FACT_CHANNEL}', '')`);
  await client.query('commit');
  return performance.now();
}

export async function dropFact(client: pg.Client): Promise<void> {
  await client.query('drop table if exists bench_fact');
}

/** Adds activities of instruments that do not exist, as one change of their register. */
export async function fillActivities(client: pg.Client, institutions: readonly string[], count: number): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query<{ revision: string }>(
    `insert into register_revision (register, action, entries, recorded_by) values ('instrument-activity', 'import', $1, '${FILLER}')
     returning revision`,
    [count],
  );
  await client.query(
    `insert into register_entry (register, key, version, valid, data, revision, recorded_by)
     select 'instrument-activity', concat_ws('|', institution, instrument, 'calibration'), 1, daterange('2020-01-01', null),
            jsonb_build_object('institution', institution, 'instrument', instrument, 'activity', 'calibration', 'doneOn', '2020-01-01',
              'dueOn', '2099-01-01', 'certificate', null, 'intervalDays', null), $3, '${FILLER}'
       from generate_series(1, $2::int) n
      cross join lateral (select ($1::text[])[1 + n % array_length($1::text[], 1)] as institution, 'BENCH-' || n as instrument) one`,
    [institutions, count, rows[0]?.revision],
  );
  await client.query(`select pg_notify('${REGISTER_CHANNEL}', $1)`, [rows[0]?.revision]);
  await client.query('commit');
  await client.query('vacuum analyze register_entry');
}

/** Leaves the register as it was; no server may run that holds it. */
export async function dropActivities(client: pg.Client): Promise<void> {
  await client.query(`delete from register_entry where recorded_by = '${FILLER}'`);
}
