import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Candidate, CheckResponse, ItemCheck, PanelCheck } from '../contracts/recognition.ts';
import { CARD_KINDS, decisionIdFrom, idOf, readCardId } from './card-ids.ts';
import { plain } from './card-text.ts';
import type { CardsInput } from './cards.ts';
import { cardsOf, REFUSAL } from './cards.ts';
import { judge } from './judge.ts';
import type { JsonObject } from './types.ts';

const DECISION = decisionIdFrom('5b2c8c1e-7f43-4b51-9a55-0d9c1f2a3b4c');

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('', '|x|\n# y', '<script>', '肌酐'.repeat(80), '`a`', '![i](u)'),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const number = maybe(fc.double({ noNaN: true, noDefaultInfinity: true }));
const timestamp = maybe(fc.constantFrom('2024-05-05T08:00:00+08:00', '2024-05-06T10:30:00+08:00'));

const result: fc.Arbitrary<Candidate['result']> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/),
  version: fc.nat(),
  reportId: maybe(fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/)),
  reportNumber: maybe(text),
  institution: fc.record({ code: text, nameZh: text, nameEn: maybe(text) }),
  item: fc.constant(null),
  name: text,
  status: fc.constant('final'),
  collectedAt: timestamp,
  reportedAt: timestamp,
  value: maybe(text),
  valueNumber: number,
  unit: maybe(text),
  itemValue: number,
  itemUnit: maybe(text),
  referenceLow: number,
  referenceHigh: number,
  referenceText: maybe(text),
  flag: maybe(text),
  method: maybe(text),
  content: fc.constantFrom('data', 'image', 'conclusion'),
  marks: fc.array(text, { maxLength: 3 }),
});

