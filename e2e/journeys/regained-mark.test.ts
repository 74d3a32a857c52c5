/**
 * How a laboratory loses the mark of an item and has it back, told end to end: a run out of control takes it away at once; the round that was
 * returned meanwhile is failed; cause, correction, a run in control, the patients' results and a second person settle the one, the
 * rectification and the next round the other. A doctor's card follows. (室内质控、室间质评)
 */
import type { LoopResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, orderFor, recordAct, sendMarked, told } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, WAIT_MS } from '../support/visit.ts';

const INSTRUMENT = 'HEMA-1';
const SYSTEM = `HGB@${INSTRUMENT}`;
const CODE = 'HGB';
const ITEM = '血红蛋白';
/** Treated by the city hospital, which reported a haemoglobin of today with its mark. */
const PATIENT = { number: '990101198803070078', name: '罗青禾', key: 'MARK-CARD' };
const RESULT = { item: CODE, name: ITEM, method: '比色法', value: 140, unit: 'g/L' };
const SAMPLES = ['901', '902', '903', '904', '905'];
const FAILED = new RegExp(`${ITEM}：室间质评 .* 不合格`);
const ROUNDS = 'laboratory/eqa/rounds';

const visits = new Map<string, Visit>();
let browser: Browser;
/** Of the loop of the run out of control. */
let loop: string;

beforeAll(async () => {
  browser = await launchBrowser();
  await sendMarked(PATIENT, RESULT);
});

afterAll(async () => {
  await browser.close();
});

/** The page of an account, which stays signed in to the end. */
async function pageOf(account: string): Promise<Page> {
  const known = visits.get(account);
  if (known !== undefined) return known.page;
  const visit = await openVisit(browser);
  visits.set(account, visit);
  await enter(visit.page, account);
  await visit.page.goto('/loops');
  return visit.page;
}

const row = (page: Page) => page.locator('tr', { hasText: ITEM });
/** How the mark stands as soon as what was done before has its effect: the page of marks tells how it stood when it was opened. */
const marked = async (page: Page, state: string): Promise<void> => {
  const isMarked = async (): Promise<boolean> => {
    await page.goto('/marks');
    await page.getByRole('textbox', { name: '筛选项目' }).fill(CODE);
    await row(page).first().waitFor();
    return (await row(page).getByText(state, { exact: true }).count()) > 0;
  };
  await expect.poll(isMarked, { message: state, timeout: WAIT_MS, interval: 500 }).toBe(true);
};
const look = async (page: Page, name: string): Promise<void> => {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
};
const isWithoutComplaint = (): void => expect([...visits.values()].flatMap(({ complaints }) => complaints)).toEqual([]);

/** 录入: types both levels by keyboard alone. */
async function type(page: Page, normal: string, pathological: string): Promise<void> {
  await page.goto(`/laboratory/iqc/entry?instrument=${INSTRUMENT}`);
  await page.getByRole('textbox', { name: /^血红蛋白.* N 批号/ }).fill(normal);
  await page.keyboard.press('Enter');
  await page.keyboard.type(pathological);
}

/** A round of the item that is open now, with targets that the centre knows; where it stands. Of one day the later round has the later name. */
async function organise(round: string, nameZh: string): Promise<string> {
  const centre = await pageOf('qc');
  const year = new Date().getFullYear();
  const { id } = await ask<{ readonly id: number }>(centre, ROUNDS, {
    ...{
      organiser: 'QC-14',
      round,
      nameZh,
      year,
      lateRule: 'refuse',
      samples: SAMPLES,
    },
    opensAt: new Date(Date.now() - 3_600_000).toISOString(),
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    items: [{ item: CODE, kind: 'quantitative', unit: RESULT.unit, criterion: { type: 'pct', percent: 6 } }],
    targets: SAMPLES.map((sample) => ({ item: CODE, sample, variant: 'A', value: 140, uncertainty: 0.5 })),
  });
  return `${ROUNDS}/${String(id)}`;
}

/** 截止、评价、公布. */
async function publish(round: string): Promise<Page> {
  const centre = await pageOf('qc');
  await centre.goto(`/${round.replace('rounds', 'organised')}?tab=grading`);
  await centre.getByRole('button', { name: '立即截止' }).click();
  await centre.locator('#eqa-reason').fill('各家均已回报');
  await centre.getByRole('button', { name: /^确\s*定$/ }).click();
  // The page turns by itself at the second of closing.
  await centre.locator('.fj-eqa-track [aria-current]', { hasText: '已截止' }).waitFor();
  await centre.getByRole('button', { name: /^评\s*价$/ }).click();
  await centre.getByRole('button', { name: '公布第 1 版' }).click();
  // Nothing is published before it is confirmed, with what follows from it.
  const sure = centre.locator('.ant-popconfirm', { hasText: /公布第 1 版成绩？.*互认标识、暂停与整改随之生效/s });
  await sure.getByRole('button', { name: /^确\s*定$/ }).click();
  await centre.locator('.fj-eqa-track [aria-current]', { hasText: '已公布' }).waitFor();
  return centre;
}

