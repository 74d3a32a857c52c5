/** Reports that changed after use, and alerts by rule, as who answers for them sees them. */
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

it('the quality office sees whether reports that changed after use are confirmed, and opens the alerts behind a rule', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await signIn(page, 'quality');
  await page.goto('/report-changes');
  await settle(page);
  await picture(page, 'test-results/pages/report-changes.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByText('本机构出具的报告：使用者是否均已确认').waitFor();
  await page.goto('/loops/alerts');
  await settle(page);
  await picture(page, 'test-results/pages/loop-alerts.png');
  await page.locator('.fj-number').first().click();
  await page.getByText('预警清单').waitFor();
  await page.keyboard.press('Escape');
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});
