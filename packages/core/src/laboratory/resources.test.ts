import { describe, expect, test } from 'vitest';

import { DEFAULT_PARAMETERS } from '../recognition/parameters.ts';
import { day, entry, region } from '../recognition/region.test-support.ts';
import {
  activityFaults,
  authorisationFaults,
  countFaults,
  lotRecallFaults,
  reagentLotFaults,
} from '../registers/resource-rules.ts';
import type { ReagentLotRow } from '../registers/resource-definitions.ts';
import { itemsToCompare } from './comparison-due.ts';
import { instrumentPlan, nearnessOf, standingByActivity } from './instrument-plan.ts';
import { runItems } from './licence.ts';
import { isLotUnfit, lotChanges, lotFaults, lotsInUse, timesOfUse } from './reagents.ts';
import { authorisationGap, hasStaffOnRecord, staffOf } from './staff.ts';

const TODAY = day('2025-08-15');
const machine = (code: string, items: readonly string[] = ['ALT']) =>
  entry(`H1|${code}`, { institution: 'H1', code, nameZh: '生化仪', model: null, items });
const due = (instrument: string, activity: string, dueOn: string) =>
  entry(`H1|${instrument}|${activity}`, {
    ...{ institution: 'H1', instrument, activity, dueOn },
    ...{ doneOn: null, certificate: null, intervalDays: null },
  });
function planned(instruments: readonly string[], activities: readonly ReturnType<typeof due>[], today = TODAY) {
  const snapshot = region((entries) => {
    entries['instrument'] = instruments.map((code) => machine(code));
    entries['instrument-activity'] = [...activities];
  });
  return instrumentPlan(snapshot, 'H1', today, DEFAULT_PARAMETERS);
}
/** Of each instrument: whether it is overdue, the first day without its marks, and these. */
function plan(instruments: readonly string[], activities: readonly ReturnType<typeof due>[], today = TODAY) {
  return planned(instruments, activities, today).map((one) => [
    ...[one.instrument.code, one.isOverdue, one.endsOn],
    ...one.marks.map(({ item, scope }) => `${item} ${scope}`),
  ]);
}

// national-2022.art.22#02: alerts 30 and 7 days before; the due day itself is in date.
test.each([
  ['2025-08-14', 'overdue'],
  ['2025-08-15', 'within-7'],
  ['2025-08-22', 'within-7'],
  ['2025-08-23', 'within-30'],
  ['2025-09-14', 'within-30'],
  ['2025-09-15', 'later'],
])('what ends on %s is %s', (endsOn, nearness) => {
  expect(nearnessOf(day(endsOn), TODAY)).toBe(nearness);
});

// henan-2025.lab.6#05
test('of each kind of upkeep the instruments that owe it are in date or overdue; the due day itself is in date', () => {
  const activities = [
    due('AN-1', 'calibration', '2025-08-15'),
    due('AN-2', 'calibration', '2025-08-14'),
    due('AN-2', 'maintenance', '2025-12-01'),
  ];
  expect(standingByActivity(planned(['AN-1', 'AN-2', 'AN-3'], activities))).toEqual([
    { activity: 'calibration', inDate: ['AN-1'], overdue: ['AN-2'] },
    { activity: 'maintenance', inDate: ['AN-2'], overdue: [] },
  ]);
});

describe('marks that rest on an instrument', () => {
  test('are those that would end on the day after its first due day, national-2022.art.22#02', () => {
    expect(plan(['A'], [due('A', 'calibration', '2025-08-15'), due('A', 'maintenance', '2025-09-01')])).toEqual([
      ['A', false, '2025-08-16', 'ALT 51'],
    ]);
  });
  test('are those that an overdue one ended', () => {
    expect(plan(['A'], [due('A', 'calibration', '2025-08-14')])).toEqual([['A', true, '2025-08-15', 'ALT 51']]);
  });
  test('are none while another instrument in date measures the item, taiyuan-2024.5.1', () => {
    const both = [due('A', 'calibration', '2025-08-14'), due('B', 'calibration', '2026-01-01')];
    expect(plan(['A', 'B'], both)).toEqual([
      ['A', true, '2025-08-15'],
      ['B', false, '2026-01-02', 'ALT 51'],
    ]);
  });
  test('come back with either of two that are overdue', () => {
    const both = [due('A', 'calibration', '2025-08-14'), due('B', 'calibration', '2025-08-10')];
    expect(plan(['A', 'B'], both)).toEqual([
      ['B', true, '2025-08-11', 'ALT 51'],
      ['A', true, '2025-08-15', 'ALT 51'],
    ]);
  });
  test('are missing where an instrument has no plan', () => {
    expect(plan(['A'], [])).toEqual([['A', false, null, 'ALT 51']]);
  });
});

