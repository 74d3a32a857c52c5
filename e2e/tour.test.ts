/**
 * The main job, as docs/tour.md tells it: a doctor orders, is told which earlier results of other hospitals must, may or
 * cannot be recognised and why, accepts and repeats; the commission sees it counted; laboratories and their centre keep the marks true.
 * Pictures of each step go beside the results of the tests, or into docs/tour with FUJIE_TOUR=1.
 */
import type { EqaRoundsResponse } from '@fujie/wire/contracts';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Visit } from './support/visit.ts';
import { ask } from './support/tasks.ts';
import { barriers, enter, launchBrowser, openVisit, picture, settle, signIn } from './support/visit.ts';

const PICTURES = process.env['FUJIE_TOUR'] === '1' ? 'docs/tour' : 'test-results/tour';

let browser: Browser;
let doctor: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
  doctor = await openVisit(browser);
});

afterAll(async () => {
  await doctor.close();
  await browser.close();
});

const card = (page: Page, item: string): Locator => page.locator(`article[data-item="${item}"]`);

async function order(page: Page, code: string): Promise<void> {
  const field = page.locator('.fj-picker input');
  await field.fill(code);
  const option = page.locator('.ant-select-item-option', { has: page.getByText(code, { exact: true }) }).first();
  await option.waitFor();
  // The list is still being placed while it is typed in; a reader's click would wait for it to rest.
  await option.dispatchEvent('click');
  await page.locator('.fj-chosen').getByText(code, { exact: true }).waitFor();
}

