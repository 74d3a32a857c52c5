import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import type { AuditContent } from './chain.ts';
import { CHAIN_START, chainHash, ChainWriter } from './chain.ts';

const at = (text: string): Instant => must(parseInstant(text));

function content(institution: string | null, time = '2024-05-20T09:00+08:00', detail: unknown = null): AuditContent {
  return {
    at: at(time),
    actor: 'li',
    role: 'doctor',
    institution,
    department: null,
    purpose: 'TREAT',
    origin: 'session',
    address: '127.0.0.1',
    credential: 'abc',
    action: 'person:read',
    personId: 1,
    subject: null,
    outcome: 'done',
    detail,
  };
}

test('each institution has a chain of its own in the lane, and each entry the hash of the one before', () => {
  const rows = new ChainWriter().extend([content('H1'), content(null), content('H1')]);
  expect(rows.map((row) => [row.institution, row.seq])).toEqual([
    ['H1', 1],
    [null, 1],
    ['H1', 2],
  ]);
  expect(new Set(rows.map((row) => row.lane)).size).toBe(1);
  const [first, , second] = rows;
  if (first === undefined || second === undefined) throw new Error('no rows');
  expect(first.hash).toEqual(chainHash(CHAIN_START, first));
  expect(second.hash).toEqual(chainHash(first.hash, second));
});

test('a new day of China, forwards or back, and a failed write begin another lane', () => {
  const writer = new ChainWriter();
  const lanes = [
    writer.extend([content('H1', '2024-05-20T23:59+08:00')]),
    writer.extend([content('H1', '2024-05-20T16:00Z')]),
    writer.extend([content('H1', '2024-05-20T23:59+08:00')]),
  ].map(([row]) => [row?.day, row?.lane, row?.seq]);
  writer.abandon();
  const [after] = writer.extend([content('H1', '2024-05-20T23:59+08:00')]);
  expect(lanes.map(([day, , seq]) => [day, seq])).toEqual([
    ['2024-05-20', 1],
    ['2024-05-21', 1],
    ['2024-05-20', 1],
  ]);
  expect(new Set([...lanes.map(([, lane]) => lane), after?.lane]).size).toBe(4);
  expect(after?.seq).toBe(1);
});

test('the order of keys says nothing, their nesting and order of values does', () => {
  const hashOf = (detail: unknown): string =>
    chainHash(CHAIN_START, { ...content('H1'), detail, day: '2024-05-20', lane: 'a', seq: 1 }).toString('hex');
  expect(hashOf({ b: 1, a: { y: 1, x: 2 } })).toBe(hashOf({ a: { x: 2, y: 1 }, b: 1 }));
  const others = [{ a: [1, 2] }, { a: [2, 1] }, { a: { entries: [1, 2] } }, [['a', [1, 2]]], null];
  expect(new Set(others.map(hashOf)).size).toBe(others.length);
});
