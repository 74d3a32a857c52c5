import { expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { day, entry, region } from '../recognition/region.test-support.ts';
import { namedLotChanges, namedLotFaults } from './named-lots.ts';

const named = (run: string, reagentLot: string | null, calibratorLot: string | null = null, isVoid = false) => ({
  ...{ run, reagentLot, calibratorLot, isVoid, at: (Number(run) * 1000) as Instant },
});

test('lots change where a run names one that the run before, which named any, did not', () => {
  expect(
    namedLotChanges([
      named('1', 'A', 'C1'),
      named('2', null, 'C1'),
      named('3', 'A'),
      named('4', 'B', 'C2'),
      named('4', 'B', 'C2'),
      named('5', 'B'),
    ]),
  ).toEqual([
    { kind: 'reagent', at: 4000, from: 'A', to: 'B' },
    { kind: 'calibrator', at: 4000, from: 'C1', to: 'C2' },
  ]);
});

test('two lots of one run are no change of each other, and what was void changed nothing', () => {
  const twin = [named('1', 'A'), named('1', 'B'), named('2', 'B'), named('2', 'A')];
  expect(namedLotChanges(twin)).toEqual([]);
  expect(namedLotChanges([named('1', 'A'), named('2', 'B', null, true), named('3', 'A')])).toEqual([]);
});

// national-2022.art.22#01, henan-2025.lab.2#04
const TODAY = '2025-08-15';
const LOT = {
  ...{ institution: 'H1', product: 'R', lot: '1', kind: 'reagent', nameZh: '试剂', registration: '械注准1' },
  ...{ supplier: null, receivedOn: '2025-07-01', acceptedOn: '2025-07-02', expiresOn: TODAY, openDays: null },
};
function faults(
  lot: string,
  {
    lots = [LOT],
    used = [],
    on = TODAY,
    kind = 'reagent',
  }: {
    readonly lots?: readonly (typeof LOT)[];
    readonly used?: readonly (readonly [product: string, lot: string])[];
    readonly on?: string;
    readonly kind?: 'reagent' | 'calibrator';
  } = {},
) {
  const snapshot = region((entries) => {
    entries['reagent-lot'] = lots.map((row) => entry(`H1|${row.product}|${row.lot}`, row));
    entries['reagent-use'] = used.map(([product, number]) =>
      entry(`H1|S|${product}`, { institution: 'H1', system: 'S', product, lot: number, openedOn: null }),
    );
  });
  return namedLotFaults(snapshot, { institution: 'H1', system: 'S', kind, lot }, day(on));
}

test('a lot that is named is told where the register does not know it, or knows it as unfit', () => {
  expect(faults('1')).toEqual([]);
  expect(faults('9')).toEqual(['not-on-record']);
  expect(faults('1', { on: '2025-08-16' })).toEqual(['expired']);
  expect(faults('1', { on: '2025-06-30' })).toEqual(['not-accepted', 'used-before-receipt']);
  // Of another kind it is another lot.
  expect(faults('1', { kind: 'calibrator' })).toEqual(['not-on-record']);
});

test('nothing is told where an institution keeps no lots on record', () => {
  expect(faults('9', { lots: [] })).toEqual([]);
});

test('a lot that is named is told where the system uses another by the register', () => {
  const lots = [LOT, { ...LOT, lot: '2' }];
  expect(faults('1', { lots, used: [['R', '1']] })).toEqual([]);
  expect(faults('1', { lots, used: [['R', '2']] })).toEqual(['not-in-use']);
});

test('of two products with one number the one that the system uses is meant, else the one with fewer faults', () => {
  const lots = [
    { ...LOT, acceptedOn: '2025-09-01' },
    { ...LOT, product: 'Q' },
  ];
  expect(faults('1', { lots })).toEqual([]);
  expect(faults('1', { lots, used: [['R', '1']] })).toEqual(['not-accepted']);
});
