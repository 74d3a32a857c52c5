/**
 * Loops 闭环 of places that the demonstration does not show, and of cases that it has none of: what a document of Sichuan or Henan asks for,
 * a doubt that falls to an authority, a rule of alerts of a region. Each is ended on its page by whoever owes it.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { raiseAuthorityDuties } from '../../apps/server/src/inspection/authority-duties.ts';
import { raiseObligations } from '../../apps/server/src/laboratory/obligations.ts';
import { openLoop } from '../../apps/server/src/platform/loops/loops.ts';
import { startTestCluster } from '../../apps/server/src/platform/testing/cluster.ts';
import { importTyped } from '../../apps/server/src/registers/change.ts';
import { openReturns } from '../../apps/server/src/statistics/return-jobs.ts';
import type { Place } from '../support/place.ts';
import { startPlace } from '../support/place.ts';
import { beginOrder, choose, chooseItem, openPatient, recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, launchBrowser, picture, settle } from '../support/visit.ts';

type Row = Readonly<Record<string, unknown>>;

const FROM = '2020-01-01' as Day;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

let browser: Browser;
let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let sichuan: Place;
let henan: Place;
let taiyuan: Place;
const visits: Visit[] = [];

async function load({ server }: Place, register: string, ...rows: readonly Row[]): Promise<void> {
  await importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: FROM, to: null })),
  );
}

/** A province with its centre, which held a round of an item, and a city with a hospital. */
async function settleIn(place: Place, province: string, publishedOn: string): Promise<void> {
  const city = `${province}01`;
  await load(
    place,
    'region',
    { code: province, nameZh: '某省', nameEn: null, kind: 'province', markPrefix: null },
    { code: city, nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load(place, 'qc-organisation', { code: 'QC', nameZh: '省临检中心', level: 'province', region: province });
  await load(place, 'institution', {
    ...{ code: 'H1', nameZh: '市第一医院', nameEn: null, region: city, level: 3, ownership: 'public' },
    ...{ kind: 'general', supervisor: 'health', connectedOn: null },
  });
  await load(
    place,
    'department',
    { institution: 'H1', code: 'INT', nameZh: '内科', nameEn: null, kind: 'clinical' },
    { institution: 'H1', code: 'JYK', nameZh: '检验科', nameEn: null, kind: 'laboratory' },
  );
  await load(
    place,
    'practitioner',
    ...['P1', 'P2'].map((code) => ({
      ...{
        institution: 'H1',
        code,
        nameZh: `质控员${code}`,
        practiceScope: null,
        department: 'INT',
        role: 'physician',
      },
    })),
  );
  await load(place, 'item', {
    ...{ code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'U/L', quantitative: true },
  });
  const round = { organiser: 'QC', round: 'R1', item: 'ALT' };
  await load(place, 'eqa-round', { ...round, year: 2026, closedOn: '2026-05-10', publishedOn });
  await load(place, 'eqa-outcome', { ...round, institution: 'H1', outcome: 'FAIL' });
  await raiseObligations(place.server.deps);
}

async function visit(place: Place, ...who: Parameters<Place['server']['as']>): Promise<Page> {
  const one = await place.visit(browser, ...who);
  visits.push(one);
  return one.page;
}

/** Opens a loop as the platform does when it finds what it arises from; its page. */
async function opened(
  { server }: Place,
  definition: string,
  of: { readonly unit: string; readonly department?: string },
  facts: Row,
): Promise<string> {
  const { unit, department = null } = of;
  const subject = `${definition} ${JSON.stringify(facts)}`;
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      ...{ definition, subject, unit, department, personId: null, occurredAt: server.clock.now(), by: PLATFORM },
      facts: { titleZh: definition, titleEn: definition, ...facts },
    }),
  );
  if (row === null) throw new Error(`${definition} is not opened here`);
  return `/loops/${String(row.id)}`;
}

