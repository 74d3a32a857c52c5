/** Abuses planted among ordinary life 植入案例, each with what is true: which rule should tell it, of whom, when. */
import type { Day } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import type { Relation, WatchRule } from '@fujie/core/watch';
import { WATCH_RULES } from '@fujie/core/watch';

import type { Random } from '../simulate/random.ts';
import type { Diary, Life, Where } from './life.ts';
import { MINUTE } from './life.ts';
import type { Member } from './staff.ts';

export interface Plant {
  readonly rule: WatchRule;
  readonly account: string;
  readonly from: Day;
  readonly to: Day;
}

interface Scene {
  readonly random: Random;
  readonly diary: Diary;
  readonly life: Life;
  readonly member: Member;
  readonly day: Day;
}

/** Plants cases of every rule, each on an account and day of its own. */
export function plantAll(random: Random, diary: Diary, life: Life, each: number): readonly Plant[] {
  const taken = new Set<string>();
  return WATCH_RULES.flatMap((rule) => {
    const plants: Plant[] = [];
    for (let tries = 0; plants.length < each && tries < each * 200; tries++) {
      const member = random.pick(life.staff.members);
      const day = addDays(life.from, random.int(1, life.days - 2));
      if (taken.has(member.account)) continue;
      const planted = PLANTS[rule]({ random, diary, life, member, day });
      if (planted === null) continue;
      taken.add(member.account);
      plants.push({ rule, account: member.account, from: planted, to: day });
    }
    return plants;
  });
}

/** Plants one case; the first day on which it shows, or null where this member and day offer no occasion. */
type Planter = (scene: Scene) => Day | null;

