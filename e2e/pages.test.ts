import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { barriers, begin, launchBrowser, openVisit, picture, settle } from './support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const people = inject('accounts').filter((account) => account.username !== 'token');
/** What somebody is, without the hospital: doctors of two hospitals have one menu. */
const roleOf = (label: string): string => label.split('（')[0]?.replace('复核', '') ?? label;

describe('without an account', () => {
  it('the public desk can be read', async () => {
    const { page, complaints, close } = await openVisit(browser);
    await page.goto('/public');
    await settle(page);
    await picture(page, 'test-results/pages/public.png');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a page for people with an account asks to sign in, and leads back to it', async () => {
    const { page, close } = await openVisit(browser);
    await page.goto('/statistics');
    await page.waitForURL((url) => url.pathname === '/login');
    expect(new URL(page.url()).searchParams.get('next')).toContain('/statistics');
    await close();
  });

  it('programs of the pages come compressed and are kept for ever; that one is missing is kept by nobody', async () => {
    const base = inject('baseUrl');
    const [, program = ''] = /src="(\/assets\/[^"]+)"/.exec(await (await fetch(base)).text()) ?? [];
    const there = await fetch(base + program, { headers: { 'accept-encoding': 'gzip' } });
    expect([there.status, there.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(there.headers.get('content-type')).toContain('javascript');
    expect(there.headers.get('cache-control')).toContain('immutable');
    const plain = await fetch(base + program, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, await there.text()]);
    const gone = await fetch(`${base}/assets/gone.js`);
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  it('a wrong password is refused in words, without saying which half was wrong', async () => {
    const { page, close } = await openVisit(browser);
    await page.goto('/login');
    await settle(page);
    await page.locator('input[autocomplete="username"]').fill('nobody');
    await page.locator('input[autocomplete="current-password"]').fill('not the password');
    await page.locator('button[type="submit"]').click();
    await page.locator('.ant-alert').waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
    await close();
  });
});

it('there is an account for each role', () => {
  expect(people.length).toBeGreaterThanOrEqual(5);
});

/** A whole menu, also on a busy machine. */
const MENU_MS = 300_000;

const JOURNEYS = join(import.meta.dirname, 'journeys');
const journeys = readdirSync(JOURNEYS).map((file) => readFileSync(join(JOURNEYS, file), 'utf8'));
/** A whole load costs several steps inside the application: what a journey opens by its address is opened by the menu here. */
const isAddressed = (path: string): boolean =>
  journeys.some((text) => [`'${path}'`, `'${path}?`, `\`${path}?`].some((named) => text.includes(`goto(${named}`)));

/** Pages that were opened; what no journey opens by its address is so opened here once, and from then on by the menu. */
const opened = new Set<string>();
/** The kinds of things that were looked at on each page: where a role sees nothing of another kind, the page was looked at. */
const looked = new Map<string, Set<string>>();

/** Marks what was not looked at on this page: the first of each kind; what it says and how many there are is no matter. */
async function markFresh(page: Page, path: string): Promise<'all' | 'some' | 'nothing'> {
  const known = looked.get(path);
  const kinds = await page.evaluate(
    (seen) => {
      const found = new Set(seen);
      for (const node of document.querySelectorAll('body *')) {
        const kind = `${node.tagName} ${node.getAttribute('class') ?? ''}`;
        node.toggleAttribute('data-fresh', !found.has(kind));
        found.add(kind);
      }
      return [...found];
    },
    [...(known ?? [])],
  );
  looked.set(path, new Set(kinds));
  if (known === undefined) return 'all';
  return kinds.length > known.size ? 'some' : 'nothing';
}

/** Presses an entry of the menu, and waits until the page before has gone: it stands there until the next one is loaded. */
async function follow(page: Page, link: Locator, path: string): Promise<void> {
  const isThere = new URL(page.url()).pathname === path;
  const heading = isThere ? null : await page.locator('h1').first().elementHandle();
  await link.click();
  await heading?.waitForElementState('hidden');
}

/** By role: the pages of its menu, and those that one of its accounts has looked at. */
const menus = new Map<string, { readonly all: Set<string>; readonly seen: Set<string> }>();

// Two at a time, as far as `maxConcurrency` lets them: nobody changes anything here.
it.concurrent.each(people)(
  '$label ($username) finds the pages of the menu working, those of one role sharing them',
  async ({ username, label }) => {
    const { page, complaints, close } = await openVisit(browser);
    await begin(page, username);
    const links = await page
      .locator('nav a[href^="/"], .ant-menu a[href^="/"]')
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
    const paths = [...new Set(links)];
    expect(paths.length).toBeGreaterThan(0);
    const colleagues = people.filter((one) => roleOf(one.label) === roleOf(label));
    const share = colleagues.findIndex((one) => one.username === username);
    const menu = menus.get(roleOf(label)) ?? { all: new Set(), seen: new Set() };
    menus.set(roleOf(label), menu);
    for (const path of paths) menu.all.add(path);
    const found: Record<string, readonly string[]> = {};
    for (const path of paths.filter((_, index) => index % colleagues.length === share)) {
      menu.seen.add(path);
      // What needs no account is the same for all.
      if (path.startsWith('/public') && opened.has(path)) continue;
      const link = page.locator(`nav a[href="${path}"], .ant-menu a[href="${path}"]`).first();
      const isByMenu = (opened.has(path) || isAddressed(path)) && (await link.isVisible());
      opened.add(path);
      if (isByMenu) await follow(page, link, path);
      else await page.goto(path);
      await page.waitForURL((url) => url.pathname === path);
      await settle(page);
      const wrong = complaints.splice(0);
      const fresh = await markFresh(page, path);
      if (fresh !== 'nothing') {
        await picture(page, `test-results/pages/${username}${path.replaceAll('/', '-')}.png`);
        wrong.push(...(await barriers(page, fresh === 'all' ? undefined : '[data-fresh]')));
      }
      if (wrong.length > 0) found[path] = wrong;
    }
    expect(found).toEqual({});
    await close();
  },
  MENU_MS,
);

it('no page of a menu was left out', () => {
  expect(menus.size).toBe(new Set(people.map((one) => roleOf(one.label))).size);
  for (const [role, { all, seen }] of menus) expect([...seen].sort(), role).toEqual([...all].sort());
});
