/** What verdicts of runs rest on 判定依据, and the verdicts that stand: of many systems in one statement, each system in one row of columns. */
import type { Instant } from '@fujie/core/kernel';
import type { SeriesResult, SeriesTarget } from '@fujie/core/laboratory';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { NewRun, RunRow } from './iqc.query.ts';

/** A system of an institution. */
export interface SystemOf {
  readonly institution: string;
  readonly system: string;
}

export interface SystemSince extends SystemOf {
  readonly since: Instant;
  /** Judged by readings, which are not read otherwise. */
  readonly isByWord: boolean;
}

/** A verdict as it stands, with its results and the target of each. */
export interface StandingRun extends Pick<RunRow, 'run' | 'version' | 'measuredMs' | 'verdict' | 'levels' | 'fired'> {
  readonly results: readonly number[];
  readonly targets: readonly (number | null)[];
}

export interface StoredSeries {
  readonly results: readonly SeriesResult[];
  readonly targets: readonly SeriesTarget[];
  readonly restarts: readonly Instant[];
  readonly runs: readonly StandingRun[];
}

type Column<T> = readonly T[] | null;

/** A column of each attribute, in the order of measurement; null: the system has nothing. */
interface Row {
  readonly id: Column<number>;
  readonly product: readonly string[];
  readonly lot: readonly string[];
  readonly level: readonly string[];
  readonly value: readonly (number | null)[];
  readonly at: readonly number[];
  readonly runOf: readonly string[];
  readonly reading: Column<string>;
  readonly replaced: Column<number>;
  readonly void: Column<number>;
  readonly beside: Readonly<Record<string, SeriesResult['purpose']>> | null;
  readonly targets: Column<SeriesTarget>;
  readonly restarts: Column<Instant>;
  readonly run: Column<string>;
  readonly version: readonly number[];
  readonly measured: readonly number[];
  readonly verdict: readonly RunRow['verdict'][];
  readonly levels: readonly number[];
  /** Runs of which a rule fired. */
  readonly firedIn: Column<string>;
  readonly fired: readonly RunRow['fired'][];
  readonly results: readonly StandingRun['results'][];
  readonly judgedBy: readonly StandingRun['targets'][];
}

const LONGEST_LOOK_S = 400 * 86_400;
/** Results of a run, replicates and versions with them: a system with years behind it is not read to its beginning. */
const MOST_IN_RUN = 12;

/** A run takes less: whatever begins in question is read from its beginning, and so is its verdict. */
const LONGEST_RUN_S = 86_400;

/**
 * Of each system what was measured since its instant, and since so many routine runs before it; of a lot that had no target then, from its
 * first result, on which the instant method 即刻法 rests. A correction has the time of what it replaces: both are read, and the one is left out.
 */
