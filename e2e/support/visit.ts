/** A reader at the pages: signs in, goes somewhere, and notices what a person would complain about. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect, inject } from 'vitest';

import { isTraced, trace } from '../../apps/server/src/platform/testing/traces.ts';
import { chromiumPath } from '../../tools/lib/machine.mjs';
import { watchWriting } from './driven.ts';
import type { Account } from './stack.ts';

/** How long a page may take for what it was asked. */
export const WAIT_MS = 45_000;

const ROOT = resolve(import.meta.dirname, '../..');
/** Put into the page by the debugger, once for as long as it is loaded: the page's own security policy rightly lets no foreign script in. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts the system's Chromium, which asks nobody outside this machine for anything. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=zh-CN',
    ],
  });
}

/** A page in its own session, with what went wrong in it. */
export interface Visit {
  readonly page: Page;
  /** Errors thrown in the page or written to its console, and answers of the server that say it failed. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A page is quiet when nothing was asked or answered for this long: what an answer shows may ask for more. */
const QUIET_MS = 150;

/** Requests of a page that wait for their answer, and when that last changed, in ms of the process. */
interface Traffic {
  readonly open: Set<Request>;
  changed: number;
}

const traffics = new WeakMap<Page, Traffic>();

function watchTraffic(page: Page): void {
  const traffic: Traffic = { open: new Set(), changed: performance.now() };
  traffics.set(page, traffic);
  page.on('request', (request) => {
    traffic.open.add(request);
    traffic.changed = performance.now();
  });
  const close = (request: Request): void => {
    traffic.open.delete(request);
    traffic.changed = performance.now();
  };
  page.on('requestfinished', close);
  page.on('requestfailed', close);
}

async function untilQuiet(page: Page): Promise<void> {
  const traffic = traffics.get(page);
  if (traffic === undefined) return page.waitForLoadState('networkidle');
  await page.waitForLoadState('load');
  const deadline = performance.now() + WAIT_MS;
  while (traffic.open.size > 0 || performance.now() - traffic.changed < QUIET_MS) {
    if (performance.now() > deadline)
      throw new Error(`unanswered: ${[...traffic.open].map((request) => request.url()).join(', ')}`);
    await pause(20);
  }
}

export async function openVisit(
  browser: Browser,
  locale = 'zh-CN',
  viewport = { width: 1440, height: 900 },
  baseURL = inject('baseUrl'),
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL,
    locale,
    timezoneId: 'Asia/Shanghai',
    viewport,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  watchTraffic(page);
  watchWriting(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    trace('addresses', `${request.method()} ${request.url()} from ${request.headers()['referer'] ?? ''}`);
  });
  page.on('framenavigated', (frame) => {
    trace('addresses', frame.url());
  });
  page.on('response', (response) => {
    if (isTraced && response.status() >= 400)
      response.text().then(
        (text) => {
          trace('errors', text.replaceAll('\n', ' '));
        },
        () => undefined,
      );
    if (response.status() >= 500) complaints.push(`${String(response.status())} ${response.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

function accountOf(username: string): Account {
  const account = inject('accounts').find((candidate) => candidate.username === username);
  if (!account) throw new Error(`the start printed no account \`${username}\``);
  return account;
}

/** Signs in by the form, as the account of this name, and waits until its first page is there. */
export async function signIn(page: Page, username: string): Promise<void> {
  const account = accountOf(username);
  await page.goto('/login');
  await settle(page);
  await page.locator('input[autocomplete="username"]').fill(account.username);
  await page.locator('input[autocomplete="current-password"]').fill(account.secret);
  await page.locator('button[type="submit"]').click();
  await page
    .waitForURL((url) => url.pathname !== '/login')
    .catch(async (cause: unknown) => {
      await picture(page, `test-results/sign-in-${username}.png`);
      throw new Error(`${username} is still at: ${await page.locator('main').innerText()}`, { cause });
    });
  await page.locator('nav a[href^="/"], .ant-menu a[href^="/"]').first().waitFor();
  await settle(page);
}

/** Signs in with what the form sends, for who then goes to a page of the own choice: the form and the first page are looked at elsewhere. */
export async function enter(page: Page, username: string): Promise<void> {
  const { secret: password } = accountOf(username);
  const answer = await page.request.post('/api/v1/session', { data: { username, password } });
  if (answer.status() !== 200) throw new Error(`${username} was answered with ${await answer.text()}`);
}

/** Signs in so, and opens the page with which the role begins. */
export async function begin(page: Page, username: string): Promise<void> {
  await enter(page, username);
  await page.goto('/');
  await page.locator('nav a[href^="/"], .ant-menu a[href^="/"]').first().waitFor();
  await settle(page);
}

/** Waits until a page has its heading and nothing in it is loading any more. */
export async function settle(page: Page): Promise<void> {
  await untilQuiet(page);
  await page.locator('h1').first().waitFor();
  await page.locator('.ant-spin-spinning, .ant-skeleton-active').first().waitFor({ state: 'detached' });
}

/** Waits until just so many things are there: a page need not show at once all that one press of a button brings. */
export async function untilCount(things: Locator, count: number): Promise<void> {
  await expect.poll(() => things.count(), { timeout: WAIT_MS }).toBe(count);
}

/** Texts of one kind in things of one kind have one colour: so many of them are asked for their contrast, which takes longest. */
const SAME_COLOURS = 3;

/** What an accessibility check finds that keeps somebody from using the page, or the parts of it that are named. */
export async function barriers(page: Page, parts?: string): Promise<readonly string[]> {
  // Nothing is pointed at: a link under the pointer is on its way from one colour to another.
  await page.mouse.move(0, 0);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const results = await page.evaluate(
    async ([within, attribute, enough]): Promise<AxeResults> => {
      const { axe } = window as unknown as {
        axe: {
          configure(spec: object): void;
          run(context: object, options: object): Promise<AxeResults>;
        };
      };
      const known = new Map<string, number>();
      for (const node of document.querySelectorAll('body *')) {
        const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.nodeValue?.trim() !== '');
        if (!node.matches('input, textarea, select') && !(hasText && node.checkVisibility())) continue;
        const around = [node, node.parentElement, node.parentElement?.parentElement];
        const kind = around.map((one) => `${String(one?.tagName)} ${String(one?.getAttribute('class'))}`).join(' < ');
        const count = known.get(kind) ?? 0;
        known.set(kind, count + 1);
        node.toggleAttribute(attribute, count < enough);
      }
      axe.configure({ rules: [{ id: 'color-contrast', selector: `[${attribute}]` }] });
      const context = within === undefined ? document : { include: [[within]] };
      return axe.run(context, { runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations'], preload: false });
    },
    [parts, 'data-contrast', SAME_COLOURS] as const,
  );
  return results.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Keeps a picture of the page as the reader sees it. */
export async function picture(page: Page, path: string): Promise<void> {
  const file = resolve(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
}
