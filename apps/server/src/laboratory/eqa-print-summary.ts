/**
 * The summary report of a round of EQA 总结报告, in Chinese: first what came of it at a glance, then each item with its targets, histograms and
 * Youden plots. It names nobody. Source: ISO/IEC 17043, by general knowledge.
 */
import type { ItemSummary, TargetLine } from '@fujie/core/eqa';
import { outlineOf, targetLines, unfitGraded } from '@fujie/core/eqa';
import type { EqaItem } from '@fujie/wire/contracts';

import type { Paper, PaperBlock, PaperDrawing } from '../platform/paper/paper.ts';
import type { MaterialRow, Turnout } from './eqa-figures.query.ts';
import type { Names } from './eqa-print-parts.ts';
import { groupName, headingOf, KINDS, minute, nameOf, organiserOf, short } from './eqa-print-parts.ts';
import type { RoundRow } from './eqa.query.ts';

const MATERIALS = { homogeneity: '均匀性', stability: '稳定性' } as const;
const SIZE = { width: 152, height: 112 } as const;
const SQUARE = { width: 152, height: 138 } as const;
/** Of a table, and drawings beside each other. */
const ROW = 22;
const IN_ROW = 3;
const REACH = 5;
/** An item of which fewer pass is named at the beginning. */
const LOW_PASS_RATE = 80;

export interface SummaryOf {
  readonly round: Pick<RoundRow, 'organiser' | 'nameZh' | 'samples' | 'items' | 'opensAt' | 'closesAt'>;
  readonly turnout: Turnout;
  readonly summaries: readonly ItemSummary[];
  readonly materials: readonly MaterialRow[];
}

export function summaryPaper(deps: Names, of: SummaryOf, mark: string): Paper {
  const { round, summaries, materials } = of;
  return {
    title: '室间质量评价总结报告',
    lines: [
      `${organiserOf(deps, round.organiser)} · ${round.nameZh}`,
      `${minute(round.opensAt)} 开放，${minute(round.closesAt)} 截止`,
    ],
    blocks: [
      ...glance(deps, of),
      ...materialBlocks(deps, materials),
      ...summaries.flatMap((summary) => itemBlocks(deps, round, summary)),
    ],
    mark,
  };
}

/** 摘要: what a reader needs first. */
function glance(deps: Names, { round, turnout, summaries, materials }: SummaryOf): readonly PaperBlock[] {
  const { enrolled, inTime, late } = turnout;
  const [graded, passed] = [sumOf(summaries, 'graded'), sumOf(summaries, 'passed')];
  const low = summaries.filter((one) => one.graded > 0 && rateOf(one) < LOW_PASS_RATE);
  const unfit = materials.filter(({ isFit }) => !isFit);
  const withdrawn = summaries.flatMap(({ item, samples }) =>
    samples.flatMap(({ sample, ungraded }) => (ungraded === null ? [] : [{ item, sample }])),
  );
  const listed = (what: string, of: readonly { readonly item: string; readonly sample: string }[]): string[] =>
    of.length === 0 ? [] : [`${what}：${of.map(({ item, sample }) => `${nameOf(deps, item)} ${sample}`).join('、')}。`];
  const lines = [
    `报名 ${String(enrolled)} 家，按时回报 ${String(inTime)} 家，迟报 ${String(late)} 家，未回报 ${String(enrolled - inTime - late)} 家；每家 ${String(round.samples.length)} 份样品。`,
    graded === 0
      ? '没有可评价的成绩。'
      : `共评价 ${String(graded)} 项次，合格 ${String(passed)} 项次，合格率 ${((100 * passed) / graded).toFixed(1)}%。`,
    ...(low.length === 0
      ? []
      : [`合格率低于 ${String(LOW_PASS_RATE)}% 的项目：${low.map(({ item }) => nameOf(deps, item)).join('、')}。`]),
    materials.length === 0
      ? '样品均匀性与稳定性：未录入检验结果。'
      : unfit.length === 0
        ? `样品均匀性与稳定性：检验 ${String(materials.length)} 次，均符合要求。`
        : `样品均匀性与稳定性：检验 ${String(materials.length)} 次，${String(unfit.length)} 次不符合要求，见下。`,
    ...listed('不评价的样品（不计分）', withdrawn),
    ...listed('材料不符合要求而仍予评价的样品', unfitGraded(materials, withdrawn)),
    '图例：直方图中绿色实线为各评价组靶值，红色虚线为允许范围（取结果最多的一组）；尤登图中方框为 |z| ≤ 2 与 |z| ≤ 3。',
  ];
  return [
    { kind: 'heading', text: '摘要' },
    { kind: 'text', text: lines.join('\n') },
    {
      ...{ kind: 'table', shares: [3, 1.4, 1.4, 1.2, 2, 2.4] },
      rows: [
        ['项目', '评价家数', '合格家数', '合格率', '可接受结果', '靶值来源'],
        ...summaries.map((one) => [
          ...[nameOf(deps, one.item), String(one.graded), String(one.passed)],
          ...[one.graded === 0 ? '—' : `${rateOf(one).toFixed(1)}%`, acceptedOf(one), sourcesOf(one)],
        ]),
      ],
    },
  ];
}

