/**
 * Tasks and their milestones (henan-2023.bp.1#01, t26.3#01, sa4.2.5#01): reported on evidence and verified by somebody else, of hospitals, authorities
 * and centres; what is on a list ends by evidence or by the word of who is in charge alone; who has no list or project is asked for it.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse, TasksResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, rows: readonly object[], from = '2026-01-01', to: string | null = null) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row: { ...row }, from: from as Day, to: to as Day | null })),
  );
/** Puts another row in the place of one, from a day on. */
const replace = (register: string, before: object, after: object, on: string) =>
  importTyped(server.deps, 'test', register, [
    { row: { ...before }, from: '2026-01-01' as Day, to: on as Day },
    { row: { ...after }, from: on as Day, to: null },
  ]);
const raise = () => raiseOrganisation(server.deps);

const TASK = {
  ...{ institution: 'H1', code: 'T1', nameZh: '防栓', nameEn: null, serves: null, year: 2026, target: 'VTE' },
  ...{ department: 'INT', owner: 'P1', sharing: ['SUR'], organisation: '防治小组', rules: '院内规定' },
  ...{ mechanism: '互查', path: '评估、预防' },
};
const milestone = (code: string, dueOn: string) => ({ task: 'T1', milestone: code, nameZh: code, nameEn: null, dueOn });

beforeAll(async () => {
  const region = { nameEn: null, markPrefix: null };
  await load('region', [
    { ...region, code: '41', nameZh: '河南', kind: 'province' },
    { ...region, code: '4101', nameZh: '某市', kind: 'city' },
    { ...region, code: '4102', nameZh: '邻市', kind: 'city' },
  ]);
  await load('qc-organisation', [
    {
      code: 'QC',
      nameZh: '省质控中心',
      nameEn: null,
      level: 'province',
      region: '41',
      specialty: null,
      appointedBy: null,
    },
  ]);
  const hospital = { nameEn: null, region: '4101', level: 2, ownership: 'public', kind: 'general' };
  await load(
    'institution',
    ['H1', 'H2'].map((code) => ({ ...hospital, code, nameZh: code, supervisor: 'health', connectedOn: null })),
  );
  await load(
    'department',
    ['INT', 'SUR'].map((code) => ({ institution: 'H1', code, nameZh: code, nameEn: null, kind: 'clinical' })),
  );
  await load('practitioner', [
    { institution: 'H1', code: 'P1', nameZh: '甲', practiceScope: null, department: 'INT', role: 'physician' },
  ]);
  await load('quality-target', [
    {
      ...{ institution: 'H1', year: 2026, target: 'VTE', nameZh: '防栓率', nameEn: null, source: 'nation' },
      ...{ direction: 'up', baseline: 60, aim: 80, unit: '%' },
    },
  ]);
  await raise();
});

type Headers = Record<string, string>;
const office = (institution = 'H1') => server.as('quality-office', { institution });
const president = () => server.as('hospital-head', { institution: 'H1' });
const chief = (department = 'INT') => server.as('department-head', { institution: 'H1', department });
const authority = (region = '4101', username = `commission-${region}`) => server.as('commission', { region, username });
const centre = () => server.as('qc-centre', { region: '41' });

async function ask<T>(headers: Headers, url: string): Promise<T> {
  return (await server.app.inject({ url: `/api/v1/${url}`, headers })).json<T>();
}
async function post(headers: Headers, url: string, payload: object): Promise<number> {
  return (await server.app.inject({ method: 'POST', url: `/api/v1/${url}`, headers, payload })).statusCode;
}
let acts = 0;
const act = (headers: Headers, loop: number, stage: string, outcome: string, fields: object) =>
  post(headers, `loops/${String(loop)}/acts`, { key: `act-${String((acts += 1))}`, stage, outcome, fields });
async function openOf(headers: Headers, definition: string): Promise<readonly { id: number; title: string }[]> {
  const { loops } = await ask<LoopsResponse>(headers, `loops?view=all&definition=${definition}`);
  return loops.filter(({ status }) => status === 'open').map(({ id, title }) => ({ id, title: title.zh }));
}
const titles = async (headers: Headers, definition: string) =>
  (await openOf(headers, definition)).map(({ title }) => title).sort();
