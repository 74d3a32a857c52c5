/** A critical value from the message of a record system to the ward: verified, told, received, acted on until it is closed; who owes nothing is shown no form. */
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, choose, recordAct, sendFlagged, sendPotassium, VERIFIED } from '../support/tasks.ts';
import { barriers, begin, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

/** In either language. */
const LOOP = /^(钾|血钾|Potassium) 7\.3 mmol\/L/;
const AT_NIGHT = { number: '990101198803070174', name: '施夜', key: 'CRITICAL-2' };
const PATIENT = { number: '990101198803070035', name: '施远', key: 'CRITICAL-1' };
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function openLoop(page: Page): Promise<void> {
  await page.goto('/loops?view=open');
  await page.getByRole('link', { name: LOOP }).click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
}

it('the laboratory verifies and tells the ward what the record system has sent a moment ago', async () => {
  await sendPotassium(7.3, PATIENT);
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'lab');
  await openLoop(page);
  await recordAct(page, 'verify', '属实', VERIFIED);
  await recordAct(page, 'notify', '已报告', { channel: { choose: '电话' }, receiver: '护士 李' });
  expect(complaints).toEqual([]);
  await close();
});

it('at night one person checks twice, and says by which rule nothing was repeated', async () => {
  await sendFlagged(5.9, AT_NIGHT);
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'lab');
  await page.goto('/loops?view=open');
  await page.getByRole('link', { name: /^(钾|血钾|Potassium) 5\.9 mmol\/L/ }).click();
  const form = page.locator('form#verify');
  await form.getByText('属实', { exact: true }).click();
  await form.getByRole('button', { name: '记录“属实”' }).click();
  // Specimen, control, the repeat and what became of it, the second checker.
  await untilCount(form.locator('.ant-form-item-explain-error').getByText('必填', { exact: true }), 5);
  await picture(page, 'test-results/pages/loop-verify.png');
  await recordAct(page, 'verify', '属实（夜间或急诊，一人核对两次）', {
    ...{ specimen: '无溶血', control: true, alone: { choose: '夜间' } },
    ...{ repetition: { choose: '按本科室规定无须复检' }, repeatValue: '在控，与 2 小时前结果相符' },
  });
  expect(complaints).toEqual([]);
  await close();
});

it('the nurse begins with what is owed, and is told at the field what is missing', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await begin(page, 'nurse');
  expect(new URL(page.url()).pathname).toBe('/loops');
  await page.getByRole('link', { name: LOOP }).waitFor();
  await picture(page, 'test-results/pages/loops.png');
  expect(await barriers(page)).toEqual([]);
  await openLoop(page);
  await page.getByText('已阅', { exact: true }).first().waitFor();
  await page.getByText('已接收', { exact: true }).click();
  await page.getByRole('button', { name: '记录“已接收”' }).click();
  await untilCount(page.locator('.ant-form-item-explain-error').getByText('必填', { exact: true }), 2);
  await recordAct(page, 'receive', '已接收', { value: '7.3', readBack: true });
  await recordAct(page, 'inform', '已告知', { doctor: '医师 陈' });
  await picture(page, 'test-results/pages/loop.png');
  expect(await barriers(page)).toEqual([]);
  await untilCount(page.locator('.fj-loop-outcomes'), 0);
  expect(complaints).toEqual([]);
  await close();
});

