/** Checks of departments and self-inspections 科室检查与自查 (henan-2025.mq.5#08): by the interval and unannounced, by a sheet, put right and verified. */
import type { Day } from '@fujie/core/kernel';
import { CHECK_SHEET_POINTS, GREEN_CHANNEL_LINKS } from '@fujie/core/organisation';
import type {
  CheckCalled,
  ChecksResponse,
  LoopRecorded,
  LoopsResponse,
  LoopStatisticsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: '2026-01-01' as Day, to: null })),
  );

beforeAll(async () => {
  await load('region', [{ code: '41', nameZh: '河南', nameEn: null, kind: 'province', markPrefix: null }]);
  const hospital = { nameEn: null, region: '41', level: 3, ownership: 'public', kind: 'general' };
  await load(
    'institution',
    ['H1', 'H2', 'H3'].map((code) => ({ ...hospital, code, nameZh: code, supervisor: 'health', connectedOn: null })),
  );
  await load('department', [
    { institution: 'H1', code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { institution: 'H1', code: 'SUR', nameZh: '外科', nameEn: null, kind: 'clinical' },
    { institution: 'H1', code: 'HR', nameZh: '人事科', nameEn: null, kind: 'other' },
    { institution: 'H2', code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { institution: 'H3', code: 'EMG', nameZh: '急诊科', nameEn: null, kind: 'clinical', service: 'emergency' },
  ]);
});

type Headers = Record<string, string>;
const office = (institution = 'H1') => server.as('quality-office', { institution, username: `office-${institution}` });
const chief = (department = 'INT') =>
  server.as('department-head', { institution: 'H1', department, username: `chief-${department}` });
async function ask<T>(headers: Headers, url: string, payload?: object): Promise<{ status: number; body: T }> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<T>() };
}
const checks = async (headers: Headers) => (await ask<ChecksResponse>(headers, 'organisation/checks')).body;
let acts = 0;
async function act(headers: Headers, loop: number, what: string, fields: object) {
  const [stage, outcome] = what.split(':');
  const payload = { key: `a${String(++acts)}`, stage, outcome, fields };
  return ask<LoopRecorded>(headers, `loops/${String(loop)}/acts`, payload);
}
const met = (...but: readonly string[]) =>
  Object.fromEntries(CHECK_SHEET_POINTS.map((point) => [point, !but.includes(point)]));
const raise = async (day: string) => {
  server.clock.set(at(`${day}T09:00+08:00`));
  await raiseOrganisation(server.deps);
};

test('each department with a group is checked at intervals; faults are put right by the day given and verified by somebody else', async () => {
  await raise('2026-05-18');
  await Promise.all([raiseOrganisation(server.deps), raiseOrganisation(server.deps)]);
  const all = await checks(await office());
  expect(all.checks.map(({ kind, department, problem, dueAt }) => [kind, department.code, problem, dueAt])).toEqual([
    ['check', 'SUR', null, '2026-06-01T23:59:59+08:00'],
    ['check', 'INT', null, '2026-06-01T23:59:59+08:00'],
  ]);
  expect(all.figures).toEqual({ departments: 2, checked: 0, found: 0, rectified: 0 });
  // The department hears of a check by what it finds.
  expect((await checks(await chief())).checks).toEqual([]);
  expect((await checks(await office('H2'))).checks.map(({ department }) => department.code)).toEqual(['INT']);

  const int = all.checks.find(({ department }) => department.code === 'INT')?.loop ?? 0;
  const sampled = { sampled: '质控本、5 份病历、危急值登记' };
  // Not everything is met: it cannot be said to be.
  expect((await act(await office(), int, 'check:conforming', { ...sampled, ...met('critical') })).status).toBe(422);
  expect((await act(await office(), int, 'check:faults', { ...sampled, ...met('critical') })).status).toBe(422);
  const faults = { findings: '2 例未复述', wanted: '全员培训并每周自查', measureDue: '2026-06-10' };
  expect((await act(await chief(), int, 'check:faults', { ...sampled, ...met('critical'), ...faults })).status).toBe(
    404,
  );
  const never = { ...sampled, ...met('critical'), ...faults, measureDue: '9999-12-31' };
  expect((await act(await office(), int, 'check:faults', never)).status).toBe(400);
  const found = await act(await office(), int, 'check:faults', { ...sampled, ...met('critical'), ...faults });
  expect(found.body).toMatchObject({ waiting: ['rectify'], dueAt: expect.stringMatching(/^2026-06-1[01]/) as string });
  const [own] = (await checks(await chief())).checks;
  expect(own).toMatchObject({
    outcome: 'faults',
    findings: '2 例未复述',
    notMet: [{ zh: '危急值接收、处置与登记完整' }],
  });
  const measures = { measure: '已培训 12 人', evidence: '签到与考核' };
  expect((await act(await chief(), int, 'rectify:done', measures)).body.waiting).toEqual(['verify']);
  expect((await act(await office(), int, 'verify:ineffective', { reason: '抽查仍有 1 例' })).body.waiting).toEqual([
    'rectify',
  ]);
  await act(await chief(), int, 'rectify:done', measures);
  expect((await act(await office(), int, 'verify:effective', { evidence: '抽 10 例均复述' })).body.status).toBe(
    'closed',
  );
  const sur = all.checks.find(({ department }) => department.code === 'SUR')?.loop ?? 0;
  expect((await act(await office(), sur, 'check:conforming', { ...sampled, ...met() })).body.status).toBe('closed');
  expect((await checks(await office())).figures).toEqual({ departments: 2, checked: 2, found: 1, rectified: 1 });
});

