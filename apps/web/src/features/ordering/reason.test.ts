import { describe, expect, test } from 'vitest';

import { emptyReason, reasonOf } from './reason.ts';

const exceptions = [
  {
    code: '2',
    article19: 2,
    text: { zh: '变化较快', en: 'fast-changing' },
    needsNote: false,
    clauses: ['national-2022.art.19.2'],
  },
  { code: 'TCM', article19: 6, text: { zh: '中医', en: 'tcm' }, needsNote: true, clauses: [] },
  { code: 'LOCAL-1', article19: null, text: { zh: '本地', en: 'local' }, needsNote: false, clauses: [] },
];

describe('the reason of a repeat', () => {
  test('nothing is chosen until the physician chooses', () => expect(emptyReason.code).toBeNull());
  test('only what was written is sent', () => {
    expect(reasonOf({ ...emptyReason, code: '2', note: '  ' }, { exceptions }, true)).toEqual({ code: 2 });
  });
  test('a local code travels beside the six', () => {
    expect(reasonOf({ ...emptyReason, code: 'TCM' }, { exceptions }, true)).toEqual({ code: 6, localCode: 'TCM' });
    expect(reasonOf({ ...emptyReason, code: 'LOCAL-1' }, { exceptions }, true)).toEqual({
      code: null,
      localCode: 'LOCAL-1',
    });
  });
  test('repeating a MAY result needs no code (decision specification 4.3)', () => {
    const explanation = { ...emptyReason.explanation, purpose: '复查', toldTo: 'family' as const };
    expect(reasonOf({ code: '2', note: '', explanation }, { exceptions }, false)).toEqual({
      code: null,
      explanation: { purpose: '复查', toldTo: 'family' },
    });
  });
});
