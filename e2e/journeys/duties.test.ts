/** Duties of recognition: the bureau hands in its weekly return again, the commission names who was late and reads the dispatch meeting. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { recordAct } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const PROBLEM = '门诊查询外院结果排队较久';
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('weekly-return/county: the district bureau hands in its return, and every version stays', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'bureau');
  await page.goto('/weekly-returns');
  await page.getByRole('link', { name: '查看', exact: true }).first().click();
  const progress = page.locator('#weekly-return_progress');
  await progress.fill('督导两家医院，互认标识打印正确。');
  await page.getByRole('button', { name: /报送/ }).click();
  await page.getByText('督导两家医院，互认标识打印正确。').last().waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/weekly-return.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('weekly-return/institution, return-problem/institution: the office hands in its return with a problem, and solves it', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/weekly-returns');
  await page.getByRole('cell', { name: '外院影像资料调阅较慢，影响采用' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('link', { name: '查看', exact: true }).first().click();
  await page.locator('#weekly-return_progress').fill('逐例回访未处置提示。');
  await page.getByRole('button', { name: '登记问题' }).click();
  await page.getByRole('button', { name: /^报\s*送$/ }).click();
  await page.locator('.ant-form-item-explain-error').first().waitFor();
  expect(await page.locator('.ant-form-item-explain-error').count()).toBe(4);
  await page.getByLabel('问题', { exact: true }).fill(PROBLEM);
  await page.getByLabel('整改措施').fill('增设自助查询机');
  await page.getByLabel('责任人').fill('门诊部 周主任');
  await page.getByLabel('完成时限').fill('2099-12-31');
  await page.getByLabel('完成时限').press('Tab');
  await picture(page, 'test-results/pages/weekly-return-problem.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: /^报\s*送$/ }).click();
  await page.getByText('逐例回访未处置提示。').last().waitFor();
  await page.goto('/weekly-returns');
  await page.getByRole('link', { name: PROBLEM }).click();
  await recordAct(page, 'solve', '已解决', { result: '两台已投入使用' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await page.goto('/weekly-returns');
  await page.locator('tr', { hasText: PROBLEM }).getByText('已解决').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('the commission sees every unit by name, and what the dispatch meeting asked', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'commission');
  await page.goto('/weekly-returns');
  await page.getByText('历次报送与及时率').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/weekly-returns.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/dispatch');
  await page.getByText('逐项落实到单位与期限').waitFor();
  await page.getByText('通报', { exact: true }).first().waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/dispatch.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
