/** What stands on the papers of EQA 成绩报告单、合格证书、总结报告, in Chinese. */
import type { ItemSummary } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';
import type { EqaOwnRound } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import type { Paper, PaperBlock, PaperDrawing } from '../platform/paper/paper.ts';
import type { PaperRow } from './eqa-papers.query.ts';
import type { RoundRow } from './eqa.query.ts';

const OUTCOMES = { PASS: '合格', FAIL: '不合格', ABSENT: '未参加', PENDING: '未评价' } as const;
const VERDICTS = { acceptable: '可接受', unacceptable: '不可接受', excluded: '不评价', review: '待判定' } as const;
const KINDS = { reference: '参考值', formulation: '配方值', experts: '专家组', consensus: '同组共识' } as const;
const SIZE = { width: 230, height: 170 } as const;
const REACH = 5;

const percent = (value: number | null): string => (value === null ? '—' : `${String(Math.round(value))}%`);
const short = (value: number | null): string => (value === null ? '—' : String(Number(value.toPrecision(5))));
const minute = (at: number): string =>
  formatInstant(at as Instant)
    .slice(0, 16)
    .replace('T', ' ');

type Needs = Pick<Deps, 'registers' | 'config' | 'clock'>;

function nameOf({ registers }: Needs, item: string): string {
  return registers.current().item(item)?.nameZh ?? item;
}

function organiserOf({ registers }: Needs, code: string): string {
  return registers.current().nameOf(qcOrganisations, code)?.nameZh ?? code;
}

function markOf({ config }: Needs, { code, issuedMs }: PaperRow): string {
  return `核验码 ${code} · 核验：${config.publicUrl}/public/eqa · ${minute(issuedMs)} 签发`;
}

/** 成绩报告单: a laboratory's scores of a round, sample by sample. */
export function reportPaper(deps: Needs, paper: PaperRow, { round, institution, scores }: EqaOwnRound): Paper {
  return {
    title: '室间质量评价成绩报告单',
    lines: [
      institution.nameZh,
      `${organiserOf(deps, round.organiser)} · ${round.nameZh}（第 ${String(round.published)} 版）`,
    ],
    blocks: [
      {
        ...{ kind: 'table', shares: [3, 1, 1, 1] },
        rows: [
          ['项目', 'PT 得分', '合格线', '评价'],
          ...scores.map((score) => [
            ...[nameOf(deps, score.item), percent(score.percent)],
            ...[
              percent(round.items.find(({ item }) => item === score.item)?.passMark ?? null),
              OUTCOMES[score.outcome],
            ],
          ]),
        ],
      },
      ...scores.flatMap((score): PaperBlock[] => [
        { kind: 'heading', text: nameOf(deps, score.item) },
        {
          ...{ kind: 'table', shares: [2, 2, 2, 3, 2, 1.5, 2] },
          rows: [
            ['样品', '回报值', '靶值', '允许范围', '偏倚', 'z', '判定'],
            ...score.cells.map((cell) => [
              ...[
                cell.sample,
                cell.reported === '' ? '—' : cell.reported,
                cell.accepted?.join(' / ') ?? short(cell.target),
              ],
              cell.low === null ? '—' : `${short(cell.low)} – ${short(cell.high)}`,
              ...[cell.biasPercent === null ? '—' : `${cell.biasPercent.toFixed(1)}%`, cell.z?.toFixed(2) ?? '—'],
              VERDICTS[cell.verdict],
            ]),
          ],
        },
      ]),
    ],
    mark: markOf(deps, paper),
  };
}

/** 合格证书: items that passed every round of a year. */
export function certificatePaper(deps: Needs, paper: PaperRow, institution: string): Paper {
  const { year, content, issuedMs } = paper;
  return {
    title: '室间质量评价合格证书',
    lines: [`编号 ${paper.code}`],
    blocks: [
      {
        kind: 'text',
        text: `\n${institution}：\n\n    贵实验室参加 ${String(year)} 年室间质量评价，截至签发之日已公布的各轮次中，下列项目成绩均为合格，特发此证。`,
      },
      {
        ...{ kind: 'table', shares: [3, 4, 1, 1.4] },
        rows: [
          ['项目', '组织者', '轮数', '最低得分'],
          ...content.items.map(({ item, organiser, rounds, percent: lowest }) => [
            ...[nameOf(deps, item), organiserOf(deps, organiser), String(rounds ?? ''), percent(lowest)],
          ]),
        ],
      },
      { kind: 'text', text: `\n签发时间：${minute(issuedMs)}` },
    ],
    mark: markOf(deps, paper),
  };
}

