/** What the other readers of the pages come for: the law behind a reason, why a mark is missing, the public desk. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { beginOrder, beginRepeat, cardOf, chooseItem, openPatient } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe('a doctor', () => {
  it('opens the clause of a reason with one click, and is not offered what was withdrawn', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'doctor');
    await openPatient(page, '张明');
    await beginOrder(page);
    for (const code of ['TC', 'US_ABD', 'TSH']) await chooseItem(page, code);
    expect(await cardOf(page, 'TC').innerText()).toContain('超出参考时限');
    expect(await cardOf(page, 'US_ABD').innerText()).toContain('不可互认');
    expect(await cardOf(page, 'TSH').count()).toBe(0);
    await cardOf(page, 'TC').locator('.fj-clause').first().click();
    const clause = page.locator('.fj-clause-article');
    await clause.locator('.fj-clause-item').first().waitFor();
    expect(await clause.innerText()).toContain('已编码');
    expect(complaints).toEqual([]);
    await close();
  });

  it('finds no case of Article 19 ticked in advance, and no signature while a must-result is open', async () => {
    const { page, close } = await openVisit(browser);
    await enter(page, 'doctor');
    await openPatient(page, '张明');
    await beginOrder(page);
    await chooseItem(page, 'HGB');
    await page.getByRole('button', { name: '签署医嘱' }).click();
    await page.getByText('还有 1 项应当互认的结果未处理').waitFor();
    const dialog = await beginRepeat(page, 'HGB');
    expect(await dialog.locator('input[type="radio"]:checked').count()).toBe(0);
    expect(await dialog.getByRole('button', { name: '确认重新检查' }).isDisabled()).toBe(true);
    await close();
  });
});

describe('the quality-control centre', () => {
  it('sees why an institution lacks a mark, condition by condition', async () => {
    const { page, close } = await openVisit(browser);
    await enter(page, 'qc');
    await page.goto('/marks?institution=TY05');
    await page.getByLabel('只看不具备标识的').check();
    await page.locator('.fj-mark-lacks').first().click();
    await page.locator('.fj-finding-not-met').first().waitFor();
    expect(await page.locator('.ant-drawer .fj-finding').count()).toBeGreaterThanOrEqual(10);
    expect(await page.locator('.ant-drawer .fj-finding-not-met .fj-clause').count()).toBeGreaterThan(0);
    await close();
  });
});

describe('anyone', () => {
  it('looks up the marks of an institution, in Chinese and in English', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await page.goto('/public?institution=TY01');
    await page.locator('.fj-public .fj-mark').first().waitFor();
    expect(await page.title()).toContain('公众查询');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Public look-up' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toContain('Public look-up');
    await settle(page);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('reads the language of the browser on the first visit, and the chosen one from then on', async () => {
    const { page, close } = await openVisit(browser, 'en-GB');
    await page.goto('/public');
    await page.getByRole('heading', { name: 'Public look-up' }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '公众查询' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '公众查询' }).waitFor();
    await close();
  });
});
