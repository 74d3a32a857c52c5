/** Counts 计数: what was counted and how often, one a line, from which a Pareto chart 柏拉图 follows. */

export interface Counted {
  readonly name: string;
  readonly count: number;
  /** Share of all that it and what is more frequent make up, in percent. */
  readonly upTo: number;
}

const BETWEEN = /[\s:：,，]+/;
const COUNT = /^\d{1,6}$/;

/** The most frequent first, with the share that they make up together; null: a line is none. */
export function paretoOf(text: string): readonly Counted[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const read = lines.flatMap((line) => {
    const words = line.split(BETWEEN).filter((word) => word !== '');
    const count = words.at(-1) ?? '';
    return words.length > 1 && COUNT.test(count) ? [{ name: words.slice(0, -1).join(' '), count: Number(count) }] : [];
  });
  const total = read.reduce((sum, { count }) => sum + count, 0);
  if (read.length < lines.length || total === 0) return null;
  let sum = 0;
  return read
    .sort((one, other) => other.count - one.count)
    .map(({ name, count }) => ({ name, count, upTo: Math.round(((sum += count) / total) * 1000) / 10 }));
}
