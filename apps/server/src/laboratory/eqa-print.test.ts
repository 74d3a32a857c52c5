import type { Instant } from '@fujie/core/kernel';
import { buildSnapshot } from '@fujie/core/registers';
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import type { Config } from '../platform/config/config.ts';
import { summaryPaper } from './eqa-print-summary.ts';
import { certificatePaper, reportPaper } from './eqa-print.ts';

const needs = { registers: { current: () => buildSnapshot({}, 0) } };
const samples = ['1', '2', '3'];
const items = [
  {
    ...{ item: 'ALT', kind: 'quantitative' as const, unit: '[iU]/L', criterion: { type: 'pct' as const, percent: 16 } },
    ...{ passMark: 80, minimumGroup: 12, lowest: null, highest: null },
  },
];
const round = { organiser: 'Q', nameZh: '一', samples, items, opensAt: 0 as Instant, closesAt: 0 as Instant };
const turnout = { enrolled: 4, inTime: 2, late: 1 };
const summary = {
  ...{
    item: 'ALT',
    graded: 2,
    passed: 2,
    z: [
      [0.1, 0.2, null],
      [-1, -1.2, 6],
    ],
  },
  samples: samples.map((sample) => ({
    ...{ sample, acceptable: 2, unacceptable: 0, ungraded: null, targets: [], bins: [] },
    responses: sample === '1' ? [{ text: '阳性', count: 2 }] : [],
  })),
};

/** The blocks of a laboratory's report. */
const reported = (own: EqaOwnRound) =>
  reportPaper(
    { ...needs, config: { publicUrl: 'https://fujie.example' } as Config },
    {
      ...{ kind: 'report', institution: 'H1', roundId: 1, year: 2024, code: 'AAAA-BBBB-CCCC-DDDD', issuedMs: 0 },
      content: { round: null, version: 1, items: [] },
    },
    own,
  ).blocks;

test('a summary draws each two neighbouring samples, tells answers and the material', () => {
  const materials = [
    {
      item: 'ALT',
      sample: '1',
      kind: 'homogeneity',
      isFit: true,
      verdict: 'homogeneous',
      figure: 0.1,
      limit: 1.5,
      by: 'A',
      atMs: 0,
    },
  ] as const;
  const { blocks } = summaryPaper(needs, { round, turnout, summaries: [summary], materials }, '');
  expect(blocks).toContainEqual(expect.objectContaining({ kind: 'heading', text: 'ALT（IU/L）' }));
  const drawings = blocks.flatMap((block) => (block.kind === 'drawings' ? block.drawings : []));
  expect(drawings.map(({ title }) => title)).toEqual(['尤登图：1 与 2', '尤登图：2 与 3']);
  // Two laboratories measured the first pair, one the second; what lies further out stands at the edge.
  expect(drawings.map(({ option }) => (option as { series: { data: unknown }[] }).series[0]?.data)).toEqual([
    [
      [0.1, 0.2],
      [-1, -1.2],
    ],
    [[-1.2, 5]],
  ]);
  const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(cells).toContainEqual(['1', '阳性', '2']);
  expect(cells).toContainEqual(['ALT', '1', '均匀性', '0.1', '1.5', '符合']);
});

test('a summary begins with who returned, how many passed and whether the material was fit', () => {
  const { blocks } = summaryPaper(needs, { round, turnout, summaries: [summary], materials: [] }, '');
  const [heading, text] = blocks;
  expect(heading).toEqual({ kind: 'heading', text: '摘要' });
  expect(text?.kind === 'text' ? text.text.split('\n').slice(0, 3) : []).toEqual([
    '报名 4 家，按时回报 2 家，迟报 1 家，未回报 1 家；每家 3 份样品。',
    '共评价 2 项次，合格 2 项次，合格率 100.0%。',
    '样品均匀性与稳定性：未录入检验结果。',
  ]);
});

test('a summary names samples that nobody was graded by, and those that were although their material is not fit', () => {
  const check = { item: 'ALT', kind: 'stability' as const, isFit: false, verdict: 'not stable', figure: 2, limit: 1.5 };
  const materials = ['1', '2'].map((sample) => ({ ...check, sample, by: 'A', atMs: 0 }));
  const withdrawn = {
    ...summary,
    samples: summary.samples.map((one) => (one.sample === '1' ? { ...one, ungraded: '稳定性不符合要求' } : one)),
  };
  const { blocks } = summaryPaper(needs, { round, turnout, summaries: [withdrawn], materials }, '');
  const text = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('\n');
  expect(text).toContain('不评价的样品（不计分）：ALT 1。');
  expect(text).toContain('材料不符合要求而仍予评价的样品：ALT 2。');
  const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(cells).toContainEqual(['1', '不评价：稳定性不符合要求', '—', '—', '—', '—', '—']);
});

