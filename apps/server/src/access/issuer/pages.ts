/** The few pages that the issuer itself shows: bilingual, without script, readable on a telephone. */
import { createHash } from 'node:crypto';

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-items:center;background:#f3f6f8;color:#1d2b33}' +
  'main{max-width:30rem;margin:1rem;padding:2rem;background:#fff;border:1px solid #d5dde2;border-radius:8px}' +
  'h1{font-size:1.4rem;margin:0 0 1rem}button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:6px;background:#0d5c7a;color:#fff;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #d2604a;outline-offset:2px}a{color:#0d5c7a}';

/** Nothing is loaded, nothing runs, only this style holds; forms lead on to whoever asked for the sign-out. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

export function pageOf(zh: string, en: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${zh} · ${en}</title><style>${STYLE}</style></head><body><main><h1>${zh}<br><span lang="en">${en}</span></h1>${body}</main></body></html>`;
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);

export function errorPage(code: string, description: string): string {
  return pageOf(
    '登录请求有误',
    'The sign-in request is faulty',
    `<p>请返回原应用重新登录；若再次出现，请把下面的内容告诉该应用的维护者。</p>
<p lang="en">Go back to the application and sign in again; if this happens again, tell its maintainers what stands below.</p>
<p><code>${escape(code)}</code> ${escape(description)}</p>`,
  );
}

export function leavePage(form: string): string {
  return pageOf(
    '退出登录',
    'Sign out',
    `${form}<p>确认退出符节？<span lang="en">Sign out of Fujie?</span></p>
<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">退出 Sign out</button>`,
  );
}

export function leftPage(): string {
  return pageOf('已退出登录', 'You are signed out', '<p><a href="/login">返回登录 Back to signing in</a></p>');
}
