/** A patient on a telephone: proves who they are, sees who looked, objects, asks for a correction; the office answers. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { barriers, begin, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const PHONE = { width: 390, height: 844 };
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('a patient opens the own page by a code, and the office of the hospital answers what is asked there', async () => {
  const [, name = '', number = ''] = /\/my {2}(\S+) {2}(\d{17}[\dX])/.exec(inject('patient')) ?? [];
  const { page, complaints, close } = await openVisit(browser, 'zh-CN', PHONE);
  await page.goto('/my');
  await settle(page);
  await page.getByLabel('号码').fill(number);
  await page.getByLabel('姓名').fill(name);
  await picture(page, 'test-results/pages/my-verify.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const message = page.getByText(/验证码 \d{6}/);
  await message.waitFor();
  await page.getByLabel('六位验证码').fill(/\d{6}/.exec(await message.innerText())?.[0] ?? '');
  await picture(page, 'test-results/pages/my-code.png');
  await page.getByRole('button', { name: '进入' }).click();
  await page.getByRole('heading', { name: '谁看过我的数据' }).waitFor();
  await page.getByText('请求患者验证码').waitFor();
  await picture(page, 'test-results/pages/my-looks.png');
  expect(await barriers(page)).toEqual([]);

  await page.getByRole('tab', { name: '我的意愿' }).click();
  await page.getByRole('radio', { name: '某一敏感类别' }).check();
  await page.getByRole('combobox', { name: '哪一类别' }).press('Enter');
  await page.getByRole('combobox', { name: '哪一类别' }).press('Enter');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('button', { name: '撤回' }).waitFor();
  await picture(page, 'test-results/pages/my-wishes.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: '撤回' }).click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await page.getByText('已终止').waitFor();

  const quality = await openVisit(browser);
  await begin(quality.page, 'quality');
  const place = await quality.page.locator('.fj-header-place').innerText();
  await page.getByRole('tab', { name: '更正申请' }).click();
  await page.getByLabel('出具机构').click();
  await page.locator('.ant-select-item-option').filter({ hasText: place }).click();
  await page.getByLabel('哪里有误').fill('出生日期登记有误');
  await page.getByLabel('应为什么').fill('1968年5月12日');
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText('待答复').waitFor();
  await picture(page, 'test-results/pages/my-corrections.png');
  expect(await barriers(page)).toEqual([]);

  await quality.page.goto('/affairs');
  await quality.page.locator('tbody').getByRole('button', { name: '答复' }).click();
  const dialog = quality.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '不接受' }).check();
  await dialog.locator('textarea').fill('登记与证件一致');
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'hidden' });
  await quality.page.getByLabel('证件号、健康卡号或病案号').fill(number);
  await quality.page.getByRole('button', { name: '签发链接' }).click();
  const link = quality.page.getByText(/\/my#/);
  await link.waitFor();
  const secret = (await link.innerText()).split('#')[1]?.trim() ?? '';
  await settle(quality.page);
  await picture(quality.page, 'test-results/pages/affairs.png');
  expect(await barriers(quality.page)).toEqual([]);

  await page.getByTitle('Switch to English').or(page.getByText('English')).first().click();
  await page.getByText('My health data').waitFor();
  await page.reload();
  await page.getByRole('tab', { name: 'Corrections' }).click();
  await page.getByText('Refused').waitFor();
  await picture(page, 'test-results/pages/my-corrections-en.png');
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('Verify who you are').waitFor();
  await page.goto('/public');
  await page.goto(`/my#${secret}`);
  await page.getByRole('button', { name: 'Send a code to the phone on record' }).waitFor();
  expect(page.url()).not.toContain(secret);
  await picture(page, 'test-results/pages/my-link-en.png');
  await page.getByRole('button', { name: 'Send a code to the phone on record' }).click();
  await page.getByText(/code \d{6}/).waitFor();
  expect([...complaints, ...quality.complaints].filter((text) => !text.includes('401'))).toEqual([]);
  await quality.close();
  await close();
});
