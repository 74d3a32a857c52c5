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

test('a list is in force, ended or still to come, as the server says for the day', () => {
  const lists = [entry('87', '2023-06-20'), entry('2024', '2024-09-10', ['87']), entry('2025', '2025-09-10', ['2024'])];
  const states = Object.fromEntries(
    listsOn(lists, new Set(['2024']), '2024-12-01').map((list) => [list.code, list.state]),
  );
  expect(states).toEqual({ '87': 'ended', '2024': 'inForce', '2025': 'future' });
  expect(listsOn(lists, new Set(), '2024-12-01').map((list) => list.code)).toEqual(['2025', '2024', '87']);
});
