/** The staff of an invented region with their places, rosters and workstations, and the persons whose records they read. */
import type { Holder, Place, ReadPerson } from '@fujie/core/watch';

import { makeName } from '../simulate/identity.ts';
import type { Random } from '../simulate/random.ts';

export interface Member extends Holder {
  readonly institution: string;
  readonly department: string;
  /** Where they work; a second site for some. */
  readonly site: string;
  readonly secondSite: string | null;
  /** Persons read on an ordinary day. */
  readonly pace: number;
  readonly hasRoster: boolean;
  /** Their workstations; many where desks are shared. */
  readonly workstations: readonly string[];
  readonly hasTelephone: boolean;
  /** From home their address is that of the hospital. */
  readonly hasTunnel: boolean;
  /** Index of their own record among the persons. */
  readonly person: number;
}

export interface Staff {
  readonly members: readonly Member[];
  readonly places: ReadonlyMap<string, Place>;
  /** By index. */
  readonly persons: readonly ReadPerson[];
  readonly wellKnown: readonly number[];
}

/** Two hospitals have two sites; those of the first stand across the road. */
const SITES: readonly (readonly [site: string, latitude: number, longitude: number])[] = [
  ['H1|1', 37.87, 112.55],
  ['H1|2', 37.872, 112.553],
  ['H2|1', 37.6, 112.65],
  ['H2|2', 37.72, 112.6],
  ['H3|1', 38.05, 112.7],
  ['H4|1', 37.41, 112.02],
];
const DEPARTMENTS = ['XNK', 'WK', 'EK', 'JZK', 'ZLK'] as const;
const FREQUENT = Array.from('王李张刘陈');
const PERSONS_OF_A_MEMBER = 40;
const WELL_KNOWN = 25;

/** A name as often borne as names are: five family names are those of a third of all people. */
function nameOf(random: Random): string {
  const name = makeName(random, random.chance(0.5) ? 'male' : 'female');
  return random.chance(0.3) ? random.pick(FREQUENT) + name.slice(1) : name;
}

export function makeStaff(random: Random, users: number): Staff {
  const strangers = users * PERSONS_OF_A_MEMBER;
  const names = Array.from({ length: strangers + users }, () => nameOf(random));
  const borne = new Map<string, number>();
  for (const name of names) borne.set(name, (borne.get(name) ?? 0) + 1);
  const persons = names.map((name, person): ReadPerson => ({
    person,
    name,
    address: random.chance(0.4) ? `${String(Math.floor(person / 3))}号` : null,
    namesakes: (borne.get(name) ?? 1) - 1,
    wellKnown: person < WELL_KNOWN,
  }));
  const members = Array.from({ length: users }, (_, index): Member => {
    const [site] = SITES[index % SITES.length] ?? ['H1|1'];
    const institution = site.slice(0, 2);
    const department = random.pick(DEPARTMENTS);
    const account = `u${String(index)}`;
    const other = SITES.filter(([known]) => known !== site && known.startsWith(institution)).map(([known]) => known);
    const isShared = random.chance(0.1);
    return {
      account,
      name: names[strangers + index] ?? '',
      role: 'doctor',
      institution,
      department,
      practitioner: `P${String(index)}`,
      site,
      secondSite: other.length > 0 && random.chance(0.3) ? random.pick(other) : null,
      pace: Math.max(4, Math.round(16 * Math.exp(0.45 * random.gaussian()))),
      hasRoster: random.chance(0.7),
      workstations: Array.from(
        { length: isShared ? 12 : random.int(1, 4) },
        (_unused, n) => `${site}/${isShared ? department : account}/${String(n)}`,
      ),
      hasTelephone: random.chance(0.15),
      hasTunnel: random.chance(0.04),
      person: strangers + index,
    };
  });
  return {
    members,
    places: new Map(SITES.map(([site, latitude, longitude]) => [site, { site, latitude, longitude }])),
    persons,
    wellKnown: persons.slice(0, WELL_KNOWN).map(({ person }) => person),
  };
}