describe('a person', () => {
  const authorised = (change: Record<string, unknown> = {}) =>
    region((entries) => {
      entries['staff-authorisation'] = [
        entry('H1|T1|chemistry', {
          ...{ institution: 'H1', practitioner: 'T1', group: 'chemistry', work: 'both', qualification: '检验技师' },
          ...{ qualifiedUntil: null, trainedOn: '2025-01-01', trainingUntil: null },
          ...{ authorisedOn: '2025-01-02', authorisedUntil: '2025-08-15', authorisedBy: '主任', ...change },
        }),
      ];
    });
  const asked = { institution: 'H1', practitioner: 'T1', group: 'chemistry', task: 'test' } as const;

  test.each([
    [{}, '2025-08-15', null],
    [{}, '2025-08-16', 'authorisation-expired'],
    [{}, '2025-01-01', 'not-yet'],
    [{ work: 'review' }, '2025-08-15', 'another-task'],
    [{ trainingUntil: '2025-08-14' }, '2025-08-15', 'training-expired'],
    [{ qualifiedUntil: '2025-08-14' }, '2025-08-15', 'qualification-expired'],
  ])('authorised as %j may on %s: %s, henan-2025.lab.6#03', (change, on, gap) => {
    expect(authorisationGap(authorised(change), asked, day(on))).toBe(gap);
  });
  test('is not authorised for another group', () => {
    expect(authorisationGap(authorised(), { ...asked, group: 'immunology' }, TODAY)).toBe('not-authorised');
    expect([hasStaffOnRecord(authorised(), 'H1'), hasStaffOnRecord(authorised(), 'H2')]).toEqual([true, false]);
  });
  test('is listed with the first day on which something ends', () => {
    expect(staffOf(authorised({ trainingUntil: '2025-08-30' }), 'H1', TODAY)).toMatchObject([
      { endsOn: '2025-08-15', nearness: 'within-7', gap: null },
    ]);
  });
});

