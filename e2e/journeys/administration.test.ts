/** Two administrators bring a colleague in: one makes the account, the other gives the role; a third sees it and changes nothing. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, begin, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('an account is made by one administrator, given its role by another, and seen by the third', async () => {
  const made = await openVisit(browser);
  await enter(made.page, 'admin');
  await made.page.goto('/accounts');
  await made.page.getByRole('button', { name: '新建账号' }).click();
  const dialog = made.page.getByRole('dialog');
  await dialog.getByLabel('账号', { exact: true }).fill('new-lab');
  await dialog.getByLabel('姓名').fill('赵新');
  await dialog.getByRole('button', { name: '新建账号' }).click();
  await dialog.getByText('密码仅显示这一次').waitFor();
  expect(await dialog.locator('code').innerText()).toMatch(/^[0-9a-f]{5}(-[0-9a-f]{5}){3}$/);
  await dialog.getByRole('button', { name: '已转交' }).click();
  await made.page.locator('tr', { hasText: 'new-lab' }).getByText('未授予角色').waitFor();
  await made.page.goto('/systems');
  await made.page.getByRole('button', { name: '登记系统' }).click();
  await made.page.getByRole('dialog').getByLabel('标识', { exact: true }).waitFor();
  await settle(made.page);
  await picture(made.page, 'test-results/pages/system-form.png');
  await made.page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await made.page.getByRole('button', { name: '登记接入端' }).click();
  await made.page.getByRole('dialog').getByLabel('客户端证书的 SHA-256 指纹').waitFor();
  await settle(made.page);
  await picture(made.page, 'test-results/pages/peer-form.png');
  expect(made.complaints).toEqual([]);
  await made.close();

  const { page, complaints, close } = await openVisit(browser);
  await begin(page, 'security');
  expect(new URL(page.url()).pathname).toBe('/administration');
  await page.getByText('尚未授予角色').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/administration.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/accounts?q=new-lab');
  await page.getByRole('button', { name: '对账号 new-lab 的操作' }).click();
  // The list is still being placed; a reader's click would wait for it to rest.
  await page.getByRole('menuitem', { name: '授予角色' }).dispatchEvent('click');
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: '角色' }).fill('审计管理员');
  await form.getByRole('combobox', { name: '角色' }).press('Enter');
  await settle(page);
  await picture(page, 'test-results/pages/role-form.png');
  await form.getByRole('button', { name: '授予角色' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.goto('/administration');
  await page.locator('tr', { hasText: 'new-lab' }).getByText('待复核').waitFor();
  await page.getByRole('button', { name: '撤回' }).click();
  await page.locator('tr', { hasText: 'new-lab' }).getByText('已驳回').waitFor();
  for (const [path, file] of [
    ['/accounts', 'accounts'],
    ['/sessions', 'sessions'],
    ['/systems', 'systems'],
    ['/keys', 'keys'],
  ] as const) {
    await page.goto(path);
    await page.locator('.ant-table-row').first().waitFor();
    await settle(page);
    await picture(page, `test-results/pages/${file}.png`);
    expect([path, await barriers(page)]).toEqual([path, []]);
  }
  expect(complaints).toEqual([]);
  await close();

  const third = await openVisit(browser, 'en-GB');
  await enter(third.page, 'audit');
  for (const path of ['/administration', '/systems']) {
    await third.page.goto(path);
    await third.page.locator('table').first().waitFor();
    await settle(third.page);
    await picture(third.page, `test-results/pages${path}-en.png`);
  }
  await third.page.goto('/accounts?q=new-lab');
  await third.page.locator('tr', { hasText: 'new-lab' }).waitFor();
  expect(await third.page.getByRole('button', { name: /^Acts upon/ }).count()).toBe(0);
  await third.close();
});
