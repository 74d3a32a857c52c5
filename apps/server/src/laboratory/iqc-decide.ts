/**
 * Decides runs 分析批 anew from what is on record, and stores the verdicts that changed: what comes late or is corrected changes every run
 * that looks back on it. Source: henan-2025.lab.7, national-2022.art.24#01.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RuleSettings } from '@fujie/core/iqc';
import { LONGEST_WINDOW, parseRules } from '@fujie/core/iqc';
import type { SeriesResult, SeriesRules, SeriesRun } from '@fujie/core/laboratory';
import { judgeSeries } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { controlMaterials, entryAsOf, testSystems } from '@fujie/core/registers';
import { isDeepStrictEqual } from 'node:util';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { insertDueMonths } from './iqc-month.query.ts';
import type { NewRun, ResultRow, RunRow } from './iqc.query.ts';
import { beginningOf, findEvents, findResults, findRuns, findTargets, insertRuns } from './iqc.query.ts';

/** Runs before the first one in question: some may lack a level. */
const LOOK_BACK_RUNS = 3 * LONGEST_WINDOW;

export interface ChangedRun {
  readonly now: Omit<RunRow, 'id'>;
  /** The verdict that stood before; null: there was none. */
  readonly before: RunRow['verdict'] | null;
}

/** A system of an institution. */
export interface SystemOf {
  readonly institution: string;
  readonly system: string;
}

/** Decides the runs of a system measured since an instant; the caller holds the system. */
export async function decideSystem(
  deps: Pick<Deps, 'clock' | 'registers'>,
  tx: Queryable,
  of: SystemOf,
  since: Instant,
): Promise<readonly ChangedRun[]> {
  const from = await beginningOf(tx, { ...of, from: since }, LOOK_BACK_RUNS);
  const span = { ...of, from, to: null };
  const results = (await findResults(tx, span)).map(seriesResult);
  const targets = (await findTargets(tx, of.institution, [of.system])).map((target) => ({
    ...target,
    mean: Number(target.mean),
    sd: Number(target.sd),
    validFrom: target.validFromMs as Instant,
  }));
  const restarts = (await findEvents(tx, span)).flatMap(({ kind, atMs }) =>
    kind === 'corrective-action' ? [atMs as Instant] : [],
  );
  const snapshot = deps.registers.current();
  const judged = judgedByDay(snapshot, of, { results, targets, restarts });
  const stored = new Map((await findRuns(tx, span)).map((run) => [run.run, run]));
  const changed: ChangedRun[] = [];
  const rows: NewRun[] = [];
  for (const { run, system } of judged) {
    if (run.measuredAt < since) continue;
    const known = stored.get(run.run);
    if (known !== undefined && isSame(known, run)) continue;
    const now = deps.clock.now();
    const row = {
      ...of,
      ...run,
      item: system.item,
      instrument: system.instrument,
      version: (known?.version ?? 0) + 1,
      decidedAt: now,
      settings: settingsOf(system),
    };
    rows.push(row);
    changed.push({ now: { ...row, measuredMs: run.measuredAt, decidedMs: now }, before: known?.verdict ?? null });
  }
  if (rows.length > 0) await insertRuns(tx, rows);
  await dueMonths(deps, tx, of, rows);
  return changed;
}

/** What changes a month that is over changes the figures on which marks run. */
async function dueMonths(
  { clock }: Pick<Deps, 'clock'>,
  tx: Queryable,
  { institution }: SystemOf,
  rows: readonly NewRun[],
): Promise<void> {
  const thisMonth = dayOf(clock.now()).slice(0, 7);
  const over = new Set(
    rows.map(({ measuredAt }) => dayOf(measuredAt).slice(0, 7)).filter((month) => month < thisMonth),
  );
  if (over.size > 0) await insertDueMonths(tx, [institution], [...over]);
}

function seriesResult({ measuredMs, value, ...row }: ResultRow): SeriesResult {
  return { ...row, measuredAt: measuredMs as Instant, value: value === null ? null : Number(value) };
}

function isSame(known: RunRow, run: SeriesRun): boolean {
  return (
    known.verdict === run.verdict &&
    known.levels === run.levels &&
    known.measuredMs === run.measuredAt &&
    isDeepStrictEqual(known.fired, run.fired) &&
    isDeepStrictEqual(known.points, run.points)
  );
}

/** Each run by the rules that were registered for its day; how far a rule looks back does not end at a change of rules. */
function judgedByDay(
  snapshot: RegisterSnapshot,
  { institution, system }: SystemOf,
  series: Parameters<typeof judgeSeries>[0],
): readonly { readonly run: SeriesRun; readonly system: TestSystemRow }[] {
  const versions = snapshot.versions(testSystems, `${institution}|${system}`);
  return versions.flatMap((version) => {
    const runs = judgeSeries(series, rulesOf(snapshot, institution, version.row));
    return runs
      .filter(({ measuredAt }) => entryAsOf(versions, dayOf(measuredAt)) === version)
      .map((run) => ({ run, system: version.row }));
  });
}

function rulesOf(snapshot: RegisterSnapshot, institution: string, system: TestSystemRow): SeriesRules {
  const settings = settingsOf(system);
  if (settings.kind === 'quantitative') return { kind: 'quantitative', settings: settings.rules };
  return {
    kind: 'qualitative',
    expected: ({ product, lot, level }) =>
      snapshot.nameOf(controlMaterials, `${institution}|${product}|${lot}|${level}`)?.expected ?? null,
  };
}

/** How a system is judged, as its entry in the register says. */
export function settingsOf(
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
