import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { barriers, launchBrowser, openVisit, picture, settle, signIn } from './support/visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const people = inject('accounts').filter((account) => account.username !== 'token');

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

/** Pages that were opened by their address once; from then on by the menu. */
const addressed = new Set<string>();
/** The kinds of things that were looked at on each page: where a role sees nothing of another kind, the page was looked at. */
const looked = new Map<string, Set<string>>();

/** Marks what was not looked at on this page: the first of each kind; what it says and how many there are is no matter. */
async function markFresh(page: Page, path: string): Promise<'all' | 'some' | 'nothing'> {
  const known = looked.get(path);
  const kinds = await page.locator('body *').evaluateAll(
    (nodes, seen) => {
      const found = new Set(seen);
      for (const node of nodes) {
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

// Two at a time, as far as `maxConcurrency` lets them: nobody changes anything here.
it.concurrent.each(people)('$label ($username) finds every page of the menu working', async ({ username }) => {
  const { page, complaints, close } = await openVisit(browser);
  await signIn(page, username);
  const links = await page
    .locator('nav a[href^="/"], .ant-menu a[href^="/"]')
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
  // What needs no account is the same for all.
  const paths = [...new Set(links)].filter((path) => !path.startsWith('/public') || !addressed.has(path));
  expect(paths.length).toBeGreaterThan(0);
  const found: Record<string, readonly string[]> = {};
  for (const path of paths) {
    const link = page.locator(`nav a[href="${path}"], .ant-menu a[href="${path}"]`).first();
    if (addressed.has(path) && (await link.isVisible())) await link.click();
    else await page.goto(path);
    await page.waitForURL((url) => url.pathname === path);
    await settle(page);
    addressed.add(path);
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
});
