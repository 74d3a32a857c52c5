/** What stands on the papers that a laboratory takes of EQA 成绩报告单、合格证书, in Chinese. */
import type { EqaOwnRound, EqaResult, EqaScore } from '@fujie/wire/contracts';

import type { Paper, PaperBlock } from '../platform/paper/paper.ts';
import type { PaperRow } from './eqa-papers.query.ts';
import type { Needs } from './eqa-print-parts.ts';
import { dated, groupName, headingOf, KINDS, markOf, nameOf, organiserOf, percent, short } from './eqa-print-parts.ts';

const OUTCOMES = { PASS: '合格', FAIL: '不合格', ABSENT: '未参加', PENDING: '未评价' } as const;
const VERDICTS = { acceptable: '可接受', unacceptable: '不可接受', excluded: '不评价', review: '待判定' } as const;
const ANSWERS = { accepted: '采纳', rejected: '不采纳' } as const;

/** 成绩报告单: a laboratory's scores of a round, sample by sample, with what it measured by. */
export function reportPaper(deps: Needs, paper: PaperRow, own: EqaOwnRound): Paper {
  const { round, institution, scores, appeals, correction } = own;
  const submitted = own.returns.filter((one) => one.submitted !== null);
  const counted = (submitted.find((one) => one.submitted?.isLate === false) ?? submitted[0])?.results ?? [];
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
        { kind: 'text', text: sourceOf(round, score.item) },
        ...meansOf(counted.filter(({ item }) => item === score.item)),
        {
          ...{ kind: 'table', shares: [2, 2, 2, 3, 3, 1.6, 1.7, 1.8, ...(score.cells.some(hasEn) ? [1.5] : []), 1.8] },
          rows: [
            [
              '样品',
              '回报值',
              '靶值',
              '评价组',
              '允许范围',
              '偏倚',
              '占允许误差',
              'z',
              ...(score.cells.some(hasEn) ? ['En'] : []),
              '判定',
            ],
            ...score.cells.map((cell) => [
              ...[
                cell.sample,
                cell.reported === '' ? '—' : cell.reported,
                cell.accepted?.join(' / ') ?? short(cell.target),
                basisOf(cell),
              ],
              cell.low === null ? '—' : `${short(cell.low)} – ${short(cell.high)}`,
              ...[tenths(cell.biasPercent), tenths(cell.allowablePercent)],
              cell.z === null ? '—' : `${cell.z.toFixed(2)}${cell.usesZPrime ? '（z′）' : ''}`,
              ...(score.cells.some(hasEn) ? [cell.en?.toFixed(2) ?? '—'] : []),
              VERDICTS[cell.verdict],
            ]),
          ],
        },
        ...notesOf(score),
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

/** The document that the allowable error of an item is from 允许误差出处. */
function sourceOf({ items }: EqaOwnRound['round'], code: string): string {
  return `允许误差出处：${items.find(({ item }) => item === code)?.source ?? '组织者自定'}`;
}

const tenths = (value: number | null): string => (value === null ? '—' : `${value.toFixed(1)}%`);

/** What stands below the samples of an item: those that nobody was graded by 不评价, each with its reason; what z′ is. */
function notesOf({ cells }: EqaScore): readonly PaperBlock[] {
  const texts = [
    ...cells.flatMap(({ sample, ungraded }) => (ungraded === null ? [] : [`样品 ${sample} 不评价：${ungraded}`])),
    ...(cells.some(({ usesZPrime }) => usesZPrime) ? ['z′：靶值不确定度大于 0.3 倍能力评定标准差，已计入'] : []),
  ];
  return texts.length === 0 ? [] : [{ kind: 'text', text: texts.join('\n') }];
}

/** Whether the laboratory stated an uncertainty to judge a result by. */
const hasEn = ({ en }: EqaScore['cells'][number]): boolean => en !== null;

/** By what an item was measured, as it was returned. */
function meansOf(rows: readonly EqaResult[]): readonly PaperBlock[] {
  const named = ([label, key]: readonly [string, 'method' | 'instrument' | 'reagent']): string[] => {
    const names = [...new Set(rows.flatMap((row) => row[key] ?? []))];
    return names.length === 0 ? [] : [`${label} ${names.join('、')}`];
  };
  const text = (
    [
      ['方法', 'method'],
      ['仪器', 'instrument'],
      ['试剂', 'reagent'],
    ] as const
  )
    .flatMap(named)
    .join('　');
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** By which group a result was judged, and how many laboratories that rests on. */
function basisOf({ group, kind, n }: EqaScore['cells'][number]): string {
  if (group === null) return '—';
  return `${groupName(group)}${kind === null ? '' : `（${KINDS[kind]}${n === null || n === 0 ? '' : ` ${String(n)} 家`}）`}`;
}

/** 合格证书: items that passed every round of a year, by which method, issued by who organised them, each with a place for its seal. */
export function certificatePaper(deps: Needs, paper: PaperRow, institution: string): Paper {
  const { year, content, issuedMs } = paper;
  const issuers = [...new Set(content.items.map(({ organiser }) => organiserOf(deps, organiser)))];
  // Of one organiser the sentence says who it is; of several a column does.
  const [alone] = issuers.length === 1 ? issuers : [];
  const by = (organiser: string): readonly string[] => (alone === undefined ? [organiserOf(deps, organiser)] : []);
  return {
    title: '室间质量评价合格证书',
    lines: [`编号 ${paper.code}`],
    blocks: [
      {
        kind: 'text',
        text: `\n${institution}：\n\n    贵实验室参加${alone === undefined ? ' ' : `${alone}组织的 `}${String(year)} 年室间质量评价，截至签发之日已公布的各轮次中，下列项目成绩均为合格，特发此证。`,
      },
      {
        ...{ kind: 'table', shares: [3, 3.4, ...(alone === undefined ? [4] : []), 1, 1.5] },
        rows: [
          ['项目', '检测方法', ...(alone === undefined ? ['组织者'] : []), '轮数', '最低得分'],
          ...content.items.map(({ item, organiser, rounds, percent: lowest, methods = [] }) => [
            ...[nameOf(deps, item), methods.length === 0 ? '—' : methods.join('、'), ...by(organiser)],
            ...[String(rounds ?? ''), percent(lowest)],
          ]),
        ],
      },
      { kind: 'text', text: '\n签发单位：' },
      { kind: 'seals', issuers, on: dated(issuedMs) },
    ],
    mark: markOf(deps, paper),
  };
}
