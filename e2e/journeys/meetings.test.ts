/** Meetings of a hospital: the office enters the committee's minutes, its head signs them; hand-over of officers; targets and indicators; the journal. */
import type { LoopsResponse } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, changeEntry, recordAct } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle } from '../support/visit.ts';

const DECISION = '夜间报告延迟：查明原因并改进';
const IN_TEN_DAYS = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
let browser: Browser;

/** As a field of the form takes it, in time of China. */
const timeOfChina = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('the office sees what is missing, enters the minutes of the committee, and reads the journal', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/organisation');
  await page.getByText('超声科：没有质控员').waitFor();
  await page.getByText('依院内文件自行执行').waitFor();
  await picture(page, 'test-results/pages/organisation.png');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/meetings');
  await page.getByRole('button', { name: /科室质控月会/ }).click();
  await page.getByText('未办', { exact: true }).first().waitFor();
  await picture(page, 'test-results/pages/meetings.png');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: /^委员会月会/ }).click();
  await page
    .getByRole('button', { name: /登\s*记/ })
    .first()
    .click();
  const form = page.locator('form#meeting');
  const heldAt = form.locator('#meeting_heldAt');
  await heldAt.fill(timeOfChina(Date.now()));
  await heldAt.press('Enter');
  await form.locator('#meeting_agenda').fill('上月指标');
  await form.locator('#meeting_minutes').fill('讨论了上月指标');
  await form.getByRole('button', { name: '添加决定事项' }).click();
  // Of a decision that says nothing each field is named.
  await form.getByRole('button', { name: '保存记录' }).click();
  for (const field of ['事项', '承办', '期限']) await form.getByText(`请输入${field}`, { exact: true }).waitFor();
  await form.getByRole('textbox', { name: '事项', exact: true }).fill(DECISION);
  await form.getByRole('combobox', { name: '承办' }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '医务部门' }).click();
  const due = form.getByRole('textbox', { name: '期限', exact: true });
  await due.fill(IN_TEN_DAYS);
  await due.press('Tab');
  await form.getByRole('checkbox').check();
  await form.getByRole('button', { name: '保存记录' }).click();
  await form.waitFor({ state: 'detached' });
  await page.locator('tr', { hasText: '委员会月会' }).getByText('待审签').waitFor();
  await page.goto('/journal');
  await page.getByText('已发布', { exact: true }).first().waitFor();
  await page.locator('tr', { hasText: '已发布' }).getByRole('link').click();
  await page.getByRole('link', { name: '下载 PDF' }).waitFor();
  await settle(page);
  await picture(page, 'test-results/pages/journal.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('organisation/committee-month: the head of the hospital signs them, on a telephone as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'president');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/meetings');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  const waiting = page.locator('tr', { hasText: 'Committee meeting' }).filter({ hasText: 'Awaits signature' });
  await waiting.getByRole('link', { name: 'Record' }).click();
  await page.getByRole('button', { name: 'Sign' }).click();
  await page.getByText(/Signed by/).waitFor();
  await picture(page, 'test-results/pages/meeting-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('organisation/decision: what the committee asked of the office is analysed, carried out, and verified by the head of the hospital', async () => {
  const [office, president] = [await openVisit(browser), await openVisit(browser)];
  await enter(office.page, 'quality');
  await enter(president.page, 'president');
  await office.page.goto('/loops');
  await office.page.getByRole('link', { name: DECISION }).click();
  const whys = { why1: '报告延迟', why2: '夜班未审核', why3: '审核权限未下放' };
  await recordAct(office.page, 'analyse-office', '分析完成', { ...whys, rootCause: '夜班没有审核人' });
  await recordAct(office.page, 'do-office', '已落实', { evidence: '夜班审核授权书' });
  await president.page.goto(new URL(office.page.url()).pathname);
  await recordAct(president.page, 'verify', '属实且有效', { evidence: '夜班报告中位数 42 分钟' });
  await president.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect([...office.complaints, ...president.complaints]).toEqual([]);
  await office.close();
  await president.close();
});