/** 总结报告: every item over all laboratories, with histograms and Youden plots; it names nobody. */
export function summaryPaper(deps: Needs, round: RoundRow, summaries: readonly ItemSummary[], mark: string): Paper {
  return {
    title: '室间质量评价总结报告',
    lines: [`${organiserOf(deps, round.organiser)} · ${round.nameZh}`],
    blocks: [
      {
        ...{ kind: 'table', shares: [3, 1, 1, 1] },
        rows: [
          ['项目', '评价家数', '合格家数', '合格率'],
          ...summaries.map(({ item, graded, passed }) => [
            ...[nameOf(deps, item), String(graded), String(passed)],
            graded === 0 ? '—' : `${((100 * passed) / graded).toFixed(1)}%`,
          ]),
        ],
      },
      ...summaries.flatMap((summary) => itemBlocks(deps, round, summary)),
    ],
    mark,
  };
}

function itemBlocks(deps: Needs, { samples }: RoundRow, summary: ItemSummary): readonly PaperBlock[] {
  return [
    { kind: 'heading', text: nameOf(deps, summary.item) },
    {
      ...{ kind: 'table', shares: [2, 4, 2, 2, 2, 1.5, 2] },
      rows: [
        ['样品', '评价组', '来源', '靶值', '标准不确定度', '家数', '可接受 / 不可接受'],
        ...summary.samples.flatMap(({ sample, targets, acceptable, unacceptable }) =>
          targets.map((target, index) => [
            ...[index === 0 ? sample : '', target.group === 'all' ? '全体' : target.group, KINDS[target.kind]],
            ...[target.accepted?.join(' / ') ?? short(target.value), short(target.uncertainty), String(target.n)],
            index === 0 ? `${String(acceptable)} / ${String(unacceptable)}` : '',
          ]),
        ),
      ],
    },
    { kind: 'drawings', drawings: [...summary.samples.flatMap(histogramOf), ...youdenOf(samples, summary)] },
  ];
}

function histogramOf({ sample, bins }: ItemSummary['samples'][number]): readonly PaperDrawing[] {
  if (bins.length === 0) return [];
  return [
    {
      ...{ title: `样品 ${sample} 结果分布`, ...SIZE },
      option: {
        grid: { left: 30, right: 8, top: 12, bottom: 24 },
        xAxis: {
          type: 'category',
          data: bins.map(({ from, to }) => short((from + to) / 2)),
          axisLabel: { fontSize: 9 },
        },
        yAxis: { type: 'value', minInterval: 1, axisLabel: { fontSize: 9 } },
        series: [
          { type: 'bar', barCategoryGap: '4%', itemStyle: { color: '#1f6f8b' }, data: bins.map(({ count }) => count) },
        ],
      },
    },
  ];
}

/** Of neighbouring samples. */
function youdenOf(samples: readonly string[], { z }: ItemSummary): readonly PaperDrawing[] {
  if (z.length === 0 || samples.length < 2) return [];
  const axis = (name: string) => ({
    ...{ type: 'value', min: -REACH, max: REACH, interval: 1, name, nameLocation: 'middle', nameGap: 18 },
    ...{ axisLabel: { fontSize: 9 }, nameTextStyle: { fontSize: 9 }, splitLine: { show: false } },
  });
  const within = (value: number): number => Math.max(-REACH, Math.min(REACH, value));
  const box = (k: number, color: string) => [{ coord: [-k, -k], itemStyle: { color } }, { coord: [k, k] }];
  return [
    {
      ...{ title: `尤登图：样品 ${samples[0] ?? ''} 与 ${samples[1] ?? ''}`, ...SIZE },
      option: {
        grid: { left: 34, right: 8, top: 12, bottom: 34 },
        xAxis: axis(`z ${samples[0] ?? ''}`),
        yAxis: axis(`z ${samples[1] ?? ''}`),
        series: [
          {
            ...{ type: 'scatter', symbolSize: 5, itemStyle: { color: '#1f6f8b' } },
            data: z.flatMap(([x = null, y = null]) => (x === null || y === null ? [] : [[within(x), within(y)]])),
            markArea: { silent: true, data: [box(3, '#f7efe0'), box(2, '#e3f1e9')] },
          },
        ],
      },
    },
  ];
}
