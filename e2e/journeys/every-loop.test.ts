/**
 * Every kind of loop 闭环 that has no journey of its own: each is driven on its page from what the demonstration owes to its end, by whoever
 * owes each stage. What is driven anywhere is held against what the documents declare at the end of a whole run: tools/lib/driven.mjs.
 */
import type { LoopField, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, choose, recordAct, sendDetected, sendInfarction, sendPotassium, VERIFIED } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

type Step = readonly [account: string, stage: string, outcome: string];

const CRITICAL_OUTPATIENT = { number: '990101198803070043', name: '施宁', key: 'OUTPATIENT-1' };
const EXAMINED = { number: '990101198803070107', name: '江牧之', key: 'INFARCTION-1' };
const EXAMINED_OUTPATIENT = { number: '990101198803070115', name: '江照水', key: 'INFARCTION-2' };
const TOLD = { number: '990101198803070123', name: '江望舒', key: 'TOLD-1' };
const UNREACHED = { number: '990101198803070086', name: '柳北川', key: 'UNREACHED-1' };
const CORRECTED = { number: '990101198803070131', name: '柳青禾', key: 'CORRECTED-1' };
const READ_BACK = '7.1';
const DRIVEN: Readonly<Record<string, readonly Step[]>> = {
  'critical-value/outpatient': [
    ['lab', 'verify', '属实'],
    ['lab', 'notify', '已报告'],
    ['nurse', 'receive', '已接收'],
    ['nurse', 'inform', '已告知'],
    ['doctor', 'reach', '患者仍在院'],
    ['doctor', 'act', '已诊治'],
    ['doctor', 'hand-over', '已交班'],
    ['doctor', 'recheck', '已复查'],
  ],
  'critical-value/withdrawn': [
    ['lab', 'retract', '已告知临床'],
    ['doctor', 'review', '未据此处置，无需调整'],
  ],
  'adverse-event/unreported': [['head', 'report', '核实后不属不良事件']],
  'adverse-event/silent-department': [
    ['head', 'explain', '已说明'],
    ['quality', 'guide', '说明成立'],
  ],
  'report/correction': [
    ['lab', 'explain', '无须复检'],
    ['quality', 'review', '属实'],
  ],
  'loops/closure-doubt': [['quality', 'office', '情况属实，有合理解释']],
  'recognition/chart-entry': [['doctor', 'write', '已手工记入']],
  'recognition/overlooked': [
    ['doctor', 'answer', '医嘱已撤销'],
    ['head', 'judge', '复检不合理'],
    ['quality', 'correct', '已反馈整改'],
  ],
  'recognition/deviation': [
    ['quality', 'begin', '已启动'],
    ['quality', 'cause', '已查明'],
    ['commission', 'require', '提出要求'],
    ['quality', 'correct', '已整改'],
    ['commission', 'check', '数据不足以比较，经核实已改进'],
  ],
  'recognition/comment': [
    ['doctor', 'answer', '有异议'],
    ['head', 'decide', '改为合理'],
  ],
  'authority/training': [['commission', 'train', '已培训']],
  'authority/assessment': [
    ['commission', 'assess', '有违规，依法处理'],
    ['commission', 'pursue', '已处理'],
  ],
  'dispatch/institution': [
    ['quality', 'carry-out', '已落实'],
    ['commission', 'verify', '属实'],
  ],
  'dispatch/county': [
    ['bureau', 'carry-out', '已落实'],
    ['commission', 'verify', '属实'],
  ],
  'return-problem/county': [['bureau', 'solve', '已解决']],
  'inspection/rectification': [
    ['quality', 'receive', '签收'],
    ['quality', 'plan', '方案已定'],
    ['quality', 'rectify', '已整改'],
    ['qc', 'verify', '合格'],
    ['commission', 'close', '结案'],
  ],
  'organisation/decision': [
    ['head', 'do', '已落实'],
    ['quality', 'verify', '属实且有效'],
  ],
  'organisation/hazard-search': [['head', 'search', '已排查']],
  'organisation/sent-out-check': [
    ['quality', 'inspect', '自查发现问题'],
    ['quality', 'rectify', '已整改'],
    ['president', 'verify', '属实且有效'],
  ],
  'organisation/green-channel-check': [
    ['quality', 'check', '有问题，限期整改'],
    ['quality', 'rectify', '已整改'],
    ['president', 'verify', '属实且有效'],
  ],
  'organisation/plan-review': [['head', 'review', '评审后沿用']],
  'organisation/indicator-cycle': [
    ['quality', 'collect', '已完成'],
    ['quality', 'analyse', '已完成'],
    ['quality', 'feed-back', '已完成'],
    ['quality', 'improve', '已完成'],
  ],
};

