/** What stands on the papers of EQA 成绩报告单、合格证书、总结报告, in Chinese. */
import type { ItemSummary } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant, showUnit } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';
import type { EqaOwnRound, EqaScore } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import type { Paper, PaperBlock, PaperDrawing } from '../platform/paper/paper.ts';
import type { MaterialRow } from './eqa-figures.query.ts';
import type { PaperRow } from './eqa-papers.query.ts';
import type { RoundRow } from './eqa.query.ts';

const OUTCOMES = { PASS: '合格', FAIL: '不合格', ABSENT: '未参加', PENDING: '未评价' } as const;
const VERDICTS = { acceptable: '可接受', unacceptable: '不可接受', excluded: '不评价', review: '待判定' } as const;
const ANSWERS = { accepted: '采纳', rejected: '不采纳' } as const;
const MATERIALS = { homogeneity: '均匀性', stability: '稳定性' } as const;
const KINDS = { reference: '参考值', formulation: '配方值', experts: '专家组', consensus: '同组共识' } as const;
const SIZE = { width: 230, height: 170 } as const;
const REACH = 5;

const percent = (value: number | null): string => (value === null ? '—' : `${String(Math.round(value))}%`);
const short = (value: number | null): string => (value === null ? '—' : String(Number(value.toPrecision(5))));
const minute = (at: number): string =>
  formatInstant(at as Instant)
    .slice(0, 16)
    .replace('T', ' ');

type Needs = Pick<Deps, 'config'> & { readonly registers: Pick<Deps['registers'], 'current'> };
type Names = Pick<Needs, 'registers'>;

function nameOf({ registers }: Names, item: string): string {
  return registers.current().item(item)?.nameZh ?? item;
}

/** An item with the unit that its figures are in. */
function headingOf(deps: Names, { items }: Pick<RoundRow, 'items'>, code: string): string {
  const unit = items.find(({ item }) => item === code)?.unit ?? null;
  return unit === null ? nameOf(deps, code) : `${nameOf(deps, code)}（${showUnit(unit)}）`;
}

function organiserOf({ registers }: Names, code: string): string {
  return registers.current().nameOf(qcOrganisations, code)?.nameZh ?? code;
}

function markOf({ config }: Needs, { code, issuedMs }: PaperRow): string {
  return `核验码 ${code} · 核验：${config.publicUrl}/public/eqa · ${minute(issuedMs)} 签发`;
}

/** 成绩报告单: a laboratory's scores of a round, sample by sample. */
export function reportPaper(deps: Needs, paper: PaperRow, own: EqaOwnRound): Paper {
  const { round, institution, scores, appeals, correction } = own;
  return {
    title: '室间质量评价成绩报告单',
    lines: [
      institution.nameZh,
      `${organiserOf(deps, round.organiser)} · ${round.nameZh}（第 ${String(round.published)} 版）`,
      ...(correction === null ? [] : [`更正理由：${correction}`]),
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
        { kind: 'heading', text: headingOf(deps, round, score.item) },
        {
          ...{ kind: 'table', shares: [2, 2, 2, 3, 3, 2, 1.5, 2] },
          rows: [
            ['样品', '回报值', '靶值', '评价组', '允许范围', '偏倚', 'z', '判定'],
            ...score.cells.map((cell) => [
              ...[
                cell.sample,
                cell.reported === '' ? '—' : cell.reported,
                cell.accepted?.join(' / ') ?? short(cell.target),
                basisOf(cell),
              ],
              cell.low === null ? '—' : `${short(cell.low)} – ${short(cell.high)}`,
              ...[cell.biasPercent === null ? '—' : `${cell.biasPercent.toFixed(1)}%`, cell.z?.toFixed(2) ?? '—'],
              VERDICTS[cell.verdict],
            ]),
          ],
        },
      ]),
      ...(appeals.length === 0
        ? []
        : ([
            { kind: 'heading', text: '申诉与答复' },
            {
              ...{ kind: 'table', shares: [2, 4, 1.5, 4] },
              rows: [
                ['项目', '申诉理由', '答复', '答复说明'],
                ...appeals.map(({ item, text, answer }) => [
                  ...[nameOf(deps, item), text, answer === null ? '待答复' : ANSWERS[answer.outcome]],
                  answer?.text ?? '',
                ]),
              ],
            },
          ] satisfies PaperBlock[])),
    ],
    mark: markOf(deps, paper),
  };
}

