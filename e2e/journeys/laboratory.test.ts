/**
 * What laboratories owe because of what registers hold: an instrument that falls due, a failed round and a failed blind sample, each up to
 * its evidence; marks that lapse, of which nobody's word ends the loop, only the registers.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { changeEntry, choose, recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

const DAY_MS = 86_400_000;
/** In China. */
const NOW_MS = Date.now() + DAY_MS / 3;
const day = (offset: number): string => new Date(NOW_MS + offset * DAY_MS).toISOString().slice(0, 10);
const LAST_MONTH = new Date(Date.parse(`${day(0).slice(0, 7)}-01`) - DAY_MS).toISOString().slice(0, 7);
/** The registers are looked through for lapses every quarter of a minute, on a busy machine later. */
const LAPSES_MS = 100_000;
/** On no list, so that nothing else rests on it. */
const ITEM = 'CULT_BLOOD';
const SUSPENSION = { code: 'E2E-1', institution: 'TY01', item: 'UA', cause: 'AUTHORITY_ORDER', suspendedTo: null };

const visits = new Map<string, Visit>();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** The page of an account, which stays signed in from one test to the next. */
async function pageOf(username: string): Promise<Page> {
  const known = visits.get(username);
  if (known !== undefined) return known.page;
  const visit = await openVisit(browser);
  visits.set(username, visit);
  await enter(visit.page, username);
  return visit.page;
}

async function openLoop(page: Page, title: RegExp | string, view = 'mine'): Promise<void> {
  await page.goto(`/loops?view=${view}`);
  await page.getByRole('link', { name: title }).click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
}

const put = (page: Page, register: string, row: Readonly<Record<string, unknown>>, from: string): Promise<void> =>
  changeEntry(page, register, { action: 'put', row, from, endPrevious: true });
const closed = (page: Page, timeout?: number): Promise<void> =>
  page
    .locator('.fj-loop-standing')
    .getByText('已关闭')
    .waitFor(timeout === undefined ? {} : { timeout });

/** Presses the button of an outcome with nothing filled in, until so many fields say that they are missing. */
async function missIn(page: Page, stage: string, outcome: string, count: number): Promise<void> {
  const form = page.locator(`form#${stage}`);
  await form.getByText(outcome, { exact: true }).click();
  await form.getByRole('button', { name: `记录“${outcome}”` }).click();
  await untilCount(form.locator('.ant-form-item-explain-error'), count);
}

it('instrument/activity-due: an instrument that falls due is told ahead, and closes with its day and certificate in the register only', async () => {
  const commission = await pageOf('commission');
  await put(commission, 'suspension', { ...SUSPENSION, suspendedFrom: day(7), doubtFrom: null }, day(0));
  const page = await pageOf('lab2');
  const month = { institution: 'TY05', item: 'TG', month: LAST_MONTH, testingDays: 22, qcDays: 22 };
  await put(page, 'iqc-monthly', { ...month, cv: 3.1, agreement: null, reportedOn: day(0) }, day(0));
  const due = { institution: 'TY05', instrument: 'CHEM-1', activity: 'testing', dueOn: day(5) };
  await put(page, 'instrument-activity', { ...due, doneOn: null, certificate: null }, '2020-01-01');
  await openLoop(page, /检测 .* 到期/);
  const form = page.locator('form#do');
  await form.getByText('已完成', { exact: true }).click();
  await form.locator('a[href="/laboratory/resources"]').waitFor();
  await picture(page, 'test-results/pages/instrument-due.png');
  expect(await barriers(page)).toEqual([]);
  const done = { ...due, dueOn: day(300), doneOn: day(0), certificate: 'JC-2026-7' };
  await put(page, 'instrument-activity', done, day(0));
  await closed(page);
});

