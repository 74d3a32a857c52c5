/**
 * Tasks 任务清单 in a place of Henan: the milestone of a hospital, of an authority and of a centre from the register to its verification, and what
 * asks for a list, a plan or a project until the register holds it.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import { CORE_INDICATORS, HENAN_INDICATORS } from '@fujie/core/registers';
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { raiseOrganisation } from '../../apps/server/src/organisation/duties.ts';
import { startTestCluster } from '../../apps/server/src/platform/testing/cluster.ts';
import { importTyped } from '../../apps/server/src/registers/change.ts';
import type { Place } from '../support/place.ts';
import { startPlace } from '../support/place.ts';
import { ask, changeEntry, recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, launchBrowser, picture, settle } from '../support/visit.ts';

const H1 = { institution: 'H1' };
const NAMED = { nameEn: null, serves: null };
const TASK = {
  ...{ ...H1, ...NAMED, code: 'T1', nameZh: '静脉血栓防治', year: 2026, target: 'VTE', department: 'INT', owner: 'P1' },
  ...{ sharing: ['SUR'], organisation: '防治小组', rules: '院内规定', mechanism: '每月互查', path: '评估、预防、复评' },
};

let browser: Browser;
let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let henan: Place;
const visits: Visit[] = [];

async function load(register: string, ...rows: readonly object[]): Promise<void> {
  const entries = rows.map((row) => ({ row: { ...row }, from: '2026-01-01' as Day, to: null }));
  await importTyped(henan.server.deps, 'test', register, entries);
}

async function visit(...who: Parameters<Place['server']['as']>): Promise<Page> {
  const one = await henan.visit(browser, ...who);
  visits.push(one);
  return one.page;
}

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startTestCluster()]);
  const now = must(parseInstant('2026-05-18T09:00+08:00')) satisfies Instant;
  henan = await startPlace(cluster.cluster.urlOf('postgres'), { jurisdiction: 'henan', now });
  await load(
    'region',
    { code: '41', nameZh: '河南', nameEn: 'Henan', kind: 'province', markPrefix: null },
    { code: '4101', nameZh: '某市', nameEn: 'A city', kind: 'city', markPrefix: null },
  );
  const centre = { code: 'QC', nameZh: '市质控中心', nameEn: null, level: 'city', region: '4101' };
  await load('qc-organisation', { ...centre, specialty: null, appointedBy: null });
  await load('institution', {
    ...{ code: 'H1', nameZh: '市第一医院', nameEn: null, region: '4101', level: 3, ownership: 'public' },
    ...{ kind: 'general', supervisor: 'health', connectedOn: null },
  });
  await load(
    'department',
    { ...H1, code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { ...H1, code: 'SUR', nameZh: '外科', nameEn: null, kind: 'clinical' },
  );
  await load('practitioner', {
    ...{ ...H1, code: 'P1', nameZh: '责任人甲', practiceScope: null, department: 'INT', role: 'physician' },
  });
  await load('quality-target', {
    ...{ ...H1, year: 2026, target: 'VTE', nameZh: '静脉血栓规范预防率', nameEn: null, source: 'nation' },
    ...{ direction: 'up', baseline: 60, aim: 80, unit: '%' },
  });
  await raiseOrganisation(henan.server.deps);
});

afterAll(async () => {
  for (const { close } of visits) await close();
  await Promise.all([henan.close(), browser.close()]);
  await cluster.stop();
});

/** The page of the only loop of a kind that is open, or that is over. */
async function toLoop(page: Page, definition: string, view: 'open' | 'closed' = 'open'): Promise<void> {
  await page.goto('/loops');
  const { loops } = await ask<LoopsResponse>(page, `loops?view=${view}&definition=${definition}`);
  expect(loops).toHaveLength(1);
  await page.goto(`/loops/${String(loops[0]?.id)}`);
}

const closed = (page: Page) => page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
const REACHED = { progress: '全员已培训', evidence: '签到表与考核' };

