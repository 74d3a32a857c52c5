/** By what people are told outside the pages 通知渠道: a mail server and a service for text messages. */
import { existsSync, readFileSync, statSync } from 'node:fs';

import { isSafeUrl } from './safe-url.ts';

export const NOTIFY_KEYS = [
  {
    name: 'FUJIE_SMTP_URL',
    default: '',
    secret: true,
    describe:
      'Mail server for notices, such as smtps://user:password@mail.example.org:465, or smtp:// with STARTTLS, which is insisted on except at this machine; empty: none by mail',
    describeZh:
      '发送通知的邮件服务器，如 smtps://用户:密码@mail.example.org:465；smtp:// 则必须支持 STARTTLS（本机除外）；为空则不发邮件',
  },
  {
    name: 'FUJIE_SMTP_FROM',
    default: '',
    describe: 'Mailbox from which notices come, such as fujie@example.org',
    describeZh: '通知邮件的发件人，如 fujie@example.org',
  },
  {
    name: 'FUJIE_SMS_ENDPOINT',
    default: '',
    describe:
      'Address of Alibaba Cloud SMS, or of what speaks its protocol (SendSms of 2017-05-25), such as https://dysmsapi.aliyuncs.com; empty: no text messages to staff',
    describeZh:
      '阿里云短信服务（或兼容其 SendSms 协议的服务）的地址，如 https://dysmsapi.aliyuncs.com；为空则不向工作人员发送短信',
  },
  {
    name: 'FUJIE_SMS_KEY_FILE',
    default: '',
    describe:
      'File with the AccessKey there: its id on the first line, its secret on the second, readable by nobody else',
    describeZh: '存放该服务 AccessKey 的文件：第一行为 ID，第二行为 Secret，其他用户不得读取',
  },
  {
    name: 'FUJIE_SMS_SIGN',
    default: '',
    describe: 'Signature that was approved there (SignName)',
    describeZh: '已审核通过的短信签名（SignName）',
  },
  {
    name: 'FUJIE_SMS_CODE_TEMPLATE',
    default: '',
    describe: 'Code of the approved template with ${code}, such as SMS_100000001',
    describeZh: '含 ${code} 的验证码模板编号，如 SMS_100000001',
  },
  {
    name: 'FUJIE_SMS_NOTICE_TEMPLATE',
    default: '',
    describe: 'Code of the approved template with ${count}, ${what} and ${state}, such as SMS_100000002',
    describeZh: '含 ${count}、${what}、${state} 的通知模板编号，如 SMS_100000002',
  },
] as const;

/** A text message service: where it is, with which key it is asked, and what was approved there. */
export interface SmsConfig {
  readonly endpoint: string;
  readonly key: { readonly id: string; readonly secret: string };
  readonly sign: string;
  readonly codeTemplate: string;
  readonly noticeTemplate: string;
}

export interface NotifyConfig {
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly sms: SmsConfig | null;
}

type Name = (typeof NOTIFY_KEYS)[number]['name'];

export function readNotify(text: (name: Name) => string, faults: string[]): NotifyConfig {
  const [url, from] = [text('FUJIE_SMTP_URL'), text('FUJIE_SMTP_FROM')];
  if (url !== '' && !(URL.canParse(url) && ['smtp:', 'smtps:'].includes(new URL(url).protocol)))
    faults.push('FUJIE_SMTP_URL is no address that begins with smtps:// or smtp://');
  if (url !== '' && !from.includes('@')) faults.push('FUJIE_SMTP_URL needs FUJIE_SMTP_FROM, a mailbox');
  return { smtp: url === '' ? null : { url, from }, sms: readSms(text, faults) };
}

function readSms(text: (name: Name) => string, faults: string[]): SmsConfig | null {
  const endpoint = text('FUJIE_SMS_ENDPOINT');
  if (endpoint === '') return null;
  if (!isSafeUrl(endpoint))
    faults.push('FUJIE_SMS_ENDPOINT does not begin with https:// (http:// is for this machine only)');
  for (const name of ['FUJIE_SMS_SIGN', 'FUJIE_SMS_CODE_TEMPLATE', 'FUJIE_SMS_NOTICE_TEMPLATE'] as const)
    if (text(name) === '') faults.push(`FUJIE_SMS_ENDPOINT needs ${name}`);
  return {
    endpoint,
    key: readKey(text('FUJIE_SMS_KEY_FILE'), faults),
    sign: text('FUJIE_SMS_SIGN'),
    codeTemplate: text('FUJIE_SMS_CODE_TEMPLATE'),
    noticeTemplate: text('FUJIE_SMS_NOTICE_TEMPLATE'),
  };
}

function readKey(file: string, faults: string[]): SmsConfig['key'] {
  const known = existsSync(file) ? statSync(file) : null;
  if (known?.isFile() !== true) {
    faults.push('FUJIE_SMS_ENDPOINT needs FUJIE_SMS_KEY_FILE, a file with the id and the secret of an AccessKey');
    return { id: '', secret: '' };
  }
  if ((known.mode & 0o077) !== 0)
    faults.push('FUJIE_SMS_KEY_FILE may be read by others; allow only its owner (chmod 600)');
  const [id = '', secret = ''] = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim());
  if (id === '' || secret === '')
    faults.push('FUJIE_SMS_KEY_FILE lacks the id on its first line or the secret on its second');
  return { id, secret };
}
