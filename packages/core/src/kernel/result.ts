/** What is wrong with one spot of an input, said in both languages, with what to do about it. */
export interface Problem {
  /** Stable machine-readable name, kebab-case. */
  readonly code: string;
  /** Where: a dotted or FHIRPath-like path to the spot; empty for the whole input. */
  readonly path: string;
  readonly message: string;
  readonly messageZh: string;
}

/** Either a value or every problem found, never a thrown error. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fault(...problems: readonly Problem[]): Result<never> {
  return { ok: false, problems };
}

/** Unwraps a result that the program itself guarantees, such as a constant; throws on a bug. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map((p) => `${p.path}: ${p.message}`).join('; '));
}
