/** The published list of critical values 危急值目录: what must be told at once, for whom and by whose figures, read by everybody of a hospital. */
import type { Day } from '@fujie/core/kernel';
import type { CriticalListResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import { NOW, seedCritical } from './critical-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const THRESHOLD = { item: 'K', inclusive: true, reviewedOn: '2026-01-05', source: 'test' };

beforeAll(async () => {
  await seedCritical(server.deps);
  const from = '2020-01-01' as Day;
  const hospital = { region: '14', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
  await importTyped(server.deps, 'test', 'region', [{ from, row: { code: '14', nameZh: '山西省', kind: 'province' } }]);
  await importTyped(server.deps, 'test', 'institution', [
    { from, row: { ...hospital, code: 'H1', nameZh: '第一医院' } },
    { from, row: { ...hospital, code: 'H2', nameZh: '第二医院' } },
  ]);
  await importTyped(server.deps, 'test', 'critical-threshold', [
    { from, row: { ...THRESHOLD, institution: 'H1', code: 'ward', low: 3, department: 'INT' } },
    { from, row: { ...THRESHOLD, institution: 'H1', code: 'renal', high: 7, diagnosis: ['N18'] } },
    { from, row: { ...THRESHOLD, institution: 'H2', code: 'other', high: 6 } },
    { from: '2026-03-03' as Day, row: { ...THRESHOLD, institution: 'H1', code: 'coming', high: 5 } },
  ]);
});

async function listOf(role: string, institution: string): Promise<CriticalListResponse> {
  const answer = await server.app.inject({
    method: 'GET',
    url: '/api/v1/critical-values/list',
    headers: await server.as(role as 'nurse', { institution }),
  });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.json<CriticalListResponse>();
}

test('is read by the nurse who takes the call: of each item what decides first, of the own hospital and of the region', async () => {
  const { on, thresholds } = await listOf('nurse', 'H1');
  expect(on).toBe('2026-03-02');
  const potassium = thresholds.filter(({ item }) => item.code === 'K');
  expect(potassium.map(({ code, isOwn }) => [code, isOwn])).toEqual([
    ['renal', true],
    ['ward', true],
    ['newborn', false],
    ['seed', false],
  ]);
  expect(potassium[1]).toMatchObject({
    item: { code: 'K', nameZh: '钾', nameEn: 'Potassium' },
    unit: 'mmol/L',
    department: { code: 'INT' },
    ...{ low: 3, high: null, inclusive: true, diagnosis: [], ageTo: null, reviewedOn: '2026-01-05', source: 'test' },
  });
  expect(potassium[2]).toMatchObject({ ageTo: 28, ageUnit: 'days', department: null });
  expect(thresholds.find(({ item }) => item.code === 'ECG')).toMatchObject({
    kind: 'electrocardiogram',
    findings: ['I21'],
  });
});

test('has of another hospital that one’s, and the same for whoever of it asks', async () => {
  const codes = ({ thresholds }: CriticalListResponse): readonly string[] =>
    thresholds.filter(({ item }) => item.code === 'K').map(({ code }) => code);
  for (const role of ['doctor', 'laboratory', 'department-head', 'quality-office', 'hospital-head'])
    expect([role, codes(await listOf(role, 'H2'))]).toEqual([role, ['other', 'newborn', 'seed']]);
});