const seriesOf = (systems: readonly SystemSince[], lookBackRuns: number): Sql => sql`
  select r.*, t.targets, e.restarts, v.*
    from unnest(${systems.map(({ institution }) => institution)}::text[], ${systems.map(({ system }) => system)}::text[],
      ${systems.map(({ since }) => since)}::float8[], ${systems.map(({ isByWord }) => isByWord)}::boolean[]) with ordinality as s (institution, system, since, by_word, place)
    cross join lateral (
      select coalesce(min(earlier.at), to_timestamp(s.since / 1000)) - make_interval(secs => ${LONGEST_RUN_S}::float8) as at from (
        select min(near.measured_at) as at from (
          select run, measured_at from iqc_result
           where institution = s.institution and system = s.system and measured_at < to_timestamp(s.since / 1000)
             and measured_at >= to_timestamp(s.since / 1000 - ${LONGEST_LOOK_S}::float8) and purpose = 'routine'
           order by measured_at desc limit ${MOST_IN_RUN * lookBackRuns}::int) near
         group by near.run order by min(near.measured_at) desc limit ${lookBackRuns}::int) earlier) l
    cross join lateral (
      select least(l.at, min(first.measured_at)) as at from (
        select distinct product, lot, level from iqc_result r
         where institution = s.institution and system = s.system and measured_at >= l.at and not s.by_word
           and not exists (select from iqc_target t
                 where t.institution = s.institution and t.system = s.system and t.product = r.product and t.lot = r.lot and t.level = r.level
                   and t.valid_from <= l.at)) young
        cross join lateral (
          select measured_at from iqc_result r
           where institution = s.institution and system = s.system and r.product = young.product and r.lot = young.lot and r.level = young.level
           order by measured_at limit 1) first) b
    cross join lateral (
      select json_agg(id) as id, json_agg(product) as product, json_agg(lot) as lot, json_agg(level) as level, json_agg(value) as value,
             json_agg(date_part('epoch', measured_at) * 1000) as at, json_agg(run) as "runOf",
             json_agg(reading) filter (where s.by_word) as reading, json_agg(corrects) filter (where corrects is not null) as replaced,
             json_agg(id) filter (where void) as void, json_object_agg(id, purpose) filter (where purpose <> 'routine') as beside
        from (select id, product, lot, level, value, measured_at, run, reading, corrects, void, purpose from iqc_result
               where institution = s.institution and system = s.system and measured_at >= b.at
               order by measured_at, id) ordered) r
    cross join lateral (
      select json_agg(json_build_object('id', id, 'product', product, 'lot', lot, 'level', level, 'mean', mean, 'sd', sd,
                'validFrom', date_part('epoch', valid_from) * 1000) order by valid_from, id) as targets
        from iqc_target where institution = s.institution and system = s.system) t
    cross join lateral (
      select json_agg(date_part('epoch', at) * 1000 order by at, id) as restarts
        from iqc_event where institution = s.institution and system = s.system and iqc_event.at >= b.at and kind = 'corrective-action') e
    cross join lateral (
      select json_agg(run) as run, json_agg(version) as version, json_agg(date_part('epoch', measured_at) * 1000) as measured,
             json_agg(verdict) as verdict, json_agg(levels) as levels, json_agg(run) filter (where fired <> '[]') as "firedIn", json_agg(fired) filter (where fired <> '[]') as fired,
             json_agg(results) as results, json_agg(targets) as "judgedBy"
        from iqc_run v
       where institution = s.institution and system = s.system and measured_at >= b.at
         and not exists (select from iqc_run n
               where n.institution = v.institution and n.system = v.system and n.run = v.run and n.version > v.version)) v
   order by s.place`;

/** Series of systems with what stands of them, in the order of the systems: one look at all tables. */
export async function readSeries(
  db: Queryable,
  systems: readonly SystemSince[],
  lookBackRuns: number,
): Promise<readonly StoredSeries[]> {
  const statement = seriesOf(systems, lookBackRuns);
  // Many are read while verdicts are stored by the million: a plan that was made for few must not outlive them.
  const rows = await (systems.length === 1
    ? db.prepared<Row>('iqc-series', statement.text, statement.values)
    : db.query<Row>(statement));
  return rows.map((row) => ({
    results: resultsOf(row),
    targets: row.targets ?? [],
    restarts: row.restarts ?? [],
    runs: runsOf(row),
  }));
}

function resultsOf(row: Row): readonly SeriesResult[] {
  const { id, product, lot, level, value, at, runOf, reading, beside } = row;
  const replaced = new Set(row.replaced);
  const voided = new Set(row.void);
  const results: SeriesResult[] = [];
  for (const [place, one] of (id ?? []).entries()) {
    if (replaced.has(one)) continue;
    results.push({
      id: one,
      product: product[place] ?? '',
      lot: lot[place] ?? '',
      level: level[place] ?? '',
      value: value[place] ?? null,
      reading: reading?.[place] ?? '',
      measuredAt: at[place] as Instant,
      run: runOf[place] ?? '',
      purpose: beside?.[one] ?? 'routine',
      isVoid: voided.has(one),
    });
  }
  return results;
}