it('organisation/hand-over: the officer who came signs the hand-over that the one before has signed', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'officer');
  await page.goto('/organisation');
  await page.getByText('未写明理由').waitFor();
  await page.getByRole('button', { name: '签署交接记录' }).click();
  await page.getByRole('textbox', { name: '交接与带教内容' }).fill('质控台账与在办整改已接收，跟岗两周');
  await page.locator('.ant-modal').getByRole('button', { name: '签署交接记录' }).click();
  await page.getByText('质控员交接').waitFor({ state: 'detached' });
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('targets of departments and the indicators of the month open to what is behind them', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/targets');
  await page.getByText('没有目标：超声科').waitFor();
  await page.getByText('未分解', { exact: true }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.goto('/meetings');
  await page.locator('tr', { hasText: '指标循环' }).getByRole('link', { name: '指标' }).first().click();
  await page.locator('tr', { hasText: '普通会诊 24 小时内完成占比' }).getByText('本院填报').waitFor();
  await page.getByRole('link', { name: '本月循环的闭环' }).waitFor();
  await picture(page, 'test-results/pages/indicators.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

/** Shows what falls due of one kind. */
async function openCalendar(page: Page, kind: string): Promise<void> {
  await page.goto('/meetings');
  await page.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
}

/** Enters the record of what falls due and is not done, in the row that says so. */
async function enterRecord(
  page: Page,
  [kind, department = '']: readonly [string, string?],
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  await openCalendar(page, kind);
  const row = page
    .locator('tr', { hasText: kind })
    .filter({ hasText: department })
    .filter({ hasNotText: /已办|逾期办理/ })
    .first();
  // One that was missed is held within its own period.
  const dueOn = /(\d{4}-\d\d-\d\d) 23:59/.exec(await row.innerText())?.[1] ?? '';
  const now = timeOfChina(Date.now());
  await row.getByRole('button', { name: /登\s*记/ }).click();
  const form = page.locator('form#meeting');
  await form.locator('#meeting_heldAt').fill(dueOn < now.slice(0, 10) ? `${dueOn} 09:00` : now);
  await form.locator('#meeting_heldAt').press('Enter');
  for (const [field, text] of Object.entries(texts)) await form.locator(`#meeting_${field}`).fill(text);
  await form.getByRole('button', { name: '保存记录' }).click();
  await form.waitFor({ state: 'detached' });
}

async function signRecord(page: Page, kind: string): Promise<void> {
  await openCalendar(page, kind);
  const row = page.locator('tr', { hasText: kind }).filter({ hasText: '待审签' });
  await row.getByRole('link', { name: '会议记录' }).first().click();
  const button = page.getByRole('button', { name: /审\s*签/ });
  await button.click();
  await button.waitFor({ state: 'detached' });
}

it('organisation/department-month, organisation/week, organisation/visit-month: each is recorded, and signed by who has to', async () => {
  const [office, head, president] = [await openVisit(browser), await openVisit(browser), await openVisit(browser)];
  await enter(office.page, 'quality');
  await enter(head.page, 'head');
  await enter(president.page, 'president');
  await enterRecord(head.page, ['科室质控月会'], { agenda: '上月病历', minutes: '讨论了上月病历' });
  await signRecord(head.page, '科室质控月会');
  const week = { carriedOut: '上周任务已办', problems: '交班记录不全', nextSteps: '本周抽查' };
  await enterRecord(office.page, ['院周会质量反馈'], week);
  await signRecord(president.page, '院周会质量反馈');
  await enterRecord(office.page, ['医务下科室', '心血管内科'], { findings: '交班到位' });
  await signRecord(head.page, '医务下科室');
  expect([office, head, president].flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const visit of [office, head, president]) await visit.close();
});

it('organisation/journal-month: the issue of last month is drafted, edited, approved by the head and published, and fetched as a paper', async () => {
  const office = await openVisit(browser);
  const head = await openVisit(browser);
  const { page } = office;
  await enter(page, 'quality');
  await enter(head.page, 'president');
  await page.goto('/journal');
  const month = await page.locator('tr', { hasText: '未编制' }).getByRole('link').first().textContent();
  await page.goto(`/journal/${month ?? ''}`);
  await page.getByRole('button', { name: '由数据起草' }).click();
  await page.getByRole('button', { name: /^编\s*辑$/ }).click();
  for (const text of await page.locator('.fj-journal-section textarea').all())
    if ((await text.inputValue()) === '') await text.fill('本月抽查情况见附件');
  await page.getByRole('button', { name: '保存为新版本' }).click();
  await page.getByText('第 2 版').waitFor();
  await head.page.goto(`/journal/${month ?? ''}`);
  await head.page.getByRole('button', { name: /^审\s*定$/ }).click();
  await head.page.getByText('院长 审定').waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^发\s*布$/ }).click();
  await page.getByText('已发布', { exact: true }).waitFor();
  const [paper] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载 PDF' }).click(),
  ]);
  expect(paper.suggestedFilename()).toBe(`journal-${month ?? ''}.pdf`);
  expect(await paper.failure()).toBeNull();
  await settle(page);
  expect([...office.complaints, ...head.complaints]).toEqual([]);
  await office.close();
  await head.close();
});

