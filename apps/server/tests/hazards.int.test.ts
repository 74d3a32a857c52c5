/** Hazards that the staff find, searches that come again, emergency plans with their drills, decisions that are analysed first. */
import type { Day } from '@fujie/core/kernel';
import type {
  DrillRecorded,
  EmergencyResponse,
  HazardReported,
  HazardsResponse,
  LoopResponse,
  LoopsResponse,
  MeetingRecorded,
  OrganisationCalendarResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, rows: readonly object[], from = '2026-05-01', to: string | null = null) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row: { ...row }, from: from as Day, to: to as Day | null })),
  );
const plan = (edition: string) => ({
  ...{ institution: 'H1', code: 'LIS', nameZh: '系统故障预案', nameEn: null, department: 'INT', edition },
});

beforeAll(async () => {
  const region = { nameEn: null, markPrefix: null };
  await load('region', [
    { ...region, code: '41', nameZh: '河南', kind: 'province' },
    { ...region, code: '4101', nameZh: '某市', kind: 'city' },
  ]);
  const hospital = { nameEn: null, region: '4101', level: 2, ownership: 'public', kind: 'general' };
  await load(
    'institution',
    ['H1', 'H2'].map((code) => ({ ...hospital, code, nameZh: code, supervisor: 'health', connectedOn: null })),
  );
  await load('department', [
    { institution: 'H1', code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { institution: 'H2', code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { institution: 'H2', code: 'EMG', nameZh: '急诊科', nameEn: null, kind: 'clinical', service: 'emergency' },
  ]);
  await load(
    'practitioner',
    ['P0', 'P1'].map((code) => ({
      ...{ institution: 'H1', code, nameZh: code, practiceScope: null, department: 'INT', role: 'physician' },
    })),
  );
  await load('quality-body', [
    {
      ...{ institution: 'H1', code: 'G', nameZh: 'G', nameEn: null, kind: 'department', department: 'INT' },
      ...{ parent: null, foundedBy: null },
    },
  ]);
  await load('quality-body-member', [
    { institution: 'H1', body: 'G', practitioner: 'P0', role: 'chair', represents: null },
  ]);
  // Its version is a year old in 40 days.
  await load('emergency-plan', [plan('V1')], '2025-06-27');
  await raiseOrganisation(server.deps);
});

type Headers = Record<string, string>;
const office = () => server.as('quality-office', { institution: 'H1' });
const chief = () => server.as('department-head', { institution: 'H1', department: 'INT' });
const doctor = (institution = 'H1') =>
  server.as('doctor', { institution, department: 'INT', practitioner: `P0`, username: `doctor-${institution}` });
async function ask<T>(headers: Headers, url: string, payload?: object): Promise<{ status: number; body: T }> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<T>() };
}
async function act(headers: Headers, loop: number, stage: string, outcome: string, fields: object): Promise<number> {
  const body = { key: `${stage}/${outcome}`, stage, outcome, fields };
  return (await ask(headers, `loops/${String(loop)}/acts`, body)).status;
}
async function loopsOf(definition: string): Promise<LoopsResponse['loops']> {
  return (await ask<LoopsResponse>(await office(), `loops?view=all&definition=${definition}`)).body.loops;
}
const hazards = async (headers: Headers) => (await ask<HazardsResponse>(headers, 'hazards')).body;
const emergency = async () => (await ask<EmergencyResponse>(await chief(), 'emergency')).body;
const HAZARD = { area: 'building', department: 'INT', place: '三楼西侧通道', what: '防火门被杂物堵住' };

