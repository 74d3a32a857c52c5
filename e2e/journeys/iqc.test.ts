/**
 * Internal quality control 室内质控: a run out of control takes the mark of its item away at once; cause, correction, a run in control, the
 * patients' results and a second person give it back.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { orderFor, recordAct, sendMarked, told } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const INSTRUMENT = 'HEMA-1';
const SYSTEM = `HGB@${INSTRUMENT}`;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** 录入: types both levels of haemoglobin by keyboard alone. */
async function type(page: Page, normal: string, pathological: string): Promise<void> {
  await page.goto(`/laboratory/iqc/entry?instrument=${INSTRUMENT}`);
  await page.getByRole('textbox', { name: /^血红蛋白.* N 批号/ }).fill(normal);
  await page.keyboard.press('Enter');
  await page.keyboard.type(pathological);
}

const row = (page: Page) => page.locator('tr', { hasText: '血红蛋白' });
const marked = async (page: Page, state: string): Promise<void> => {
  await page.goto('/marks');
  await page.getByRole('textbox', { name: '筛选项目' }).fill('HGB');
  await row(page).getByText(state, { exact: true }).first().waitFor();
};

/** Treated by the city hospital, which reported a haemoglobin of today with its mark. */
const PATIENT = { number: '990101198803070078', name: '罗青禾', key: 'IQC-CARD' };

const HAEMOGLOBIN = { item: 'HGB', name: '血红蛋白', method: '比色法', value: 140, unit: 'g/L' };

