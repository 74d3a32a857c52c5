/** A year that the workday calendar lacks 工作日历缺年份: whoever keeps it is asked, pages say so where limits are counted, the entry ends it. */
import type { EntriesResponse, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, changeEntry } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** A loop of the account with a limit in working days that runs, and counts in a year that is lacking. */
async function countedOnWeekends(page: Page): Promise<number> {
  const { loops } = await ask<LoopsResponse>(page, 'loops?view=open&definition=recognition/comment');
  for (const { id } of loops) {
    const { stages } = await ask<LoopResponse>(page, `loops/${String(id)}`);
    if (stages.some(({ onWeekendsAlone }) => onWeekendsAlone.length > 0)) return id;
  }
  return 0;
}

it('loops/workday-calendar: a year that the register lacks is asked of the province, shown where it was counted, ended by its entry', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'province');
  const year = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 4);
  const { entries } = await ask<EntriesResponse>(page, 'registers/workday?pageSize=500');
  const own = entries.filter(({ row }) => row['working'] === false && String(row['day']).startsWith(year));
  for (const { key, from } of own) await changeEntry(page, 'workday', { action: 'withdraw', key, from, note: '误录' });
  const find = async (): Promise<number | undefined> => {
    const { loops } = await ask<LoopsResponse>(page, 'loops?view=mine&definition=loops/workday-calendar');
    return loops.find(({ title }) => title.zh.includes(year))?.id;
  };
  await expect.poll(find, { timeout: 45_000 }).toBeDefined();
  await page.goto(`/loops/${String(await find())}`);
  await page.getByText('录入节假日与调休').first().waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/workday-calendar.png');
  expect(await barriers(page)).toEqual([]);

  const quality = await openVisit(browser);
  await enter(quality.page, 'quality');
  const counted = await countedOnWeekends(quality.page);
  await quality.page.goto(`/loops/${String(counted)}`);
  await quality.page.getByText(`工作日历缺 ${year} 年：该时限仅按周末推算`).first().waitFor();
  await settle(quality.page);
  await picture(quality.page, 'test-results/pages/loop-on-weekends.png');
  expect(await barriers(quality.page)).toEqual([]);

  for (const { row, from } of own) await changeEntry(page, 'workday', { action: 'put', row, from });
  await expect.poll(find, { timeout: 45_000 }).toBeUndefined();
  await page.reload();
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await quality.page.reload();
  await quality.page.locator('.fj-stages').waitFor();
  expect(await quality.page.getByText('仅按周末推算').count()).toBe(0);
  expect([...complaints, ...quality.complaints]).toEqual([]);
  await quality.close();
  await close();
});
