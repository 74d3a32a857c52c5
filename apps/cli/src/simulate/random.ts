/**
 * A small seeded generator of random numbers: the same seed gives the same world on every machine.
 * Algorithm: xoshiro128** (Blackman and Vigna, public domain), seeded by splitmix32 over a text hash (FNV-1a).
 */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [low, high], both ends included. */
  int(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Standard normal deviate. */
  gaussian(): number;
  /** `count` different values in random order (all of them if there are fewer). */
  sample<T>(values: readonly T[], count: number): T[];
  /** An independent stream named by a label: adding draws to one stream never shifts another. */
  fork(label: string): Random;
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

const rotl = (x: number, k: number): number => ((x << k) | (x >>> (32 - k))) >>> 0;

/** A stream of random numbers for a seed. */
export function createRandom(seed: number | string): Random {
  const name = String(seed);
  const mix = splitmix32(hash(name));
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];

  function next32(): number {
    const result = Math.imul(rotl(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const t = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ t) >>> 0;
    d = rotl(d, 11);
    return result;
  }

  const next = (): number => next32() / 0x1_0000_0000;
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));

  function pick<T>(values: readonly T[]): T {
    const value = values[int(0, values.length - 1)];
    if (value === undefined) throw new RangeError('Nothing to pick from');
    return value;
  }

  function gaussian(): number {
    // Box-Muller; 1 - next() avoids the logarithm of zero.
    return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  }

  function sample<T>(values: readonly T[], count: number): T[] {
    const rest = [...values];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(int(0, rest.length - 1), 1));
    return chosen;
  }

  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    gaussian,
    sample,
    fork: (label) => createRandom(`${name}/${label}`),
  };
}
