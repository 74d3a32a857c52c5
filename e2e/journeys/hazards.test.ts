/** Hazards and drills: anybody reports, others assess, remove, verify and tell; a drill leaves findings that are followed, and a decision is analysed first. */
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function visitAs(account: string): Promise<Visit> {
  const visit = await openVisit(browser);
  await enter(visit.page, account);
  return visit;
}

async function loopOf(page: Page, definition: string, stage: string): Promise<number> {
  await page.goto('/loops');
  const { loops } = await ask<LoopsResponse>(page, `loops?view=mine&definition=${definition}`);
  return loops.find(({ waiting }) => waiting.some(({ id }) => id === stage))?.id ?? 0;
}

it('organisation/hazard: what a doctor reports is removed by the department, verified by the office and told to everybody', async () => {
  const doctor = await visitAs('doctor');
  await doctor.page.goto('/hazards');
  await doctor.page.getByText('每日下班前检查疏散通道').waitFor();
  const form = doctor.page.locator('form#hazard');
  await form.getByText('基础设施', { exact: true }).click();
  await form.locator('#hazard_place').fill('抢救室');
  await form.locator('#hazard_what').fill('吸引器插座松动');
  await form.locator('button[type="submit"]').click();
  const said = await doctor.page.getByText(/已报告，闭环编号/).textContent();
  const loop = /\d+/.exec(said ?? '')?.[0] ?? '';
  await doctor.page.locator('tr', { hasText: '吸引器插座松动' }).getByText('待评估').waitFor();
  expect(await barriers(doctor.page)).toEqual([]);
  await picture(doctor.page, 'test-results/pages/hazards.png');
  const [office, head] = [await visitAs('quality'), await visitAs('head')];
  const at = async ({ page }: Visit): Promise<Page> => {
    await page.goto(`/loops/${loop}`);
    return page;
  };
  await recordAct(await at(office), 'assess', '一般隐患', { grounds: '抢救设备用电' });
  await recordAct(await at(head), 'measure', '已整改', { measure: '更换插座', evidence: '维修单 12' });
  await recordAct(await at(office), 'verify', '隐患已消除', { evidence: '现场试机' });
  await recordAct(await at(office), 'learn', '已分享', { lesson: '抢救设备插座每周检查' });
  await doctor.page.reload();
  await doctor.page.locator('tr', { hasText: '吸引器插座松动' }).getByText('已消除').waitFor();
  await doctor.page.getByText('抢救设备插座每周检查').waitFor();
  for (const { complaints, close } of [doctor, office, head]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

it('a hazard of surgery is reported as such, and stands so among what its doctor reported', async () => {
  const { page, complaints, close } = await visitAs('doctor');
  await page.goto('/hazards');
  const form = page.locator('form#hazard');
  await form.getByText('手术与麻醉', { exact: true }).click();
  await form.locator('#hazard_place').fill('介入手术室');
  await form.locator('#hazard_what').fill('术前安全核查未逐项口述');
  await form.locator('button[type="submit"]').click();
  await page.locator('tr', { hasText: '术前安全核查未逐项口述' }).getByText('手术与麻醉', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('organisation/drill: a drill is recorded with its review; its finding is a hazard, and the plan is to be improved', async () => {
  const { page, complaints, close } = await visitAs('head');
  await page.goto('/emergency');
  await page.getByText('纸质申请单储备不足（演示）').waitFor();
  await page.locator('tr', { hasText: '停电应急预案' }).getByRole('button', { name: '登记演练' }).click();
  const form = page.locator('form#drill');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await form.locator('#drill_heldOn').fill(today);
  await form.locator('#drill_heldOn').press('Enter');
  await form.locator('#drill_participants').fill('9');
  await form.locator('#drill_trained').fill('20');
  await form.locator('#drill_scenario').fill('病区停电十分钟');
  await form.locator('#drill_review').fill('应急灯两盏不亮');
  await form.getByRole('button', { name: '添加问题' }).click();
  await form.locator('#drill_findings_0_text').fill('应急灯两盏不亮');
  await form.getByRole('button', { name: '登记演练' }).click();
  await form.waitFor({ state: 'detached' });
  const drill = page.locator('article', { hasText: '病区停电十分钟' });
  await drill.getByText('预案改进：改进中').waitFor();
  await drill.locator('tr', { hasText: '应急灯两盏不亮' }).getByText('待评估').waitFor();
  expect(await barriers(page)).toEqual([]);
  await picture(page, 'test-results/pages/emergency.png');
  await page.goto(`/loops/${String(await loopOf(page, 'organisation/drill', 'improve'))}`);
  await recordAct(page, 'improve', '问题在执行，预案沿用', { reason: '设备维护问题，预案无误' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('a decision on a difficulty is analysed with quality tools before it is carried out', async () => {
  const { page, complaints, close } = await visitAs('head');
  await page.goto(`/loops/${String(await loopOf(page, 'organisation/decision', 'analyse'))}`);
  const whys = { why1: '夜间无人接电话', why2: '护士在抢救', why3: '排班无备岗' };
  await recordAct(page, 'analyse', '分析完成', {
    ...whys,
    rootCause: '夜班未设备岗',
    causes: '交接不清 3\n无人值守 9',
  });
  await page.getByText('无人值守 9 (75%) · 交接不清 3 (100%)').waitFor();
  await page.locator('form#do').waitFor();
  expect(complaints).toEqual([]);
  await close();
});
