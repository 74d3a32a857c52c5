/** The bundled channels 通知渠道, by what the installation has. */
import { createHmac } from 'node:crypto';

import { formatInstant } from '@fujie/core/kernel';
import { createTransport } from 'nodemailer';

import type { Config } from '../../platform/config/config.ts';
import { signedHeaders } from '../../platform/http/signed.ts';
import type { Channel, ChannelKind } from './channel.ts';
import { plainText } from './channel.ts';
import { DINGTALK, post, postToRobot, WECOM } from './post.ts';
import { smsChannel } from './sms.ts';

type Needs = Pick<Config, 'notify' | 'privateHosts' | 'publicUrl'>;

const WAIT_MS = 10_000;
/** A message takes so long at most, however slowly the mail server answers: well within the lease of its batch. */
const MAIL_MS = 30_000;

/** JSON of the loops, signed, with a name under which it is the same when it comes twice. */
const webhook = (config: Needs): Channel => ({
  send: async ({ address, secret }, message) => {
    const { key, at, subject, items } = message;
    const alerts = items.map(({ brief: _, ...item }) => item);
    const body = JSON.stringify({ id: key, at: formatInstant(at), subject, alerts });
    const headers = { ...signedHeaders(secret ?? '', body, at), 'idempotency-key': key };
    await post(config, new URL(address), headers, body);
  },
});

/** 企业微信群机器人: text of at most 2,048 bytes to the address with its key. */
const wecom = (config: Needs): Channel => ({
  send: ({ address }, message) => postToRobot(config, new URL(address), cut(plainText(message), 2048), WECOM),
});

/** 钉钉群机器人: signed with its secret (加签): the time and HMAC-SHA-256 of time and secret, in the address. */
const dingtalk = (config: Needs): Channel => ({
  send: async ({ address, secret }, message) => {
    const url = new URL(address);
    if (secret !== null) {
      const time = String(message.at);
      url.searchParams.set('timestamp', time);
      url.searchParams.set('sign', createHmac('sha256', secret).update(`${time}\n${secret}`).digest('base64'));
    }
    await postToRobot(config, url, cut(plainText(message), 20_000), DINGTALK);
  },
});

function email({ notify: { smtp }, publicUrl }: Needs, mailMs: number): Channel | null {
  if (smtp === null) return null;
  const { protocol, hostname, port, username, password } = new URL(smtp.url);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    secure: protocol === 'smtps:',
    requireTLS: protocol === 'smtp:' && !isHere,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
  });
  return {
    send: async ({ address }, message) => {
      const { subject, key } = message;
      const signal = AbortSignal.timeout(mailMs);
      const sent = transport.sendMail({
        signal,
        from: smtp.from,
        to: { name: '', address },
        subject: `${subject.zh} ${subject.en}`,
        text: plainText(message),
        textEncoding: 'base64',
        messageId: `<${key}@${new URL(publicUrl).hostname}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
      await sent.catch((error: unknown) => {
        throw signal.aborted ? new Error(`the mail server took longer than ${String(mailMs)} ms`) : error;
      });
    },
  };
}

/** Text cut at so many bytes, at the end of a line. */
function cut(text: string, most: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > most - 4 && kept.includes('\n')) kept = kept.slice(0, kept.lastIndexOf('\n'));
  return kept === text ? text : `${kept}\n…`;
}

/** The channels of this installation by kind; what it has not is null. */
export function createChannels(
  config: Needs,
  { mailMs = MAIL_MS }: { readonly mailMs?: number } = {},
): Readonly<Record<ChannelKind, Channel | null>> {
  return {
    email: email(config, mailMs),
    sms: config.notify.sms === null ? null : smsChannel(config.notify.sms),
    webhook: webhook(config),
    wecom: wecom(config),
    dingtalk: dingtalk(config),
  };
}

export type Channels = ReturnType<typeof createChannels>;

/** Sends by a channel of a kind; fails when this installation has none. */
export async function sendBy(
  channels: Channels,
  kind: ChannelKind,
  ...[to, message]: Parameters<Channel['send']>
): Promise<void> {
  const channel = channels[kind];
  if (channel === null) throw new Error(`this installation has no channel for ${kind}`);
  await channel.send(to, message);
}
