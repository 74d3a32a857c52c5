/** Distributions 概率分布 that verification and power functions ask for: normal, Student's t, χ². */

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** P(Z ≤ z) of the standard normal distribution 标准正态分布, to full precision in both tails. */
export function normalCdf(z: number): number {
  const x = (z * z) / 2;
  if (z === 0) return 0.5;
  if (!Number.isFinite(z)) return z < 0 ? 0 : 1;
  return z < 0 ? 0.5 * upperGamma(0.5, x) : 1 - 0.5 * upperGamma(0.5, x);
}

/** The z below which a share of the standard normal distribution lies; ends of the line at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  // Newton from the tail, where the logarithm of the tail is nearly a parabola.
  let z = -Math.sqrt(-2 * Math.log(p)) || 0;
  for (let step = 0; step < 100; step += 1) {
    const tail = normalCdf(z);
    const density = Math.exp((-z * z) / 2) / SQRT_2PI;
    const change = (tail * (Math.log(tail) - Math.log(p))) / density;
    z -= change;
    if (Math.abs(change) < 1e-14 * Math.abs(z)) break;
  }
  return z;
}

/** Student's t 学生 t 分布 below which a share lies. */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, df);
  const tail = (t: number): number => 0.5 * lowerBeta(df / (df + t * t), df / 2, 0.5);
  return solve((t) => 1 - p - tail(t), 0, 1);
}

/** χ² 卡方分布 below which a share lies. */
export function chiSquareQuantile(p: number, df: number): number {
  return p <= 0 ? 0 : solve((x) => 1 - upperGamma(df / 2, x / 2) - p, 0, df);
}

/** Critical value of Grubbs's one-sided test 格鲁布斯检验 for the most extreme of n values. */
export function grubbsCritical(n: number, alpha: number): number {
  const t = studentQuantile(1 - alpha / n, n - 2);
  return ((n - 1) / Math.sqrt(n)) * Math.sqrt((t * t) / (n - 2 + t * t));
}

/** Root of a function that rises from `low`; doubles the reach until it is passed, then halves. */
function solve(rising: (x: number) => number, low: number, reach: number): number {
  let high = reach;
  while (rising(high) < 0) high *= 2;
  let from = low;
  for (let step = 0; step < 200 && high - from > 1e-15 * high; step += 1) {
    const middle = (from + high) / 2;
    if (rising(middle) < 0) from = middle;
    else high = middle;
  }
  return (from + high) / 2;
}

/** Lanczos approximation of ln Γ. */
function lnGamma(x: number): number {
  const [first, ...rest] = LANCZOS;
  let sum = first;
  for (const [i, c] of rest.entries()) sum += c / (x + i);
  const t = x + rest.length - 1.5;
  return Math.log(SQRT_2PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Regularised incomplete gamma Q(a, x), by series below and by continued fraction above. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 500 && term > sum * 1e-17; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  return (
    scale *
    fraction(
      (n) => (n === 0 ? 1 : n * (a - n)),
      (n) => x + 1 - a + 2 * n,
    )
  );
}

/** Regularised incomplete beta I_x(a, b). */
function lowerBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - lowerBeta(1 - x, b, a);
  const scale = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  const numerator = (n: number): number => {
    if (n === 0) return 1;
    const m = Math.floor((n - 1) / 2);
    if (n % 2 === 1) return n === 1 ? betaOdd(0) : betaOdd(m);
    const k = n / 2;
    return (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
  };
  const betaOdd = (m: number): number => (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  return scale * fraction(numerator, () => 1);
}

/** Continued fraction n₀/(d₀ + n₁/(d₁ + …)), by Lentz. */
function fraction(numerator: (n: number) => number, denominator: (n: number) => number): number {
  const tiny = 1e-300;
  let value = tiny;
  let c = value;
  let d = 0;
  for (let n = 0; n < 1000; n += 1) {
    const [over, under] = [numerator(n), denominator(n)];
    d = 1 / (under + over * d || tiny);
    c = under + over / c || tiny;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}