/** By which group a result was judged, and how many laboratories that rests on. */
function basisOf({ group, kind, n }: EqaScore['cells'][number]): string {
  if (group === null) return '—';
  const name = group === 'all' ? '全体' : group;
  return `${name}${kind === null ? '' : `（${KINDS[kind]}${n === null || n === 0 ? '' : ` ${String(n)} 家`}）`}`;
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

interface SummaryOf {
  readonly round: Pick<RoundRow, 'organiser' | 'nameZh' | 'samples' | 'items'>;
  readonly summaries: readonly ItemSummary[];
  readonly materials: readonly MaterialRow[];
}

/** 总结报告: every item over all laboratories, with histograms and Youden plots, and whether the material was fit; it names nobody. */
export function summaryPaper(deps: Names, { round, summaries, materials }: SummaryOf, mark: string): Paper {
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
      ...materialBlocks(deps, materials),
      ...summaries.flatMap((summary) => itemBlocks(deps, round, summary)),
    ],
    mark,
  };
}

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
  return [
    { kind: 'heading', text: headingOf(deps, round, summary.item) },
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
    ...answersOf(summary),
    { kind: 'drawings', drawings: [...summary.samples.flatMap(histogramOf), ...youdenOf(round.samples, summary)] },
  ];
}

/** What was answered of a qualitative item, and how often 定性结果分布. */
function answersOf({ samples }: ItemSummary): readonly PaperBlock[] {
  const rows = samples.flatMap(({ sample, responses }) =>
    responses.map(({ text, count }, index) => [index === 0 ? sample : '', text, String(count)]),
  );
  return rows.length === 0 ? [] : [{ kind: 'table', shares: [2, 4, 1], rows: [['样品', '回报结果', '家数'], ...rows] }];
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

/** Of each two neighbouring samples. */
function youdenOf(samples: readonly string[], { z }: ItemSummary): readonly PaperDrawing[] {
  if (z.length === 0) return [];
  return samples.slice(1).map((second, place) =>
    youdenPlot(
      [samples[place] ?? '', second],
      z.flatMap((row): readonly [number, number][] => {
        const [x = null, y = null] = [row[place], row[place + 1]];
        return x === null || y === null ? [] : [[x, y]];
      }),
    ),
  );
}

function youdenPlot(
  [first, second]: readonly [string, string],
  z: readonly (readonly [number, number])[],
): PaperDrawing {
  const axis = (name: string) => ({
    ...{ type: 'value', min: -REACH, max: REACH, interval: 1, name, nameLocation: 'middle', nameGap: 18 },
    ...{ axisLabel: { fontSize: 9 }, nameTextStyle: { fontSize: 9 }, splitLine: { show: false } },
  });
  const within = (value: number): number => Math.max(-REACH, Math.min(REACH, value));
  const box = (k: number, color: string) => [{ coord: [-k, -k], itemStyle: { color } }, { coord: [k, k] }];
  return {
    ...{ title: `尤登图：样品 ${first} 与 ${second}`, ...SIZE },
    option: {
      grid: { left: 34, right: 8, top: 12, bottom: 34 },
      xAxis: axis(`z ${first}`),
      yAxis: axis(`z ${second}`),
      series: [
        {
          ...{ type: 'scatter', symbolSize: 5, itemStyle: { color: '#1f6f8b' } },
          data: z.map(([x, y]) => [within(x), within(y)]),
          markArea: { silent: true, data: [box(3, '#f7efe0'), box(2, '#e3f1e9')] },
        },
      ],
    },
  };
}
