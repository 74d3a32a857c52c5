/**
 * Patients' results as control 患者数据实时质控: limits are learnt from what the laboratory reported, put in force by a person, and the results that follow
 * are followed by them; a shift is told of, looked into, sent back by a second person, put right and reviewed.
 */
import type { IqcPatientSettingsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, recordAct, SENT_PATIENT, sendReport } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, WAIT_MS } from '../support/visit.ts';

const DAY_MS = 86_400_000;
const PATIENT = { number: '990101198803070334', name: '温如故' };
/** On no list and in no other journey, so that nothing else rests on it. */
const ITEM = { code: 'Mg', name: '镁', method: '二甲苯胺蓝法', unit: 'mmol/L' };
const PATH = `/laboratory/iqc/patients?item=${ITEM.code}&statistic=mean&falseAlarms=0.01`;
/** Days before today of which nothing is learnt, and results of each day before. */
const LEAST_DAYS = 8;
const LEARNT_DAYS = 52;
const A_DAY = 4;
const AT_ONCE = 4;

let browser: Browser;

/** A result of the city hospital, reported at a time. */
async function send(key: string, value: number, at: string): Promise<void> {
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  await sendReport(
    {
      ...{ [SENT_PATIENT]: PATIENT.number, 郑晓岚: PATIENT.name, 'README-1': key, TY06: 'TY01' },
      '"extension": [{ "url": "urn:fujie:extension:mark", "valueString": "晋HR" }],': '',
      '"referenceRange": [{ "low": { "value": 9 }, "high": { "value": 50 } }],': '',
      ...{ '"ALT"': `"${ITEM.code}"`, 丙氨酸氨基转移酶: ITEM.name, 速率法: ITEM.method },
      ...{ '"U/L"': `"${ITEM.unit}"`, '"value": 28': `"value": ${value.toFixed(2)}` },
      ...{ [`${yesterday}T08:00:00+08:00`]: at, [`${yesterday}T10:00:00+08:00`]: at },
    },
    false,
  );
}

beforeAll(async () => {
  browser = await launchBrowser();
  // Who is sent first is known to all that come after.
  const past = Array.from({ length: A_DAY * LEARNT_DAYS }, (_, n) => n);
  const one = (n: number): Promise<void> =>
    send(
      `PBRT-${String(n)}`,
      0.85 + ((n * 7) % 11) / 100,
      new Date(Date.now() - (LEAST_DAYS + n / A_DAY) * DAY_MS).toISOString(),
    );
  await one(0);
  for (let n = 1; n < past.length; n += AT_ONCE) await Promise.all(past.slice(n, n + AT_ONCE).map(one));
});

afterAll(async () => {
  await browser.close();
});

async function look(page: Page, name: string): Promise<void> {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await picture(page, `test-results/pages/${name}-phone.png`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

it('iqc/patient-based-alarm: a shift of patients’ results is told of, looked into by one person and reviewed by another', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'lab');
  await page.goto(PATH);
  await page.getByRole('button', { name: '提出启用此控制限' }).click();
  await page.getByRole('button', { name: '启用', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#patient-reason').fill('误报率在可接受范围内');
  await dialog.locator('button[type="submit"]').click();
  await page.getByRole('heading', { name: '启用中：未注明仪器' }).waitFor();

  // One after the other: each is followed as it comes.
  for (let n = 0; n < 22; n += 1) await send(`PBRT-shift-${String(n)}`, 1.05, new Date().toISOString());
  const settings = async () =>
    ask<IqcPatientSettingsResponse>(page, `laboratory/iqc/patients/settings?item=${ITEM.code}`);
  const followed = async () => (await settings()).settings[0]?.followed;
  await expect.poll(followed, { timeout: WAIT_MS }).toBe(22);
  const [alarm] = (await settings()).alarms;
  expect(alarm).toMatchObject({ side: 'high', results: 20, loop: { status: 'open' } });
  await page.goto(PATH);
  await page.getByRole('link', { name: `处理 ${String(alarm?.loop?.id)}` }).waitFor();
  await look(page, 'patient-control');
  await page.getByRole('button', { name: '查看结果' }).click();
  await page.getByRole('dialog').getByText('PBRT-shift-19', { exact: true }).waitFor();
  await settle(page);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');

  const loop = `/loops/${String(alarm?.loop?.id)}`;
  await page.goto(loop);
  await recordAct(page, 'cause', '无故障，说明理由', { why: { choose: '患者群体变化' }, reason: '体检人群增多' });
  const second = await openVisit(browser);
  await enter(second.page, 'lab3');
  await second.page.goto(loop);
  await recordAct(second.page, 'confirm', '退回', { reason: '同期校准记录异常，请核对' });
  await page.reload();
  await recordAct(page, 'cause', '已查明', { causeKind: { choose: '校准' }, cause: '校准品复溶体积有误' });
  await recordAct(page, 'correct', '已纠正', { measures: '重新校准', patients: '复测 10 份，差异在允许范围内' });
  await second.page.reload();
  await recordAct(second.page, 'review', '同意', { conclusion: '同意' });
  await second.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await page.goto('/laboratory/iqc/patients');
  await page.getByText('已查明', { exact: false }).first().waitFor();
  await look(page, 'patient-control-items');
  expect([...complaints, ...second.complaints]).toEqual([]);
  await second.close();
  await close();
});
