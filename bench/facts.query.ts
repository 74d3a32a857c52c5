/** The one row that the floor of a fact is about. */
import type pg from 'pg';

export const FACT_CHANNEL = 'bench_fact';
export const READ_FACT = 'select value from bench_fact';

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