test('a histogram on paper carries the target of each group and the limits around that on which most rests', () => {
  const target = { variant: 'A', kind: 'consensus' as const, uncertainty: 0.4, sd: 1, accepted: null };
  const drawn = {
    ...summary,
    samples: summary.samples.map((sample) => ({
      ...sample,
      targets: [
        { ...target, group: '干化学', value: 50, n: 12 },
        { ...target, group: 'all', value: 40, n: 30 },
      ],
      bins: [
        { from: 36, to: 40, count: 2 },
        { from: 40, to: 44, count: 1 },
      ],
    })),
  };
  const { blocks } = summaryPaper(needs, { round, turnout, summaries: [drawn], materials: [] }, '');
  const drawings = blocks.flatMap((block) => (block.kind === 'drawings' ? block.drawings : []));
  const [histogram] = drawings as unknown as { option: { series: { markLine: { data: { xAxis: number }[] } }[] } }[];
  expect(histogram?.option.series[0]?.markLine.data.map(({ xAxis }) => xAxis)).toEqual([40, 50, 33.6, 46.4]);
});

test('a certificate says the method, who issues it with a place for the seal, and where it is checked', () => {
  const item = { organiser: 'Q', item: 'ALT', percent: 100, outcome: null, rounds: 2, methods: ['速率法'] };
  const paper = {
    ...{ kind: 'certificate' as const, institution: 'H1', roundId: null, year: 2024, code: 'AAAA-BBBB-CCCC-DDDD' },
    ...{ content: { round: null, version: null, items: [item] }, issuedMs: Date.parse('2024-06-01T09:00+08:00') },
  };
  const printed = (publicUrl: string) =>
    certificatePaper({ ...needs, config: { publicUrl } as Config }, paper, '甲医院');
  const { blocks, mark } = printed('https://fujie.example');
  expect(blocks).toContainEqual({ kind: 'seals', issuers: ['Q'], on: '2024 年 6 月 1 日' });
  expect(blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))).toContainEqual([
    ...['ALT', '速率法', '2', '100%'],
  ]);
  expect(mark).toContain('https://fujie.example/public/eqa?code=AAAA-BBBB-CCCC-DDDD');
  // Where no address is configured, none is printed that leads to the machine of whoever reads it.
  for (const own of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])
    expect(printed(own).mark).toContain('核验：本平台首页“质评证书核验”');
});

test('a report tells each difference in percent of the allowable error, which z is z′, and what nobody was graded by', () => {
  const cell = { reported: '42', target: 40, accepted: null, group: 'all', kind: 'reference' as const, n: 0 };
  const figures = { low: 34, high: 46, biasPercent: 5, z: 0.9, en: null, passedOver: [] };
  const score = {
    ...{ institution: 'H1', item: 'ALT', outcome: 'PASS' as const, percent: 100, review: 0 },
    cells: [
      {
        ...{ ...cell, ...figures, sample: '1', usesZPrime: true, allowablePercent: 33.33, ungraded: null },
        verdict: 'acceptable' as const,
      },
      {
        ...{ ...cell, ...figures, sample: '2', target: null, group: null, kind: null, low: null, high: null, z: null },
        ...{ biasPercent: null, usesZPrime: false, allowablePercent: null, ungraded: '样品渗漏' },
        verdict: 'excluded' as const,
      },
    ],
  };
  const own = {
    ...{ round: { ...round, published: 1 }, institution: { nameZh: '甲医院' }, scores: [score] },
    ...{ appeals: [], returns: [], correction: null },
  } as unknown as EqaOwnRound;
  const sourced = (source?: string): string[] => {
    const of = {
      ...own,
      round: { ...own.round, items: own.round.items.map((one) => ({ ...one, ...(source && { source }) })) },
    };
    return reported(of).flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  };
  expect(sourced('WS/T 403-2024')).toContain('允许误差出处：WS/T 403-2024');
  expect(sourced()).toContain('允许误差出处：组织者自定');
  const blocks = reported(own);
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(rows).toContainEqual(['1', '42', '40', '全体（参考值）', '34 – 46', '5.0%', '33.3%', '0.90（z′）', '可接受']);
  expect(rows).toContainEqual(['2', '42', '—', '—', '—', '—', '—', '—', '不评价']);
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? block.text.split('\n') : []));
  expect(texts).toContain('样品 2 不评价：样品渗漏');
  expect(texts.some((text) => text.startsWith('z′：靶值不确定度'))).toBe(true);
});
