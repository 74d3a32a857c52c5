/** What people do with the pages, named after their tasks; the tests say what, these say how. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';
import { inject } from 'vitest';

import { trace } from '../../apps/server/src/platform/testing/traces.ts';
import { settle } from './visit.ts';

/** 查患者: finds a patient by the exact name and opens the results across institutions. */
export async function openPatient(page: Page, name: string): Promise<void> {
  trace('planted', name);
  await page.goto('/patients');
  await page.locator('input[type="search"], .fj-patient-search input').first().fill(name);
  await page.keyboard.press('Enter');
  await page.locator('tbody a[href^="/patients/p"]').first().click();
  await page.locator('.fj-items-layout').waitFor();
  await settle(page);
}

/** 开单: opens the order form of the patient whose results are open. */
export async function beginOrder(page: Page): Promise<void> {
  await page.locator('a[href$="/order"]').first().click();
  await page.locator('.fj-picker input').waitFor();
  await settle(page);
}

/** 选项目: chooses an item or panel by its code and waits until the decision on it is there. */
export async function chooseItem(page: Page, code: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/recognition/check'));
  const box = page.locator('.fj-picker input');
  await box.fill(code);
  await page.locator('.ant-select-item-option').first().waitFor();
  await page.keyboard.press('Enter');
  await answered;
  await page.locator('.fj-asking').waitFor({ state: 'detached' });
}

/** 判定卡片: what the form says of one item. */
export function cardOf(page: Page, item: string): Locator {
  return page.locator(`[data-item="${item}"]`);
}

/** 重新检查: opens the dialog of reasons. */
export async function beginRepeat(page: Page, item: string): Promise<Locator> {
  await cardOf(page, item).getByRole('button', { name: '重新检查' }).click();
  const dialog = page.locator('.ant-modal').filter({ has: page.locator('.fj-codes') });
  await dialog.waitFor();
  return dialog;
}

/** Number of the person in docs/examples/report.json. */
export const SENT_PATIENT = '990101198803070019';

/** Sends the report of the documents, dated yesterday, as the county hospital does. */
export async function sendReport(): Promise<void> {
  const sender = inject('accounts').find((a) => a.username === 'token' && a.label.includes('县'));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const report = readFileSync('docs/examples/report.json', 'utf8').replaceAll('YESTERDAY', yesterday);
  const sent = await fetch(`${inject('baseUrl')}/fhir`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sender?.secret ?? ''}`, 'content-type': 'application/fhir+json' },
    body: report,
  });
  if (sent.status !== 200) throw new Error(`the report was answered with ${String(sent.status)}`);
}
