import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { countReported, regionMonth } from './iqc-region.ts';

const entry = (key: string, row: Readonly<Record<string, unknown>>) => ({
  ...{ key, version: 1, from: '2024-01-01' as Day, to: null, row },
});
const system = (institution: string, item: string, maxCv: number | null = null) =>
  entry(`${institution}|${item}@1`, { institution, code: `${item}@1`, item, maxCv });
const reported = (institution: string, item: string, figures: object) =>
  entry(`${institution}|${item}|2024-05`, {
    ...{
      institution,
      item,
      month: '2024-05',
      testingDays: 22,
      qcDays: 22,
      cv: 2,
      sd: null,
      classCv: null,
      agreement: null,
    },
    ...{ reportedOn: '2024-06-10', ...figures },
  });
const required = (scope: string, item: string, maxCv: number | null, minAgreement: number | null = null) =>
  entry(`${scope}|${item}`, { scope, item, maxCv, maxSd: null, sdBelow: null, minAgreement });

const MONTH = { month: '2024-05', end: '2024-06-01' as Day, dueOn: '2024-06-10' as Day };

// national-2022.art.24#01 and #02: control on every testing day, reported in time; the strictest requirement holds.
test('a month of a region says who reported late, what exceeds its requirement, which testing days lack control', () => {
  const snapshot = buildSnapshot(
    {
      'test-system': [
        ...[system('H1', 'K'), system('H1', 'GLU'), system('H1', 'ALT', 1.9)],
        ...[system('H2', 'K'), system('H2', 'HBSAG'), system('H9', 'K')],
      ],
      institution: ['H1', 'H2', 'H3'].map((code) => entry(code, { code, region: '140105' })),
      agreement: [
        entry('AGR:1', { code: 'AGR:1', members: ['14', '13'] }),
        entry('AGR:2', { code: 'AGR:2', members: ['51'] }),
      ],
      'quality-requirement': [
        ...[required('CN', 'K', 2.5), required('14', 'K', 2), required('AGR:1', 'HBSAG', null, 95)],
        // Of other places, and of an agreement that is none of theirs.
        ...[required('51', 'K', 1), required('1402', 'K', 1), required('AGR:2', 'K', 1), required('1402', 'GLU', 1)],
      ],
      'iqc-monthly': [
        reported('H1', 'K', { cv: 2 }),
        reported('H1', 'ALT', { reportedOn: '2024-06-11' }),
        reported('H2', 'K', { cv: 2.01, qcDays: 21 }),
        reported('H2', 'HBSAG', { cv: null, agreement: 94.9 }),
        // Nobody registered a system of it, and of one who is elsewhere nothing is told.
        ...[reported('H3', 'K', { reportedOn: '2024-06-12' }), reported('H9', 'Na', {})],
        // What is no item of a laboratory has control of another kind.
        reported('H1', 'CT-HEAD', {}),
      ],
      item: [entry('CT-HEAD', { code: 'CT-HEAD', kind: 'examination' })],
    },
    1,
  );
  const rows = regionMonth(snapshot, ['H1', 'H2', 'H3'], MONTH);
  const of = (institution: string) => countReported(rows.filter((row) => row.institution === institution));
  expect(of('H1')).toEqual({ of: 3, reported: 2, late: 1, failing: 1, uncovered: 0, daysLate: 1 });
  expect(of('H2')).toEqual({ of: 2, reported: 2, late: 0, failing: 2, uncovered: 1, daysLate: 0 });
  expect(of('H3')).toEqual({ of: 1, reported: 1, late: 1, failing: 0, uncovered: 0, daysLate: 2 });
  expect(rows.filter(({ institution }) => institution === 'H9')).toEqual([]);
  expect(rows.find(({ institution, item }) => institution === 'H1' && item === 'ALT')).toMatchObject({
    ...{ daysLate: 1, isFailing: true, limits: { maxCv: 1.9, maxSd: null, sdBelow: null } },
  });
});

