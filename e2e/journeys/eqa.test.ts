/**
 * External quality assessment 室间质评: a laboratory returns by sheet and by hand, two persons sign; the organiser closes, grades and publishes;
 * who failed loses the mark of the item at once and owes a rectification.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

/** On which nothing else rests. */
const ITEM = '镁';
const WRONG = '9.9';
const PASSED_ROUND = /年第.次常规化学/;
const OPEN_ROUND = /无机离子/;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const markOf = async (page: Page, state: string): Promise<void> => {
  await page.goto('/marks');
  await page.getByRole('textbox', { name: '筛选项目' }).fill('Mg');
  await page.locator('tr', { hasText: ITEM }).getByText(state, { exact: true }).first().waitFor();
};
const openRound = async (page: Page, name: RegExp): Promise<void> => {
  await page.goto('/laboratory/eqa');
  await page.getByRole('link', { name }).first().click();
  await page.locator('.fj-eqa-track').waitFor();
  await settle(page);
};
const upload = (page: Page, text: string) =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'return.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const look = async (page: Page, name: string): Promise<void> => {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
};

it('a round is returned by sheet and by hand, closed, graded and published, and who failed loses the mark', async () => {
  const centre = await openVisit(browser);
  await enter(centre.page, 'qc');
  await openRound(centre.page, OPEN_ROUND);
  // The laboratory takes part with one item alone.
  await centre.page.getByRole('button', { name: /报\s*名/ }).click();
  const dialog = centre.page.getByRole('dialog');
  await dialog.locator('#eqa-institutions').fill('TY01');
  await centre.page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await dialog.locator('.ant-modal-title').click();
  await dialog.locator('#eqa-enrol-items').click();
  for (const item of ['钙', '磷酸根离子'])
    await centre.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: item }).click();
  await dialog.locator('.ant-modal-title').click();
  await dialog.getByRole('button', { name: /报\s*名/ }).click();
  await dialog.waitFor({ state: 'hidden' });

  const first = await openVisit(browser);
  const { page } = first;
  await enter(page, 'lab');
  await markOf(page, '具备');
  await openRound(page, OPEN_ROUND);
  const heads = await page.locator('.fj-eqa-grid thead th').allInnerTexts();
  const samples = heads.filter((text) => /^\d+$/.test(text.trim()));
  expect(samples).toHaveLength(5);
  const sheet = (value: string): string =>
    `项目编码,单位,${samples.join(',')}\nMg,mmol/L,${samples.map(() => value).join(',')}\n`;
  await upload(page, sheet('"9,9"'));
  await page
    .getByText(/第 2 行“\d+”列：“9,9”含逗号/)
    .first()
    .waitFor();
  expect(first.complaints.splice(0)).toHaveLength(1);
  await upload(page, sheet(WRONG));
  await page.getByText('已读入第 1 版').waitFor();
  await page.getByRole('textbox', { name: `${ITEM} 样品 ${samples[0] ?? ''}` }).fill('9.8');
  await page.getByRole('button', { name: '暂存新版本' }).click();
  await page.getByText('第 2 版').waitFor();
  await look(page, 'eqa-return');

  const second = await openVisit(browser);
  await enter(second.page, 'lab3');
  await openRound(second.page, OPEN_ROUND);
  await second.page.getByRole('button', { name: '复核通过' }).click();
  await second.page.getByRole('button', { name: /上\s*报/ }).waitFor();
  await second.close();
  await openRound(page, OPEN_ROUND);
  await page.getByRole('button', { name: /上\s*报/ }).click();
  await page.getByText(/已上报，回执 EQA-/).waitFor();

  await centre.page.getByRole('button', { name: '立即截止' }).click();
  await centre.page.locator('#eqa-reason').fill('各家均已回报');
  await centre.page.getByRole('button', { name: /^确\s*定$/ }).click();
  // The page turns by itself at the second of closing.
  await centre.page.locator('.fj-eqa-track [aria-current]', { hasText: '已截止' }).waitFor();
  await centre.page.getByRole('tab', { name: '评价' }).click();
  await centre.page.getByRole('button', { name: /评\s*价/ }).click();
  await centre.page.getByRole('button', { name: '公布第 1 版' }).click();
  await centre.page.locator('.fj-eqa-track [aria-current]', { hasText: '已公布' }).waitFor();
  await look(centre.page, 'eqa-grading');
  await centre.page.getByRole('tab', { name: '统计' }).click();
  await centre.page.locator('.fj-chart canvas').first().waitFor();
  await look(centre.page, 'eqa-statistics');

  await openRound(page, OPEN_ROUND);
  await page.locator('.fj-eqa-bad', { hasText: '不合格' }).first().waitFor();
  await look(page, 'eqa-scores');
  await markOf(page, '不具备');
  await page.goto('/loops');
  await page.getByRole('link', { name: new RegExp(`${ITEM}：室间质评 .* 不合格`) }).waitFor();
  expect([...first.complaints, ...centre.complaints]).toEqual([]);
  await first.close();
  await centre.close();
});

it('pairs that are alike are looked into, and what was found is noted', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await openRound(page, /甲状腺功能/);
  await page.getByRole('tab', { name: /雷同审核/ }).click();
  await page.getByText('15 / 15 (100%)').waitFor();
  await page.getByRole('button', { name: '记录核实' }).click();
  await page.getByText('排除', { exact: true }).click();
  await page.locator('#eqa-review-note').fill('同一检测系统联机导出，原始记录一致');
  await page.getByRole('dialog').getByRole('button', { name: '记录核实' }).click();
  await page.getByText(/排除：同一检测系统/).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('scores, history and the check of a paper stand on pages of their own', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'lab');
  await openRound(page, PASSED_ROUND);
  await page.locator('.fj-chart canvas').first().waitFor();
  await page.getByRole('link', { name: '钾' }).click();
  await page.getByRole('heading', { name: '偏倚趋势' }).waitFor();
  await look(page, 'eqa-history');
  await page.goto('/public/eqa?code=0000-0000-0000-0000');
  await page.getByText('没有签发过该核验码').waitFor();
  expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
  await close();
});
