/** Allowable errors 允许总误差 of several sources: sigma names the one it is by, and the laboratory chooses. */
import type { Day } from '@fujie/core/kernel';
import type { EqaProgrammesResponse, IqcPerformanceResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { recordPastControl } from '../src/laboratory/iqc-past.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = (institution = 'H1') => region.as('laboratory', { institution, username: `lab-${institution}` });
const centre = () => region.as('qc-centre', { region: '14' });
const typed = async (register: string, row: object, from = '2020-01-01') =>
  importTyped(region.deps, 'test', register, [{ row: { ...row }, from: from as Day }]);
const WST = {
  ...{ source: 'WST', item: 'ALT', kind: 'piecewise_le', percent: 15, units: 6, cut: 40 },
  nameZh: 'WS/T 403-2024 表A.1 第21项',
};
const NCCL = { source: 'NCCL', item: 'ALT', kind: 'pct', percent: 16, nameZh: '国家室间质评计划' };
const PATH = 'laboratory/iqc/systems/ALT-1/performance';
const performance = async () => (await get<IqcPerformanceResponse>(PATH, await lab())).body;

beforeAll(async () => {
  region.clock.set(at('2024-06-02T09:00+08:00'));
  await typed('test-system', {
    ...{ institution: 'H1', code: 'ALT-1', item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative' },
    ...{ levels: 1, rules: ['1_3s'], warnings: [] },
  });
  const lot = { product: 'QC', lot: 'A1' };
  for (const level of ['N', 'P'])
    await typed('control-material', {
      ...{ institution: 'H1', ...lot, level, nameZh: '质控品', expiresOn: '2025-12-31' },
    });
  const person = (id: string) => ({ id, name: id, role: 'laboratory' as const });
  const levels = [
    { level: 'N', mean: '30', sd: '1' },
    { level: 'P', mean: '120', sd: '4' },
  ];
  await recordPastControl(region.deps, {
    ...{ institution: 'H1', bench: person('b'), reviewer: person('r'), rejected: [] },
    targets: levels.map((one) => ({
      ...{ system: 'ALT-1', ...lot, ...one, kind: 'fixed', validFrom: at('2024-04-01T00:00+08:00') },
    })),
    measurements: levels.flatMap(({ level, mean, sd }) =>
      Array.from({ length: 24 }, (_, day) => ({
        ...{ system: 'ALT-1', ...lot, level, reading: String(Number(mean) + ((day % 3) - 1) * Number(sd)) },
        measuredAt: at(`2024-05-${String(day + 1).padStart(2, '0')}T08:00+08:00`),
      })),
    ),
  });
});

test('without any, there is no sigma', async () => {
  expect(await performance()).toMatchObject({ allowed: [], sigmas: [] });
});

// WS/T 403-2024, table A.1, no. 21, and the national plan differ of ALT.
test('sigma of each level is by what its source allows at that concentration', async () => {
  await typed('allowable-error', NCCL, '2024-01-01');
  await typed('allowable-error', WST, '2024-01-01');
  const { allowed, sigmas } = await performance();
  expect(allowed).toMatchObject([
    { source: 'register', code: 'WST', nameZh: WST.nameZh, isChosen: false, criterion: { type: 'piecewise_le' } },
    { source: 'register', code: 'NCCL', isChosen: false, criterion: { type: 'pct', percent: 16 } },
  ]);
  const first = sigmas.filter((one) => one.allowed === 0 && one.estimator === 'mean');
  expect(first.map(({ level, allowedHere }) => [level, allowedHere])).toEqual([
    ['N', { percent: 20, by: 'units' }],
    ['P', { percent: 15, by: 'percent' }],
  ]);
  expect(first[0]?.sigma).toBeCloseTo(20 / (first[0]?.cvPercent ?? 1), 9);
});

test('a laboratory chooses for itself, by its item, and nobody for another', async () => {
  const row = { institution: 'H1', item: 'ALT', source: 'NCCL' };
  const entry = { action: 'put', row, from: '2024-06-02', endPrevious: true };
  const path = 'registers/allowable-error-choice/entries';
  expect((await post(path, await lab('H2'), entry)).status).toBe(422);
  expect((await post(path, await lab(), entry)).status).toBe(200);
  expect((await performance()).allowed.map(({ code, isChosen }) => [code, isChosen])).toEqual([
    ['NCCL', true],
    ['WST', false],
  ]);
  const own = { action: 'put', row: { ...NCCL, percent: 50 }, from: '2024-06-02' };
  expect((await post('registers/allowable-error/entries', await lab(), own)).status).toBe(403);
});

test('an error in units says nothing of a system that measures in others', async () => {
  await typed('test-system', {
    ...{ institution: 'H1', code: 'ALT-2', item: 'ALT', instrument: 'AN-1', unit: 'nkat/L', kind: 'quantitative' },
    ...{ levels: 1, rules: ['1_3s'], warnings: [] },
  });
  const { body } = await get<IqcPerformanceResponse>(PATH.replace('ALT-1', 'ALT-2'), await lab());
  expect(body.allowed.map(({ code }) => code)).toEqual(['NCCL']);
});

test('a programme says from which document its limits are', async () => {
  const item = { item: 'ALT', kind: 'quantitative', criterion: { type: 'pct', percent: 16 }, source: NCCL.nameZh };
  const programme = { organiser: 'SX-CCL', code: 'C-01', nameZh: '常规化学', samples: 5, rounds: 2, items: [item] };
  expect((await post('laboratory/eqa/programmes', await centre(), programme)).status).toBeLessThan(205);
  const { body } = await get<EqaProgrammesResponse>('laboratory/eqa/programmes/2024', await centre());
  expect(body.programmes[0]?.items).toMatchObject([{ item: 'ALT', source: NCCL.nameZh }]);
});