const INSTITUTION = 'TY01';
const TODAY = timeOfChina(Date.now()).slice(0, 10);
/** When the officer of the demonstration who left early came and left. */
const LEFT = { from: monthStart(-14), to: monthStart(0, -20) };
const GAPS = [
  'organisation/officer-missing',
  'organisation/early-change',
  'organisation/committee-fault',
  'organisation/officer-rule-missing',
  'organisation/rescue-plan-missing',
  'organisation/targets-missing',
  'organisation/department-without-target',
];

function monthStart(months: number, days = 0): string {
  const [year = 0, month = 1] = TODAY.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1 + days)).toISOString().slice(0, 10);
}

it('organisation/officer-missing and other gaps end when the registers show what was missing', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/organisation');
  const of = { institution: INSTITUTION };
  const year = Number(TODAY.slice(0, 4));
  const put = (register: string, row: object, from = TODAY, to: string | null = null): Promise<void> =>
    changeEntry(page, register, { action: 'put', row: { ...of, ...row }, from, to });
  const officer = { level: 'department', title: 'intermediate', fullTime: false, endReason: null };
  const group = { kind: 'department', department: 'CSK', parent: 'ZGW', nameEn: null, foundedBy: null };
  const given = { owner: 'TY01-P02', baseline: null, aim: null, year };
  await put('quality-officer', { ...officer, department: 'CSK', practitioner: 'TY01-P02' });
  await put('quality-body', { ...group, code: 'ZK-CSK', nameZh: '科室质量管理小组' });
  for (const [body, practitioner, role, represents] of [
    ['ZK-CSK', 'TY01-P02', 'chair', null],
    ['ZGW', 'TY01-P02', 'member', 'medical-engineering'],
    ['ZGW', 'TY01-P04', 'member', 'logistics'],
  ])
    await put('quality-body-member', { body, practitioner, role, represents });
  await put('department-target', { ...given, target: 'ZDBM', department: 'XNK' }, `${String(year)}-01-01`);
  await put('department-target', { ...given, target: 'VTE', department: 'CSK' }, `${String(year)}-01-01`);
  await put(
    'quality-officer',
    { ...officer, department: 'NFM', practitioner: 'TY01-P05', endReason: '援疆' },
    LEFT.from,
    LEFT.to,
  );
  await put('officer-rule', {
    ...{ subject: 'incentive', title: '质控员激励与约束办法', number: '院发〔2026〕8号', edition: 'V1.0' },
    text: '年度考核优秀的优先晋升，不合格的调整',
  });
  await put('emergency-plan', {
    ...{ code: 'RESCUE', nameZh: '急危重患者救治预案', nameEn: null, kind: 'critical-rescue' },
    ...{ department: 'JZK', edition: 'V1.0' },
  });
  for (const definition of GAPS) {
    const ended = async (): Promise<number | undefined> =>
      (await ask<LoopsResponse>(page, `loops?view=closed&definition=${definition}`)).loops[0]?.id;
    await expect.poll(ended, { message: definition, timeout: 60_000 }).toBeDefined();
    await page.goto(`/loops/${String(await ended())}`);
    await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  }
  expect(complaints).toEqual([]);
  await close();
}, 300_000);