// henan-2023.sa4.0#01
test('a hazard is assessed, removed, verified by somebody else and told to everybody, in its hospital alone', async () => {
  const report = async (change: object, headers: Headers) =>
    ask<HazardReported>(headers, 'hazards', { ...HAZARD, ...change });
  expect((await report({ department: 'X' }, await doctor())).status).toBe(400);
  const { status, body } = await report({}, await doctor());
  expect([status, (await report({}, await doctor())).body.loop]).toEqual([201, body.loop]);
  const { loop } = body;
  expect((await hazards(await doctor())).mine).toMatchObject([
    { loop, ...HAZARD, department: { code: 'INT' }, state: 'open', waits: { zh: '评估' } },
  ]);
  expect(await act(await chief(), loop, 'assess', 'grave', { grounds: '疏散受阻', interim: '派人值守' })).toBe(422);
  expect(await act(await office(), loop, 'assess', 'grave', { grounds: '疏散受阻' })).toBe(422);
  expect(await act(await office(), loop, 'assess', 'grave', { grounds: '疏散受阻', interim: '派人值守' })).toBe(200);
  const { stages } = (await ask<LoopResponse>(await office(), `loops/${String(loop)}`)).body;
  // A grave one has seven days, which no clause states.
  expect(stages.find(({ id }) => id === 'measure')).toMatchObject({ dueAt: '2026-05-25T23:59:59+08:00' });
  expect(await act(await office(), loop, 'measure', 'done', { measure: '清理并划线', evidence: '照片' })).toBe(200);
  // Who removed it does not verify it.
  expect(await act(await office(), loop, 'verify', 'removed', { evidence: '现场查看' })).toBe(422);
  const head = await server.as('hospital-head', { institution: 'H1' });
  expect(await act(head, loop, 'verify', 'removed', { evidence: '现场查看' })).toBe(200);
  expect((await hazards(await doctor())).figures).toContainEqual({
    area: 'building',
    found: 1,
    removed: 1,
    overdue: 0,
  });
  expect(await act(await office(), loop, 'learn', 'shared', { lesson: '每日下班前查通道' })).toBe(200);
  const read = await hazards(await doctor());
  expect(read.mine).toMatchObject([{ loop, state: 'removed', waits: null }]);
  expect(read.lessons).toMatchObject([{ loop, what: HAZARD.what, measure: '清理并划线', lesson: '每日下班前查通道' }]);
  expect(await hazards(await doctor('H2'))).toMatchObject({ isFollowed: true, mine: [], lessons: [] });
  const audited = await server.db.query(
    sql`select from audit_event where action = 'hazard:report' and subject = ${String(loop)} and outcome = 'done'`,
  );
  expect(audited).toHaveLength(2);
});

// henan-2023.sa1.0#02
test('a hazard of surgery is told from one of the rest of care, and counted by itself', async () => {
  const before = await hazards(await doctor());
  const surgery = { area: 'surgery', department: 'INT', place: '手术室', what: '安全核查表未逐项口述' };
  const { status, body } = await ask<HazardReported>(await doctor(), 'hazards', surgery);
  expect(status).toBe(201);
  const { mine, figures } = await hazards(await doctor());
  expect(mine.find(({ loop }) => loop === body.loop)).toMatchObject({ area: 'surgery', state: 'open' });
  expect(figures).toContainEqual({ area: 'surgery', found: 1, removed: 0, overdue: 0 });
  expect(figures.find(({ area }) => area === 'care')).toEqual(before.figures.find(({ area }) => area === 'care'));
  const { loop } = (await ask<LoopResponse>(await office(), `loops/${String(body.loop)}`)).body;
  expect(loop.title.zh).toBe('手术与麻醉隐患：安全核查表未逐项口述');
  expect(await act(await office(), body.loop, 'assess', 'none', { reason: '当日已补核查' })).toBe(200);
});

// henan-2023.sa4.0#01: the interval is local.
test('a department searches again when the interval is nearly over, and one that is no more owes nothing', async () => {
  const searches = async () => (await loopsOf('organisation/hazard-search')).filter(({ unit }) => unit.code === 'H1');
  const [first] = await searches();
  expect(first).toMatchObject({ department: { code: 'INT' }, dueAt: '2026-06-01T23:59:59+08:00' });
  const done = { participants: 9, staff: 10, care: true, building: true, emergency: true, result: '发现两处' };
  expect(await act(await chief(), first?.id ?? 0, 'search', 'searched', { ...done, building: false })).toBe(422);
  expect(await act(await chief(), first?.id ?? 0, 'search', 'searched', done)).toBe(200);
  const now = server.clock.now();
  const on = async (day: string) => {
    server.clock.set(at(`${day}T09:00+08:00`));
    await raiseOrganisation(server.deps);
    return (await searches()).filter(({ status }) => status === 'open').map(({ dueAt }) => dueAt);
  };
  expect(await on('2026-08-01')).toEqual([]);
  expect(await on('2026-08-02')).toEqual(['2026-08-16T23:59:59+08:00']);
  server.clock.set(now);
});

