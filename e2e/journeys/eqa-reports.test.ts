/**
 * Periodic reports on EQA 室间质评定期报告: a centre of Henan is asked for one after a failure, edits and issues it with advice; each authority
 * confirms that it received it, and what followed the receipts is over. Source: henan-2025.lab.8#05, lab.15#03.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { recordPastEqa } from '../../apps/server/src/laboratory/eqa-past.ts';
import { raiseObligations } from '../../apps/server/src/laboratory/obligations.ts';
import { startTestCluster } from '../../apps/server/src/platform/testing/cluster.ts';
import { importTyped } from '../../apps/server/src/registers/change.ts';
import type { Place } from '../support/place.ts';
import { startPlace } from '../support/place.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, launchBrowser, picture, settle } from '../support/visit.ts';

const at = (text: string): Instant => must(parseInstant(text));
const SAMPLES = ['1', '2', '3', '4', '5'];

let browser: Browser;
let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let henan: Place;
const visits: Visit[] = [];

async function load(register: string, ...rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const entries = rows.map((row) => ({ row, from: '2020-01-01' as Day, to: null }));
  await importTyped(henan.server.deps, 'test', register, entries);
}

async function visit(...who: Parameters<Place['server']['as']>): Promise<Page> {
  const one = await henan.visit(browser, ...who);
  visits.push(one);
  return one.page;
}

/** A round of which one laboratory fails and another passes, published three weeks ago. */
async function holdRound(): Promise<void> {
  const part = (institution: string, reported: string) => ({
    ...{ institution, items: ['ALT'], receivedAt: at('2026-03-02T09:00+08:00') },
    returned: {
      at: at('2026-03-05T09:00+08:00'),
      results: SAMPLES.map((sample) => ({
        ...{ item: 'ALT', sample, reported, unit: 'U/L', method: 'IFCC' },
        ...{ instrument: null, reagent: null, calibrator: null },
      })),
    },
  });
  await recordPastEqa(henan.server.deps, {
    ...{ region: '41', centre: { id: 'centre', name: '质控员' }, programmes: [] },
    rounds: [
      {
        ...{ organiser: 'QC', round: 'R1', programme: null, nameZh: '第一次', year: 2026, samples: SAMPLES },
        ...{ opensAt: at('2026-03-02T08:00+08:00'), closesAt: at('2026-03-10T17:00+08:00') },
        items: [
          {
            ...{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } },
            ...{ passMark: 80, minimumGroup: 12, lowest: 0, highest: null },
          },
        ],
        ...{ shippedAt: at('2026-03-01T09:00+08:00'), evaluatedAt: at('2026-03-15T09:00+08:00') },
        publishedAt: at('2026-03-20T09:00+08:00'),
        targets: SAMPLES.map((sample) => ({ item: 'ALT', sample, value: 100, uncertainty: 1 })),
        parts: [part('H1', '140'), part('H2', '101')],
      },
    ],
  });
}

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startTestCluster()]);
  const now = at('2026-04-10T09:00+08:00');
  henan = await startPlace(cluster.cluster.urlOf('postgres'), { jurisdiction: 'henan', now });
  await load(
    'region',
    { code: '41', nameZh: '某省', nameEn: null, kind: 'province', markPrefix: null },
    { code: '4101', nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load('qc-organisation', { code: 'QC', nameZh: '省临检中心', level: 'province', region: '41' });
  await load(
    'institution',
    ...['H1', 'H2'].map((code) => ({
      ...{ code, nameZh: `市第${code === 'H1' ? '一' : '二'}医院`, nameEn: null, region: '4101', level: 3 },
      ...{ ownership: 'public', kind: 'general', supervisor: 'health', connectedOn: null },
    })),
  );
  await load('item', {
    ...{ code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'U/L', quantitative: true },
  });
  await holdRound();
  await raiseObligations(henan.server.deps);
});

afterAll(async () => {
  for (const { close } of visits) await close();
  await Promise.all([henan.close(), browser.close()]);
  await cluster.stop();
});

const look = async (page: Page, name: string): Promise<void> => {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
};

it('eqa/report: the centre drafts, edits, issues and corrects a report', async () => {
  const page = await visit('qc-centre', { region: '41' });
  await page.goto('/loops');
  await page.getByRole('link', { name: /2026-03-20 公布的成绩有不合格/ }).click();
  await page.locator('form#issue').getByText('已上报', { exact: true }).click();
  await page.locator('form#issue').getByRole('link').click();
  await page.getByRole('button', { name: '起草报告' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#eqa-advice-H1').waitFor();
  expect(await dialog.locator('#eqa-advice-H2').count()).toBe(0);
  await look(page, 'eqa-report-draft');
  await dialog.locator('#eqa-report-summary').fill('共组织一轮，一家不合格，已要求整改');
  await dialog.getByRole('button', { name: /^上\s*报$/ }).click();
  await page.waitForURL('**/laboratory/eqa/reports/*');
  await page.getByText('共组织一轮，一家不合格，已要求整改').waitFor();
  await page.getByRole('button', { name: /^更\s*正$/ }).click();
  await dialog.locator('#eqa-report-reason').fill('补充建议');
  await dialog.locator('#eqa-advice-H1').fill('更换校准品批号后重新验证，其间暂停开展');
  const first = page.url();
  await dialog.getByRole('button', { name: /^上\s*报$/ }).click();
  await page.waitForURL((url) => url.href !== first);
  await page.getByText('更换校准品批号后重新验证，其间暂停开展').waitFor();
  await look(page, 'eqa-report');
});

it('eqa/report-receipt: both authorities confirm the report, and what followed the receipts is over', async () => {
  for (const [region, name] of [
    ['41', '某省'],
    ['4101', '某市'],
  ] as const) {
    const page = await visit('commission', { region });
    await page.goto('/loops');
    await page.getByRole('link', { name: `（第 2 版）待签收：${name}` }).click();
    await page.locator('form#receive').getByText('已签收', { exact: true }).click();
    await page.locator('form#receive').getByRole('link').click();
    await page.waitForURL('**/laboratory/eqa/reports/*');
    await page.getByRole('button', { name: /^签\s*收$/ }).click();
    await page.getByRole('button', { name: /^签\s*收$/ }).waitFor({ state: 'detached' });
  }
  const page = await visit('qc-centre', { region: '41' });
  await page.goto('/loops?view=all');
  await page.getByRole('link', { name: /2026-03-20 公布的成绩有不合格/ }).click();
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  const own = await visit('laboratory', { institution: 'H1' });
  await own.goto('/laboratory/eqa/reports');
  await own.locator('tr', { hasText: '已由更正版替代' }).waitFor();
  await look(own, 'eqa-reports');
  expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
});