it('iqc/out-of-control: a run out of control takes the mark away at once, and the card of a doctor says so', async () => {
  const doctor = await pageOf('doctor');
  await orderFor(doctor, PATIENT.number);
  await told(doctor, CODE, '应当互认');
  const page = await pageOf('lab');
  await marked(page, '具备');
  await type(page, '14,0', '162');
  await page.keyboard.press('ArrowDown');
  expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^血小板计数.* P 批号/);
  await row(page).getByRole('alert').getByText('小数用小数点').waitFor();
  await page.getByRole('textbox', { name: /^血红蛋白.* N 批号/ }).fill('140');
  await page.getByRole('button', { name: '试判' }).click();
  await row(page).getByText('失控').waitFor();
  await page.getByText('试判结果，尚未保存').waitFor();
  await look(page, 'iqc-entry');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  loop = (await page.getByRole('link', { name: '失控处理' }).getAttribute('href')) ?? '';
  await page.goto('/laboratory/iqc');
  await page.getByRole('button', { name: '失控 1 项' }).click();
  await page.getByText('停发自').waitFor();
  await look(page, 'iqc');
  await page.getByRole('link', { name: ITEM }).click();
  await page.getByText('1 个结果超出均值 ±3s').first().waitFor();
  await look(page, 'iqc-system');
  await marked(page, '不具备');
  await told(doctor, CODE, '鼓励互认');
  await picture(doctor, 'test-results/pages/card-out-of-control.png');
  await row(page).getByRole('button').first().click();
  await page.getByRole('link', { name: '标识依据' }).click();
  await page.getByText('自 ').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  isWithoutComplaint();
});

it('the round that was returned meanwhile, by sheet and by hand, is closed, graded and published, and failed', async () => {
  const centre = await pageOf('qc');
  const round = await organise('HGB-1', '血红蛋白质评');
  await centre.goto(`/${round.replace('rounds', 'organised')}`);
  await centre.getByRole('button', { name: /^报\s*名$/ }).click();
  const dialog = centre.getByRole('dialog');
  await dialog.locator('#eqa-institutions').fill('TY01');
  await centre.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'TY01' }).click();
  await dialog.locator('.ant-modal-title').click();
  await dialog.getByRole('button', { name: /^报\s*名$/ }).click();
  await dialog.waitFor({ state: 'hidden' });

  const page = await pageOf('lab');
  await page.goto('/laboratory/eqa');
  await page.getByRole('link', { name: '血红蛋白质评' }).click();
  await page.locator('.fj-eqa-track').waitFor();
  const upload = (value: string): Promise<void> =>
    page.locator('input[type="file"]').setInputFiles({
      ...{ name: 'return.csv', mimeType: 'text/csv' },
      buffer: Buffer.from(`项目编码,单位,${SAMPLES.join(',')}\nHGB,g/L,${SAMPLES.map(() => value).join(',')}\n`),
    });
  await upload('"15,6"');
  await page
    .getByText(/第 2 行“\d+”列：“15,6”含逗号/)
    .first()
    .waitFor();
  expect(visits.get('lab')?.complaints.splice(0)).toHaveLength(1);
  await upload('156');
  await page.getByText('已读入第 1 版').waitFor();
  await page.getByRole('textbox', { name: `${ITEM} 样品 901` }).fill('155');
  await page.getByRole('button', { name: '暂存新版本' }).click();
  await page.getByText('第 2 版').waitFor();
  await look(page, 'eqa-return');
  const second = await pageOf('lab3');
  await second.goto(`/${round}`);
  await second.getByRole('button', { name: '复核通过' }).click();
  await second.getByRole('button', { name: /上\s*报/ }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /上\s*报/ }).click();
  await page.getByText(/已上报，回执 EQA-/).waitFor();

  await publish(round);
  await look(centre, 'eqa-grading');
  await centre.getByRole('tab', { name: '回报矩阵' }).click();
  await centre.getByRole('button', { name: /第一人民医院/ }).click();
  await centre.getByRole('dialog').getByText('156').first().waitFor();
  await look(centre, 'eqa-matrix');
  await centre.keyboard.press('Escape');
  await centre.getByRole('tab', { name: '统计' }).click();
  await centre.locator('.fj-chart canvas').first().waitFor();
  await look(centre, 'eqa-statistics');
  await page.reload();
  await page.locator('.fj-bad', { hasText: '不合格' }).first().waitFor();
  await look(page, 'eqa-scores');
  isWithoutComplaint();
});

