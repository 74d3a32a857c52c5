/** An adverse event: reported by name in a minute, triaged, looked into, answered; the one who reported reads the answer, and nobody the name. */
import type { AdverseEventReceipt } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, changeEntry, choose, recordAct } from '../support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, untilCount } from '../support/visit.ts';

const WHAT = '夜间患者下床时滑倒，床旁未放置防滑垫';
const GROUND = '市中级人民法院调查令 2026-118';
const ANSWER = '已在全院病区更换防滑垫，感谢主动上报';
const ANSWER_OF_ROOT = '泵入已改为双人核对，感谢上报';
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
let browser: Browser;
let number = '';

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function openEvent(page: Page, event: string): Promise<void> {
  await page.goto('/events/office');
  await page.getByRole('link', { name: event, exact: true }).click();
  await page.locator('.fj-stages').waitFor();
  await settle(page);
}

it('is reported by name, with a receipt, by three fields that the form cannot know', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'doctor');
  await page.goto('/events');
  await page.locator('#what').waitFor();
  const began = performance.now();
  // Sent empty it asks for what happened, of what type and with what harm; when and where stand there.
  await page.getByRole('button', { name: '提交' }).click();
  await untilCount(page.locator('.ant-form-item-explain-error'), 3);
  await page.evaluate('window.clicks = 0; addEventListener("click", () => { window.clicks += 1; }, true)');
  await page.locator('#what').fill(WHAT);
  await choose(page, 'class', '跌倒');
  await choose(page, 'harm', '轻度');
  await page.getByRole('button', { name: '提交' }).click();
  await page.locator('.ant-alert-success').waitFor();
  const clicks = Number(await page.evaluate('window.clicks'));
  // A list is opened and chosen from, twice; then it is sent.
  expect(clicks).toBeLessThanOrEqual(5);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(
    `An adverse event is reported with 3 fields and ${String(clicks)} clicks: ${seconds.toFixed(1)} s\n`,
  );
  const row = page.locator('tbody tr').filter({ hasText: '跌倒' }).first();
  number = (await row.locator('td').first().innerText()).trim();
  expect(number).not.toBe('');
  await picture(page, 'test-results/pages/event-reported.png');
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('adverse-event/report: is triaged, looked into and answered by the office, which sees nobody’s name', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await openEvent(page, number);
  expect(await page.locator('main').innerText()).toContain(WHAT);
  expect(await page.locator('main').innerText()).not.toContain('赵启明');
  await picture(page, 'test-results/pages/event.png');
  expect(await barriers(page)).toEqual([]);
  await recordAct(page, 'triage', 'Ⅲ级 未造成后果事件', { class: { choose: '跌倒' } });
  await recordAct(page, 'statutory', '无须法定报告', { grounds: '未造成需报告的后果' });
  await recordAct(page, 'review', '分析完成', { why1: '地面湿滑', rootCause: '防滑垫配备无人负责' });
  await recordAct(page, 'plan', '无需整改', { grounds: '已当场配齐' });
  await recordAct(page, 'answer', '已反馈', { answer: ANSWER });
  await recordAct(page, 'share', '已分享', { lesson: '床旁防滑垫列入交班检查' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('is answered where it was reported, on a telephone and in English as well', async () => {
  const { page, complaints, close } = await openVisit(browser, 'en-GB');
  await enter(page, 'doctor');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/events');
  await settle(page);
  await page.getByText(ANSWER).first().waitFor();
  await picture(page, 'test-results/pages/event-own-telephone.png');
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('adverse-event/report: one with harm is told to the authority, analysed to its root, put right until that shows, and answered', async () => {
  const [reporter, office, head] = [await openVisit(browser), await openVisit(browser), await openVisit(browser)];
  await enter(reporter.page, 'nurse');
  await enter(office.page, 'quality');
  await enter(head.page, 'head');
  const { event } = await ask<AdverseEventReceipt>(reporter.page, 'adverse-events', {
    ...{ what: '输液泵流速设定错误，患者低血压', class: 'device', harm: 'moderate', department: 'XNK' },
    ...{ product: '输液泵', lot: 'P-77', udi: '(01)06901234567892' },
    ...{ occurredAt: new Date(Date.now() - 3_600_000).toISOString(), anonymous: false },
  });
  await openEvent(office.page, String(event));
  const { pathname } = new URL(office.page.url());
  await recordAct(office.page, 'triage', 'Ⅱ级 不良后果事件', { class: { choose: '医疗器械' } });
  await recordAct(office.page, 'statutory', '一般医疗质量安全事件', { affected: '1' });
  await recordAct(office.page, 'authority', '已报告', { authority: '市卫生健康委', receipt: '2026-118' });
  const national = office.page.locator('form#national');
  await national.getByText('已报送', { exact: true }).click();
  // What the report says of the device stands in the form.
  await expect.poll(() => national.locator('#national_product').inputValue()).toBe('输液泵');
  await expect.poll(() => national.locator('#national_lot').inputValue()).toBe('P-77');
  await recordAct(office.page, 'national', '已报送', { nationalNumber: '豫械 2026-0031', reportedOn: TODAY });
  await head.page.goto(pathname);
  const whys = { why1: '流速输错', why2: '未双人核对', why3: '夜班一人', why4: '排班无备岗', why5: '编制未按泵数核定' };
  const fishbone = { people: '新人未培训', equipment: '两种泵界面不同', methods: '核对单无流速', management: '未抽查' };
  await recordAct(head.page, 'analyse', '分析完成', {
    ...{ ...whys, ...fishbone, causes: '未核对 7\n界面混淆 3' },
    rootCause: '高警示药物泵入无双人核对',
  });
  await head.page.getByText('未核对 7 (70%) · 界面混淆 3 (100%)').waitFor();
  await picture(head.page, 'test-results/pages/event-root-cause.png');
  expect(await barriers(head.page)).toEqual([]);
  const measure = { measure: '泵入双人核对并统一泵型', measureKind: { choose: '改变系统' }, measureOwner: '护士长' };
  await recordAct(head.page, 'plan', '措施已定（最后完成的一项）', { ...measure, measureDue: TODAY });
  await recordAct(head.page, 'carry-out', '已落实', { evidence: '核对单与采购单' });
  await office.page.goto(pathname);
  const effect = { indicator: '流速差错（每千泵日）', before: '2.1', after: '0.3', measuredOn: TODAY };
  await recordAct(office.page, 'effect', '有效', effect);
  await recordAct(office.page, 'answer', '已反馈', { answer: ANSWER_OF_ROOT });
  await recordAct(office.page, 'share', '已分享', { lesson: '高警示药物泵入一律双人核对' });
  await office.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  await reporter.page.goto('/events');
  await reporter.page.getByText(ANSWER_OF_ROOT).first().waitFor();
  expect([reporter, office, head].flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const visit of [reporter, office, head]) await visit.close();
});

it('a number of the office opens to just the events that it counts, none of which says who reported', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, 'quality');
  await page.goto('/events/office');
  await settle(page);
  const carriedOut = page.getByRole('button', { name: /^心血管内科 已落实整改 \d+$/ });
  const count = Number(await carriedOut.innerText());
  await carriedOut.click();
  const cases = page.locator('.fj-section', {
    has: page.getByRole('heading', { name: '事件 · 心血管内科 · 已落实整改', exact: true }),
  });
  await untilCount(cases.locator('tbody tr.ant-table-row'), count);
  expect(await cases.innerText()).not.toContain('赵启明');
  await picture(page, 'test-results/pages/events-of-a-number.png');
  expect(await barriers(page)).toEqual([]);
  await cases.getByRole('button', { name: '全部' }).click();
  await page.getByRole('heading', { name: '事件', exact: true }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('an event that the hospital watches for by itself is reported under its name, with what it takes to be one, and counted', async () => {
  const [reporter, office] = [await openVisit(browser, 'en-GB'), await openVisit(browser)];
  await enter(reporter.page, 'nurse');
  await reporter.page.goto('/events');
  await reporter.page.locator('#what').waitFor();
  await reporter.page.locator('#what').fill('表柔比星外渗，已停药冷敷');
  await choose(reporter.page, 'class', 'Medication');
  await choose(reporter.page, 'harm', 'Slight');
  await reporter.page.locator('details.fj-more summary').click();
  await reporter.page.locator('#product').waitFor();
  await reporter.page.locator('#product').fill('表柔比星');
  await reporter.page.locator('#lot').fill('B-2026-11');
  await choose(reporter.page, 'kind', 'Chemotherapy extravasation');
  await reporter.page.getByText('A chemotherapy drug outside of the vessel, harm or none').waitFor();
  await picture(reporter.page, 'test-results/pages/event-of-own-kind.png');
  expect(await barriers(reporter.page)).toEqual([]);
  await reporter.page.getByRole('button', { name: 'Send', exact: true }).click();
  await reporter.page.locator('.ant-alert-success').waitFor();
  await enter(office.page, 'quality');
  await office.page.goto('/events/office?by=kind');
  await settle(office.page);
  await office.page.locator('tbody tr', { hasText: '化疗药物外渗（演示）' }).first().waitFor();
  await office.page.goto('/events/office?by=product');
  await office.page.locator('tbody tr', { hasText: '表柔比星' }).first().waitFor();
  expect([...reporter.complaints, ...office.complaints]).toEqual([]);
  await reporter.close();
  await office.close();
});

it('what is given for reports is claimed by a receipt on a telephone, and handed out once on a voucher that leads to no report', async () => {
  const [reporter, office] = [await openVisit(browser), await openVisit(browser)];
  await enter(reporter.page, 'nurse');
  await enter(office.page, 'quality');
  const { receipt } = await ask<AdverseEventReceipt>(reporter.page, 'adverse-events', {
    ...{ what: '推床护栏未扣紧，及时发现', class: 'device', harm: 'none', department: 'XNK', anonymous: true },
    occurredAt: new Date(Date.now() - 3_600_000).toISOString(),
  });
  const rule = { institution: 'TY01', month: TODAY.slice(0, 7), rule: '主动上报隐患奖', awards: 3, amount: 50 };
  for (const department of ['XNK', 'XHK', 'JZK'])
    await changeEntry(office.page, 'adverse-event-award', {
      ...{ action: 'put', from: TODAY },
      row: { ...rule, ruleEn: 'Award for hazards', department },
    });
  const { page } = reporter;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/events');
  await page.locator('tbody tr', { hasText: '主动上报隐患奖' }).first().waitFor();
  await settle(page);
  for (const department of ['XHK', 'XHK', 'JZK', 'JZK'])
    await ask(reporter.page, 'adverse-events', {
      ...{ what: '床栏松动，及时发现', class: 'device', harm: 'none', department, anonymous: true },
      occurredAt: new Date(Date.now() - 3_600_000).toISOString(),
    });
  const claim = page.locator('form#claim');
  await claim.getByRole('textbox', { name: '回执码' }).fill(receipt.toLowerCase());
  await claim.getByRole('button', { name: '换取领取码' }).click();
  const given = page.locator('.ant-alert-success', { hasText: '主动上报隐患奖 · 50 元' });
  const voucher = (await given.locator('strong').innerText()).trim();
  expect(voucher).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);
  expect(voucher).not.toBe(receipt);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await picture(page, 'test-results/pages/event-award-claimed.png');
  expect(await barriers(page)).toEqual([]);
  await office.page.goto('/events/office');
  await settle(office.page);
  const redeem = office.page.locator('form#redeem');
  const take = async (): Promise<void> => {
    await redeem.getByRole('textbox', { name: '领取码' }).fill(voucher);
    await redeem.getByRole('button', { name: '核销并发放' }).click();
  };
  await take();
  await office.page.getByText('已核销：主动上报隐患奖 · 50 元').waitFor();
  await expect.poll(() => redeem.getByRole('textbox', { name: '领取码' }).inputValue()).toBe('');
  await picture(office.page, 'test-results/pages/event-award-taken.png');
  expect(await barriers(office.page)).toEqual([]);
  await take();
  await office.page.getByText(/没有待领取的/).waitFor();
  expect(await office.page.getByText('已核销').count()).toBe(0);
  expect([...reporter.complaints, ...office.complaints].filter((one) => !one.includes('404'))).toEqual([]);
  await reporter.close();
  await office.close();
});

it('adverse-event/seal-opened: who reported is told to one administrator only when another has agreed, and the office hears of it', async () => {
  const asking = await openVisit(browser);
  const deciding = await openVisit(browser, 'en-GB');
  await enter(asking.page, 'security');
  await asking.page.goto('/events/unsealings');
  await settle(asking.page);
  await asking.page.getByRole('button', { name: '提交申请' }).click();
  await untilCount(asking.page.locator('.ant-form-item-explain-error'), 2);
  await asking.page.getByLabel('事件编号').fill(number);
  await asking.page.getByLabel('依据').fill(GROUND);
  await asking.page.getByRole('button', { name: '提交申请' }).click();
  const row = asking.page.locator('tbody tr').filter({ hasText: GROUND });
  await row.getByText('待决定').waitFor();
  expect(await row.getByRole('button').count()).toBe(0);
  await enter(deciding.page, 'audit');
  await deciding.page.setViewportSize({ width: 390, height: 844 });
  await deciding.page.goto('/events/unsealings');
  await settle(deciding.page);
  await picture(deciding.page, 'test-results/pages/unsealings-telephone.png');
  expect(await deciding.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await barriers(deciding.page)).toEqual([]);
  const asked = deciding.page.locator('tbody tr').filter({ hasText: GROUND });
  await asked.getByRole('button', { name: 'Agree' }).click();
  await asked.getByText('Agreed').waitFor();
  await untilCount(asked.getByRole('button'), 0);
  await asking.page.reload();
  await row.getByRole('button', { name: '查看报告人' }).click();
  await asking.page.getByText('赵启明').waitFor();
  await picture(asking.page, 'test-results/pages/unsealings.png');
  expect(await barriers(asking.page)).toEqual([]);
  const office = await openVisit(browser);
  await enter(office.page, 'quality');
  await office.page.goto('/loops?view=open&kind=adverse-event%2Fseal-opened');
  await office.page.locator('.fj-loop-title').first().click();
  await recordAct(office.page, 'protect', '依据成立，已采取保护措施', { protection: '已约谈科室，不得追究报告人' });
  await office.page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect([...asking.complaints, ...deciding.complaints, ...office.complaints]).toEqual([]);
  for (const visit of [asking, deciding, office]) await visit.close();
});
