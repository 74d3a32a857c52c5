/**
 * Decides runs 分析批 anew from what is on record, and stores the verdicts that changed: what comes late or is corrected changes every run
 * that looks back on it. Source: henan-2025.lab.7, national-2022.art.24#01.
 */
import type { Day, Entry, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RuleSettings } from '@fujie/core/iqc';
import { LONGEST_WINDOW, parseRules } from '@fujie/core/iqc';
import type { SeriesRules, SeriesRun } from '@fujie/core/laboratory';
import { judgeSeries } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { controlMaterials, entryAsOf, testSystems } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { insertDueMonths } from './iqc-month.query.ts';
import type { StandingRun, StoredSeries, SystemOf, SystemSince } from './iqc-series.query.ts';
import { insertRuns, readSeries } from './iqc-series.query.ts';
import type { NewRun, RunHead, RunRow } from './iqc.query.ts';

/** Runs before the first one in question: some may lack a level. */
const LOOK_BACK_RUNS = 3 * LONGEST_WINDOW;

export interface ChangedRun {
  readonly now: RunRow;
  /** The verdict that stood before; null: there was none. */
  readonly before: RunRow['verdict'] | null;
}

/** What the records of a system give, beside what stands. */
export interface Replayed extends SystemOf {
  /** Runs in question and their results. */
  readonly runs: number;
  readonly points: number;
  /** Runs of which another verdict stands, or none. */
  readonly differing: readonly {
    readonly run: SeriesRun;
    readonly head: RunHead;
    readonly standing: StandingRun | null;
  }[];
  /** Verdicts that stand without a result that would give any. */
  readonly groundless: readonly StandingRun[];
}

/** Judges anew what each system measured since its instant, as one look at the records shows them; stores nothing. */
export async function replaySystems(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  systems: readonly (SystemOf & { readonly since: Instant })[],
): Promise<readonly Replayed[]> {
  const snapshot = registers.current();
  const wanted = systems.map((one): SystemSince & { readonly versions: readonly Entry<TestSystemRow>[] } => {
    const versions = snapshot.versions(testSystems, `${one.institution}|${one.system}`);
    return { ...one, versions, isByWord: versions.some(({ row }) => row.kind === 'qualitative') };
  });
  const series = await readSeries(db, wanted, LOOK_BACK_RUNS);
  return wanted.flatMap(({ institution, system, since, versions }, place) => {
    const stored = series[place];
    return stored === undefined ? [] : [replay(snapshot, { institution, system }, versions, stored, since)];
  });
}

function replay(
  snapshot: RegisterSnapshot,
  of: SystemOf,
  versions: readonly Entry<TestSystemRow>[],
  stored: StoredSeries,
  since: Instant,
): Replayed {
  const standing = new Map(stored.runs.map((run) => [run.run, run]));
  const differing: Replayed['differing'][number][] = [];
  let [runs, points] = [0, 0];
  for (const { judged, head } of judgedByDay(snapshot, of, versions, stored))
    for (const run of judged) {
      const known = standing.get(run.run) ?? null;
      standing.delete(run.run);
      if (run.measuredAt < since) continue;
      runs += 1;
      points += run.points.length;
      if (known === null || !isSame(known, run)) differing.push({ run, head, standing: known });
    }
  const groundless = [...standing.values()].filter(({ measuredMs }) => measuredMs >= since);
  return { ...of, runs, points, differing, groundless };
}

/** Decides the runs of systems measured since an instant of each; the caller holds the systems. What changed, by system. */
export async function decideSystems(
  deps: Pick<Deps, 'clock' | 'registers'>,
  tx: Queryable,
  systems: readonly (SystemOf & { readonly since: Instant })[],
): Promise<readonly (Replayed & { readonly changed: readonly ChangedRun[] })[]> {
  const replayed = await replaySystems(deps, tx, systems);
  const decidedAt = deps.clock.now();
  const rows: NewRun[] = [];
  const decided = replayed.map((one) => ({
    ...one,
    changed: one.differing.map(({ run, head, standing }): ChangedRun => {
      const now = rowOf(run, head, (standing?.version ?? 0) + 1, decidedAt);
      rows.push({ now, head });
      return { now, before: standing?.verdict ?? null };
    }),
  }));
  if (rows.length > 0) await insertRuns(tx, rows);
  await dueMonths(tx, decidedAt, rows);
  return decided;
}

