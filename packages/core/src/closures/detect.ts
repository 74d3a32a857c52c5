/** Tells closures that look faked from those that do not, from nothing but what was recorded. */
import type { Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import { median, scatterOf } from '../kernel/robust.ts';
import type { ClosureParameters } from './parameters.ts';
import type { Closure, ClosureRule, Doubt } from './types.ts';

const MINUTE_MS = 60_000;
/** Minutes below which no duration is told from another, and the least scatter of their logarithms. */
const LEAST_MINUTES = 0.1;
const LEAST_SCATTER = 0.35;
const SEVERAL_STAGES = 3;
/** Acts among which a run is looked for. */
const LONGEST_RUN = 60;

/** The doubts about closures of one period, in the order of their names. */
export function doubtsOf(closures: readonly Closure[], parameters: ClosureParameters): readonly Doubt[] {
  const doubts = [
    ...copied(closures, parameters),
    ...inBulk(closures, parameters),
    ...tooFast(closures, parameters),
    ...oneForAll(closures, parameters),
    ...atTheLimit(closures, parameters),
  ];
  return doubts.sort((a, b) => (a.episode < b.episode ? -1 : Number(a.episode > b.episode)));
}

/** One person writes the same words again and again, and little else. */
function copied(closures: readonly Closure[], { copies, copiesPart }: ClosureParameters): readonly Doubt[] {
  return [...grouped(closures, ({ unit, by, definition }) => [unit, by, definition])].flatMap((own) => {
    const texts = own.flatMap((closure) => closure.wordings.map((said) => ({ said, closure })));
    const same = grouped(texts, ({ said, closure }) => [said, closure.stage]).filter(
      (uses) => loopsOf(uses.map(({ closure }) => closure)).length >= copies,
    );
    const found = same.flat().map(({ closure }) => closure);
    return found.length > 0 && found.length >= copiesPart * texts.length
      ? doubt('COPIED_TEXT', found, own[0]?.definition ?? null)
      : [];
  });
}

/** Nobody reads and answers one thing after the other in seconds: many at once, or a few again and again. */
function inBulk(
  closures: readonly Closure[],
  { bulkLoops, bulkSeconds, habitLoops, habitRuns }: ClosureParameters,
): readonly Doubt[] {
  return grouped(closures, ({ unit, by }) => [unit, by]).flatMap((own) => {
    const runs = hastyRuns(own, Math.min(habitLoops, bulkLoops), bulkSeconds * 1000);
    const long = runs.filter((run) => loopsOf(run).length >= bulkLoops);
    const isHabit = runs.length >= habitRuns && loopsOf(runs.flat()).length >= habitLoops * habitRuns;
    const found = isHabit ? runs.flat() : long.flat();
    return found.length === 0 ? [] : doubt('IN_BULK', found, null);
  });
}

/**
 * Runs of acts that answer so many loops, at a pace of `eachMs` for every act in these loops. The pace of a whole run counts, so that
 * looking up once in it does not hide it; what is only read in other loops gives no time, and what asks for nothing is no answer.
 */
function hastyRuns(own: readonly Closure[], least: number, eachMs: number): readonly (readonly Closure[])[] {
  const sorted = [...own].sort((a, b) => a.recordedAt - b.recordedAt || a.loop - b.loop);
  const ends = sorted.map((first, from) => {
    const acts = new Map<number, { count: number; isAnswered: boolean }>();
    let end = from;
    for (const [further, { loop, fields, recordedAt }] of sorted.slice(from, from + LONGEST_RUN).entries()) {
      const known = acts.get(loop) ?? { count: 0, isAnswered: false };
      acts.set(loop, { count: known.count + 1, isAnswered: known.isAnswered || fields > 0 });
      const answered = [...acts.values()].filter(({ isAnswered }) => isAnswered);
      const steps = answered.reduce((sum, { count }) => sum + count, 0) - 1;
      if (answered.length >= least && recordedAt - first.recordedAt <= steps * eachMs) end = from + further + 1;
    }
    return end;
  });
  const runs: Closure[][] = [];
  let until = 0;
  for (const [from, end] of ends.entries()) {
    if (end <= from) continue;
    if (from >= until) runs.push(sorted.slice(from, end));
    else runs.at(-1)?.push(...sorted.slice(until, Math.max(until, end)));
    until = Math.max(until, end);
  }
  return runs.map((run) => {
    const answered = new Set(run.filter(({ fields }) => fields > 0).map(({ loop }) => loop));
    return run.filter(({ loop }) => answered.has(loop));
  });
}

/** Done in a time in which nobody else does it. */
function tooFast(
  closures: readonly Closure[],
  { fastLoops, fastDeviations, fastPeers }: ClosureParameters,
): readonly Doubt[] {
  const fast = grouped(closures, ({ definition, stage }) => [definition, stage]).flatMap((all) => {
    if (all.length < fastPeers) return [];
    const took = all.map(({ startedAt, occurredAt }) =>
      Math.log(Math.max(LEAST_MINUTES, (occurredAt - startedAt) / MINUTE_MS)),
    );
    const centre = median(took);
    const scatter = Math.max(LEAST_SCATTER, scatterOf(took));
    return all.filter((_, index) => ((took[index] ?? centre) - centre) / scatter < -fastDeviations);
  });
  return grouped(fast, ({ unit, by, definition }) => [unit, by, definition]).flatMap((own) =>
    loopsOf(own).length >= fastLoops ? doubt('TOO_FAST', own, own[0]?.definition ?? null) : [],
  );
}

/** One person ends nearly every stage of loops in which others take turns. */
function oneForAll(
  closures: readonly Closure[],
  { soloStages, soloLoops, soloPart, soloCustom }: ClosureParameters,
): readonly Doubt[] {
  return grouped(closures, ({ definition }) => [definition]).flatMap((all) => {
    const loops = grouped(all, ({ loop }) => [String(loop)]).filter(
      (acts) => new Set(acts.map(({ stage }) => stage)).size >= SEVERAL_STAGES,
    );
    const solos = loops.flatMap((acts) => {
      const most = grouped(acts, ({ by }) => [by]).find((own) => own.length >= soloStages * acts.length);
      return most === undefined ? [] : [most];
    });
    return grouped(solos, ([first]) => [first?.unit ?? '', first?.by ?? '']).flatMap((own) => {
      const by = own[0]?.[0]?.by;
      const part = loops.filter((acts) => acts.some((act) => act.by === by)).length;
      const others = loops.length - part;
      const isCustom = others > 0 && (solos.length - own.length) / others > soloCustom;
      return own.length >= soloLoops && own.length >= soloPart * part && !isCustom
        ? doubt('ONE_FOR_ALL', own.flat(), all[0]?.definition ?? null)
        : [];
    });
  });
}

/** Recorded when the time was up, and again and again claimed for its last moments. */
function atTheLimit(
  closures: readonly Closure[],
  { limitLoops, limitPart, limitChance }: ClosureParameters,
): readonly Doubt[] {
  const isLast = ({ startedAt, dueAt, occurredAt }: Closure): boolean =>
    dueAt !== null && occurredAt <= dueAt && dueAt - occurredAt <= limitPart * (dueAt - startedAt);
  return grouped(closures, ({ definition }) => [definition]).flatMap((all) => {
    const prompt = all.filter(({ dueAt, recordedAt }) => dueAt !== null && recordedAt <= dueAt);
    // Many are done just in time, and truly: what was recorded in time shows how many.
    const usual = Math.max(1.5 * limitPart, prompt.length === 0 ? 0 : prompt.filter(isLast).length / prompt.length);
    const claimed = all.filter(
      ({ dueAt, occurredAt, recordedAt }) => dueAt !== null && occurredAt <= dueAt && recordedAt > dueAt,
    );
    return grouped(claimed, ({ unit, by }) => [unit, by]).flatMap((own) => {
      const last = own.filter(isLast);
      return loopsOf(last).length >= limitLoops && chanceOf(last.length, own.length, usual) < limitChance
        ? doubt('AT_THE_LIMIT', last, all[0]?.definition ?? null)
        : [];
    });
  });
}

/** The chance of at least `hits` among `tries` of which each has the chance `each`: the upper tail of the binomial distribution. */
function chanceOf(hits: number, tries: number, each: number): number {
  let term = (1 - each) ** tries;
  let below = 0;
  for (let k = 0; k < hits; k += 1) {
    below += term;
    term *= ((tries - k) / (k + 1)) * (each / (1 - each));
  }
  return Math.max(0, 1 - below);
}

function doubt(rule: ClosureRule, found: readonly Closure[], definition: string | null): readonly Doubt[] {
  const [first] = found;
  if (first === undefined) return [];
  const at = found.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt), 0) as Instant;
  const { unit, by } = first;
  const episode = [rule, unit, by, definition ?? '', dayOf(at).slice(0, 7)].join('|');
  return [{ rule, unit, by, definition, loops: loopsOf(found), at, episode }];
}

function loopsOf(closures: readonly Closure[]): readonly number[] {
  return [...new Set(closures.map(({ loop }) => loop))].sort((a, b) => a - b);
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => readonly string[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = JSON.stringify(keyOf(one));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()];
}
