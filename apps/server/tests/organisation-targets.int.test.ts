/** Yearly targets by department, the 35 indicators of a month, and the committee at the meetings of departments. */
import type { Day } from '@fujie/core/kernel';
import { CORE_INDICATORS } from '@fujie/core/registers';
import type {
  CoreIndicatorsResponse,
  LoopRecorded,
  LoopsResponse,
  MeetingRecorded,
  OrganisationCalendarResponse,
  TargetsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { cycleGapsOf } from '../src/organisation/indicator-gaps.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: '2024-01-01' as Day, to: null })),
  );
const loadOwn = (register: string, rows: readonly object[]) =>
  load(
    register,
    rows.map((row) => ({ institution: 'H1', ...row })),
  );
const target = (code: string) => ({
  ...{ year: 2026, target: code, nameZh: code, nameEn: null, source: 'nation', direction: 'up' },
  ...{ baseline: 60, aim: 80, unit: '%' },
});
const given = (code: string, department: string) => ({
  ...{ year: 2026, target: code, department, owner: 'P1', baseline: null, aim: null },
});

beforeAll(async () => {
  const region = { nameEn: null, markPrefix: null };
  await load('region', [
    { ...region, code: '41', nameZh: '河南', kind: 'province' },
    { ...region, code: '4101', nameZh: '某市', kind: 'city' },
  ]);
  await load('institution', [
    {
      ...{ code: 'H1', nameZh: 'H1', nameEn: null, region: '4101', level: 2, ownership: 'public', kind: 'general' },
      ...{ supervisor: 'health', connectedOn: null },
    },
  ]);
  await loadOwn(
    'department',
    ['INT', 'SUR'].map((code) => ({ code, nameZh: code, nameEn: null, kind: 'clinical' })),
  );
  await loadOwn(
    'practitioner',
    ['P0', 'P1', 'P2'].map((code) => ({
      ...{ code, nameZh: code, practiceScope: null, department: code === 'P0' ? 'SUR' : 'INT', role: 'physician' },
    })),
  );
  const body = (code: string, kind: string, department: string | null) => ({
    ...{ code, nameZh: code, nameEn: null, kind, department, parent: null, foundedBy: null },
  });
  await loadOwn('quality-body', [body('MQC', 'committee', null), body('G-INT', 'department', 'INT')]);
  const member = (of: string, practitioner: string) => ({ body: of, practitioner, role: 'member', represents: null });
  await loadOwn('quality-body-member', [member('MQC', 'P0'), member('G-INT', 'P1'), member('G-INT', 'P2')]);
  await raiseOrganisation(server.deps);
});

const office = () => server.as('quality-office', { institution: 'H1' });
const doctor = () => server.as('doctor', { institution: 'H1', department: 'SUR', practitioner: 'P0' });
type Headers = Record<string, string>;
async function ask<T>(headers: Headers, url: string, payload?: object): Promise<T> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return answer.json<T>();
}
async function openOf(definition: string): Promise<readonly (string | null)[]> {
  const { loops } = await ask<LoopsResponse>(await office(), `loops?view=all&definition=${definition}`);
  return loops.filter(({ status }) => status === 'open').map(({ title }) => title.zh);
}

test('targets that are missing, and departments without one, are loops until the registers have them', async () => {
  const [missing, without] = ['organisation/targets-missing', 'organisation/department-without-target'];
  expect(await openOf(missing)).toEqual(['2026 年度：未登记国家或省级改进目标']);
  expect(await openOf(without)).toEqual([]);
  await loadOwn('quality-target', [target('VTE'), target('AE')]);
  await loadOwn('department-target', [given('VTE', 'INT')]);
  await raiseOrganisation(server.deps);
  // One gap of the year, found before, stays one loop.
  expect(await openOf(missing)).toHaveLength(1);
  expect(await openOf(without)).toEqual(['SUR：没有 2026 年度目标']);
  await loadOwn('department-target', [given('AE', 'SUR')]);
  await raiseOrganisation(server.deps);
  expect([await openOf(missing), await openOf(without)]).toEqual([[], []]);
});

