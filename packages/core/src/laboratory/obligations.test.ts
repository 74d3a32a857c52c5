import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { doneSince, obligationsOn } from './obligations.ts';

const day = (text: string): Day => text as Day;
const entry = (key: string, version: number, row: Readonly<Record<string, unknown>>, from = '2026-01-01') => ({
  key,
  version,
  from: day(from),
  to: null,
  row,
});
const activity = (version: number, dueOn: string, doneOn: string | null = null, certificate: string | null = 'C-1') =>
  entry('H1|I1|calibration', version, {
    institution: 'H1',
    instrument: 'I1',
    activity: 'calibration',
    doneOn,
    dueOn,
    certificate: doneOn === null ? null : certificate,
  });
const outcome = (grade: string) =>
  entry('PCCL|R1|K|H1', 1, {
    organiser: 'PCCL',
    round: 'R1',
    item: 'K',
    institution: 'H1',
    outcome: grade,
    measuredOn: null,
  });
const round = (publishedOn: string | null) =>
  entry('PCCL|R1|K', 1, { organiser: 'PCCL', round: 'R1', item: 'K', year: 2026, closedOn: '2026-03-01', publishedOn });
const sample = (grade: string, verdictOn: string) =>
  entry(`H1|K|${verdictOn}`, 1, {
    institution: 'H1',
    item: 'K',
    measuredOn: null,
    verdictOn,
    outcome: grade,
    liftedOn: null,
  });

const RULES = { aheadDays: 30, iqcReportDay: 10, reviewEvery: 365, reviewAhead: 30 };
const owed = (today: string, registers: Parameters<typeof buildSnapshot>[0]) =>
  obligationsOn(buildSnapshot(registers, 1), day(today), RULES);
const subjects = (today: string, registers: Parameters<typeof buildSnapshot>[0]) =>
  owed(today, registers).map(({ subject }) => subject);

describe('an instrument', () => {
  // national-2022.art.22#02: due as the plan says; told thirty days ahead.
  test('is owed from thirty days before it falls due, not a day earlier', () => {
    const registers = { 'instrument-activity': [activity(1, '2026-04-30')] };
    expect(subjects('2026-03-30', registers)).toEqual([]);
    expect(subjects('2026-03-31', registers)).toEqual(['instrument|H1|I1|calibration|2026-04-30']);
  });

  test('that the register shows as done since is owed no more, and the next due day is owed by itself', () => {
    const registers = { 'instrument-activity': [activity(1, '2026-04-30'), activity(2, '2027-04-30', '2026-04-20')] };
    expect(owed('2026-04-21', registers)).toMatchObject([{ done: { outcome: 'done', on: '2026-04-20' } }]);
    expect(subjects('2027-04-01', registers)).toEqual(['instrument|H1|I1|calibration|2027-04-30']);
  });

  test('whose due day was only moved is still owed', () => {
    const registers = { 'instrument-activity': [activity(1, '2026-04-30'), activity(2, '2026-05-15')] };
    expect(owed('2026-04-21', registers).map(({ subject, done }) => [subject, done])).toEqual([
      ['instrument|H1|I1|calibration|2026-04-30', null],
      ['instrument|H1|I1|calibration|2026-05-15', null],
    ]);
  });
});

describe('the evidence of an instrument (national-2022.art.22#02)', () => {
  const since = (...rows: ReturnType<typeof activity>[]) =>
    doneSince(
      buildSnapshot({ 'instrument-activity': rows }, 1),
      day('2026-07-01'),
      'instrument|H1|I1|calibration|2026-04-30',
    );

  test('is its day with a certificate, in the version that follows or in a correction, however late', () => {
    const done = { outcome: 'done', on: '2026-04-20', certificate: 'C-1' };
    expect(since(activity(1, '2026-04-30'), activity(2, '2027-04-30', '2026-04-20'))).toEqual(done);
    expect(since(activity(2, '2027-04-30', '2026-04-20'))).toEqual(done);
    expect(since(activity(1, '2026-04-30'), activity(2, '2027-04-30', '2026-04-20', null))).toBeNull();
  });

  test('is not the last time before it, where the due day was only moved', () => {
    const before = activity(1, '2026-04-30', '2025-04-30');
    expect(since(before, activity(2, '2026-05-15', '2025-04-30'))).toBeNull();
    expect(since(before, activity(2, '2027-04-30', '2025-05-01'))).toMatchObject({ on: '2025-05-01' });
  });

  test('is its end in the register from that day on', () => {
    const ended = {
      ...entry('H1|I1', 1, { institution: 'H1', code: 'I1', nameZh: '甲机', items: [] }),
      to: day('2026-05-02'),
    };
    const on = (today: string) =>
      doneSince(buildSnapshot({ instrument: [ended] }, 1), day(today), 'instrument|H1|I1|calibration|2026-04-30');
    expect([on('2026-05-01'), on('2026-05-02')]).toEqual([
      null,
      { outcome: 'retired', on: '2026-05-02', certificate: '' },
    ]);
  });
});

