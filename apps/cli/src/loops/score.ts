/** How well planted closures are told from ordinary ones 评分: what each loop says of itself, and doubts about people over many loops. */
import type { ClosureParameters, ClosureRule, Doubt } from '@fujie/core/closures';
import { CLOSURE_DAYS, CLOSURE_RULES, closuresOf, doubtsOf } from '@fujie/core/closures';
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor, LoopDefinition } from '@fujie/core/loops';
import { resolveJurisdiction } from '@fujie/packs';

import type { Random } from '../simulate/random.ts';
import { createRandom } from '../simulate/random.ts';
import type { Lived, Place } from './life.ts';
import { HOUR, liveLoop, placeOf } from './life.ts';
import type { Faker, LoopPlant } from './plants.ts';
import { fakedBy, FAKED, flawed, LOOP_PLANTS, ownBy } from './plants.ts';

export interface ScoreOptions {
  readonly seed: number;
  /** Institutions, and loops of each and of each kind in a week. */
  readonly institutions: number;
  readonly loops: number;
  /** Cases of each kind. */
  readonly plants: number;
}

export interface KindScore {
  readonly kind: LoopPlant | ClosureRule;
  readonly planted: number;
  readonly found: number;
  readonly falseAlarms: number;
}

/** Of one kind of loop: the flaws planted in single loops, and the people who faked. */
export interface WorkScore {
  readonly title: LoopDefinition['title'];
  readonly planted: number;
  readonly found: number;
}

export interface Score {
  readonly loops: number;
  readonly works: readonly WorkScore[];
  readonly kinds: readonly KindScore[];
}

const WEEKS = 12;
const WEEK = 7 * 24 * HOUR;
const DAY = '2026-01-05';
const FROM = Date.parse(`${DAY}T00:00:00+08:00`);
const LOOPS_OF_A_FAKER = 10;
/** Nobody fakes everything. */
const FAKED_PART = 0.8;
/** A loop of each kind of work, and the jurisdiction that declares it. */
const KINDS: readonly (readonly [jurisdiction: string, definition: string])[] = [
  ['taiyuan', 'critical-value/inpatient'],
  ['taiyuan', 'adverse-event/report'],
  ['taiyuan', 'eqa/rectification'],
  ['taiyuan', 'complaint/handling'],
  ['taiyuan', 'recognition/overlooked'],
  ['taiyuan', 'inspection/rectification'],
  ['henan', 'organisation/decision'],
  ['taiyuan', 'report/changed'],
];

/** Lets loops be closed, plants, looks, and compares. */
export function scoreClosures(
  { seed, institutions, loops, plants: each }: ScoreOptions,
  parameters: ClosureParameters,
): Score {
  const random = createRandom(`closures/${String(seed)}`);
  const definitions = KINDS.flatMap(([jurisdiction, id]) => resolveJurisdiction(jurisdiction, DAY).loops.get(id) ?? []);
  const places = Array.from({ length: institutions }, (_, n) =>
    placeOf(random.fork(`place/${String(n)}`), `H${String(n)}`),
  );
  const lives: Lived[] = [];
  const next = (): number => lives.length + 1;
  const openedAt = (stream: Random): Instant => (FROM + Math.floor(stream.next() * WEEKS * WEEK)) as Instant;
  for (const place of places)
    for (const definition of definitions) {
      const stream = random.fork(`${place.unit}/${definition.id}`);
      for (let n = 0; n < loops * WEEKS; n += 1)
        lives.push(liveLoop(stream, { number: next(), definition, place, openedAt: openedAt(stream) }));
    }
  const planted = plantFlaws(random.fork('flaws'), definitions, places, each, lives);
  const fakers = plantFakers(random.fork('fakers'), definitions, places, each, lives);
  const doubts = judged(lives, parameters);
  return {
    loops: lives.length,
    works: definitions.map((definition) => scoreOfWork(definition, lives, planted, fakers, doubts)),
    kinds: [
      ...LOOP_PLANTS.map((kind) => scoreOfFlaw(kind, lives, planted)),
      ...CLOSURE_RULES.map((kind) => scoreOfRule(kind, doubts, fakers)),
    ],
  };
}

/** Plants each flaw in loops of their own; the kinds of loops in turn. */
function plantFlaws(
  random: Random,
  definitions: readonly LoopDefinition[],
  places: readonly Place[],
  each: number,
  lives: Lived[],
): ReadonlyMap<number, LoopPlant> {
  const planted = new Map<number, LoopPlant>();
  for (const plant of LOOP_PLANTS)
    for (let tries = 0, done = 0; done < each && tries < each * 20; tries += 1) {
      const definition = random.pick(definitions);
      const number = lives.length + 1;
      const openedAt = (FROM + Math.floor(random.next() * WEEKS * WEEK)) as Instant;
      const otherwise = flawed(random, plant, definition, () => planted.set(number, plant));
      lives.push(liveLoop(random, { number, definition, place: random.pick(places), openedAt }, otherwise));
      if (planted.has(number)) done += 1;
    }
  return planted;
}

