/** How tokens are stored: 256 bits of chance need no salt and no slowness. */
import { createHash } from 'node:crypto';

export const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What an audit entry calls a session or token: it tells them apart and opens nothing. */
export function credentialId(token: string): string {
  return digest(token).toString('hex', 0, 6);
}
