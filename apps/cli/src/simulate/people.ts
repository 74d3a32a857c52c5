/** The people of a demonstration region, and how each hospital registered them, rightly or wrongly. */
import type { Day } from '@fujie/core/kernel';
import { addDays, yearOf } from '@fujie/core/kernel';

import { makeName, makeResidentId, toFifteenDigits, UNASSIGNED_AREAS } from './identity.ts';
import type { Constitution } from './physiology.ts';
import { makeConstitution } from './physiology.ts';
import type { Random } from './random.ts';
import type { Registration, Sex } from './reports.ts';
import type { InstitutionPlan, World } from './world.ts';

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthOn: Day;
  readonly residentId: string;
  readonly healthCard: string | null;
  readonly constitution: Constitution;
  /** Factor by which an illness moves an item. */
  readonly illness: Readonly<Record<string, number>>;
  /** Hospitals the person goes to. */
  readonly institutions: readonly InstitutionPlan[];
  /** How the person was registered at an institution; made at the first visit. */
  registrationAt(plan: InstitutionPlan): Registration;
}

/** Ways in which a registration departs from the plain one. */
export type Quirk = 'fifteen-digits' | 'no-number' | 'borrowed-number' | 'unidentified' | 'twin' | 'same-name';

export interface PlantedQuirk {
  readonly quirk: Quirk;
  /** Keys of the persons concerned. */
  readonly persons: readonly string[];
  /** Institution at which it shows; null: everywhere. */
  readonly institution: string | null;
}

const ILLNESSES: readonly Readonly<Record<string, number>>[] = [
  { GLU: 1.8, HBA1C_NGSP: 1.5, GSP: 1.5, TG: 1.5 },
  { ALT: 3.2, AST: 2.6, GGT: 2.4, TBIL: 1.7 },
  { CREA: 2.1, UREA: 2, CYSC: 2, UA: 1.3, HGB: 0.85 },
  { HGB: 0.72, RBC: 0.85, MCV: 0.86, MCH: 0.85 },
  { CRP: 18, WBC: 1.7, NEUT_N: 2, NEUT_P: 1.3, LYMPH_P: 0.6, PCT: 14 },
  { LDLC: 1.5, TC: 1.4, TG: 1.7 },
  { TSH: 3.4, FT4: 0.8 },
];

export interface PersonSeed {
  readonly key: string;
  readonly name?: string;
  readonly sex?: Sex;
  readonly birthOn?: Day;
  readonly healthCard?: boolean;
  /** Number and telephone of a person whom a visitor of the demonstration may play. */
  readonly known?: { readonly residentId: string; readonly phone: string };
  readonly illness?: Readonly<Record<string, number>>;
  readonly quirk?: { readonly kind: Quirk; readonly institution: string | null; readonly lender?: Person };
}

