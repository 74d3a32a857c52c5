/** Numbers as people paste them from a sheet: a row a line, columns apart by tab, semicolon or spaces. */

export interface Pasted {
  readonly rows: readonly (readonly number[])[];
  /** Numbers of the lines that are no numbers, or not as many as a row has, from one on. */
  readonly faults: readonly number[];
}

/** Answers one after the other, set apart by a comma or semicolon of either language. */
export function readAnswers(text: string): string[] {
  return text
    .split(/[;；,，、]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Rows as they would be pasted. */
export function printPasted(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => row.join('\t')).join('\n');
}

/** `widths`: how many numbers a row may have; any, where nothing is said. */
export function readPasted(text: string, widths?: readonly number[]): Pasted {
  const rows: number[][] = [];
  const faults: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const numbers = line
      .trim()
      .split(/[\t;；\s]+/)
      .map(Number);
    const isRow = widths === undefined || widths.includes(numbers.length);
    if (isRow && numbers.every((number) => Number.isFinite(number))) rows.push(numbers);
    else faults.push(index + 1);
  });
  return { rows, faults };
}
