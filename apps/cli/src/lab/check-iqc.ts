/** Control rules, months, targets and the instant method of a folder. */
import type { Moments } from '@fujie/core/estimates';
import { grubbsCritical, momentsOf } from '@fujie/core/estimates';
import type { ControlRun, InstantLimit, JudgedRun, RuleSettings } from '@fujie/core/iqc';
import {
  INSTANT_LIMITS,
  cumulativeTarget,
  isOutOfControl,
  judgeImprecision,
  NO_LIMITS,
  judgeInstant,
  judgeRuns,
  monthlyStatistics,
  newLotTarget,
  parseRules,
  zScore,
} from '@fujie/core/iqc';

import type { Folder, Row, Table } from './folder.ts';
import { groupBy, inOrder, keyOf, listOf } from './folder.ts';
import type { Report } from './report.ts';

interface JudgedSeries {
  readonly runs: readonly (readonly Row[])[];
  readonly judged: readonly JudgedRun[];
  readonly warnings: RuleSettings['warnings'];
}

/** Checks what internal quality control computes. */
export function checkIqc(folder: Folder, report: Report): void {
  const series = checkWestgard(folder, report);
  checkMonths(folder, report, series);
  checkTargets(folder, report);
  checkInstant(folder, report);
}

function checkWestgard(folder: Folder, report: Report): ReadonlyMap<string, JudgedSeries> {
  const judged = new Map<string, JudgedSeries>();
  const tables = folder.pair('westgard_series', 'westgard_points');
  if (tables === null) return judged;
  const [settingsTable, points] = tables;
  const bySeries = groupBy(points.rows, 'series');
  for (const row of settingsTable.rows) {
    const name = row.cell('series');
    const settings = settingsOf(row, settingsTable, report);
    const own = bySeries.get(keyOf(name));
    if (own === undefined) report.problem(settingsTable, row, `series \`${name}\` has no points`);
    else if (settings !== null) judged.set(name, checkSeries(points, own, settings, report));
  }
  for (const [key, rows] of bySeries)
    if (!settingsTable.rows.some((row) => keyOf(row.cell('series')) === key))
      report.problem(
        points,
        rows[0] ?? null,
        `series \`${rows[0]?.cell('series') ?? ''}\` is not in ${settingsTable.file}`,
      );
  return judged;
}

function settingsOf(row: Row, table: Table, report: Report): RuleSettings | null {
  const rules = parseRules(listOf(row.cell('rules')));
  const warnings = parseRules(listOf(row.cell('warning_rules')));
  for (const parsed of [rules, warnings])
    if (!parsed.ok) for (const { message } of parsed.problems) report.problem(table, row, message);
  const gate = oneOf(row, table, 'gate', ['none', '1_2s'], report);
  const r4s = oneOf(row, table, 'r4s', ['strict', 'range'], report);
  if (!rules.ok || !warnings.ok || gate === null || r4s === null) return null;
  return { rules: rules.value, warnings: warnings.value, gate, r4s };
}

/** A setting by its name; blank is the first. */
function oneOf<Name extends string>(
  row: Row,
  table: Table,
  column: string,
  names: readonly [Name, ...Name[]],
  report: Report,
): Name | null {
  const text = row.cell(column);
  const found = text === '' ? names[0] : names.find((name) => name === text);
  if (found === undefined) report.problem(table, row, `${column} \`${text}\` is none of ${names.join(', ')}`);
  return found ?? null;
}

