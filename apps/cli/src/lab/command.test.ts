import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { registerLabCommands } from './command.ts';

const OURS = fileURLToPath(new URL('../../../../packages/core/fixtures/laboratory', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fujie-lab-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

async function checked(directory: string): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  const program = new Command();
  registerLabCommands(program);
  await program.parseAsync(['lab', 'check', directory], { from: 'user' });
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, lines };
}

/** Changes a file of the copy by one text that stands in it once. */
function change(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`\`${from}\` does not stand once in ${file}`);
  writeFileSync(path, text.replace(from, to));
}

const only = (file: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, file), `${lines.join('\n')}\n`);

describe('fujie lab check', () => {
  test('computes every figure of our own vectors', async () => {
    const { code, lines } = await checked(OURS);
    expect(lines).toEqual([expect.stringMatching(/^28\d\d passed, 0 failed$/)]);
    expect(code).toBe(0);
  });

  test('prints each difference of a broken copy with its file, line and column, the counts last, and fails', async () => {
    cpSync(OURS, folder, { recursive: true });
    change('westgard_points.csv', 'W04,2,2026-09-02,1,1,4.00,0.10,4.320,', 'W04,2,2026-09-02,1,1,4.00,0.10,4.300,');
    change('eqa_results.csv', 'K_wst,S2,3.30,3.51,submitted', 'K_wst,S2,3.30,3.50,submitted');
    change('algorithm_a_expected.csv', '5.386489,1.145957', '5.387489,1.145957');
    change('indicator_ratios.csv', 'CL-04,0,0,no data', 'CL-04,0,0,0.00');
    const { code, lines } = await checked(folder);
    expect(lines).toContain('✗ westgard_points.csv:30 expect_z: expected `3.2`, computed `3`');
    expect(lines).toContain('✗ westgard_points.csv:30 expect_rules: expected `1_2s|1_3s`, computed `1_2s`');
    expect(lines).toContain('✗ westgard_points.csv:31 expect_run_verdict: expected `reject`, computed `warning`');
    expect(lines).toContain('✗ eqa_results.csv:43 expect_result: expected `unacceptable`, computed `acceptable`');
    expect(lines).toContain('✗ algorithm_a_expected.csv:2 x_star: expected `5.387489`, computed `5.38648923009`');
    expect(lines).toContain('✗ indicator_ratios.csv:14 expect_pct: expected `0.00`, computed `no data`');
    expect(lines.at(-1)).toMatch(/^\d+ passed, \d+ failed$/);
    expect(code).toBe(1);
  });

  test('reads files as spreadsheets save them, and says which are missing', async () => {
    const table =
      '\ufeffcase,tea_pct,bias_pct,cv_pct,n_levels,expect_sigma,expect_rules\r\n"S1","6.0",1.0,0.8,2,"6.25",1_3s\r\n\r\n';
    writeFileSync(join(folder, 'sigma.csv'), table);
    const { code, lines } = await checked(folder);
    expect(lines.at(-1)).toBe('2 passed, 0 failed');
    expect(lines).toContain('- tat.csv is not there: skipped (缺少，跳过)');
    expect(code).toBe(0);
  });

  test('takes series of any rules, levels and gaps, and results in any order', async () => {
    const head = 'series,n_levels,rules,warning_rules,gate,r4s,explanation';
    only('westgard_series.csv', head, 'N1,4,1_2s|2_2s|7_T,1_2s|7_T,none,strict,"a, b"', 'N2,1,11_x,,none,strict,');
    only(
      'westgard_points.csv',
      'series,run,date,level,replicate,mean,sd,value,void,event_before_run,expect_z,expect_rules,expect_rules_scoped,expect_run_verdict',
      // A base excess, below zero; the run after stands first, its replicates the wrong way round.
      'N1,10,,L4,2,-2,0.5,-3.1,,,-2.2,1_2s|2_2s,2_2s@L|1_2s,reject',
      'N1,10,,L4,1,-2,0.5,-3.05,,,-2.1,2_2s|1_2s,1_2s|2_2s@L,reject',
      'N1,9,,L4,1,-2,0.5,-3,,,-2,,,accept',
      'N1,9,,L1,1,4,0.1,,,,,,,accept',
      'N2,1,,1,1,4,0.1,4,,,0,,,accept',
      'N3,1,,1,1,4,0.1,4,,,0,,,accept',
    );
    const { lines } = await checked(folder);
    const faults = lines.filter((line) => line.startsWith('✗'));
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain('westgard_series.csv:3 `11_x` is no control rule');
    expect(faults[1]).toContain('westgard_points.csv:7 series `N3` is not in westgard_series.csv');
    expect(lines.at(-1)).toBe('16 passed, 2 failed');
  });

  test('names what keeps a row from being checked', async () => {
    only('eqa_criteria.csv', 'criterion,type,pct,abs,cut,meaning', 'A,pct,,,,', 'B,double,4,,,', 'C,pct,10,,,');
    only(
      'eqa_results.csv',
      'round,lab,analyte,criterion,sample,target,reported,lab_status,expect_low,expect_high,expect_bias_pct,expect_result',
      '1,L,X,C,S1,10,11,submitted,9,11,10.00,acceptable',
      '1,L,X,C,S2,ten,11,submitted,9,11,10.00,acceptable',
      '1,L,X,D,S3,10,11,submitted,9,11,10.00,acceptable',
      '1,L,X,C,S4,10,11,sent,9,11,10.00,acceptable',
      '1,L,X,C,S5,-10,-8.9,submitted,-11,-9,-11.00,unacceptable',
    );
    only('eqa_scores.csv', 'round,lab,analyte,lab_status,pass_mark,expect_score', '1,M,X,submitted,80,100.0');
    const { lines } = await checked(folder);
    const faults = lines.filter((line) => line.startsWith('✗')).map((line) => line.slice(2, 24));
    expect(faults).toEqual([
      ...['eqa_criteria.csv:2 a f', 'eqa_criteria.csv:3 typ', 'eqa_results.csv:3 targ'],
      ...['eqa_results.csv:4 crit', 'eqa_results.csv:5 lab_', 'eqa_scores.csv:2 no re'],
    ]);
    expect(lines.at(-1)).toBe('8 passed, 6 failed');
  });

  test('names a file that cannot be read and checks the others, and is not content with nothing', async () => {
    only('tat.csv', 'case,minutes,n,expect_p90_rank,expect_p90,expect_median', 'T1,"30 45,2,2,45,37.5');
    only('indicator_ratios.csv', 'indicator,numerator,denominator,expect_pct', 'CL-01,1,8,12.50');
    const { code, lines } = await checked(folder);
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([expect.stringContaining('tat.csv:')]);
    expect([lines.at(-1), code]).toEqual(['1 passed, 1 failed', 1]);
    rmSync(join(folder, 'tat.csv'));
    rmSync(join(folder, 'indicator_ratios.csv'));
    const nothing = await checked(folder);
    expect([nothing.lines.at(-1), nothing.code]).toEqual(['0 passed, 0 failed', 1]);
  });

  test('names figures with a comma, columns and files that are missing, and what holds nothing', async () => {
    only('tat.csv', 'case;minutes;n', 'T1;30,5 45;2');
    only('sigma.csv', 'case,tea_pct,cv_pct,expect_sigma,more', 'S1,"6,0",0.8,6.25,x', 'S2,6.0,0.8,"6,25",');
    only('peer_group.csv');
    only('eqa_scores.csv', 'round,lab,analyte,lab_status,pass_mark,expect_score', '1,M,X,submitted,80,100.0');
    only('target_expected.csv', 'case,stage,n', 'T,provisional,20');
    only('ep15_values.csv', 'case,day,value', 'E,1,4');
    mkdirSync(join(folder, 'z_scores.csv'));
    only(
      'westgard_points.csv',
      'series,run,level,mean,sd,value,void,event_before_run,expect_run_verdict',
      'A,1,1,4,0.1,4.1,x,corective_action,accept',
    );
    only('westgard_series.csv', 'series,rules', 'A,1_3s');
    const { code, lines } = await checked(folder);
    const faults = lines.filter((line) => line.startsWith('✗')).map((line) => line.slice(2).replace(/ \(.*/, ''));
    expect(faults.sort()).toEqual([
      'eqa_scores.csv cannot be checked without eqa_results.csv',
      'peer_group.csv is empty',
      'sigma.csv has no column `bias_pct`',
      'sigma.csv has no column `n_levels`',
      'sigma.csv:2 expect_sigma: expected `6.25`, computed ``',
      'sigma.csv:2 tea_pct: `6,0` is no number, written with a point',
      'sigma.csv:3 expect_sigma: expected `6,25`, computed ``',
      'target_expected.csv cannot be checked without target_values.csv',
      'tat.csv:2 minutes: `30,5` is no number, written with a point',
      'westgard_points.csv:2 event `corective_action` is not known',
      'westgard_points.csv:2 void `x` is neither yes nor no',
      'z_scores.csv is no file',
    ]);
    expect([lines.at(-1), code]).toEqual(['2 passed, 12 failed', 1]);
  });

  test('refuses a folder that is not there', async () => {
    await expect(checked(join(folder, 'none'))).rejects.toThrow('没有此文件夹');
  });
});
