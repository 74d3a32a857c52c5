/** A small region in registers 目录, for tests of what is read from them. */
import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from '../registers/snapshot.ts';

type Row = Readonly<Record<string, unknown>>;
export type Entries = Record<string, { key: string; version: number; from: Day; to: Day | null; row: Row }[]>;

export const day = (text: string): Day => text as Day;

export function entry(key: string, row: Row, from = '2023-01-01', to: string | null = null): Entries[string][number] {
  return { key, version: 1, from: day(from), to: to === null ? null : day(to), row };
}

export const eqaRow = (round: string, closedOn: string, publishedOn: string): Entries[string][number] =>
  entry(`QC-51|${round}|ALT`, {
    organiser: 'QC-51',
    round,
    item: 'ALT',
    year: Number(round.slice(0, 4)),
    closedOn,
    publishedOn,
  });

export const outcomeRow = (round: string, outcome = 'PASS'): Entries[string][number] =>
  entry(`QC-51|${round}|ALT|H1`, {
    organiser: 'QC-51',
    round,
    item: 'ALT',
    institution: 'H1',
    outcome,
    measuredOn: null,
  });

/** A region of one listed institution, sound in every respect on 2025-08-15. */
export function region(change: (entries: Entries) => void = () => undefined): ReturnType<typeof buildSnapshot> {
  const entries: Entries = {
    region: [entry('5101', { code: '5101', nameZh: '成都市', nameEn: null, kind: 'city', markPrefix: '成都市' })],
    institution: [
      entry('H1', { code: 'H1', region: '510104', ownership: 'public', level: 3, kind: 'general' }),
      entry('H2', { code: 'H2', region: '510703', ownership: 'private', level: 1, kind: 'general' }),
    ],
    item: [entry('ALT', { code: 'ALT', rapidChangeHours: null })],
    'qc-organisation': [entry('QC-51', { code: 'QC-51', region: '51', level: 'province' })],
    'recognition-list': [entry('L1', { code: 'L1', publishedOn: '2023-06-20', supersedes: null, region: '51' })],
    'recognition-list-entry': [
      entry('L1|H1|ALT|51', { list: 'L1', institution: 'H1', item: 'ALT', scope: '51' }, '2023-06-20'),
    ],
    'quality-requirement': [
      entry('51|ALT', { scope: '51', item: 'ALT', maxCv: 4, maxSd: null, sdBelow: null, minAgreement: null }),
    ],
    'eqa-round': [
      eqaRow('2024-1', '2024-04-18', '2024-05-31'),
      eqaRow('2024-2', '2024-10-17', '2024-11-29'),
      eqaRow('2025-1', '2025-04-17', '2025-05-30'),
    ],
    'eqa-outcome': [outcomeRow('2024-1'), outcomeRow('2024-2'), outcomeRow('2025-1')],
    'iqc-monthly': [
      entry('H1|ALT|2025-07', {
        institution: 'H1',
        item: 'ALT',
        month: '2025-07',
        testingDays: 22,
        qcDays: 22,
        cv: 3,
        sd: null,
        agreement: null,
      }),
    ],
    instrument: [entry('H1|A', { institution: 'H1', code: 'A', items: ['ALT'] })],
    'instrument-activity': [
      entry('H1|A|calibration', { institution: 'H1', instrument: 'A', activity: 'calibration', dueOn: '2026-12-31' }),
    ],
  };
  change(entries);
  return buildSnapshot(entries, 1);
}