function checkSeries(table: Table, rows: readonly Row[], settings: RuleSettings, report: Report): JudgedSeries {
  const runs = [...groupBy(inOrder(rows, 'run'), 'run').values()].map((run) => inOrder(run, 'replicate'));
  for (const row of rows) {
    for (const event of listOf(row.cell('event_before_run')))
      if (!EVENT.test(event)) report.problem(table, row, `event \`${event}\` is not known`);
    if (!['', 'no', 'yes'].includes(row.cell('void').toLowerCase()))
      report.problem(table, row, `void \`${row.cell('void')}\` is neither yes nor no`);
  }
  const judged = judgeRuns(runs.map(runOf), settings);
  for (const [index, run] of runs.entries())
    for (const [place, row] of run.entries()) {
      const flags = judged[index]?.flags[place] ?? [];
      report.exact(table, row, 'expect_z', zOf(row), 2);
      report.set(
        table,
        row,
        'expect_rules',
        flags.map(({ rule }) => rule),
      );
      report.set(
        table,
        row,
        'expect_rules_scoped',
        flags.map(({ rule, scope }) => (scope === null ? rule : `${rule}@${scope}`)),
      );
      report.text(table, row, 'expect_run_verdict', judged[index]?.verdict ?? '');
    }
  return { runs, judged, warnings: settings.warnings };
}

const EVENT = /^(?:corrective_action|(?:new_lot|target_update):.+)$/;

/** The events before a run may stand on any of its rows. */
function runOf(rows: readonly Row[]): ControlRun {
  const events = new Set(rows.flatMap((row) => listOf(row.cell('event_before_run'))));
  const results = rows.map((row) => ({ level: row.cell('level'), z: zOf(row) ?? 0, isVoid: isVoid(row) }));
  const lots = [...events].flatMap((event) => (event.startsWith('new_lot:') ? [event.slice('new_lot:'.length)] : []));
  return { results, restarts: events.has('corrective_action') ? 'all' : lots };
}

function zOf(row: Row): number | null {
  const z = zScore(row.number('value'), { mean: row.number('mean'), sd: row.number('sd') });
  return z === null || Number.isNaN(z) ? null : z;
}

/** What was not measured takes no part, as what is void. */
function isVoid(row: Row): boolean {
  return row.cell('void').toLowerCase() === 'yes' || zOf(row) === null;
}

function checkMonths(folder: Folder, report: Report, series: ReadonlyMap<string, JudgedSeries>): void {
  const table = folder.tableBy('monthly_expected', 'westgard_points');
  if (table === null || series.size === 0) return;
  for (const row of table.rows) {
    const own = series.get(row.cell('series'));
    if (own === undefined) {
      report.problem(table, row, `series \`${row.cell('series')}\` has no points`);
      continue;
    }
    const results = own.runs.flatMap((run, index) =>
      run.flatMap((point, place) =>
        point.cell('level') !== row.cell('level') || isVoid(point)
          ? []
          : [
              {
                point,
                isOut: isOutOfControl(own.judged[index]?.flags[place] ?? [], own.warnings),
                value: point.number('value'),
              },
            ],
      ),
    );
    for (const column of ['mean', 'sd'] as const) {
      const held = results.map(({ point }) => point.number(column));
      if (!held.includes(row.number(`target_${column}`)))
        report.problem(table, row, `target_${column} is that of no point`);
    }
    const { all, inControl, out, outRatePercent } = monthlyStatistics(results);
    for (const [moments, suffix] of [
      [all, 'all'],
      [inControl, 'in'],
    ] as const) {
      report.rounded(table, row, `expect_n_${suffix}`, moments.n);
      report.rounded(table, row, `expect_mean_${suffix}`, moments.mean);
      report.rounded(table, row, `expect_sd_${suffix}`, moments.sd);
      report.rounded(table, row, `expect_cv_${suffix}_pct`, moments.cvPercent);
    }
    report.rounded(table, row, 'expect_n_out', out);
    report.rounded(table, row, 'expect_out_rate_pct', outRatePercent);
    report.text(table, row, 'expect_cv_verdict', cvVerdict(row, inControl));
  }
}

/** Without a requirement there is no verdict; a failure may be worded in any way. */
function cvVerdict(row: Row, inControl: Moments): string {
  const percent = row.number('allowable_cv_pct');
  if (Number.isNaN(percent)) return '';
  const verdict = judgeImprecision(inControl, { ...NO_LIMITS, maxCv: percent });
  const expected = row.cell('expect_cv_verdict');
  return verdict === 'exceeds' && expected !== 'meets' && expected !== '' ? expected : verdict;
}