// henan-2023.t4.3#01
test('a department whose target did not come down to all of its staff is asked for it; each reads the own part', async () => {
  const gap = 'organisation/staff-without-target';
  expect((await openOf(gap)).toSorted()).toEqual([
    'INT：2 人没有 2026 年度个人目标',
    'SUR：1 人没有 2026 年度个人目标',
  ]);
  const part = (practitioner: string, of: string) => ({
    ...{ year: 2026, practitioner, target: of, duty: '逐例评估', aim: 90, tools: 'PDCA' },
  });
  // A part in what was not given to the department is none.
  await loadOwn('staff-target', [part('P1', 'VTE'), part('P2', 'AE'), part('P0', 'AE')]);
  await raiseOrganisation(server.deps);
  expect(await openOf(gap)).toEqual(['INT：2 人没有 2026 年度个人目标']);
  const read = await ask<TargetsResponse>(await doctor(), 'organisation/targets?year=2026');
  expect(read).toMatchObject({
    ...{ staff: 3, staffWithTarget: 2, staffWithout: [{ department: { code: 'INT' }, count: 1 }] },
    own: [{ target: { code: 'AE' }, duty: '逐例评估', aim: 90, unit: '%', tools: 'PDCA' }],
  });
  await loadOwn('staff-target', [part('P2', 'VTE')]);
  await raiseOrganisation(server.deps);
  expect(await openOf(gap)).toEqual([]);
});

test('a committee that does not conform is a loop until the registers show one that does', async () => {
  const fault = 'organisation/committee-fault';
  expect(await openOf(fault)).toHaveLength(1);
  const kinds = ['medical-affairs', 'quality-control', 'nursing', 'infection-control', 'medical-engineering'];
  kinds.push('information', 'logistics', 'clinical', 'pharmacy', 'medical-technology');
  const practitioners = kinds.map((_, index) => `Q${String(index)}`);
  await loadOwn(
    'practitioner',
    practitioners.map((code) => ({ code, nameZh: code, practiceScope: null, department: 'SUR', role: 'physician' })),
  );
  await loadOwn('institution-head', [{ practitioner: 'Q0' }]);
  await loadOwn(
    'quality-body-member',
    kinds.map((represents, index) => ({
      ...{ body: 'MQC', practitioner: `Q${String(index)}`, role: index === 0 ? 'chair' : 'member', represents },
    })),
  );
  await raiseOrganisation(server.deps);
  expect(await openOf(fault)).toEqual([]);
});

test('everybody in the hospital reads what departments reached, nobody elsewhere does', async () => {
  await loadOwn('target-value', [
    { year: 2026, target: 'VTE', department: 'INT', month: '2026-04', value: 81, basis: '病历抽查' },
    { year: 2026, target: 'AE', department: 'SUR', month: '2026-04', value: 70, basis: null },
  ]);
  const read = await ask<TargetsResponse>(await doctor(), 'organisation/targets?year=2026');
  expect(read).toMatchObject({ assigned: 2, given: 2, met: 1, better: 2, withoutTarget: [] });
  expect(read.targets.find((one) => one.target === 'VTE')?.departments).toMatchObject([
    { department: { code: 'INT' }, owner: { code: 'P1' }, standing: 'met', values: [{ month: '2026-04', value: 81 }] },
  ]);
  const other = await ask<TargetsResponse>(
    await server.as('quality-office', { institution: 'H2' }),
    'organisation/targets',
  );
  expect(other.targets).toEqual([]);
});

test('the indicators of the last month are computed, entered or missing, and lead to the loop of their cycle', async () => {
  await loadOwn('indicator-month', [
    {
      ...{ month: '2026-04', indicator: '05', numerator: 9, denominator: 10, basis: '会诊系统' },
      ...{ analysis: '夜间到位慢', feedback: '院周会', action: '调整值班' },
    },
  ]);
  const read = await ask<CoreIndicatorsResponse>(await office(), 'organisation/indicators');
  expect(read).toMatchObject({ month: '2026-04', computed: 2, entered: 1, missing: 32, complete: 1, compared: 0 });
  // henan-2023.t3.1#04: the first month with a value is what it is compared with.
  await loadOwn('indicator-month', [
    {
      ...{ month: '2026-02', indicator: '05', numerator: 7, denominator: 10, basis: null },
      ...{ analysis: null, feedback: null, action: null },
    },
  ]);
  const later = await ask<CoreIndicatorsResponse>(await office(), 'organisation/indicators');
  expect(later).toMatchObject({ better: 1, compared: 1 });
  expect(later.indicators.find(({ indicator }) => indicator === '05')).toMatchObject({
    ...{ direction: 'up', baseline: { month: '2026-02', values: [0.7] }, isBetter: true },
  });
  expect(read.indicators).toHaveLength(35);
  expect(read.indicators.find(({ indicator }) => indicator === '01')?.notComputed?.en).toMatch(/\w/);
  const { duties } = await ask<OrganisationCalendarResponse>(await office(), 'organisation/calendar?from=2026-05-01');
  const cycle = duties.find(({ kind, period }) => kind === 'indicators' && period === '2026-04');
  expect([read.loop, cycle?.dueAt]).toEqual([cycle?.loop, '2026-05-31T23:59:59+08:00']);
  // A loop in which a doctor has no part is no way for one.
  expect((await ask<CoreIndicatorsResponse>(await doctor(), 'organisation/indicators')).loop).toBeNull();
});

