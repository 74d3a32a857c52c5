import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { decideAccess } from './decide.ts';
import { DEFAULT_ACCESS } from './parameters.ts';
import type { AccessFacts, AccessResult, Reader, WishScope } from './types.ts';
import { BREAK_GLASS_CODES, SENSITIVE_CLASSES } from './types.ts';

const BASE = '2024-05-20' as Day;
const institution = fc.constantFrom('H1', 'H2', 'H3');
const day = fc.integer({ min: -120, max: 5 }).map((n) => addDays(BASE, n));
const instant = fc
  .tuple(day, fc.integer({ min: 0, max: 86_399_999 }))
  .map(([d, ms]) => (startOfDay(d) + ms) as Instant);
const sensitive = fc.constantFrom(...SENSITIVE_CLASSES);
const scope: fc.Arbitrary<WishScope> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  institution.map((code) => ({ kind: 'institution', institution: code }) as const),
  sensitive.map((known) => ({ kind: 'class', class: known }) as const),
);
const wish = (kind: 'objection' | 'consent') =>
  fc.record({ kind: fc.constant(kind), scope, from: day, to: fc.option(day) });
const facts: fc.Arbitrary<AccessFacts> = fc.record({
  relations: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('encounter' as const),
        institution,
        state: fc.constantFrom('open', 'ended', 'void'),
        startedAt: fc.option(instant),
        endedAt: fc.option(instant),
        toldAt: instant,
      }),
      fc.record({ kind: fc.constantFrom('order', 'question'), institution, at: instant }),
    ),
    { maxLength: 3 },
  ),
  breakGlass: fc.array(
    fc.record({
      institution,
      practitioner: fc.constantFrom('D1', 'D2'),
      code: fc.constantFrom(...BREAK_GLASS_CODES),
      from: instant,
      until: instant,
    }),
    { maxLength: 2 },
  ),
  wishes: fc.array(fc.oneof(wish('objection'), wish('consent')), { maxLength: 4 }),
});
const reader: fc.Arbitrary<Reader> = fc.record({
  at: instant,
  institution,
  practitioner: fc.option(fc.constantFrom('D1', 'D2')),
  purpose: fc.constantFrom('treatment', 'management'),
  rescue: fc.boolean(),
});
const result: fc.Arbitrary<AccessResult> = fc.record({
  issuer: institution,
  sensitive: fc.option(fc.oneof(sensitive, fc.constant('unknown' as const))),
});

const decide = (by: Reader, given: AccessFacts, of: AccessResult) => decideAccess(by, given, of, DEFAULT_ACCESS);

test('the own record is always shown, and what is shown of others has a ground', () => {
  fc.assert(
    fc.property(reader, facts, result, (by, given, of) => {
      const { shown, reason } = decide(by, given, of);
      if (of.issuer === by.institution) expect(reason).toBe('OWN');
      else expect(shown).toBe(!['NO_RELATION', 'OBJECTION', 'CONSENT_MISSING'].includes(reason));
    }),
  );
});

test('another objection never shows more, another consent or relation never shows less', () => {
  fc.assert(
    fc.property(reader, facts, result, wish('objection'), wish('consent'), (by, given, of, objection, consent) => {
      const before = decide(by, given, of).shown;
      if (!before) expect(decide(by, { ...given, wishes: [...given.wishes, objection] }, of).shown).toBe(false);
      if (before) expect(decide(by, { ...given, wishes: [...given.wishes, consent] }, of).shown).toBe(true);
      const related = { kind: 'order', institution: by.institution, at: by.at } as const;
      if (before) expect(decide(by, { ...given, relations: [...given.relations, related] }, of).shown).toBe(true);
    }),
  );
});

test('an objection to all that stands today withholds everything of others, but in an emergency', () => {
  fc.assert(
    fc.property(reader, facts, result, (by, given, of) => {
      const all = { kind: 'objection', scope: { kind: 'all' }, from: '2000-01-01' as Day, to: null } as const;
      const { shown, reason } = decide(by, { ...given, wishes: [...given.wishes, all] }, of);
      if (of.issuer !== by.institution && shown) expect(reason).toBe('EMERGENCY');
    }),
  );
});

test('what happened at another institution, or to another practitioner, is no ground', () => {
  fc.assert(
    fc.property(reader, facts, result, (by, given, of) => {
      const foreign: AccessFacts = {
        ...given,
        relations: given.relations.filter((relation) => relation.institution !== by.institution),
        breakGlass: given.breakGlass.filter((grant) => grant.practitioner !== by.practitioner),
      };
      fc.pre(by.purpose === 'treatment' && !by.rescue && of.issuer !== by.institution);
      expect(decide(by, foreign, of)).toEqual({ shown: false, reason: 'NO_RELATION' });
    }),
  );
});
