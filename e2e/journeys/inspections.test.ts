/** Double random, one public: ordered, drawn by two custodians, entered on a telephone, and repeated by anybody in the own browser. */
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, WAIT_MS } from '../support/visit.ts';

const PLAN = '互认抽查（新）';
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function openPlan(page: Page): Promise<void> {
  await page.goto('/inspection/plans');
  await page.getByRole('link', { name: PLAN }).click();
  await page
    .locator('.fj-draw')
    .or(page.getByRole('button', { name: '冻结名录' }))
    .first()
    .waitFor();
  await settle(page);
}

/** Commits to a share as the custodian of a place, and keeps it. */
async function commit(page: Page, place: number): Promise<string> {
  await page
    .locator('.fj-draw-custodians section')
    .nth(place - 1)
    .getByRole('button', { name: '生成随机数并承诺' })
    .click();
  const dialog = page.getByRole('dialog');
  const share = await dialog.locator('.fj-draw-digest').innerText();
  await dialog.getByRole('button', { name: '我已保存，公布承诺' }).click();
  await dialog.waitFor({ state: 'hidden' });
  return share.trim();
}

async function reveal(page: Page, share: string): Promise<void> {
  await page.getByLabel('您保管的随机数').fill(share);
  await page.getByRole('button', { name: '揭示', exact: true }).click();
  await page.getByLabel('您保管的随机数').waitFor({ state: 'detached' });
}

it('a plan is ordered, its lists are frozen, and it is drawn from the shares of two custodians', async () => {
  const authority = await openVisit(browser);
  const centre = await openVisit(browser);
  await enter(authority.page, 'commission');
  await authority.page.goto('/inspection/plans');
  await authority.page.getByRole('button', { name: '下达计划' }).click();
  const form = authority.page.getByRole('dialog');
  await form.getByLabel('计划名称').fill(PLAN);
  const year = new Date().getFullYear();
  await form.getByLabel('开始').fill(`${String(year)}-01-01`);
  await form.getByLabel('结束').fill(`${String(year + 1)}-12-31`);
  await form.getByRole('button', { name: '下达计划' }).click();
  await form.waitFor({ state: 'hidden' });
  await openPlan(authority.page);
  await authority.page.getByRole('button', { name: '冻结名录' }).click();
  const first = await commit(authority.page, 1);
  await enter(centre.page, 'qc');
  await openPlan(centre.page);
  const second = await commit(centre.page, 2);
  await reveal(centre.page, second);
  await openPlan(authority.page);
  await reveal(authority.page, first);
  await authority.page.getByText('已抽取', { exact: true }).waitFor();
  await settle(authority.page);
  await picture(authority.page, 'test-results/pages/draw.png');
  expect(await barriers(authority.page)).toEqual([]);
  await openPlan(centre.page);
  expect(await centre.page.getByText('抽取结果').count()).toBe(0);
  expect([...authority.complaints, ...centre.complaints]).toEqual([]);
  await authority.close();
  await centre.close();
});

it('an inspector walks around with a telephone: each item is saved under the thumb', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/inspections');
  await page.locator('tr', { hasText: '飞行检查' }).locator('a[href^="/inspections/"]').click();
  await page.getByRole('button', { name: '出示检查通知，开始检查' }).click();
  const item = (index: number) => page.locator('.fj-check-item').nth(index);
  await item(0).getByRole('button', { name: '符合', exact: true }).click();
  await item(0).locator('.ant-tag', { hasText: '符合' }).waitFor();
  await item(1).getByRole('button', { name: '不符合' }).click();
  await item(1).getByLabel('事实（不写患者姓名）').fill('近一年培训签到缺 4 次');
  // Half written and loaded again it goes on where it was.
  await item(1).getByText('已暂存').waitFor();
  await page.reload();
  await item(1).getByLabel('事实（不写患者姓名）').waitFor();
  const facts = item(1).getByLabel('事实（不写患者姓名）');
  await expect.poll(() => facts.inputValue(), { timeout: WAIT_MS }).toBe('近一年培训签到缺 4 次');
  await item(1).getByRole('button', { name: '保存本项' }).click();
  await item(1).locator('.ant-tag', { hasText: '不符合' }).waitFor();
  await settle(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await picture(page, 'test-results/pages/inspection-telephone.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('inspection/publication, authority/inspection: the authority publishes what an inspection found, and has met what it owed', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'commission');
  // The last one was published 37 days ago; the city of the demonstration inspects every 60, told of 30 before.
  const owed = async () => (await ask<LoopsResponse>(page, 'loops?view=mine&definition=authority/inspection')).loops;
  await expect.poll(async () => (await owed()).length, { timeout: WAIT_MS }).toBe(1);
  await page.goto('/inspection/plans');
  await page.getByText('前检查并公开结果').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/inspection-owed.png');
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await picture(page, 'test-results/pages/inspection-owed-telephone.png');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: '打开闭环' }).click();
  await page.getByRole('heading', { name: /检查检验现场检查：上次/ }).waitFor();
  await page.goto('/inspections');
  await page.locator('tr', { hasText: '已签字' }).locator('a[href^="/inspections/"]').first().click();
  await page.getByRole('button', { name: '公开结果' }).click();
  await page.getByRole('button', { name: '公开结果' }).waitFor({ state: 'detached' });
  await expect.poll(owed, { timeout: WAIT_MS }).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('anybody repeats a published draw in the own browser, without an account', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await page.goto('/public/inspections');
  const finished = page.locator('.fj-section', { hasText: '临床检验质量抽查' });
  await finished.getByRole('button', { name: 'Repeat it in this browser' }).click();
  await finished.getByText('It agrees: lists, commitments, seed and outcome').waitFor();
  await page.getByText('Refused', { exact: true }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/inspections-public.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
