import { describe, expect, test } from 'vitest';

import { classify } from './candidate.ts';
import { candidateInputFor } from './candidate-facts.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { day, entry, eqaRow, outcomeRow, region } from './region.test-support.ts';
import { scopesOf } from './scope-facts.ts';
import { blindSampleSuspension, eqaSuspensionsDue, openedSuspension, rectifiedSuspension } from './suspend.ts';

const dueOn = (snapshot: ReturnType<typeof region>, on: string) =>
  eqaSuspensionsDue(snapshot, day(on), DEFAULT_PARAMETERS);

const CODE = 'EQA:QC-51:2025-1:ALT:H1';

/** The round published on 2025-05-30 failed; `next` is the one after it. */
const failedRegion = (
  next?: string,
  registered: Readonly<Record<string, unknown>>[] = [],
  change: NonNullable<Parameters<typeof region>[0]> = () => undefined,
) =>
  region((e) => {
    e['eqa-outcome'] = [outcomeRow('2024-1'), outcomeRow('2024-2'), outcomeRow('2025-1', 'FAIL')];
    if (next !== undefined) {
      e['eqa-round']?.push(eqaRow('2025-2', '2025-10-16', '2025-11-28'));
      e['eqa-outcome'].push(outcomeRow('2025-2', next));
    }
    e['suspension'] = registered.map((row) =>
      entry('S', {
        code: 'S',
        institution: 'H1',
        item: 'ALT',
        cause: 'EQA_FAIL',
        suspendedFrom: '2025-05-30',
        suspendedTo: null,
        doubtFrom: null,
        rectifiedOn: null,
        ...row,
      }),
    );
    change(e);
  });

describe('a failed round', () => {
  test('suspends from its publication, and casts doubt back to its closing day when the measurement is unknown', () => {
    expect(dueOn(failedRegion(), '2025-05-29')).toEqual([]);
    expect(dueOn(failedRegion(), '2025-05-30')).toEqual([
      {
        code: CODE,
        institution: 'H1',
        item: 'ALT',
        cause: 'EQA_FAIL',
        suspendedFrom: '2025-05-30',
        suspendedTo: null,
        doubtFrom: '2025-04-17',
        closes: null,
      },
    ]);
  });

  test('casts doubt back to the day of the measurement where that is known', () => {
    const measured = region((e) => {
      const failed = outcomeRow('2025-1', 'FAIL');
      e['eqa-outcome'] = [{ ...failed, row: { ...failed.row, measuredOn: '2025-04-10' } }];
    });
    expect(dueOn(measured, '2025-06-01')[0]?.doubtFrom).toBe('2025-04-10');
  });

  test('that the register knows under any code is not opened again, nor one whose grade was corrected', () => {
    expect(dueOn(failedRegion(undefined, [{}]), '2025-06-01')).toEqual([]);
    const corrected = region((e) => {
      e['eqa-outcome'] = [
        { ...outcomeRow('2025-1', 'FAIL'), to: day('2025-06-10') },
        { ...outcomeRow('2025-1', 'PASS'), from: day('2025-06-10') },
      ];
    });
    expect(dueOn(corrected, '2025-07-01')).toEqual([]);
  });

  test('is closed by the later of the next pass and the verified rectification', () => {
    const closedOn = (next: string, rectifiedOn: string | null, on = '2025-12-31') =>
      dueOn(failedRegion(next, [{ rectifiedOn }]), on).map((due) => [due.code, due.suspendedTo, due.closes?.code]);
    expect(closedOn('PASS', null)).toEqual([]);
    expect(closedOn('PASS', '2025-06-20', '2025-11-27')).toEqual([]);
    expect(closedOn('PASS', '2025-06-20')).toEqual([['S', '2025-11-28', 'S']]);
    expect(closedOn('PASS', '2025-12-05')).toEqual([['S', '2025-12-05', 'S']]);
    expect(closedOn('FAIL', '2025-06-20')).toEqual([['EQA:QC-51:2025-2:ALT:H1', null, undefined]]);
  });

  test('learned only after a later pass is opened and stays open until its rectification is verified', () => {
    expect(dueOn(failedRegion('PASS'), '2025-12-31').map((due) => [due.code, due.suspendedTo])).toEqual([[CODE, null]]);
    const verified = failedRegion('PASS', [{ code: CODE, rectifiedOn: '2025-12-20' }]);
    expect(dueOn(verified, '2025-12-31').map((due) => [due.closes?.rectifiedOn, due.suspendedTo])).toEqual([
      ['2025-12-20', '2025-12-20'],
    ]);
  });

  test('followed by a round that was passed and published on the same day is over on that day', () => {
    const region = (rectifiedOn: string | null) =>
      failedRegion(undefined, [{ rectifiedOn }], (e) => {
        e['eqa-round']?.push(eqaRow('2025-1b', '2025-05-20', '2025-05-30'));
        e['eqa-outcome']?.push(outcomeRow('2025-1b'));
      });
    const ends = dueOn(region('2025-05-30'), '2025-05-30').map(({ suspendedTo }) => suspendedTo);
    expect(ends).toEqual(['2025-05-30']);
    expect(dueOn(region(null), '2025-05-30')).toEqual([]);
  });

  test('is registered as rectified on the day of verification, and as suspended again once that is taken back', () => {
    const failed = { organiser: 'QC-51', round: '2025-1', item: 'ALT', institution: 'H1' };
    const rectified = (row: Readonly<Record<string, unknown>>, on: string | null) =>
      rectifiedSuspension(failedRegion(undefined, [row]), failed, on === null ? null : day(on))?.row;
    expect(rectified({}, '2025-06-20')).toMatchObject({ code: 'S', rectifiedOn: '2025-06-20', suspendedTo: null });
    const over = { rectifiedOn: '2025-06-20', suspendedTo: '2025-11-28', closedBy: 'QC-51' };
    expect(rectified(over, null)).toMatchObject({ rectifiedOn: null, suspendedTo: null, closedBy: null });
    expect([rectified({}, null), rectified(over, '2025-12-01')]).toEqual([undefined, undefined]);
    expect(rectifiedSuspension(failedRegion(), failed, day('2025-06-20'))).toBeNull();
    expect(rectifiedSuspension(failedRegion(), { ...failed, round: '2031-1' }, day('2025-06-20'))).toBeNull();
  });

  test('once registered makes results of the doubtful days a may', () => {
    const [due] = dueOn(failedRegion(), '2025-06-01');
    const registered = region((e) => {
      e['suspension'] = [entry(CODE, { ...due })];
      e['iqc-monthly'] = ['2025-03', '2025-04'].map((month) =>
        entry(`H1|ALT|${month}`, {
          institution: 'H1',
          item: 'ALT',
          month,
          testingDays: 22,
          qcDays: 22,
          cv: 3,
          agreement: null,
        }),
      );
    });
    const classOf = (reportedOn: string) =>
      classify(
        candidateInputFor(registered, DEFAULT_PARAMETERS, { item: 'ALT', at: '2025-06-01T09:00' }, 'H2', {
          item: 'ALT',
          institution: 'H1',
          identity: 'verified',
          status: 'final',
          content: 'data',
          integrity: 'ok',
          source: 'platform',
          printedMarks: ['川HR'],
          collectedAt: `${reportedOn}T08:00`,
          reportedOn: day(reportedOn),
          method: true,
          referenceInterval: true,
        }),
        DEFAULT_PARAMETERS,
        scopesOf(registered, day('2025-06-01')),
      );
    expect(classOf('2025-04-16').class).toBe('MUST');
    expect(classOf('2025-04-17').reasons).toEqual(['QUALITY_IN_DOUBT']);
    expect(classOf('2025-05-29').reasons).toEqual(['QUALITY_IN_DOUBT']);
    expect(classOf('2025-05-30').reasons).toEqual(['MARK_NOT_ENTITLED']);
  });
});

