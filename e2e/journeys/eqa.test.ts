/**
 * External quality assessment 室间质评: a laboratory returns by sheet and by hand, two persons sign; the organiser closes, grades and publishes;
 * who failed loses the mark of the item at once, owes a rectification, and has the mark back with it and the next round; a doctor's card follows.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, orderFor, recordAct, sendMarked, told } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

/** On which nothing else rests. */
const ITEM = '镁';
const CODE = 'Mg';
const PATIENT = { number: '990101198803070094', name: '叶知秋', key: 'EQA-CARD' };
const RESULT = { item: CODE, name: ITEM, method: '二甲苯胺蓝法', value: 0.9, unit: 'mmol/L' };
const WRONG = '9.9';
const PASSED_ROUND = /年第.次常规化学/;
const OPEN_ROUND = /月无机离子/;
const FAILED = new RegExp(`${ITEM}：室间质评 .* 不合格`);
type Act = readonly [stage: string, outcome: string, fields: Parameters<typeof recordAct>[3]];
let browser: Browser;
/** With the order form of a patient open, of whom the laboratory reported the item today. */
let doctor: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
  await sendMarked(PATIENT, RESULT);
  doctor = await openVisit(browser);
  await enter(doctor.page, 'doctor');
  await orderFor(doctor.page, PATIENT.number);
});

afterAll(async () => {
  await browser.close();
});

const markOf = async (page: Page, state: string): Promise<void> => {
  await page.goto('/marks');
  await page.getByRole('textbox', { name: '筛选项目' }).fill(CODE);
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
  await told(doctor.page, CODE, '应当互认');
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
  await centre.page.getByRole('tab', { name: '回报矩阵' }).click();
  await centre.page.getByRole('combobox', { name: '项目' }).click();
  await centre.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: ITEM }).click();
  await centre.page.getByRole('button', { name: /第一人民医院/ }).click();
  await centre.page.getByRole('dialog').getByText(WRONG).first().waitFor();
  await look(centre.page, 'eqa-matrix');
  await centre.page.keyboard.press('Escape');
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
  await told(doctor.page, CODE, '鼓励互认');
  await page.goto('/loops');
  await page.getByRole('link', { name: FAILED }).waitFor();
  expect([...first.complaints, ...centre.complaints]).toEqual([]);
  await first.close();
  await centre.close();
});

it('the mark comes back with the rectification that the centre confirmed and the next round that was passed', async () => {
  const visits = new Map<string, Visit>();
  const pageOf = async (account: string): Promise<Page> => {
    const visit = visits.get(account) ?? (await openVisit(browser));
    if (!visits.has(account)) await enter(visit.page, account);
    visits.set(account, visit);
    await visit.page.goto('/loops');
    return visit.page;
  };
  const act = async (account: string, ...acts: readonly Act[]): Promise<Page> => {
    const page = await pageOf(account);
    await page.getByRole('link', { name: FAILED }).click();
    for (const [stage, outcome, fields] of acts) await recordAct(page, stage, outcome, fields);
    return page;
  };
  const cause = { causeKind: { choose: '操作' }, cause: '稀释错误', patients: '复测 12 份，无需更正' };
  const laboratory = await act('lab', ['analyse', '已分析', cause], ['correct', '已整改', { measures: '校准加样器' }]);
  await act('quality', ['verify', '有效', { evidence: '盲测 5 份全部符合' }]);
  const centre = await act('qc', ['confirm', '确认', {}]);
  await centre.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await markOf(laboratory, '不具备');

  const now = Date.now();
  const samples = ['901', '902', '903', '904', '905'];
  const rounds = 'laboratory/eqa/rounds';
  const { id } = await ask<{ readonly id: number }>(centre, rounds, {
    ...{ organiser: 'QC-14', programme: 'C-02', round: `${new Date().toISOString().slice(0, 4)}-C-02-R` },
    ...{ nameZh: '无机离子补测', year: new Date().getFullYear(), lateRule: 'refuse', samples },
    opensAt: new Date(now - 3_600_000).toISOString(),
    closesAt: new Date(now + 3_600_000).toISOString(),
    items: [{ item: CODE, kind: 'quantitative', unit: RESULT.unit, criterion: { type: 'pct', percent: 15 } }],
    targets: samples.map((sample) => ({ item: CODE, sample, variant: 'A', value: 0.9, uncertainty: 0.01 })),
  });
  const round = `${rounds}/${String(id)}`;
  await ask(centre, `${round}/enrolments`, { enrolments: [{ institution: 'TY01', items: [CODE] }] });
  const reported = { item: CODE, reported: '0.91', unit: RESULT.unit, method: RESULT.method, instrument: 'CHEM-1' };
  await ask(laboratory, `${round}/returns`, { after: 0, results: samples.map((sample) => ({ ...reported, sample })) });
  await ask(await pageOf('lab3'), `${round}/returns/1/check`, {});
  await ask(laboratory, `${round}/returns/1/submission`, {});
  const closesAt = new Date(Date.now() + 2000).toISOString();
  await ask(centre, `${round}/acts`, { kind: 'rescheduled', closesAt, reason: '各家均已回报' });
  await centre.goto(`/laboratory/eqa/organised/${String(id)}?tab=grading`);
  await centre.getByRole('button', { name: /^评\s*价$/ }).click();
  await centre.getByRole('button', { name: '公布第 1 版' }).click();
  await centre.locator('.fj-eqa-track [aria-current]', { hasText: '已公布' }).waitFor();
  await markOf(laboratory, '具备');
  await told(doctor.page, CODE, '应当互认');
  expect([doctor, ...visits.values()].flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const visit of visits.values()) await visit.close();
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

it('a panel sets the target of a group, which counts from the next evaluation on', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'qc');
  await openRound(page, /甲状腺功能/);
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
