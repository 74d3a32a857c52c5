import type { ItemCheck } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import type { ActOutcome, Answer, Draft } from './draft.ts';
import {
  checkRequestOf,
  emptyDraft,
  encounterIdOf,
  reduceDraft,
  requestsOf,
  restOfPanel,
  rowsOf,
  summaryOf,
} from './draft.ts';

const check = (item: string, cls: ItemCheck['class'], panel: string | null = null, price = '10.00'): ItemCheck => ({
  item,
  known: true,
  nameZh: item,
  nameEn: item,
  orderRef: null,
  panel,
  class: cls,
  price,
  answered: null,
  needsAnswer: cls === 'MUST',
  candidates: [],
});
const answer = (of: ItemCheck, choice: 'ACCEPT' | 'REPEAT', outcome: ActOutcome['outcome']): Answer => ({
  choice,
  decision: 'd1',
  check: of,
  code: null,
  outcome: { item: of.item, outcome, missing: [], flags: [], explanationDueAt: null, chartText: null, act: 1 },
});
const choose = (draft: Draft, ...codes: string[]): Draft =>
  reduceDraft(draft, { type: 'choose', entries: codes.map((code) => ({ code, isPanel: code.startsWith('P_') })) });
const response = (...items: ItemCheck[]) => ({
  decision: 'd1',
  asOf: '',
  jurisdiction: '',
  person: null,
  identity: 'certain' as const,
  timedOut: false,
  emergency: false,
  items,
  panels: [],
  savable: null,
});

describe('the order form', () => {
  test('what is stopped is not counted among what is ordered anew', () => {
    const stopped = { ...check('ALT', null), stops: [], refused: true };
    const { fresh, stopped: held } = summaryOf(
      rowsOf(choose(emptyDraft('e'), 'ALT', 'K'), response(stopped, check('K', null))),
    );
    expect([fresh, held].map((rows) => rows.map((row) => row.check.item))).toEqual([['K'], ['ALT']]);
  });

  test('what is stopped is taken off its panel, and what was accepted of it stays as it is', () => {
    const parts = [check('ALT', null, 'P_LIVER'), check('TBIL', null, 'P_LIVER'), check('ALB', 'MUST', 'P_LIVER')];
    const draft = reduceDraft(choose(emptyDraft('e'), 'P_LIVER', 'K'), {
      type: 'answered',
      answers: [answer(check('ALB', 'MUST', 'P_LIVER'), 'ACCEPT', 'ACCEPTED')],
    });
    const rows = rowsOf(draft, response(...parts, check('K', null)));
    expect(restOfPanel(rows, 'P_LIVER', 'ALT')).toEqual(['TBIL']);
    const remaining = restOfPanel(rows, 'P_LIVER', 'ALT');
    const split = reduceDraft(draft, { type: 'split', panel: 'P_LIVER', remaining });
    expect(split.chosen.map(({ code }) => code)).toEqual(['K', 'TBIL']);
  });

  test('an item is chosen once', () => {
    expect(choose(choose(emptyDraft('e'), 'ALT'), 'ALT', 'K').chosen.map((c) => c.code)).toEqual(['ALT', 'K']);
  });

  test('what is answered is not asked again', () => {
    const draft = reduceDraft(choose(emptyDraft('e'), 'ALT', 'K'), {
      type: 'answered',
      answers: [answer(check('ALT', 'MUST'), 'ACCEPT', 'ACCEPTED')],
    });
    expect(checkRequestOf(draft, 'p1-x')?.items).toEqual([{ item: 'K' }]);
    expect(checkRequestOf(reduceDraft(draft, { type: 'remove', code: 'K' }), 'p1-x')).toBeNull();
  });

  test('a blocked repeat stays in the question, so that it is answered under the decision that offered it', () => {
    const chosen = choose(emptyDraft('e'), 'ALT');
    const blocked = reduceDraft(chosen, {
      type: 'answered',
      answers: [answer(check('ALT', 'MUST'), 'REPEAT', 'ORDER_BLOCKED')],
    });
    expect(checkRequestOf(blocked, 'p')).toEqual(checkRequestOf(chosen, 'p'));
    expect(rowsOf(blocked, response(check('ALT', 'MUST')))[0]?.decision).toBe('d1');
  });

  test('facts of the encounter are sent only where they say something', () => {
    const draft = choose(emptyDraft('e'), 'ALT');
    expect(checkRequestOf(draft, 'p')?.encounter).toEqual({ id: 'e', class: 'outpatient' });
    const rescue = reduceDraft(draft, { type: 'encounter', change: { class: 'emergency', rescue: true } });
    expect(checkRequestOf(rescue, 'p')?.encounter).toEqual({ id: 'e', class: 'emergency', rescue: true });
  });

  test('splitting a panel orders the rest singly (national-2022.art.18)', () => {
    const draft = reduceDraft(choose(emptyDraft('e'), 'P_LIVER', 'K'), {
      type: 'split',
      panel: 'P_LIVER',
      remaining: ['AST', 'K'],
    });
    expect(draft.chosen).toEqual([
      { code: 'K', isPanel: false },
      { code: 'AST', isPanel: false },
    ]);
  });

  test('an answer of an earlier check does not show items that were removed since', () => {
    const draft = choose(emptyDraft('e'), 'K');
    expect(rowsOf(draft, response(check('ALT', 'MUST'), check('K', null))).map((r) => r.check.item)).toEqual(['K']);
  });

  test('what must be recognised comes first, and an answered item keeps its place', () => {
    const draft = reduceDraft(choose(emptyDraft('e'), 'A', 'B', 'C'), {
      type: 'answered',
      answers: [answer(check('B', 'MUST'), 'ACCEPT', 'ACCEPTED')],
    });
    expect(rowsOf(draft, response(check('A', null), check('C', 'MUST'))).map((r) => r.check.item)).toEqual([
      'B',
      'C',
      'A',
    ]);
  });
});

