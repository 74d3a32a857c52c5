/** Faults of a sheet as a table in a terminal, in which Chinese characters take two columns. */
import type { SheetProblem } from '@fujie/core/registers';

const HEADER = ['行 Row', '列 Column', '问题 Problem'] as const;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’…·]/gu;

/** The first `limit` faults, one per row, each in Chinese with the English below. */
export function problemTable(problems: readonly SheetProblem[], limit: number): string {
  const rows = problems.slice(0, limit).flatMap((problem) => [
    [String(problem.row), problem.column ?? '', problem.messageZh],
    ['', '', problem.message],
  ]);
  const widths = [0, 1].map((i) => Math.max(...[HEADER, ...rows].map((row) => displayWidth(row[i] ?? ''))));
  const line = (cells: readonly string[]): string =>
    `${pad(cells[0], widths[0])}  ${pad(cells[1], widths[1])}  ${cells[2] ?? ''}`;
  const rest = problems.length - limit;
  return [
    line(HEADER),
    ...rows.map(line),
    ...(rest > 0 ? [`… 另有 ${String(rest)} 处 / and ${String(rest)} more`] : []),
  ].join('\n');
}

function displayWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

function pad(text = '', width = 0): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
