import type { EntryView } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { listsOn } from './lists.ts';

const entry = (code: string, publishedOn: string, supersedes: string[] | null = null): EntryView => ({
  key: code,
  version: 1,
  from: publishedOn,
  to: null,
  row: { code, titleZh: code, publishedOn, supersedes, region: '14' },
  publisher: null,
  document: null,
  revision: 1,
  recordedAt: '',
  recordedBy: '',
  supersededAt: null,
});

test('batches apply together until a new list supersedes them (taiyuan-2024.4)', () => {
  const lists = [entry('87', '2023-06-20'), entry('137', '2023-10-16'), entry('2024', '2024-09-10', ['87', '137'])];
  const states = (day: string) => Object.fromEntries(listsOn(lists, day).map((list) => [list.code, list.state]));
  expect(states('2024-01-15')).toEqual({ '87': 'inForce', '137': 'inForce', '2024': 'future' });
  expect(states('2024-09-10')).toEqual({ '87': 'ended', '137': 'ended', '2024': 'inForce' });
});