/** Ends the only stage of a loop that somebody has before the eyes. */
async function end(page: Page, ...act: readonly [stage: string, outcome: string, fields: Record<string, string>]) {
  await recordAct(page, ...act);
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
}

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startTestCluster()]);
  const adminUrl = cluster.cluster.urlOf('postgres');
  const at = (text: string): Instant => must(parseInstant(text));
  sichuan = await startPlace(adminUrl, { jurisdiction: 'sichuan', now: at('2026-11-01T09:00+08:00') });
  henan = await startPlace(adminUrl, { jurisdiction: 'henan', now: at('2026-09-10T09:00+08:00') });
  taiyuan = await startPlace(adminUrl, { jurisdiction: 'taiyuan', now: at('2026-11-02T09:00+08:00') });
  await settleIn(sichuan, '51', '2026-10-20');
  await settleIn(henan, '41', '2026-09-01');
  await settleIn(taiyuan, '14', '2026-10-20');
  await openReturns(taiyuan.server.deps);
});

afterAll(async () => {
  for (const { close } of visits) await close();
  await Promise.all([sichuan.close(), henan.close(), taiyuan.close(), browser.close()]);
  await cluster.stop();
});

it('eqa/half-year, eqa/rectification: a centre of Sichuan says who holds the round of this half, and names who failed the last', async () => {
  const page = await visit(sichuan, 'qc-centre', { region: '51' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '省临检中心：2026-H2 未排轮次（丙氨酸氨基转移酶）' }).click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/eqa-half-year.png');
  expect(await barriers(page)).toEqual([]);
  await end(page, 'plan', '本半年由其他组织者组织', { reason: '国家卫生健康委临检中心组织' });
  await page.goto('/loops');
  await page.getByRole('link', { name: /室间质评 R1 不合格/ }).click();
  await recordAct(page, 'name', '已通报', { receipt: '川临检〔2026〕12 号' });
});

it('authority/consultation: a city of Sichuan calls the departments together', async () => {
  await raiseAuthorityDuties(sichuan.server.deps);
  const page = await visit(sichuan, 'commission', { region: '5101' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '部门会商研判：尚无记录' }).click();
  const said = { departments: '卫健、医保、财政', topics: '互认项目价格', decisions: '两周内公布配套措施' };
  await end(page, 'hold', '已会商', { heldOn: '2026-10-30', ...said });
});

it('authority/centre-review: the province hears its centres, and sees to what is wanting', async () => {
  await raiseAuthorityDuties(henan.server.deps);
  const page = await visit(henan, 'commission', { region: '41' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '质控中心述职评价：尚无记录' }).click();
  const heard = { heldOn: '2026-09-08', centres: '1', result: '按改进目标打分，88 分', evidence: '评分表' };
  await recordAct(page, 'review', '有中心需改进', { ...heard, wanted: '未分析指标' });
  await end(page, 'improve', '已改进', { improved: '已补报分析', evidence: '分析报告' });
});

it('eqa/interval: a centre of Henan says who holds the next round', async () => {
  const page = await visit(henan, 'qc-centre', { region: '41' });
  await page.goto('/loops');
  await page.getByRole('link', { name: /质评间隔将满（丙氨酸氨基转移酶）/ }).click();
  await end(page, 'plan', '由其他组织者组织', { reason: '国家卫生健康委临检中心组织' });
});