it('organisation/target-without-project, organisation/milestone: a target has its project, and its milestone is verified', async () => {
  const office = await visit('quality-office', H1);
  await office.goto('/tasks');
  await office.getByText('静脉血栓规范预防率：没有立项').waitFor();
  await load('quality-task', TASK);
  await load('task-milestone', {
    ...{ ...H1, task: 'T1', milestone: 'M1', nameZh: '全员培训', nameEn: null, dueOn: '2026-06-30' },
  });
  await raiseOrganisation(henan.server.deps);
  await toLoop(office, 'organisation/target-without-project', 'closed');
  await closed(office);
  const head = await visit('department-head', { ...H1, department: 'INT' });
  await toLoop(head, 'organisation/milestone');
  await recordAct(head, 'report', '节点已完成', REACHED);
  await office.goto('/tasks');
  await office.locator('tr', { hasText: '全员培训' }).getByText('已报告，待核实').waitFor();
  await settle(office);
  expect(await barriers(office)).toEqual([]);
  await picture(office, 'test-results/pages/tasks.png');
  await toLoop(office, 'organisation/milestone');
  await recordAct(office, 'verify', '核实完成', { evidence: '现场抽查十人' });
  await closed(office);
});

it('organisation/cycle-incomplete: a month is asked after until each of the 35 indicators went through its cycle', async () => {
  const office = await visit('quality-office', H1);
  await toLoop(office, 'organisation/cycle-incomplete');
  await office.getByText('2026-03：核心制度指标 35 项中 35 项未完成循环').first().waitFor();
  const entry = (indicator: string) => ({
    ...{ ...H1, month: '2026-03', indicator, numerator: 1, denominator: 2, basis: '质控员统计' },
    ...{ analysis: '夜间到位慢', feedback: '院周会', action: indicator === '05' ? null : '调整值班' },
  });
  await load('indicator-month', ...CORE_INDICATORS.map(entry));
  await raiseOrganisation(henan.server.deps);
  await office.goto('/indicators?month=2026-03');
  await office.getByText('34 / 35').waitFor();
  await office.getByText('尚缺：改进').waitFor();
  await settle(office);
  expect(await barriers(office)).toEqual([]);
  await picture(office, 'test-results/pages/indicators-henan.png');
  await load('indicator-month', { ...entry('05'), action: '调整值班' });
  await raiseOrganisation(henan.server.deps);
  await toLoop(office, 'organisation/cycle-incomplete', 'closed');
  await closed(office);
});

it('organisation/indicators-unassigned, organisation/department-indicators: the forty are given, entered by the department and fed back', async () => {
  const office = await visit('quality-office', H1);
  await toLoop(office, 'organisation/indicators-unassigned');
  await office.getByText('四十项指标：已分解到科室 0 / 40').first().waitFor();
  const of = { ...H1, owner: 'P1', office: 'SUR' };
  await load(
    'indicator-duty',
    ...HENAN_INDICATORS.slice(2).map((indicator) => ({ ...of, indicator, department: 'SUR' })),
  );
  await load('indicator-duty', { ...of, indicator: HENAN_INDICATORS[0], department: 'INT' });
  await raiseOrganisation(henan.server.deps);
  await office.goto('/indicators?month=2026-04');
  await office.getByText('39 / 40').waitFor();
  await load('indicator-duty', { ...of, indicator: HENAN_INDICATORS[1], department: 'SUR' });
  await raiseOrganisation(henan.server.deps);
  await toLoop(office, 'organisation/indicators-unassigned', 'closed');
  await closed(office);
  const head = await visit('department-head', { ...H1, department: 'INT' });
  await toLoop(head, 'organisation/department-indicators');
  await head.getByText('内科：2026-04 承担的 1 项指标').first().waitFor();
  await head.goto('/registers/department-indicator-month');
  const row = {
    ...H1,
    month: '2026-04',
    indicator: HENAN_INDICATORS[0],
    department: 'INT',
    numerator: 1,
    denominator: 1,
  };
  const told = { basis: '备案回执', analysis: '已按期上报' };
  await changeEntry(head, 'department-indicator-month', {
    action: 'put',
    row: { ...row, ...told },
    from: '2026-05-18',
    to: null,
  });
  await raiseOrganisation(henan.server.deps);
  await office.goto('/indicators?month=2026-04');
  await office.getByText('已按期上报').waitFor();
  await office.getByText('已按期上报').scrollIntoViewIfNeeded();
  await settle(office);
  expect(await barriers(office)).toEqual([]);
  await picture(office, 'test-results/pages/indicators-given.png');
  await toLoop(head, 'organisation/department-indicators');
  const loop = new URL(head.url()).pathname;
  await office.goto(loop);
  await recordAct(office, 'feed-back', '已反馈', { text: '按期上报，继续保持' });
  await closed(office);
});

