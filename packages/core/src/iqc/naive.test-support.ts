/** The control rules as they are printed, each by itself over plain lists: slow, and written apart from what is tested against it. */
import type { ControlRun } from './judge-runs.ts';
import type { RuleName, RuleSettings } from './rules.ts';

interface Point {
  readonly run: number;
  readonly place: number;
  readonly level: string;
  /** In tenths, as whole numbers. */
  readonly tenths: number;
}

/** `rule@scope` with the places of the evidence, of each run. */
export function naively(runs: readonly ControlRun[], settings: RuleSettings): readonly (readonly string[])[] {
  const open: Point[] = [];
  return runs.map(({ results, restarts = [] }, run) => {
    const kept = open.filter(({ level }) => restarts !== 'all' && !restarts.includes(level));
    open.splice(0, open.length, ...kept);
    const own = results.flatMap(({ level, z, isVoid }, place) =>
      isVoid === true ? [] : [{ run, place, level, tenths: Math.round(z * 10) }],
    );
    open.push(...own);
    const isPassed = settings.gate === 'none' || own.some(({ tenths }) => Math.abs(tenths) > 20);
    const found = new Map<string, Set<number>>();
    for (const rule of isPassed ? settings.rules : [])
      for (const [scope, points] of evidence(rule, open, own, settings)) {
        const places = found.get(`${rule}${scope}`) ?? new Set();
        for (const point of points) if (point.run === run) places.add(point.place);
        found.set(`${rule}${scope}`, places);
      }
    return [...found]
      .flatMap(([rule, places]) => (places.size === 0 ? [] : `${rule} ${[...places].sort((a, b) => a - b).join(' ')}`))
      .sort();
  });
}

type Found = readonly (readonly [scope: string, points: readonly Point[]])[];

function evidence(rule: RuleName, all: readonly Point[], own: readonly Point[], { r4s }: RuleSettings): Found {
  const sides = [1, -1].map((sign) => (point: Point, limit: number) => point.tenths * sign > limit);
  const single = /^1_(.*)s$/.exec(rule);
  if (single !== null) return [['', own.filter(({ tenths }) => Math.abs(tenths) > 10 * Number(single[1]))]];
  if (rule === 'R_4s') return r4s === 'strict' ? opposites(own) : widest(own);
  const levels = [...new Set(own.map(({ level }) => level))];
  const windows = levels.flatMap((level) => {
    const series = all.filter((point) => point.level === level);
    return series.flatMap((point, end) => (own.includes(point) ? [series.slice(0, end + 1)] : []));
  });
  if (rule === '7_T')
    return windows.map((window) => {
      const last = window.slice(-7);
      const steps = last.slice(1).map((point, i) => Math.sign(point.tenths - (last[i]?.tenths ?? 0)));
      return ['@L', steps.length === 6 && (steps.every((s) => s > 0) || steps.every((s) => s < 0)) ? last : []];
    });
  if (rule === '2of3_2s')
    return sides.flatMap((is): Found => [
      ...windows.map((window): Found[number] => {
        const two = window.slice(-3).filter((point) => is(point, 20));
        return ['@L', two.length >= 2 && two.includes(window.at(-1) as Point) ? two.slice(-2) : []];
      }),
      [
        '@W',
        severalLevels(
          own.filter((point) => is(point, 20)),
          2,
        ),
      ],
    ]);
  const [count = 0, limit = 0] = rule.endsWith('_x')
    ? [parseInt(rule, 10), 0]
    : (rule.match(/\d+/g)?.map(Number) ?? []);
  return sides.flatMap((is): Found => {
    const within = windows.map((window): Found[number] => {
      const last = window.slice(-count);
      return ['@L', last.length === count && last.every((point) => is(point, 10 * limit)) ? last : []];
    });
    if (rule === '2_2s')
      return [
        ...within,
        [
          '@W',
          severalLevels(
            own.filter((point) => is(point, 20)),
            2,
          ),
        ],
      ];
    if (rule === '3_1s') return [...within, ['@W', own.every((point) => is(point, 10)) ? severalLevels(own, 3) : []]];
    let whole: readonly Point[] = [];
    for (let run = own[0]?.run ?? -1; run >= 0 && whole.length < count; run -= 1)
      whole = [...all.filter((point) => point.run === run), ...whole];
    const isHeld = whole.length >= count && whole.every((point) => is(point, 10 * limit));
    return [...within, ['@A', isHeld ? severalLevels(whole, 2) : []]];
  });
}

function severalLevels(points: readonly Point[], count: number): readonly Point[] {
  return new Set(points.map(({ level }) => level)).size >= count ? points : [];
}

function opposites(own: readonly Point[]): Found {
  const pairs = own.flatMap((a) =>
    own.flatMap((b) => (a.level !== b.level && a.tenths > 20 && b.tenths < -20 ? [a, b] : [])),
  );
  return [['@W', pairs]];
}

function widest(own: readonly Point[]): Found {
  const pairs = own.flatMap((a) =>
    own.flatMap((b) => (a.level === b.level ? [] : [[a, b, a.tenths - b.tenths] as const])),
  );
  const most = Math.max(40, ...pairs.map(([, , width]) => width));
  const alike = pairs.filter(([, , width]) => width === most).flatMap(([a, b]) => [a, b]);
  return [['@W', most > 40 ? own.filter((point) => alike.includes(point)) : []]];
}
