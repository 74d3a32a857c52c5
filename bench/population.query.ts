/** Fills `result` for benchmarks: persons with 30 results each, made inside PostgreSQL, indexes built afterwards. */
import type { Database } from '../apps/server/src/platform/db/database.ts';

export const RESULTS_PER_PERSON = 30;

/** SQL: a text in the form that is not sealed, since names of the benchmark are nobody's. */
export const inTheClear = (text: string): string =>
  `'\\x46554a494501000100000000'::bytea || convert_to(${text}, 'UTF8')`;

interface IndexRow {
  readonly name: string;
  readonly definition: string;
}

/** Adds persons until `results` results stand in the table. `institutions` and `items` are codes of the registers. */
export async function populate(
  owner: Database,
  results: number,
  institutions: readonly string[],
  items: readonly string[],
  mark: string,
): Promise<void> {
  await owner.withClient(async (client) => {
    const { rows: counted } = await client.query<{ persons: number }>(
      'select coalesce(max(id), 0) as persons from person',
    );
    const from = (counted[0]?.persons ?? 0) + 1;
    const to = Math.ceil(results / RESULTS_PER_PERSON);
    if (to < from) return;
    const { rows: indexes } = await client.query<IndexRow>(`
      select i.relname as name, pg_get_indexdef(i.oid) as definition
        from pg_index x join pg_class i on i.oid = x.indexrelid
       where x.indrelid = 'result'::regclass and not x.indisprimary`);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    await client.query(
      `insert into person (id, name_norm, birth_on, sex) overriding system value
       select n, ${inTheClear("'bench' || n")}, date '1950-01-01' + (n % 20000)::int, case when n % 2 = 0 then 'female' else 'male' end
         from generate_series($1::bigint, $2::bigint) n`,
      [from, to],
    );
    await client.query(
      `insert into result (person_id, id, version, document_id, ix, source_type, institution, report_id, report_no, item, name,
         status, collected_at, reported_at, value_num, unit, item_value, ref_low, ref_high, method, marks, content)
       select p, 'b' || p || '-' || k, 1, p, k, 'Observation', ($3::text[])[1 + (p * 7 + k / 10) % array_length($3::text[], 1)],
         'r' || p || '-' || k / 10, 'R' || p || '-' || k / 10, ($4::text[])[1 + (p + k) % array_length($4::text[], 1)], 'item',
         'final', now() - make_interval(days => (k / 10) * 12 + 1, mins => (p % 1440)::int), now() - make_interval(days => (k / 10) * 12 + 1),
         40 + (p * 31 + k * 17) % 100, 'U/L', 40 + (p * 31 + k * 17) % 100, 9, 50, 'rate', array[$5::text], 'data'
        from generate_series($1::bigint, $2::bigint) p, generate_series(0, ${String(RESULTS_PER_PERSON - 1)}) k`,
      [from, to, institutions, items, mark],
    );
    for (const { definition } of indexes) await client.query(definition);
    await client.query(`select setval(pg_get_serial_sequence('person', 'id'), $1)`, [to]);
    await client.query('vacuum analyze result');
    await client.query('vacuum analyze person');
    await client.query('checkpoint');
  });
}
