import type { LoopField, LoopResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { fieldsOf, timeLeft, toneOf, unseenStages } from './standing.ts';

const MINUTE = 60_000;

describe('what is left of a limit', () => {
  test.each([
    [30_000, { isOver: false, unit: 'seconds', count: 30, rest: 0 }],
    [4 * MINUTE + 10_000, { isOver: false, unit: 'minutes', count: 4, rest: 10 }],
    [65 * MINUTE, { isOver: false, unit: 'hours', count: 1, rest: 5 }],
    [3 * 1440 * MINUTE + 130 * MINUTE, { isOver: false, unit: 'days', count: 3, rest: 2 }],
    [-90_000, { isOver: true, unit: 'minutes', count: 1, rest: 30 }],
  ])('%i ms', (ms, expected) => expect(timeLeft(1_000_000 + ms, 1_000_000)).toEqual(expected));

  test('the last instant is still in time', () => expect(timeLeft(5, 5).isOver).toBe(false));
});

test('what is late or flawed never looks like what was done', () => {
  expect(toneOf({ status: 'met', flaws: [] })).toBe('done');
  expect(toneOf({ status: 'met', flaws: ['back-filled'] })).toBe('flawed');
  expect(toneOf({ status: 'met-late', flaws: ['late'] })).toBe('late');
});

describe('what the reader has yet to see', () => {
  const stage = {
    id: 'receive',
    title: { zh: '接收', en: 'Receive' },
    owner: { role: 'nurse', at: 'department' },
    startedAt: '2024-05-20T09:00:00+08:00',
  };
  const seen = (by: string, at: string) => ({
    ...{ kind: 'seen', by: { name: by, role: 'nurse' }, stage: stage.title, occurredAt: at },
  });
  const loop = (records: readonly object[], more: object = {}) =>
    ({
      loop: { isMine: true, assignee: null, waiting: [{ id: 'receive' }], ...more },
      stages: [stage],
      records,
    }) as unknown as LoopResponse;
  const nurse = { name: '李护士', role: 'nurse' };

  test('is what is owed and was not seen since it began', () => {
    expect(unseenStages(loop([]), nurse)).toHaveLength(1);
    expect(unseenStages(loop([seen('李护士', '2024-05-20T09:01:00+08:00')]), nurse)).toEqual([]);
    expect(unseenStages(loop([seen('李护士', '2024-05-20T08:59:00+08:00')]), nurse)).toHaveLength(1);
    expect(unseenStages(loop([seen('王护士', '2024-05-20T09:01:00+08:00')]), nurse)).toHaveLength(1);
  });

  test('is nothing of what another role owes, or what is waited for no more', () => {
    expect(unseenStages(loop([]), { ...nurse, role: 'doctor' })).toEqual([]);
    expect(unseenStages(loop([], { isMine: false }), nurse)).toEqual([]);
    expect(unseenStages(loop([], { waiting: [] }), nurse)).toEqual([]);
    expect(unseenStages(loop([], { assignee: '李护士' }), { ...nurse, role: 'doctor' })).toHaveLength(1);
  });
});

test('an act is sent without what was left empty, and without what another outcome asks for', () => {
  const field = (name: string) => ({ name }) as LoopField;
  const draft = { value: ' 6.9 ', readBack: true, reason: '  ', count: 0, other: 'x' };
  expect(fieldsOf(['value', 'readBack', 'reason', 'count', 'missing'].map(field), draft)).toEqual({
    ...{ value: '6.9', readBack: true, count: 0 },
  });
});