const PLANTS: Readonly<Record<WatchRule, Planter>> = {
  TWO_PLACES: (scene) => {
    const { random, day } = scene;
    const at = hourOnDuty(scene);
    if (at === null) return null;
    const { site } = scene.member;
    const far = otherPlace(scene);
    // The holder goes on meanwhile.
    for (let n = 0; n < 6; n++) own(scene, at + n * random.int(5, 9) * MINUTE, desk(site, day, 'own'));
    for (let n = 0; n < random.int(1, 5); n++) own(scene, at + random.int(2, 24) * MINUTE, desk(far, day, 'lent'));
    return day;
  },
  TWO_WORKSTATIONS: (scene) => {
    const { random, day, member } = scene;
    const start = hourOnDuty(scene);
    if (start === null) return null;
    let at = start;
    for (let n = 0; n < random.int(6, 20); n++) {
      at += random.int(15, 100) * 1000;
      own(scene, at, desk(member.site, day, n % 2 === 0 ? 'own' : 'lent'));
    }
    return day;
  },
  TRAVEL: (scene) => {
    const { random, day, life, member } = scene;
    const [shift] = life.shiftsOf(member.account, day);
    if (shift === undefined) return null;
    const left = shift.until + 10 * MINUTE;
    own(scene, left, desk(member.site, day, 'own'));
    own(scene, left + random.int(4, 16) * MINUTE, desk(otherPlace(scene), day, 'lent'));
    return day;
  },
  OFF_DUTY: (scene) => {
    const { random, day, life, member } = scene;
    const isFree =
      life.shiftsOf(member.account, day).length === 0 &&
      life.shiftsOf(member.account, addDays(day, -1)).every(({ until }) => until <= startOfDay(day));
    if (!member.hasRoster || !isFree) return null;
    let at = startOfDay(day) + random.int(9, 15) * 60 * MINUTE;
    for (let n = 0; n < random.int(2, 10); n++) {
      at += random.int(1, 9) * MINUTE;
      own(scene, at, desk(member.site, day, 'lent'));
    }
    return day;
  },
  MANY_DEVICES: ({ random, diary, life, member, day }) => {
    const first = addDays(day, -6);
    if (first < life.from || member.workstations.length > 4) return null;
    for (let n = 0; n < random.int(4, 9); n++) {
      const when = addDays(first, n % 7);
      diary.signIn(member.account, when, `lent/${member.account}/${String(n)}`);
      diary.count(member.account, when, 0);
    }
    return first;
  },
  SEVERAL_KEYS: ({ random, life, member }) => {
    const isKnown = random.chance(0.7);
    const account = `${member.account}b`;
    const { name, role, institution, department } = member;
    const practitioner = isKnown ? member.practitioner : null;
    life.holders.set(account, { account, name, role, institution, department, practitioner });
    return life.from;
  },
  VOLUME: (scene) => {
    const { random, day, member } = scene;
    const at = hourOnDuty(scene);
    if (at === null) return null;
    const persons = Math.round(member.pace * random.int(2, 6)) + 20;
    const where = desk(member.site, day, 'own');
    for (let n = 0; n < persons; n++) stranger(scene, at + n * 25_000, where, 'institution');
    return day;
  },
  KIN: (scene) => {
    const { random, day, life, member } = scene;
    const at = hourOnDuty(scene);
    if (at === null) return null;
    const { persons } = life.staff;
    const isFamily = random.chance(0.5);
    const start = random.int(0, persons.length - 400);
    const some = persons.slice(start, start + 400);
    const household = some.find(({ address }, n) => address !== null && some[n + 1]?.address === address);
    const found = isFamily
      ? some.filter(({ name }) => name?.startsWith(member.name.slice(0, 1)) === true).slice(0, random.int(2, 4))
      : some.filter(({ address }) => address !== null && address === household?.address);
    if (found.length < 2) return null;
    for (const [n, { person }] of found.entries())
      look(scene, at + n * 6 * MINUTE, desk(member.site, day, 'own'), person);
    return day;
  },
  COLLEAGUE: (scene) => {
    const { random, day, life, member } = scene;
    const at = hourOnDuty(scene);
    const staff = life.staff.members.filter(
      ({ institution, department, account }) =>
        institution === member.institution &&
        account !== member.account &&
        (department === member.department || random.chance(0.2)),
    );
    if (at === null || staff.length === 0) return null;
    look(scene, at, desk(member.site, day, 'own'), random.pick(staff).person);
    return day;
  },
  WELL_KNOWN: (scene) => {
    const { random, day, life, member } = scene;
    const at = hourOnDuty(scene);
    if (at === null) return null;
    const relation = random.chance(0.5) ? 'institution' : 'none';
    look(scene, at, desk(member.site, day, 'own'), random.pick(life.staff.wellKnown), relation);
    return day;
  },
  NO_ENCOUNTER: (scene) => {
    const { random, day, member } = scene;
    const at = hourOnDuty(scene);
    if (at === null) return null;
    for (let n = 0; n < random.int(3, 9); n++)
      stranger(scene, at + n * random.int(3, 20) * MINUTE, desk(member.site, day, 'own'), 'none', random.chance(0.4));
    return day;
  },
};

/** A moment early in a duty of the day; null: there is none. */
function hourOnDuty({ random, life, member, day }: Scene): number | null {
  const [shift] = life.shiftsOf(member.account, day);
  return shift === undefined ? null : shift.from + random.int(30, 180) * MINUTE;
}

function otherPlace({ random, life, member }: Scene): string {
  return random.pick([...life.staff.places.keys()].filter((site) => !site.startsWith(member.institution)));
}

function desk(site: string, day: Day, who: string): Where {
  return { day, site, address: `${site}/${who}`, credential: `${site}/${who}/${day}` };
}

function own({ diary, life, member, random }: Scene, at: number, where: Where): void {
  diary.read(member.account, at, where, random.int(0, life.staff.persons.length - 1), 'own');
}

function stranger(scene: Scene, at: number, where: Where, relation: Relation, brokeGlass = false): void {
  const { random, life } = scene;
  look(scene, at, where, random.int(life.staff.wellKnown.length, life.staff.persons.length - 1), relation, brokeGlass);
}

function look(
  { diary, member }: Scene,
  at: number,
  where: Where,
  person: number,
  relation: Relation = 'none',
  brokeGlass = false,
): void {
  diary.read(member.account, at, where, person, relation, brokeGlass);
}
