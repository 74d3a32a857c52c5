/** Tests that are stopped 暂停开展, on either side of each edge: henan-2025.lab.8#02, henan-2025.lab.6#05. */
import { expect, test } from 'vitest';

import { day, entry, region } from '../recognition/region.test-support.ts';
import { measuredElsewhere, stoppedPeriods, stoppedSince, stopsOf } from './stopped.ts';

const REFUSED = { suspendedItem: 'refuse', overdueInstrument: 'refuse' } as const;
const ALLOWED = { suspendedItem: 'allow', overdueInstrument: 'allow' } as const;
const line = (device: string | null = null) => ({ institution: 'H1', item: 'ALT', device });

const suspended = (change: object) =>
  region((entries) => {
    const row = { code: 'S', institution: 'H1', item: 'ALT', cause: 'EQA_FAIL', suspendedFrom: '2025-08-01' };
    entries['suspension'] = [entry('S', { ...row, suspendedTo: null, rectifiedOn: null, ...change })];
    entries['item'] = [entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' })];
  });

test.each([
  ['before it began', {}, '2025-07-31', []],
  ['from its first day', {}, '2025-08-01', ['item-suspended']],
  [
    'on the day before its rectification was confirmed',
    { rectifiedOn: '2025-08-10' },
    '2025-08-09',
    ['item-suspended'],
  ],
  ['once its rectification is confirmed', { rectifiedOn: '2025-08-10' }, '2025-08-10', []],
  ['on the day on which it ended', { suspendedTo: '2025-08-10' }, '2025-08-10', []],
  ['of a blind sample, which stops recognition alone', { cause: 'BLIND_SAMPLE_FAIL' }, '2025-08-02', []],
])('an item is stopped after a failed round or not: %s', (_, change, on, stops) => {
  expect(stopsOf(suspended(change), line(), day(on), REFUSED)).toEqual(stops);
  expect(stopsOf(suspended(change), line(), day(on), ALLOWED)).toEqual([]);
});

test.each([
  ['ended by its confirmation', { rectifiedOn: '2025-08-10' }, '2025-08-10', 9],
  ['ended on the day itself on which it began', { rectifiedOn: '2025-08-01' }, '2025-08-01', null],
  ['still lasting, today among its days', {}, null, 15],
  ['to end in the future', { suspendedTo: '2025-09-01' }, null, 15],
  ['begun before what is counted', { suspendedFrom: '2025-07-01' }, null, 40],
  ['over before what is counted', { suspendedFrom: '2025-07-01', rectifiedOn: '2025-07-07' }, null, null],
  ['of a blind sample', { cause: 'BLIND_SAMPLE_FAIL' }, null, null],
])('days stopped after a failed round, from 7 July to 15 August: %s', (_, change, to, days) => {
  const found = stoppedPeriods(suspended(change), 'H1', day('2025-07-07'), day('2025-08-15'));
  expect(found.map((one) => [one.item, one.to, one.days])).toEqual(days === null ? [] : [['ALT', to, days]]);
});

const instruments = (due: Readonly<Record<string, string | null>>) =>
  region((entries) => {
    entries['item'] = [entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' })];
    entries['instrument'] = Object.keys(due).map((code) =>
      entry(`H1|${code}`, { institution: 'H1', code, nameZh: `仪器${code}`, model: null, items: ['ALT'] }),
    );
    entries['instrument-activity'] = Object.entries(due).flatMap(([instrument, dueOn]) =>
      dueOn === null
        ? []
        : [
            entry(`H1|${instrument}|calibration`, {
              ...{ institution: 'H1', instrument, activity: 'calibration', dueOn },
              ...{ doneOn: null, certificate: null, intervalDays: null },
            }),
          ],
    );
  });

test.each([
  ['the due day itself is in date', { A: '2025-08-15' }, null, []],
  ['the day after is overdue', { A: '2025-08-14' }, null, ['instrument-overdue']],
  ['another instrument is in date', { A: '2025-08-14', B: '2026-01-01' }, null, []],
  ['the one that is named is overdue', { A: '2025-08-14', B: '2026-01-01' }, 'A', ['instrument-overdue']],
  ['the one that is named is in date', { A: '2025-08-14', B: '2026-01-01' }, '仪器B', []],
  ['one that nobody knows is named', { A: '2025-08-14', B: '2026-01-01' }, 'C', []],
  ['without a plan nothing is overdue', { A: null }, null, []],
  ['who has no instrument for it is not stopped', {}, null, []],
])('an item is stopped by its instruments or not: %s', (_, due, device, stops) => {
  expect(stopsOf(instruments(due), line(device), day('2025-08-15'), REFUSED)).toEqual(stops);
});

test.each([
  [suspended({}), 'item-suspended', '2025-08-01'],
  [suspended({ rectifiedOn: '2025-08-10' }), 'item-suspended', null],
  [instruments({ A: '2025-08-10', B: '2025-08-12' }), 'instrument-overdue', '2025-08-13'],
  [instruments({ A: null }), 'instrument-overdue', null],
] as const)('since when it is stopped is told: %#', (snapshot, stop, since) => {
  expect(stoppedSince(snapshot, line(), stop, day('2025-08-15'))).toBe(since);
});

test('who may measure what is stopped: of its province the nearest first, none that is stopped itself, five at most', () => {
  const places = { H2: '510703', H3: '510104', H4: '510104', H5: '410101', H6: '510105', H7: '510106', H8: '510107' };
  const others = region((entries) => {
    entries['item'] = [entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' })];
    entries['institution'] = Object.entries({ H1: '510104', H9: '510104', ...places }).map(([code, of]) =>
      entry(code, { code, region: of, ownership: 'public', level: 3, kind: 'general' }),
    );
    entries['instrument'] = ['H1', ...Object.keys(places)].map((institution) =>
      entry(`${institution}|A`, { institution, code: 'A', nameZh: '仪器', model: null, items: ['ALT'] }),
    );
    const row = { code: 'S', institution: 'H4', item: 'ALT', cause: 'EQA_FAIL', suspendedFrom: '2025-08-01' };
    entries['suspension'] = [entry('S', { ...row, suspendedTo: null, rectifiedOn: null })];
  });
  expect(measuredElsewhere(others, line(), day('2025-08-15'), REFUSED)).toEqual(['H3', 'H6', 'H7', 'H8', 'H2']);
  // Where no document stops it, who failed a round measures it still.
  expect(measuredElsewhere(others, line(), day('2025-08-15'), ALLOWED)).toEqual(['H3', 'H4', 'H6', 'H7', 'H8']);
});
