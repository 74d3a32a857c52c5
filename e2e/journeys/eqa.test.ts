/** External quality assessment 室间质评 beside the story of a mark: pairs that are alike, scores and history, the check of a paper. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const PASSED_ROUND = /年第.次常规化学/;
/** The one in which two returned the same: named by its month, not by its number. */
const COPIED_ROUND = /年\d+月甲状腺功能/;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const openRound = async (page: Page, name: RegExp): Promise<void> => {
  await page.goto('/laboratory/eqa');
  const link = page.getByRole('link', { name });
  // A laboratory reads the latest that is published.
  const published = page.locator('tr', { hasText: '查看成绩' }).getByRole('link', { name });
  await link.first().waitFor();
  // Not before all lists of the page are there: a row that moves is not hit.
  await settle(page);
  await ((await published.count()) > 0 ? published : link).first().click();
  await page.locator('.fj-eqa-track').waitFor();
  await settle(page);
};
const look = async (page: Page, name: string): Promise<void> => {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
};

it('pairs that are alike are looked into, and what was found is noted', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await openRound(page, COPIED_ROUND);
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

it('a panel sets the target of a group, which counts from the next evaluation on', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await openRound(page, COPIED_ROUND);
  await page.getByRole('tab', { name: '靶值' }).click();
  await page.getByRole('button', { name: '录入靶值' }).click();
  await page.locator('#eqa-target-kind').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '专家组' }).click();
  await page.locator('#eqa-target-group').fill('化学发光法');
  const panel = ['甲院 6.5 12.4 9.6 3.7 0.79', '乙院 6.6 12.5 9.7 3.8 0.80', '丙院 6.7 12.6 9.8 3.9 0.81'];
  await page.locator('#eqa-target-panel').fill(panel.join('\n'));
  await page.locator('.ant-modal-title').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^确\s*定$/ })
    .click();
  await page.locator('tr', { hasText: '丙院 12.6' }).getByText('12.5', { exact: true }).waitFor();
  await look(page, 'eqa-targets');
  expect(complaints).toEqual([]);
  await close();
});

it('a sample that is at fault is withdrawn for everyone, with its reason', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await openRound(page, COPIED_ROUND);
  await page.getByRole('link', { name: '下一步：在“评价”中公布成绩' }).click();
  await page.getByRole('button', { name: '列为不评价' }).click();
  await page.getByRole('button', { name: /全部项目/ }).click();
  await page.locator('#eqa-ungraded-reason').fill('运输途中融化');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^确\s*定$/ })
    .click();
  await page.locator('tr', { hasText: '运输途中融化' }).getByRole('button', { name: '恢复评价' }).first().waitFor();
  await look(page, 'eqa-ungraded');
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