test('is asked for again 76 days after the check, not before, and an unannounced one counts', async () => {
  const open = async () => (await checks(await office())).checks.filter(({ state }) => state === 'open').length;
  await raise('2026-08-01');
  expect(await open()).toBe(0);
  await raise('2026-08-02');
  expect(await open()).toBe(2);
  const call = { kind: 'check', departments: ['INT'], problem: '夜间抽查危急值', dueOn: '2026-08-05' };
  // Owed already: recorded there.
  expect((await ask(await office(), 'organisation/checks', call)).status).toBe(400);
});

test('an unannounced check is called for by the office alone, of departments of its own and days that can be', async () => {
  const { checks: owed } = await checks(await office());
  for (const { loop } of owed.filter(({ state }) => state === 'open'))
    await act(await office(), loop, 'check:conforming', { sampled: '质控本', ...met() });
  const call = { kind: 'check', departments: ['INT'], problem: '夜间抽查危急值', dueOn: '2026-08-05' };
  expect((await ask(await chief(), 'organisation/checks', call)).status).toBe(403);
  for (const wrong of [
    { departments: ['NONE'] },
    { dueOn: '2026-08-01' },
    { dueOn: '2027-08-04' },
    { dueOn: '2026-02-30' },
  ])
    expect([wrong, (await ask(await office(), 'organisation/checks', { ...call, ...wrong })).status]).toEqual([
      wrong,
      400,
    ]);
  // Of several that call at once for one department, on different days, one does.
  const who = await office();
  const days = ['2026-08-05', '2026-08-06', '2026-08-07'];
  const answers = await Promise.all(
    days.map((dueOn) => ask<CheckCalled>(who, 'organisation/checks', { ...call, dueOn })),
  );
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 400, 400]);
  expect(answers.find(({ status }) => status === 201)?.body.loops).toHaveLength(1);
  const dueOn = days[answers.findIndex(({ status }) => status === 201)] ?? '';
  const [first] = (await checks(await office())).checks;
  expect(first).toMatchObject({ problem: '夜间抽查危急值', dueAt: `${dueOn}T23:59:59+08:00`, state: 'open' });
  // The department learns of it by no list, and opens nothing of it, before it took place.
  const known = async () => (await checks(await chief())).checks.some(({ loop }) => loop === first?.loop);
  const listed = async () =>
    (
      await ask<LoopsResponse>(await chief(), 'loops?view=all&definition=organisation/department-check')
    ).body.loops.some(({ id }) => id === first?.loop);
  expect([await known(), await listed()]).toEqual([false, false]);
  expect((await ask(await chief(), `loops/${String(first?.loop)}`)).status).toBe(404);
  expect((await ask(await office(), 'organisation/checks', call)).status).toBe(400);
  expect(
    (await act(await office(), first?.loop ?? 0, 'check:conforming', { sampled: '夜班', ...met() })).body.status,
  ).toBe('closed');
  expect(await known()).toBe(true);
});

test('a prominent problem is looked for by each department itself, put right where it is found, and verified by the office', async () => {
  const call = { kind: 'self-inspection', departments: ['INT', 'SUR'], problem: '危急值复述缺失', dueOn: '2026-08-20' };
  const { loops } = (await ask<CheckCalled>(await office(), 'organisation/checks', call)).body;
  const [int = 0, sur = 0] = loops;
  expect((await ask<CheckCalled>(await office(), 'organisation/checks', call)).body.loops).toEqual(loops);
  const found = { sampled: '近 30 天 18 例', findings: '3 例未复述' };
  expect((await act(await office(), int, 'inspect:found', found)).status).toBe(422);
  expect((await act(await chief(), int, 'inspect:found', found)).body.waiting).toEqual(['rectify']);
  await act(await chief(), int, 'rectify:done', { measure: '逐例补培训', evidence: '培训记录' });
  expect((await act(await office(), int, 'verify:effective', { evidence: '复核属实' })).body.status).toBe('closed');
  expect((await act(await chief('SUR'), sur, 'inspect:none', { sampled: '近 30 天 6 例' })).body.waiting).toEqual([
    'verify',
  ]);
  expect((await act(await office(), sur, 'verify:ineffective', { reason: '抽查另有 1 例' })).body.waiting).toEqual([
    'inspect',
  ]);
  const rows = (await checks(await office())).checks.filter(({ kind }) => kind === 'self-inspection');
  expect(rows.map(({ department, outcome, state }) => [department.code, outcome, state])).toEqual([
    ['SUR', null, 'open'],
    ['INT', 'found', 'closed'],
  ]);
});

