/** Meetings of a hospital: the office enters the committee's minutes, its head signs them; hand-over of officers; targets and indicators; the journal. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

/** As a field of the form takes it, in time of China. */
const timeOfChina = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the office sees what is missing, enters the minutes of the committee, and reads the journal', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/organisation');
  await page.getByText('超声科：没有质控员').waitFor();
  await page.getByText('依院内文件自行执行').waitFor();
  await picture(page, 'test-results/pages/organisation.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/meetings');
  await page.getByRole('button', { name: /科室质控月会/ }).click();
  await page.getByText('未办', { exact: true }).first().waitFor();
  await picture(page, 'test-results/pages/meetings.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: /^委员会月会/ }).click();
  await page
    .getByRole('button', { name: /登\s*记/ })
    .first()
    .click();
  const form = page.locator('form#meeting');
  const heldAt = form.locator('#meeting_heldAt');
  await heldAt.fill(timeOfChina(Date.now()));
  await heldAt.press('Enter');
  await form.locator('#meeting_agenda').fill('上月指标');
  await form.locator('#meeting_minutes').fill('讨论了上月指标');
  await form.getByRole('button', { name: '保存记录' }).click();
  await form.waitFor({ state: 'detached' });
  await page.locator('tr', { hasText: '委员会月会' }).getByText('待审签').waitFor();
  await page.goto('/journal');
  await page.getByText('已发布', { exact: true }).first().waitFor();
  await page.locator('tr', { hasText: '已发布' }).getByRole('link').click();
  await page.getByRole('link', { name: '下载 PDF' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/journal.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the head of the hospital signs them, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'president');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/meetings');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  const waiting = page.locator('tr', { hasText: 'Committee meeting' }).filter({ hasText: 'Awaits signature' });
  await waiting.getByRole('link', { name: 'Record' }).click();
  await page.getByRole('button', { name: 'Sign' }).click();
  await page.getByText(/Signed by/).waitFor();
  await picture(page, 'test-results/pages/meeting-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the officer who came signs the hand-over that the one before has signed', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'officer');
  await page.goto('/organisation');
  await page.getByText('未写明理由').waitFor();
  await page.getByRole('button', { name: '签署交接记录' }).click();
  await page.getByRole('textbox', { name: '交接与带教内容' }).fill('质控台账与在办整改已接收，跟岗两周');
  await page.locator('.ant-modal').getByRole('button', { name: '签署交接记录' }).click();
  await page.getByText('质控员交接').waitFor({ state: 'detached' });
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('targets of departments and the indicators of the month open to what is behind them', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/targets');
  await page.getByText('没有目标：超声科').waitFor();
  await page.getByText('未分解', { exact: true }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.goto('/meetings');
  await page.locator('tr', { hasText: '指标循环' }).getByRole('link', { name: '指标' }).first().click();
  await page.locator('tr', { hasText: '普通会诊 24 小时内完成占比' }).getByText('本院填报').waitFor();
  await page.getByRole('link', { name: '本月循环的闭环' }).waitFor();
  await picture(page, 'test-results/pages/indicators.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the issue of last month is drafted, edited, approved by the head and published, and fetched as a paper', async () => {
  const office = await openVisit(browser);
  const head = await openVisit(browser);
  const { page } = office;
  await enter(page, 'quality');
  await enter(head.page, 'president');
  await page.goto('/journal');
  const month = await page.locator('tr', { hasText: '未编制' }).getByRole('link').first().textContent();
  await page.goto(`/journal/${month ?? ''}`);
  await page.getByRole('button', { name: '由数据起草' }).click();
  await page.getByRole('button', { name: /^编\s*辑$/ }).click();
  for (const text of await page.locator('.fj-journal-section textarea').all())
    if ((await text.inputValue()) === '') await text.fill('本月抽查情况见附件');
  await page.getByRole('button', { name: '保存为新版本' }).click();
  await page.getByText('第 2 版').waitFor();
  await head.page.goto(`/journal/${month ?? ''}`);
  await head.page.getByRole('button', { name: /^审\s*定$/ }).click();
  await head.page.getByText('院长 审定').waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^发\s*布$/ }).click();
  await page.getByText('已发布', { exact: true }).waitFor();
  const [paper] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载 PDF' }).click(),
  ]);
  expect(paper.suggestedFilename()).toBe(`journal-${month ?? ''}.pdf`);
  expect(await paper.failure()).toBeNull();
  await settle(page);
  expect([...office.complaints, ...head.complaints]).toEqual([]);
  await office.close();
  await head.close();
});
