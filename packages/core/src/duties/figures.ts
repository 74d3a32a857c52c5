/**
 * The figures of a weekly return 周报统计: counted from the records of each institution; a county's are the sum of its institutions, so that
 * whoever adds them up finds the same. Source: taiyuan-2024.7.4#03, annex.2#01.
 */
export interface WeekFigures {
  /** By the measures of the statistics: how many, and fen (0.01 yuan) of them. */
  readonly measures: Readonly<Record<string, { readonly count: number; readonly cents: number }>>;
  /** Patients of whom a result was accepted, counted once in each institution. */
  readonly patients: number;
  readonly marksSuspended: number;
  readonly marksRestored: number;
  readonly complaintsReceived: number;
  readonly complaintsAnswered: number;
  /** Accepted results by the institution that issued them. */
  readonly accepted: Readonly<Record<string, number>>;
}

export const NO_FIGURES: WeekFigures = {
  measures: {},
  patients: 0,
  marksSuspended: 0,
  marksRestored: 0,
  complaintsReceived: 0,
  complaintsAnswered: 0,
  accepted: {},
};

/** Figures of several institutions together. */
export function sumFigures(all: readonly WeekFigures[]): WeekFigures {
  return all.reduce(
    (sum, one) => ({
      measures: merged(sum.measures, one.measures, (a, b) => ({ count: a.count + b.count, cents: a.cents + b.cents })),
      patients: sum.patients + one.patients,
      marksSuspended: sum.marksSuspended + one.marksSuspended,
      marksRestored: sum.marksRestored + one.marksRestored,
      complaintsReceived: sum.complaintsReceived + one.complaintsReceived,
      complaintsAnswered: sum.complaintsAnswered + one.complaintsAnswered,
      accepted: merged(sum.accepted, one.accepted, (a, b) => a + b),
    }),
    NO_FIGURES,
  );
}

function merged<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  add: (a: T, b: T) => T,
): Readonly<Record<string, T>> {
  const sums = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const known = sums.get(key);
    sums.set(key, known === undefined ? value : add(known, value));
  }
  return Object.fromEntries([...sums].sort(([x], [y]) => (x < y ? -1 : 1)));
}
