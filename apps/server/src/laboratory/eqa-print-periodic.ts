/** The periodic report of an organiser of EQA 室间质评定期报告 on paper, in Chinese. Source: henan-2025.lab.8#05, lab.15#03. */
import { parseInstant } from '@fujie/core/kernel';
import type { EqaReportResponse } from '@fujie/wire/contracts';

import type { Paper, PaperBlock } from '../platform/paper/paper.ts';
import type { Names } from './eqa-print-parts.ts';
import { dated, minute, nameOf } from './eqa-print-parts.ts';

const RECTIFIED = { none: '未立案', open: '整改中', closed: '已整改' } as const;
const OUTCOMES = { FAIL: '不合格', ABSENT: '未回报' } as const;

/** `mark`: who took it out, and when. */
export function periodicPaper(deps: Names, report: EqaReportResponse, mark: string): Paper {
  const { organiser, from, to, version, summary, reason, by } = report;
  return {
    title: '室间质量评价定期报告',
    lines: [
      `${organiser.nameZh} · ${from} 至 ${to} · 第 ${String(version)} 版`,
      `${minute(msOf(report.at))} 由 ${by} 上报`,
      ...(reason === null ? [] : [`更正原因：${reason}`]),
      ...(report.isCurrent ? [] : ['本版已由更正版替代']),
    ],
    blocks: [
      { kind: 'heading', text: '情况与问题' },
      { kind: 'text', text: summary },
      ...roundBlocks(report),
      ...itemBlocks(deps, report),
      ...institutionBlocks(deps, report),
      ...receiptBlocks(report),
      { kind: 'seals', issuers: [organiser.nameZh], on: dated(msOf(report.at)) },
    ],
    mark,
  };
}

function msOf(at: string): number {
  const read = parseInstant(at);
  return read.ok ? read.value : 0;
}

const rate = ({ graded, passed }: { readonly graded: number; readonly passed: number }): string =>
  graded === 0 ? '—' : `${((100 * passed) / graded).toFixed(1)}%`;

function roundBlocks({ figures, institutions }: EqaReportResponse): readonly PaperBlock[] {
  const named = (codes: readonly string[]): string =>
    codes.map((code) => institutions.find((one) => one.code === code)?.nameZh ?? code).join('、') || '—';
  return [
    { kind: 'heading', text: '轮次与回报' },
    {
      ...{ kind: 'table', shares: [3, 1.6, 1.6, 1, 1, 2.6, 2.6] },
      rows: [
        ['轮次', '截止', '公布', '报名', '按时', '迟报', '未回报'],
        ...figures.rounds.map(({ nameZh, closesOn, publishedOn, correctedOn, enrolled, inTime, late, missing }) => [
          ...[nameZh, closesOn, `${publishedOn ?? '未公布'}${correctedOn === null ? '' : `（${correctedOn} 更正）`}`],
          ...[String(enrolled), String(inTime), named(late), named(missing)],
        ]),
      ],
    },
  ];
}

function itemBlocks(deps: Names, { figures }: EqaReportResponse): readonly PaperBlock[] {
  return [
    { kind: 'heading', text: '各项目合格率' },
    {
      ...{ kind: 'table', shares: [4, 1.5, 1.5, 1.5, 1.5] },
      rows: [
        ['项目', '评价', '合格', '合格率', '未回报'],
        ...figures.items.map((one) => [
          ...[nameOf(deps, one.item), String(one.graded), String(one.passed), rate(one), String(one.absent)],
        ]),
      ],
    },
  ];
}

function institutionBlocks(deps: Names, { figures, advice, institutions }: EqaReportResponse): readonly PaperBlock[] {
  const nameOfOne = (code: string): string => institutions.find((one) => one.code === code)?.nameZh ?? code;
  return [
    { kind: 'heading', text: '各机构情况与改进建议' },
    {
      ...{ kind: 'table', shares: [2.6, 1, 1, 1.2, 3.4, 3.6] },
      rows: [
        ['机构', '评价', '合格', '合格率', '不合格项目与整改', '改进建议'],
        ...figures.institutions.map((one) => [
          ...[nameOfOne(one.institution), String(one.graded), String(one.passed), rate(one)],
          one.failures
            .map(
              ({ round, item, outcome, rectified }) =>
                `${round} ${nameOf(deps, item)} ${OUTCOMES[outcome]}（${RECTIFIED[rectified]}）`,
            )
            .join('；') || '—',
          advice.find(({ institution }) => institution === one.institution)?.text ?? '—',
        ]),
      ],
    },
  ];
}

function receiptBlocks({ receipts }: EqaReportResponse): readonly PaperBlock[] {
  return [
    { kind: 'heading', text: '报送与签收' },
    {
      ...{ kind: 'table', shares: [3, 3, 3] },
      rows: [
        ['主管部门', '签收人', '签收时间'],
        ...receipts.map(({ region, received }) => [
          ...[region.nameZh, received?.by ?? '未签收', received === null ? '—' : minute(msOf(received.at))],
        ]),
      ],
    },
  ];
}