function runsOf({
  run,
  version,
  measured,
  verdict,
  levels,
  firedIn,
  fired,
  results,
  judgedBy,
}: Row): readonly StandingRun[] {
  const firedOf = new Map(firedIn?.map((name, place) => [name, fired[place] ?? []]));
  return (run ?? []).map((name, place) => ({
    run: name,
    version: version[place] ?? 0,
    measuredMs: measured[place] ?? 0,
    verdict: verdict[place] ?? 'unjudged',
    levels: levels[place] ?? 0,
    fired: firedOf.get(name) ?? [],
    results: results[place] ?? [],
    targets: judgedBy[place] ?? [],
  }));
}

/** Holds systems until the transaction ends, in the order in which everybody holds several. */
export async function lockSystems(tx: Queryable, systems: readonly SystemOf[]): Promise<void> {
  const keys = systems.map(({ institution, system }) => `iqc|${institution}|${system}`).sort();
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) with ordinality as t (key, place) order by place`,
  );
}

/** An array in the notation of the database, of what needs no quotes in it, or has them. */
function plain<T>(all: readonly T[], of: (one: T) => string | number): string {
  return `{${all.map(of).join(',')}}`;
}

/** Verdicts of runs, in their order; what is alike for a whole system is sent once, and how it was judged is stored once. */
export async function insertRuns(tx: Queryable, all: readonly NewRun[]): Promise<void> {
  const rows = all.map(({ now }) => now);
  const heads = [...new Set(all.map(({ head }) => head))];
  const places = new Map(heads.map((head, place) => [head, place + 1]));
  const statement = sql`
    with h as materialized (
      select *, md5(settings::text)::uuid as rules
        from unnest(${heads.map((h) => h.institution)}::text[], ${heads.map((h) => h.system)}::text[], ${heads.map((h) => h.item)}::text[],
          ${heads.map((h) => h.instrument)}::text[], ${heads.map((h) => JSON.stringify(h.settings))}::jsonb[])
          with ordinality as h (institution, system, item, instrument, settings, place)),
    judged as (
      insert into iqc_rules (institution, digest, settings) select distinct institution, rules, settings from h order by 1, 2 on conflict do nothing)
    insert into iqc_run (institution, system, item, instrument, run, version, measured_at, verdict, purpose, levels, fired, results, targets, rules, decided_at)
    select h.institution, h.system, h.item, h.instrument, run, version, to_timestamp(measured / 1000), verdict, purpose, levels, coalesce(fired, '[]'),
      results::bigint[], targets::bigint[], h.rules, to_timestamp(decided / 1000)
      from unnest(${plain(all, ({ head }) => places.get(head) ?? 0)}::int[], ${rows.map((r) => r.run)}::text[], ${plain(rows, (r) => r.version)}::int[],
        ${plain(rows, (r) => r.measuredMs)}::float8[], ${plain(rows, (r) => r.verdict)}::text[], ${plain(rows, (r) => r.purpose)}::text[], ${plain(rows, (r) => r.levels)}::int[],
        ${rows.map((r) => (r.fired.length === 0 ? null : JSON.stringify(r.fired)))}::jsonb[], ${plain(rows, ({ points }) => `"{${points.map(({ result }) => result).join(',')}}"`)}::text[],
        ${plain(rows, ({ points }) => `"{${points.map(({ target }) => target ?? 'null').join(',')}}"`)}::text[], ${plain(rows, (r) => r.decidedMs)}::float8[])
        with ordinality as t (of, run, version, measured, verdict, purpose, levels, fired, results, targets, decided, place)
      join h on h.place = t.of
     order by t.place`;
  await (heads.length === 1 ? tx.prepared('iqc-runs', statement.text, statement.values) : tx.query(statement));
}