describe('a failure', () => {
  // national-2022.art.13#02
  test('of a round is owed from the day on which it is published', () => {
    const registers = { 'eqa-outcome': [outcome('FAIL')], 'eqa-round': [round('2026-03-20')] };
    expect(subjects('2026-03-19', registers)).toEqual([]);
    expect(owed('2026-03-20', registers)).toMatchObject([{ loop: 'eqa/rectification', on: '2026-03-20' }]);
    expect(subjects('2026-03-20', { ...registers, 'eqa-outcome': [outcome('PASS')] })).toEqual([]);
    expect(subjects('2026-03-20', { ...registers, 'eqa-round': [round(null)] })).toEqual([]);
  });

  // taiyuan-2024.7.2#04
  test('of a blind sample is owed from its verdict; what was settled long before is not asked for', () => {
    expect(subjects('2026-03-20', { 'blind-sample': [sample('FAIL', '2026-03-20')] })).toEqual([
      'blind|H1|K|2026-03-20',
    ]);
    expect(subjects('2026-03-20', { 'blind-sample': [sample('PASS', '2026-03-20')] })).toEqual([]);
    expect(subjects('2026-04-19', { 'blind-sample': [sample('FAIL', '2026-03-20')] })).toHaveLength(1);
    expect(subjects('2026-04-20', { 'blind-sample': [sample('FAIL', '2026-03-20')] })).toEqual([]);
  });
});

describe('a month of internal quality control', () => {
  const system = (institution: string, from = '2025-01-01') =>
    entry(`${institution}|K@1`, 1, { institution, code: 'K@1', item: 'K' }, from);
  const month = (institution: string, of: string, reportedOn: string | null) =>
    entry(`${institution}|K|${of}`, 1, { institution, item: 'K', month: of, reportedOn });

  // national-2022.art.24#02: reported by the tenth of the month that follows.
  test('is owed from its end by who had test systems in it, with the day of reporting', () => {
    const registers = { 'test-system': [system('H1'), system('H2', '2026-04-01')] };
    expect(subjects('2026-03-31', registers)).toEqual(['iqc-month|H1|2026-02']);
    expect(owed('2026-04-01', registers)).toMatchObject([
      { subject: 'iqc-month|H1|2026-02', done: null },
      { subject: 'iqc-month|H1|2026-03', on: '2026-04-01', facts: { dueOn: '2026-04-10' }, done: null },
    ]);
    expect(subjects('2026-04-09', registers)).toContain('iqc-month|H1|2026-02');
    expect(subjects('2026-04-10', registers)).toEqual(['iqc-month|H1|2026-03']);
    expect(subjects('2026-05-01', registers)).toContain('iqc-month|H2|2026-04');
  });

  test('of many institutions is looked up without going through all systems for each', () => {
    const registers = { 'test-system': Array.from({ length: 40 }, (_, n) => system(`H${String(n)}`)) };
    const snapshot = buildSnapshot(registers, 1);
    let asked = 0;
    const counting: RegisterSnapshot = {
      ...snapshot,
      inForce: (definition, on) => {
        if (definition.id === 'test-system') asked += 1;
        return snapshot.inForce(definition, on);
      },
    };
    expect(obligationsOn(counting, day('2026-04-01'), RULES)).toHaveLength(80);
    expect(asked).toBe(2);
  });

  test('that the register holds is done on the day on which it was reported', () => {
    const registers = { 'test-system': [system('H1')], 'iqc-monthly': [month('H1', '2026-03', '2026-04-12')] };
    expect(owed('2026-04-12', registers)).toMatchObject([{ done: { on: '2026-04-12' } }]);
    // It is owed until then, however late.
    const since = (institution: string) =>
      doneSince(buildSnapshot(registers, 1), day('2026-12-01'), `iqc-month|${institution}|2026-03`);
    expect([since('H1')?.on, since('H2')]).toEqual(['2026-04-12', null]);
  });
});

describe('a list of critical values', () => {
  const threshold = (version: number, reviewedOn: string, change: object = {}, item = 'K') =>
    entry(`H1|${item}|a`, version, { institution: 'H1', item, code: 'a', reviewedOn, ...change });
  const listed = (today: string, ...rows: ReturnType<typeof entry>[]) => owed(today, { 'critical-threshold': rows });

  // henan-2025.mq.8#02: reviewed regularly; a year is the platform's proposal.
  test('is to be reviewed a year after its oldest threshold was, told thirty days ahead and not a day earlier', () => {
    const rows = [threshold(1, '2025-03-01'), threshold(1, '2025-06-01', {}, 'Na')];
    expect(listed('2026-01-29', ...rows)).toEqual([]);
    expect(listed('2026-01-30', ...rows)).toMatchObject([
      { loop: 'critical-value/list-review', institution: 'H1', facts: { dueOn: '2026-03-01' }, done: null },
    ]);
  });

  test('is reviewed when no threshold is older, and one that is for all institutions is nobody’s own', () => {
    const registers = { 'critical-threshold': [threshold(2, '2026-02-10'), threshold(1, '2026-02-11', {}, 'Na')] };
    const since = (subject: string) => doneSince(buildSnapshot(registers, 1), day('2026-02-20'), subject)?.on ?? null;
    expect(since('thresholds|H1|2025-03-01')).toBe('2026-02-10');
    expect(since('thresholds|H1|2026-02-10')).toBeNull();
    expect(since('eqa|H1|2025-03-01')).toBeNull();
    expect(listed('2026-02-20', threshold(1, '2025-03-01', { institution: null }))).toEqual([]);
  });
});
