/** What the summary report of a round shows 总结报告, as plain data that names nobody. */
import type { RoundInput, RoundScore, RoundTarget } from './evaluate-round.ts';
import { parseReported } from './judge-result.ts';
import type { Criterion } from './limits.ts';
import { allowableError } from './limits.ts';
import { ALL } from './peer-groups.ts';

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How results of a sample are spread 直方图, in bins of equal width; the last holds its upper end. */
export function histogram(values: readonly number[], bins = 15): readonly HistogramBin[] {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = (high - low) / bins || 1;
  const counts = new Array<number>(high === low ? 1 : bins).fill(0);
  for (const value of values) {
    const place = Math.min(counts.length - 1, Math.floor((value - low) / width));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }));
}

/** The outline of the bars of a histogram, corner by corner. */
export function outlineOf(bins: readonly HistogramBin[]): readonly (readonly [number, number])[] {
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    [first.from, 0],
    ...bins.flatMap(({ from, to, count }): [number, number][] => [
      [from, count],
      [to, count],
    ]),
    [last.to, 0],
  ];
}

/** A target of a sample as a histogram shows it 靶值线, with the limits around it 允许范围; null: by this criterion there are none. */
export interface TargetLine {
  readonly group: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Targets of a sample that are figures: what is known for all first, then that on which most results rest. */
export function targetLines(
  targets: readonly Pick<RoundTarget, 'group' | 'kind' | 'value' | 'n'>[],
  criterion: Criterion,
): readonly TargetLine[] {
  const weight = ({ group, kind, n }: (typeof targets)[number]): number =>
    kind !== 'consensus' && group === ALL.name ? Infinity : n;
  return [...targets]
    .sort((a, b) => (weight(a) === weight(b) ? 0 : weight(b) - weight(a)))
    .flatMap(({ group, value }): TargetLine[] => {
      if (value === null) return [];
      const half = allowableError(value, criterion);
      return [{ group, value, low: half === null ? null : value - half, high: half === null ? null : value + half }];
    });
}

/** How the results of one sample came out. */
export interface SampleSummary {
  readonly sample: string;
  readonly acceptable: number;
  readonly unacceptable: number;
  /** Why nobody was graded by it; null: they were. */
  readonly ungraded: string | null;
  readonly targets: readonly Omit<RoundTarget, 'item' | 'sample'>[];
  readonly bins: readonly HistogramBin[];
  /** Answers of a qualitative item, the most frequent first. */
  readonly responses: readonly { readonly text: string; readonly count: number }[];
}

/** An item of a round over all who took part. */
export interface ItemSummary {
  readonly item: string;
  /** Laboratories that were graded, and those of them that passed. */
  readonly graded: number;
  readonly passed: number;
  readonly samples: readonly SampleSummary[];
  /** A row for each laboratory: its z in the order of the samples. The rows are in the order of their figures, which says nothing of whose they are. */
  readonly z: readonly (readonly (number | null)[])[];
}

const Z_DECIMALS = 2;

/** Sums up each item of a graded round. */
export function summariseRound(
  { items, samples, ungraded }: Pick<RoundInput, 'items' | 'samples' | 'ungraded'>,
  { targets, scores }: { readonly targets: readonly RoundTarget[]; readonly scores: readonly RoundScore[] },
): readonly ItemSummary[] {
  return items.map(({ item, kind }): ItemSummary => {
    const own = scores.filter((score) => score.item === item && ['PASS', 'FAIL'].includes(score.outcome));
    const cells = samples.map((sample) => own.flatMap((score) => score.cells.filter((cell) => cell.sample === sample)));
    const z = own
      .map((score) => samples.map((sample) => score.cells.find((cell) => cell.sample === sample)?.z ?? null))
      .filter((row) => row.some((value) => value !== null))
      .map((row) => row.map((value) => (value === null ? null : Number(value.toFixed(Z_DECIMALS)))))
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || String(a).localeCompare(String(b)));
    return {
      ...{ item, graded: own.length, passed: own.filter(({ outcome }) => outcome === 'PASS').length, z },
      samples: samples.map((sample, index): SampleSummary => {
        const reported = (cells[index] ?? []).map((cell) => cell.reported.trim()).filter((text) => text !== '');
        const count = (verdict: string) => (cells[index] ?? []).filter((cell) => cell.verdict === verdict).length;
        return {
          ...{ sample, acceptable: count('acceptable'), unacceptable: count('unacceptable') },
          ungraded: ungraded.find((one) => one.item === item && one.sample === sample)?.reason ?? null,
          targets: targets
            .filter((one) => one.item === item && one.sample === sample)
            .map(({ item: _item, sample: _sample, ...target }) => target),
          bins: histogram(
            reported.flatMap((text) => {
              const read = parseReported(text);
              return read.kind === 'number' ? [read.value] : [];
            }),
          ),
          responses: kind === 'qualitative' ? countsOf(reported) : [],
        };
      }),
    };
  });
}

function countsOf(texts: readonly string[]): SampleSummary['responses'] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
}
