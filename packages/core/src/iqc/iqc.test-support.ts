/** Runs of a series as short text: levels in a row, replicates of a level by `/`, `v` before what is void. */
import type { ControlRun, JudgedRun } from './judge-runs.ts';

/** `['2.1 0.3', '1/1.2 -v3']`: a text for each run, a level for each word. */
export function runsOf(
  texts: readonly string[],
  restarts: Readonly<Record<number, ControlRun['restarts']>> = {},
): readonly ControlRun[] {
  return texts.map((text, run) => {
    const results = text.split(' ').flatMap((word, level) =>
      word === '.'
        ? []
        : word.split('/').map((one) => ({
            level: String(level + 1),
            z: Number(one.replace('v', '')),
            isVoid: one.includes('v'),
          })),
    );
    const restart = restarts[run + 1];
    return restart === undefined ? { results } : { results, restarts: restart };
  });
}

/** What fired in a run, with its scope and the places of its evidence, runs and results counted from 1. */
export function firedIn(judged: readonly JudgedRun[], run: number): readonly string[] {
  return (judged[run - 1]?.fired ?? []).map(
    ({ rule, scope, evidence }) =>
      `${rule}${scope === null ? '' : `@${scope}`} ${evidence.map((at) => `${String(at.run + 1)}.${String(at.result + 1)}`).join(' ')}`,
  );
}

/** Numbers in (0, 1) from a seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Normal numbers from a seed. */
export function normals(seed: number, count: number): Float64Array {
  const random = seeded(seed);
  return new Float64Array(count).map(() => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
}
