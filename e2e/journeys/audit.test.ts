/** The audit administrator finds who looked at a patient, verifies the day, and gets to nothing clinical. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openPatient } from '../support/tasks.ts';
import { barriers, begin, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('who looked at a patient is found, and the day verifies', async () => {
  const doctor = await openVisit(browser);
  await enter(doctor.page, 'doctor');
  await openPatient(doctor.page, '张明');
  await doctor.close();

  const { page, complaints, close } = await openVisit(browser);
  await begin(page, 'audit');
  expect(new URL(page.url()).pathname).toBe('/audit');
  await page.getByRole('searchbox', { name: '操作者' }).fill('doctor');
  await page.getByRole('searchbox', { name: '操作者' }).press('Enter');
  await page.waitForURL((url) => url.searchParams.get('actor') === 'doctor');
  const row = page.locator('tr', { hasText: '查看患者结果' }).first();
  await row.waitFor();
  expect(await row.innerText()).toMatch(/doctor\s+医师[\s\S]*诊疗[\s\S]*网页会话/);
  const handle = await row.locator('button').innerText();
  expect(handle).toMatch(/^p[0-9a-z]+-/);
  await row.locator('button').click();
  await page.waitForURL((url) => url.searchParams.get('person') === handle);
  expect(await page.locator('main').innerText()).not.toContain('张明');

  await page.getByRole('button', { name: '校验当日' }).click();
  await page.locator('.ant-alert-success').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/audit.png');
  expect(await page.locator('.ant-alert-success').innerText()).toContain('全部相符');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);

  await page.goto('/patients');
  await page.getByText('当前角色无权查看此页').waitFor();
  await close();
});

it('a page with a person is printed only after it was put on record, with the number that leads to the entry', async () => {
  const doctor = await openVisit(browser);
  await enter(doctor.page, 'doctor');
  // The dialog of the browser would wait for a person.
  await doctor.page.addInitScript(() => {
    window.print = () => undefined;
  });
  await openPatient(doctor.page, '张明');
  const { page } = doctor;
  await picture(page, 'test-results/pages/watermark.png');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.fj-items-layout').isVisible()).toBe(false);
  expect(await page.locator('.fj-print-refused').isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  const announced = page.waitForResponse((response) => response.url().endsWith('/api/v1/prints'));
  await page.getByRole('button', { name: '打印' }).click();
  const { entry } = (await (await announced).json()) as { entry: number };
  await page.emulateMedia({ media: 'print' });
  const stamp = page.locator('.fj-print-stamp');
  await stamp.waitFor();
  expect(await stamp.innerText()).toContain(`审计编号 ${String(entry)}`);
  expect(await page.locator('.fj-items-layout').isVisible()).toBe(true);
  await picture(page, 'test-results/pages/printed.png');
  expect(doctor.complaints).toEqual([]);
  await doctor.close();

  const audit = await openVisit(browser, 'en-GB');
  await begin(audit.page, 'audit');
  await audit.page.getByRole('searchbox', { name: 'Entry number' }).fill(String(entry));
  await audit.page.getByRole('searchbox', { name: 'Entry number' }).press('Enter');
  await untilCount(audit.page.locator('tbody tr.ant-table-row'), 1);
  await audit.page.locator('tr', { hasText: 'Print a page' }).waitFor();
  await picture(audit.page, 'test-results/pages/audit-entry.png');
  await audit.close();
});

it('the system administrator is not offered the audit, and refused it', async () => {
  const { page, close } = await openVisit(browser);
  await begin(page, 'admin');
  expect(await page.locator('a[href="/audit"]').count()).toBe(0);
  expect((await page.request.get('/api/v1/audit/events')).status()).toBe(403);
  await close();
});
