/** What decided a case is read without codes: names of organisers, outcomes and classes in both languages. */
import { expect, test } from 'vitest';

import { NO_LIMITS } from '../iqc/monthly.ts';
import { daysDetail, roundsDetail, scatterDetail } from './indicator-details.ts';

const NONE = { cv: null, sd: null, classCv: null };

test('rounds are named by their organiser, with the outcome in words', () => {
  const organiser = { zh: '某省质控中心', en: 'QC Centre' };
  const rounds = ['PASS', 'FAIL', 'ABSENT', 'PENDING', null].map((outcome, n) => ({
    ...{ organiser, round: String(n), outcome },
  }));
  expect(
    roundsDetail(rounds)
      .zh.split('；')
      .map((one) => one.split(' ').at(-1)),
  ).toEqual([...['合格', '不合格', '未参加', '待公布', '—']]);
  expect(roundsDetail(rounds.slice(0, 2)).en).toBe('QC Centre 0 passed; QC Centre 1 failed');
});

test('figures stand beside their limits, those of levels of a class by the names of the classes', () => {
  const limits = { ...NO_LIMITS, maxCv: 6.5, maxSd: 0.02, byClass: { classes: ['low', 'abnormal'], maxCv: 10 } };
  expect(scatterDetail({ cv: 6, sd: null, classCv: 10.5 }, limits)).toEqual({
    zh: 'CV 6 % / 6.5 %；低值、异常水平 CV 10.5 % / 10 %；SD — / 0.02',
    en: 'CV 6 % / 6.5 %; CV of low, abnormal levels 10.5 % / 10 %; SD — / 0.02',
  });
  expect(scatterDetail(NONE, NO_LIMITS)).toEqual({ zh: '', en: '' });
});

test('days of control are counted in words', () => {
  expect([0, 1, 22].map((days) => daysDetail(days).en)).toEqual(['0 days', '1 day', '22 days']);
  expect(daysDetail(1).zh).toBe('1 天');
});
