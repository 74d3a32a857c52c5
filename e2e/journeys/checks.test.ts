/** 科室检查与自查: the quality office asks departments to look for a problem; the head finds it and puts it right; the office verifies it. */
import type { ChecksResponse } from '@fujie/wire/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, choose, recordAct } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const IN_TEN_DAYS = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('organisation/self-inspection: called for, looked for by the department, put right and verified', async () => {
  const office = await openVisit(browser);
  await enter(office.page, 'quality');
  await office.page.goto('/checks');
  await settle(office.page);
  await picture(office.page, 'test-results/pages/checks.png');
  expect(await barriers(office.page)).toEqual([]);
  await office.page.getByRole('button', { name: '发起自查' }).click();
  const dialog = office.page.getByRole('dialog');
  await choose(office.page, 'call_departments', '心血管内科');
  await dialog.locator('textarea').fill('危急值接收未复述');
  await dialog.locator('#call_dueOn').fill(IN_TEN_DAYS);
  await dialog.locator('#call_dueOn').press('Tab');
  await dialog.locator('.ant-btn-primary').click();
  await dialog.waitFor({ state: 'hidden' });
  await office.page.locator('tbody tr', { hasText: '危急值接收未复述' }).first().waitFor();
  const { checks } = await ask<ChecksResponse>(office.page, 'organisation/checks');
  const called = checks.filter(({ problem }) => problem === '危急值接收未复述');
  expect(called.map(({ department }) => department.nameZh)).toEqual(['心血管内科']);
  const loop = called[0]?.loop ?? 0;

  const head = await openVisit(browser);
  await enter(head.page, 'head');
  await head.page.goto(`/loops/${String(loop)}`);
  await recordAct(head.page, 'inspect', '自查发现问题', { sampled: '近 30 天 18 例', findings: '3 例未复述' });
  await recordAct(head.page, 'rectify', '已整改', { measure: '逐例补培训', evidence: '培训记录' });
  await office.page.goto(`/loops/${String(loop)}`);
  await recordAct(office.page, 'verify', '属实', { evidence: '复核属实' });
  await office.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await office.page.goto('/checks');
  await office.page.setViewportSize({ width: 390, height: 844 });
  await settle(office.page);
  expect(await office.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  // How a check stands decides: it is read without pushing the table aside.
  const standing = await office.page.locator('.ant-table-row').first().locator('td').last().boundingBox();
  expect(standing === null ? Infinity : standing.x + standing.width).toBeLessThanOrEqual(390);
  await picture(office.page, 'test-results/pages/checks-phone.png');
  expect([...office.complaints, ...head.complaints]).toEqual([]);
  await head.close();
  await office.close();
});

it('organisation/department-check: the office calls for a check, finds faults by the sheet, the department puts them right', async () => {
  const [office, head] = [await openVisit(browser), await openVisit(browser)];
  await enter(office.page, 'quality');
  await enter(head.page, 'head');
  const { page } = office;
  // The regular one of the demonstration may be owed already: then it is that one.
  const owed = async (): Promise<number | undefined> => {
    const { checks } = await ask<ChecksResponse>(page, 'organisation/checks');
    const open = checks.filter(
      ({ kind, outcome, department }) => kind === 'check' && outcome === null && department.code === 'XNK',
    );
    return open[0]?.loop;
  };
  if ((await owed()) === undefined) {
    await page.goto('/checks');
    await page.getByRole('button', { name: '发起抽查' }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, 'call_departments', '心血管内科');
    await dialog.locator('textarea').fill('交接班记录');
    await dialog.locator('#call_dueOn').fill(IN_TEN_DAYS);
    await dialog.locator('#call_dueOn').press('Tab');
    await dialog.locator('.ant-btn-primary').click();
    await dialog.waitFor({ state: 'hidden' });
  }
  const loop = `/loops/${String(await owed())}`;
  await page.goto(loop);
  const faults = { sampled: '交接班记录 20 份', findings: '2 份未签名', wanted: '补签并培训' };
  await recordAct(page, 'check', '有问题，限期整改', { ...faults, measureDue: IN_TEN_DAYS });
  await head.page.goto(loop);
  await recordAct(head.page, 'rectify', '已整改', { measure: '逐份补签', evidence: '补签记录' });
  await page.goto(loop);
  await recordAct(page, 'verify', '属实且有效', { evidence: '抽查 10 份均已签名' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect([...office.complaints, ...head.complaints]).toEqual([]);
  await office.close();
  await head.close();
});
