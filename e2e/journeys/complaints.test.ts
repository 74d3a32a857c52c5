/** A complaint: sent without an account, accepted, looked into and answered by the authority, followed by its code, and rated. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { choose, recordAct } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

const CONTENT = '三天前刚做过血常规，换一家医院又要求重做，未说明理由';
const ANSWER = '经核实应予互认，已退还费用并对科室进行培训';
let browser: Browser;
let code = '';
let link = '';

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('is sent from a telephone without an account, and kept by a code', async () => {
  const { page, complaints, close } = await openVisit(browser, 'zh-CN', { width: 390, height: 844 });
  await page.goto('/public/complaint');
  await settle(page);
  await choose(page, 'complaint_institution', '市第一人民医院');
  await choose(page, 'complaint_category', '不必要的重复检查检验');
  await page.locator('#complaint_content').fill(CONTENT);
  await page.locator('form#complaint button[type="submit"]').click();
  code = (await page.locator('.fj-complaint-code').innerText()).trim();
  expect(code).toMatch(/^[A-Z0-9-]{8,}$/);
  link = (await page.locator('.fj-complaint-link .ant-typography').innerText()).trim();
  expect(link.endsWith(`/public/complaint#${code}`)).toBe(true);
  await picture(page, 'test-results/pages/complaint-sent.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('complaint/handling: is accepted, looked into and answered by the authority', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'commission');
  await page.goto('/complaints');
  await settle(page);
  const row = page.locator('tbody tr').filter({ hasText: CONTENT });
  await row.locator('a[href^="/loops/"]').click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
  await recordAct(page, 'accept', '受理', { category: { choose: '不必要的重复' }, section: { choose: '医政医管科' } });
  await recordAct(page, 'assign', '科室直接调查');
  await recordAct(page, 'examine', '属实', { finding: '报告在时限内且标识有效', measures: '退费并培训' });
  await recordAct(page, 'answer', '已答复', { answer: ANSWER });
  await picture(page, 'test-results/pages/complaint-answered.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('is read by its link, which the address bar does not keep', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB', { width: 390, height: 844 });
  await page.goto(link);
  await page.getByText(ANSWER).waitFor();
  expect(page.url().endsWith('/public/complaint')).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

it('is read by its code however it is typed, and rated by who complained', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await page.goto('/public/complaint');
  const field = page.locator('.ant-input-search input');
  await field.fill(code.slice(0, 9));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('查询码为 20 位').waitFor();
  await field.fill(code.replaceAll('-', ' ').toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText(ANSWER).waitFor();
  // What is rated is the answer that is shown.
  await field.fill('');
  await page.locator('.fj-complaint-rating button').first().click();
  await page.locator('.fj-complaint-rating').waitFor({ state: 'detached' });
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('complaint/handling: a call with a clue is entered by the authority, handed on, looked into by the institution, answered, and asked back', async () => {
  const call = '来电：当日复查未说明理由，并称有人收受检验回扣';
  const [authority, office] = [await openVisit(browser), await openVisit(browser)];
  await enter(authority.page, 'commission');
  await enter(office.page, 'quality');
  const { page } = authority;
  await page.goto('/complaints');
  await page.getByRole('button', { name: '登记来电来信' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('电话', { exact: true }).click();
  await choose(page, 'complaint_institution', '市第一人民医院');
  await choose(page, 'complaint_category', '未说明复检理由');
  await dialog.locator('#complaint_content').fill(call);
  await dialog.locator('button[type="submit"]').click();
  await dialog.locator('.fj-complaint-code').waitFor();
  await dialog.locator('.ant-modal-close').click();
  await dialog.waitFor({ state: 'hidden' });
  const row = page.locator('tbody tr', { hasText: call });
  await row.getByText('电话', { exact: true }).waitFor();
  const loop = (await row.locator('a[href^="/loops/"]').getAttribute('href')) ?? '';
  await page.goto(loop);
  const section = { category: { choose: '未说明复检理由' }, section: { choose: '医政医管科' } };
  await recordAct(page, 'accept', '受理，含违纪违法线索', section);
  await recordAct(page, 'transfer', '已移交纪检监察组', { receipt: '驻委纪检监察组 2026-31' });
  await recordAct(page, 'assign', '转机构调查', { forwarded: '当日复查未向患者说明理由' });
  // Who is complained about reads what it is asked to look into, and nothing of the clue.
  await office.page.goto(loop);
  await office.page.locator('form#investigate').waitFor();
  const shown = await office.page.locator('main').innerText();
  expect([shown.includes('当日复查未向患者说明理由'), shown.includes('纪检'), shown.includes('回扣')]).toEqual([
    ...[true, false, false],
  ]);
  const found = { finding: '当班医师未说明', measures: '补充说明并向患者致歉' };
  await recordAct(office.page, 'investigate', '属实', found);
  await page.goto(loop);
  await recordAct(page, 'answer', '已答复', { answer: '已责成医院致歉并整改' });
  await recordAct(page, 'visit', '满意', { note: '电话回访' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  // A number of the ledger opens to just the complaints that it counts.
  await page.goto('/complaints');
  const inTime = page.getByRole('button', { name: /^按期答复 \d+$/ }).first();
  await inTime.waitFor();
  const count = Number((await inTime.innerText()).trim());
  await inTime.click();
  await page.locator('tbody tr', { hasText: call }).waitFor();
  await untilCount(page.locator('tbody tr a[href^="/loops/"]'), count);
  await settle(page);
  await picture(page, 'test-results/pages/complaints-counted.png');
  expect(await barriers(page)).toEqual([]);
  expect([...authority.complaints, ...office.complaints]).toEqual([]);
  await authority.close();
  await office.close();
});
