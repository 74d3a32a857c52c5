/** The organiser's matrix of a return 回报矩阵: each value that was asked for, how it stands, and whether a later version corrected it. */
import { parseReported } from './judge-result.ts';

export const CELL_STATES = ['in time', 'late', 'blank', 'missing', 'excused'] as const;
export type CellState = (typeof CELL_STATES)[number];

interface Value {
  readonly item: string;
  readonly sample: string;
  readonly reported: string;
}

/** What was asked of a laboratory, and its returns. */
export interface MatrixInput {
  readonly items: readonly string[];
  readonly samples: readonly string[];
  readonly excused: readonly string[];
  /** The version that counts; null: none was returned. */
  readonly counted: { readonly isLate: boolean; readonly results: readonly Value[] } | null;
  /** Versions that were returned before it, the latest first. */
  readonly before: readonly { readonly results: readonly Value[] }[];
}

export interface MatrixCell extends Value {
  readonly state: CellState;
  /** What the version before said, where it said something else 更正前的值; null: it stands as it was first returned. */
  readonly corrected: string | null;
}

/** A row of the matrix: item by item, sample by sample. */
export function matrixCells({ items, samples, excused, counted, before }: MatrixInput): readonly MatrixCell[] {
  const values = valuesOf(counted?.results ?? []);
  const earlier = before.map(({ results }) => valuesOf(results));
  return items.flatMap((item) =>
    samples.map((sample): MatrixCell => {
      const reported = values.get(`${item}|${sample}`) ?? '';
      const other = earlier.map((own) => own.get(`${item}|${sample}`) ?? '').find((text) => text !== reported);
      const isBlank = parseReported(reported).kind === 'blank';
      const returned = isBlank ? 'blank' : counted?.isLate === true ? 'late' : 'in time';
      const state = excused.includes(item) ? 'excused' : counted === null ? 'missing' : returned;
      return { item, sample, reported, state, corrected: other ?? null };
    }),
  );
}

function valuesOf(results: readonly Value[]): ReadonlyMap<string, string> {
  return new Map(results.map(({ item, sample, reported }) => [`${item}|${sample}`, reported.trim()]));
}