const tasksOf = async (headers: Headers) => ask<TasksResponse>(headers, 'tasks');
const standings = async (headers: Headers) =>
  (await tasksOf(headers)).tasks.flatMap(({ milestones }) => milestones.map(({ code, standing }) => [code, standing]));
const REACHED = { progress: '已培训', evidence: '签到表' };

test('a target has a project with organisation, rules, mechanism, path, who shares it and milestones, or is asked for it', async () => {
  const gap = 'organisation/target-without-project';
  expect(await titles(await office(), gap)).toEqual(['防栓率：没有立项']);
  await load('quality-task', [{ ...TASK, rules: null }]);
  await raise();
  // What was asked for before stays one loop; the page says what is missing now.
  expect(await titles(await office(), gap)).toHaveLength(1);
  expect((await tasksOf(await office())).withoutProject).toMatchObject([
    { target: { code: 'VTE' }, missing: [{ zh: '制度' }, { zh: '节点' }] },
  ]);
  await replace('quality-task', { ...TASK, rules: null }, TASK, '2026-02-01');
  await load('task-milestone', [
    { institution: 'H1', ...milestone('M1', '2026-05-20') },
    { institution: 'H1', ...milestone('M2', '2026-06-30') },
  ]);
  await raise();
  expect(await titles(await office(), gap)).toEqual([]);
  expect((await tasksOf(await office())).withoutProject).toEqual([]);
});

test('a milestone is reported on evidence and verified by somebody else, in its hospital alone', async () => {
  await raise();
  expect(await titles(await office(), 'organisation/milestone')).toEqual(['防栓：M1', '防栓：M2']);
  expect(await openOf(await chief('SUR'), 'organisation/milestone')).toEqual([]);
  const loop =
    (await openOf(await chief(), 'organisation/milestone')).find(({ title }) => title.endsWith('M1'))?.id ?? 0;
  // To the end of its day, and no further.
  server.clock.set(at('2026-05-20T23:59:59+08:00'));
  expect(await standings(await office())).toEqual([
    ['M1', 'open'],
    ['M2', 'open'],
  ]);
  server.clock.set(at('2026-05-21T00:00:00+08:00'));
  expect(await standings(await office())).toContainEqual(['M1', 'overdue']);
  expect(await act(await chief(), loop, 'report', 'reached', { progress: '已培训' })).toBe(422);
  expect(await act(await chief(), loop, 'report', 'partly', { progress: '一半' })).toBe(200);
  expect(await standings(await office())).toContainEqual(['M1', 'overdue']);
  expect(await act(await office(), loop, 'report', 'reached', REACHED)).toBe(200);
  expect(await standings(await office())).toContainEqual(['M1', 'reported']);
  // Who reported it does not verify it.
  expect(await act(await office(), loop, 'verify', 'confirmed', { evidence: '抽查' })).toBe(422);
  expect(await act(await president(), loop, 'verify', 'not-reached', { reason: '外科未培训' })).toBe(200);
  expect(await standings(await office())).toContainEqual(['M1', 'overdue']);
  expect(await act(await chief(), loop, 'report', 'reached', REACHED)).toBe(200);
  expect(await act(await office(), loop, 'verify', 'confirmed', { evidence: '抽查' })).toBe(200);
  expect(await tasksOf(await chief('SUR'))).toMatchObject({ isFollowed: true, due: 1, met: 1 });
  expect(await tasksOf(await office('H2'))).toMatchObject({ tasks: [], withoutProject: [] });
});

