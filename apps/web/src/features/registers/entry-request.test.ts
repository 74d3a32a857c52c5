import type { EntryView, RegisterColumn, RegisterView } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { draftOf, entryRequestOf, fieldOfPath } from './entry-request.ts';

const column = (id: string, kind: string, key = false): RegisterColumn => ({
  id,
  zh: id,
  en: id,
  kind,
  required: key,
  key,
  options: null,
  refersTo: null,
  min: null,
  max: null,
});

const register: RegisterView = {
  id: 'time-limit',
  zh: '时限',
  en: 'Limits',
  describe: { zh: '', en: '' },
  clauses: [],
  columns: [column('item', 'code', true), column('days', 'integer'), column('from', 'day'), column('to', 'day')],
  inForce: 0,
  lastChange: null,
  mayWrite: true,
};

const entry: EntryView = {
  key: 'ALT',
  version: 1,
  from: '2024-01-01',
  to: null,
  row: { item: 'ALT', days: 7 },
  publisher: '省质控中心',
  document: null,
  revision: 1,
  recordedAt: '',
  recordedBy: '',
  supersededAt: null,
};

describe('the form of an entry', () => {
  test('starts from the entry, in force from today on, and ends the version that ran until then', () => {
    const draft = draftOf(register, entry, '2024-05-20');
    expect(entryRequestOf(register, entry, 'put', draft, true)).toEqual({
      action: 'put',
      row: { item: 'ALT', days: 7 },
      from: '2024-05-20',
      to: null,
      endPrevious: true,
      publisher: '省质控中心',
      document: null,
      dryRun: true,
    });
  });
  test('numbers are numbers, what is none is left to the server, and an empty field says nothing', () => {
    const put = (days: unknown) =>
      entryRequestOf(register, null, 'put', { row: { item: 'K', days }, from: '2024-05-20' }, false);
    expect([put('14'), put('two'), put('')]).toMatchObject([
      { row: { days: 14 } },
      { row: { days: 'two' } },
      { row: { days: null } },
    ]);
  });
  test('ends or withdraws the version that is shown', () => {
    expect(entryRequestOf(register, entry, 'end', { to: '2024-06-01' }, false)).toEqual({
      action: 'end',
      key: 'ALT',
      to: '2024-06-01',
      dryRun: false,
    });
    expect(entryRequestOf(register, entry, 'withdraw', { note: ' typing error ' }, false)).toEqual({
      action: 'withdraw',
      key: 'ALT',
      from: '2024-01-01',
      note: 'typing error',
      dryRun: false,
    });
  });
  test('a fault of the entry stands at its field, one of the version before does not', () => {
    expect(fieldOfPath(register, 'put', 'rows[1].days')).toBe('days');
    expect(fieldOfPath(register, 'put', 'rows[2].days')).toBeNull();
    expect(fieldOfPath(register, 'end', 'rows[1].days')).toBeNull();
  });
});