/** Makes one person; everything not given is drawn from the person's own stream. */
export function makePerson(world: World, random: Random, today: Day, seed: PersonSeed, sequence: number): Person {
  const stream = random.fork(seed.key);
  const sex = seed.sex ?? (stream.chance(0.5) ? 'male' : 'female');
  const age = Math.min(94, Math.max(1, Math.round(52 + 19 * stream.gaussian())));
  const birthOn = seed.birthOn ?? addDays(`${String(yearOf(today) - age)}-01-01` as Day, stream.int(0, 364));
  const drawn = makeResidentId(stream.pick(UNASSIGNED_AREAS), birthOn, sex, sequence * 2);
  const residentId = seed.known?.residentId ?? drawn;
  const name = seed.name ?? makeName(stream, sex);
  const healthCard =
    (seed.healthCard ?? stream.chance(0.4))
      ? `DEMO${String(stream.int(1, 99_999_999)).padStart(8, '0')}${String(sequence).padStart(6, '0')}`
      : null;
  const hospitals = world.institutions.filter(
    (plan) => plan.kind !== 'independent-laboratory' && (plan.kind !== 'maternal-child' || sex === 'female'),
  );
  const registrations = new Map<string, Registration>();
  const { quirk } = seed;

  function register(plan: InstitutionPlan): Registration {
    const local = random.fork(`mrn/${plan.code}/${seed.key}`);
    const shows = quirk !== undefined && (quirk.institution === null || quirk.institution === plan.code);
    const kind = shows ? quirk.kind : null;
    const number =
      kind === 'no-number' || kind === 'unidentified'
        ? null
        : kind === 'borrowed-number'
          ? (quirk?.lender?.residentId ?? null)
          : kind === 'fifteen-digits' && birthOn < '2000-01-01'
            ? toFifteenDigits(residentId)
            : residentId;
    return {
      institution: plan.code,
      mrn: `${plan.code}${String(100_000 + sequence)}${String(local.int(10, 99))}`,
      name: kind === 'unidentified' ? '无名氏' : name,
      sex: kind === 'unidentified' ? null : sex,
      birthOn: kind === 'unidentified' ? null : birthOn,
      residentId: number,
      healthCard: kind === 'unidentified' || kind === 'borrowed-number' ? null : healthCard,
      phone: seed.known?.phone ?? null,
      person: seed.key,
    };
  }

  return {
    key: seed.key,
    name,
    sex,
    birthOn,
    residentId,
    healthCard,
    constitution: makeConstitution(random.fork(`body/${seed.key}`)),
    illness: seed.illness ?? (stream.chance(0.35) ? stream.pick(ILLNESSES) : {}),
    institutions: stream.sample(hospitals, stream.int(2, 4)),
    registrationAt: (plan) => {
      const known = registrations.get(plan.code);
      if (known) return known;
      const made = register(plan);
      registrations.set(plan.code, made);
      return made;
    },
  };
}

/** Ordinary people, some of them registered in the ways that mislead a matching of persons. */
export function makePeople(
  world: World,
  random: Random,
  today: Day,
  count: number,
): { readonly people: readonly Person[]; readonly quirks: readonly PlantedQuirk[] } {
  const people: Person[] = [];
  const quirks: PlantedQuirk[] = [];
  const keyOf = (index: number): string => `P${String(index + 1).padStart(5, '0')}`;
  const add = (seed: Omit<PersonSeed, 'key'>): Person => {
    const person = makePerson(world, random, today, { ...seed, key: keyOf(people.length) }, 20 + people.length);
    people.push(person);
    return person;
  };
  const plant = (quirk: Quirk, persons: readonly Person[], institution: string | null): void => {
    quirks.push({ quirk, persons: persons.map((p) => p.key), institution });
  };
  const central = world.code('central');
  if (count >= 10) {
    const birthOn = addDays(today, -34 * 365);
    const elder = add({ name: '周子涵', sex: 'female', birthOn });
    const younger = add({
      name: '周子萱',
      sex: 'female',
      birthOn,
      quirk: { kind: 'no-number', institution: world.code('maternal') },
    });
    plant('twin', [elder, younger], world.code('maternal'));
    plant('same-name', [add({ name: '王伟', sex: 'male' }), add({ name: '王伟', sex: 'male' })], null);
    plant('same-name', [add({ name: '李娜', sex: 'female' }), add({ name: '李娜', sex: 'female' })], null);
    const lender = add({ sex: 'male' });
    plant(
      'borrowed-number',
      [lender, add({ sex: 'male', quirk: { kind: 'borrowed-number', institution: central, lender } })],
      central,
    );
    plant('unidentified', [add({ quirk: { kind: 'unidentified', institution: central } })], central);
    plant(
      'fifteen-digits',
      [
        add({
          birthOn: addDays(today, -71 * 365),
          quirk: { kind: 'fifteen-digits', institution: world.code('county') },
        }),
      ],
      world.code('county'),
    );
  }
  while (people.length < count) {
    const draw = random.fork(`quirk/${String(people.length)}`).next();
    const institution = world.code(
      random.fork(`place/${String(people.length)}`).pick(['district', 'county', 'private', 'tcm'] as const),
    );
    if (draw < 0.03) plant('no-number', [add({ quirk: { kind: 'no-number', institution } })], institution);
    else if (draw < 0.06)
      plant('fifteen-digits', [add({ quirk: { kind: 'fifteen-digits', institution } })], institution);
    else add({});
  }
  return { people, quirks };
}
