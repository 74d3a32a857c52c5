/** Adds an address 通知地址 after a code that was sent there came back: nobody is told at the address of another. */
import { randomInt } from 'node:crypto';

import type { Bilingual, Instant } from '@fujie/core/kernel';

import { isSafeUrl } from '../platform/config/safe-url.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { hostFault, hostOf } from '../platform/net/outward.ts';
import type { NewAddress, Owner } from './addresses.query.ts';
import { countAdded, insertAddress, removeAddress, setCode, verifyAddress } from './addresses.query.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Channels } from './channels/channels.ts';
import { sendBy } from './channels/channels.ts';
import type { FaultKind } from './channels/fault.ts';
import { SendFault } from './channels/fault.ts';

const CODE_MS = 600_000;
const HOUR_MS = 3_600_000;
/** What somebody may add in an hour: a code is sent to each, also to whoever never asked for it. */
const MOST_AN_HOUR = 5;
const MOST_FAILURES = 5;

/** What follows for whoever adds an address when no code could be sent there. */
const WHY_NOT: Readonly<Record<FaultKind, Bilingual>> = {
  final: {
    en: 'The code could not be sent there: check the address.',
    zh: '验证码无法发送到该地址，请核对。',
  },
  later: {
    en: 'Too much was sent to `address` for now: add it again in an hour.',
    zh: '`地址` 近期发送过于频繁，请一小时后再添加。',
  },
  mend: {
    en: 'The other end refuses what this installation sends to `address`: ask the administrator, who sees the reason under “Channels of notices”.',
    zh: '对方拒绝本系统向该 `地址` 发送的内容，请联系管理员，原因见“通知渠道”。',
  },
};

type Needs = Pick<Deps, 'clock' | 'config' | 'db' | 'seal'>;

/** Adds an address and sends a code there; its number. */
export async function addAddress(deps: Needs, channels: Channels, added: NewAddress): Promise<number> {
  const now = deps.clock.now();
  await refuseUnfit(deps, added);
  if ((await countAdded(deps.db, added.owner, (now - HOUR_MS) as Instant)) >= MOST_AN_HOUR)
    throw new HttpProblem('refused', {
      en: 'Too many addresses were added within the hour: try again later.',
      zh: '一小时内添加的地址过多，请稍后再试。',
    });
  const id = await insertAddress(deps.db, added, now);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await setCode(deps.db, id, hashOf(deps, id, code), (now + CODE_MS) as Instant);
  const subject = {
    zh: `符节：验证码 ${code}，10 分钟内有效。若非本人操作请忽略`,
    en: `Fujie: your code is ${code}, valid for 10 minutes. Ignore it if it was not you`,
  };
  const { address, secret, channel } = added;
  try {
    const message = { key: `code-${String(id)}`, at: now, subject, items: [], code, isAgain: false };
    await sendBy(channels, channel, { address, secret }, message);
  } catch (error) {
    await removeAddress(deps.db, added.owner, id, now);
    throw new HttpProblem('refused', WHY_NOT[error instanceof SendFault ? error.kind : 'final']);
  }
  return id;
}

/** Takes the code of an address; refuses a wrong one. */
export async function confirmAddress(deps: Needs, owner: Owner, id: number, code: string): Promise<void> {
  const now = deps.clock.now();
  const given = { id, hash: hashOf(deps, id, code), now, most: MOST_FAILURES };
  if (!(await verifyAddress(deps.db, owner, given)))
    throw new HttpProblem('refused', {
      en: 'The code is wrong or no longer valid: remove the address and add it anew.',
      zh: '验证码不正确或已失效，请删除该地址后重新添加。',
    });
}

const hashOf = ({ seal }: Pick<Deps, 'seal'>, id: number, code: string): string =>
  seal.token('notify-code', String(id), code).toString('hex');

async function refuseUnfit({ config }: Needs, { channel, address, secret }: NewAddress): Promise<void> {
  if (channel === 'email' && !/^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)*$/.test(address))
    throw unfitField('address', 'it is no mailbox', '不是有效的邮箱地址');
  if (channel === 'sms' && !/^1\d{10}$/.test(address))
    throw unfitField('address', 'it is no mobile telephone of eleven digits', '不是 11 位手机号码');
  if (channel === 'email' || channel === 'sms') return;
  if (!isSafeUrl(address)) throw unfitField('address', 'it does not begin with https://', '须以 https:// 开头');
  const fault = await hostFault(config, hostOf(new URL(address)));
  if (fault !== null) throw unfitField('address', fault.en, fault.zh);
  if (channel !== 'wecom' && secret === null)
    throw unfitField('secret', 'give the secret that signs what is sent there', '请填写用于签名的密钥');
}

/** What an address is known by on a page: not the key that it may hold. */
export function shownAddress(channel: ChannelKind, address: string): string {
  if (channel === 'sms') return `${address.slice(0, 3)}****${address.slice(-4)}`;
  if (channel !== 'email') return `${new URL(address).host}/…${address.slice(-4)}`;
  const [box = '', host = ''] = address.split('@');
  return `${box.slice(0, 2)}***@${host}`;
}