const sumOf = (summaries: readonly ItemSummary[], key: 'graded' | 'passed'): number =>
  summaries.reduce((sum, one) => sum + one[key], 0);
const rateOf = ({ graded, passed }: ItemSummary): number => (100 * passed) / graded;

function acceptedOf({ samples }: ItemSummary): string {
  const acceptable = samples.reduce((sum, one) => sum + one.acceptable, 0);
  const all = samples.reduce((sum, one) => sum + one.acceptable + one.unacceptable, 0);
  return all === 0 ? '—' : `${String(acceptable)} / ${String(all)}`;
}

const sourcesOf = ({ samples }: ItemSummary): string =>
  [...new Set(samples.flatMap(({ targets }) => targets.map(({ kind }) => KINDS[kind])))].join('、') || '—';

/** 均匀性与稳定性 (ISO 13528 annex B). */
function materialBlocks(deps: Names, materials: readonly MaterialRow[]): readonly PaperBlock[] {
  if (materials.length === 0) return [];
  return [
    { kind: 'heading', text: '样品均匀性与稳定性' },
    {
      ...{ kind: 'table', shares: [3, 2, 2, 2, 2, 2] },
      rows: [
        ['项目', '样品', '检验', '统计量', '界限', '结论'],
        ...materials.map(({ item, sample, kind, figure, limit, isFit }) => [
          ...[nameOf(deps, item), sample, MATERIALS[kind], short(figure), short(limit), isFit ? '符合' : '不符合'],
        ]),
      ],
    },
  ];
}

function itemBlocks(deps: Names, round: SummaryOf['round'], summary: ItemSummary): readonly PaperBlock[] {
  const asked = round.items.find(({ item }) => item === summary.item);
  const histograms = summary.samples.flatMap((sample) => (asked === undefined ? [] : histogramOf(sample, asked)));
  const drawings = [...histograms, ...youdenOf(round.samples, summary)];
  const rows = summary.samples.reduce((sum, { targets }) => sum + Math.max(targets.length, 1), 1);
  // An item on a page of its own where it fits, and several where they do.
  const room = 60 + rows * ROW + Math.ceil(drawings.length / IN_ROW) * (SQUARE.height + 30);
  return [
    { kind: 'heading', text: headingOf(deps, round, summary.item), room },
    {
      ...{ kind: 'table', shares: [2, 4, 2, 2, 2, 1.5, 2] },
      rows: [
        ['样品', '评价组', '来源', '靶值', '标准不确定度', '家数', '可接受 / 不可接受'],
        ...summary.samples.flatMap(({ sample, targets, acceptable, unacceptable, ungraded }) =>
          ungraded !== null
            ? [[sample, `不评价：${ungraded}`, '—', '—', '—', '—', '—']]
            : targets.map((target, index) => [
                ...[index === 0 ? sample : '', groupName(target.group), KINDS[target.kind]],
                ...[
                  target.accepted?.join(' / ') ?? short(target.value),
                  short(target.uncertainty),
                  target.n === 0 ? '—' : String(target.n),
                ],
                index === 0 ? `${String(acceptable)} / ${String(unacceptable)}` : '',
              ]),
        ),
      ],
    },
    ...answersOf(summary),
    { kind: 'drawings', drawings },
  ];
}