const visits = new Map<string, Visit>();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** The page of an account, which stays signed in from one loop to the next. */
async function pageOf(username: string): Promise<Page> {
  const known = visits.get(username);
  if (known !== undefined) return known.page;
  const visit = await openVisit(browser);
  visits.set(username, visit);
  await enter(visit.page, username);
  await visit.page.goto('/loops');
  return visit.page;
}

/** What a form of these fields is filled with. */
function filled(fields: readonly LoopField[]): Parameters<typeof recordAct>[3] {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  return Object.fromEntries(
    fields
      // The moment stands there already.
      .filter(({ required, kind }) => required && kind !== 'instant')
      .map(({ name, title, kind, options: [first] }): [string, string | true | { readonly choose: string }] => {
        if (kind === 'boolean') return [name, true];
        // What is read back is what was reported.
        if (name === 'value') return [name, READ_BACK];
        if (kind === 'choice') return [name, { choose: first?.title.zh ?? '' }];
        // No two say the same: some name two persons who must differ.
        return [name, kind === 'day' ? today : kind === 'number' ? '3' : `${title.zh}：已逐项核对，记录在案`];
      }),
  );
}

/** The oldest loop of a kind of which the account owes the stage; what the server finds by itself may be found in a moment only. */
async function owedBy(page: Page, definition: string, stage: string): Promise<number> {
  const find = async (): Promise<number | undefined> => {
    const { loops } = await ask<LoopsResponse>(page, `loops?view=mine&definition=${definition}`);
    return loops.find(({ waiting }) => waiting.some(({ id }) => id === stage))?.id;
  };
  await expect.poll(find, { message: `${definition} ${stage}`, timeout: 45_000 }).toBeDefined();
  return (await find()) ?? 0;
}

/** Takes steps of a loop on its page, each as whoever owes it; the page of whoever took the last. */
async function take(loop: number, steps: readonly Step[]): Promise<Page | null> {
  let last: Page | null = null;
  for (const [account, stage, outcome] of steps) {
    const page = await pageOf(account);
    // Who acted last has it open already.
    if (page !== last) await page.goto(`/loops/${String(loop)}`);
    await page.locator(`form#${stage}`).waitFor();
    const { stages } = await ask<LoopResponse>(page, `loops/${String(loop)}`);
    const chosen = stages
      .find(({ id }) => id === stage)
      ?.outcomes.find(({ title, page: elsewhere }) => title.zh === outcome && elsewhere === null);
    await recordAct(page, stage, outcome, filled(chosen?.fields ?? []));
    last = page;
  }
  return last;
}

/** Takes the steps of the oldest loop of a kind that waits for the first of them. */
async function takeOldest(definition: string, steps: readonly Step[]): Promise<Page | null> {
  const [[account, stage] = ['', '']] = steps;
  return take(await owedBy(await pageOf(account), definition, stage), steps);
}

async function drive(definition: string, steps: readonly Step[]): Promise<void> {
  const last = await takeOldest(definition, steps);
  await last?.locator('.fj-loop-standing').getByText('已关闭').waitFor();
}