// henan-2025.lab.13#02 says at intervals: 183 days, told of 30 days before, are local.
test('what is sent out is looked into by seven departments at an interval, put right, and verified by the head of the hospital', async () => {
  const owed = async (headers: Headers) =>
    (await ask<LoopsResponse>(headers, 'loops?view=all&definition=organisation/sent-out-check')).body.loops;
  const [first] = await owed(await office());
  expect([first?.status, first?.dueAt]).toEqual(['open', '2026-06-17T23:59:59+08:00']);
  expect(await owed(await chief())).toEqual([]);
  const loop = first?.id ?? 0;
  const parts = ['discipline', 'finance', 'audit', 'medical', 'laboratory', 'pathology', 'clinical'];
  const looked = { heldOn: '2026-08-01', sampled: '外送协议与样本 60 份', findings: '2 份无登记' };
  const all = { ...looked, ...Object.fromEntries(parts.map((part) => [part, true])) };
  expect((await act(await office(), loop, 'inspect:found', { ...all, audit: false })).status).toBe(422);
  expect((await act(await office(), loop, 'inspect:found', all)).body.waiting).toEqual(['rectify']);
  await act(await office(), loop, 'rectify:done', { measure: '补登记', evidence: '登记表' });
  expect((await act(await office(), loop, 'verify:effective', { evidence: '属实' })).status).toBe(422);
  const head = await server.as('hospital-head', { institution: 'H1', username: 'head-H1' });
  expect((await act(head, loop, 'verify:effective', { evidence: '抽查 20 份均有登记' })).body.status).toBe('closed');
  // 183 days after 1 August lies 31 January.
  await raise('2026-12-31');
  expect(await owed(await office())).toHaveLength(1);
  await raise('2027-01-01');
  expect((await owed(await office())).map(({ dueAt }) => dueAt?.slice(0, 10))).toContain('2027-01-31');
});

// henan-2023.t20.3#01 says regularly: 90 days, told of 14 days before, are local.
test('the green channel of a hospital with emergency care is inspected at its eleven links, and what fails is put right', async () => {
  const green = async (headers: Headers) =>
    (await checks(headers)).checks.filter(({ kind }) => kind === 'green-channel');
  expect((await checks(await office('H3'))).links.map(({ title }) => title.zh)).toHaveLength(11);
  expect(await green(await office())).toEqual([]);
  const [owed] = await green(await office('H3'));
  expect([owed?.department.code, owed?.dueAt, owed?.outcome]).toEqual(['EMG', '2026-06-01T23:59:59+08:00', null]);
  const loop = owed?.loop ?? 0;
  const links = Object.fromEntries(GREEN_CHANNEL_LINKS.map((link) => [link, link !== 'transfusion']));
  const looked = { heldOn: '2026-12-20', sampled: '胸痛与创伤各 5 例', ...links };
  expect((await act(await office('H3'), loop, 'check:conforming', looked)).status).toBe(422);
  const faults = { findings: '输血等候 40 分钟', wanted: '备血流程前移', measureDue: '2027-01-20' };
  expect((await act(await office('H3'), loop, 'check:faults', { ...looked, ...faults })).body.waiting).toEqual([
    'rectify',
  ]);
  expect(await green(await office('H3'))).toMatchObject([
    { outcome: 'faults', notMet: [{ zh: '输血治疗' }], waits: { zh: '整改' } },
  ]);
  const emergency = await server.as('department-head', { institution: 'H3', department: 'EMG', username: 'emg' });
  const measures = { measure: '前移备血', evidence: '流程 V2' };
  expect((await act(emergency, loop, 'rectify:done', measures)).body.waiting).toEqual(['verify']);
  expect((await act(await office('H3'), loop, 'verify:effective', { evidence: '抽 5 例' })).body.status).toBe('closed');
  // 90 days after 20 December lies 20 March.
  await raise('2027-03-05');
  expect(await green(await office('H3'))).toHaveLength(1);
  await raise('2027-03-06');
  expect((await green(await office('H3'))).map(({ dueAt }) => dueAt)).toContain('2027-03-20T23:59:59+08:00');
  // henan-2025.mq.23#11: late, but step by step; the one that was asked for again is open.
  const period = 'from=2026-05-01&to=2027-03-31';
  const { body } = await ask<LoopStatisticsResponse>(await office('H3'), `loops/statistics?${period}`);
  const counted = body.definitions.find(({ id }) => id === 'organisation/green-channel-check')?.total;
  expect([counted?.warned, counted?.whole, counted?.closedLate]).toEqual([2, 1, 1]);
  const whole = `loops?view=all&${period}&definition=organisation/green-channel-check&measure=whole`;
  expect((await ask<LoopsResponse>(await office('H3'), whole)).body.loops.map(({ id }) => id)).toEqual([loop]);
});
