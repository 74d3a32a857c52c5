import { describe, expect, test } from 'vitest';

import { classify } from './candidate.ts';
import type { OrderFacts, ResultFacts } from './candidate-facts.ts';
import { candidateInputFor, timeLimitFor } from './candidate-facts.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { day, entry, region } from './region.test-support.ts';
import { scopesOf } from './scope-facts.ts';
import { dayTextOf } from './time.ts';

const SAMPLE: ResultFacts = {
  item: 'ALT',
  institution: 'H1',
  identity: 'verified',
  status: 'final',
  content: 'data',
  integrity: 'ok',
  source: 'platform',
  printedMarks: ['川HR'],
  collectedAt: '2025-08-14T08:00:00+08:00',
  reportedOn: day('2025-08-15'),
  method: true,
  referenceInterval: true,
};
const ORDER: OrderFacts = { item: 'ALT', at: '2025-08-16T09:00:00+08:00' };

const verdictOf = (snapshot: ReturnType<typeof region>, result = SAMPLE, order = ORDER) =>
  classify(
    candidateInputFor(snapshot, DEFAULT_PARAMETERS, order, 'H2', result),
    DEFAULT_PARAMETERS,
    scopesOf(snapshot, day(dayTextOf(order.at))),
  );

describe('candidates from registers', () => {
  test('an entitled mark that reaches the receiver is a must', () => {
    expect(verdictOf(region())).toEqual({ class: 'MUST', basis: 'MARK', reasons: [] });
  });

  test('entitlement is that of the report day', () => {
    expect(
      verdictOf(region(), { ...SAMPLE, reportedOn: day('2025-09-02'), collectedAt: '2025-09-01T08:00' }).reasons,
    ).toEqual(['MARK_NOT_ENTITLED']);
    expect(verdictOf(region(), { ...SAMPLE, printedMarks: [] }).reasons).toEqual(['ENTITLED_NOT_PRINTED']);
  });

  test('time limits and negative lists are those of the narrowest region of the receiver, on the order day', () => {
    const limited = region((e) => {
      const row = { item: 'ALT', kind: 'ceiling', hours: null, source: 'test' };
      e['time-limit'] = [
        entry('51|ALT|ceiling', { ...row, region: '51', days: 1 }, '2025-08-16'),
        entry('5107|ALT|ceiling', { ...row, region: '5107', days: 2 }, '2025-08-17'),
      ];
      e['negative-list'] = [
        entry('51|ALT|any', { region: '51', item: 'ALT', circumstance: 'any', descriptionZh: '' }, '2025-09-01'),
        entry('51|ALT|surgery', { region: '51', item: 'ALT', circumstance: 'surgery', descriptionZh: '' }),
      ];
    });
    expect(timeLimitFor(limited, '510703', 'ALT', day('2025-08-15'))).toBeNull();
    expect(verdictOf(limited).reasons).toEqual(['TIME_LIMIT_EXCEEDED']);
    expect(timeLimitFor(limited, '510703', 'ALT', day('2025-08-17'))).toEqual({ days: 2, source: 'test' });
    expect(verdictOf(limited, SAMPLE, { ...ORDER, circumstances: ['surgery'] }).reasons).toEqual(['NEGATIVE_LIST']);
    expect(verdictOf(limited, SAMPLE, { ...ORDER, at: '2025-09-01T00:00' }).reasons).toEqual(['NEGATIVE_LIST']);
  });

  test('members of one close-knit consortium need no mark, unless the issuer was suspended', () => {
    const join = (institution: string) => entry(`Y1|${institution}`, { consortium: 'Y1', institution });
    const make = (kind: string, suspended = false) =>
      region((e) => {
        e['consortium'] = [entry('Y1', { code: 'Y1', kind, province: '51', lead: 'H1', declaredFrom: '2025-07-01' })];
        e['consortium-member'] = [join('H1'), join('H2')];
        const row = {
          code: 'S1',
          institution: 'H1',
          item: 'ALT',
          cause: 'EQA_FAIL',
          suspendedFrom: '2025-08-01',
          suspendedTo: null,
          doubtFrom: null,
        };
        if (suspended) e['suspension'] = [entry('S1', row)];
      });
    const unmarked = { ...SAMPLE, printedMarks: [] };
    expect(verdictOf(make('close-knit'), unmarked)).toEqual({ class: 'MUST', basis: 'CONSORTIUM', reasons: [] });
    expect(verdictOf(make('loose'), unmarked).class).toBe('MAY');
    expect(verdictOf(make('close-knit', true), unmarked).reasons).toEqual(['NO_MARK', 'ISSUER_SUSPENDED']);
  });

  test('an agreement is the version in force on the order day, whatever is registered for later', () => {
    const agreement = { code: 'AGR:JJJ', markPrefix: '京津冀', members: ['11', '12', '13'], qcOrganisation: null };
    const versions = region((e) => {
      e['institution'] = [entry('H2', { code: 'H2', region: '120101', ownership: 'public', level: 1 })];
      e['agreement'] = [
        entry('AGR:JJJ', { ...agreement, members: ['11', '12'] }, '2026-01-01'),
        entry('AGR:JJJ', agreement, '2018-01-01', '2026-01-01'),
      ];
    });
    const printed = { ...SAMPLE, institution: 'H9', printedMarks: ['京津冀HR'] };
    const reasonsOn = (snapshot: typeof versions, at: string) =>
      verdictOf(snapshot, { ...printed, collectedAt: at, reportedOn: day(at.slice(0, 10)) }, { ...ORDER, at }).reasons;
    expect(reasonsOn(versions, '2025-03-10T09:00')).toEqual(['MARK_NOT_ENTITLED']);
    const gap = region((e) => {
      e['institution'] = [entry('H2', { code: 'H2', region: '120101', ownership: 'public', level: 1 })];
      e['agreement'] = [
        entry('AGR:JJJ', agreement, '2018-01-01', '2025-01-01'),
        entry('AGR:JJJ', agreement, '2026-01-01'),
      ];
    });
    expect(reasonsOn(gap, '2024-12-31T09:00')).toEqual(['MARK_NOT_ENTITLED']);
    expect(reasonsOn(gap, '2025-01-01T09:00')).toEqual(['SCOPE_NOT_COVERING']);
    expect(reasonsOn(gap, '2026-01-01T09:00')).toEqual(['MARK_NOT_ENTITLED']);
    expect(scopesOf(versions, day('2025-12-31')).contains('AGR:JJJ', '130102')).toBe(true);
    expect(scopesOf(versions, day('2026-01-01')).contains('AGR:JJJ', '130102')).toBe(false);
  });

  test('a receiver that moves is where it is on the order day', () => {
    const moving = region((e) => {
      e['institution'] = [
        entry('H2', { code: 'H2', region: '510703', ownership: 'public', level: 1 }, '2023-01-01', '2025-08-17'),
        entry('H2', { code: 'H2', region: '140106', ownership: 'public', level: 1 }, '2025-08-17'),
      ];
    });
    expect(verdictOf(moving).class).toBe('MUST');
    expect(verdictOf(moving, SAMPLE, { ...ORDER, at: '2025-08-17T00:00' }).reasons).toEqual(['SCOPE_NOT_COVERING']);
  });

  test('another kind of specimen than that of the item is another item, where both are known', () => {
    const serum = region((e) => {
      e['item'] = [entry('ALT', { code: 'ALT', specimen: '血清/血浆' })];
    });
    const classOf = (specimen: string | null, snapshot = serum) =>
      verdictOf(snapshot, { ...SAMPLE, specimen }).reasons[0] ?? 'MUST';
    expect(['血清', 'serum', '静脉血', '拭子', null].map((name) => classOf(name))).toEqual(Array(5).fill('MUST'));
    expect(classOf('随机尿')).toBe('ITEM_MISMATCH');
    expect(classOf('随机尿', region())).toBe('MUST');
  });

  test("of several consortia that of the receiver's province counts that began first; nobody is in one with itself", () => {
    const unmarked = { ...SAMPLE, printedMarks: [] };
    const consortium = (code: string, province: string, declaredFrom: string | null) =>
      entry(code, { code, kind: 'close-knit', province, lead: 'H1', declaredFrom });
    const make = (...consortia: ReturnType<typeof consortium>[]) =>
      region((e) => {
        e['consortium'] = consortia;
        e['consortium-member'] = consortia.flatMap(({ key }) =>
          ['H1', 'H2'].map((institution) => entry(`${key}|${institution}`, { consortium: key, institution })),
        );
      });
    const late = consortium('Y1', '51', null);
    const foreign = consortium('Y2', '14', '2025-01-01');
    const early = consortium('Y3', '51', '2025-07-01');
    expect(verdictOf(make(late, foreign), unmarked).reasons).toEqual(['ENTITLED_NOT_PRINTED']);
    expect(verdictOf(make(foreign, late, early), unmarked)).toMatchObject({ class: 'MUST', basis: 'CONSORTIUM' });
    const own = candidateInputFor(make(early), DEFAULT_PARAMETERS, ORDER, 'H2', { ...unmarked, institution: 'H2' });
    expect(own.registry.consortium).toBeNull();
  });
});
