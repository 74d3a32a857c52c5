/** Open loops in any number, made inside PostgreSQL from one that was opened; and what the same statements cost bare. */
import pg from 'pg';

import type { Database } from '../apps/server/src/platform/db/database.ts';

/** Copies the loop `template` until `loops` are there: the first ones opened in groups `apartMs` apart, the rest hours later. */
export async function populateLoops(
  owner: Database,
  template: number,
  loops: number,
  groups: { readonly each: number; readonly count: number; readonly apartMs: number },
): Promise<void> {
  await owner.withClient(async (client) => {
    const { rows } = await client.query<{ known: number }>('select max(id) as known from loop');
    const from = (rows[0]?.known ?? 0) + 1;
    const shift = `make_interval(secs => case when n - $2 < $4::int * $5::int
      then div((n - $2)::numeric, $4::numeric)::float8 * $6::float8 / 1000 else 7200 + (n * 7919 % 864000) end)`;
    const values = [template, from, from + loops - 1, groups.each, groups.count, groups.apartMs];
    await client.query(
      `insert into loop (id, definition, subject, unit, department, person_id, opened_at, harm, status, stages, owners, told, assignee, due_at, next_at, flaws, state)
       overriding system value
       select n, definition, 'bench-' || n, unit, department, person_id, opened_at + ${shift}, harm, status, stages, owners, told, assignee,
         due_at + ${shift}, next_at + ${shift}, flaws, state
         from loop l, generate_series($2::bigint, $3::bigint) n where l.id = $1`,
      values,
    );
    await client.query(
      `insert into loop_record (loop_id, unit, key, kind, stage, outcome, occurred_at, recorded_at, by_id, by_name, by_role, content)
       select n, unit, key, kind, stage, outcome, occurred_at + ${shift}, recorded_at + ${shift}, by_id, by_name, by_role, content
         from loop_record r, generate_series($2::bigint, $3::bigint) n where r.loop_id = $1`,
      values,
    );
    await client.query(
      `insert into loop_alert (loop_id, unit, key, stage, percent, at, to_role, to_at, department, superseded, found_at)
       select n, unit, key, stage, percent, at + ${shift}, to_role, to_at, department, superseded, found_at + ${shift}
         from loop_alert a, generate_series($2::bigint, $3::bigint) n where a.loop_id = $1`,
      values,
    );
    await client.query(`select setval(pg_get_serial_sequence('loop', 'id'), $1)`, [from + loops - 1]);
    await client.query('vacuum analyze loop');
    await client.query('vacuum analyze loop_record');
    await client.query('vacuum analyze loop_alert');
    await client.query('checkpoint');
  });
}

const FLOOR_BATCH = `with due as (select id from loop where next_at <= to_timestamp($1::float8 / 1000) order by next_at limit $2 for update skip locked)
  update loop l set told = '{department:department-head}', next_at = next_at + interval '1 hour' from due where l.id = due.id`;

/** Rows found due and updated per second by the bare driver, in batches of the same size; they are as they were afterwards. */
export async function measureBareUpdate(url: string, now: number, batch: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = 0;
    const started = performance.now();
    for (let changed = 1; changed > 0; rows += changed) {
      await client.query('begin');
      changed = (await client.query({ name: 'floor-due', text: FLOOR_BATCH, values: [now, batch] })).rowCount ?? 0;
      await client.query('commit');
    }
    return rows / ((performance.now() - started) / 1000);
  } finally {
    await client.end();
  }
}

/** Acts a second of the bare driver: held, one record added, one loop updated, one transaction each. */
export async function measureBareActs(url: string, loops: readonly number[], connections: number): Promise<number> {
  let next = 0;
  const started = performance.now();
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (let loop = loops[next++]; loop !== undefined; loop = loops[next++]) {
        await client.query('begin');
        await client.query({
          name: 'floor-hold',
          text: 'select id from loop where id = $1 for update',
          values: [loop],
        });
        await client.query({
          name: 'floor-record',
          text: `insert into loop_record (loop_id, unit, key, kind, stage, outcome, occurred_at, recorded_at, by_id, by_name, by_role, content)
            select loop_id, unit, 'floor', kind, stage, outcome, occurred_at, recorded_at, by_id, by_name, by_role, content
              from loop_record where loop_id = $1 limit 1`,
          values: [loop],
        });
        await client.query({
          name: 'floor-state',
          text: 'update loop set state = state, told = told where id = $1',
          values: [loop],
        });
        await client.query('commit');
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return loops.length / ((performance.now() - started) / 1000);
}