it('comparison/due: a laboratory of Henan compares what no EQA assesses; it is over once a colleague has signed the study', async () => {
  await load(henan, 'item', {
    ...{ code: 'ALD', nameZh: '醛缩酶', nameEn: 'Aldolase', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'U/L', quantitative: true },
  });
  await load(henan, 'instrument', { institution: 'H1', code: 'AN-1', nameZh: '生化仪', items: ['ALD'] });
  await raiseObligations(henan.server.deps);
  const page = await visit(henan, 'laboratory', { institution: 'H1', department: 'JYK', username: 'lab-1' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '无室间质评项目比对到期（醛缩酶）' }).click();
  await page.locator('form#compare').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/comparison-due.png');
  expect(await barriers(page)).toEqual([]);
  const address = page.url();
  await page.locator('form#compare').getByText('已比对', { exact: true }).click();
  await page.locator('form#compare').getByRole('link').click();
  await page.getByRole('button', { name: '新建评价' }).click();
  await choose(page, 'study-item', 'ALD');
  for (const [field, text] of Object.entries({
    title: '醛缩酶比对',
    reference: '省人民医院',
    tested: '生化仪',
    allowed: '20',
  }))
    await page.locator(`#study-${field}`).fill(text);
  // The place stands at an hour of its own.
  await page.getByLabel('检测日').fill('2026-09-10');
  await page.getByLabel('检测日').press('Enter');
  await page.locator('#study-numbers').fill('5\t5.1\n7\t7.1\n9\t9.2\n11\t11.1\n13\t13.3');
  await page.getByRole('button', { name: '保存并判定' }).click();
  await page.locator('.fj-study-signature').waitFor();
  const colleague = await visit(henan, 'laboratory', { institution: 'H1', department: 'JYK', username: 'lab-2' });
  await colleague.goto(page.url());
  await colleague.getByRole('button', { name: '复核签字' }).click();
  await colleague.locator('.fj-study-signature').waitFor({ state: 'detached' });
  await raiseObligations(henan.server.deps);
  await page.goto(address);
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
});

it('eqa/return-due: a laboratory says why a round closed without its return', async () => {
  const round = { organiser: 'QC', round: 'R2', items: 'ALT', dueAt: '2026-11-01T17:00:00+08:00' };
  const page = await visit(taiyuan, 'laboratory', { institution: 'H1', department: 'JYK' });
  await page.goto(await opened(taiyuan, 'eqa/return-due', { unit: 'H1' }, round));
  await end(page, 'return', '未能回报', { reason: '样品破损，已申请补发' });
});

it('licence/outside: the office of a hospital of Henan has a test approved that its licence does not cover, and the register ends it', async () => {
  const licence = { institution: 'H1', items: null, registration: 'Z1', approvedOn: '2020-01-01' };
  await load(henan, 'item', {
    ...{ code: 'HBVDNA', nameZh: '乙肝病毒核酸', nameEn: 'HBV DNA', kind: 'laboratory', category: 'molecular' },
    ...{ unit: '[iU]/mL', quantitative: true },
  });
  await load(henan, 'instrument', { institution: 'H1', code: 'PCR-1', nameZh: '扩增仪', items: ['HBVDNA'] });
  await load(henan, 'licensed-subject', { ...licence, subject: '30.03' });
  await raiseObligations(henan.server.deps);
  const page = await visit(henan, 'quality-office', { institution: 'H1' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '临床细胞分子遗传学专业未登记，仍开展：乙肝病毒核酸' }).click();
  const approved = { application: '检验科申请，医务部审核同意', approval: '院字〔2026〕8 号' };
  await recordAct(page, 'review', '批准开展', approved);
  await page.locator('form#register').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/licence-outside.png');
  expect(await barriers(page)).toEqual([]);
  await load(henan, 'licensed-subject', { ...licence, subject: '30.05' });
  await raiseObligations(henan.server.deps);
  await page.reload();
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
});