describe('the summary before signing', () => {
  const rows = [
    {
      check: check('A', 'MUST', null, '12.50'),
      decision: 'd1',
      answer: answer(check('A', 'MUST'), 'ACCEPT', 'ACCEPTED'),
    },
    {
      check: check('B', 'MUST', null, '8.00'),
      decision: 'd1',
      answer: answer(check('B', 'MUST'), 'REPEAT', 'ORDER_BLOCKED'),
    },
    { check: check('C', 'MAY', null, '5.00'), decision: 'd1', answer: null },
    { check: check('D', null, null, '0.30'), decision: 'd1', answer: null },
  ];
  test('a blocked repeat is still open; an accepted item costs nothing', () => {
    const summary = summaryOf(rows);
    expect(summary.open.map((r) => r.check.item)).toEqual(['B']);
    expect(summary.unanswered.map((r) => r.check.item)).toEqual(['C']);
    expect(summary.fresh.map((r) => r.check.item)).toEqual(['D']);
    expect([summary.saved, summary.savable]).toEqual(['12.50', '8.00']);
  });
  test('what was answered in this encounter already does not hold the signature up', () => {
    const before = (item: string, answered: 'ACCEPT' | 'REPEAT') => ({
      check: { ...check(item, 'MUST'), answered, needsAnswer: false },
      decision: 'd1',
      answer: null,
    });
    const summary = summaryOf([before('E', 'ACCEPT'), before('F', 'REPEAT')]);
    expect(summary).toMatchObject({ open: [], holding: [], unanswered: [], fresh: [] });
    expect(summary.acceptedBefore.map((r) => r.check.item)).toEqual(['E']);
    expect(summary.repeatedBefore.map((r) => r.check.item)).toEqual(['F']);
  });
  test('an item whose result cannot be recognised is ordered anew: no repeat to be justified', () => {
    const answered = (['MUST', 'MAY', 'NOT'] as const).map((cls) => {
      const of = check(cls, cls);
      return { check: of, decision: 'd1', answer: answer(of, 'REPEAT', 'ORDER_ALLOWED') };
    });
    const summary = summaryOf(answered);
    expect(summary.repeated.map((r) => r.check.item)).toEqual(['MUST', 'MAY']);
    expect(summary.anew.map((r) => r.check.item)).toEqual(['NOT']);
  });
  test('what holds the signature up the server says: in an emergency nothing does', () => {
    const urgent = [{ check: { ...check('E', 'MUST'), needsAnswer: false }, decision: 'd1', answer: null }];
    expect(summaryOf(urgent).holding).toEqual([]);
    expect(summaryOf(urgent).open).toHaveLength(1);
    expect(summaryOf(rows).holding.map((r) => r.check.item)).toEqual(['B']);
  });
  test('an acceptance without its chart entry is not done; one on its way to the server is', () => {
    const e = check('E', 'MUST');
    const row = (given: Answer) => [{ check: e, decision: 'd1', answer: given }];
    expect(summaryOf(row(answer(e, 'ACCEPT', 'ACCEPT_INCOMPLETE'))).holding).toHaveLength(1);
    const waiting = { ...answer(e, 'ACCEPT', 'ACCEPTED'), outcome: null };
    expect(summaryOf(row(waiting))).toMatchObject({ holding: [], accepted: [{}] });
  });
});

test('what had waited for the server takes its answer, and reopening a form is the same encounter', () => {
  const e = check('E', 'MUST');
  const waiting = { ...answer(e, 'REPEAT', 'ORDER_ALLOWED'), outcome: null };
  const draft = reduceDraft(emptyDraft(encounterIdOf('2024-05-20', 'li')), { type: 'answered', answers: [waiting] });
  const { outcome } = answer(e, 'REPEAT', 'ORDER_BLOCKED');
  if (outcome === null) throw new Error('no outcome');
  const told = (decision: string) =>
    reduceDraft(draft, { type: 'told', request: { decision, acts: [] }, response: { acts: [outcome] } });
  expect(told('d1').answers['E']?.outcome?.outcome).toBe('ORDER_BLOCKED');
  expect(told('d2').answers['E']?.outcome).toBeNull();
  expect(emptyDraft(encounterIdOf('2024-05-20', 'li')).encounterId).toBe(draft.encounterId);
});

test('acts go to the decision that offered the result', () => {
  const act = (item: string) => ({ item, result: null, choice: 'REPEAT' as const });
  expect(
    requestsOf(
      [
        { decision: 'd1', act: act('A') },
        { decision: 'd2', act: act('B') },
        { decision: 'd1', act: act('C') },
      ],
      'doc',
    ),
  ).toEqual([
    { decision: 'd1', practitioner: 'doc', acts: [act('A'), act('C')] },
    { decision: 'd2', practitioner: 'doc', acts: [act('B')] },
  ]);
});
