/** How well planted closures are told from ordinary ones 评分: what each loop says of itself, and doubts about people over many loops. */
import type { ClosureParameters, ClosureRule, Doubt } from '@fujie/core/closures';
import { CLOSURE_DAYS, CLOSURE_RULES, closuresOf, doubtsOf } from '@fujie/core/closures';
import type { Instant } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { resolveJurisdiction } from '@fujie/packs';

import type { Random } from '../simulate/random.ts';
import { createRandom } from '../simulate/random.ts';
import type { Lived, Otherwise, Place } from './life.ts';
import { HOUR, liveLoop, placeOf } from './life.ts';
import type { Faker, LoopPlant } from './plants.ts';
import { fakedBy, FAKED, flawed, LOOP_PLANTS, ownBy, WRITE_UP, writesUp } from './plants.ts';

export interface ScoreOptions {
  readonly seed: number;
  /** Institutions, and loops of each and of each kind in a week. */
  readonly institutions: number;
  readonly loops: number;
  /** Cases of each kind in each kind of loop. */
  readonly plants: number;
}

/** What was planted of one kind in one kind of loop, found of it, and told wrongly there; nothing planted: the loop does not let it happen. */
export interface CellScore {
  readonly work: string;
  readonly kind: LoopPlant | ClosureRule;
  readonly planted: number;
  readonly found: number;
  readonly falseAlarms: number;
}