it('an overdue instrument ends the marks that the page names, and its certificate gives them back', async () => {
  const page = await pageOf('lab2');
  const overdue = { institution: 'TY05', instrument: 'US-1', activity: 'verification', dueOn: day(-1) };
  await put(page, 'instrument-activity', { ...overdue, doneOn: null, certificate: null }, '2020-01-01');
  await page.goto('/laboratory/resources');
  const ended = page.locator('.fj-resources-alert', { hasText: 'US-1 已逾期' });
  await ended.getByText(/由此失效的互认标识 \d+ 个/).waitFor();
  await picture(page, 'test-results/pages/instrument-overdue.png');
  expect(await barriers(page)).toEqual([]);
  // Behind the number of those overdue is this one.
  await page.getByRole('button', { name: /^检定逾期 \d+ 台，查看$/ }).click();
  const behind = page.getByRole('dialog');
  await behind.getByText(/US-1/).waitFor();
  await picture(page, 'test-results/pages/instruments-in-date.png');
  await behind.locator('.ant-modal-close').click();
  await behind.waitFor({ state: 'hidden' });
  const plan = page.locator('section', { hasText: 'US-1' }).last();
  await plan.getByRole('row', { name: /检定/ }).getByRole('button', { name: '登记完成' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('证书或记录编号').fill('JD-2026-9');
  const certificate = { name: '检定证书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
  await form.locator('input[type="file"]').setInputFiles(certificate);
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('link', { name: '检定证书.pdf' }).waitFor();
  await untilCount(ended, 0);
});

it('an indicator opens to its months, and a certificate of a person is kept with the day until which it holds', async () => {
  const page = await pageOf('lab');
  await page.goto('/laboratory/indicators');
  await page.getByRole('link', { name: '趋势 CL-07' }).click();
  await page.getByRole('img', { name: /CL-07 逐月数值/ }).waitFor();
  await page.getByRole('link', { name: '导出 Excel' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: `展开 ${LAST_MONTH}` }).click();
  await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
  await page.keyboard.press('Escape');
  // While the chosen one loads, what stands there of the one before is marked as such.
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route(/CL-08\/trend/, async (route) => {
    await gate;
    await route.continue();
  });
  await page.getByRole('combobox', { name: '指标', exact: true }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'CL-08' }).click();
  await page
    .locator('[aria-busy="true"]')
    .getByRole('heading', { name: /^CL-07/ })
    .waitFor();
  go();
  await page
    .locator('[aria-busy="false"]')
    .getByRole('heading', { name: /^CL-08/ })
    .waitFor();
  // What Henan asks for has codes of its own, beside the fifteen.
  await page.getByRole('radiogroup', { name: '版本' }).getByText('河南').click();
  await page
    .locator('[aria-busy="false"]')
    .getByRole('heading', { name: /^HN-01 质控或比对覆盖率/ })
    .waitFor();
  await page.getByRole('button', { name: `展开 ${LAST_MONTH}` }).click();
  await page
    .getByRole('dialog')
    .getByText(/质控 \d+ 天/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.goto('/laboratory/resources?part=staff');
  await page.getByRole('button', { name: '登记证书' }).first().click();
  const form = page.getByRole('dialog');
  const certificate = { name: '培训证书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
  await form.locator('input[type="file"]').setInputFiles(certificate);
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('link', { name: '培训证书.pdf' }).first().waitFor();
});

it('reagent/recall: a recalled lot is taken out of use, each of its results decided on, and another person agrees', async () => {
  const [page, office] = [await pageOf('lab'), await pageOf('quality')];
  await page.goto('/laboratory/resources?part=recalls');
  await page.getByRole('link', { name: /R-GLU 2601/ }).click();
  await page.getByRole('heading', { name: /受影响结果 \d+ 条/ }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/lot-recall.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: /^其余 \d+ 条维持原结果/ }).click();
  const decision = page.getByRole('dialog');
  await decision.getByLabel('维持的理由（如留样复测结果）').fill('留样换批复测，偏差在允许范围内');
  expect(await barriers(page)).toEqual([]);
  await decision.getByRole('button', { name: '提交' }).click();
  await decision.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '全部处置完毕' }).click();
  await page.getByText('结果已处置，待停用或复核').first().waitFor();
  const loop = /批号 2601 召回/;
  await openLoop(page, loop);
  await recordAct(page, 'stop', '已停用', { stoppedOn: day(0), measures: '封存剩余试剂并退货' });
  await openLoop(office, loop);
  await recordAct(office, 'confirm', '同意', { conclusion: '复测充分，同意' });
  await closed(office);
  // A lot is chosen from the register, with the day from which it was used.
  await page.goto('/laboratory/resources?part=recalls');
  await page.getByRole('button', { name: '登记召回' }).click();
  await choose(page, 'recall-lot', 'R-ALT 2602');
  expect(await page.getByRole('dialog').getByLabel('受影响时段自').inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/);
  await page.getByRole('button', { name: /^取\s*消$/ }).click();
  // Another lot is recalled from its own line.
  await page.goto('/laboratory/resources?part=reagents');
  await page.getByRole('button', { name: '召回 R-ALT 2602' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('召回通知来源').fill('厂家函 E2E-1');
  await form.getByLabel('召回理由').fill('校准偏移');
  // Enter sends nothing that is half filled in: what is recorded is recorded by the button.
  await form.getByLabel('召回通知来源').press('Enter');
  expect(await form.getByRole('button', { name: '提交' }).isEnabled()).toBe(true);
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: '提交' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: '已召回' }).first().waitFor();
});

it('eqa/rectification: a failed round is analysed and put right by the laboratory, verified by the office, confirmed by the centre', async () => {
  const [centre, laboratory, office] = [await pageOf('qc'), await pageOf('lab'), await pageOf('quality')];
  const round = { organiser: 'QC-14', round: 'E2E-1', item: ITEM };
  const published = { year: Number(day(0).slice(0, 4)), closedOn: day(-20), publishedOn: day(0) };
  await put(centre, 'eqa-round', { ...round, ...published }, day(-20));
  const failed = { institution: 'TY01', outcome: 'FAIL', measuredOn: day(-25) };
  await put(centre, 'eqa-outcome', { ...round, ...failed }, day(-20));
  const loop = /室间质评 E2E-1 不合格/;
  await openLoop(laboratory, loop);
  await missIn(laboratory, 'analyse', '已分析', 3);
  const analysed = { causeKind: { choose: '操作' }, cause: '接种量不足', patients: '复查近三月阴性 12 例，无漏检' };
  await recordAct(laboratory, 'analyse', '已分析', analysed);
  await openLoop(office, loop, 'open');
  expect(await office.locator('.fj-loop-outcomes').count()).toBe(0);
  await recordAct(laboratory, 'correct', '已整改', { measures: '修订接种规程并培训考核' });
  expect(await laboratory.locator('form#verify').count()).toBe(0);
  await openLoop(office, loop);
  await recordAct(office, 'verify', '无效，重新分析', { reason: '未提供盲测数据' });
  await openLoop(laboratory, loop);
  await recordAct(laboratory, 'analyse', '已分析', analysed);
  await recordAct(laboratory, 'correct', '已整改', { measures: '补做盲测 5 份' });
  await openLoop(office, loop);
  await missIn(office, 'verify', '有效', 1);
  await recordAct(office, 'verify', '有效', { evidence: '盲测 5 份全部符合' });
  await openLoop(centre, loop);
  await recordAct(centre, 'confirm', '确认');
  await closed(centre);
  await picture(centre, 'test-results/pages/eqa-rectified.png');
  await office.goto('/loops/analytics');
  await office.getByText('室间质评不合格整改').first().waitFor();
  // One unit's stages alone, the loops behind a median with their minutes, and back to all.
  const units = office.locator('.fj-loop-unit');
  await units.nth(1).click();
  const back = office.getByRole('button', { name: '全部单位' });
  await back.waitFor();
  await settle(office);
  expect(await units.nth(1).getAttribute('aria-pressed')).toBe('true');
  await office
    .getByRole('button', { name: /^中位数.*查看清单$/ })
    .first()
    .click();
  await office
    .getByText(/该环节用时 [\d.]+ 分钟/)
    .first()
    .waitFor();
  await picture(office, 'test-results/pages/loops-analytics-unit.png');
  await office.keyboard.press('Escape');
  await back.click();
  await back.waitFor({ state: 'detached' });
  // The chain that was just followed to its end is among those behind the number of its kind.
  await office
    .getByRole('row', { name: /室间质评不合格整改/ })
    .getByRole('button', { name: /^链条完整 \d+，查看清单$/ })
    .click();
  await office
    .locator('.ant-drawer')
    .getByText(/室间质评 E2E-1 不合格/)
    .first()
    .waitFor();
  expect(await barriers(office)).toEqual([]);
  await picture(office, 'test-results/pages/loops-analytics-chain.png');
  await office.keyboard.press('Escape');
});

it('blind-sample/failed: a failed blind sample is reported by the centre, put right, verified, and lifted by the authority', async () => {
  const [centre, laboratory, authority] = [await pageOf('qc'), await pageOf('lab2'), await pageOf('commission')];
  const verdict = { measuredOn: day(-1), verdictOn: day(0), outcome: 'FAIL', liftedOn: null };
  await put(authority, 'blind-sample', { institution: 'TY05', item: ITEM, ...verdict }, day(0));
  const loop = '血培养及鉴定：盲样考核不合格';
  await openLoop(laboratory, loop);
  expect(await laboratory.locator('form#report').count()).toBe(0);
  const found = { causeKind: { choose: '方法学' }, cause: '培养瓶批次', patients: '召回 2 例复检' };
  await recordAct(laboratory, 'correct', '已整改', { ...found, measures: '更换批次' });
  await openLoop(centre, loop);
  await recordAct(centre, 'report', '已报告', { receipt: '市卫健委 王科长' });
  await recordAct(centre, 'verify', '有效', { evidence: '复核样品 3 份全部检出' });
  // What the centre did not report in time has gone up to the authority.
  await authority.goto('/loops?view=told');
  await authority.getByRole('link', { name: /肌酐：盲样考核不合格/ }).waitFor();
  await openLoop(authority, loop);
  await missIn(authority, 'decide', '解除', 1);
  await recordAct(authority, 'decide', '解除', { doneOn: day(0) });
  await closed(authority);
});

it('critical-value/list-review: the own list of critical values is to be reviewed, and ends with the registers', async () => {
  const page = await pageOf('lab2');
  const threshold = {
    ...{ institution: 'TY05', item: 'K', code: 'e2e', specimen: null, sex: null, ageFrom: null, ageTo: null },
    ...{ ageUnit: null, department: null, diagnosis: null, low: 2.8, high: 6.2, inclusive: true, findings: null },
    ...{ repeat: null, firstOnlyDays: null, source: '院内目录' },
  };
  await put(page, 'critical-threshold', { ...threshold, reviewedOn: day(-360) }, day(-400));
  await openLoop(page, /危急值目录 .* 应评审/, 'open');
  await put(page, 'critical-threshold', { ...threshold, reviewedOn: day(0) }, day(0));
  await closed(page);
});

it('mark/lapsed: marks that lapse are told ahead; the registers alone end that, and nobody’s word', async () => {
  const [page, authority, district] = [await pageOf('lab'), await pageOf('commission'), await pageOf('lab2')];
  await page.goto('/loops');
  await page.getByRole('link', { name: new RegExp(`互认标识 ${day(7)} 失效`) }).click({ timeout: LAPSES_MS });
  await page.locator('.fj-stages').waitFor();
  await settle(page);
  expect(await page.locator('form#restore input:not([type="radio"]), form#restore textarea').count()).toBe(0);
  await picture(page, 'test-results/pages/mark-lapses.png');
  expect(await barriers(page)).toEqual([]);
  await changeEntry(authority, 'suspension', {
    ...{ action: 'withdraw', key: SUSPENSION.code, from: day(0), note: '搬迁取消' },
  });
  await openLoop(district, /互认标识 .* 失效.*甘油三酯/, 'closed');
  await district.getByText('平台').first().waitFor();
  await closed(page, LAPSES_MS);
  for (const { complaints } of visits.values()) expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
}, 300_000);