test('a day that is moved, or a milestone that is taken off the list, ends nothing: the head of the hospital does', async () => {
  const loop = (await openOf(await office(), 'organisation/milestone'))[0]?.id ?? 0;
  const moved = (dueOn: string) => ({ institution: 'H1', ...milestone('M2', dueOn) });
  await replace('task-milestone', moved('2026-06-30'), moved('2026-09-30'), '2026-05-21');
  await raise();
  expect(await titles(await office(), 'organisation/milestone')).toEqual(['防栓：M2']);
  const shown = async () => (await tasksOf(await office())).tasks[0]?.milestones.find(({ code }) => code === 'M2');
  expect(await shown()).toMatchObject({ dueOn: '2026-09-30', followedUntil: '2026-06-30', loop });
  const waiver = { key: 'w', stage: null, reason: 'rescheduled', note: '院长办公会批准' };
  expect(await post(await office(), `loops/${String(loop)}/waivers`, waiver)).toBe(422);
  expect(await post(await president(), `loops/${String(loop)}/waivers`, waiver)).toBe(200);
  await raise();
  expect(await shown()).toMatchObject({ dueOn: '2026-09-30', followedUntil: null, standing: 'open' });
  expect((await shown())?.loop).not.toBe(loop);
});

test('an authority without a list and a centre without a plan on safety are asked for it, and report their milestones', async () => {
  const list = 'authority/task-list';
  const own = (await titles(await authority(), list)).join();
  expect(own).toBe('2026 年度：主管部门没有任务清单');
  expect(await titles(await centre(), list)).toContain('省质控中心：2026 年度工作计划没有患者安全任务');
  // A city without institutions and centres owes none.
  expect(await openOf(await authority('4102'), list)).toEqual([]);
  const task = { nameEn: null, serves: null, owner: '某', sharing: null };
  await load('authority-task', [
    { ...task, region: '4101', code: 'T1', nameZh: '督查', holder: 'authority', centre: null, safety: false },
    { ...task, region: '41', code: 'T1', nameZh: '安全分析', holder: 'centre', centre: 'QC', safety: true },
  ]);
  await load('authority-milestone', [
    { region: '4101', ...milestone('M', '2026-06-30') },
    { region: '41', ...milestone('M', '2026-06-30') },
  ]);
  await raise();
  expect(await openOf(await authority(), list)).toEqual([]);
  expect(await titles(await centre(), list)).toEqual(['2026 年度：主管部门没有任务清单']);
  const find = async (headers: Headers) => (await openOf(headers, 'authority/milestone'))[0]?.id ?? 0;
  const [ofCity, ofCentre] = [await find(await authority()), await find(await centre())];
  expect(await act(await authority(), ofCity, 'report', 'reached', REACHED)).toBe(200);
  expect(await act(await authority(), ofCity, 'verify', 'confirmed', { evidence: '查阅' })).toBe(422);
  const other = await authority('4101', 'commission-other');
  expect(await act(other, ofCity, 'verify', 'confirmed', { evidence: '查阅' })).toBe(200);
  expect(await act(await centre(), ofCentre, 'report-centre', 'reached', REACHED)).toBe(200);
  expect(await act(await authority('41'), ofCentre, 'verify', 'confirmed', { evidence: '查阅' })).toBe(200);
  expect(await tasksOf(await authority())).toMatchObject({ isFollowed: true, due: 1, met: 1 });
  // A province sees what lies in it; a hospital nothing of it.
  expect((await tasksOf(await authority('41'))).tasks.map(({ lead }) => lead.code)).toEqual(['QC', '4101']);
  expect((await tasksOf(await office())).tasks.map(({ holder }) => holder)).toEqual(['hospital']);
});

test('a centre that is no more is asked for no plan, and what asked for it is taken back until it is there again', async () => {
  const of = (level: string) => ({ nameEn: null, level, region: '4102', specialty: null, appointedBy: null });
  const closing = { ...of('city'), code: 'QC-2', nameZh: '邻市质控中心' };
  await load('qc-organisation', [closing]);
  await raise();
  const list = 'authority/task-list';
  const asked = async () => (await titles(await authority('4102'), list)).filter((title) => title.includes('邻市'));
  expect(await asked()).toEqual(['邻市质控中心：2026 年度工作计划没有患者安全任务']);
  await load('qc-organisation', [closing], '2026-01-01', '2026-05-20');
  await raise();
  expect(await asked()).toEqual([]);
  const all = await ask<LoopsResponse>(await authority('4102'), `loops?view=all&definition=${list}`);
  expect(all.loops.map(({ status }) => status)).toContain('void');
  await load('qc-organisation', [closing], '2026-05-21');
  await raise();
  expect(await asked()).toHaveLength(1);
});