test('a failed blind sample suspends from the verdict until it is lifted, a passed one never', () => {
  const sample = { institution: 'H1', item: 'ALT', verdictOn: day('2024-05-13'), liftedOn: null } as const;
  expect(blindSampleSuspension({ ...sample, measuredOn: day('2024-05-06'), outcome: 'FAIL' })).toEqual({
    code: 'BLIND:H1:ALT:2024-05-13',
    institution: 'H1',
    item: 'ALT',
    cause: 'BLIND_SAMPLE_FAIL',
    suspendedFrom: '2024-05-13',
    suspendedTo: null,
    doubtFrom: '2024-05-06',
  });
  expect(
    blindSampleSuspension({ ...sample, measuredOn: null, liftedOn: day('2024-06-01'), outcome: 'FAIL' }),
  ).toMatchObject({ doubtFrom: '2024-05-13', suspendedTo: '2024-06-01' });
  expect(blindSampleSuspension({ ...sample, measuredOn: null, outcome: 'PASS' })).toBeNull();
});

test('a suspension that is due is opened by whoever judged the failure, who has closed it too when its end is known', () => {
  const due = {
    code: CODE,
    institution: 'H1',
    item: 'ALT',
    cause: 'EQA_FAIL',
    suspendedFrom: day('2025-05-30'),
    suspendedTo: day('2025-11-28'),
    doubtFrom: day('2025-04-17'),
  } as const;
  expect(openedSuspension(due, 'QC-51', day('2025-06-06'))).toEqual({
    ...due,
    ...{ openedBy: 'QC-51', closedBy: 'QC-51', reportDueOn: '2025-06-06', rectifiedOn: null, note: null },
  });
  expect(openedSuspension({ ...due, suspendedTo: null }, 'QC-51')).toMatchObject({ closedBy: null, reportDueOn: null });
});