describe('lots', () => {
  const lot = (code: string, change: Partial<ReagentLotRow> = {}): ReagentLotRow => ({
    ...{ institution: 'H1', product: 'R', lot: code, kind: 'reagent', nameZh: '试剂', registration: '械注准1' },
    ...{ supplier: null, receivedOn: day('2025-07-01'), acceptedOn: day('2025-07-02'), expiresOn: day('2025-08-15') },
    openDays: 14,
    ...change,
  });
  // national-2022.art.22#01: no result from an expired lot; henan-2025.lab.2#04: expired, unregistered or unaccepted.
  test.each<[Partial<ReagentLotRow>, string | null, string, readonly string[]]>([
    [{}, null, '2025-08-15', []],
    [{}, null, '2025-08-16', ['expired']],
    [{}, '2025-08-01', '2025-08-15', []],
    [{ expiresOn: day('2026-01-01') }, '2025-08-01', '2025-08-16', ['open-too-long']],
    [{ acceptedOn: null }, null, '2025-08-15', ['not-accepted']],
    [{ registration: null }, null, '2025-08-15', ['not-registered']],
    [{ registration: null, kind: 'consumable' }, null, '2025-08-15', []],
    [{}, null, '2025-06-30', ['not-accepted', 'used-before-receipt']],
  ])('%j opened on %s has on %s the faults %j', (change, openedOn, on, faults) => {
    expect(lotFaults(lot('1', change), openedOn === null ? null : day(openedOn), day(on))).toEqual(faults);
  });
  // What ends first limits the use: the expiry, or the stability once opened.
  test.each<[string | null, string, string]>([
    [null, '2025-08-15', 'expiry'],
    ['2025-07-31', '2025-08-14', 'opening'],
    ['2025-08-01', '2025-08-15', 'expiry'],
    ['2025-08-02', '2025-08-15', 'expiry'],
  ])('opened on %s may be used until %s, by its %s', (openedOn, endsOn, endsBy) => {
    const snapshot = region((entries) => {
      entries['reagent-lot'] = [entry('H1|R|1', { ...lot('1') })];
      const use = { institution: 'H1', system: 'S', product: 'R', lot: '1', openedOn };
      entries['reagent-use'] = [entry('H1|S|R', use, '2025-07-03', null)];
    });
    expect(lotsInUse(snapshot, 'H1', TODAY)).toMatchObject([{ endsOn, endsBy }]);
  });
  // national-2022.art.22#01: from the day of the notice a recalled lot is not used; its period is cut to when it was.
  test('that were recalled are faulty from the notice on, and concern the systems that used them in the period', () => {
    const snapshot = region((entries) => {
      entries['reagent-lot'] = [entry('H1|R|1', { ...lot('1') })];
      const use = { institution: 'H1', system: 'S', product: 'R', lot: '1', openedOn: null };
      entries['reagent-use'] = [entry('H1|S|R', use, '2025-07-03', null)];
      entries['test-system'] = [entry('H1|S', { institution: 'H1', code: 'S', item: 'ALT', instrument: 'A' })];
      const recall = { institution: 'H1', product: 'R', lot: '1', notice: '厂家函', reason: '偏低' };
      const days = { noticedOn: '2025-08-15', usedFrom: '2025-07-10', usedTo: null };
      entries['lot-recall'] = [entry('H1|R|1', { ...recall, ...days }, '2025-08-15')];
    });
    expect(lotsInUse(snapshot, 'H1', TODAY)).toMatchObject([{ faults: ['recalled'] }]);
    expect(lotsInUse(snapshot, 'H1', day('2025-08-14'))).toMatchObject([{ faults: [] }]);
    const of = { institution: 'H1', product: 'R', lot: '1' };
    const within = (from: string, to: string | null) =>
      timesOfUse(snapshot, of, { from: day(from), to: to === null ? null : day(to) });
    expect(timesOfUse(snapshot, of)).toEqual([{ item: 'ALT', system: 'S', from: '2025-07-03', to: null }]);
    expect(within('2025-07-10', '2025-07-31')).toEqual([
      { item: 'ALT', system: 'S', from: '2025-07-10', to: '2025-08-01' },
    ]);
    expect(within('2025-06-01', '2025-07-02')).toEqual([]);
    expect(within('2025-06-01', null)).toEqual([{ item: 'ALT', system: 'S', from: '2025-07-03', to: null }]);
    const unfit = (collectedOn: string, reportedOn: string, code = '1') =>
      isLotUnfit(snapshot, { ...of, lot: code }, { collectedOn: day(collectedOn), reportedOn: day(reportedOn) });
    // Its expiry is the day of the notice.
    expect([unfit('2025-08-14', '2025-08-14'), unfit('2025-08-14', '2025-08-15')]).toEqual([false, true]);
    expect([unfit('2025-08-16', '2025-08-14'), unfit('2025-08-14', '2025-08-15', '2')]).toEqual([true, false]);
  });
  test('that were recalled are told as recalled, too, once their entry has ended and they are used all the same', () => {
    const snapshot = region((entries) => {
      entries['reagent-lot'] = [entry('H1|R|1', { ...lot('1') }, '2025-01-01', '2025-08-01')];
      const use = { institution: 'H1', system: 'S', product: 'R', lot: '1', openedOn: null };
      entries['reagent-use'] = [entry('H1|S|R', use, '2025-07-03', null)];
      const recall = { institution: 'H1', product: 'R', lot: '1', notice: '厂家函', reason: '偏低' };
      const days = { noticedOn: '2025-08-10', usedFrom: '2025-07-10', usedTo: null };
      entries['lot-recall'] = [entry('H1|R|1', { ...recall, ...days }, '2025-08-10')];
    });
    expect(lotsInUse(snapshot, 'H1', TODAY)).toMatchObject([{ lot: null, faults: ['recalled', 'not-accepted'] }]);
    expect(lotsInUse(snapshot, 'H1', day('2025-08-09'))).toMatchObject([{ lot: null, faults: ['not-accepted'] }]);
  });
  test('that follow each other on a system are a change on the day of the second', () => {
    const use = (code: string, from: string, to: string | null) =>
      entry('H1|S|R', { institution: 'H1', system: 'S', product: 'R', lot: code, openedOn: null }, from, to);
    const snapshot = region((entries) => {
      entries['reagent-lot'] = [entry('H1|R|1', { ...lot('1') }), entry('H1|R|2', { ...lot('2') })];
      entries['reagent-use'] = [use('1', '2025-07-03', '2025-08-01'), use('2', '2025-08-01', null)];
    });
    const span = { from: day('2025-07-01'), to: TODAY };
    expect(lotChanges(snapshot, { institution: 'H1', system: 'S' }, span)).toEqual([
      { product: 'R', kind: 'reagent', on: '2025-08-01', from: '1', to: '2' },
    ]);
    expect(lotsInUse(snapshot, 'H1', TODAY)).toMatchObject([{ use: { lot: '2' }, since: '2025-08-01', daysLeft: 0 }]);
  });
});

