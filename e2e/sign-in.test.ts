/** How one signs in, and what one sees of the own account. */
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { barriers, enter, launchBrowser, openVisit, picture, settle } from './support/visit.ts';

let browser: Browser;
const USERNAME = 'doctor2';
const password = inject('accounts').find((account) => account.username === USERNAME)?.secret ?? '';

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** The page on a desk and on a telephone: nothing keeps anybody from using it. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, size] of [
    [390, 'telephone'],
    [1440, 'desk'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `test-results/sign-in/${name}-${size}.png`);
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}

/** The code that the app shows so many steps from now; each step is taken once. */
const codeAt = (secret: string, stepsLater: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + stepsLater * 30_000 });

/** The codes of three steps are needed within what the server takes: where this step ends before the first is sent, they begin with the next. */
async function untilStepLasts(page: Page): Promise<void> {
  const leftMs = 30_000 - (Date.now() % 30_000);
  if (leftMs < 10_000) await page.waitForTimeout(leftMs + 100);
}

const fillPassword = (page: Page): Promise<void> =>
  page.locator('.ant-modal input[autocomplete="current-password"]').fill(password);

it('a doctor takes a second factor, signs in with it, and gives it up again', async () => {
  const { page, complaints, close } = await openVisit(browser);
  await enter(page, USERNAME);
  await page.goto('/account');
  await settle(page);
  await look(page, 'account');

  await page.getByRole('button', { name: '启用第二因素' }).click();
  await fillPassword(page);
  await page.keyboard.press('Enter');
  const secret = ((await page.locator('.fj-secret').textContent()) ?? '').replaceAll(' ', '');
  await look(page, 'enrolment');
  await untilStepLasts(page);
  await page.locator('.ant-modal input[autocomplete="one-time-code"]').fill(codeAt(secret, -1));
  await page.keyboard.press('Enter');
  await page.locator('.fj-recovery li').first().waitFor();
  await look(page, 'recovery');
  await page.getByRole('button', { name: '已保存，继续' }).press('Enter');
  await page.getByText('剩余 10 个恢复码').waitFor();

  await page.context().clearCookies();
  await page.goto('/login');
  await settle(page);
  await page.locator('input[autocomplete="username"]').fill(USERNAME);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  const code = page.locator('input[autocomplete="one-time-code"]');
  await code.waitFor();
  await look(page, 'code');
  await code.fill(codeAt(secret, 0));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/login');

  await page.goto('/account');
  await page.getByRole('button', { name: '停用第二因素' }).click();
  await fillPassword(page);
  await page.locator('.ant-modal input[autocomplete="one-time-code"]').fill(codeAt(secret, 1));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '启用第二因素' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('a session of another place is seen and ended', async () => {
  const [desk, home] = [await openVisit(browser), await openVisit(browser)];
  await enter(home.page, USERNAME);
  await enter(desk.page, USERNAME);
  await desk.page.goto('/account');
  const others = desk.page.getByRole('button', { name: '结束其他全部登录' });
  await others.click();
  await others.waitFor({ state: 'detached' });
  await home.page.goto('/account');
  await home.page.waitForURL((url) => url.pathname === '/login');
  await home.close();
  await desk.close();
});

it('whom an issuer elsewhere recognised without an account here is told so in words', async () => {
  for (const locale of ['zh-CN', 'en-US']) {
    const { page, close } = await openVisit(browser, locale);
    await page.goto('/login?refused=unknown');
    await settle(page);
    await page.locator('.ant-alert').waitFor();
    await look(page, `refused-${locale}`);
    await close();
  }
});

it('the account page is read in English', async () => {
  const { page, close } = await openVisit(browser, 'en-US');
  await enter(page, USERNAME);
  await page.goto('/account');
  await settle(page);
  await look(page, 'account-english');
  await close();
});
