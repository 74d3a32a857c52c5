/** By what people are told outside the pages 通知渠道: a mail server and a gateway for text messages. */
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
    name: 'FUJIE_SMS_GATEWAY',
    default: '',
    describe: 'https address of a gateway for text messages to staff; empty: none',
    describeZh: '向工作人员发送短信的网关地址（https）；为空则不发短信',
  },
  {
    name: 'FUJIE_SMS_SECRET',
    default: '',
    secret: true,
    describe: 'At least 32 characters, shared with that gateway: signs what is sent to it (HMAC-SHA-256)',
    describeZh: '与该网关共享的密钥，至少 32 个字符，用于对请求签名（HMAC-SHA-256）',
  },
] as const;

export interface NotifyConfig {
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly sms: { readonly gateway: string; readonly secret: string } | null;
}

type Name = (typeof NOTIFY_KEYS)[number]['name'];

export function readNotify(text: (name: Name) => string, faults: string[]): NotifyConfig {
  const [url, from] = [text('FUJIE_SMTP_URL'), text('FUJIE_SMTP_FROM')];
  const [gateway, secret] = [text('FUJIE_SMS_GATEWAY'), text('FUJIE_SMS_SECRET')];
  if (url !== '' && !(URL.canParse(url) && ['smtp:', 'smtps:'].includes(new URL(url).protocol)))
    faults.push('FUJIE_SMTP_URL is no address that begins with smtps:// or smtp://');
  if (url !== '' && !from.includes('@')) faults.push('FUJIE_SMTP_URL needs FUJIE_SMTP_FROM, a mailbox');
  if (gateway !== '' && !isSafeUrl(gateway))
    faults.push('FUJIE_SMS_GATEWAY does not begin with https:// (http:// is for this machine only)');
  if (gateway !== '' && secret.length < 32)
    faults.push('FUJIE_SMS_GATEWAY needs FUJIE_SMS_SECRET of at least 32 characters');
  return { smtp: url === '' ? null : { url, from }, sms: gateway === '' ? null : { gateway, secret } };
}
