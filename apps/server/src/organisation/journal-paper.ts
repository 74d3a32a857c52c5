/** The journal on paper 月报: its sections with their figures, its charts as drawings, and who took it out when. */
import { JOURNAL_BLOCKS, shareOf } from '@fujie/core/organisation';
import type { JournalFigures } from '@fujie/core/organisation';
import type { JournalSection } from '@fujie/wire/contracts';

import type { Paper, PaperBlock } from '../platform/paper/paper.ts';
import { svgOf } from './journal-chart.ts';

export interface Issue {
  readonly institution: string;
  readonly month: string;
  readonly version: number;
  readonly publishedAt: string | null;
  readonly sections: readonly JournalSection[];
  readonly figures: JournalFigures;
  /** Who took it out, and when: at the foot of every page. */
  readonly mark: string;
}

const CHART = { width: 480, height: 210 } as const;

export function paperOf({ institution, month, version, publishedAt, sections, figures, mark }: Issue): Paper {
  const state = publishedAt === null ? '草稿，尚未发布' : `${publishedAt.slice(0, 10)} 发布`;
  return {
    title: `${institution}医疗质量安全月报`,
    lines: [`${month}（第 ${String(version)} 版，${state}）`],
    blocks: [
      ...sections.flatMap((section) => sectionOf(section, figures)),
      { kind: 'drawings', drawings: figures.charts.map((chart) => ({ title: chart.zh, ...CHART, svg: svgOf(chart) })) },
    ],
    mark,
  };
}

function sectionOf({ block, heading, text }: JournalSection, { figures }: JournalFigures): readonly PaperBlock[] {
  const own = figures.filter((figure) => figure.block === block && JOURNAL_BLOCKS.includes(figure.block));
  const rows = own.map((figure) => {
    const { zh, numerator, denominator } = figure;
    const share = shareOf(figure);
    const value = denominator === null ? String(numerator) : `${String(numerator)} / ${String(denominator)}`;
    return [zh, value, share === null ? '—' : `${String(share)}%`];
  });
  return [
    { kind: 'heading', text: heading },
    { kind: 'text', text },
    ...(own.length === 0 ? [] : [{ kind: 'table', rows: [['指标', '数值', '比例'], ...rows] } as const]),
  ];
}
