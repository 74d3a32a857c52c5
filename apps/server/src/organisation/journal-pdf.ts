/** The journal on paper 月报 PDF: Chinese text in an embedded font, its charts as drawings, and who took it out when. */
import { existsSync } from 'node:fs';

import { JOURNAL_BLOCKS, shareOf } from '@fujie/core/organisation';
import type { JournalFigures } from '@fujie/core/organisation';
import type { JournalSection } from '@fujie/wire/contracts';
import PDFDocument from 'pdfkit';
import drawSvg from 'svg-to-pdfkit';

import { HttpProblem } from '../platform/http/problems.ts';
import { svgOf } from './journal-chart.ts';

export interface Paper {
  readonly institution: string;
  readonly month: string;
  readonly version: number;
  readonly publishedAt: string | null;
  readonly sections: readonly JournalSection[];
  readonly figures: JournalFigures;
  /** Who took it out, and when: at the foot of every page. */
  readonly mark: string;
}

const FONT = 'body';
const MARGIN = 56;
const ROW = 21;
const CHART = { width: 480, height: 210 } as const;

/** Makes the paper; `font` is a file, or a collection of fonts with the PostScript name of a face behind `#`. */
export async function pdfOf(paper: Paper, font: string): Promise<Buffer> {
  const [path = '', face] = font.split('#');
  if (!existsSync(path))
    throw new HttpProblem('unavailable', {
      en: 'No Chinese font is installed: install fonts-noto-cjk, or name one by FUJIE_FONT.',
      zh: '未安装中文字体：请安装 fonts-noto-cjk，或以 FUJIE_FONT 指定字体。',
    });
  const title = `${paper.institution}医疗质量安全月报`;
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, lang: 'zh-CN', info: { Title: title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.registerFont(FONT, path, face);
  doc.font(FONT).fontSize(20).text(title, { align: 'center' });
  const state = paper.publishedAt === null ? '草稿，尚未发布' : `${paper.publishedAt.slice(0, 10)} 发布`;
  doc.fontSize(11).text(`${paper.month}（第 ${String(paper.version)} 版，${state}）`, { align: 'center' });
  for (const section of paper.sections) addSection(doc, section, paper.figures);
  addCharts(doc, paper.figures);
  addMarks(doc, paper.mark);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

function addSection(
  doc: PDFKit.PDFDocument,
  { block, heading, text }: JournalSection,
  { figures }: JournalFigures,
): void {
  const own = figures.filter((figure) => figure.block === block && JOURNAL_BLOCKS.includes(figure.block));
  keep(doc, 80 + (own.length + 1) * ROW);
  doc.moveDown().fontSize(14).text(heading).fontSize(10.5).moveDown(0.3);
  if (text.trim() !== '') doc.text(text, { lineGap: 4 });
  if (own.length === 0) return;
  doc.moveDown(0.5);
  doc.table({
    data: [
      ['指标', '数值', '比例'],
      ...own.map((figure) => {
        const { zh, numerator, denominator } = figure;
        const share = shareOf(figure);
        const value = denominator === null ? String(numerator) : `${String(numerator)} / ${String(denominator)}`;
        return [zh, value, share === null ? '—' : `${String(share)}%`];
      }),
    ],
  });
}

function addCharts(doc: PDFKit.PDFDocument, { charts }: JournalFigures): void {
  for (const chart of charts) {
    keep(doc, CHART.height + 60);
    doc.moveDown().fontSize(12).text(chart.zh, MARGIN);
    drawSvg(doc, svgOf(chart), MARGIN, doc.y + 6, { ...CHART, fontCallback: () => FONT });
    doc.y += CHART.height + 16;
  }
}

/** Begins a page when what comes next would be cut. */
function keep(doc: PDFKit.PDFDocument, height: number): void {
  if (doc.y + height > doc.page.height - MARGIN) doc.addPage();
}

function addMarks(doc: PDFKit.PDFDocument, mark: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the margin, where text would otherwise begin a page of its own.
    doc.page.margins.bottom = 0;
    doc.fontSize(8).text(`${mark} · 第 ${String(page + 1)} / ${String(count)} 页`, MARGIN, doc.page.height - 36, {
      align: 'center',
    });
  }
}
