/** What is said of the imprecision of a month 室内质控不精密度, condition M8. WS/T 403-2024, table A.1: no. 39 limits the SD of pH, no. 82 that of a meter below 5.5. */
import { expect, test } from 'vitest';

import { explainMark } from './explain-mark.ts';
import type { IqcFacts } from './types.ts';

const explained = (iqc: Omit<IqcFacts, 'performed'>) =>
  explainMark({
    ...{ institution: 'H1', item: 'PH', scope: '14', date: '2026-05-20', lists: [], eqa: [] },
    ...{ instruments: [], suspensions: [], iqc: { performed: true, ...iqc } },
  });
const PH = { maxSd: 0.02 };
const METER = { maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 };

test.each<[Omit<IqcFacts, 'performed'>, state: string, zh: string, en: string]>([
  [{ ...PH, sd: 0.02 }, 'met', '标准差 0.02（上限 0.02）', 'SD 0.02 (limit 0.02)'],
  [{ ...PH, sd: 0.0201 }, 'not-met', '标准差 0.0201（上限 0.02）', 'SD 0.0201 (limit 0.02)'],
  [
    { ...METER, sd: 0.41, cv: 7 },
    'met',
    '浓度低于 5.5 时标准差 0.41（须小于 0.42',
    'SD 0.41 below 5.5 (less than 0.42;',
  ],
  [{ ...METER, cv: 7.5 }, 'not-met', '浓度低于 5.5 时标准差 —', 'SD — below 5.5'],
])('of %j it says %s, the figure and its limit', (iqc, state, zh, en) => {
  const found = explained(iqc).findings.find(({ step }) => step === 'M8');
  expect([found?.state, found?.text.zh, found?.text.en]).toEqual([
    state,
    expect.stringContaining(zh),
    expect.stringContaining(en),
  ]);
});

test.each<[Omit<IqcFacts, 'performed'>, missing: readonly string[]]>([
  [PH, ['iqc.sd']],
  [{ ...PH, cv: 0.2 }, ['iqc.sd']],
  [METER, ['iqc.cv', 'iqc.sd']],
  [{ ...METER, cv: 7 }, []],
  [{ ...METER, sd: 0.4 }, []],
  [{}, ['iqc.maxCv']],
])('of %j it misses %j', (iqc, missing) => {
  expect(explained(iqc).missing.filter((fact) => fact.startsWith('iqc'))).toEqual(missing);
});
