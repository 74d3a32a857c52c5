/**
 * The other ends of notices 通知渠道的对端 on this machine: a mail server, the robots of WeCom and DingTalk, a webhook and a text message
 * service, each by the protocol that its maker documents. Tests use them, and so does whoever runs `npm run doubles`.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Mail, MailServer } from './mail-server.ts';
import { startMailServer } from './mail-server.ts';
import type { Answered, Asked } from './robots.ts';
import { createRobots } from './robots.ts';
import type { TextMessage } from './text-messages.ts';
import { createTextMessages } from './text-messages.ts';

const HERE = '127.0.0.1';
export const KEYS = {
  wecom: 'k',
  dingtalk: 't',
  dingtalkSecret: 'SEC-robot',
  webhookSecret: 'h'.repeat(16),
} as const;
const ACCESS_KEY = { keyId: 'LTAI-of-the-double', keySecret: 'a-secret-of-the-double' } as const;
const SIGN = '符节平台';
const CODE_TEMPLATE = 'SMS_100000001';
const NOTICE_TEMPLATE = 'SMS_100000002';
/** As they are to be handed in for approval: docs/operations.md. */
const TEMPLATES = {
  [CODE_TEMPLATE]: { kind: 'code', text: '您的验证码为${code}，10分钟内有效，请勿告知他人。' },
  [NOTICE_TEMPLATE]: { kind: 'notice', text: '您有${count}项闭环待处理：${what}，${state}。请登录符节平台查看。' },
} as const;

/** What was told to a robot or webhook, and what it answered. */
export interface Told {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly answer: Answered;
}

export interface OtherEnds {
  readonly mail: MailServer;
  /** What robots and webhooks took. */
  readonly posted: Told[];
  readonly texts: TextMessage[];
  readonly robots: {
    readonly wecom: string;
    readonly dingtalk: string;
    readonly webhook: string;
  };
  /** How a server is told of them. */
  readonly env: Readonly<Record<string, string>>;
  /** Answers everything on HTTP with 503, or takes nothing more by text message, or takes it and breaks off. */
  fail(how: 'down' | 'throttled' | 'mute' | null): void;
  clear(): void;
  close(): Promise<void>;
}

interface Options {
  readonly now?: () => number;
  readonly ports?: { readonly http: number; readonly smtp: number };
  readonly on?: { readonly mail?: (mail: Mail) => void; readonly told?: (told: Told) => void };
}

export async function startOtherEnds({
  now = Date.now,
  ports = { http: 0, smtp: 0 },
  on = {},
}: Options = {}): Promise<OtherEnds> {
  const mail = await startMailServer({ port: ports.smtp, ...(on.mail === undefined ? {} : { onMail: on.mail }) });
  const posted: Told[] = [];
  const robots = createRobots(KEYS, now);
  const service = createTextMessages({ ...ACCESS_KEY, sign: SIGN, templates: TEMPLATES }, now);
  let failing: 'down' | 'throttled' | 'mute' | null = null;
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      if (failing === 'down') {
        response.writeHead(503).end();
        return;
      }
      const url = new URL(request.url ?? '', 'http://here');
      const asked: Asked = { url, headers: request.headers, body };
      const isText = request.headers['x-acs-action'] !== undefined;
      const answer = isText ? service.answer(asked) : robots(asked);
      const told = { path: url.pathname, headers: request.headers, body: isText ? url.search : body, answer };
      on.told?.(told);
      if (!isText) posted.push(told);
      if (failing === 'mute') {
        response.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
  }).listen(ports.http, HERE);
  await once(http, 'listening');
  const origin = `http://${HERE}:${String((http.address() as AddressInfo).port)}`;
  const folder = mkdtempSync(join(tmpdir(), 'fujie-doubles-'));
  const keyFile = join(folder, 'sms-key');
  writeFileSync(keyFile, `${ACCESS_KEY.keyId}\n${ACCESS_KEY.keySecret}\n`, { mode: 0o600 });
  return {
    mail,
    posted,
    texts: service.messages,
    robots: {
      wecom: `${origin}/cgi-bin/webhook/send?key=${KEYS.wecom}`,
      dingtalk: `${origin}/robot/send?access_token=${KEYS.dingtalk}`,
      webhook: `${origin}/hook`,
    },
    env: {
      FUJIE_PRIVATE_HOSTS: HERE,
      FUJIE_SMTP_URL: `smtp://${HERE}:${String(mail.port)}`,
      FUJIE_SMTP_FROM: 'fujie@example.org',
      FUJIE_SMS_ENDPOINT: origin,
      FUJIE_SMS_KEY_FILE: keyFile,
      FUJIE_SMS_SIGN: SIGN,
      FUJIE_SMS_CODE_TEMPLATE: CODE_TEMPLATE,
      FUJIE_SMS_NOTICE_TEMPLATE: NOTICE_TEMPLATE,
    },
    fail: (how) => {
      failing = how;
      service.throttled = how === 'throttled';
    },
    clear: () => {
      mail.mails.length = 0;
      posted.length = 0;
      service.messages.length = 0;
    },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
      await mail.close();
    },
  };
}
