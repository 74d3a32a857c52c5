/** Quality indicators of a folder: shares, coverage of quality control, turnaround, critical values. */
import type { Instant } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import { countCritical, itemsFailingCv, itemsWithIqc, sharePercent, turnaround } from '@fujie/core/laboratory';

import type { Folder, Row, Table } from './folder.ts';
import type { Report } from './report.ts';

const NO_DATA = 'no data';

/** Checks the indicators. */
export function checkIndicators(folder: Folder, report: Report): void {
  checkShares(folder, report);
  checkCoverage(folder, report);
  checkTurnaround(folder, report);
  checkCritical(folder, report);
}

function checkShares(folder: Folder, report: Report): void {
  const table = folder.table('indicator_ratios');
  if (table === null) return;
  for (const row of table.rows)
    report.rounded(
      table,
      row,
      'expect_pct',
      sharePercent(row.number('numerator'), row.number('denominator')) ?? NO_DATA,
    );
}

function checkCoverage(folder: Folder, report: Report): void {
  const tables = folder.pair('indicator_rollup_input', 'indicator_rollup_expected');
  if (tables === null) return;
  const [data, table] = tables;
  const given = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const coverage = data.rows.map((row) => ({
    item: row.cell('item'),
    system: row.cell('system'),
    isDone: row.cell('iqc_done').toLowerCase() === 'yes',
    cvPercent: given(row.number('cv_pct')),
    allowedPercent: given(row.number('allowable_cv_pct')),
  }));
  for (const row of table.rows) {
    const code = row.cell('indicator');
    const counted = code === 'CL-07' ? itemsWithIqc(coverage) : code === 'CL-08' ? itemsFailingCv(coverage) : null;
    if (counted === null) {
      report.problem(table, row, `indicator \`${code}\` is not counted over items`);
      continue;
    }
    report.rounded(table, row, 'expect_numerator', counted.items.length);
    report.rounded(table, row, 'expect_denominator', counted.denominator);
    report.rounded(table, row, 'expect_pct', sharePercent(counted.items.length, counted.denominator) ?? NO_DATA);
    report.set(table, row, 'items', counted.items);
  }
}

function checkTurnaround(folder: Folder, report: Report): void {
  const table = folder.table('tat');
  if (table === null) return;
  for (const row of table.rows) {
    const { n, rank, p90, median } = turnaround(row.numbers('minutes'));
    report.rounded(table, row, 'n', n);
    report.rounded(table, row, 'expect_p90_rank', rank);
    report.rounded(table, row, 'expect_p90', p90 ?? NO_DATA);
    report.rounded(table, row, 'expect_median', median ?? NO_DATA);
  }
}

function checkCritical(folder: Folder, report: Report): void {
  const tables = folder.pair('critical_values', 'critical_values_expected');
  if (tables === null) return;
  const [data, table] = tables;
  const values = data.rows.flatMap((row) => {
    const availableAt = instantOf(row, 'result_available_at', data, report);
    const acknowledgedAt = instantOf(row, 'clinical_acknowledged_at', data, report);
    return availableAt === null
      ? []
      : [{ sample: row.cell('sample'), item: row.cell('item'), availableAt, acknowledgedAt }];
  });
  for (const row of table.rows) {
    const { required, notified, timely } = countCritical(values, row.number('limit_min'));
    report.rounded(table, row, 'expect_required', required);
    report.rounded(table, row, 'expect_notified', notified);
    report.rounded(table, row, 'expect_timely', timely);
    report.rounded(table, row, 'expect_cl14_pct', sharePercent(notified, required) ?? NO_DATA);
    report.rounded(table, row, 'expect_cl15_pct', sharePercent(timely, required) ?? NO_DATA);
  }
}

function instantOf(row: Row, column: string, table: Table, report: Report): Instant | null {
  const text = row.cell(column);
  if (text === '') return null;
  const parsed = parseInstant(text.replace(' ', 'T'));
  if (!parsed.ok) report.problem(table, row, `${column}: ${parsed.problems[0]?.message ?? ''}`);
  return parsed.ok ? parsed.value : null;
}