/** Plants people who fake, each with loops within two weeks; the same person fakes in one way only. */
function plantFakers(
  random: Random,
  definitions: readonly LoopDefinition[],
  places: readonly Place[],
  each: number,
  lives: Lived[],
): readonly Faker[] {
  return CLOSURE_RULES.flatMap((rule) =>
    Array.from({ length: each }, (_, n) => {
      const [id, role] = random.pick(FAKED[rule]);
      const definition = definitions.find((one) => one.id === id);
      if (definition === undefined) throw new Error(`no loop \`${id}\``);
      const place = random.pick(places);
      const person: LoopActor = { id: `${place.unit}/${role}/${rule}-${String(n)}`, name: role, role };
      const from = (FROM + Math.floor(random.next() * (WEEKS - 4) * WEEK)) as Instant;
      const faker: Faker = { rule, definition: id, place, person, from };
      for (let nth = 0; nth < LOOPS_OF_A_FAKER; nth += 1) {
        const openedAt = (from + Math.floor(random.next() * 10 * 24 * HOUR)) as Instant;
        lives.push(
          liveLoop(
            random,
            { number: lives.length + 1, definition, place, openedAt },
            random.chance(FAKED_PART) ? fakedBy(faker, random, nth) : ownBy(faker),
          ),
        );
      }
      return faker;
    }),
  );
}

/** Looks as the server does: at all acts of the loops in which something was recorded in the weeks before, an episode told once. */
function judged(lives: readonly Lived[], parameters: ClosureParameters): readonly Doubt[] {
  const acts = lives.map(({ number, place, definition, records, state }) =>
    closuresOf(definition, { loop: number, unit: place.unit }, records, state.stages),
  );
  const told = new Map<string, Doubt>();
  // Once a week here, which is what a test can wait for: what shows for a day shows for the weeks that are looked at together.
  for (let until = FROM + WEEK; until <= FROM + 40 * WEEK; until += WEEK) {
    const from = until - CLOSURE_DAYS * 24 * HOUR;
    const window = acts.filter((own) => own.some(({ recordedAt }) => recordedAt >= from && recordedAt < until));
    const known = window.flat().filter(({ recordedAt }) => recordedAt < until);
    for (const doubt of doubtsOf(known, parameters)) if (!told.has(doubt.episode)) told.set(doubt.episode, doubt);
  }
  return [...told.values()];
}

function scoreOfFlaw(kind: LoopPlant, lives: readonly Lived[], planted: ReadonlyMap<number, LoopPlant>): KindScore {
  const shows = (lived: Lived): boolean => isShown(lived, kind);
  const own = lives.filter(({ number }) => planted.get(number) === kind);
  const others = lives.filter(
    ({ number, records, isWrittenLate }) =>
      !planted.has(number) && !(kind === 'back-filled' && isWrittenLate) && records.every(({ by }) => !isFaker(by.id)),
  );
  return { kind, planted: own.length, found: own.filter(shows).length, falseAlarms: others.filter(shows).length };
}

const isShown = ({ state }: Lived, kind: LoopPlant): boolean =>
  kind === 'missing'
    ? state.status === 'open' && state.stages.some(({ status }) => status === 'overdue')
    : state.findings.some(({ flaw }) => flaw === kind);

/** What fakers do has flaws of its own, which are no false alarms. */
const isFaker = (account: string): boolean => CLOSURE_RULES.some((rule) => account.includes(rule));

function scoreOfRule(kind: ClosureRule, doubts: readonly Doubt[], fakers: readonly Faker[]): KindScore {
  const own = fakers.filter(({ rule }) => rule === kind);
  const told = doubts.filter(({ rule }) => rule === kind);
  return {
    kind,
    planted: own.length,
    found: own.filter(({ person }) => told.some(({ by }) => by === person.id)).length,
    falseAlarms: told.filter(({ by }) => !isFaker(by)).length,
  };
}

function scoreOfWork(
  { id, title }: LoopDefinition,
  lives: readonly Lived[],
  planted: ReadonlyMap<number, LoopPlant>,
  fakers: readonly Faker[],
  doubts: readonly Doubt[],
): WorkScore {
  const flaws = lives.flatMap((lived) => {
    const plant = lived.definition.id === id ? planted.get(lived.number) : undefined;
    return plant === undefined ? [] : [isShown(lived, plant)];
  });
  const people = fakers
    .filter(({ definition }) => definition === id)
    .map(({ rule, person }) => doubts.some((doubt) => doubt.rule === rule && doubt.by === person.id));
  const all = [...flaws, ...people];
  return { title, planted: all.length, found: all.filter(Boolean).length };
}