const candidate: fc.Arbitrary<Candidate> = fc.record({
  result,
  own: fc.boolean(),
  heldSince: fc.constant(null),
  class: fc.constantFrom('MUST', 'MAY', 'NOT'),
  basis: maybe(fc.constantFrom('MARK', 'CONSORTIUM')),
  reasons: fc.array(
    fc.record({
      code: fc.constantFrom('NO_MARK', 'NEGATIVE_LIST', 'NOT_FINAL'),
      text: fc.record({ zh: text, en: text }),
      clauses: fc.array(text, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
  ageHours: fc.double({ min: 0, max: 1e5, noNaN: true }),
  ageDays: fc.nat(4200),
  limit: maybe(
    fc.oneof(fc.record({ days: fc.nat(400), source: text }), fc.record({ hours: fc.nat(400), source: text })),
  ),
  suggestions: fc.array(
    fc.record({
      code: fc.integer({ min: 1, max: 6 }),
      strength: fc.constantFrom('suggested', 'detected'),
      because: fc.record({ zh: text, en: text }),
    }),
    { maxLength: 2 },
  ),
});

const item = (code: string, panel: string | null, orderRef: string | null): fc.Arbitrary<ItemCheck> =>
  fc
    .record({
      candidates: fc.array(candidate, { maxLength: 3 }),
      answered: fc.constantFrom(null, null, 'ACCEPT' as const, 'REPEAT' as const),
      nameZh: text,
      nameEn: text,
      price: maybe(fc.constant('9.00')),
      stopped: fc.constantFrom(false, false, false, true),
    })
    .map(({ stopped, ...rest }) => ({
      ...(stopped
        ? {
            stops: [
              { code: 'item-suspended', text: { zh: rest.nameZh, en: 'x' }, clauses: ['c'], since: '2025-08-01' },
            ],
            refused: true,
            elsewhere: [{ code: 'H2', nameZh: rest.nameZh, nameEn: null }],
          }
        : {}),
      item: code,
      panel,
      orderRef,
      class: rest.candidates[0]?.class ?? null,
      known: true,
      needsAnswer: false,
      ...rest,
    }));

const order = (id: string): JsonObject => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'draft',
  intent: 'order',
  identifier: [{ value: 'mine' }],
  subject: { reference: 'Patient/p1' },
  requester: { reference: 'Practitioner/d1' },
  code: { text: 'x' },
});

const DRAFTS = new Map([
  ['ServiceRequest/o1', order('o1')],
  ['ServiceRequest/o2', order('o2')],
]);

const check: fc.Arbitrary<CheckResponse> = fc
  .record({
    single: item('ALT', null, 'ServiceRequest/o1'),
    unreferenced: item('K', null, null),
    parts: fc.tuple(item('TBIL', 'LIVER', 'ServiceRequest/o2'), item('ALB', 'LIVER', 'ServiceRequest/o2')),
    emergency: fc.boolean(),
    timedOut: fc.constantFrom(false, false, false, true),
    person: fc.constantFrom('p1-abcdefghijklmnop', 'p1-abcdefghijklmnop', null),
    maxCharge: maybe(fc.constant('45.00')),
    nameZh: text,
    nameEn: text,
  })
  .map((r) => {
    const classOf = (wanted: string): string[] =>
      r.parts.filter((p) => p.class === wanted && p.answered === null).map((p) => p.item);
    const accepted = r.parts.filter((p) => p.answered === 'ACCEPT').map((p) => p.item);
    const spared = [...accepted, ...classOf('MUST')];
    const panel: PanelCheck = {
      panel: 'LIVER',
      nameZh: r.nameZh,
      nameEn: r.nameEn,
      orderRef: 'ServiceRequest/o2',
      accepted,
      covered: classOf('MUST'),
      offered: classOf('MAY'),
      remaining: r.parts.map((p) => p.item).filter((code) => !spared.includes(code)),
      price: '63.00',
      maxCharge: r.maxCharge,
    };
    return {
      decision: DECISION,
      asOf: '2024-05-20T09:00:00+08:00',
      jurisdiction: 'taiyuan',
      person: r.person,
      identity: 'certain' as const,
      timedOut: r.timedOut,
      emergency: r.emergency,
      items: [r.single, r.unreferenced, ...r.parts],
      panels: [panel],
      savable: null,
    };
  });

const input: fc.Arbitrary<CardsInput> = fc.record({
  hook: fc.constantFrom('patient-view', 'order-select', 'order-sign'),
  check,
  drafts: fc.constant(DRAFTS),
  patient: fc.constant('Patient/p1'),
  exceptions: fc.array(
    fc.record({
      code: fc.constantFrom('1', '6', 'X'),
      article19: maybe(fc.integer({ min: 1, max: 6 })),
      text: fc.record({ zh: text, en: text }),
      needsNote: fc.boolean(),
      clauses: fc.constant([]),
    }),
    { maxLength: 3 },
  ),
  publicUrl: fc.constant('https://fujie.example'),
  launchUrl: fc.option(fc.constant('https://fujie.example/api/v1/session/launch')),
  itemSystem: fc.constant('urn:fujie:item'),
});

describe('cards, whatever the results say', () => {
  test('keep every invariant of the specification, without even a warning', () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(judge(JSON.parse(JSON.stringify(cardsOf(given))), 'response')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('carry ids that lead back to their decision, each id once', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { cards } = cardsOf(given);
        const ids = cards.flatMap((card) => [card.uuid, ...(card.suggestions ?? []).map((s) => s.uuid)]);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(readCardId(id)?.decision).toBe(DECISION);
      }),
    );
  });

  test('delete only drafts of this request, and create only resources with an id and this patient', () => {
    fc.assert(
      fc.property(input, (given) => {
        const actions = cardsOf(given).cards.flatMap((card) => (card.suggestions ?? []).flatMap((s) => s.actions));
        for (const action of actions) {
          if (action.type === 'delete') expect(DRAFTS.has(action.resourceId ?? '')).toBe(true);
          else expect(JSON.stringify(action.resource)).toContain('Patient/p1');
        }
      }),
    );
  });

  test('refuse what is stopped: critical, with no reason that overrides it, and nothing but to take the draft back', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { cards } = cardsOf({ ...given, hook: 'order-sign' });
        const kindOf = (card: (typeof cards)[number]) => readCardId(card.uuid)?.kind;
        const refusals = cards.filter((card) => kindOf(card) === 'stopped');
        expect(refusals.map(({ extension = {} }) => (extension[REFUSAL] as JsonObject)['item'])).toEqual(
          given.check.items.flatMap(({ item: code, refused }) => (refused === true ? [code] : [])),
        );
        for (const { indicator, overrideReasons, suggestions = [] } of refusals) {
          expect([indicator, overrideReasons]).toEqual(['critical', undefined]);
          expect(suggestions.flatMap(({ actions }) => actions.map(({ type }) => type))).toEqual(
            suggestions.map(() => 'delete'),
          );
        }
        const [first] = given.check.items;
        const own = cards.find((card) => kindOf(card) === 'item' && readCardId(card.uuid)?.index === 0);
        if (first?.refused === true) expect(own?.overrideReasons).toBeUndefined();
      }),
    );
  });

  test('are critical exactly for a MUST that is no emergency, and silent without an offer', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { cards } = cardsOf({ ...given, hook: 'order-sign' });
        const own = cards.find((card) => readCardId(card.uuid)?.kind === 'item' && readCardId(card.uuid)?.index === 0);
        const first = given.check.items[0];
        const isSilent =
          given.check.person === null ||
          given.check.timedOut ||
          first === undefined ||
          first.answered !== null ||
          first.class === null;
        if (isSilent) expect(own).toBeUndefined();
        else if (first.class === 'MUST') expect(own?.indicator).toBe(given.check.emergency ? 'warning' : 'critical');
        else if (first.class === 'MAY') expect(own?.indicator).toBe('warning');
        else expect(own === undefined || own.indicator === 'info').toBe(true);
      }),
    );
  });
});