it('iqc/out-of-control: a run out of control holds back its system until it is settled, and two have said so', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await sendMarked(PATIENT, HAEMOGLOBIN);
  const doctor = await openVisit(browser);
  await enter(doctor.page, 'doctor');
  await orderFor(doctor.page, PATIENT.number);
  await told(doctor.page, 'HGB', '应当互认');
  await enter(page, 'lab');
  await marked(page, '具备');
  await type(page, '14,0', '162');
  await row(page).getByRole('alert').getByText('小数用小数点').waitFor();
  await page.getByRole('textbox', { name: /^血红蛋白.* N 批号/ }).fill('140');
  await page.getByRole('button', { name: '试判' }).click();
  await row(page).getByText('失控').waitFor();
  await page.getByText('试判结果，尚未保存').waitFor();
  await picture(page, 'test-results/pages/iqc-entry.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: /保\s*存/ }).click();
  const loop = page.getByRole('link', { name: '失控处理' });
  const address = (await loop.getAttribute('href')) ?? '';
  await page.goto('/laboratory/iqc');
  await page.getByRole('button', { name: '失控 1 项' }).click();
  await page.getByText('停发自').waitFor();
  await picture(page, 'test-results/pages/iqc.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('link', { name: '血红蛋白' }).click();
  await page.getByText('1 个结果超出均值 ±3s').first().waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/iqc-system.png');
  expect(await barriers(page)).toEqual([]);
  await marked(page, '不具备');
  await told(doctor.page, 'HGB', '鼓励互认');
  await picture(doctor.page, 'test-results/pages/card-out-of-control.png');
  await row(page).getByRole('button').first().click();
  await page.getByRole('link', { name: '标识依据' }).click();
  await page.getByText('自 ').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.goto(address);
  await page.getByRole('link', { name: '打开所涉记录的页面' }).waitFor();
  await recordAct(page, 'cause', '已查明', { causeKind: { choose: '试剂' }, cause: '试剂失效' });
  await recordAct(page, 'correct', '已纠正', { measures: '更换试剂并校准' });
  await type(page, '128', '162');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByText('已保存 2 个结果').waitFor();
  await page.goto(address);
  await recordAct(page, 'patients', '已评估', { between: '12', changed: '0', patients: '复测 12 份，无需更正' });
  expect(complaints).toEqual([]);
  await close();

  const second = await openVisit(browser);
  await enter(second.page, 'lab3');
  await second.page.goto(address);
  await recordAct(second.page, 'review', '同意恢复', { conclusion: '同意恢复发放' });
  await second.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await marked(second.page, '具备');
  await told(doctor.page, 'HGB', '应当互认');
  expect(doctor.complaints).toEqual([]);
  await doctor.close();
  await second.page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/laboratory/iqc', `/laboratory/iqc/systems/${SYSTEM}`]) {
    await second.page.goto(path);
    await settle(second.page);
    expect(await second.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }
  await picture(second.page, 'test-results/pages/iqc-telephone.png');
  expect(second.complaints).toEqual([]);
  await second.close();
});

const DAY_MS = 86_400_000;
/** In China. */
const THIS_MONTH = new Date(Date.now() + DAY_MS / 3).toISOString().slice(0, 7);
const LAST_MONTH = new Date(Date.parse(`${THIS_MONTH}-01`) - DAY_MS).toISOString().slice(0, 7);

/** Asks the server for something as whoever is signed in, without a page. */
async function send<T>({ page }: Visit, path: string, data: object): Promise<T> {
  const answer = await page.request.post(`/api/v1/${path}`, { data });
  if (!answer.ok()) throw new Error(`${path} answered ${String(answer.status())} ${await answer.text()}`);
  return (answer.status() === 204 ? null : await answer.json()) as T;
}

/** An institution that is on no list, whose laboratory measured its controls last month and has not submitted them; as somebody of it. */
async function newLaboratory(): Promise<Visit> {
  const as = async (account: string): Promise<Visit> => {
    const visit = await openVisit(browser);
    await enter(visit.page, account);
    return visit;
  };
  const since = `${LAST_MONTH}-01`;
  const put = (by: Visit, register: string, row: object): Promise<unknown> =>
    send(by, `registers/${register}/entries`, { action: 'put', row, from: since });
  const institution = 'TY99';
  const kind = { level: 1, ownership: 'public', kind: 'general', supervisor: 'health', region: '140107' };
  const [commission, admin, security] = [await as('commission'), await as('admin'), await as('security')];
  await put(commission, 'institution', { code: institution, nameZh: '汾云市体检中心（演示）', ...kind });
  const account = { username: 'month-lab', name: '周敏' };
  const { password } = await send<{ password: string }>(admin, 'accounts', { ...account, isElsewhere: false });
  await send(security, `accounts/${account.username}/role`, { role: 'laboratory', institution });
  for (const visit of [commission, admin, security]) await visit.close();

  const laboratory = await openVisit(browser);
  await send(laboratory, 'session', { username: account.username, password });
  await send(laboratory, 'session/password', { password: '青山绿水长流不息一路向东' });
  const [system, product, lot] = ['K@CHEM-9', 'QC-CHEM', 'L-9'];
  await put(laboratory, 'instrument', { institution, code: 'CHEM-9', nameZh: '生化分析仪', items: ['K'] });
  const rules = { levels: 1, rules: ['1_3s'], warnings: [] };
  const measured = { item: 'K', instrument: 'CHEM-9', unit: 'mmol/L', kind: 'quantitative' };
  await put(laboratory, 'test-system', { institution, code: system, ...measured, ...rules });
  const material = { institution, product, lot, level: 'N', nameZh: '生化质控品', expiresOn: '2099-12-31' };
  await put(laboratory, 'control-material', material);
  const level = { system, product, lot, level: 'N' };
  const validFrom = `${since}T00:00:00+08:00`;
  await send(laboratory, 'laboratory/iqc/targets', { ...level, kind: 'provisional', mean: 4, sd: 0.1, validFrom });
  const results = ['02', '03'].map((day) => ({
    ...level,
    value: 4,
    measuredAt: `${LAST_MONTH}-${day}T08:00:00+08:00`,
  }));
  await send(laboratory, 'laboratory/iqc/results', { results });
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
