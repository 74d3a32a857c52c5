/** Rounds of external quality assessment of a folder: robust statistics, single results, scores, standing, copied returns. */
import { algorithmA, hampelLocation, madE, momentsOf, qMethod, quantile } from '@fujie/core/estimates';
import type { Criterion, EventVerdict, ResultVerdict, ReturnStatus, Target } from '@fujie/core/eqa';
import {
  CRITERION_TYPES,
  RETURN_STATUSES,
  judgeEvent,
  judgeResult,
  performanceOf,
  scoreOf,
  screenCollusion,
  standingsOf,
} from '@fujie/core/eqa';

import type { Folder, Row, Table } from './folder.ts';
import { groupBy, inOrder, keyOf, listOf, numberOf } from './folder.ts';
import type { Report } from './report.ts';

/** Checks what external quality assessment computes. */
export function checkEqa(folder: Folder, report: Report): void {
  checkRobust(folder, report);
  const verdicts = checkResults(folder, report);
  checkScores(folder, report, verdicts);
  checkOverall(folder, report, verdicts);
  checkHistory(folder, report);
  checkPerformance(folder, report);
  checkCollusion(folder, report);
}

const NO_SCALE = 'initial scale is zero';

function checkRobust(folder: Folder, report: Report): void {
  const tables = folder.pair('algorithm_a_data', 'algorithm_a_expected');
  if (tables === null) return;
  const [data, table] = tables;
  const byCase = groupBy(data.rows, 'case');
  for (const row of table.rows) {
    const values = (byCase.get(keyOf(row.cell('case'))) ?? []).map((each) => each.number('value'));
    if (values.length === 0) {
      report.problem(table, row, `case \`${row.cell('case')}\` has no values in ${data.file}`);
      continue;
    }
    const { n, mean, sd } = momentsOf(values);
    const [whole, short] = [algorithmA(values), algorithmA(values, { stop: 'three-figures' })];
    const scale = qMethod(values);
    report.near(table, row, 'n', n);
    report.near(table, row, 'median', quantile(values, 0.5));
    report.near(table, row, 'mad_e', madE(values));
    report.near(table, row, 'mean', mean);
    report.near(table, row, 'sd', sd);
    report.near(table, row, 'x_star', whole?.mean ?? NO_SCALE);
    report.near(table, row, 's_star', whole?.sd ?? NO_SCALE);
    report.near(table, row, 'u_x', whole?.uncertainty ?? null);
    report.near(table, row, 'x_star_3sf_stop', short?.mean ?? null);
    report.near(table, row, 's_star_3sf_stop', short?.sd ?? null);
    report.near(table, row, 'q_s', scale);
    report.near(table, row, 'hampel_x', hampelLocation(values, scale));
  }
}

interface Judged {
  readonly row: Row;
  readonly verdict: ResultVerdict;
}

function checkResults(folder: Folder, report: Report): readonly Judged[] | null {
  const tables = folder.pair('eqa_criteria', 'eqa_results');
  if (tables === null) return null;
  const [criteria, table] = tables;
  const byName = new Map(criteria.rows.map((row) => [row.cell('criterion'), criterionOf(row, criteria, report)]));
  return table.rows.flatMap((row): readonly Judged[] => {
    const criterion = byName.get(row.cell('criterion')) ?? null;
    const status = statusOf(row, table, report);
    if (criterion === null) report.problem(table, row, `criterion \`${row.cell('criterion')}\` is not known`);
    if (criterion === null || status === null) return [];
    const target = targetOf(row.cell('target'), criterion);
    if (target?.kind === 'value' && Number.isNaN(target.value)) {
      report.problem(table, row, `target \`${row.cell('target')}\` is no number`);
      return [];
    }
    const { verdict, low, high, biasPercent } = judgeResult({
      target,
      reported: row.cell('reported'),
      status,
      criterion,
    });
    report.exact(table, row, 'expect_low', low);
    report.exact(table, row, 'expect_high', high);
    report.rounded(table, row, 'expect_bias_pct', biasPercent);
    report.text(table, row, 'expect_result', verdict);
    return [{ row, verdict }];
  });
}

function criterionOf(row: Row, table: Table, report: Report): Criterion | null {
  const type = CRITERION_TYPES.find((one) => one === row.cell('type'));
  const [percent, units, cut] = [row.number('pct'), row.number('abs'), row.number('cut')];
  const criterion = ((): Criterion | null => {
    switch (type) {
      case 'pct':
        return { type, percent };
      case 'abs':
        return { type, units };
      case 'greater':
        return { type, percent, units };
      case 'piecewise_le':
      case 'piecewise_lt':
        return { type, percent, units, cut };
      case 'agreement':
        return { type };
      case undefined:
        return null;
    }
  })();
  if (criterion === null)
    report.problem(table, row, `type \`${row.cell('type')}\` is none of ${CRITERION_TYPES.join(', ')}`);
  if (criterion === null || !Object.values(criterion).some(Number.isNaN)) return criterion;
  report.problem(table, row, 'a figure that its type needs is missing');
  return null;
}

function statusOf(row: Row, table: Table, report: Report): ReturnStatus | null {
  const status = RETURN_STATUSES.find((one) => one === row.cell('lab_status'));
  if (status === undefined)
    report.problem(table, row, `lab_status \`${row.cell('lab_status')}\` is none of ${RETURN_STATUSES.join(', ')}`);
  return status ?? null;
}