/** A verdict as it is stored, field by field: there are millions of them. */
function rowOf(one: SeriesRun, of: RunHead, version: number, decidedMs: Instant): RunRow {
  return {
    institution: of.institution,
    system: of.system,
    item: of.item,
    instrument: of.instrument,
    run: one.run,
    version,
    measuredMs: one.measuredAt,
    verdict: one.verdict,
    purpose: one.purpose,
    levels: one.levels,
    fired: one.fired,
    points: one.points,
    decidedMs,
  };
}

/** Decides the runs of one system. */
export async function decideSystem(
  deps: Pick<Deps, 'clock' | 'registers'>,
  tx: Queryable,
  of: SystemOf,
  since: Instant,
): Promise<readonly ChangedRun[]> {
  return (await decideSystems(deps, tx, [{ ...of, since }])).flatMap(({ changed }) => changed);
}

/** What changes a month that is over changes the figures on which marks run. */
async function dueMonths(tx: Queryable, decidedAt: Instant, rows: readonly NewRun[]): Promise<void> {
  const thisMonth = dayOf(decidedAt).slice(0, 7);
  const over = new Map<string, { readonly institution: string; readonly month: string }>();
  for (const { now } of rows) {
    const month = dayOf(now.measuredMs as Instant).slice(0, 7);
    if (month < thisMonth) over.set(`${now.institution}|${month}`, { institution: now.institution, month });
  }
  if (over.size > 0) await insertDueMonths(tx, [...over.values()]);
}

function isSame(known: StandingRun, run: SeriesRun): boolean {
  const { fired, points } = run;
  return (
    known.verdict === run.verdict &&
    known.levels === run.levels &&
    known.measuredMs === run.measuredAt &&
    known.fired.length === fired.length &&
    known.results.length === points.length &&
    points.every(({ result, target }, at) => known.results[at] === result && known.targets[at] === target) &&
    known.fired.every((one, at) => {
      const other = fired[at];
      return (
        one.rule === other?.rule &&
        one.scope === other.scope &&
        one.error === other.error &&
        one.isRejecting === other.isRejecting &&
        one.evidence.length === other.evidence.length &&
        one.evidence.every((result, place) => result === other.evidence[place])
      );
    })
  );
}

/** Each run by the rules that were registered for its day; how far a rule looks back does not end at a change of rules. */
function judgedByDay(
  snapshot: RegisterSnapshot,
  of: SystemOf,
  versions: readonly Entry<TestSystemRow>[],
  series: Parameters<typeof judgeSeries>[0],
): readonly { readonly judged: readonly SeriesRun[]; readonly head: RunHead }[] {
  const isInForce = (version: Entry<TestSystemRow>, day: Day): boolean => entryAsOf(versions, day) === version;
  return versions.map((version) => {
    const { item, instrument } = version.row;
    const head = { ...of, item, instrument, settings: settingsOf(version.row) };
    const runs = judgeSeries(series, rulesOf(snapshot, of.institution, version.row));
    const own = versions.length === 1 ? runs : runs.filter(({ measuredAt }) => isInForce(version, dayOf(measuredAt)));
    return { judged: own, head };
  });
}

function rulesOf(snapshot: RegisterSnapshot, institution: string, system: TestSystemRow): SeriesRules {
  const settings = settingsOf(system);
  if (settings.kind === 'quantitative') return { kind: 'quantitative', settings: settings.rules };
  return {
    kind: 'qualitative',
    expected: ({ product, lot, level, measuredAt }) =>
      snapshot.nameOf(controlMaterials, `${institution}|${product}|${lot}|${level}`, dayOf(measuredAt))?.expected ??
      null,
  };
}

/** How a system is judged, as its entry in the register says. */
function settingsOf(
  system: TestSystemRow,
): { readonly kind: 'quantitative'; readonly rules: RuleSettings } | { readonly kind: 'qualitative' } {
  if (system.kind === 'qualitative') return { kind: 'qualitative' };
  const rules = parseRules(system.rules);
  const warnings = parseRules(system.warnings ?? []);
  return {
    kind: 'quantitative',
    rules: {
      rules: rules.ok ? rules.value : [],
      warnings: warnings.ok ? warnings.value : [],
      gate: system.gate ?? 'none',
      r4s: system.rangeRule ?? 'strict',
    },
  };
}
