/** What this server sends to another by itself 签名推送: JSON, signed with the time so that it cannot be sent again later. */
import { createHmac } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';

export function signedHeaders(secret: string, body: string, at: Instant): Readonly<Record<string, string>> {
  const time = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'x-fujie-time': time,
    'x-fujie-signature': `sha256=${signature}`,
  };
}
