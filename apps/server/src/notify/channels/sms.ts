/**
 * Text messages 短信 by Alibaba Cloud SMS: `SendSms` of 2017-05-25. A message is a template that was approved there, with words of at
 * most 35 characters put into it and no address, so that it says what is waiting and not where. The service does not tell a message
 * that comes twice: when it is unknown whether one was taken, it is asked by our own number (`OutId`) before it is sent again.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';

import type { SmsConfig } from '../../platform/config/notify.ts';
import { boundedFetch } from '../../platform/http/bounded-fetch.ts';
import { acsHeaders, acsQuery } from './acs3.ts';
import type { Channel, Message } from './channel.ts';
import { SendFault } from './fault.ts';

const VERSION = '2017-05-25';
const WAIT_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MOST_CHARACTERS = 35;
/** Of one number on one day the service itself takes fewer. */
const PAGES = 5;
const PAGE_SIZE = 50;
const FAILED = 2;

export function smsChannel(config: SmsConfig): Channel {
  return {
    send: async ({ address }, message) => {
      if (message.isAgain && (await wasTaken(config, address, message))) return;
      const isCode = message.code !== null;
      await ask(config, message.at, 'SendSms', {
        PhoneNumbers: address,
        SignName: config.sign,
        TemplateCode: isCode ? config.codeTemplate : config.noticeTemplate,
        TemplateParam: JSON.stringify(isCode ? { code: message.code } : wordsOf(message)),
        OutId: message.key,
      });
    },
  };
}

/** What is put into the template of a notice: how many loops, and of the first what it is and how it stands. */
function wordsOf({ items, subject }: Message): Readonly<Record<'count' | 'what' | 'state', string>> {
  const [what, state] = items[0]?.brief ?? [subject.zh, '待办'];
  return { count: String(Math.max(1, items.length)), what: cut(what), state: cut(state) };
}

const cut = (text: string): string => [...text].slice(0, MOST_CHARACTERS).join('');

interface Details {
  readonly TotalCount?: number | string;
  readonly SmsSendDetailDTOs?: {
    readonly SmsSendDetailDTO?: readonly { readonly OutId?: string; readonly SendStatus?: number }[];
  };
}

/** Whether the service took a message of this name for the number, today or the day before, and it did not fail on the way. */
async function wasTaken(config: SmsConfig, phone: string, { key, at }: Message): Promise<boolean> {
  const today = dayOf(at);
  for (const day of [today, addDays(today, -1)])
    for (let page = 1; page <= PAGES; page += 1) {
      const found: Details = await ask(config, at, 'QuerySendDetails', {
        PhoneNumber: phone,
        SendDate: day.replaceAll('-', ''),
        PageSize: String(PAGE_SIZE),
        CurrentPage: String(page),
      });
      const sent = found.SmsSendDetailDTOs?.SmsSendDetailDTO ?? [];
      if (sent.some(({ OutId, SendStatus }) => OutId === key && SendStatus !== FAILED)) return true;
      if (page * PAGE_SIZE >= Number(found.TotalCount ?? 0)) break;
    }
  return false;
}

/** Asks the service, and fails unless it answers `OK`. */
async function ask(
  { endpoint, key }: SmsConfig,
  at: Instant,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Details> {
  const date = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  const { host } = new URL(endpoint);
  const headers = acsHeaders(key, { host, action, version: VERSION, parameters, date, nonce: randomUUID() });
  const answer = await boundedFetch(`${new URL(endpoint).origin}/?${acsQuery(parameters)}`, {
    method: 'POST',
    headers: { ...headers, accept: 'application/json' },
    signal: AbortSignal.timeout(WAIT_MS),
  });
  const text = await answer.text();
  const said = readJson(text) as { readonly Code?: unknown; readonly Message?: unknown } & Details;
  if (answer.ok && said.Code === 'OK') return said;
  throw faultOf(
    typeof said.Code === 'string' ? said.Code : null,
    typeof said.Message === 'string' ? said.Message : '',
    answer.status,
  );
}

function readJson(text: string): object {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

/** Refused for the number or the words themselves: sent again they are refused again. */
const FINAL: readonly string[] = [
  'isv.MOBILE_NUMBER_ILLEGAL',
  'isv.DOMESTIC_NUMBER_NOT_SUPPORTED',
  'isv.SMS_CONTENT_ILLEGAL',
  'isv.BLACK_KEY_CONTROL_LIMIT',
  'isv.PARAM_LENGTH_LIMIT',
  'isv.PARAM_NOT_SUPPORT_URL',
];

/** What the answer of the service means for what is sent next: its codes are those of “API 错误码” of the service. */
function faultOf(code: string | null, message: string, status: number): SendFault {
  if (code === null) return new SendFault('mend', `the text message service answered ${String(status)}`);
  const said = `the text message service answered ${code}`;
  if (FINAL.includes(code)) return new SendFault('final', said);
  // So many to one number in a minute, an hour or a day: the message says which.
  if (code === 'isv.BUSINESS_LIMIT_CONTROL')
    return new SendFault('later', said, /小时|天/.test(message) ? HOUR_MS : MINUTE_MS);
  if (code === 'isv.DAY_LIMIT_CONTROL' || code === 'isv.MONTH_LIMIT_CONTROL')
    return new SendFault('later', said, HOUR_MS);
  if (code.startsWith('Throttling') || status === 429) return new SendFault('later', said, MINUTE_MS);
  return new SendFault('mend', said);
}
