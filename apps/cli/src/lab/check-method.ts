/** Verification studies of a folder: precision, comparison of methods, split samples, glucose meters. */
import {
  biasAt,
  deming,
  differencesOf,
  estimatePrecision,
  judgeMeter,
  judgeSplitSamples,
  leastSquares,
  passingBablok,
  DEFAULT_SPLIT,
} from '@fujie/core/method';

import type { Folder, Row, Table } from './folder.ts';
import { groupBy, inOrder, keyOf } from './folder.ts';
import type { Report } from './report.ts';

/** Checks studies of methods. */
export function checkMethod(folder: Folder, report: Report): void {
  checkPrecision(folder, report);
  checkComparison(folder, report);
  checkSplit(folder, report);
  checkMeters(folder, report);
}

function checkPrecision(folder: Folder, report: Report): void {
  const tables = folder.pair('ep15_values', 'ep15_expected');
  if (tables === null) return;
  const [values, table] = tables;
  const ofCase = groupBy(values.rows, 'case');
  for (const row of table.rows) {
    const own = ofCase.get(keyOf(row.cell('case'))) ?? [];
    const days = [...groupBy(own, 'day').values()].map((day) => day.map((value) => value.number('value')));
    const precision = estimatePrecision(days);
    if (precision === null) {
      report.problem(table, row, `case \`${row.cell('case')}\` has too few values in ${values.file}`);
      continue;
    }
    report.near(table, row, 'k_days', precision.days);
    report.near(table, row, 'n_per_day', precision.replicates);
    report.near(table, row, 'expect_mean', precision.mean);
    report.near(table, row, 'expect_s_repeatability', precision.repeatability);
    report.near(table, row, 'expect_s_between_day', precision.betweenDays);
    report.near(table, row, 'expect_s_within_lab', precision.withinLaboratory);
    report.near(table, row, 'expect_cv_r_pct', precision.repeatabilityCv);
    report.near(table, row, 'expect_cv_wl_pct', precision.withinLaboratoryCv);
  }
}

function checkComparison(folder: Folder, report: Report): void {
  const tables = folder.pair('method_comparison_pairs', 'method_comparison_expected');
  if (tables === null) return;
  const [pairs, table] = tables;
  const byCase = groupBy(pairs.rows, 'case');
  for (const row of table.rows) {
    const own = (byCase.get(keyOf(row.cell('case'))) ?? []).map((pair) => ({
      reference: pair.number('reference'),
      test: pair.number('test'),
    }));
    const { n, mean, sd, meanPercent } = differencesOf(own);
    const [ols, line, robust] = [leastSquares(own), deming(own), passingBablok(own)];
    report.rounded(table, row, 'n', n);
    report.rounded(table, row, 'expect_mean_diff', mean);
    report.rounded(table, row, 'expect_sd_diff', sd);
    report.rounded(table, row, 'expect_mean_pct_diff', meanPercent);
    report.rounded(table, row, 'expect_ols_slope', ols?.slope ?? null);
    report.rounded(table, row, 'expect_ols_intercept', ols?.intercept ?? null);
    report.rounded(table, row, 'expect_deming_slope', line?.slope ?? null);
    report.rounded(table, row, 'expect_deming_intercept', line?.intercept ?? null);
    report.rounded(table, row, 'expect_pb_slope', robust?.slope ?? null);
    report.rounded(table, row, 'expect_pb_intercept', robust?.intercept ?? null);
    const bias = line === null ? null : biasAt(line, row.number('decision_level'));
    report.rounded(table, row, 'expect_deming_bias_at_decision', bias);
  }
}

function checkSplit(folder: Folder, report: Report): void {
  const tables = folder.pair('split_sample_pairs', 'split_sample_expected');
  if (tables === null) return;
  const [pairs, table] = tables;
  const byCase = groupBy(pairs.rows, 'case');
  for (const row of table.rows) {
    const own = byCase.get(keyOf(row.cell('case'))) ?? [];
    const compared = judgeSplitSamples(
      own.map((pair) => ({ reference: pair.number('reference_lab'), test: pair.number('lab') })),
      row.number('tea_pct'),
      { ...DEFAULT_SPLIT, ...(row.cell('fraction_of_tea') === '' ? {} : { fraction: row.number('fraction_of_tea') }) },
    );
    for (const [place, pair] of own.entries()) {
      const sample = compared.samples[place];
      given(report, pairs, pair, 'limit', sample?.limit ?? NaN);
      report.rounded(pairs, pair, 'expect_bias_pct', sample?.biasPercent ?? null);
      report.text(pairs, pair, 'expect_ok', sample?.isInside === true ? 'yes' : 'no');
    }
    report.rounded(table, row, 'n', own.length);
    report.rounded(table, row, 'expect_n_ok', compared.inside);
    report.rounded(table, row, 'expect_share_pct', compared.sharePercent);
    report.text(table, row, 'expect_verdict', compared.verdict);
  }
}

function checkMeters(folder: Folder, report: Report): void {
  const pairs = folder.table('poct_glucose_pairs');
  const table = folder.tableBy('poct_glucose_expected', 'poct_glucose_pairs');
  if (pairs === null) return;
  const compared = new Map<string, ReturnType<typeof judgeMeter>>();
  for (const [key, rows] of groupBy(pairs.rows, 'case')) {
    const ordered = inOrder(rows, 'i');
    const result = judgeMeter(
      ordered.map((row) => ({ laboratory: row.number('laboratory'), meter: row.number('meter') })),
    );
    compared.set(key, result);
    for (const [place, row] of ordered.entries()) {
      const pair = result.pairs[place];
      given(report, pairs, row, 'limit', pair?.limit ?? NaN);
      report.text(pairs, row, 'expect_within', pair?.isWithin === true ? 'yes' : 'no');
    }
  }
  if (table === null) return;
  for (const row of table.rows) {
    const result = compared.get(keyOf(row.cell('case')));
    if (result === undefined) {
      report.problem(table, row, `case \`${row.cell('case')}\` has no pairs in ${pairs.file}`);
      continue;
    }
    report.rounded(table, row, 'n', result.n);
    report.rounded(table, row, 'expect_within', result.within);
    report.rounded(table, row, 'expect_share_pct', result.sharePercent);
    report.text(table, row, 'expect_verdict', result.verdict);
  }
}

/** A limit that the file writes beside what it follows from; a blank says nothing. */
function given(report: Report, table: Table, row: Row, column: string, computed: number): void {
  if (row.cell(column) !== '') report.exact(table, row, column, computed, 2);
}