describe('a doctor with a patient of whom other hospitals know something', () => {
  it('finds the patient and the results of every institution, over time and by report', async () => {
    const { page, complaints } = doctor;
    await signIn(page, 'doctor');
    await page.getByRole('searchbox').fill('张明');
    await page.getByRole('searchbox').press('Enter');
    const patient = page.locator('tbody a[href*="/patients/"]').first();
    await patient.waitFor();
    await picture(page, `${PICTURES}/1-patients.png`);
    await patient.click();
    await page.waitForURL(/\/patients\/[^/?]+$/);
    await page.getByRole('tab', { name: '按项目' }).waitFor();
    await settle(page);
    await picture(page, `${PICTURES}/2-results.png`);
    expect(await page.locator('h1').innerText()).not.toBe('');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is told while ordering what must, may and cannot be recognised, with the clauses', async () => {
    const { page, complaints } = doctor;
    await page.getByRole('link', { name: '开检查检验单' }).first().click();
    await page.waitForURL(/\/order$/);
    await settle(page);
    for (const code of ['ALT', 'K', 'TC', 'US_ABD']) await order(page, code);
    await card(page, 'US_ABD').waitFor();
    expect(await card(page, 'ALT').getAttribute('aria-label')).toContain('应当互认');
    expect(await card(page, 'K').getAttribute('aria-label')).toContain('应当互认');
    expect(await card(page, 'TC').getAttribute('aria-label')).toContain('鼓励互认');
    expect(await card(page, 'US_ABD').getAttribute('aria-label')).toContain('不');
    await picture(page, `${PICTURES}/3-order.png`);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('reads why, step by step, in a page that stays', async () => {
    const { page } = doctor;
    const opened = page.context().waitForEvent('page');
    await card(page, 'ALT').locator('a[href*="/explain/"]').click();
    const why = await opened;
    await settle(why);
    expect(await why.locator('body').innerText()).toMatch(/national-2022|第十六条|互认管理办法/);
    await picture(why, `${PICTURES}/4-explanation.png`);
    expect(await barriers(why)).toEqual([]);
    await why.close();
  });

  it('cannot sign while a result that must be recognised is unanswered', async () => {
    const { page } = doctor;
    await page.getByRole('button', { name: '签署医嘱' }).click();
    await page.locator('.ant-message-warning').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/order$/);
  });

  it('accepts one result into the chart, and repeats another for a coded reason with what the patient was told', async () => {
    const { page, complaints } = doctor;
    await card(page, 'ALT').getByRole('button', { name: '互认采用' }).click();
    await card(page, 'ALT').getByText('已互认采用').waitFor();
    await card(page, 'K').getByRole('button', { name: '重新检查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '结果变化较快' }).check();
    for (const field of await dialog.locator('textarea:visible').all()) await field.fill('补钾治疗后需要复查血钾');
    await dialog.getByRole('radio', { name: '患者本人' }).check();
    await dialog.getByLabel('说明时间').click();
    await page.locator('.ant-picker-now-btn').dispatchEvent('click');
    await picture(page, `${PICTURES}/5-repeat.png`);
    await dialog.locator('button[type="submit"]').click();
    await dialog.waitFor({ state: 'hidden' });
    await card(page, 'K').getByText('将重新检查').waitFor();
    expect(complaints).toEqual([]);
  });

  it('signs, and gets the text for the chart', async () => {
    const { page } = doctor;
    await page.getByRole('button', { name: '签署医嘱' }).click();
    await page.getByText('医嘱已签署').first().waitFor();
    await picture(page, `${PICTURES}/6-signed.png`);
    expect(await page.locator('.fj-signed').first().innerText()).toContain('互认结果');
  });
});

describe('the commission', () => {
  it('sees what was prompted, accepted and repeated, and opens a number down to its cases', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await enter(page, 'commission');
    await page.goto('/statistics');
    await settle(page);
    await picture(page, `${PICTURES}/7-statistics.png`);
    expect(await page.locator('main').innerText()).toMatch(/互认率/);
    await page.locator('.fj-chart canvas').first().hover();
    expect(complaints).toEqual([]);
    await close();
  });
});

type Address = string | ((page: Page) => Promise<string>);

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The latest round whose grades are published. */
async function gradedRound(page: Page): Promise<string> {
  const { rounds } = await ask<EqaRoundsResponse>(page, 'laboratory/eqa/rounds');
  return String(rounds.find(({ state }) => state === 'published')?.id);
}

/** A comparison of ten split samples, entered for the picture. */
async function enteredStudy(page: Page): Promise<string> {
  const pairs = [3.1, 3.4, 3.6, 3.9, 4.1, 4.3, 4.6, 4.9, 5.4, 6.1].map((reference, place) => ({
    reference,
    test: Number((reference * (1 + ((place % 3) - 1) / 100)).toFixed(2)),
  }));
  const { id } = await ask<{ readonly id: number }>(page, 'laboratory/studies', {
    ...{ kind: 'split-sample', item: 'K', title: '钾 两台分析仪比对', reference: 'CHEM-1', tested: 'CHEM-2' },
    ...{ unit: 'mmol/L', measuredOn: today(), data: { pairs, allowedPercent: 6 } },
  });
  return `/laboratory/studies/${String(id)}`;
}

/** A sample that is on its way, noted for the picture. */
async function hiddenSample(page: Page): Promise<string> {
  await ask(page, 'laboratory/blind-samples', {
    ...{ code: 'B-101', institution: 'TY05', mrn: 'M-B101', name: '张平', handedOn: today() },
    targets: [{ item: 'K', criterion: { type: 'pct', percent: 6 }, value: 4.1 }],
  });
  return '/laboratory/blind-samples';
}

/** Pages of laboratory quality by who looks at them, each with the words that its picture is kept for. */
const LABORATORY: Readonly<Record<string, readonly (readonly [file: string, address: Address, shows: RegExp])[]>> = {
  lab: [
    ['8-iqc-day', '/laboratory/iqc', /在控 \d+ 项/],
    ['9-iqc-system', '/laboratory/iqc/systems/K@CHEM-1', /靶值类别/],
    ['10-iqc-performance', '/laboratory/iqc/systems/K@CHEM-1/performance', /西格玛/],
    ['11-eqa-laboratory', async (page) => `/laboratory/eqa/rounds/${await gradedRound(page)}`, /合格/],
    ['12-study', enteredStudy, /可接受/],
    ['13-resources', '/laboratory/resources', /到期/],
    ['14-laboratory-indicators', '/laboratory/indicators', /室间质评/],
    ['15-mark-evidence', '/marks/evidence?item=K', /失效/],
  ],
  qc: [
    ['16-iqc-region', '/laboratory/iqc/region', /报送/],
    ['17-iqc-peers', '/laboratory/iqc/peers?item=K', /同方法/],
    ['18-eqa-organiser', async (page) => `/laboratory/eqa/organised/${await gradedRound(page)}?tab=statistics`, /合格/],
    ['19-blind-samples', hiddenSample, /B-101/],
  ],
  commission: [['20-region-marks', '/marks/region', /具备/]],
};

describe('laboratory quality', () => {
  it.each(Object.entries(LABORATORY))('%s', async (account, pages) => {
    const { page, complaints, close } = await openVisit(browser, 'zh-CN', { width: 1280, height: 800 });
    await enter(page, account);
    await page.goto('/loops');
    for (const [file, address, shows] of pages) {
      await page.goto(typeof address === 'string' ? address : await address(page));
      await settle(page);
      expect(await page.locator('main').innerText()).toMatch(shows);
      await picture(page, `${PICTURES}/${file}.jpg`);
    }
    expect(complaints).toEqual([]);
    await close();
  });
});
