/**
 * The robots of groups as their makers document them, and a webhook: WeCom 企业微信 (`/cgi-bin/webhook/send?key=…`), DingTalk 钉钉
 * (`/robot/send?access_token=…`, 加签), and anything else, which checks the signature of this platform.
 */
import { createHmac } from 'node:crypto';

export interface Asked {
  readonly url: URL;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the other ends know. */
export interface RobotKeys {
  readonly wecom: string;
  readonly dingtalk: string;
  readonly dingtalkSecret: string;
  readonly webhookSecret: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const A_MINUTE = 20;
const WECOM_BYTES = 2048;

/** One who answers as they do; it counts what it was told in a minute. */
export function createRobots(keys: RobotKeys, now: () => number): (asked: Asked) => Answered {
  const told = new Map<string, number[]>();
  const isTooFast = (robot: string): boolean => {
    const recent = (told.get(robot) ?? []).filter((at) => now() - at < MINUTE_MS);
    told.set(robot, [...recent, now()]);
    return recent.length >= A_MINUTE;
  };
  return (asked) => {
    switch (asked.url.pathname) {
      case '/cgi-bin/webhook/send':
        return said(wecom(asked));
      case '/robot/send':
        return said(dingtalk(asked));
      default:
        return webhook(asked);
    }
  };

  function wecom({ url, body }: Asked): readonly [number, string] {
    if (url.searchParams.get('key') !== keys.wecom) return [93_000, 'invalid webhook url'];
    const content = contentOf(body);
    if (content === null) return [40_008, 'invalid message type'];
    if (Buffer.byteLength(content) > WECOM_BYTES) return [40_058, 'text.content exceed max length'];
    return isTooFast('wecom') ? [45_009, 'api freq out of limit'] : [0, 'ok'];
  }

  function dingtalk({ url, body }: Asked): readonly [number, string] {
    if (url.searchParams.get('access_token') !== keys.dingtalk) return [300_001, 'token is not exist'];
    const time = url.searchParams.get('timestamp') ?? '';
    if (!(Math.abs(now() - Number(time)) < HOUR_MS)) return [310_000, 'invalid timestamp'];
    const sign = createHmac('sha256', keys.dingtalkSecret).update(`${time}\n${keys.dingtalkSecret}`).digest('base64');
    if (url.searchParams.get('sign') !== sign) return [310_000, 'sign not match'];
    if (contentOf(body) === null) return [40_035, 'param error'];
    return isTooFast('dingtalk') ? [130_101, 'send too fast, exceed 20 times per minute'] : [0, 'ok'];
  }

  function webhook({ headers, body }: Asked): Answered {
    const time = String(headers['x-fujie-time']);
    const sign = createHmac('sha256', keys.webhookSecret).update(`${time}.${body}`).digest('hex');
    const isSigned = headers['x-fujie-signature'] === `sha256=${sign}`;
    if (!isSigned || !(Math.abs(now() - Number(time) * 1000) < MINUTE_MS)) return { status: 401, body: {} };
    return { status: 200, body: {} };
  }
}

const said = ([errcode, errmsg]: readonly [number, string]): Answered => ({ status: 200, body: { errcode, errmsg } });

function contentOf(body: string): string | null {
  try {
    const { msgtype, text } = JSON.parse(body) as { msgtype?: unknown; text?: { content?: unknown } };
    return msgtype === 'text' && typeof text?.content === 'string' ? text.content : null;
  } catch {
    return null;
  }
}