// henan-2025.lab.7#05: a day is covered by control or by a comparison.
test('a testing day that a comparison covers does not lack control', () => {
  const uncovered = (figures: object) =>
    regionMonth(
      buildSnapshot(
        {
          institution: [entry('H1', { code: 'H1', region: '140105' })],
          'iqc-monthly': [reported('H1', 'K', figures)],
        },
        1,
      ),
      ['H1'],
      MONTH,
    ).map(({ isUncovered }) => isUncovered);
  expect(uncovered({ qcDays: 20, comparedDays: 1 })).toEqual([true]);
  expect(uncovered({ qcDays: 20, comparedDays: 2 })).toEqual([false]);
  expect([uncovered({ qcDays: 21 }), uncovered({ qcDays: 22 })]).toEqual([[true], [false]]);
});

// WS/T 403-2024, table A.1, no. 39 and 82.
test('an SD that is reported is compared with a limit of SD: of pH the limit is inside, of a meter neither is', () => {
  const limited = (scope: string, item: string, limits: object) =>
    entry(`${scope}|${item}`, { scope, item, maxCv: null, maxSd: null, sdBelow: null, minAgreement: null, ...limits });
  const failing = (item: string, figures: object) => {
    const snapshot = buildSnapshot(
      {
        institution: [entry('H1', { code: 'H1', region: '140105' })],
        'quality-requirement': [
          ...[limited('CN', 'PH', { maxSd: 0.03 }), limited('14', 'PH', { maxSd: 0.02 })],
          limited('CN', 'GLU_POCT', { maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }),
        ],
        'iqc-monthly': [reported('H1', item, { cv: null, ...figures })],
      },
      1,
    );
    return regionMonth(snapshot, ['H1'], MONTH).map(({ isFailing }) => isFailing);
  };
  expect([failing('PH', { sd: 0.02 }), failing('PH', { sd: 0.0201 }), failing('PH', { cv: 0.9 })]).toEqual([
    ...[[false], [true], [false]],
  ]);
  const meter = (cv: number | null, sd: number | null) => failing('GLU_POCT', { cv, sd })[0];
  expect([meter(7.49, 0.4199), meter(7.5, null), meter(null, 0.42), meter(7.4, 0.42)]).toEqual([
    ...[false, true, true, true],
  ]);
});

// WS/T 406-2024: of white cells 6.0 % at a low level, 4.5 % at the others.
test('levels of a class are compared with their own limit, the strictest of all who ask, else with that of all levels', () => {
  const limited = (scope: string, limits: object) =>
    entry(`${scope}|WBC`, { ...{ scope, item: 'WBC', maxCv: 4.5, maxSd: null, sdBelow: null }, ...limits });
  const seen = (requirements: readonly ReturnType<typeof limited>[], classCv: number, maxCv: number | null = null) => {
    const snapshot = buildSnapshot(
      {
        institution: [entry('H1', { code: 'H1', region: '140105' })],
        'test-system': [system('H1', 'WBC', maxCv)],
        'quality-requirement': requirements,
        'iqc-monthly': [reported('H1', 'WBC', { cv: 4, classCv })],
      },
      1,
    );
    return regionMonth(snapshot, ['H1'], MONTH).map(({ isFailing, limits }) => [isFailing, limits.byClass?.maxCv])[0];
  };
  const national = limited('CN', { levelClasses: ['low'], classMaxCv: 6 });
  expect([seen([national], 6), seen([national], 6.01)]).toEqual([
    [false, 6],
    [true, 6],
  ]);
  // A province that asks for 5 % of every level, and a laboratory of itself for 5.5 %.
  expect(seen([national, limited('14', { maxCv: 5 })], 5.5)).toEqual([true, 5]);
  expect(seen([national], 5.6, 5.5)).toEqual([true, 5.5]);
  expect(seen([limited('CN', {})], 4.6)).toEqual([true, undefined]);
});
