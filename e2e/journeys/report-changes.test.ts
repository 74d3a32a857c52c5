/** Reports that changed after use: the doctor who accepted one confirms what it meant; the office sees that, and alerts by rule. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  beginOrder,
  cardOf,
  chooseItem,
  recordAct,
  sendPotassium,
  sendReport,
  SENT_PATIENT,
} from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

/** Treated by the city hospital, and known to the county hospital by a report. */
const PATIENT = { number: '990101198803070051', name: '沈书言', key: 'CHANGED-1' };
const REPORT = { [SENT_PATIENT]: PATIENT.number, 郑晓岚: PATIENT.name, 'README-1': PATIENT.key };
/** The same report, corrected after it was accepted. */
const CORRECTED = { ...REPORT, '"status": "final"': '"status": "corrected"', '"value": 28': '"value": 280' };

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('report/changed: a doctor who accepted a result that is corrected afterwards reads it and says what it meant for the patient', async () => {
  await sendReport(REPORT);
  await sendPotassium(4.2, PATIENT);
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'doctor');
  await page.goto('/patients');
  await page.getByRole('searchbox').fill(PATIENT.number);
  await page.getByRole('searchbox').press('Enter');
  await page.locator('tbody a[href^="/patients/p"]').first().click();
  await page.getByRole('tab', { name: '按项目' }).waitFor();
  await beginOrder(page);
  await chooseItem(page, 'ALT');
  await cardOf(page, 'ALT').getByRole('button', { name: '互认采用' }).click();
  await cardOf(page, 'ALT').getByText('已互认采用').waitFor();
  await sendReport(CORRECTED);
  await page.goto('/report-changes');
  const changed = page.locator('tbody tr', { hasText: '沈*言' });
  await changed.getByText('更正', { exact: true }).waitFor();
  await changed.getByRole('link', { name: '阅知与确认' }).click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  await recordAct(page, 'told', '已阅知');
  await recordAct(page, 'review', '已采取措施', { measures: '已停药并告知患者' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('the quality office sees whether reports that changed after use are confirmed, and opens the alerts behind a rule', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
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
