/** Numbers as people paste them from a sheet: a row a line, columns apart by tab, semicolon or spaces. */

export interface Pasted {
  readonly rows: readonly (readonly number[])[];
  /** Numbers of the lines that are no numbers, from one on. */
  readonly faults: readonly number[];
}

/** Rows as they would be pasted. */
export function printPasted(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => row.join('\t')).join('\n');
}

export function readPasted(text: string): Pasted {
  const rows: number[][] = [];
  const faults: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const cells = line.trim().split(/[\t;；\s]+/);
    if (line.trim() === '') return;
    const numbers = cells.map(Number);
    if (numbers.every((number) => Number.isFinite(number))) rows.push(numbers);
    else faults.push(index + 1);
  });
  return { rows, faults };
}
