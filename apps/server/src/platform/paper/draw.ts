/** Draws a paper as PDF: Chinese text in an embedded font, charts as lines and text. Runs in a thread: reading a font takes a second. */
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import PDFDocument from 'pdfkit';
import drawSvg from 'svg-to-pdfkit';

import type { Paper, PaperBlock, PaperDrawing } from './paper.ts';

echarts.use([LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

const FONT = 'body';
const MARGIN = 56;
const ROW = 21;
/** Of a drawing, in whose title the usual letters do not fit. */
const NARROW = 200;
const GAP = 12;
/** Side by side: who issues a paper, each above the place for its seal. */
const SEALS_IN_ROW = 2;
const SEAL = { radius: 48, height: 190 } as const;

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
      keep(doc, roomOf(doc, block.room));
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
    case 'seals':
      addSeals(doc, block, width);
      return;
    case 'drawings':
      addDrawings(doc, block.drawings, width);
  }
}

function addSeals(
  doc: PDFKit.PDFDocument,
  { issuers, on }: Extract<PaperBlock, { readonly kind: 'seals' }>,
  width: number,
): void {
  const column = width / SEALS_IN_ROW;
  for (let row = 0; row < issuers.length; row += SEALS_IN_ROW) {
    keep(doc, SEAL.height);
    const own = issuers.slice(row, row + SEALS_IN_ROW);
    const top = doc.y + GAP;
    for (const [place, issuer] of own.entries()) {
      // One alone stands at the right, where Chinese papers are sealed.
      const x = MARGIN + column * (own.length === 1 ? SEALS_IN_ROW - 1 : place);
      const centre = { x: x + column / 2, y: top + 40 + SEAL.radius };
      const middle = { width: column, align: 'center' } as const;
      doc.save().circle(centre.x, centre.y, SEAL.radius).dash(3, { space: 3 }).strokeColor('#999').stroke().undash();
      doc
        .fontSize(9)
        .fillColor('#999')
        .text('（盖章处）', x, centre.y - 6, middle)
        .restore();
      doc.fillColor('black').fontSize(11).text(issuer, x, top, middle);
      doc.text(on, x, centre.y + SEAL.radius + 8, middle);
    }
    doc.x = MARGIN;
    doc.y = top + SEAL.height - GAP;
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
    doc.fontSize(drawing.width < NARROW ? 8.5 : 11);
    doc.text(drawing.title, x, top + 4, { width: drawing.width, lineBreak: false });
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

/** What a heading is not parted from: more than a page holds is cut anyway. */
function roomOf(doc: PDFKit.PDFDocument, room = 0): number {
  const least = 80 + ROW;
  return room > doc.page.height - 2 * MARGIN ? least : Math.max(least, room);
}

/** Begins a page when what comes next would be cut. */
function keep(doc: PDFKit.PDFDocument, height: number): void {
  if (doc.y > MARGIN && doc.y + height > doc.page.height - MARGIN) doc.addPage();
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
