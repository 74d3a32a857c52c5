/**
 * A text message service that speaks the protocol of Alibaba Cloud SMS 阿里云短信服务 (`SendSms` and `QuerySendDetails` of 2017-05-25): it
 * checks the signature of its own accord, takes approved signatures and templates only, counts what a number was sent, and answers the
 * documented codes. Nothing of it is taken from the side that is tested.
 */
import { createHash, createHmac } from 'node:crypto';

import type { Answered, Asked } from './robots.ts';

export interface TextMessage {
  readonly phone: string;
  readonly outId: string;
  readonly content: string;
  readonly at: number;
}

export interface TextMessageOptions {
  readonly keyId: string;
  readonly keySecret: string;
  readonly sign: string;
  readonly templates: Readonly<Record<string, Template>>;
}

interface Template {
  readonly kind: 'code' | 'notice';
  readonly text: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MOST_APART_MS = 15 * MINUTE_MS;
const CHINA_MS = 8 * HOUR_MS;

/** How many to one number: of codes by signature, of notices by signature and template. */
const LIMITS = {
  code: [
    [MINUTE_MS, 1, '触发分钟级流控Permits:1'],
    [HOUR_MS, 5, '触发小时级流控Permits:5'],
    [DAY_MS, 10, '触发天级流控Permits:10'],
  ],
  notice: [[DAY_MS, 50, '触发天级流控Permits:50']],
} as const;

class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One who answers as the service does, and what it took; `throttle` makes it refuse everybody for a while. */
export function createTextMessages(
  { keyId, keySecret, sign, templates }: TextMessageOptions,
  now: () => number,
): { readonly messages: TextMessage[]; readonly answer: (asked: Asked) => Answered; throttled: boolean } {
  const messages: TextMessage[] = [];
  const nonces = new Set<string>();
  const service = { messages, answer, throttled: false };
  return service;

  function answer(asked: Asked): Answered {
    const RequestId = createHash('md5')
      .update(`${String(now())}${String(nonces.size)}`)
      .digest('hex')
      .toUpperCase();
    try {
      authenticate(asked);
      if (service.throttled) throw new Refusal('Throttling.User', 'Request was denied due to user flow control.', 400);
      const parameters = Object.fromEntries(asked.url.searchParams);
      const action = String(asked.headers['x-acs-action']);
      if (action === 'SendSms')
        return {
          status: 200,
          body: { Code: 'OK', Message: 'OK', RequestId, BizId: `${RequestId}^0`, ...sent(parameters) },
        };
      if (action === 'QuerySendDetails')
        return { status: 200, body: { Code: 'OK', Message: 'OK', RequestId, ...details(parameters) } };
      throw new Refusal('InvalidAction.NotFound', 'Specified api is not found, please check your url and method.', 404);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { Code: error.code, Message: error.message, RequestId } };
    }
  }