test('an item that no registered subject covers is run outside the licence, henan-2025.lab.3#01', () => {
  const outside = (items: readonly string[] | null, subject = '30.03') =>
    runItems(
      region((entries) => {
        entries['item'] = [
          entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' }),
          entry('CT', { code: 'CT', kind: 'examination', category: 'ct' }),
        ];
        entries['instrument'] = [machine('A', ['ALT', 'CT'])];
        const row = { institution: 'H1', subject, items, registration: 'Z1', approvedOn: '2020-01-01' };
        entries['licensed-subject'] = [entry(`H1|${subject}`, row)];
      }),
      'H1',
      TODAY,
    ).map(({ item, licence }) => [item, licence?.subject ?? null]);
  expect(outside(null)).toEqual([['ALT', '30.03']]);
  expect(outside(['GLU'])).toEqual([['ALT', null]]);
  expect(outside(['ALT'], '30.06')).toEqual([['ALT', '30.06']]);
  expect(outside(null, '30.04')).toEqual([['ALT', null]]);
});

test('what institutions run is read of the registers once for all of them', () => {
  let reads = 0;
  const whole = region();
  const counted = {
    ...whole,
    inForce: ((...asked) => {
      reads += 1;
      return whole.inForce(...asked);
    }) as typeof whole.inForce,
  };
  for (let n = 0; n < 40; n += 1) {
    runItems(counted, `H${String(n)}`, TODAY);
    itemsToCompare(counted, `H${String(n)}`, new Set(), TODAY);
  }
  expect(reads).toBe(3);
  expect(runItems(counted, 'H1', TODAY)).toEqual(runItems(region(), 'H1', TODAY));
});

test('rows keep their days in order, their intervals and parts within the whole', () => {
  const codes = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code);
  const done = { doneOn: day('2025-01-01'), intervalDays: 365 };
  expect(codes(activityFaults({ ...done, dueOn: day('2026-01-01') }))).toEqual([]);
  expect(codes(activityFaults({ ...done, dueOn: day('2026-01-02') }))).toEqual(['beyond-interval']);
  expect(codes(activityFaults({ ...done, dueOn: day('2024-12-31') }))).toEqual(['day-order']);
  const days = { trainedOn: '2025-01-02', trainingUntil: null, authorisedUntil: null };
  expect(codes(authorisationFaults({ ...days, authorisedOn: '2025-01-01' }))).toEqual(['day-order']);
  expect(codes(reagentLotFaults({ receivedOn: '2025-01-02', acceptedOn: null, expiresOn: '2025-01-01' }))).toEqual([
    'day-order',
  ]);
  const recall = { noticedOn: '2025-02-01', usedFrom: '2025-02-02', usedTo: '2025-02-01' };
  expect(codes(lotRecallFaults(recall))).toEqual(['day-order', 'day-order']);
  expect(codes(lotRecallFaults({ ...recall, usedFrom: '2025-02-01' }))).toEqual([]);
  expect(codes(countFaults({ numerator: 2, denominator: 1 }))).toEqual(['more-than-all']);
});