export interface Score {
  readonly loops: number;
  readonly works: readonly Pick<LoopDefinition, 'id' | 'title'>[];
  readonly cells: readonly CellScore[];
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

/** An invented life with what was planted in it. */
export interface PlantedLife {
  readonly definitions: readonly LoopDefinition[];
  readonly lives: readonly Lived[];
  readonly planted: ReadonlyMap<number, LoopPlant>;
  readonly fakers: readonly Faker[];
}

/** Lets loops be closed, and plants. */
export function plantLife({ seed, institutions, loops, plants: each }: ScoreOptions): PlantedLife {
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
  plantWritersUp(random.fork('write-up'), definitions, places, each, lives);
  return { definitions, lives, planted, fakers };
}

/** Looks at a life, and compares what is found with what was planted. */
export function scoreClosures(
  { definitions, lives, planted, fakers }: PlantedLife,
  parameters: ClosureParameters,
): Score {
  const doubts = judged(lives, parameters);
  const works = new Map(lives.map(({ number, definition }) => [number, definition.id]));
  const told = doubts.map((doubt) => ({ ...doubt, work: doubt.definition ?? works.get(doubt.loops[0] ?? 0) ?? '' }));
  return {
    loops: lives.length,
    works: definitions.map(({ id, title }) => ({ id, title })),
    cells: definitions.flatMap(({ id }) => [
      ...LOOP_PLANTS.map((kind) => scoreOfFlaw(id, kind, lives, planted)),
      ...CLOSURE_RULES.map((kind) => scoreOfRule(id, kind, told, fakers)),
    ]),
  };
}

/** Plants each flaw in loops of their own, of each kind of loop. */
function plantFlaws(
  random: Random,
  definitions: readonly LoopDefinition[],
  places: readonly Place[],
  each: number,
  lives: Lived[],
): ReadonlyMap<number, LoopPlant> {
  const planted = new Map<number, LoopPlant>();
  for (const definition of definitions)
    for (const plant of LOOP_PLANTS)
      for (let tries = 0, done = 0; done < each && tries < each * 4; tries += 1) {
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
  return CLOSURE_RULES.flatMap((rule) => {
    const works = [...new Set(FAKED[rule].map(([definition]) => definition))];
    return works.flatMap((work) =>
      Array.from({ length: each }, (_, n) => {
        const [, role] = random.pick(FAKED[rule].filter(([definition]) => definition === work));
        const name = `${rule}-${work}-${String(n)}`;
        const faker: Faker = { rule, ...somebody(random, definitions, places, { work, role, name }) };
        liveOften(random, faker, lives, () => (random.chance(FAKED_PART) ? fakedBy(faker, random) : ownBy(faker)));
        return faker;
      }),
    );
  });
}

/** Plants people who write up in a row, and honestly: whoever doubts them is wrong. */
function plantWritersUp(
  random: Random,
  definitions: readonly LoopDefinition[],
  places: readonly Place[],
  each: number,
  lives: Lived[],
): void {
  for (const [work, role] of WRITE_UP)
    for (let n = 0; n < each; n += 1) {
      const person = somebody(random, definitions, places, { work, role, name: `${WRITES_UP}-${work}-${String(n)}` });
      liveOften(random, person, lives, (nth) => writesUp(person, random, nth));
    }
}

/** A person of a role at one place, and when the loops begin that fall to that person. */
function somebody(
  random: Random,
  definitions: readonly LoopDefinition[],
  places: readonly Place[],
  { work, role, name }: { readonly work: string; readonly role: string; readonly name: string },
): Omit<Faker, 'rule'> {
  const definition = definitions.find(({ id }) => id === work);
  if (definition === undefined) throw new Error(`no loop \`${work}\``);
  const place = random.pick(places);
  const from = (FROM + Math.floor(random.next() * (WEEKS - 4) * WEEK)) as Instant;
  return {
    definition,
    place,
    person: { id: `${place.unit}/${role}/${name}`, name: role, role },
    from,
    clicked: new Map(),
  };
}

/** Loops of one person within ten days. */
function liveOften(
  random: Random,
  { definition, place, from }: Omit<Faker, 'rule'>,
  lives: Lived[],
  otherwise: (nth: number) => Otherwise,
): void {
  for (let nth = 0; nth < LOOPS_OF_A_FAKER; nth += 1) {
    const openedAt = (from + Math.floor(random.next() * 10 * 24 * HOUR)) as Instant;
    lives.push(liveLoop(random, { number: lives.length + 1, definition, place, openedAt }, otherwise(nth)));
  }
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

function scoreOfFlaw(
  work: string,
  kind: LoopPlant,
  lives: readonly Lived[],
  planted: ReadonlyMap<number, LoopPlant>,
): CellScore {
  const all = lives.filter(({ definition }) => definition.id === work);
  const own = all.filter(({ number }) => planted.get(number) === kind);
  const others = all.filter(
    ({ number, records, isWrittenLate }) =>
      !planted.has(number) &&
      !(kind === 'back-filled' && isWrittenLate) &&
      records.every(({ by }) => !isPlanted(by.id)),
  );
  const shown = (some: readonly Lived[]): number => some.filter((lived) => isShown(lived, kind)).length;
  return { work, kind, planted: own.length, found: shown(own), falseAlarms: shown(others) };
}

const isShown = ({ state }: Lived, kind: LoopPlant): boolean =>
  kind === 'missing'
    ? state.status === 'open' && state.stages.some(({ status }) => status === 'overdue')
    : state.findings.some(({ flaw }) => flaw === kind);

const WRITES_UP = 'WRITES_UP';
const isFaker = (account: string): boolean => CLOSURE_RULES.some((rule) => account.includes(rule));
/** What fakers do, and who writes up late, has flaws of its own, which are no false alarms. */
const isPlanted = (account: string): boolean => isFaker(account) || account.includes(WRITES_UP);

function scoreOfRule(
  work: string,
  kind: ClosureRule,
  doubts: readonly (Doubt & { readonly work: string })[],
  fakers: readonly Faker[],
): CellScore {
  const own = fakers.filter(({ rule, definition }) => rule === kind && definition.id === work);
  const told = doubts.filter(({ rule }) => rule === kind);
  return {
    work,
    kind,
    planted: own.length,
    found: own.filter(({ person }) => told.some(({ by }) => by === person.id)).length,
    falseAlarms: told.filter((doubt) => doubt.work === work && !isFaker(doubt.by)).length,
  };
}

/** Of each kind over all kinds of loops. */
export function totalsOf(cells: readonly CellScore[]): readonly Omit<CellScore, 'work'>[] {
  return [...LOOP_PLANTS, ...CLOSURE_RULES].map((kind) => {
    const own = cells.filter((cell) => cell.kind === kind);
    const sum = (of: 'planted' | 'found' | 'falseAlarms'): number => own.reduce((all, cell) => all + cell[of], 0);
    return { kind, planted: sum('planted'), found: sum('found'), falseAlarms: sum('falseAlarms') };
  });
}