  function authenticate({ url, headers, body }: Asked): void {
    const { authorization, 'x-acs-date': date, 'x-acs-signature-nonce': nonce, 'x-acs-version': version } = headers;
    const given = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      String(authorization),
    );
    if (given === null) throw new Refusal('IncompleteSignature', 'The request signature does not conform.', 400);
    const [, id, names = '', signature] = given;
    if (id !== keyId) throw new Refusal('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404);
    const late = Math.abs(now() - Date.parse(String(date)));
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(date)) || !(late < MOST_APART_MS))
      throw new Refusal('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.', 400);
    if (version !== '2017-05-25') throw new Refusal('NoSuchVersion', 'The specified version does not exist.', 400);
    const required = [
      'host',
      'x-acs-action',
      'x-acs-content-sha256',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-version',
    ];
    const signed = names.split(';');
    const hashed = digest(body);
    const query = [...url.searchParams]
      .map(([name, value]) => `${strict(name)}=${strict(value)}`)
      .sort()
      .join('&');
    const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
    const canonical = `POST\n/\n${query}\n${lines}\n${names}\n${hashed}`;
    const expected = createHmac('sha256', keySecret)
      .update(`ACS3-HMAC-SHA256\n${digest(canonical)}`)
      .digest('hex');
    const isWhole = required.every((name) => signed.includes(name)) && headers['x-acs-content-sha256'] === hashed;
    if (!isWhole || signature !== expected)
      throw new Refusal('SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.', 400);
    if (nonces.has(String(nonce)))
      throw new Refusal('SignatureNonceUsed', 'Specified signature nonce was used already.', 400);
    nonces.add(String(nonce));
  }

  function sent({
    PhoneNumbers = '',
    SignName,
    TemplateCode = '',
    TemplateParam = '',
    OutId = '',
  }: Parameters): object {
    if (!/^(?:\+86|\+|0086|86)?1[3-9]\d{9}$/.test(PhoneNumbers))
      throw new Refusal('isv.MOBILE_NUMBER_ILLEGAL', `${PhoneNumbers}invalid mobile number`);
    if (SignName !== sign) throw new Refusal('isv.SMS_SIGNATURE_ILLEGAL', '短信签名不合法');
    const template = templates[TemplateCode];
    if (template === undefined) throw new Refusal('isv.SMS_TEMPLATE_ILLEGAL', '模版不合法(不存在或被拉黑)');
    const phone = PhoneNumbers.slice(-11);
    const content = filled(template, TemplateParam);
    for (const [within, most, message] of LIMITS[template.kind]) {
      const same = messages.filter((one) => one.phone === phone && one.at > now() - within);
      if (same.length >= most) throw new Refusal('isv.BUSINESS_LIMIT_CONTROL', message);
    }
    messages.push({ phone, outId: OutId, content: `【${sign}】${content}`, at: now() });
    return {};
  }

  function details({ PhoneNumber, SendDate = '', PageSize = '', CurrentPage = '' }: Parameters): object {
    if (!/^\d{8}$/.test(SendDate)) throw new Refusal('isv.QUERY_DATE_ILLEGAL', '查询日期不合法');
    const size = Number(PageSize);
    if (!(size >= 1 && size <= 50)) throw new Refusal('isv.INVALID_PARAMETERS', '参数异常');
    const own = messages.filter(
      ({ phone, at }) =>
        phone === PhoneNumber && new Date(at + CHINA_MS).toISOString().slice(0, 10).replaceAll('-', '') === SendDate,
    );
    const page = own.slice((Number(CurrentPage) - 1) * size, Number(CurrentPage) * size);
    return {
      TotalCount: own.length,
      SmsSendDetailDTOs: {
        SmsSendDetailDTO: page.map(({ phone, outId, content }) => ({
          ...{ PhoneNum: phone, OutId: outId, Content: content, SendStatus: 3, ErrCode: 'DELIVERED' },
        })),
      },
    };
  }
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** The text of a template with its variables put in, as its kind allows. */
function filled({ kind, text }: Template, given: string): string {
  const values = parsed(given);
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new Refusal('isv.TEMPLATE_MISSING_PARAMETERS', '模版缺少变量');
    if (typeof value !== 'string') throw new Refusal('isv.INVALID_JSON_PARAM', 'JSON参数不合法，只接受字符串值');
    if (/https?:|www\./.test(value)) throw new Refusal('isv.PARAM_NOT_SUPPORT_URL', '不支持URL');
    const [least, most] = kind === 'code' ? [4, 6] : [1, 35];
    if (value.length < least || value.length > most) throw new Refusal('isv.PARAM_LENGTH_LIMIT', '参数超出长度限制');
    return value;
  });
}

function parsed(given: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(given) as Readonly<Record<string, unknown>>;
  } catch {
    throw new Refusal('isv.INVALID_JSON_PARAM', 'JSON参数不合法，只接受字符串值');
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Percent encoding of RFC 3986, worked out from the bytes. */
function strict(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[\w.~-]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
