/** Meetings of a hospital: the office enters the committee's minutes, its head signs them, what they decide is followed up; the journal. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, launchBrowser, openVisit, picture, settle, signIn } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the office sees what is missing, enters a visit, and reads the journal', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await signIn(page, 'quality');
  await page.goto('/organisation');
  await page.getByText('超声科：没有质控员').waitFor();
  await page.getByText('依院内文件自行执行').waitFor();
  await picture(page, 'test-results/pages/organisation.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/meetings');
  await page.getByRole('button', { name: /科室质控月会/ }).click();
  await page.getByText('未办', { exact: true }).first().waitFor();
  await picture(page, 'test-results/pages/meetings.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/journal');
  await page.getByText('已发布', { exact: true }).first().waitFor();
  await page.locator('tr', { hasText: '已发布' }).getByRole('link').click();
  await page.getByRole('link', { name: '下载 PDF' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/journal.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the head of a department signs what waits, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await signIn(page, 'president');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/meetings');
  await page.getByText('What falls due').waitFor();
  await page.locator('tr', { hasText: 'Weekly feedback' }).getByRole('link', { name: 'Record' }).first().click();
  await page.getByText(/Signed by/).first().waitFor();
  await picture(page, 'test-results/pages/meeting-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
