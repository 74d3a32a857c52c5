/** Counts 计数: what was counted and how often, one a line, from which a Pareto chart 柏拉图 follows. */

export interface Counted {
  readonly name: string;
  readonly count: number;
  /** Share of all that it and what is more frequent make up, in percent. */
  readonly upTo: number;
}

const BETWEEN = /[\s:：,，]/u;
const COUNT = /^\d{1,6}$/;
/** Digits set apart in threes: read as a name and a count, they would be another number. */
const GROUPED = /\d[,，]\d+$/u;

/** The most frequent first, with the share that they make up together; null: a line is none. */
export function paretoOf(text: string): readonly Counted[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const read = lines.flatMap((line) => {
    const count = line.split(BETWEEN).at(-1) ?? '';
    const name = nameBefore(line, count);
    return name !== '' && COUNT.test(count) && !GROUPED.test(line) ? [{ name, count: Number(count) }] : [];
  });
  const total = read.reduce((sum, { count }) => sum + count, 0);
  if (read.length < lines.length || total === 0) return null;
  let sum = 0;
  return read
    .sort((one, other) => other.count - one.count)
    .map(({ name, count }) => ({ name, count, upTo: Math.round(((sum += count) / total) * 1000) / 10 }));
}

/** What stands before a count, without what sets it apart. */
function nameBefore(line: string, count: string): string {
  let end = line.length - count.length;
  while (end > 0 && BETWEEN.test(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}
