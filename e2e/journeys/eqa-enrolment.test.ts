/**
 * Enrolment in EQA 室间质评报名: a centre opens a round for it, laboratories ask, one is accepted and takes part, one is refused and says what it does
 * instead. Source: national-2022.art.25#01.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { EqaItem } from '@fujie/wire/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { recordPastEqa } from '../../apps/server/src/laboratory/eqa-past.ts';
import { raiseRequests } from '../../apps/server/src/laboratory/eqa-requests-due.ts';
import { startTestCluster } from '../../apps/server/src/platform/testing/cluster.ts';
import { importTyped } from '../../apps/server/src/registers/change.ts';
import type { Place } from '../support/place.ts';
import { startPlace } from '../support/place.ts';
import { recordAct } from '../support/tasks.ts';
import type { Visit } from '../support/visit.ts';
import { barriers, launchBrowser, picture, settle } from '../support/visit.ts';

const at = (text: string): Instant => must(parseInstant(text));

const ALT: EqaItem = {
  ...{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } },
  ...{ passMark: 80, minimumGroup: 12, lowest: 0, highest: null },
};
const PROGRAMME = {
  ...{ organiser: 'QC', code: 'C-01', nameZh: '常规化学', nameEn: null, samples: 2, rounds: 2, items: [ALT] },
};

let browser: Browser;
let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let place: Place;
const visits: Visit[] = [];

async function load(register: string, ...rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const entries = rows.map((row) => ({ row, from: '2020-01-01' as Day, to: null }));
  await importTyped(place.server.deps, 'test', register, entries);
}

async function visit(...who: Parameters<Place['server']['as']>): Promise<Page> {
  const one = await place.visit(browser, ...who);
  visits.push(one);
  return one.page;
}

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startTestCluster()]);
  const now = at('2026-04-10T09:00+08:00');
  place = await startPlace(cluster.cluster.urlOf('postgres'), { jurisdiction: 'taiyuan', now });
  await load(
    'region',
    { code: '14', nameZh: '某省', nameEn: null, kind: 'province', markPrefix: null },
    { code: '1401', nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load('qc-organisation', { code: 'QC', nameZh: '省临检中心', level: 'province', region: '14' });
  await load(
    'institution',
    ...['H1', 'H2'].map((code) => ({
      ...{ code, nameZh: `市第${code === 'H1' ? '一' : '二'}医院`, nameEn: null, region: '1401', level: 3 },
      ...{ ownership: 'public', kind: 'general', supervisor: 'health', connectedOn: null },
    })),
  );
  await load('item', {
    ...{ code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'U/L', quantitative: true },
  });
  await recordPastEqa(place.server.deps, {
    ...{ region: '14', centre: { id: 'centre', name: '质控员' }, programmes: [PROGRAMME] },
    rounds: [
      {
        ...{ organiser: 'QC', round: 'R1', programme: null, nameZh: '常规化学第一次', year: 2026, samples: ['1', '2'] },
        ...{ opensAt: at('2026-06-02T08:00+08:00'), closesAt: at('2026-06-10T17:00+08:00') },
        items: [ALT],
        ...{ shippedAt: null, evaluatedAt: null, publishedAt: null, targets: [], parts: [] },
      },
    ],
  });
});

afterAll(async () => {
  for (const { close } of visits) await close();
  await Promise.all([place.close(), browser.close()]);
  await cluster.stop();
});

const look = async (page: Page, name: string): Promise<void> => {
  await settle(page);
  await picture(page, `test-results/pages/${name}.png`);
  expect(await barriers(page)).toEqual([]);
};

/** A laboratory asks on its page, and waits. */
async function ask(institution: string): Promise<Page> {
  const page = await visit('laboratory', { institution });
  await page.goto('/laboratory/eqa');
  await page.getByRole('button', { name: '报名参加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#eqa-request-contact').waitFor();
  await settle(page);
  await dialog.getByLabel('丙氨酸氨基转移酶 方法').fill('速率法');
  await dialog.locator('#eqa-request-contact').fill('检验师');
  await dialog.locator('#eqa-request-phone').fill('0351-0000000');
  await dialog.locator('#eqa-request-address').fill('检验科收样处');
  await look(page, `eqa-request-${institution}`);
  await dialog.getByRole('button', { name: '报名参加' }).click();
  await page.getByText('待受理', { exact: true }).waitFor();
  return page;
}

it('a programme and its rounds are read in English under the names that they are given', async () => {
  const page = await visit('qc-centre', { region: '14' });
  await page.goto('/laboratory/eqa?year=2026');
  await page.getByRole('button', { name: '修改计划' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#eqa-name-en').fill('General chemistry');
  await dialog.getByRole('button', { name: /^确\s*定$/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '新建轮次' }).click();
  await dialog.locator('#eqa-round-name-en').waitFor();
  expect(await dialog.locator('#eqa-round-name-en').inputValue()).toBe('General chemistry, round 1 of 2026');
  await dialog.locator('#eqa-round-name-en').fill('General chemistry, July');
  for (const [id, time] of [
    ['#eqa-opens', '2026-07-01 08:00:00'],
    ['#eqa-closes', '2026-07-10 17:00:00'],
  ] as const) {
    await dialog.locator(id).fill(time);
    await dialog.locator(id).press('Enter');
  }
  await dialog.getByRole('button', { name: /^建\s*立$/ }).click();
  await page.waitForURL('**/laboratory/eqa/organised/*');
  await page.getByRole('heading', { name: '2026年第1次常规化学' }).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'General chemistry, July' }).waitFor();
  await page.goto('/laboratory/eqa?year=2026');
  await page.getByRole('heading', { name: 'C-01 General chemistry' }).waitFor();
  await page.getByRole('link', { name: 'General chemistry, July' }).waitFor();
});

it('a centre opens a round for enrolment until a time, and moves that with a reason', async () => {
  const page = await visit('qc-centre', { region: '14' });
  await page.goto('/laboratory/eqa?year=2026');
  await page.getByRole('link', { name: '常规化学第一次' }).click();
  await page.getByText('未开放报名：由组织者录入参加实验室').waitFor();
  const dialog = page.getByRole('dialog');
  const until = async (time: string): Promise<void> => {
    await dialog.locator('#eqa-window-closes').fill(time);
    await dialog.locator('#eqa-window-closes').press('Enter');
  };
  const confirm = async (): Promise<void> => dialog.getByRole('button', { name: /^确\s*定$/ }).click();
  await page.getByRole('button', { name: '开放报名' }).click();
  await until('2026-05-01 17:00:00');
  await confirm();
  await page.getByText('报名时间：2026-04-10 09:00 至 2026-05-01 17:00').waitFor();
  await page.getByRole('button', { name: '调整报名时间' }).click();
  await until('2026-05-10 17:00:00');
  await dialog.locator('#eqa-window-reason').fill('应实验室要求');
  await confirm();
  await page.getByText('报名时间：2026-04-10 09:00 至 2026-05-10 17:00').waitFor();
});

it('eqa/enrolment-request: a laboratory asks and is accepted, another is refused', async () => {
  const asking = await ask('H1');
  await look(asking, 'eqa-offers');
  await asking.getByRole('button', { name: '撤回报名' }).click();
  await asking.getByText('已撤回', { exact: true }).waitFor();
  await asking.getByRole('button', { name: '报名参加' }).click();
  const again = asking.getByRole('dialog');
  await again.locator('#eqa-request-contact').waitFor();
  // What was asked for before stands there.
  expect(await again.locator('#eqa-request-contact').inputValue()).toBe('检验师');
  await again.getByRole('button', { name: '报名参加' }).click();
  await asking.getByText('待受理', { exact: true }).waitFor();
  await ask('H2');
  await raiseRequests(place.server.deps);
  const page = await visit('qc-centre', { region: '14' });
  await page.goto('/loops');
  await page.getByRole('link', { name: '市第一医院：报名常规化学第一次待受理（丙氨酸氨基转移酶）' }).click();
  await page.locator('form#answer').getByText('已答复', { exact: true }).click();
  await page.locator('form#answer').getByRole('link').click();
  await page.waitForURL('**/laboratory/eqa/organised/*');
  const row = (name: string) => page.locator('tr', { hasText: name });
  await row('市第二医院').getByRole('button', { name: '不受理' }).waitFor();
  await look(page, 'eqa-requests');
  await row('市第一医院').getByText('已撤回', { exact: true }).waitFor();
  await row('市第一医院').getByRole('button', { name: '受理', exact: true }).click();
  await row('市第一医院').getByText('已受理', { exact: true }).waitFor();
  await row('市第二医院').getByRole('button', { name: '不受理' }).click();
  await page.locator('#eqa-reason').fill('名额已满');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^确\s*定$/ })
    .click();
  await row('市第二医院').getByText('名额已满').waitFor();
  await raiseRequests(place.server.deps);
  await asking.reload();
  await asking.getByRole('link', { name: '常规化学第一次' }).waitFor();
});

it('eqa/enrolment-refused: the laboratory reads why, and says with what it takes part instead', async () => {
  const page = await visit('laboratory', { institution: 'H2' });
  await page.goto('/laboratory/eqa');
  await page.getByText(/未受理.*名额已满/).waitFor();
  await page.goto('/loops');
  await page.getByRole('link', { name: '省临检中心 未受理报名：常规化学第一次（名额已满）' }).click();
  await recordAct(page, 'settle', '改以其他方式参加', { plan: '改报国家临检中心计划' });
  await page.locator('.fj-loop-standing').getByText('已关闭').waitFor();
  expect(visits.flatMap(({ complaints }) => complaints)).toEqual([]);
});
