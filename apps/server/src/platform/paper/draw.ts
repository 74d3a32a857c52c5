/** Draws a paper as PDF: Chinese text in an embedded font, charts as lines and text. Runs in a thread: reading a font takes a second. */
import { BarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import PDFDocument from 'pdfkit';
import drawSvg from 'svg-to-pdfkit';

import type { Paper, PaperBlock, PaperDrawing } from './paper.ts';

echarts.use([BarChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

const FONT = 'body';
const MARGIN = 56;
const ROW = 21;
const GAP = 12;

/** `font` is a file, or a collection of fonts with the PostScript name of a face behind `#`. */
export async function drawPaper(paper: Paper, font: string): Promise<Buffer> {
  const [path = '', face] = font.split('#');
  const { title } = paper;
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, lang: 'zh-CN', info: { Title: title } });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.registerFont(FONT, path, face);
  doc.font(FONT).fontSize(20).text(title, { align: 'center' }).fontSize(11);
  for (const line of paper.lines) doc.text(line, { align: 'center' });
  for (const block of paper.blocks) addBlock(doc, block);
  addMarks(doc, paper.mark);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

function addBlock(doc: PDFKit.PDFDocument, block: PaperBlock): void {
  const width = doc.page.width - 2 * MARGIN;
  switch (block.kind) {
    case 'heading':
      keep(doc, 80 + ROW);
      doc.moveDown().fontSize(14).text(block.text, MARGIN).fontSize(10.5).moveDown(0.3);
      return;
    case 'text':
      if (block.text.trim() !== '') doc.fontSize(10.5).text(block.text, MARGIN, doc.y, { lineGap: 4 });
      return;
    case 'table': {
      keep(doc, Math.min(block.rows.length, 4) * ROW);
      const { shares } = block;
      const all = shares?.reduce((sum, share) => sum + share, 0) ?? 1;
      doc
        .moveDown(0.5)
        .fontSize(10)
        .table({
          ...(shares === undefined ? {} : { columnStyles: shares.map((share) => ({ width: (width * share) / all })) }),
          data: block.rows.map((cells) => [...cells]),
        });
      return;
    }
    case 'drawings':
      addDrawings(doc, block.drawings, width);
  }
}

/** Drawings beside each other, as many as fit into a row. */
function addDrawings(doc: PDFKit.PDFDocument, drawings: readonly PaperDrawing[], width: number): void {
  let x = MARGIN;
  let row = 0;
  for (const drawing of drawings) {
    if (x > MARGIN && x + drawing.width > MARGIN + width) {
      doc.y += row;
      [x, row] = [MARGIN, 0];
    }
    if (x === MARGIN) keep(doc, drawing.height + 40);
    const top = doc.y;
    doc.fontSize(11).text(drawing.title, x, top + 4, { width: drawing.width, lineBreak: false });
    const size = { width: drawing.width, height: drawing.height };
    drawSvg(doc, drawing.svg ?? svgOf(drawing), x, top + 20, { ...size, fontCallback: () => FONT });
    doc.y = top;
    x += drawing.width + GAP;
    row = Math.max(row, drawing.height + 30);
  }
  doc.y += row;
}

function svgOf({ option = {}, width, height }: PaperDrawing): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: 'sans-serif' }, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
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
