/**
 * Critical values 危急值 of what another institution sent in 外送: the laboratory of the city hospital tests for the county hospital, whose doctor
 * follows them on the own pages. Source: core-systems.14#08.
 */
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, recordAct, sendInfarction, sendPotassium, VERIFIED } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const COUNTY = 'TY06';
const TEST = { number: '990101198803070166', name: '苏映雪', key: 'SENT-1' };
const TRACE = { number: '990101198803070174', name: '苏望山', key: 'SENT-2' };

let browser: Browser;
let bench: Visit;
let ward: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
  [bench, ward] = [await openVisit(browser), await openVisit(browser)];
  await enter(bench.page, 'lab');
  await enter(ward.page, 'doctor2');
});

afterAll(async () => {
  await browser.close();
});

/** The loop of a kind that says this, of the department or the laboratory of whoever is signed in on a page. */
async function found(page: Page, view: 'mine' | 'department', definition: string, said: string): Promise<number> {
  const { loops } = await ask<LoopsResponse>(page, `loops?view=${view}&definition=critical-value/${definition}`);
  return loops.find(({ title }) => title.zh.includes(said))?.id ?? 0;
}

async function open(page: Page, loop: number, stage: string): Promise<void> {
  await page.goto(`/loops/${String(loop)}`);
  await page.locator(`form#${stage}`).waitFor();
}

async function closed(page: Page): Promise<void> {
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
}

it('critical-value/sent-in: a test is verified and told by the laboratory, received and followed at the county hospital, doubted and tested again', async () => {
  await sendPotassium(7.2, TEST, 'IMP', 'final', {}, COUNTY);
  const laboratory = await found(bench.page, 'mine', 'sent-in', '7.2');
  await open(bench.page, laboratory, 'verify');
  await bench.page.getByText('送检机构', { exact: true }).first().waitFor();
  const report = async (): Promise<void> => {
    await recordAct(bench.page, 'verify', '属实', VERIFIED);
    await recordAct(bench.page, 'notify', '已报告', { channel: { choose: '电话' }, receiver: '县医院护士站' });
  };
  await report();
  const care = await found(ward.page, 'department', 'inpatient', '7.2');
  await open(ward.page, care, 'receive');
  await settle(ward.page);
  await picture(ward.page, 'test-results/pages/sent-out.png');
  expect(await barriers(ward.page)).toEqual([]);
  const receive = async (): Promise<void> => {
    await recordAct(ward.page, 'receive', '已接收', { value: '7.2', readBack: true });
    await recordAct(ward.page, 'inform', '接收人即经治医师');
  };
  await receive();
  await open(ward.page, care, 'act');
  await recordAct(ward.page, 'act', '与病情不符，立即复查', { reason: '心电图正常' });
  await ward.page.locator('.fj-stage', { hasText: '检验机构报告' }).waitFor();
  await open(bench.page, laboratory, 'verify');
  await settle(bench.page);
  await picture(bench.page, 'test-results/pages/sent-in.png');
  expect(await barriers(bench.page)).toEqual([]);
  await report();
  await open(ward.page, care, 'receive');
  await receive();
  await bench.page.reload();
  await closed(bench.page);
  await recordAct(ward.page, 'act', '已处置', { measures: '葡萄糖酸钙静脉推注' });
  await recordAct(ward.page, 'hand-over', '已交班', { takenOverBy: '医师 刘' });
  await recordAct(ward.page, 'recheck', '已复查', { result: '5.1' });
  await closed(ward.page);
});

it('critical-value/sent-in: a trace of an outpatient is read again, and heard read back on the telephone', async () => {
  await sendInfarction(TRACE, 'AMB', COUNTY);
  const laboratory = await found(bench.page, 'mine', 'sent-in', '心肌梗死');
  await open(bench.page, laboratory, 'reread');
  await recordAct(bench.page, 'reread', '属实', { reader: '张医师', checker: '王主任', looked: true });
  await recordAct(bench.page, 'notify', '已报告', { channel: { choose: '电话' }, receiver: '县医院门诊' });
  const heard = { receiver: '县医院护士', value: '急性前壁心肌梗死', readBack: true } as const;
  await recordAct(bench.page, 'receive', '电话中对方已复读', heard);
  await closed(bench.page);
  await open(ward.page, await found(ward.page, 'department', 'outpatient', '心肌梗死'), 'receive');
  await recordAct(ward.page, 'receive', '已接收', { value: '急性前壁心肌梗死', readBack: true });
  await ward.page.goto('/critical-values');
  await ward.page
    .getByText(/^检验：/)
    .first()
    .waitFor();
  expect([...bench.complaints, ...ward.complaints]).toEqual([]);
});