it('organisation/staff-without-target: a target of the department comes down to its staff', async () => {
  const of = { ...H1, year: 2026, target: 'VTE' };
  await load('department-target', { ...of, department: 'INT', owner: 'P1', baseline: null, aim: null });
  await raiseOrganisation(henan.server.deps);
  const office = await visit('quality-office', H1);
  await toLoop(office, 'organisation/staff-without-target');
  await office.getByText('内科：1 人没有 2026 年度个人目标').first().waitFor();
  await load('staff-target', { ...of, practitioner: 'P1', duty: '逐例评估并复评', aim: null, tools: '检查表' });
  await raiseOrganisation(henan.server.deps);
  await toLoop(office, 'organisation/staff-without-target', 'closed');
  await closed(office);
  const doctor = await visit('doctor', { ...H1, department: 'INT', practitioner: 'P1' });
  await doctor.goto('/targets');
  await doctor.getByText('逐例评估并复评').waitFor();
  await settle(doctor);
  expect(await barriers(doctor)).toEqual([]);
  await picture(doctor, 'test-results/pages/own-targets.png');
});

it('authority/task-list, authority/milestone: an authority and its centre list what they do, and report it', async () => {
  const authority = await visit('commission', { region: '4101' });
  await authority.goto('/tasks');
  await authority.getByText('目录中尚未登记任务').waitFor();
  const task = { ...NAMED, region: '4101', sharing: null };
  await load(
    'authority-task',
    { ...task, code: 'A', nameZh: '质量督查', holder: 'authority', centre: null, owner: '医政科', safety: false },
    { ...task, code: 'C', nameZh: '安全指标分析', holder: 'centre', centre: 'QC', owner: '办公室', safety: true },
  );
  const milestone = { region: '4101', milestone: 'M', nameEn: null, dueOn: '2026-06-30' };
  await load('authority-milestone', { ...milestone, task: 'A', nameZh: '督查完成' });
  await raiseOrganisation(henan.server.deps);
  await toLoop(authority, 'authority/task-list', 'closed');
  await closed(authority);
  await toLoop(authority, 'authority/milestone');
  await recordAct(authority, 'report', '节点已完成', REACHED);
  const other = await visit('commission', { region: '4101', username: 'commission-other' });
  await toLoop(other, 'authority/milestone');
  await recordAct(other, 'verify', '核实完成', { evidence: '查阅督查报告' });
  await closed(other);
  await load('authority-milestone', { ...milestone, task: 'C', nameZh: '分析发布' });
  await raiseOrganisation(henan.server.deps);
  const centre = await visit('qc-centre', { region: '4101' });
  await toLoop(centre, 'authority/milestone');
  await recordAct(centre, 'report-centre', '节点已完成', REACHED);
  await centre.goto('/tasks');
  await centre.locator('tr', { hasText: '分析发布' }).getByText('已报告，待核实').waitFor();
  await settle(centre);
  expect(await barriers(centre)).toEqual([]);
  expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
});