test('a panel is split: its order goes, what is recognised is recorded, the rest is ordered singly as the panel was', () => {
  const sample = fc.sample(
    input.filter(
      (given) =>
        given.check.person !== null &&
        !given.check.timedOut &&
        given.check.panels[0]?.covered.length === 1 &&
        given.check.items.every((i) => i.answered === null && i.refused !== true),
    ),
    { numRuns: 1, seed: 7 },
  )[0];
  if (!sample) throw new Error('no sample');
  const panel = sample.check.panels[0];
  const open = { ...sample, hook: 'order-sign' as const };
  const card = cardsOf(open).cards.find((c) => readCardId(c.uuid)?.kind === 'panel');
  const actions = card?.suggestions?.[0]?.actions ?? [];
  expect(actions.map((a) => [a.type, a.resourceId ?? a.resource?.['resourceType']])).toEqual([
    ['delete', 'ServiceRequest/o2'],
    ...['TBIL', 'ALB'].map((code) => [
      'create',
      panel?.covered.includes(code) === true ? 'DetectedIssue' : 'ServiceRequest',
    ]),
  ]);
  const single = actions.find((a) => a.resource?.['resourceType'] === 'ServiceRequest')?.resource;
  expect(single).toMatchObject({ status: 'draft', requester: { reference: 'Practitioner/d1' } });
  expect(single).not.toHaveProperty('identifier');
});

test('splitting a panel loses no component: each is accepted, was accepted before, is ordered singly, or is stopped', () => {
  fc.assert(
    fc.property(input, (given) => {
      for (const card of cardsOf({ ...given, hook: 'order-sign' }).cards) {
        if (readCardId(card.uuid)?.kind !== 'panel') continue;
        for (const { actions } of card.suggestions ?? []) {
          const parts = given.check.items.filter((one) => one.panel === 'LIVER');
          const ordered = actions.flatMap(({ resource }) =>
            resource?.['resourceType'] === 'ServiceRequest'
              ? (resource['code'] as { coding: { code: string }[] }).coding.map(({ code }) => code)
              : [],
          );
          const reused = actions.filter(({ resource }) => resource?.['resourceType'] === 'DetectedIssue').length;
          const before = parts.filter((part) => part.answered === 'ACCEPT').length;
          const stopped = parts.filter(({ refused }) => refused === true);
          const kept = ordered.length + reused + before;
          expect(kept).toBeGreaterThanOrEqual(parts.length - stopped.length);
          expect(kept).toBeLessThanOrEqual(parts.length);
          for (const { item: code, answered, refused } of parts)
            if (refused === true) expect(ordered).not.toContain(code);
            else if (answered === 'REPEAT') expect(ordered).toContain(code);
        }
      }
    }),
  );
});

test('an id that was not made here is no card', () => {
  expect(readCardId('nonsense')).toBeNull();
  expect(readCardId('5b2c8c1e-7f43-4b51-9a55-0d9c1f2a3bff')).toBeNull();
  for (const kind of Object.keys(CARD_KINDS) as (keyof typeof CARD_KINDS)[]) {
    expect(readCardId(idOf(DECISION, kind, 300))).toEqual({ decision: DECISION, kind, index: 300 });
  }
});

test('text from elsewhere cannot break out of its table cell', () => {
  expect(plain('a | b\n# c <b>')).toBe('a \\| b \\# c \\<b\\>');
});
