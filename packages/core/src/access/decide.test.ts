import { describe, expect, it, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { parseInstant } from '../kernel/day.ts';
import { decideAccess } from './decide.ts';
import { DEFAULT_ACCESS } from './parameters.ts';
import type { AccessFacts, AccessResult, BreakGlassFact, EncounterFact, Reader, WishFact } from './types.ts';
import { wishFaults } from './wish.ts';

const at = (text: string): Instant => must(parseInstant(text));
const NOW = at('2024-05-20T09:00+08:00');
const DOCTOR: Reader = { at: NOW, institution: 'H2', practitioner: 'D2', purpose: 'treatment', rescue: false };
const NOTHING: AccessFacts = { relations: [], breakGlass: [], wishes: [] };
const ALT: AccessResult = { issuer: 'H1', sensitive: null };
const HIV: AccessResult = { issuer: 'H1', sensitive: 'hiv' };

const encounter = (change: Partial<EncounterFact> = {}): EncounterFact => ({
  kind: 'encounter',
  institution: 'H2',
  state: 'open',
  startedAt: at('2024-05-20T08:00+08:00'),
  endedAt: null,
  toldAt: at('2024-05-20T08:00+08:00'),
  ...change,
});
const RELATED: AccessFacts = { ...NOTHING, relations: [encounter()] };
const wish = (change: Partial<WishFact> = {}): WishFact => ({
  kind: 'objection',
  scope: { kind: 'all' },
  from: '2024-05-01' as Day,
  to: null,
  ...change,
});
const glass = (change: Partial<BreakGlassFact> = {}): BreakGlassFact => ({
  institution: 'H2',
  practitioner: 'D2',
  code: 'unregistered',
  from: at('2024-05-20T08:30+08:00'),
  until: at('2024-05-20T09:30+08:00'),
  ...change,
});

const decided = (facts: AccessFacts, result = ALT, reader: Partial<Reader> = {}): string =>
  decideAccess({ ...DOCTOR, ...reader }, facts, result, DEFAULT_ACCESS).reason;

describe('the relation', () => {
  const relation = (change: Partial<EncounterFact>, reader: Partial<Reader> = {}): string =>
    decided({ ...NOTHING, relations: [encounter(change)] }, ALT, reader);

  it('is an encounter of the own institution, open or ended within the days', () => {
    expect(decided(NOTHING)).toBe('NO_RELATION');
    expect(relation({})).toBe('RELATION');
    expect(relation({ institution: 'H3' })).toBe('NO_RELATION');
    const ended = at('2024-04-20T09:00+08:00');
    expect(relation({ state: 'ended', endedAt: ended })).toBe('RELATION');
    expect(relation({ state: 'ended', endedAt: (ended - 1) as Instant })).toBe('NO_RELATION');
    expect(relation({ state: 'void' })).toBe('NO_RELATION');
  });

  it('does not begin before the encounter, nor last because nobody closed it', () => {
    expect(relation({ startedAt: (NOW + 1) as Instant })).toBe('NO_RELATION');
    const forgotten = { startedAt: at('2024-01-01T08:00+08:00'), toldAt: at('2024-01-01T08:00+08:00') };
    expect(relation(forgotten)).toBe('NO_RELATION');
    expect(relation({ ...forgotten, toldAt: at('2024-04-01T08:00+08:00') })).toBe('RELATION');
  });

  it.each(['order', 'question'] as const)('is an %s of the own institution within the days', (kind) => {
    const moment = (text: string, institution = 'H2'): string =>
      decided({ ...NOTHING, relations: [{ kind, institution, at: at(text) }] });
    expect(moment('2024-04-20T09:00+08:00')).toBe('RELATION');
    expect(moment('2024-04-20T08:59+08:00')).toBe('NO_RELATION');
    expect(moment('2024-05-20T09:01+08:00')).toBe('NO_RELATION');
    expect(moment('2024-05-20T08:00+08:00', 'H3')).toBe('NO_RELATION');
  });
});

describe('a broken glass', () => {
  const broken = (change: Partial<BreakGlassFact>, result = ALT, wishes: readonly WishFact[] = []): string =>
    decided({ ...NOTHING, breakGlass: [glass(change)], wishes }, result);

  it('is for one practitioner, until its time is over', () => {
    expect(broken({})).toBe('BREAK_GLASS');
    expect(broken({ practitioner: 'D9' })).toBe('NO_RELATION');
    expect(broken({ institution: 'H3' })).toBe('NO_RELATION');
    expect(broken({ until: NOW })).toBe('NO_RELATION');
    expect(broken({ from: (NOW + 1) as Instant })).toBe('NO_RELATION');
  });

  it('passes objection and missing consent only in an emergency', () => {
    expect(broken({}, HIV)).toBe('CONSENT_MISSING');
    expect(broken({}, ALT, [wish()])).toBe('OBJECTION');
    expect(broken({ code: 'emergency' }, HIV, [wish()])).toBe('EMERGENCY');
  });
});

describe('an objection', () => {
  const objected = (change: Partial<WishFact>, result = ALT): string =>
    decided({ ...RELATED, wishes: [wish(change)] }, result);

  it('to all, to an institution either way, or to a class withholds what is of others', () => {
    expect(objected({})).toBe('OBJECTION');
    expect(objected({ scope: { kind: 'institution', institution: 'H1' } })).toBe('OBJECTION');
    expect(objected({ scope: { kind: 'institution', institution: 'H2' } })).toBe('OBJECTION');
    expect(objected({ scope: { kind: 'institution', institution: 'H3' } })).toBe('RELATION');
    expect(objected({ scope: { kind: 'class', class: 'hiv' } })).toBe('RELATION');
    expect(objected({ scope: { kind: 'class', class: 'hiv' } }, HIV)).toBe('OBJECTION');
  });

  it('leaves the own records to the institution that keeps them', () => {
    expect(objected({}, { issuer: 'H2', sensitive: 'hiv' })).toBe('OWN');
  });

  it('holds from its day to the day before it was lifted', () => {
    expect(objected({ from: '2024-05-20' as Day })).toBe('OBJECTION');
    expect(objected({ from: '2024-05-21' as Day })).toBe('RELATION');
    expect(objected({ to: '2024-05-21' as Day })).toBe('OBJECTION');
    expect(objected({ to: '2024-05-20' as Day })).toBe('RELATION');
  });

  it('is honoured whatever else was consented to, and whatever the purpose', () => {
    const consented = { ...RELATED, wishes: [wish(), wish({ kind: 'consent' })] };
    expect(decided(consented, HIV)).toBe('OBJECTION');
    expect(decided(consented, ALT, { purpose: 'management', practitioner: null })).toBe('OBJECTION');
  });
});

describe('a sensitive class', () => {
  const sensitive = (scope: WishFact['scope'] | null): string =>
    decided({ ...RELATED, wishes: scope === null ? [] : [wish({ kind: 'consent', scope })] }, HIV);

  it('needs consent: for all, for that class, or to that institution', () => {
    expect(sensitive(null)).toBe('CONSENT_MISSING');
    expect(sensitive({ kind: 'all' })).toBe('CONSENT');
    expect(sensitive({ kind: 'class', class: 'hiv' })).toBe('CONSENT');
    expect(sensitive({ kind: 'class', class: 'sti' })).toBe('CONSENT_MISSING');
    expect(sensitive({ kind: 'institution', institution: 'H2' })).toBe('CONSENT');
    expect(sensitive({ kind: 'institution', institution: 'H1' })).toBe('CONSENT_MISSING');
  });

  it('may be any where the item is not known: only a consent to all or to the institution opens it', () => {
    const unknown: AccessResult = { issuer: 'H1', sensitive: 'unknown' };
    const of = (...wishes: readonly WishFact[]): string => decided({ ...RELATED, wishes }, unknown);
    const consent = (scope: WishFact['scope']) => wish({ kind: 'consent', scope });
    expect(of()).toBe('CONSENT_MISSING');
    expect(of(consent({ kind: 'class', class: 'hiv' }))).toBe('CONSENT_MISSING');
    expect(of(consent({ kind: 'institution', institution: 'H2' }))).toBe('CONSENT');
    expect(of(consent({ kind: 'all' }), wish({ scope: { kind: 'class', class: 'hiv' } }))).toBe('OBJECTION');
  });

  it('needs none while a life is in danger', () => {
    expect(decided(RELATED, HIV, { rescue: true })).toBe('EMERGENCY');
    expect(decided(NOTHING, HIV, { rescue: true })).toBe('NO_RELATION');
    expect(decided(NOTHING, HIV, { rescue: true, practitioner: null })).toBe('EMERGENCY');
  });
});

describe('the record of a wish', () => {
  const record = { kind: 'consent', by: 'self', guardianName: null, guardianRelation: null } as const;
  const day = '2024-05-20' as Day;

  test('of a child is the guardian’s to give, by name and relation', () => {
    const faults = (change: object, birthOn = '2010-05-21') =>
      wishFaults({ ...record, from: day, to: null, ...change }, birthOn as Day, DEFAULT_ACCESS);
    expect(faults({})).toEqual(['GUARDIAN_NEEDED']);
    expect(faults({}, '2010-05-20')).toEqual([]);
    expect(faults({ kind: 'objection' })).toEqual([]);
    expect(faults({ by: 'guardian' })).toEqual(['GUARDIAN_UNNAMED']);
    expect(faults({ by: 'guardian', guardianName: '张三', guardianRelation: '父亲' })).toEqual([]);
    expect(faults({ to: day }, '1980-01-01')).toEqual(['ENDS_BEFORE_IT_BEGINS']);
  });
});
