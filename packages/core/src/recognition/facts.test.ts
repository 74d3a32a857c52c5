import { describe, expect, test } from 'vitest';

import { buildSnapshot } from '../registers/snapshot.ts';
import { entitledMarks, markInputFor, pairFacts } from './facts.ts';
import { deriveMark } from './mark.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { day, entry, eqaRow, outcomeRow, region } from './region.test-support.ts';
import { scopesOf } from './scope-facts.ts';

const markOf = (snapshot: ReturnType<typeof buildSnapshot>, on = '2025-08-15', scope = '51') =>
  deriveMark(markInputFor(snapshot, 'H1', 'ALT', scope, day(on)), DEFAULT_PARAMETERS, scopesOf(snapshot, day(on)));

describe('marks from registers', () => {
  test('a sound institution has its mark', () => {
    expect(markOf(region())).toEqual({ mark: '川HR', reasons: [] });
  });

  test('a month without a summary, or with testing days without IQC, is not proven', () => {
    expect(markOf(region(), '2025-09-15').reasons).toEqual(['IQC_NOT_PERFORMED', 'IQC_QUALITY_NOT_MET']);
    const gaps = region((e) => {
      e['iqc-monthly'] = [
        entry('H1|ALT|2025-07', {
          institution: 'H1',
          item: 'ALT',
          month: '2025-07',
          testingDays: 22,
          qcDays: 21,
          cv: 3,
          agreement: null,
        }),
      ];
    });
    expect(markOf(gaps).reasons).toEqual(['IQC_NOT_PERFORMED']);
    const idle = region((e) => {
      e['iqc-monthly'] = [
        entry('H1|ALT|2025-07', {
          institution: 'H1',
          item: 'ALT',
          month: '2025-07',
          testingDays: 0,
          qcDays: 0,
          cv: null,
          agreement: null,
        }),
      ];
    });
    expect(markOf(idle).reasons).toEqual(['IQC_NOT_PERFORMED', 'IQC_QUALITY_NOT_MET']);
  });

  // taiyuan-2024.5.0#04 excludes items without control or not good enough; 5.3#02: late paper by itself excludes none.
  test('runs on the month that was measured here, submitted or not, and else on what was submitted', () => {
    const month = (more: object) => ({
      ...{ institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 22, cv: 3, agreement: null },
      ...more,
    });
    const reasons = (measured: object | null, submitted: object | null) =>
      markOf(
        region((e) => {
          e['iqc-measured'] = measured === null ? [] : [entry('H1|ALT|2025-07', month(measured))];
          e['iqc-monthly'] = submitted === null ? [] : [entry('H1|ALT|2025-07', month(submitted))];
        }),
      ).reasons;
    expect(reasons({}, null)).toEqual([]);
    expect(reasons(null, {})).toEqual([]);
    expect(reasons(null, null)).toEqual(['IQC_NOT_PERFORMED', 'IQC_QUALITY_NOT_MET']);
    // What is submitted makes nothing good, and nothing worse.
    expect(reasons({ qcDays: 21 }, {})).toEqual(['IQC_NOT_PERFORMED']);
    expect(reasons({ cv: 4.01 }, {})).toEqual(['IQC_QUALITY_NOT_MET']);
    expect(reasons({ cv: 4 }, { qcDays: 21, cv: 5 })).toEqual([]);
    // No results of patients reach the platform: it does not know on which days control was due.
    expect(reasons({ testingDays: 0, qcDays: 0, cv: null }, {})).toEqual([]);
    expect(reasons({ testingDays: 1, qcDays: 0 }, {})).toEqual(['IQC_NOT_PERFORMED']);
  });

  // WS/T 403-2024, table A.1, no. 82: of a meter the limits themselves are outside.
  test('compare the SD of a month with a requirement that limits it', () => {
    const reasons = (sd: number | null, cv: number | null) =>
      markOf(
        region((e) => {
          const limits = { maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5, minAgreement: null };
          e['quality-requirement'] = [entry('51|ALT', { scope: '51', item: 'ALT', ...limits })];
          const month = { institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 22 };
          e['iqc-monthly'] = [entry('H1|ALT|2025-07', { ...month, cv, sd, agreement: null })];
        }),
      ).reasons;
    expect([reasons(0.4199, 7.49), reasons(0.41, null), reasons(null, 7)]).toEqual([[], [], []]);
    for (const [sd, cv] of [
      [0.42, 7],
      [0.4, 7.5],
      [null, null],
    ] as const)
      expect(reasons(sd, cv)).toEqual(['IQC_QUALITY_NOT_MET']);
  });

  // WS/T 406-2024: 6.0 % of white cells at a low level, 4.5 % at the others.
  test('compare the CV of levels of a class with their own limit, else with that of all levels', () => {
    const reasons = (classCv: number | null, cv: number | null, classMaxCv: number | null = 6) =>
      markOf(
        region((e) => {
          const limits = { maxCv: 4.5, levelClasses: classMaxCv === null ? null : ['low'], classMaxCv };
          e['quality-requirement'] = [entry('51|ALT', { scope: '51', item: 'ALT', ...limits })];
          const month = { institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 22 };
          e['iqc-monthly'] = [entry('H1|ALT|2025-07', { ...month, cv, classCv, agreement: null })];
        }),
      ).reasons;
    expect([reasons(6, 4.5), reasons(6, null), reasons(null, 4.5)]).toEqual([[], [], []]);
    for (const [classCv, cv, classMaxCv] of [
      [6.01, 4.5, 6],
      [6, 4.51, 6],
      [4.6, 4.5, null],
      [null, null, 6],
    ] as const)
      expect(reasons(classCv, cv, classMaxCv)).toEqual(['IQC_QUALITY_NOT_MET']);
  });

  test('a published round without a grade of the institution is one that it missed', () => {
    const missed = region((e) => {
      e['eqa-round']?.push(eqaRow('2025-2', '2025-06-12', '2025-07-20'));
    });
    expect(markOf(missed, '2025-08-15').reasons).toEqual(['EQA_LATEST_ABSENT']);
    const foreign = region((e) => {
      e['eqa-round']?.push(
        entry('QC-X|1|ALT', { organiser: 'QC-X', round: '1', item: 'ALT', year: 2025, closedOn: '2025-06-12' }),
      );
    });
    expect(markOf(foreign).mark).toBe('川HR');
  });

  test('rounds before the first of an institution are none that it missed', () => {
    const newcomer = region((e) => {
      e['eqa-outcome'] = [outcomeRow('2024-2'), outcomeRow('2025-1')];
    });
    expect(markOf(newcomer).mark).toBe('川HR');
    const beginner = region((e) => {
      e['eqa-outcome'] = [outcomeRow('2025-1')];
    });
    expect(markOf(beginner).reasons).toEqual(['EQA_NO_PREV_YEAR', 'EQA_INSUFFICIENT_ROUNDS']);
  });

  test('a corrected grade counts once, as its latest version', () => {
    const corrected = region((e) => {
      e['eqa-outcome'] = [
        outcomeRow('2024-1'),
        { ...outcomeRow('2025-1', 'FAIL'), to: day('2025-06-10') },
        { ...outcomeRow('2025-1', 'PASS'), from: day('2025-06-10') },
      ];
    });
    expect(markInputFor(corrected, 'H1', 'ALT', '51', day('2025-08-15')).eqa.map((r) => [r.round, r.outcome])).toEqual([
      ['2024-1', 'PASS'],
      ['2024-2', 'ABSENT'],
      ['2025-1', 'PASS'],
    ]);
  });

  test('a half-year in which a round was held is not excused for having missed it', () => {
    const idle = region((e) => {
      e['eqa-outcome'] = [outcomeRow('2024-1'), outcomeRow('2024-2')];
    });
    const parameters = { ...DEFAULT_PARAMETERS, noRoundHeld: 'excused' as const };
    const reasonsIn = (snapshot: typeof idle) =>
      deriveMark(
        markInputFor(snapshot, 'H1', 'ALT', '51', day('2025-08-15')),
        parameters,
        scopesOf(snapshot, day('2025-08-15')),
      ).reasons;
    expect(reasonsIn(idle)).toContain('EQA_HALF_YEAR_MISSED');
    const quiet = region((e) => {
      e['eqa-round'] = [eqaRow('2024-1', '2024-04-18', '2024-05-31'), eqaRow('2024-2', '2024-10-17', '2024-11-29')];
      e['eqa-outcome'] = [outcomeRow('2024-1'), outcomeRow('2024-2')];
    });
    expect(reasonsIn(quiet)).toEqual([]);
  });

  test('a scope without a requirement of its own takes the next wider one', () => {
    const national = region((e) => {
      e['quality-requirement'] = [entry('CN|ALT', { scope: 'CN', item: 'ALT', maxCv: 2.9, minAgreement: null })];
    });
    expect(markOf(national).reasons).toEqual(['IQC_QUALITY_NOT_MET']);
    const both = region((e) => {
      e['quality-requirement']?.push(entry('CN|ALT', { scope: 'CN', item: 'ALT', maxCv: 2.9, minAgreement: null }));
    });
    expect(markOf(both).mark).toBe('川HR');
  });

  test('a list ends when a published list supersedes it, an entry when its period ends', () => {
    const superseded = region((e) => {
      e['recognition-list']?.push(
        entry('L2', { code: 'L2', publishedOn: '2025-08-10', supersedes: ['L1'], region: '51' }),
      );
    });
    expect(markOf(superseded, '2025-08-09').mark).toBe('川HR');
    expect(markOf(superseded, '2025-08-10').reasons).toEqual(['NOT_LISTED']);
    const ended = region((e) => {
      e['recognition-list-entry'] = [
        entry('L1|H1|ALT|51', { list: 'L1', institution: 'H1', item: 'ALT', scope: '51' }, '2023-06-20', '2025-08-10'),
      ];
    });
    expect(markOf(ended, '2025-08-09').mark).toBe('川HR');
    expect(markOf(ended, '2025-08-10').reasons).toEqual(['NOT_LISTED']);
  });

  test('a suspension without an item suspends all of them, from its first day to the day before it is lifted', () => {
    const suspended = region((e) => {
      const row = {
        code: 'S1',
        institution: 'H1',
        item: null,
        cause: 'AUTHORITY_ORDER',
        suspendedFrom: '2025-08-10',
        suspendedTo: '2025-08-20',
        doubtFrom: '2025-08-05',
      };
      e['suspension'] = [entry('S1', row)];
    });
    expect(['2025-08-09', '2025-08-10', '2025-08-19', '2025-08-20'].map((on) => markOf(suspended, on).mark)).toEqual([
      '川HR',
      null,
      null,
      '川HR',
    ]);
    expect(pairFacts(suspended, 'H1', 'ALT').doubtWindows).toEqual([{ from: '2025-08-05', to: '2025-08-10' }]);
  });

  test('closing the entry of a suspension lifts it, and a version that follows takes its place', () => {
    const row = {
      code: 'S1',
      institution: 'H1',
      item: 'ALT',
      cause: 'AUTHORITY_ORDER',
      suspendedFrom: '2025-08-10',
      suspendedTo: null,
      doubtFrom: '2025-08-05',
    };
    const closed = region((e) => {
      e['suspension'] = [entry('S1', row, '2025-08-10', '2025-08-14')];
    });
    const markedOn = (snapshot: typeof closed) =>
      ['2025-08-09', '2025-08-10', '2025-08-13', '2025-08-14', '2025-08-20'].map(
        (on) => markOf(snapshot, on).mark !== null,
      );
    expect(markedOn(closed)).toEqual([true, false, false, true, true]);
    expect(pairFacts(closed, 'H1', 'ALT').doubtWindows).toEqual([{ from: '2025-08-05', to: '2025-08-10' }]);
    const corrected = region((e) => {
      e['suspension'] = [
        entry('S1', row, '2025-08-12', '2025-08-14'),
        entry('S1', { ...row, suspendedTo: '2025-08-16', doubtFrom: null }, '2025-08-14'),
      ];
    });
    expect(markedOn(corrected)).toEqual([true, false, false, false, true]);
    expect(pairFacts(corrected, 'H1', 'ALT').doubtWindows).toEqual([]);
  });

  test('an organiser serves the region that it has on the day', () => {
    const moved = region((e) => {
      e['qc-organisation'] = [
        entry('QC-51', { code: 'QC-51', region: '51', level: 'province' }, '2023-01-01', '2025-08-10'),
        entry('QC-51', { code: 'QC-51', region: '5107', level: 'city' }, '2025-08-10'),
      ];
    });
    expect(markOf(moved, '2025-08-09').mark).toBe('川HR');
    expect(markOf(moved, '2025-08-10').reasons).toEqual(['EQA_NOT_PARTICIPATED']);
  });

  test('an agreement holds to the day before its period ends, and needs a joint organiser', () => {
    const make = (qcOrganisation: string | null) =>
      region((e) => {
        e['agreement'] = [
          entry(
            'AGR:CY',
            { code: 'AGR:CY', nameZh: '川渝', markPrefix: '川渝', members: ['50', '51'], qcOrganisation },
            '2022-01-01',
            '2025-08-16',
          ),
        ];
        e['recognition-list-entry']?.push(
          entry('L1|H1|ALT|AGR:CY', { list: 'L1', institution: 'H1', item: 'ALT', scope: 'AGR:CY' }),
        );
        e['quality-requirement']?.push(entry('CN|ALT', { scope: 'CN', item: 'ALT', maxCv: 4, minAgreement: null }));
        e['qc-organisation'] = [entry('QC-51', { code: 'QC-51', region: 'AGR:CY', level: 'agreement' })];
      });
    expect(markOf(make('QC-51'), '2025-08-15', 'AGR:CY').mark).toBe('川渝HR');
    expect(markOf(make('QC-51'), '2025-08-16', 'AGR:CY').reasons).toEqual(['AGREEMENT_NOT_IN_FORCE']);
    expect(markOf(make(null), '2025-08-15', 'AGR:CY').reasons).toEqual(['AGREEMENT_NOT_IN_FORCE']);
    expect(entitledMarks(make('QC-51'), 'H1', 'ALT', day('2025-08-15'), DEFAULT_PARAMETERS)).toEqual([
      '川渝HR',
      '川HR',
    ]);
  });

  test('the due day of an activity is that of the version in force', () => {
    const serviced = region((e) => {
      const row = { institution: 'H1', instrument: 'A', activity: 'calibration' };
      e['instrument-activity'] = [
        entry('H1|A|calibration', { ...row, dueOn: '2025-08-12' }, '2023-01-01', '2025-08-15'),
        entry('H1|A|calibration', { ...row, dueOn: '2026-08-12' }, '2025-08-15'),
      ];
    });
    expect(['2025-08-12', '2025-08-13', '2025-08-14', '2025-08-15'].map((on) => markOf(serviced, on).mark)).toEqual([
      '川HR',
      null,
      null,
      '川HR',
    ]);
  });
});

test('a view built after a change answers anew, while unchanged registers keep their indexes', () => {
  const shared = [entry('H1', { code: 'H1', region: '510104' })];
  const first = buildSnapshot({ institution: shared, item: [] }, 1);
  const second = buildSnapshot({ institution: shared, item: [entry('ALT', { code: 'ALT' })] }, 2);
  expect([first.item('ALT'), second.item('ALT')?.code]).toEqual([null, 'ALT']);
  expect(second.institution('H1')?.region).toBe('510104');
  expect([first.revision, second.revision]).toEqual([1, 2]);
});