it('iqc/out-of-control: the head of the laboratory of Henan hears of a rejected run at once, and reads to whom it falls', async () => {
  const loop = await opened(
    henan,
    'iqc/out-of-control',
    { unit: 'H1' },
    { run: 'R-7', system: 'S1', instrument: 'I1' },
  );
  const page = await visit(henan, 'department-head', { institution: 'H1', department: 'JYK' });
  await page.goto('/loops?view=told');
  await page.getByRole('link', { name: 'iqc/out-of-control' }).click();
  await page.waitForURL(`**${loop}`);
  await page.getByText('科主任（检查检验科室）').waitFor();
  // Nobody is led to a page that is not theirs.
  expect(await page.getByRole('link', { name: '打开所涉记录的页面' }).count()).toBe(0);
  const bench = await visit(henan, 'laboratory', { institution: 'H1', department: 'JYK' });
  await bench.goto(loop);
  await bench.getByRole('link', { name: '打开所涉记录的页面' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/section-head.png');
  expect(await barriers(page)).toEqual([]);
});

it('loops/closure-doubt, loops/alert-rule: what an office did falls to the authority, what the authority did to the centre', async () => {
  const authority = await visit(henan, 'commission', { region: '4101' });
  const doubt = { rule: 'IN_BULK', person: '某人', count: 5 };
  const grounds = '逐例核对病历，情况属实';
  await authority.goto(await opened(henan, 'loops/closure-doubt', { unit: 'H1' }, { ...doubt, answers: 'authority' }));
  await end(authority, 'authority', '情况属实，有合理解释', { grounds });
  const centre = await visit(henan, 'qc-centre', { region: '41' });
  const ofRegion = { unit: 'region.4101' };
  await centre.goto(await opened(henan, 'loops/closure-doubt', ofRegion, { ...doubt, answers: 'centre' }));
  await end(centre, 'centre', '情况属实，有合理解释', { grounds });
  const rule = { place: 'region', rule: '检查问题整改 · 100%', fired: 12, dismissed: 8, wrong: 3 };
  await authority.goto(await opened(henan, 'loops/alert-rule', ofRegion, rule));
  await end(authority, 'review-region', '保留，说明理由', { reason: '逾期须告知' });
});

it('weekly-return/institution: the office hands in the return of a week that it owes', async () => {
  const office = await visit(taiyuan, 'quality-office', { institution: 'H1' });
  await office.goto('/loops');
  await office.getByRole('link', { name: /互认工作周报：2026-10-05 起一周/ }).click();
  await office.locator('form#submit').waitFor();
  await office.goto('/weekly-returns/H1/2026-10-05');
  await office.locator('#weekly-return_progress').fill('培训两次。');
  await office.getByRole('button', { name: /^报\s*送$/ }).click();
  await office.getByText('培训两次。').last().waitFor();
});

it('report/changed: what nobody in particular relied on falls to the quality office, what nobody is known to have ordered to the head', async () => {
  const office = await visit(henan, 'quality-office', { institution: 'H1' });
  const changed = { reader: 'office', change: 'withdrawn', basis: 'printed', results: 1 };
  await office.goto(await opened(henan, 'report/changed', { unit: 'H1' }, changed));
  await end(office, 'office', '对诊疗无影响', { assessment: '患者已收到更正后的报告' });
  const head = await visit(henan, 'department-head', { institution: 'H1', department: 'INT' });
  const ordered = { reader: 'head', change: 'corrected', basis: 'ordered', standIn: 'no-account', results: 1 };
  await head.goto(await opened(henan, 'report/changed', { unit: 'H1', department: 'INT' }, ordered));
  await end(head, 'head', '已采取措施', { measures: '已通知患者复诊' });
});

// henan-2025.lab.8#02
it('an item that failed is stopped in Henan: the laboratory reads since when and for how many days', async () => {
  const page = await visit(henan, 'laboratory', { institution: 'H1', department: 'JYK' });
  await page.goto('/laboratory/eqa');
  const row = page.getByRole('row', { name: /丙氨酸氨基转移酶 2026-09-01 仍暂停 10/ });
  await row.waitFor();
  await page.getByText('共 1 个项目，暂停 10 天').waitFor();
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  await picture(page, 'test-results/pages/eqa-stopped.png');
  // Elsewhere a failed round ends recognition alone.
  const other = await visit(taiyuan, 'laboratory', { institution: 'H1', department: 'JYK' });
  await other.goto('/laboratory/eqa');
  await other.getByText('年度合格证书').first().waitFor();
  expect(await other.getByText('不合格项目的暂停开展').count()).toBe(0);
});

// henan-2025.lab.8#02
it('an item that failed is not ordered in Henan: nothing is signed with it until it is taken off', async () => {
  await load(henan, 'institution', {
    ...{ code: 'H7', nameZh: '市中心医院', nameEn: 'Central Hospital', region: '4101', level: 3 },
    ...{ ownership: 'public', kind: 'general', supervisor: 'health', connectedOn: null },
  });
  await load(henan, 'instrument', { institution: 'H7', code: 'A', nameZh: '生化仪', model: null, items: ['ALT'] });
  await load(henan, 'item', {
    ...{ code: 'K', nameZh: '钾', nameEn: 'Potassium', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'mmol/L', quantitative: true },
  });
  const urn = 'urn:uuid:00000000-0000-4000-8000-000000000001';
  const patient = {
    ...{ resourceType: 'Patient', name: [{ text: '王小青' }], gender: 'female', birthDate: '1980-05-05' },
    identifier: [{ system: 'urn:fujie:id:mrn:H1', value: 'Z-1001' }],
  };
  const observation = {
    ...{ resourceType: 'Observation', status: 'final', subject: { reference: urn } },
    ...{ effectiveDateTime: '2026-09-01T08:00:00+08:00', issued: '2026-09-01T10:00:00+08:00' },
    code: { coding: [{ system: 'urn:fujie:item', code: 'K' }], text: '钾' },
    valueQuantity: { value: 4.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  };
  const entry = [
    { fullUrl: urn, request: { method: 'POST', url: 'Patient' }, resource: patient },
    {
      ...{ fullUrl: urn.replace(/1$/, '2'), request: { method: 'POST', url: 'Observation' } },
      resource: observation,
    },
  ];
  const sent = await henan.server.app.inject({
    ...{ method: 'POST', url: '/fhir', payload: { resourceType: 'Bundle', type: 'transaction', entry } },
    headers: { ...(await henan.server.as('system', { institution: 'H1' })), 'content-type': 'application/fhir+json' },
  });
  expect([sent.statusCode, sent.statusCode === 200 ? '' : sent.body]).toEqual([200, '']);
  const page = await visit(henan, 'doctor', { institution: 'H1', department: 'INT', practitioner: 'P1' });
  await openPatient(page, '王小青');
  await beginOrder(page);
  for (const code of ['K', 'ALT']) await chooseItem(page, code);
  const note = page.getByRole('alert').filter({ hasText: '本院暂停开展丙氨酸氨基转移酶' });
  await note.getByText('自 2026-09-01 起暂停').waitFor();
  await note.getByText('可由以下机构检测：市中心医院').waitFor();
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  await picture(page, 'test-results/pages/order-stopped.png');
  await page.getByRole('button', { name: '签署医嘱' }).click();
  await page.getByText('有 1 项本院暂停开展').waitFor();
  expect(await page.getByText('医嘱已签署').count()).toBe(0);
  await note.getByRole('button', { name: '删去该项' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '签署医嘱' }).click();
  await page.getByText('医嘱已签署').first().waitFor();
});

it('organisation/hand-over: the officer who leaves signs, then the one who comes', async () => {
  const facts = { outgoing: 'P1', incoming: 'P2' };
  await opened(henan, 'organisation/hand-over', { unit: 'H1', department: 'INT' }, facts);
  for (const practitioner of ['P1', 'P2']) {
    const page = await visit(henan, 'doctor', { institution: 'H1', department: 'INT', practitioner });
    await page.goto('/organisation');
    await page.getByRole('button', { name: '签署交接记录' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '交接与带教内容' }).fill('台账与在办整改已交接，跟岗两周');
    await dialog.getByRole('button', { name: '签署交接记录' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
  expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
});