/** What was answered of a qualitative item, and how often 定性结果分布. */
function answersOf({ samples }: ItemSummary): readonly PaperBlock[] {
  const rows = samples.flatMap(({ sample, responses }) =>
    responses.map(({ text, count }, index) => [index === 0 ? sample : '', text, String(count)]),
  );
  return rows.length === 0 ? [] : [{ kind: 'table', shares: [2, 4, 1], rows: [['样品', '回报结果', '家数'], ...rows] }];
}

function histogramOf(
  { sample, bins, targets }: ItemSummary['samples'][number],
  { criterion }: EqaItem,
): readonly PaperDrawing[] {
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lines = drawnLines(targetLines(targets, criterion));
  const edges = [first.from, last.to, ...lines.map(({ xAxis }) => xAxis)];
  const [low, high] = [Math.min(...edges), Math.max(...edges)];
  const margin = (high - low) * 0.04 || 1;
  return [
    {
      ...{ title: `样品 ${sample} 结果分布`, ...SIZE },
      option: {
        grid: { left: 24, right: 8, top: 8, bottom: 20 },
        xAxis: {
          ...{ type: 'value', min: low - margin, max: high + margin, splitNumber: 3, splitLine: { show: false } },
          axisLabel: { fontSize: 8, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
        },
        yAxis: {
          type: 'value',
          minInterval: 1,
          splitNumber: 3,
          axisLabel: { fontSize: 8 },
          splitLine: { show: false },
        },
        series: [
          {
            ...{ type: 'line', symbol: 'none', lineStyle: { color: '#1f6f8b', width: 1 } },
            areaStyle: { color: '#bcd6df' },
            data: outlineOf(bins),
            markLine: { silent: true, symbol: 'none', label: { show: false }, data: lines },
          },
        ],
      },
    },
  ];
}

/** Targets of every group, and the limits around the first. */
function drawnLines(lines: readonly TargetLine[]) {
  const target = { color: '#0a6640', type: 'solid', width: 1.2 };
  const limit = { color: '#b3261e', type: 'dashed', width: 1 };
  const { low = null, high = null } = lines[0] ?? {};
  return [
    ...lines.map(({ value }) => ({ xAxis: value, lineStyle: target })),
    ...[low, high].flatMap((at) => (at === null ? [] : [{ xAxis: at, lineStyle: limit }])),
  ];
}

/** Of each two neighbouring samples. */
function youdenOf(samples: readonly string[], { z }: ItemSummary): readonly PaperDrawing[] {
  if (z.length === 0) return [];
  return samples.slice(1).map((second, place) =>
    youdenPlot(
      [samples[place] ?? '', second],
      z.flatMap((row): readonly [number, number][] => {
        const [x, y] = [row[place] ?? null, row[place + 1] ?? null];
        return x === null || y === null ? [] : [[x, y]];
      }),
    ),
  );
}

function youdenPlot(
  [first, second]: readonly [string, string],
  z: readonly (readonly [number, number])[],
): PaperDrawing {
  const axis = (name: string, nameGap: number) => ({
    ...{ type: 'value', min: -REACH, max: REACH, interval: 2.5, name, nameLocation: 'middle', nameGap },
    ...{
      axisLabel: { fontSize: 8 },
      nameTextStyle: { fontSize: 8 },
      splitLine: { show: false },
      axisLine: { onZero: false },
    },
  });
  const within = (value: number): number => Math.max(-REACH, Math.min(REACH, value));
  const box = (k: number, color: string) => [{ coord: [-k, -k], itemStyle: { color } }, { coord: [k, k] }];
  return {
    ...{ title: `尤登图：${first} 与 ${second}`, ...SQUARE },
    option: {
      grid: { left: 32, right: 8, top: 8, bottom: 28 },
      xAxis: axis(`z ${first}`, 16),
      yAxis: axis(`z ${second}`, 20),
      series: [
        {
          ...{ type: 'scatter', symbolSize: 4, itemStyle: { color: '#1f6f8b' } },
          data: z.map(([x, y]) => [within(x), within(y)]),
          markArea: { silent: true, data: [box(3, '#f7efe0'), box(2, '#e3f1e9')] },
        },
      ],
    },
  };
}
