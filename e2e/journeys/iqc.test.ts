/** Internal quality control 室内质控 over months: what is owed until it is submitted, sheets, and laboratories beside each other. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const DAY_MS = 86_400_000;
/** In China. */
const THIS_MONTH = new Date(Date.now() + DAY_MS / 3).toISOString().slice(0, 7);
const LAST_MONTH = new Date(Date.parse(`${THIS_MONTH}-01`) - DAY_MS).toISOString().slice(0, 7);

/** An institution that is on no list, whose laboratory measured its controls last month and has not submitted them; as somebody of it. */
async function newLaboratory(): Promise<Visit> {
  const as = async (account: string): Promise<Visit> => {
    const visit = await openVisit(browser);
    await enter(visit.page, account);
    return visit;
  };
  const since = `${LAST_MONTH}-01`;
  const put = (by: Visit, register: string, row: object): Promise<unknown> =>
    ask(by.page, `registers/${register}/entries`, { action: 'put', row, from: since });
  const institution = 'TY99';
  const kind = { level: 1, ownership: 'public', kind: 'general', supervisor: 'health', region: '140107' };
  const [commission, admin, security] = [await as('commission'), await as('admin'), await as('security')];
  await put(commission, 'institution', { code: institution, nameZh: '汾云市体检中心（演示）', ...kind });
  const account = { username: 'month-lab', name: '周敏' };
  const { password } = await ask<{ password: string }>(admin.page, 'accounts', { ...account, isElsewhere: false });
  await ask(security.page, `accounts/${account.username}/role`, { role: 'laboratory', institution });
  for (const visit of [commission, admin, security]) await visit.close();

  const laboratory = await openVisit(browser);
  await ask(laboratory.page, 'session', { username: account.username, password });
  await ask(laboratory.page, 'session/password', { password: '青山绿水长流不息一路向东' });
  const [system, product, lot] = ['K@CHEM-9', 'QC-CHEM', 'L-9'];
  await put(laboratory, 'instrument', { institution, code: 'CHEM-9', nameZh: '生化分析仪', items: ['K'] });
  const rules = { levels: 1, rules: ['1_3s'], warnings: [] };
  const measured = { item: 'K', instrument: 'CHEM-9', unit: 'mmol/L', kind: 'quantitative' };
  await put(laboratory, 'test-system', { institution, code: system, ...measured, ...rules });
  const material = { institution, product, lot, level: 'N', nameZh: '生化质控品', expiresOn: '2099-12-31' };
  await put(laboratory, 'control-material', material);
  const level = { system, product, lot, level: 'N' };
  const validFrom = `${since}T00:00:00+08:00`;
  await ask(laboratory.page, 'laboratory/iqc/targets', { ...level, kind: 'provisional', mean: 4, sd: 0.1, validFrom });
  const results = ['02', '03'].map((day) => ({
    ...level,
    value: 4,
    measuredAt: `${LAST_MONTH}-${day}T08:00:00+08:00`,
  }));
  await ask(laboratory.page, 'laboratory/iqc/results', { results });
  const calibrated = { instrument: 'CHEM-9', activity: 'calibration', doneOn: since, dueOn: '2099-12-31' };
  await put(laboratory, 'instrument-activity', { institution, ...calibrated, certificate: 'JZ-9' });
  return laboratory;
}

it('iqc/month-due: a month that is over is owed until it is submitted', async () => {
  const { page, complaints, close } = await newLaboratory();
  await page.goto('/loops');
  await page.getByRole('link', { name: `${LAST_MONTH} 室内质控月汇总待报送` }).click();
  await page.locator('form#do').getByText('已报送', { exact: true }).click();
  const address = page.url();
  await page.locator('form#do').getByRole('link').click();
  await page.getByRole('button', { name: '报送本月' }).click();
  await page.getByText('全部已报送').waitFor();
  await page.goto(address);
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('a month is there to be submitted, a sheet is taken row by row, and the centre sees laboratories beside each other', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'lab2');
  await page.goto('/laboratory/iqc/months');
  await page.getByRole('button', { name: '报送本月' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/iqc-month.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/laboratory/iqc/sheet');
  const header = '检测系统,质控品,批号,水平,结果,检测时间';
  await page.locator('input[type="file"]').setInputFiles({
    ...{ name: 'controls.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(`${header}\nK@CHEM-1,QC-CHEM,NONE,N,"4,1",2026-03-02 08:15\n`),
  });
  await page.getByText('有误 1 行；尚未保存').waitFor();
  await page.getByRole('cell', { name: '批号', exact: true }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: '接收其余各行，1 行存入隔离区' }).click();
  await page.getByRole('link', { name: /^隔离数据 \d+/ }).waitFor();
  for (const path of ['/laboratory/iqc/systems/K@CHEM-1/performance', '/laboratory/iqc/patients?item=K']) {
    await page.goto(path);
    await settle(page);
    expect(await barriers(page)).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await close();

  const centre = await openVisit(browser);
  await enter(centre.page, 'qc');
  await centre.page.goto('/laboratory/iqc/peers?item=K');
  await centre.page.getByText('同方法同机型').first().waitFor();
  await settle(centre.page);
  await picture(centre.page, 'test-results/pages/iqc-peers.png');
  expect(await barriers(centre.page)).toEqual([]);
  expect(centre.complaints).toEqual([]);
  await centre.close();
});
