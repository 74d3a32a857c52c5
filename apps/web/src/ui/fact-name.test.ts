import { explainMark } from '@fujie/core/recognition';
import { expect, test } from 'vitest';

import { zh } from '../i18n/zh.ts';
import { keyOfFact } from './fact-name.ts';

test('everything that can be missing of a mark has a name', () => {
  const nothing = { institution: 'H1', item: 'PH', scope: '14', date: '2026-05-20', lists: [], eqa: [] };
  const of = { ...nothing, instruments: [], suspensions: [] };
  const missing = [{}, { maxCv: 7.5, maxSd: 0.42, minAgreement: 90 }].flatMap(
    (limits) => explainMark({ ...of, iqc: { performed: true, ...limits } }).missing,
  );
  expect(new Set(missing).size).toBe(7);
  expect(missing.filter((fact) => !Object.hasOwn(zh.clinical.explain.facts, keyOfFact(fact)))).toEqual([]);
});