// henan-2023.sa4.0#02
test('a drill leaves findings that are followed and a plan that is improved; its version ends what asked for it', async () => {
  const [before] = (await emergency()).plans;
  expect(before).toMatchObject({
    ...{ code: 'LIS', version: 'V1', since: '2025-06-27', drilledOn: null },
    ...{ review: { dueOn: '2026-06-27', isOverdue: false }, drill: { dueOn: '2026-07-17' } },
    // Why: a year after its version; never drilled yet.
    reviewEvery: { interval: 365, last: '2025-06-27', nextOn: '2026-06-27' },
    drillEvery: { interval: 365, last: null, nextOn: null },
  });
  const drill = {
    // A day before it was asked for.
    ...{ heldOn: '2026-05-17', scenario: '检验系统停机两小时', participants: 12, trained: 30, review: '人工登记可行' },
    findings: [{ text: '纸质申请单未备足', department: 'INT' }],
  };
  const record = async (change: object, headers: Headers) =>
    ask<DrillRecorded>(headers, `emergency/drills/${String(before?.drill?.loop)}`, { ...drill, ...change });
  expect((await record({}, await doctor())).status).toBe(403);
  expect((await record({ heldOn: '2026-05-19' }, await chief())).status).toBe(400);
  // A year before it is due at the latest: what lies earlier was for the time before.
  expect((await record({ heldOn: '2025-07-17' }, await chief())).status).toBe(400);
  expect((await record({ findings: [{ text: '无', department: 'X' }] }, await chief())).status).toBe(400);
  const { status, body } = await record({}, await chief());
  expect([status, body.findings.length]).toEqual([201, 1]);
  expect((await record({}, await chief())).status).toBe(409);
  expect((await emergency()).drills).toMatchObject([
    {
      ...{ plan: 'LIS', heldOn: '2026-05-17', version: 'V1', participants: 12, trained: 30, improved: 'open' },
      findings: [{ loop: body.findings[0], area: 'emergency', what: '纸质申请单未备足', state: 'open' }],
    },
  ]);
  await importTyped(server.deps, 'test', 'emergency-plan', [
    { row: plan('V1'), from: '2025-06-27' as Day, to: '2026-05-18' as Day },
    { row: plan('V2'), from: '2026-05-18' as Day, to: null },
  ]);
  await raiseOrganisation(server.deps);
  const after = await emergency();
  expect(after.drills[0]?.improved).toBe('done');
  expect(after.plans).toMatchObject([
    {
      ...{ version: 'V2', since: '2026-05-18', review: null, drill: null, drilledOn: '2026-05-17' },
      reviewEvery: { interval: 365, last: '2026-05-18', nextOn: '2027-05-18' },
      drillEvery: { interval: 365, last: '2026-05-17', nextOn: '2027-05-17' },
    },
  ]);
  // A plan that is no more owes nothing.
  const old = { ...plan('V1'), code: 'OLD' };
  const owed = async () => {
    await raiseOrganisation(server.deps);
    return (await loopsOf('organisation/drill')).filter(({ status: standing }) => standing === 'open').length;
  };
  await load('emergency-plan', [old]);
  expect(await owed()).toBe(1);
  await load('emergency-plan', [old], '2026-05-01', '2026-05-10');
  expect(await owed()).toBe(0);
  // Again a year after the day when it was held, told of 60 days before.
  const now = server.clock.now();
  server.clock.set(at('2027-03-17T09:00+08:00'));
  expect(await owed()).toBe(0);
  server.clock.set(at('2027-03-18T09:00+08:00'));
  expect(await owed()).toBe(1);
  expect((await emergency()).plans).toMatchObject([{ drill: { dueOn: '2027-05-17' } }]);
  server.clock.set(now);
});

