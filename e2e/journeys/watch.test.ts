/** The security administrator: how the rules of the watch fire, and the list of well-known persons. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { sendReport, SENT_PATIENT } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  await sendReport();
});

afterAll(async () => {
  await browser.close();
});

it('a person is put on the list by number and shown masked, and taken off again; the rules say how they are judged', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'security');
  await page.goto('/watch');
  await settle(page);
  expect(await page.getByRole('button', { name: '不可能的行程' }).count()).toBe(1);
  await picture(page, 'test-results/pages/watch.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/watch/persons');
  await page.locator('#identifier').fill(SENT_PATIENT);
  await page.locator('#reason').fill('公众人物');
  await page.locator('button[type="submit"]').click();
  await page.locator('tbody').getByText('在名单内').waitFor();
  expect(await page.locator('main').innerText()).not.toContain(SENT_PATIENT);
  await page.locator('tbody').getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input').fill('本人要求');
  await dialog.locator('button[type="submit"]').click();
  await page.locator('tbody').getByText('已移出').waitFor();
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