test('the cycle of the indicators is gone through step by step, each on what was done (organisation/indicator-cycle)', async () => {
  const { loop } = await ask<CoreIndicatorsResponse>(await office(), 'organisation/indicators');
  const act = async (stage: string, fields: object) =>
    ask<LoopRecorded>(await office(), `loops/${String(loop)}/acts`, { key: stage, stage, outcome: 'done', fields });
  expect((await act('collect', { indicators: 3 })).waiting).toEqual(['analyse']);
  expect((await act('analyse', { text: '夜间会诊到位慢' })).waiting).toEqual(['feed-back']);
  expect((await act('feed-back', { text: '院周会反馈至科室' })).waiting).toEqual(['improve']);
  expect((await act('improve', { action: '调整值班', evidence: '排班表' })).status).toBe('closed');
});

test('a month whose cycle is over is asked after until each of the 35 went through it (organisation/cycle-incomplete)', async () => {
  const gap = 'organisation/cycle-incomplete';
  // April has until the end of May.
  expect(await openOf(gap)).toEqual(['2026-03：核心制度指标 35 项中 35 项未完成循环']);
  const askedOn = (today: string, open: readonly string[] = []) =>
    cycleGapsOf(server.deps, server.deps.registers.current(), 'H1', {
      open: open.map((subject) => ({ definition: gap, subject })),
      today: today as Day,
    }).map(({ facts }) => facts['period']);
  expect([askedOn('2026-05-31'), askedOn('2026-06-01')]).toEqual([['2026-03'], ['2026-04']]);
  // What was asked is asked until it is there, of this hospital.
  const asked = ['cycle|H1|2026-01|2026-03-01', 'cycle|H2|2026-02|2026-04-01'];
  expect(askedOn('2026-05-31', asked)).toEqual(['2026-03', '2026-01']);
  // The document holds from 16 October 2025: the cycle that began with November is the first.
  expect([askedOn('2025-11-30'), askedOn('2025-12-01')]).toEqual([[], ['2025-10']]);
  const whole = (numbers: readonly string[]) =>
    numbers.map((indicator) => ({
      ...{ month: '2026-03', indicator, numerator: 1, denominator: 2, basis: '质控员统计' },
      ...{ analysis: '分析', feedback: '院周会', action: '整改' },
    }));
  await loadOwn('indicator-month', whole(CORE_INDICATORS.slice(1)));
  await raiseOrganisation(server.deps);
  expect(await openOf(gap)).toHaveLength(1);
  const read = await ask<CoreIndicatorsResponse>(await office(), 'organisation/indicators?month=2026-03');
  expect(read.complete).toBe(34);
  expect(read.indicators.flatMap(({ indicator, lacks }) => (lacks.length > 0 ? [[indicator, lacks]] : []))).toEqual([
    ['01', ['value', 'analysis', 'feedback', 'action']],
  ]);
  await loadOwn('indicator-month', whole(CORE_INDICATORS.slice(0, 1)));
  await raiseOrganisation(server.deps);
  expect(await openOf(gap)).toEqual([]);
});

test('a department is seen by the committee once its signed minutes name a member from outside', async () => {
  const calendar = async () =>
    ask<OrganisationCalendarResponse>(await office(), 'organisation/calendar?from=2026-05-01&to=2026-05-31');
  const { duties } = await calendar();
  const duty = duties.find(({ kind, department }) => kind === 'department' && department?.code === 'INT');
  const content = { chair: 'P1', present: ['P0', 'P1', 'P2'], agenda: ['指标'], minutes: '讨论', decisions: [] };
  const { meeting } = await ask<MeetingRecorded>(await office(), 'organisation/meetings', {
    ...{ loop: duty?.loop, heldAt: '2026-05-12T15:00+08:00', content },
  });
  const seen = async () => (await calendar()).committee.map(({ department, attended }) => [department.code, attended]);
  expect(await seen()).toEqual([
    ['INT', []],
    ['SUR', []],
  ]);
  const chief = await server.as('department-head', { institution: 'H1', department: 'INT' });
  await ask(chief, `organisation/meetings/${String(meeting)}/approval`, { version: 1 });
  expect(await seen()).toEqual([
    ['INT', [{ meeting, on: '2026-05-12', members: [{ code: 'P0', name: 'P0' }] }]],
    ['SUR', []],
  ]);
});
