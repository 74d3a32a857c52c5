/** Sigma, peers and patient results of a folder. */
import type { MovingStatistic } from '@fujie/core/iqc';
import {
  bullMean,
  compareWithPeers,
  criticalShift,
  movingSeries,
  qualityGoalIndex,
  sigmaMetric,
  sigmaRules,
} from '@fujie/core/iqc';

import type { Folder } from './folder.ts';
import { groupBy, inOrder } from './folder.ts';
import type { Report } from './report.ts';

/** Checks what is derived from control results and from those of patients. */
export function checkFigures(folder: Folder, report: Report): void {
  checkSigma(folder, report);
  checkPeers(folder, report);
  checkMoving(folder, report);
  checkBull(folder, report);
}

function checkSigma(folder: Folder, report: Report): void {
  const table = folder.table('sigma');
  if (table === null) return;
  for (const row of table.rows) {
    const [bias, cv] = [row.number('bias_pct'), row.number('cv_pct')];
    const sigma = sigmaMetric(row.number('tea_pct'), bias, cv);
    const advice = sigma === null ? null : sigmaRules(sigma, row.number('n_levels'));
    const goal = sigma === null || sigma >= 6 - 1e-9 ? null : qualityGoalIndex(bias, cv);
    report.rounded(table, row, 'expect_sigma', sigma);
    report.set(table, row, 'expect_rules', advice?.rules ?? []);
    const designs = (advice?.designs ?? []).map(({ n, r }) => `N=${String(n)} R=${String(r)}`);
    report.text(table, row, 'expect_n_r', designs.join(' or '));
    report.rounded(table, row, 'expect_delta_se_crit', sigma === null ? null : criticalShift(sigma));
    report.rounded(table, row, 'expect_qgi', goal?.value ?? null);
    report.text(table, row, 'expect_qgi_reading', goal?.reading ?? '');
  }
}

function checkPeers(folder: Folder, report: Report): void {
  const table = folder.table('peer_group');
  if (table === null) return;
  for (const row of table.rows) {
    const { sdi, cvr, biasPercent } = compareWithPeers(
      { mean: row.number('lab_mean'), cvPercent: row.number('lab_cv_pct') },
      { mean: row.number('peer_mean'), sd: row.number('peer_sd'), cvPercent: row.number('peer_cv_pct') },
    );
    report.rounded(table, row, 'expect_sdi', sdi);
    report.rounded(table, row, 'expect_cvr', cvr);
    report.rounded(table, row, 'expect_bias_pct', biasPercent);
  }
}

function checkMoving(folder: Folder, report: Report): void {
  const table = folder.table('pbrtqc_ma');
  if (table === null) return;
  for (const rows of groupBy(table.rows, 'case').values()) {
    const ordered = inOrder(rows, 'i');
    const [first] = ordered;
    if (first === undefined) continue;
    const values = ordered.map((row) => row.number('value'));
    const ewma: MovingStatistic = { kind: 'ewma', weight: first.number('lam'), start: first.number('ewma_start') };
    const averages = movingSeries(values, ewma);
    const means = new Map<number, ReturnType<typeof movingSeries>>();
    for (const [place, row] of ordered.entries()) {
      const window = row.number('window_n');
      const own = means.get(window) ?? movingSeries(values, { kind: 'mean', window });
      means.set(window, own);
      report.rounded(table, row, 'expect_sma', own[place] ?? null);
      report.rounded(table, row, 'expect_ewma', averages[place] ?? null);
    }
  }
}

function checkBull(folder: Folder, report: Report): void {
  const table = folder.table('pbrtqc_bull');
  if (table === null) return;
  for (const row of table.rows) {
    const previous = row.number('previous_mean');
    const { sum, mean } = bullMean(row.numbers('values'), previous);
    report.near(table, row, 'expect_sum', sum);
    report.near(table, row, 'expect_mean', mean);
    report.near(table, row, 'expect_change_pct', previous === 0 ? null : (100 * (mean - previous)) / previous);
  }
}