it('a colleague of the ward finds it among what is open in the department, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'doctor');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/loops?view=open');
  await page.getByText(/^本科室 \d+$/).click();
  await page.getByRole('link', { name: LOOP }).waitFor();
  expect(new URL(page.url()).searchParams.get('view')).toBe('department');
  await picture(page, 'test-results/pages/loops-department-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the quality office sees it without a form, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'quality');
  await page.setViewportSize({ width: 390, height: 844 });
  await openLoop(page);
  expect(await page.locator('.fj-loop-outcomes').count()).toBe(0);
  await page.getByRole('button', { name: 'Waive' }).waitFor();
  await picture(page, 'test-results/pages/loop-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the doctor acts until it is closed', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'doctor');
  await openLoop(page);
  await recordAct(page, 'act', '已处置', { measures: '葡萄糖酸钙、胰岛素' });
  await recordAct(page, 'hand-over', '已交班', { takenOverBy: '医师 刘' });
  await recordAct(page, 'recheck', '已复查', { result: '4.6 mmol/L' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await page.goto('/critical-values');
  await page.getByRole('cell', { name: '7.3', exact: false }).first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('critical values are counted by where they come from, and each number opens to its own, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'quality');
  await page.goto('/critical-values/statistics?by=kind');
  const laboratory = page.locator('section, .fj-section', { hasText: /^Laboratory · \d+ cases?/ }).first();
  await laboratory.waitFor();
  await page.getByText('Reported', { exact: true }).first().waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/critical-statistics.png');
  expect(await barriers(page)).toEqual([]);
  const row = laboratory.locator('tbody tr', { hasText: 'Reported accurately' });
  const opened = row.locator('a[href*="part=numerator"]');
  const count = Number(await opened.textContent());
  expect(count).toBeGreaterThan(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  await picture(page, 'test-results/pages/critical-statistics-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await opened.click();
  await untilCount(page.locator('.ant-table-tbody > tr.ant-table-row'), Math.min(count, 50));
  expect(new URL(page.url()).searchParams.get('kind')).toBe('laboratory');
  await picture(page, 'test-results/pages/critical-values-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

/** A loop with an alert that whoever is signed in was sent and may dismiss. */
async function dismissible(page: Page): Promise<{ readonly loop: number; readonly stage: string }> {
  const { loops } = await ask<LoopsResponse>(page, 'loops?view=all&definition=critical-value/inpatient');
  for (const { id } of loops) {
    const { alerts } = await ask<LoopResponse>(page, `loops/${String(id)}`);
    const one = alerts.find(({ mayDismiss }) => mayDismiss);
    if (one !== undefined) return { loop: id, stage: one.stage.zh };
  }
  throw new Error('nothing that was sent to this account can be dismissed');
}

it('the list of critical values is read by the nurse who takes the call, on a telephone and in English as well', async () => {
  const desk = await openVisit(browser);
  await enter(desk.page, 'nurse');
  await desk.page.goto('/critical-values/list');
  await desk.page.getByRole('textbox', { name: '查找项目' }).fill('钾');
  const newborn = desk.page.locator('tbody tr', { hasText: '未满 28 天' });
  await newborn.getByText('≥ 7').waitFor();
  await desk.page.locator('tbody tr', { hasText: '全部患者' }).getByText('≥ 6.2').waitFor();
  await settle(desk.page);
  await picture(desk.page, 'test-results/pages/critical-list.png');
  expect(await barriers(desk.page)).toEqual([]);
  const phone = await openVisit(browser, 'en-GB', { width: 390, height: 844 });
  await enter(phone.page, 'nurse');
  await phone.page.goto('/critical-values/list');
  await phone.page.getByText('below 28 days').waitFor();
  await settle(phone.page);
  await picture(phone.page, 'test-results/pages/critical-list-phone.png');
  expect(await phone.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  await desk.close();
  await phone.close();
});

it('an alert of no use is dismissed with a reason by whom it went to', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'head');
  const { loop, stage } = await dismissible(page);
  await page.goto(`/loops/${String(loop)}`);
  const alerts = page.locator('.fj-loop-records li').filter({ hasText: stage });
  await alerts.getByRole('button', { name: '驳回预警' }).first().click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: '驳回预警' }).isDisabled()).toBe(true);
  await choose(page, 'fj-dismiss-reason', '此前已办理');
  await picture(page, 'test-results/pages/alert-dismissed.png');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: '驳回预警' }).click();
  await alerts.getByText('此前已办理').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('loops/alert-rule: a rule whose alerts are dismissed too often is reviewed by its owner', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/loops');
  await page.getByRole('link', { name: /^预警“住院患者危急值 · 接收 · 80%”驳回/ }).click();
  await recordAct(page, 'review', '保留，说明理由', { reason: '口头告知亦须留痕' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await page.goto('/loops/alerts');
  await settle(page);
  await picture(page, 'test-results/pages/alert-rules.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
