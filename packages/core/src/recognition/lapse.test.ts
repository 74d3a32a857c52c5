import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import { keyOf } from '../kernel/register.ts';
import { REGISTERS } from '../registers/list.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { nextLapse } from './lapse.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Registers under which H1 carries 晋HR for GLU on 2024-05-20. */
const MARKED: Rows = {
  region: [{ code: '14', nameZh: '山西', kind: 'province', markPrefix: '晋' }],
  'qc-organisation': [{ code: 'SX', nameZh: '省临检中心', level: 'province', region: '14' }],
  'recognition-list': [{ code: 'L1', titleZh: '第一批', publishedOn: '2023-01-01', region: '14', supersedes: null }],
  'recognition-list-entry': [{ list: 'L1', institution: 'H1', item: 'GLU', scope: '14' }],
  'quality-requirement': [{ scope: '14', item: 'GLU', maxCv: 3, minAgreement: null, source: 'SX' }],
  'eqa-round': [round('2023-1', 2023, '2023-05-10', '2023-06-10'), round('2023-2', 2023, '2023-11-10', '2023-12-10')],
  'eqa-outcome': [outcome('2023-1', 'PASS'), outcome('2023-2', 'PASS')],
  'iqc-monthly': [
    { institution: 'H1', item: 'GLU', month: '2024-04', testingDays: 22, qcDays: 22, cv: 2, agreement: null },
  ],
  instrument: [{ institution: 'H1', code: 'A1', nameZh: '生化仪', items: ['GLU'] }],
  'instrument-activity': [{ institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2026-01-01' }],
};

function round(
  id: string,
  year: number,
  closedOn: string,
  publishedOn: string | null,
): Readonly<Record<string, unknown>> {
  return { organiser: 'SX', round: id, item: 'GLU', year, closedOn, publishedOn };
}

function outcome(id: string, grade: string): Readonly<Record<string, unknown>> {
  return { organiser: 'SX', round: id, item: 'GLU', institution: 'H1', outcome: grade };
}

function lapse(changes: Rows, days = 60, day = '2024-05-20') {
  const found = lapseOf(changes, days, day);
  return found && { on: found.on, reasons: found.reasons };
}

function lapseOf(changes: Rows, days = 60, day = '2024-05-20') {
  const entries: Record<string, Entry<Readonly<Record<string, unknown>>>[]> = {};
  for (const register of REGISTERS) {
    const rows = changes[register.id] ?? MARKED[register.id] ?? [];
    entries[register.id] = rows.map((row) => ({
      key: keyOf(register, row),
      version: 1,
      from: '2020-01-01' as Day,
      to: null,
      row,
    }));
  }
  const mark = { institution: 'H1', item: 'GLU', scope: '14' };
  return nextLapse(buildSnapshot(entries, 1), mark, day as Day, days, DEFAULT_PARAMETERS);
}

const PENDING_ROUND: Rows = {
  'eqa-round': [...(MARKED['eqa-round'] ?? []), round('2024-1', 2024, '2024-05-15', null)],
  'eqa-outcome': [...(MARKED['eqa-outcome'] ?? []), outcome('2024-1', 'PENDING')],
};

describe('the next lapse of a mark', () => {
  it('is the day after a calibration falls due (taiyuan-2024.5.1#02)', () => {
    const due = [{ institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2024-06-10' }];
    expect(lapse({ 'instrument-activity': due })).toEqual({ on: '2024-06-11', reasons: ['CALIBRATION_OVERDUE'] });
  });

  // A1 carries the mark alone while a run of A2 is out of control: what ends it is A1 falling due, whatever stands about A2.
  it.each([
    ['in date', '2026-01-01'],
    ['due on the same day', '2024-06-10'],
    ['long overdue', '2024-01-31'],
  ])('names the instrument that carried it when another, %s, is out of control (taiyuan-2024.5.1#02)', (_, other) => {
    const found = lapseOf({
      instrument: ['A1', 'A2'].map((code) => ({ institution: 'H1', code, nameZh: '生化仪', items: ['GLU'] })),
      'instrument-activity': [
        { institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2024-06-10' },
        { institution: 'H1', instrument: 'A2', activity: 'calibration', dueOn: other },
      ],
      'iqc-hold': [
        { institution: 'H1', item: 'GLU', instrument: 'A2', system: 'S2', heldOn: '2024-05-19', releasedOn: null },
      ],
    });
    expect(found).toMatchObject({
      on: '2024-06-11',
      reasons: ['CALIBRATION_OVERDUE'],
      due: [{ instrument: 'A1', activity: 'calibration', day: '2024-06-10' }],
    });
  });

  it('is the first day of a half-year after one without EQA (national-2022.art.25#02)', () => {
    expect(lapse({})).toEqual({ on: '2024-07-01', reasons: ['EQA_HALF_YEAR_MISSED'] });
  });

  it('does not come while a round of the half-year has been returned, and then at its end', () => {
    expect(lapse(PENDING_ROUND)).toBeNull();
    expect(lapse(PENDING_ROUND, 366)).toEqual({ on: '2025-01-01', reasons: ['EQA_HALF_YEAR_MISSED'] });
  });

  it('is the day on which a list without the item supersedes (section 2.6)', () => {
    const lists = [
      ...(MARKED['recognition-list'] ?? []),
      { code: 'L2', titleZh: '第二版', publishedOn: '2024-06-05', region: '14', supersedes: ['L1'] },
    ];
    expect(lapse({ 'recognition-list': lists })).toEqual({ on: '2024-06-05', reasons: ['NOT_LISTED'] });
  });

  it('is the day of a suspension that is already decided', () => {
    const suspension = [
      {
        code: 'S1',
        institution: 'H1',
        item: 'GLU',
        cause: 'AUTHORITY_ORDER',
        suspendedFrom: '2024-05-27',
        suspendedTo: null,
        doubtFrom: null,
      },
    ];
    expect(lapse({ suspension })).toEqual({ on: '2024-05-27', reasons: ['SUSPENDED'] });
  });

  it('does not count the monthly IQC summary that has not come yet', () => {
    expect(lapse(PENDING_ROUND, 40)).toBeNull();
  });

  it('does not exist without a mark today', () => {
    expect(lapse({ 'quality-requirement': [] })).toBeNull();
  });
});