function checkTargets(folder: Folder, report: Report): void {
  const tables = folder.pair('target_values', 'target_expected');
  if (tables === null) return;
  const [values, table] = tables;
  const ofCase = groupBy(values.rows, 'case');
  for (const [key, rows] of groupBy(table.rows, 'case')) {
    const own = ofCase.get(key) ?? [];
    for (const row of rows) {
      const computed = targetOf(row.cell('stage'), own);
      if (computed === null) {
        report.problem(table, row, `stage \`${row.cell('stage')}\` has no values`);
        continue;
      }
      report.rounded(table, row, 'n', computed.n);
      report.rounded(table, row, 'mean', computed.mean);
      report.rounded(table, row, 'sd', computed.sd);
      report.rounded(table, row, 'cv_pct', computed.cvPercent);
    }
  }
}

const MONTH = /^month ?\d+/i;

function targetOf(stage: string, rows: readonly Row[]): ReturnType<typeof momentsOf> | null {
  const results = rows.map((row) => ({
    stage: row.cell('stage'),
    value: row.number('value'),
    isExcluded: row.cell('excluded') !== '',
  }));
  const of = (name: string) => results.filter((result) => result.stage === name);
  const months = [...new Set(results.map((result) => result.stage).filter((name) => MONTH.test(name)))];
  const initial = of('initial');
  if (stage.startsWith('provisional')) return initial.length === 0 ? null : cumulativeTarget(initial, []);
  if (stage.startsWith('new lot')) {
    const own = results.filter((result) => result.stage.startsWith('new lot'));
    const old = cumulativeTarget(initial, months.map(of));
    return own.length === 0 || old.cvPercent === null ? null : newLotTarget(own, old.cvPercent);
  }
  const named = months.filter((month) => stage.replace(/^cumulative after /, '').split(' ')[0] === month)[0];
  if (named === undefined) return null;
  if (stage.startsWith('cumulative'))
    return cumulativeTarget(initial, months.slice(0, months.indexOf(named) + 1).map(of));
  const isInControl = stage.includes('in control');
  return momentsOf(
    of(named)
      .filter(({ isExcluded }) => !isInControl || !isExcluded)
      .map(({ value }) => value),
  );
}

function checkInstant(folder: Folder, report: Report): void {
  const limitTable = folder.table('instant_limits');
  const table = folder.table('instant_series');
  const limits = new Map<number, InstantLimit>(INSTANT_LIMITS);
  for (const row of limitTable?.rows ?? []) {
    const [n, n2s, n3s] = [row.number('n'), row.number('n2s'), row.number('n3s')];
    limits.set(n, { n2s, n3s });
    if (limitTable === null) continue;
    const [five, one] = [grubbsCritical(n, 0.05), grubbsCritical(n, 0.01)];
    report.rounded(limitTable, row, 'grubbs_one_sided_5pct', five);
    report.rounded(limitTable, row, 'grubbs_one_sided_1pct', one);
    for (const [column, limit, critical] of [
      ['n2s', n2s, five],
      ['n3s', n3s, one],
    ] as const)
      // The table is printed with two decimals and not always rounded alike.
      report.near(limitTable, row, column, Math.abs(limit - critical) < 0.01 ? limit : critical);
  }
  if (table === null) return;
  for (const rows of groupBy(table.rows, 'case').values()) {
    const ordered = inOrder(rows, 'seq');
    const verdicts = judgeInstant(
      ordered.map((row) => row.number('value')),
      limits,
    );
    for (const [place, row] of ordered.entries()) {
      const verdict = verdicts[place];
      report.rounded(table, row, 'n_used', verdict?.n ?? null);
      report.rounded(table, row, 'expect_si_upper', verdict?.upper ?? null);
      report.rounded(table, row, 'expect_si_lower', verdict?.lower ?? null);
      report.text(table, row, 'expect_status', verdict?.status ?? '');
    }
  }
}
