/** Duties of recognition: the bureau hands in its weekly return again, the commission names who was late and reads the dispatch meeting. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the district bureau hands in its return, and every version stays', async () => {
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
