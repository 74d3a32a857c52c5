/** Those who keep the registers 目录: entries put in force, ended and withdrawn by a form, lists published from a sheet. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const drawerOf = (page: Page): Locator => page.locator('.ant-drawer-content-wrapper:visible');

async function choose(page: Page, drawer: Locator, field: string, text: string): Promise<void> {
  await drawer.getByRole('combobox', { name: field }).fill(text);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: text }).first().waitFor();
  await page.keyboard.press('Enter');
  // Nobody opens the next list within the moment in which this one closes.
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' });
}

async function find(page: Page, text: string): Promise<void> {
  await page.goto(`/registers/department?q=${text}`);
  await settle(page);
}

describe('the quality office', () => {
  it('puts a department in force by a form that says what is wrong at the field', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'quality');
    await page.goto('/registers/department');
    await settle(page);
    await page.getByRole('button', { name: '新增条目' }).click();
    const drawer = drawerOf(page);
    await choose(page, drawer, '机构', 'TY02');
    await drawer.getByLabel('科室代码').fill('D99');
    await drawer.getByLabel('名称', { exact: true }).fill('体检科');
    await drawer.getByRole('combobox', { name: '类别' }).click();
    // By its event: while the list before is still closing, the library may hold this one off the page.
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').getByText('临床').dispatchEvent('click');
    await drawer.getByRole('button', { name: '预演' }).click();
    const fault = drawer.locator('.ant-form-item-explain-error');
    await untilCount(fault, 1);
    expect(await fault.first().innerText()).not.toContain('第 1 行');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'test-results/registers/fault.png');

    await choose(page, drawer, '机构', 'TY01');
    await drawer.getByRole('button', { name: '预演' }).click();
    await drawer.getByText('预演通过，尚未记录').waitFor();
    await drawer.getByRole('button', { name: '确认记录' }).click();
    await drawer.waitFor({ state: 'hidden' });
    await find(page, 'D99');
    expect(await page.locator('tbody').innerText()).toContain('体检科');
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await close();
  });

  it('ends it, and withdraws it for a reason, in English as well', async () => {
    const { page, close } = await openVisit(browser, 'en-GB');
    await enter(page, 'quality');
    await find(page, 'D99');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const drawer = drawerOf(page);
    await drawer.getByText('End', { exact: true }).click();
    await drawer.getByLabel('No longer in force from').fill('2099-01-01');
    await page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: 'Rehearse' }).click();
    await drawer.getByRole('button', { name: 'End it' }).click();
    await drawer.waitFor({ state: 'hidden' });
    await page.locator('tbody').getByText('2099-01-01').waitFor();

    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await drawer.getByText('Withdraw', { exact: true }).click();
    await drawer.getByRole('button', { name: 'Rehearse' }).click();
    await drawer.locator('.ant-form-item-explain-error').waitFor();
    await drawer.getByLabel('Note').fill('recorded for the wrong hospital');
    await drawer.getByRole('button', { name: 'Rehearse' }).click();
    await drawer.getByRole('button', { name: 'Withdraw it' }).click();
    await drawer.waitFor({ state: 'hidden' });
    await page.getByText('No entries on that day').waitFor();
    await close();
  });
});

describe('the quality-control centre', () => {
  it('publishes a list from a sheet that the server reads, after every row at fault was named', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'qc');
    await page.goto('/lists');
    await settle(page);
    await page.getByRole('button', { name: '发布新清单' }).click();
    const drawer = drawerOf(page);
    await drawer.getByLabel('清单编号').fill('E2E-1');
    await drawer.getByLabel('名称').fill('补充清单');
    await drawer.getByText('山西省 14').waitFor();
    const sheet = async (text: string): Promise<void> => {
      const file = { name: 'entries.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
      await drawer.locator('input[type="file"]').setInputFiles(file);
      await drawer.getByRole('button', { name: '预演' }).click();
    };
    await sheet('机构,项目,互认范围\nTY01,ALT,14\nTY01,NOPE,14\n');
    await drawer.locator('tbody').getByText('NOPE').waitFor();
    expect(await drawer.locator('tbody tr.ant-table-row td').first().innerText()).toBe('3');
    await sheet('机构,项目,互认范围\nTY01,ALT,14\n');
    await drawer.getByText('预演通过').waitFor();
    await drawer.getByRole('button', { name: '正式发布' }).click();
    await drawer.waitFor({ state: 'hidden' });
    await page.locator('tbody').getByText('E2E-1').first().waitFor();
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await close();
  });
});
