import pg from 'pg';
import { expect, test } from 'vitest';

import { Grouped } from './grouped.ts';

test('rows that arrive during a write are written together by the next one', async () => {
  const groups: number[][] = [];
  const writer = new Grouped<number, number>(async (rows) => {
    groups.push([...rows]);
    await new Promise((resolve) => setImmediate(resolve));
    return rows.map((row) => row * 10);
  });
  expect(await Promise.all([writer.add(1), writer.add(2), writer.add(3)])).toEqual([10, 20, 30]);
  const first = writer.add(4);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([first, writer.add(5), writer.add(6)]);
  expect(groups).toEqual([[1, 2, 3], [4], [5, 6]]);
});

test('whoever added a row of a group that failed is told, and later groups still go through', async () => {
  let attempts = 0;
  const writer = new Grouped<string, string>((rows) => {
    attempts += 1;
    return attempts === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(rows);
  });
  const outcomes = await Promise.allSettled([writer.add('a'), writer.add('b')]);
  expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected']);
  await expect(writer.add('c')).resolves.toBe('c');
  await writer.drain();
});

test('a group is never larger than the limit', async () => {
  const sizes: number[] = [];
  const writer = new Grouped<number, number>(
    (rows) => {
      sizes.push(rows.length);
      return Promise.resolve(rows);
    },
    { rows: 10 },
  );
  await Promise.all(Array.from({ length: 25 }, (_, i) => writer.add(i)));
  expect(sizes).toEqual([10, 10, 5]);
});

test('no more calls are under way than allowed, and drain waits for all of them', async () => {
  let open = 0;
  let most = 0;
  const answered: number[] = [];
  const writer = new Grouped<number, number>(
    async (rows) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return rows;
    },
    { rows: 1, calls: 2 },
  );
  for (let i = 0; i < 7; i++) void writer.add(i).then((row) => answered.push(row));
  await writer.drain();
  expect(most).toBe(2);
  expect(answered.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('a row that the database refuses fails alone, and those that came with it go through', async () => {
  const fault = Object.assign(new pg.DatabaseError('no text', 7, 'error'), { code: '22P05' });
  const writer = new Grouped<string, string>((rows) =>
    rows.includes('bad') ? Promise.reject(fault) : Promise.resolve(rows),
  );
  const outcomes = await Promise.allSettled([writer.add('a'), writer.add('bad'), writer.add('c')]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
