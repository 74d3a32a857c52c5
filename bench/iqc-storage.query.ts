/** Control results in any number, made inside PostgreSQL; and what the same statements cost bare. */
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import type { Database } from '../apps/server/src/platform/db/database.ts';

export interface BenchSystem {
  readonly institution: string;
  readonly system: string;
}

/** Two levels a run over thirty days up to an instant, and a target for each system and level. */
export async function populateControls(
  owner: Database,
  systems: readonly BenchSystem[],
  { runs, until }: { readonly runs: number; readonly until: number },
): Promise<void> {
  const listed = [systems.map(({ institution }) => institution), systems.map(({ system }) => system)];
  await owner.withClient(async (client) => {
    await client.query(
      `insert into iqc_target (institution, system, product, lot, level, mean, sd, kind, n, valid_from, approved_by, approved_name, recorded_at)
       select institution, system, 'QC', 'B1', level, 100, 2, 'fixed', 100, to_timestamp($3::float8 / 1000) - interval '400 days', 'bench', 'bench', now()
         from unnest($1::text[], $2::text[]) as s (institution, system), (values ('N'), ('P')) as l (level)`,
      [...listed, until],
    );
    await client.query(
      `insert into iqc_result (institution, system, product, lot, level, value, reading, measured_at, run, purpose, channel, key, entered_by, entered_name, recorded_at)
       select institution, system, 'QC', 'B1', level, round(value, 1), round(value, 1)::text, at, 'R' || n, 'routine', 'mllp', system || level || n, 'bench', 'bench', at
         from unnest($1::text[], $2::text[]) as s (institution, system), generate_series(1, $4::int) n, (values ('N', 0), ('P', 1)) as l (level, place),
              lateral (select to_timestamp($3::float8 / 1000) - make_interval(secs => ($4 - n) * 2592000.0 / $4 - place) as at,
                (100 + 2 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))::numeric as value) v`,
      [...listed, until, runs],
    );
  });
  await settleControls(owner);
}

/** What a database does by itself after so much was written. */
export async function settleControls(owner: Database): Promise<void> {
  await owner.withClient(async (client) => {
    for (const table of ['iqc_result', 'iqc_run', 'iqc_target']) await client.query(`vacuum analyze ${table}`);
    await client.query('checkpoint');
  });
}

/** Bytes of results and verdicts with their indexes. */
export async function sizeOfControls(owner: Database): Promise<number> {
  return owner.withClient(async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `select pg_total_relation_size('iqc_result') + pg_total_relation_size('iqc_run') as bytes`,
    );
    return Number(rows[0]?.bytes ?? 0);
  });
}

export async function emptyControls(owner: Database): Promise<void> {
  await owner.withClient(async (client) => client.query('truncate iqc_result, iqc_run, iqc_target, iqc_event cascade'));
}

/** Points a second of the bare driver: values of a system read in order, a verdict of each run written, one transaction a system. */
export async function measureBareVerification(
  url: string,
  systems: readonly BenchSystem[],
  connections: number,
): Promise<number> {
  let points = 0;
  let next = 0;
  const started = performance.now();
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (let one = systems[next++]; one !== undefined; one = systems[next++]) {
        await client.query('begin');
        const { rows } = await client.query<{ run: string }>({
          name: 'floor-values',
          text: 'select id, run, level, value::float8, measured_at from iqc_result where institution = $1 and system = $2 order by measured_at, id',
          values: [one.institution, one.system],
        });
        await client.query({
          name: 'floor-verdicts',
          text: `insert into iqc_run (institution, system, item, instrument, run, version, measured_at, verdict, purpose, levels, fired, results, targets, rules, decided_at)
            select $1, $2, 'K', 'I', run, 0, now(), 'accept', 'routine', 2, '[]', '{}', '{}', gen_random_uuid(), now() from unnest($3::text[]) run`,
          values: [one.institution, one.system, [...new Set(rows.map(({ run }) => run))]],
        });
        await client.query('commit');
        points += rows.length;
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return points / ((performance.now() - started) / 1000);
}

/** Points a second of COPY alone: results and the verdicts of their runs taken out, looked at by nobody. */
export async function measureBareReading(url: string, points: number, connections: number): Promise<number> {
  const parts = [
    'select id, product, lot, level, value, measured_at, run from iqc_result',
    'select run, version, measured_at, verdict, levels, fired, results, targets from iqc_run',
  ].flatMap((query) =>
    Array.from(
      { length: connections },
      (_, part) => `${query} where abs(hashtext(system)) % ${String(connections)} = ${String(part)}`,
    ),
  );
  const started = performance.now();
  const work = async (part: number): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const query of parts.filter((_, at) => at % connections === part)) {
        const rows = client.query(copyTo(`copy (${query}) to stdout`));
        for await (const chunk of rows) if ((chunk as Buffer).length === 0) throw new Error('an empty chunk');
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, part) => work(part)));
  return points / ((performance.now() - started) / 1000);
}

/** Messages a second of the bare driver: two results and a verdict in one transaction. */
export async function measureBareRecording(
  url: string,
  systems: readonly BenchSystem[],
  count: number,
): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const started = performance.now();
    for (let n = 0; n < count; n += 1) {
      const { institution = '', system = '' } = systems[n % systems.length] ?? {};
      await client.query('begin');
      await client.query({
        name: 'floor-result',
        text: `insert into iqc_result (institution, system, product, lot, level, value, reading, measured_at, run, purpose, channel, key, entered_by, entered_name, recorded_at)
          select $1, $2, 'QC', 'B1', level, 100, '100', now(), $3, 'routine', 'mllp', $3 || level, 'bench', 'bench', now() from (values ('N'), ('P')) as l (level)`,
        values: [institution, system, `floor${String(n)}`],
      });
      await client.query({
        name: 'floor-verdict',
        text: `insert into iqc_run (institution, system, item, instrument, run, version, measured_at, verdict, purpose, levels, fired, results, targets, rules, decided_at)
          values ($1, $2, 'K', 'I', $3, 1, now(), 'accept', 'routine', 2, '[]', '{}', '{}', gen_random_uuid(), now())`,
        values: [institution, system, `floor${String(n)}`],
      });
      await client.query('commit');
    }
    return count / ((performance.now() - started) / 1000);
  } finally {
    await client.end();
  }
}
