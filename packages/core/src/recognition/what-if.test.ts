import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { compareMarks } from './what-if.ts';

const from = '2023-01-01' as Day;
const entry = (
  key: string,
  row: Record<string, unknown>,
  since: Day = from,
): { key: string; version: number; from: Day; to: null; row: Record<string, unknown> } => ({
  key,
  version: 1,
  from: since,
  to: null,
  row,
});

const outcome = (round: string): Record<string, unknown> => ({
  organiser: 'SX',
  round,
  item: 'ALT',
  institution: 'T1',
  outcome: 'PASS',
  measuredOn: null,
});
const round = (id: string, year: number, closedOn: string, publishedOn: string): Record<string, unknown> => ({
  organiser: 'SX',
  round: id,
  item: 'ALT',
  year,
  closedOn,
  publishedOn,
});

const base = {
  'qc-organisation': [
    entry('SX', { code: 'SX', nameZh: '省中心', level: 'province', region: '14', specialty: null, appointedBy: null }),
  ],
  'recognition-list': [
    entry(
      'L1',
      { code: 'L1', titleZh: '清单', documentNumber: null, publishedOn: '2023-06-20', supersedes: [], region: '14' },
      '2023-06-20' as Day,
    ),
  ],
  'recognition-list-entry': [
    entry('L1|T1|ALT|14', { list: 'L1', institution: 'T1', item: 'ALT', scope: '14' }, '2023-06-20' as Day),
  ],
  'eqa-round': [
    entry('SX|2023-1|ALT', round('2023-1', 2023, '2023-04-20', '2023-05-31')),
    entry('SX|2023-2|ALT', round('2023-2', 2023, '2023-10-19', '2023-11-30')),
  ],
  'eqa-outcome': [entry('SX|2023-1|ALT|T1', outcome('2023-1')), entry('SX|2023-2|ALT|T1', outcome('2023-2'))],
  'quality-requirement': [entry('14|ALT', { scope: '14', item: 'ALT', maxCv: 4, minAgreement: null, source: 's' })],
  'iqc-monthly': [
    entry('T1|ALT|2024-01', {
      institution: 'T1',
      item: 'ALT',
      month: '2024-01',
      testingDays: 20,
      qcDays: 20,
      cv: 2,
      agreement: null,
      reportedOn: null,
    }),
  ],
  instrument: [entry('T1|A', { institution: 'T1', code: 'A', nameZh: 'a', model: null, items: ['ALT'] })],
  'instrument-activity': [
    entry('T1|A|calibration', {
      institution: 'T1',
      instrument: 'A',
      activity: 'calibration',
      doneOn: null,
      dueOn: '2024-12-31',
      certificate: null,
    }),
  ],
};

test('a new list that leaves an item out takes its mark on the day it is published (taiyuan-2024.4, example D-04)', () => {
  const next = entry(
    'L2',
    {
      code: 'L2',
      titleZh: '新清单',
      documentNumber: null,
      publishedOn: '2024-02-10',
      supersedes: ['L1'],
      region: '14',
    },
    '2024-02-10' as Day,
  );
  const after = buildSnapshot({ ...base, 'recognition-list': [...base['recognition-list'], next] }, 2);
  const before = buildSnapshot(base, 1);
  expect(compareMarks(before, after, '2024-02-09' as Day, DEFAULT_PARAMETERS)).toEqual([]);
  expect(compareMarks(before, after, '2024-02-10' as Day, DEFAULT_PARAMETERS)).toEqual([
    { institution: 'T1', item: 'ALT', scope: '14', before: '晋HR', after: null, reasons: ['NOT_LISTED'] },
  ]);
  expect(compareMarks(after, before, '2024-02-10' as Day, DEFAULT_PARAMETERS)).toEqual([
    { institution: 'T1', item: 'ALT', scope: '14', before: null, after: '晋HR', reasons: [] },
  ]);
});

test('an entry that ends takes the mark from its last day on', () => {
  const ended = {
    ...entry('L1|T1|ALT|14', { list: 'L1', institution: 'T1', item: 'ALT', scope: '14' }, '2023-06-20' as Day),
    to: '2024-02-15' as Day,
  };
  const after = buildSnapshot({ ...base, 'recognition-list-entry': [ended] }, 2);
  const before = buildSnapshot(base, 1);
  expect(compareMarks(before, after, '2024-02-14' as Day, DEFAULT_PARAMETERS)).toEqual([]);
  expect(compareMarks(before, after, '2024-02-15' as Day, DEFAULT_PARAMETERS)).toMatchObject([
    { after: null, reasons: ['NOT_LISTED'] },
  ]);
});