function targetOf(text: string, criterion: Criterion): Target {
  if (text === '' || text === 'not graded') return null;
  if (criterion.type === 'agreement') return { kind: 'responses', accepted: listOf(text) };
  return { kind: 'value', value: numberOf(text) };
}

function judgedBy(judged: readonly Judged[], ...columns: readonly string[]): ReadonlyMap<string, readonly Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = keyOf(...columns.map(one.row.cell));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function checkScores(folder: Folder, report: Report, judged: readonly Judged[] | null): void {
  const table = folder.tableBy('eqa_scores', 'eqa_results');
  if (table === null || judged === null) return;
  const groups = judgedBy(judged, 'round', 'lab', 'analyte');
  for (const row of table.rows) {
    const own = groups.get(keyOf(...['round', 'lab', 'analyte'].map(row.cell))) ?? [];
    if (own.length === 0) {
      report.problem(table, row, 'no results');
      continue;
    }
    const status = row.cell('lab_status');
    if (own.some((one) => one.row.cell('lab_status') !== status))
      report.problem(table, row, `lab_status \`${status}\` is not that of every result`);
    const { acceptable, graded, percent } = scoreOf(own.map(({ verdict }) => verdict));
    report.rounded(table, row, 'expect_acceptable', acceptable);
    report.rounded(table, row, 'expect_graded', graded);
    report.rounded(table, row, 'expect_score', percent);
    report.text(table, row, 'expect_verdict', judgeEvent(percent, row.number('pass_mark')));
  }
}

function checkOverall(folder: Folder, report: Report, judged: readonly Judged[] | null): void {
  const table = folder.tableBy('eqa_overall', 'eqa_results');
  if (table === null || judged === null) return;
  const groups = judgedBy(judged, 'round', 'lab');
  for (const row of table.rows) {
    const own = groups.get(keyOf(...['round', 'lab'].map(row.cell))) ?? [];
    if (own.length === 0) {
      report.problem(table, row, 'no results');
      continue;
    }
    const { acceptable, graded, percent } = scoreOf(own.map(({ verdict }) => verdict));
    report.rounded(table, row, 'expect_acceptable', acceptable);
    report.rounded(table, row, 'expect_graded', graded);
    report.rounded(table, row, 'expect_overall_score', percent);
  }
}

function checkHistory(folder: Folder, report: Report): void {
  const table = folder.table('eqa_history');
  if (table === null) return;
  for (const rows of groupBy(table.rows, 'lab', 'analyte').values()) {
    const ordered = inOrder(rows, 'event');
    const events = ordered.map((row): EventVerdict => {
      const isEvaluated = !['', 'NE'].includes(row.cell('score'));
      return judgeEvent(isEvaluated ? row.number('score') : null);
    });
    const standings = standingsOf(events);
    for (const [place, row] of ordered.entries()) {
      report.text(table, row, 'expect_event', events[place] ?? '');
      report.text(table, row, 'expect_standing', standings[place] ?? '');
    }
  }
}

function checkPerformance(folder: Folder, report: Report): void {
  const table = folder.table('z_scores');
  if (table === null) return;
  for (const row of table.rows) {
    const labExpandedU = row.number('U_lab_k2');
    const computed = performanceOf({
      x: row.number('x'),
      assigned: row.number('x_pt'),
      assignedU: row.number('u_xpt'),
      sigma: row.number('sigma_pt'),
      labExpandedU: Number.isNaN(labExpandedU) ? null : labExpandedU,
      assignedExpandedU: row.number('U_xpt_k2'),
      allowable: row.number('delta_E'),
    });
    const yes = (is: boolean | null): string => (is === null ? '' : is ? 'yes' : 'no');
    report.rounded(table, row, 'expect_z', computed.z);
    report.text(table, row, 'expect_z_class', computed.zClass ?? '');
    report.text(table, row, 'expect_use_z_prime', yes(computed.usesZPrime));
    report.rounded(table, row, 'expect_z_prime', computed.zPrime);
    report.rounded(table, row, 'expect_zeta', computed.zeta);
    report.rounded(table, row, 'expect_En', computed.en);
    report.text(table, row, 'expect_En_ok', yes(computed.isEnAccepted));
    report.rounded(table, row, 'expect_D_pct', computed.differencePercent);
    report.rounded(table, row, 'expect_PA_pct', computed.allowablePercent);
  }
}

function checkCollusion(folder: Folder, report: Report): void {
  const tables = folder.pair('eqa_collusion_results', 'eqa_collusion_expected');
  if (tables === null) return;
  const [data, table] = tables;
  const returns = [...groupBy(data.rows, 'lab').values()].map((rows) => ({
    laboratory: rows[0]?.cell('lab') ?? '',
    results: rows.map((row) => ({ item: row.cell('item'), reported: row.cell('reported') })),
  }));
  const pairs = screenCollusion(returns);
  for (const row of table.rows) {
    const pair = pairs.find(({ laboratories }) =>
      ['lab_a', 'lab_b'].every((column) => laboratories.includes(row.cell(column))),
    );
    if (pair === undefined) {
      report.problem(table, row, `no returns of \`${row.cell('lab_a')}\` and \`${row.cell('lab_b')}\``);
      continue;
    }
    report.rounded(table, row, 'comparable', pair.comparable);
    report.rounded(table, row, 'expect_identical', pair.identical);
    report.rounded(table, row, 'expect_share_pct', pair.sharePercent);
    report.text(table, row, 'expect_flag', pair.isForReview ? 'review' : '');
  }
}