it('the run out of control is settled, and two have said so; the failed round still holds the mark back', async () => {
  const page = await pageOf('lab');
  await page.goto(loop);
  await page.getByRole('link', { name: '打开所涉记录的页面' }).waitFor();
  await recordAct(page, 'cause', '已查明', { causeKind: { choose: '试剂' }, cause: '试剂失效' });
  await recordAct(page, 'correct', '已纠正', { measures: '更换试剂并校准' });
  await type(page, '128', '162');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByText('已保存 2 个结果').waitFor();
  await page.goto(loop);
  await page.locator('form#patients').getByText('已评估', { exact: true }).click();
  await page.locator('form#patients').getByRole('link').click();
  await page.getByRole('heading', { name: /受影响结果 \d+ 条/ }).waitFor();
  await look(page, 'iqc-affected');
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'iqc-affected-telephone');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: /^其余 \d+ 条维持原结果/ }).click();
  const decision = page.getByRole('dialog');
  await decision.getByLabel('维持的理由（如留样复测结果）').fill('留样复测一致，无需更正');
  await decision.getByRole('button', { name: '提交' }).click();
  await decision.waitFor({ state: 'hidden' });
  const second = await pageOf('lab3');
  await second.goto(loop);
  await recordAct(second, 'review', '同意恢复', { conclusion: '同意恢复发放' });
  await second.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await marked(second, '不具备');
  await second.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/laboratory/iqc', `/laboratory/iqc/systems/${SYSTEM}`]) {
    await second.goto(path);
    await settle(second);
    expect(await second.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }
  await picture(second, 'test-results/pages/iqc-telephone.png');
  isWithoutComplaint();
});

it('the mark comes back with the rectification that the centre confirmed and the next round that was passed', async () => {
  type Act = readonly [stage: string, outcome: string, fields: Parameters<typeof recordAct>[3]];
  const act = async (account: string, ...acts: readonly Act[]): Promise<Page> => {
    const page = await pageOf(account);
    await page.goto('/loops');
    await page.getByRole('link', { name: FAILED }).click();
    for (const [stage, outcome, fields] of acts) await recordAct(page, stage, outcome, fields);
    return page;
  };
  const cause = { causeKind: { choose: '操作' }, cause: '试剂失效', patients: '复测 12 份，无需更正' };
  const laboratory = await act(
    'lab',
    ['analyse', '已分析', cause],
    ['correct', '已整改', { measures: '更换试剂并校准' }],
  );
  await act('quality', ['verify', '有效', { evidence: '盲测 5 份全部符合' }]);
  const centre = await act('qc', ['confirm', '确认', {}]);
  await centre.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await marked(laboratory, '不具备');

  const round = await organise('HGB-2', '血红蛋白补测');
  await ask(centre, `${round}/enrolments`, { enrolments: [{ institution: 'TY01', items: [CODE] }] });
  const reported = { item: CODE, reported: '141', unit: RESULT.unit, method: RESULT.method, instrument: INSTRUMENT };
  await ask(laboratory, `${round}/returns`, { after: 0, results: SAMPLES.map((sample) => ({ ...reported, sample })) });
  await ask(await pageOf('lab3'), `${round}/returns/1/check`, {});
  await ask(laboratory, `${round}/returns/1/submission`, {});
  await publish(round);
  await marked(laboratory, '具备');
  await told(await pageOf('doctor'), CODE, '应当互认');
  isWithoutComplaint();
});

it('iqc/out-of-control: what was typed wrongly is corrected with its reason, and holds the mark until a second person confirms that', async () => {
  const [page, second] = [await pageOf('lab'), await pageOf('lab3')];
  await type(page, '12.8', '162');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  const mistaken = (await page.getByRole('link', { name: '失控处理' }).getAttribute('href')) ?? '';
  await page.goto(`/laboratory/iqc/systems/${SYSTEM}`);
  const typed = page.getByRole('row').filter({ has: page.getByRole('cell', { name: '12.8', exact: true }) });
  await typed.first().getByRole('button', { name: '更正' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#iqc-value').fill('128');
  await dialog.locator('#iqc-reason').fill('录入时点错小数点，原始记录为 128');
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'hidden' });
  await marked(page, '不具备');
  // Which runs the correction changes is judged in a moment.
  const waiting = async () => (await ask<LoopResponse>(page, mistaken.slice(1))).loop.waiting.map(({ id }) => id);
  await expect.poll(waiting, { timeout: 45_000 }).toEqual(['confirm']);
  await page.goto(mistaken);
  await page.locator('.fj-stages').waitFor();
  await settle(page);
  expect(await page.locator('form#confirm').count()).toBe(0);
  await second.setViewportSize({ width: 1440, height: 900 });
  await second.goto(mistaken);
  await recordAct(second, 'confirm', '确认更正属实', { reason: '核对仪器原始数据无误' });
  await second.locator('.fj-loop-standing').getByText('不成立').first().waitFor();
  isWithoutComplaint();
});