// henan-2023.t20.4#01, #03
test('a hospital with emergency care is asked for a plan to rescue critical patients until it is registered, and it is drilled', async () => {
  const of = async (definition: string) => {
    const headers = await server.as('quality-office', { institution: 'H2' });
    return (await ask<LoopsResponse>(headers, `loops?view=all&definition=organisation/${definition}`)).body.loops;
  };
  const missing = async () => {
    await raiseOrganisation(server.deps);
    return (await of('rescue-plan-missing')).map(({ status }) => status);
  };
  // The other hospital has no emergency care.
  expect((await loopsOf('organisation/rescue-plan-missing')).map(({ unit }) => unit.code)).toEqual([]);
  expect((await of('rescue-plan-missing')).map(({ dueAt }) => dueAt)).toEqual(['2026-06-17T23:59:59+08:00']);
  const own = { ...plan('V1'), institution: 'H2', department: 'EMG', code: 'RESCUE' };
  await load('emergency-plan', [{ ...own, code: 'POWER', kind: 'facility' }]);
  expect(await missing()).toEqual(['open']);
  await load('emergency-plan', [{ ...own, kind: 'critical-rescue' }]);
  expect(await missing()).toEqual(['closed']);
  expect((await of('drill')).map(({ status }) => status)).toEqual(['open', 'open']);
});

// henan-2023.t3.1#03
test('a difficulty is analysed with quality tools before its measure; what is no count is refused', async () => {
  const calendar = await ask<OrganisationCalendarResponse>(await office(), 'organisation/calendar?from=2026-05-01');
  const duty = calendar.body.duties.find(({ kind, period }) => kind === 'department' && period === '2026-05');
  const decision = { number: 1, text: '危急值处置延迟', owner: 'department', department: 'INT', dueOn: '2026-06-30' };
  const content = { chair: 'P0', present: ['P0'], agenda: ['危急值'], minutes: '讨论' };
  const enter = async (decisions: readonly object[]) =>
    ask<MeetingRecorded>(await office(), 'organisation/meetings', {
      ...{ loop: duty?.loop, heldAt: '2026-05-12T15:00+08:00', content: { ...content, decisions } },
    });
  expect(await enter([{ ...decision, dueOn: '2027-05-14' }])).toMatchObject({
    ...{
      status: 400,
      body: {
        errors: [{ path: 'body.content.decisions.0.dueOn', messageZh: expect.stringMatching('一年') as string }],
      },
    },
  });
  const entered = await enter([
    { ...decision, analyse: true },
    { ...decision, number: 2, text: '补培训' },
  ]);
  const { meeting } = entered.body;
  expect((await ask(await chief(), `organisation/meetings/${String(meeting)}/approval`, { version: 1 })).status).toBe(
    200,
  );
  const loops = await loopsOf('organisation/decision');
  const [analysed, plain] = ['危急值处置延迟', '补培训'].map((title) => loops.find((one) => one.title.zh === title));
  expect([analysed, plain].map((one) => one?.waiting.map(({ id }) => id))).toEqual([['analyse'], ['do']]);
  const loop = analysed?.id ?? 0;
  const tools = {
    why1: '未接电话',
    why2: '无人值守',
    why3: '排班缺口',
    rootCause: '夜班排班无备岗',
    people: '新护士多',
  };
  expect(await act(await chief(), loop, 'analyse', 'analysed', { ...tools, causes: '交接不清' })).toBe(400);
  expect(await act(await chief(), loop, 'analyse', 'analysed', { ...tools, causes: '交接不清 3\n无人值守 9' })).toBe(
    200,
  );
  const read = (await ask<LoopResponse>(await chief(), `loops/${String(loop)}`)).body;
  expect(read.loop.waiting.map(({ id }) => id)).toEqual(['do']);
  expect(
    read.records.flatMap(({ fields }) => fields).find(({ title }) => title.zh.startsWith('柏拉图'))?.value.zh,
  ).toBe('无人值守 9 (75%) · 交接不清 3 (100%)');
});
