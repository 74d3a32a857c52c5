/**
 * Unusual reading 异常查阅: far more persons than one's own days and the peers' days hold, relatives and neighbours,
 * colleagues, well-known persons, and persons whom nobody there treats. Source: henan-2025.mq.19#07.
 */
import type { Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import { familyNameOf } from '../person/name.ts';
import type { WatchParameters } from './parameters.ts';
import { deviationsAbove } from './robust.ts';
import type { Alert, Colleague, DayOfAccount, Holder, Reading, ReadPerson, Severity, WatchRule } from './types.ts';

const EVIDENCE = 20;

export interface ReadingFacts {
  readonly readings: readonly Reading[];
  readonly holders: ReadonlyMap<string, Holder>;
  readonly persons: ReadonlyMap<number, ReadPerson>;
  /** The staff of an institution who have this name. */
  readonly colleaguesNamed: (institution: string, name: string) => readonly Colleague[];
}

/** Whom somebody read without treating them. */
export function watchReadings(facts: ReadingFacts, parameters: WatchParameters): readonly Alert[] {
  const byReader = new Map<string, Reading[]>();
  for (const reading of facts.readings) {
    if (reading.relation === 'own' || reading.relation === 'department') continue;
    const own = byReader.get(reading.account);
    if (own) own.push(reading);
    else byReader.set(reading.account, [reading]);
  }
  return [...byReader].flatMap(([account, readings]) => {
    const reader = facts.holders.get(account);
    if (reader === undefined) return [];
    const unrelated = readings.filter(({ relation }) => relation === 'none');
    return [
      ...wellKnown(reader, readings, facts),
      ...colleagues(reader, unrelated, facts, parameters),
      ...kin(reader, unrelated, facts, parameters),
      ...withoutEncounter(reader, unrelated, parameters),
    ];
  });
}

/** Each well-known person read by somebody who does not treat them, nor anybody of the department. */
function wellKnown(reader: Holder, readings: readonly Reading[], { persons }: ReadingFacts): readonly Alert[] {
  const found = readings.filter(({ person }) => persons.get(person)?.wellKnown === true);
  return perPerson(found).map(([person, own]) => {
    const severity = own.some(({ relation }) => relation === 'none') ? 'high' : 'medium';
    return alertOf('WELL_KNOWN', severity, reader, own, String(person), { readings: own.length });
  });
}

/** Each person without relation who has the name of somebody on the staff, where the name tells who it is. */
function colleagues(
  reader: Holder,
  unrelated: readonly Reading[],
  { persons, colleaguesNamed }: ReadingFacts,
  { namesakes }: WatchParameters,
): readonly Alert[] {
  const { institution } = reader;
  if (institution === null) return [];
  return perPerson(unrelated).flatMap(([id, own]) => {
    const person = persons.get(id);
    if (person === undefined || person.name === null) return [];
    const staff = colleaguesNamed(institution, person.name);
    const isNear = staff.some(({ department }) => department !== null && department === reader.department);
    if (staff.length === 0 || (!isNear && person.namesakes > namesakes)) return [];
    const facts = { readings: own.length, namesakes: person.namesakes, near: isNear ? 1 : 0 };
    return [alertOf('COLLEAGUE', isNear ? 'medium' : 'low', reader, own, String(id), facts)];
  });
}

/** Several persons without relation who have the reader's family name, or live at one address. */
function kin(
  reader: Holder,
  unrelated: readonly Reading[],
  { persons }: ReadingFacts,
  { kinPersons }: WatchParameters,
): readonly Alert[] {
  const family = familyNameOf(reader.name);
  const groups = new Map<string, Reading[]>();
  const add = (key: string, reading: Reading): void => {
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  };
  for (const reading of unrelated) {
    const person = persons.get(reading.person);
    if (person === undefined) continue;
    if (family !== '' && person.name !== null && familyNameOf(person.name) === family) add('family', reading);
    if (person.address !== null) add(`address ${person.address}`, reading);
  }
  for (const [key, own] of groups) {
    const count = perPerson(own).length;
    const by = key === 'family' ? 'family' : 'address';
    if (count >= kinPersons) return [alertOf('KIN', 'medium', reader, own, '', { persons: count, by })];
  }
  return [];
}

function withoutEncounter(
  reader: Holder,
  unrelated: readonly Reading[],
  { unrelatedPersons }: WatchParameters,
): readonly Alert[] {
  const count = perPerson(unrelated).length;
  if (count < unrelatedPersons) return [];
  const glasses = perPerson(unrelated.filter(({ brokeGlass }) => brokeGlass)).length;
  return [alertOf('NO_ENCOUNTER', 'medium', reader, unrelated, '', { persons: count, glasses })];
}

function perPerson(readings: readonly Reading[]): readonly (readonly [number, readonly Reading[]])[] {
  const found = new Map<number, Reading[]>();
  for (const reading of readings) found.set(reading.person, [...(found.get(reading.person) ?? []), reading]);
  return [...found];
}

function alertOf(
  rule: WatchRule,
  severity: Severity,
  { account, institution }: Holder,
  readings: readonly Reading[],
  subject: string,
  facts: Alert['facts'],
): Alert {
  const times = readings.map(({ at }) => at);
  const at = Math.max(...times) as Instant;
  const day = dayOf(Math.min(...times) as Instant);
  return {
    rule,
    severity,
    account,
    institution,
    at,
    episode: [rule, account, day, ...(subject === '' ? [] : [subject])].join('|'),
    events: readings.map(({ event }) => event).slice(0, EVIDENCE),
    facts,
  };
}

export interface VolumeFacts {
  /** The day that is judged, complete or so far. */
  readonly today: readonly DayOfAccount[];
  /** Days before it. */
  readonly before: readonly DayOfAccount[];
  readonly holders: ReadonlyMap<string, Holder>;
  readonly at: Instant;
}

/**
 * Persons read in a day, far above the median of the own days and of the days of the peers (same institution, department and
 * role), in units of the median absolute deviation: what is much depends on who it is and where.
 */
export function watchVolume(
  { today, before, holders, at }: VolumeFacts,
  parameters: WatchParameters,
): readonly Alert[] {
  const own = new Map<string, number[]>();
  const peers = new Map<string, { readonly account: string; readonly persons: number }[]>();
  for (const { account, persons } of before) {
    if (persons === 0) continue;
    own.set(account, [...(own.get(account) ?? []), persons]);
  }
  // Today counts among the days of the peers: a busy day of a ward is busy for all of it.
  for (const { account, persons } of [...before, ...today]) {
    const group = groupOf(holders.get(account));
    if (persons === 0 || group === null) continue;
    const members = peers.get(group);
    if (members) members.push({ account, persons });
    else peers.set(group, [{ account, persons }]);
  }
  return today.flatMap(({ account, day, persons, events = [] }) => {
    if (persons < parameters.fewPersons) return [];
    const holder = holders.get(account);
    const mine = own.get(account) ?? [];
    const group = groupOf(holder);
    const others = (group === null ? [] : (peers.get(group) ?? []))
      .filter((member) => member.account !== account)
      .map((member) => member.persons);
    const hasHistory = mine.length >= parameters.historyDays;
    const aboveOwn = hasHistory ? deviationsAbove(persons, mine) : null;
    const abovePeers = others.length >= parameters.historyDays ? deviationsAbove(persons, others) : null;
    if (aboveOwn === null && abovePeers === null) return [];
    if (aboveOwn !== null && aboveOwn < parameters.ownDeviations) return [];
    if (abovePeers !== null && abovePeers < parameters.peerDeviations) return [];
    return [
      {
        rule: 'VOLUME',
        severity: (aboveOwn ?? abovePeers ?? 0) >= 2 * parameters.ownDeviations ? 'high' : 'medium',
        account,
        institution: holder?.institution ?? null,
        at,
        episode: `VOLUME|${account}|${day}`,
        events: events.slice(0, EVIDENCE),
        facts: {
          persons,
          ...(aboveOwn === null ? {} : { aboveOwn: Math.round(aboveOwn * 10) / 10 }),
          ...(abovePeers === null ? {} : { abovePeers: Math.round(abovePeers * 10) / 10 }),
        },
      } satisfies Alert,
    ];
  });
}

function groupOf(holder: Holder | undefined): string | null {
  return holder === undefined ? null : `${holder.institution ?? ''}|${holder.department ?? ''}|${holder.role}`;
}
