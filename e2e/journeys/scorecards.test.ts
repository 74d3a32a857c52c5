/** Scorecards of departments and deviations from peers: read, and a use of a result recorded and corrected. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { choose } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the quality office records where the result of a department counted, and corrects it by another entry', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/scorecards');
  await page.getByRole('heading', { name: '科室质量得分' }).waitFor();
  await page.getByRole('cell', { name: '全院', exact: true }).waitFor();
  // A number opens to just the steps that it counts.
  const number = page.getByRole('button', { name: /^心血管内科 · 其他闭环环节按时完成/ });
  const asked = Number(/\/(\d+)\)/.exec(await number.innerText())?.[1]);
  await number.click();
  const steps = page.getByRole('dialog');
  await untilCount(steps.locator('tbody tr.ant-table-row'), asked);
  await picture(page, 'test-results/pages/score-cases.png');
  expect(await barriers(page)).toEqual([]);
  await steps.locator('.ant-modal-close').click();
  await steps.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '登记结果应用' }).click();
  await choose(page, 'use_kind', '科主任目标考核');
  await choose(page, 'use_department', '心血管内科');
  await page.locator('#use_practitioner').waitFor();
  await choose(page, 'use_practitioner', '赵启明 TY01-P01');
  await page.locator('#use_result').fill('目标考核优秀，优先推荐评优');
  await page.locator('#use_decidedBy').fill('医疗质量管理委员会');
  await picture(page, 'test-results/pages/result-use-form.png');
  expect(await barriers(page)).toEqual([]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^登\s*记$/ })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: '目标考核优秀，优先推荐评优' }).waitFor();
  await page.getByRole('button', { name: /^更\s*正$/ }).click();
  await page.locator('#use_result').fill('目标考核良好');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^登\s*记$/ })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText('已更正').waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/scorecards.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('the authority reads how institutions stand beside their peers, and opens what deviates', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'commission');
  await page.goto('/deviations');
  await page.getByRole('heading', { name: '偏离监测' }).waitFor();
  await page.getByRole('heading', { name: '互认项目数' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/deviations.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
