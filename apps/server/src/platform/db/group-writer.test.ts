import { expect, test } from 'vitest';

import { GroupWriter } from './group-writer.ts';

test('rows that arrive during a write are written together by the next one', async () => {
  const groups: number[][] = [];
  const writer = new GroupWriter<number>(async (rows) => {
    groups.push([...rows]);
    await new Promise((resolve) => setImmediate(resolve));
  });
  await Promise.all([writer.add(1), writer.add(2), writer.add(3)]);
  const first = writer.add(4);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([first, writer.add(5), writer.add(6)]);
  expect(groups).toEqual([[1, 2, 3], [4], [5, 6]]);
});

test('whoever added a row of a group that failed is told, and later groups still go through', async () => {
  let attempts = 0;
  const writer = new GroupWriter<string>(() => {
    attempts += 1;
    return attempts === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve();
  });
  const outcomes = await Promise.allSettled([writer.add('a'), writer.add('b')]);
  expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected']);
  await expect(writer.add('c')).resolves.toBeUndefined();
  await writer.drain();
});

test('a group is never larger than the limit', async () => {
  const sizes: number[] = [];
  const writer = new GroupWriter<number>((rows) => {
    sizes.push(rows.length);
    return Promise.resolve();
  }, 10);
  await Promise.all(Array.from({ length: 25 }, (_, i) => writer.add(i)));
  expect(sizes).toEqual([10, 10, 5]);
});
