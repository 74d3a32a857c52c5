/** A patient of another hospital: what a doctor sees without a ground, breaking the glass, its review; an objection. */
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, openPatient, sendReport, SENT_PATIENT } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  await sendReport();
});

afterAll(async () => {
  await browser.close();
});

async function findPatient(page: Page): Promise<void> {
  await page.goto('/patients');
  await page.getByRole('searchbox').fill(SENT_PATIENT);
  await page.getByRole('searchbox').press('Enter');
  await page.locator('tbody a[href^="/patients/p"]').first().click();
  await page.getByRole('tab', { name: '按项目' }).waitFor();
  await settle(page);
}

describe('a patient whom the hospital does not treat', () => {
  it('is shown without results of others and why; the glass can be broken for a reason', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'doctor');
    await findPatient(page);
    await page.getByText('仅显示本机构的结果').waitFor();
    expect(await page.locator('main').innerText()).toContain('0 家机构的 0 项结果');
    await picture(page, 'test-results/pages/own-only.png');
    await page.getByRole('button', { name: '紧急调阅' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.locator('button[type="submit"]');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: '患者已到诊' }).check();
    await dialog.locator('textarea').fill('患者在诊室，登记系统延迟');
    await picture(page, 'test-results/pages/break-glass.png');
    expect(await barriers(page)).toEqual([]);
    await confirm.click();
    await page.getByText('紧急调阅中').waitFor();
    await page.getByText('1 家机构的 1 项结果').waitFor();
    await page.getByRole('button', { name: '显示姓名' }).click();
    await settle(page);
    await picture(page, 'test-results/pages/glass-open.png');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('access/break-glass: is on the review list of the quality office, which says what it found, and ends what was owed', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'quality');
    await page.goto('/break-glass');
    await page
      .getByRole('button', { name: '复 核' })
      .or(page.getByRole('button', { name: '复核' }))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '正当', exact: true }).check();
    await dialog.locator('textarea').fill('已核对挂号记录');
    await dialog.locator('button[type="submit"]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('tbody').getByText('正当').waitFor();
    const closed = await ask<LoopsResponse>(page, 'loops?view=closed&definition=access/break-glass');
    expect(closed.loops).toHaveLength(1);
    await picture(page, 'test-results/pages/break-glass-review.png');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('an objection', () => {
  it('is recorded for a patient of the hospital by the number of the paper, hides what others reported, and is lifted', async () => {
    const doctor = await openVisit(browser);
    await enter(doctor.page, 'doctor');
    await openPatient(doctor.page, '李秀兰');
    await doctor.page.getByRole('button', { name: '显示证件号' }).click();
    const number = doctor.page.locator('.fj-revealed').getByText(/^\d{17}[\dX]$/);
    await number.waitFor();
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'quality');
    await page.goto('/wishes');
    const record = async (identifier: string): Promise<void> => {
      await page.getByLabel('证件号、健康卡号或病案号').fill(identifier);
      await page.getByLabel('书面材料编号').fill('YW-2026-001');
      await page.locator('form button[type="submit"]').click();
    };
    await record(SENT_PATIENT);
    await page.getByText('本机构没有该号码的患者').waitFor();
    await record(await number.innerText());
    await page.locator('tbody').getByText('YW-2026-001').waitFor();
    await settle(page);
    await picture(page, 'test-results/pages/wishes.png');
    expect(await barriers(page)).toEqual([]);
    await doctor.page.reload();
    await doctor.page.getByText(/^[01] 家机构的/).waitFor();
    await page.locator('tbody').getByRole('button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('书面材料编号').fill('YW-2026-002');
    await dialog.locator('button[type="submit"]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('tbody').getByText('已终止').waitFor();
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await doctor.close();
    await close();
  });
});
