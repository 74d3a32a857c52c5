/** The quality office names a group of its unit, sees what it gets, chooses quiet hours, and takes the group away. */
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

for (const locale of ['zh-CN', 'en-GB'])
  it(`notices are set in ${locale}`, async () => {
    const { page, complaints, close } = await openVisit(browser, locale);
    await enter(page, 'quality');
    await page.goto('/account/notifications');
    await settle(page);
    expect(await barriers(page)).toEqual([]);
    await picture(page, `test-results/pages/notices-${locale}.png`);
    await page.locator('input[value="daily"]').check();
    await page
      .locator('form', { has: page.locator('input[value="daily"]') })
      .locator('button[type="submit"]')
      .click();
    await page.locator('.ant-alert-success').waitFor();
    await page.reload();
    await settle(page);
    expect(await page.locator('input[value="daily"]').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });
