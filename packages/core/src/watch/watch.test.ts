import { describe, expect, it, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { addDays, parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { familyNameOf } from '../person/name.ts';
import { watchDevices, watchHolders, watchKeys } from './keys.ts';
import { DEFAULT_WATCH, readWatchChanges, watchParametersOn } from './parameters.ts';
import { watchReadings, watchVolume } from './reading.ts';
import { WATCH_RULE_TEXTS } from './reasons.ts';
import type { Colleague, DayOfAccount, Holder, KeyUse, Place, Reading, ReadPerson, Shift } from './types.ts';

const at = (time: string): Instant => must(parseInstant(`2024-05-20T${time}+08:00`));
const LI: Holder = {
  account: 'li',
  name: '李敏',
  role: 'doctor',
  institution: 'H1',
  department: 'XNK',
  practitioner: 'P1',
};
const WANG: Holder = { ...LI, account: 'wang', name: '王强', practitioner: 'P2' };
const holders = new Map([LI, WANG].map((holder) => [holder.account, holder]));
/** About 31 km apart; the annexe stands across the road. */
const places = new Map<string, Place>(
  [
    { site: 'H1|1', latitude: 37.87, longitude: 112.55 },
    { site: 'H1|2', latitude: 37.871, longitude: 112.551 },
    { site: 'H2|1', latitude: 37.6, longitude: 112.65 },
  ].map((place) => [place.site, place]),
);

let event = 0;
const use = (time: string, change: Partial<KeyUse> = {}): KeyUse => ({
  event: ++event,
  at: at(time),
  account: 'li',
  credential: 'a',
  address: '10.1.0.1',
  site: 'H1|1',
  ...change,
});
const keys = (uses: readonly KeyUse[], shifts: readonly Shift[] | null = null) =>
  watchKeys({ uses, holders, places, shiftsOf: () => shifts }, DEFAULT_WATCH);
const rules = (alerts: readonly { readonly rule: string }[]): string[] => alerts.map(({ rule }) => rule);
const elsewhere = { credential: 'b', address: '10.2.0.1', site: 'H2|1' };

describe('a key in two places', () => {
  it('is used at one site, at another and at the first again', () => {
    const [alert] = keys([use('09:00'), use('09:10', elsewhere), use('09:20')]);
    expect(alert).toMatchObject({ rule: 'TWO_PLACES', severity: 'high', account: 'li', facts: { minutes: 20 } });
    expect(alert?.events).toHaveLength(3);
    expect(rules(keys([use('09:00'), use('11:00', elsewhere), use('13:00')]))).toEqual([]);
  });

  it('is one place across the road, and none where the address is of no site', () => {
    expect(keys([use('09:00'), use('09:10', { site: 'H1|2' }), use('09:20')])).toEqual([]);
    expect(keys([use('09:00'), use('09:10', { ...elsewhere, site: null }), use('09:20')])).toEqual([]);
  });

  it('is one episode when a later hour sees half of it as a journey', () => {
    const [back, away] = [use('09:20'), use('09:10', elsewhere)];
    const [both] = keys([use('09:00'), away, back]);
    const [half] = keys([away, back]);
    expect([both?.rule, half?.rule]).toEqual(['TWO_PLACES', 'TRAVEL']);
    expect(half?.episode).toBe(both?.episode);
  });

  it('travels no faster than anybody does', () => {
    expect(keys([use('09:00'), use('09:10', elsewhere)])).toMatchObject([
      { rule: 'TRAVEL', facts: { km: 31, minutes: 10 } },
    ]);
    expect(keys([use('09:00'), use('09:16', elsewhere)])).toEqual([]);
  });

  it('changes between two workstations more often than one person walks', () => {
    const turns = (seconds: number) =>
      [0, 1, 2, 3].map((n) => ({
        ...use('09:00', n % 2 === 0 ? {} : { credential: 'b', address: '10.1.0.2' }),
        at: (at('09:00') + n * seconds * 1000) as Instant,
      }));
    expect(keys(turns(40))).toMatchObject([{ rule: 'TWO_WORKSTATIONS', facts: { switches: 3 } }]);
    expect(keys(turns(90))).toEqual([]);
    expect(keys(turns(40).slice(0, 3))).toEqual([]);
  });
});

describe('a key outside the roster', () => {
  const night: Shift = { from: at('00:00'), until: at('08:00') };
  const uses = [use('14:00'), use('14:10'), use('14:20')];

  it('is used on site while the holder is off duty', () => {
    expect(keys(uses, [night])).toMatchObject([{ rule: 'OFF_DUTY', facts: { uses: 3, site: 'H1|1' } }]);
    expect(keys(uses.slice(0, 2), [night])).toEqual([]);
  });

  it('is not judged without a roster, from home, or within the margin', () => {
    expect(keys(uses, null)).toEqual([]);
    expect(
      keys(
        uses.map((held) => ({ ...held, site: null })),
        [night],
      ),
    ).toEqual([]);
    expect(keys([use('10:00'), use('10:10'), use('10:20')], [night])).toEqual([]);
  });
});

test('a key goes round when new workstations outnumber what a move explains', () => {
  const today = '2024-05-20' as Day;
  const day = (back: number, ...devices: string[]): DayOfAccount => ({
    account: 'li',
    day: addDays(today, -back),
    persons: 1,
    devices,
  });
  const before = [8, 9, 10, 11, 12, 13, 14].map((back) => day(back, 'd1', 'd2'));
  const found = (...now: string[]) => watchDevices([...before, day(1, ...now)], holders, at('09:00'), DEFAULT_WATCH);
  expect(found('n1', 'n2', 'n3', 'n4')).toMatchObject([
    { rule: 'MANY_DEVICES', episode: 'MANY_DEVICES|li|2024-05-20', facts: { added: 4, before: 2 } },
  ]);
  expect(found('n1', 'n2', 'n3', 'd1')).toEqual([]);
});

test('one practitioner holds several keys, or one name does, which tells less', () => {
  const second = { ...LI, account: 'li2' };
  expect(watchHolders([LI, WANG, second], at('09:00'))).toMatchObject([
    { rule: 'SEVERAL_KEYS', severity: 'high', facts: { accounts: 'li li2', by: 'practitioner' } },
  ]);
  expect(watchHolders([LI, { ...second, practitioner: null }], at('09:00'))).toMatchObject([{ severity: 'low' }]);
  expect(watchHolders([LI, { ...second, institution: 'H2', practitioner: 'P1' }], at('09:00'))).toEqual([]);
});

describe('a reader', () => {
  const read = (person: number, relation: Reading['relation'] = 'none', brokeGlass = false): Reading => ({
    event: ++event,
    at: at('10:00'),
    account: 'li',
    person,
    relation,
    brokeGlass,
  });
  const person = (id: number, change: Partial<ReadPerson> = {}): ReadPerson => ({
    person: id,
    name: '赵四',
    address: null,
    namesakes: 9,
    wellKnown: false,
    ...change,
  });
  const staff: readonly Colleague[] = [
    { name: '王强', institution: 'H1', department: 'XNK' },
    { name: '周全', institution: 'H1', department: 'XWK' },
  ];
  const found = (readings: readonly Reading[], persons: readonly ReadPerson[]) =>
    watchReadings(
      {
        readings,
        holders,
        persons: new Map(persons.map((known) => [known.person, known])),
        colleaguesNamed: (institution, name) =>
          staff.filter((known) => known.institution === institution && known.name === name),
      },
      DEFAULT_WATCH,
    );

  it('opens a well-known person whom neither they nor their department treats', () => {
    const known = [person(1, { wellKnown: true })];
    expect(found([read(1)], known)).toMatchObject([{ rule: 'WELL_KNOWN', severity: 'high' }]);
    expect(found([read(1, 'institution')], known)).toMatchObject([{ rule: 'WELL_KNOWN', severity: 'medium' }]);
    expect(found([read(1, 'own'), read(1, 'department')], known)).toEqual([]);
  });

  it('opens a colleague without relation: of the department, or of a name that tells who it is', () => {
    expect(found([read(1)], [person(1, { name: '王强' })])).toMatchObject([{ rule: 'COLLEAGUE', severity: 'medium' }]);
    expect(found([read(1)], [person(1, { name: '周全', namesakes: 1 })])).toMatchObject([{ severity: 'low' }]);
    expect(found([read(1)], [person(1, { name: '周全', namesakes: 2 })])).toEqual([]);
    expect(found([read(1, 'institution')], [person(1, { name: '王强' })])).toEqual([]);
  });

  it('opens several of the own family name, or of one address', () => {
    const family = [person(1, { name: '李一' }), person(2, { name: '李二' })];
    expect(found([read(1), read(2)], family)).toMatchObject([{ rule: 'KIN', facts: { persons: 2, by: 'family' } }]);
    expect(found([read(1), read(1)], family)).toEqual([]);
    const house = [person(1, { address: '一号' }), person(2, { address: '一号' })];
    expect(found([read(1), read(2)], house)).toMatchObject([{ rule: 'KIN', facts: { by: 'address' } }]);
  });

  it('opens persons whom nobody there treats, a broken glass among them', () => {
    const alerts = found(
      [read(1), read(2), read(3, 'none', true)],
      [1, 2, 3].map((id) => person(id)),
    );
    expect(alerts).toMatchObject([{ rule: 'NO_ENCOUNTER', facts: { persons: 3, glasses: 1 } }]);
    expect(found([read(1), read(2), read(3, 'institution')], [])).toEqual([]);
  });
});

describe('the number of persons read in a day', () => {
  const today = '2024-05-20' as Day;
  const counts = (account: string, ...persons: number[]): DayOfAccount[] =>
    persons.map((count, back) => ({ account, day: addDays(today, -1 - back), persons: count, devices: [] }));
  const one = (account: string, persons: number): DayOfAccount => ({ account, day: today, persons, devices: [] });
  const judged = (persons: number, peers: number, before = counts('li', 18, 20, 22, 19, 21, 20, 18, 23)) =>
    watchVolume(
      {
        today: [one('li', persons), one('wang', peers)],
        before: [...before, ...counts('wang', 30, 28, 31, 29, 33, 30, 27, 30)],
        holders,
        at: at('17:00'),
      },
      DEFAULT_WATCH,
    );

  it('is unusual far above the own days and those of the peers', () => {
    expect(judged(70, 30)).toMatchObject([{ rule: 'VOLUME', account: 'li', facts: { persons: 70 } }]);
    expect(judged(35, 30)).toEqual([]);
  });

  it('is not where either finds it ordinary', () => {
    expect(judged(48, 30)).toEqual([]);
    expect(judged(70, 30, counts('li', 60, 70, 65, 66, 80, 71, 64))).toEqual([]);
  });

  it('is judged by the peers alone without a history', () => {
    expect(judged(70, 30, [])).toMatchObject([{ account: 'li' }]);
    expect(judged(35, 30, [])).toEqual([]);
  });
});

test('figures hold from their day on', () => {
  const changes = readWatchChanges('[{"from":"2026-01-01","nearKm":5},{"from":"2025-01-01","nearKm":3,"switches":9}]');
  if (typeof changes === 'string') throw new Error(changes);
  expect(watchParametersOn('2024-12-31' as Day, changes)).toEqual(DEFAULT_WATCH);
  expect(watchParametersOn('2025-01-01' as Day, changes)).toEqual({ ...DEFAULT_WATCH, nearKm: 3, switches: 9 });
  expect(watchParametersOn('2026-01-01' as Day, changes)).toEqual({ ...DEFAULT_WATCH, nearKm: 5, switches: 9 });
});

test.each([
  '{',
  '{}',
  '[1]',
  '[{"nearKm":1}]',
  '[{"from":"2026-01-01","near":1}]',
  '[{"from":"2026-01-01","nearKm":0}]',
])('figures that are none are named: %s', (text) => {
  expect(typeof readWatchChanges(text)).toBe('string');
});

test('a family name is of one character or two, and of Chinese names only', () => {
  expect(['王强', '欧阳小明', '阿依古丽·买买提', 'JOHN'].map(familyNameOf)).toEqual(['王', '欧阳', '', '']);
});

test('every rule says why in both languages, whatever is known', () => {
  for (const { clause, why, zh, en } of Object.values(WATCH_RULE_TEXTS)) {
    expect(clause).toMatch(/^henan-2025\.mq\.19#0[567]$/);
    expect([zh, en, why({}).zh, why({}).en].every((text) => text !== '' && !text.includes('undefined'))).toBe(true);
  }
});
