/** Meetings of a hospital: the office enters the committee's minutes, its head signs them, what they decide is followed up; the journal. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

/** As a field of the form takes it, in time of China. */
const timeOfChina = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the office sees what is missing, enters the minutes of the committee, and reads the journal', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
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
  await page.getByRole('button', { name: /^委员会月会/ }).click();
  await page
    .getByRole('button', { name: /登\s*记/ })
    .first()
    .click();
  const form = page.locator('form#meeting');
  const heldAt = form.locator('#meeting_heldAt');
  await heldAt.fill(timeOfChina(Date.now()));
  await heldAt.press('Enter');
  await form.locator('#meeting_agenda').fill('上月指标');
  await form.locator('#meeting_minutes').fill('讨论了上月指标');
  await form.getByRole('button', { name: '保存记录' }).click();
  await form.waitFor({ state: 'detached' });
  await page.locator('tr', { hasText: '委员会月会' }).getByText('待审签').waitFor();
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

it('the head of the hospital signs them, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'president');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/meetings');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  const waiting = page.locator('tr', { hasText: 'Committee meeting' }).filter({ hasText: 'Awaits signature' });
  await waiting.getByRole('link', { name: 'Record' }).click();
  await page.getByRole('button', { name: 'Sign' }).click();
  await page.getByText(/Signed by/).waitFor();
  await picture(page, 'test-results/pages/meeting-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
