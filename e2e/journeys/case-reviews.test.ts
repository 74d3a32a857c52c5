/** Case reviews: the office enters a dispute, goes over it, the department carries the measure out, and learns from it; one is released. */
import type { CasesResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, choose, recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

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

/** Enters a case on the page, and its loop. */
async function enterCase(page: Page, kind: string, summary: string): Promise<number> {
  await page.goto('/case-reviews');
  const of = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const loops = async () => {
    const { cases } = await ask<CasesResponse>(page, `case-reviews/cases?year=${of.slice(0, 4)}`);
    return cases.filter(({ kind: code }) => code !== 'adverse-event').map(({ loop }) => loop);
  };
  const before = await loops();
  await page.getByRole('button', { name: '登记案例' }).click();
  const form = page.locator('form#case');
  await form.waitFor();
  await choose(page, 'case_kind', kind);
  await choose(page, 'case_departments', '心血管内科');
  // The list of departments stays open for the next one until its field is left.
  await page.locator('#case_departments').press('Tab');
  await form.locator('#case_summary').fill(summary);
  await form.locator('button[type="submit"]').click();
  await form.waitFor({ state: 'detached' });
  const [loop] = (await loops()).filter((one) => !before.includes(one));
  return loop ?? 0;
}

it('organisation/case-review: a dispute is entered, reviewed, put right by the department and told to it', async () => {
  const office = await visitAs('quality');
  const { page } = office;
  const loop = await enterCase(page, '医疗纠纷', '家属认为出院带药说明不清（演示）');
  expect(loop).toBeGreaterThan(0);
  const doctor = await visitAs('doctor');
  await doctor.page.goto('/case-reviews');
  // What was told before, and nothing of the ledger.
  await doctor.page.getByText('夜间回报的结果须有专人按时查看并记录').waitFor();
  expect(await doctor.page.getByRole('button', { name: '登记案例' }).count()).toBe(0);
  const at = async (one: Page): Promise<Page> => {
    await one.goto(`/loops/${String(loop)}`);
    return one;
  };
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await recordAct(await at(page), 'review', '复盘完成', {
    cause: { choose: '告知与沟通不足' },
    rootCause: '出院带药说明没有书面内容',
  });
  const plan = { measure: '出院带药说明书面化', measureOwner: '护士长', measureDue: today };
  await recordAct(page, 'plan', '措施已定', plan);
  await recordAct(page, 'feed-back', '已反馈', { lesson: '出院带药说明须书面交付并签收' });
  const head = await visitAs('head');
  await recordAct(await at(head.page), 'carry-out', '已落实', { evidence: '书面说明样张与签收记录' });
  await recordAct(await at(page), 'effect', '有效', { evidence: '抽查十份均有签收' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await doctor.page.reload();
  await doctor.page.getByText('出院带药说明须书面交付并签收').waitFor();
  await settle(doctor.page);
  await picture(doctor.page, 'test-results/pages/case-lessons.png');
  expect(await barriers(doctor.page)).toEqual([]);
  for (const { complaints, close } of [office, doctor, head]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

it('a number of the ledger opens to its cases, and a case to what was said of it, which gets a further version', async () => {
  const { page, complaints, close } = await visitAs('quality');
  await page.goto('/case-reviews');
  await page.locator('#case-year').waitFor();
  // Early in a year it arose in the one before.
  const year = new Date(Date.now() - 34 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 4);
  if (!(await page.locator('.ant-select', { has: page.locator('#case-year') }).innerText()).includes(year))
    await choose(page, 'case-year', year);
  const number = page.getByRole('button', { name: /^全院 · 医疗损害鉴定 1 \/ 1$/ });
  await number.click();
  const cases = page.getByRole('dialog').first();
  await cases.getByText('已完成').waitFor();
  await cases.getByRole('button', { name: '案例详情' }).click();
  await page.getByText('市医学会鉴定：轻微责任（演示）').waitFor();
  await page.getByRole('button', { name: '补充案情或结论' }).click();
  const form = page.locator('form#amendment');
  await form.locator('#amendment_conclusion').fill('省医学会再次鉴定：无责任（演示）');
  await form.getByRole('button', { name: /^保\s*存$/ }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('第 2 版').waitFor();
  await page.getByText('市医学会鉴定：轻微责任（演示）').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/case-detail.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('a petition that is not well-founded is released by the head of the hospital, and counts no more', async () => {
  const office = await visitAs('quality');
  const loop = await enterCase(office.page, '信访积案', '反映收费问题，经查与诊疗无关（演示）');
  await office.page.getByRole('button', { name: /^全院 · 信访积案 0 \/ 1$/ }).waitFor();
  const president = await visitAs('president');
  const { page } = president;
  await page.goto(`/loops/${String(loop)}`);
  await page.locator('form#review').waitFor();
  await page.getByRole('button', { name: /^豁\s*免$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#fj-loop-note').fill('与诊疗无关');
  await choose(page, 'fj-waive-stage', '整个闭环');
  await choose(page, 'fj-waive-reason', '经查不成立');
  await dialog.getByRole('button', { name: /^豁\s*免$/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('经查不成立：与诊疗无关').first().waitFor();
  await page.goto('/case-reviews');
  await page.getByText('另有 1 例经查不成立或并案复盘，不计入').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/case-reviews.png');
  expect(await barriers(page)).toEqual([]);
  expect(await page.getByRole('button', { name: '登记案例' }).count()).toBe(0);
  for (const { complaints, close } of [office, president]) {
    expect(complaints).toEqual([]);
    await close();
  }
});