describe('a loop is driven to its end by those who owe it', () => {
  beforeAll(async () => {
    await sendPotassium(Number(READ_BACK), CRITICAL_OUTPATIENT, 'AMB');
    await sendPotassium(4.2, CORRECTED);
    await sendPotassium(4.6, CORRECTED, 'IMP', 'corrected');
    await sendDetected('E2E-1', 'fall', 'XNK');
    await sendInfarction(EXAMINED, 'IMP');
    await sendInfarction(EXAMINED_OUTPATIENT, 'AMB');
  });

  it.each(Object.entries(DRIVEN))('%s', async (definition, steps) => {
    await drive(definition, steps);
    expect([...visits.values()].flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it('critical-value/outpatient: whom nobody reaches is given up after enough attempts of two kinds alone', async () => {
    await sendPotassium(7.2, UNREACHED, 'AMB');
    const lab = await pageOf('lab');
    const loop = await owedBy(lab, 'critical-value/outpatient', 'verify');
    const go = async (account: string): Promise<Page> => {
      const page = await pageOf(account);
      await page.goto(`/loops/${String(loop)}`);
      return page;
    };
    await go('lab');
    await recordAct(lab, 'verify', '属实', VERIFIED);
    await recordAct(lab, 'notify', '已报告', { channel: { choose: '电话' }, receiver: '护士 李' });
    const nurse = await go('nurse');
    await recordAct(nurse, 'receive', '已接收', { value: '7.2', readBack: true });
    await recordAct(nurse, 'inform', '已告知', { doctor: '医师 陈' });
    const doctor = await go('doctor');
    const attempts = doctor.locator('.fj-stage', { hasText: '通知患者' });
    const handOn = async (): Promise<void> => {
      const form = doctor.locator('form#reach');
      await form.getByText('多方联系未果，已移交', { exact: true }).click();
      await form.locator('#reach_reason').fill('无人接听');
      await form.locator('#reach_takenOverBy').fill('总值班');
      await form.getByRole('button', { name: '记录“多方联系未果，已移交”' }).click();
    };
    for (const [count, tried] of ['患者本人', '患者本人', '家属或联系人'].entries()) {
      await attempts.getByText(`已尝试 ${String(count)} 次`).waitFor();
      await handOn();
      await doctor
        .getByText(`已记录 ${String(count)} 次`)
        .first()
        .waitFor();
      if (count === 2) await picture(doctor, 'test-results/pages/loop-attempts.png');
      const form = doctor.locator('form#reach');
      await form.getByText('未联系到', { exact: true }).click();
      await choose(doctor, 'reach_channel', '电话');
      await choose(doctor, 'reach_tried', tried);
      await form.getByRole('button', { name: '记录“未联系到”' }).click();
    }
    await attempts.getByText('已尝试 3 次').waitFor();
    await handOn();
    await recordAct(doctor, 'act', '已在其他机构就诊', { institution: '县医院' });
    await recordAct(doctor, 'recheck', '无需复查', { reason: '已在县医院复查' });
    await doctor.locator('.fj-loop-standing').getByText('已关闭').waitFor();
    // What was refused is answered with 422, which the browser writes down.
    const complaints = visits.get('doctor')?.complaints.filter((one) => !one.includes('422'));
    expect(complaints).toEqual([]);
  });

  it('critical-value: what an examination shows is read again by two persons before the ward is told', async () => {
    await takeOldest('critical-value/inpatient', [
      ['lab', 'reread', '属实'],
      ['lab', 'notify', '已报告'],
    ]);
    await takeOldest('critical-value/outpatient', [['lab', 'reread', '属实']]);
  });

  it('critical-value/withdrawn: a patient who was reached hears that it is none', async () => {
    await sendPotassium(7.4, TOLD, 'AMB');
    const loop = await owedBy(await pageOf('lab'), 'critical-value/outpatient', 'verify');
    for (const [account, stage, outcome, fields] of [
      ['lab', 'verify', 'confirmed', { ...VERIFIED, repeatedBefore: 'agrees' }],
      ['lab', 'notify', 'told', { channel: 'telephone', receiver: '护士 李' }],
      ['nurse', 'receive', 'received', { value: '7.4', readBack: true }],
      ['nurse', 'inform', 'told', { doctor: '医师 陈' }],
      ['doctor', 'reach', 'reached', { reached: '患者本人', channel: 'telephone', advice: '立即返院' }],
    ] as const)
      await ask(await pageOf(account), `loops/${String(loop)}/acts`, { key: stage, stage, outcome, fields });
    await sendPotassium(4.3, TOLD, 'AMB', 'corrected');
    await drive('critical-value/withdrawn', [
      ['lab', 'retract', '已告知临床'],
      ['doctor', 'review', '未据此处置，无需调整'],
      ['doctor', 'patient', '已告知'],
    ]);
  });

  it('recognition/comment: the office reads the sample of the month and comments on a case of it', async () => {
    const page = await pageOf('quality');
    await page.goto('/order-comments');
    await page.getByText('抽样可复现').waitFor();
    await settle(page);
    await picture(page, 'test-results/pages/order-comments.png');
    expect(await barriers(page)).toEqual([]);
    const waiting = page.locator('tbody tr', { hasText: '待点评' });
    const before = await waiting.count();
    await waiting.first().getByRole('link', { name: '去点评' }).click();
    await recordAct(page, 'comment', '不合理', { judgement: { choose: '病历未见依据' }, text: '病程未写明复查指征' });
    await page.goto('/order-comments');
    await untilCount(waiting, before - 1);
  });

  it('recognition/explanation: what the patient was told is entered where it is owed', async () => {
    const page = await pageOf('doctor');
    await page.goto('/explanations');
    const rows = page.getByRole('button', { name: '补充说明' });
    await rows.first().waitFor();
    const before = await rows.count();
    await rows.first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').first().waitFor();
    for (const field of await dialog.locator('textarea').all()) await field.fill('病情变化，需要复查');
    await dialog.locator('input[value="patient"]').check();
    await dialog.locator('.ant-picker input').click();
    // The calendar is still being placed; a reader's click would wait for it to rest.
    await page.locator('.ant-picker-now-btn').dispatchEvent('click');
    await dialog.locator('.ant-btn-primary').click();
    await dialog.waitFor({ state: 'hidden' });
    await untilCount(rows, before - 1);
  });
});
