/** Peers 接入端 as administrators register and end them. */
import { isIP } from 'node:net';

import type { Actor } from '../platform/auth/permissions.ts';
import type { NewPeer } from '../platform/net/peers.query.ts';
import { insertPeer } from '../platform/net/peers.query.ts';
import type { AccountDeps } from './accounts.ts';
import { recordAccount, refuse, requireBindings } from './accounts.ts';

/** A network may hold so many addresses as a hospital has, not the world. */
const SHORTEST_PREFIX = { 4: 8, 6: 32 } as const;

/** Refuses what no peer can be. */
export async function requirePeer(deps: AccountDeps, peer: NewPeer): Promise<void> {
  await requireBindings(deps, { role: 'system', institution: peer.institution });
  for (const text of peer.addresses) {
    const [address = '', length = ''] = text.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const shortest = version === 4 ? SHORTEST_PREFIX[4] : SHORTEST_PREFIX[6];
    if (version === 0 || !/^\d{1,3}$/.test(length) || Number(length) < shortest || Number(length) > most)
      refuse(
        `\`${text}\` is no network of a hospital: write one such as 10.1.2.0/24 or 10.1.2.3/32`,
        `${text} 不是医院网段：请写为 10.1.2.0/24 或 10.1.2.3/32`,
      );
  }
  if (peer.to !== null && peer.to <= peer.from)
    refuse(`It ends on ${peer.to}, before it begins`, `终止日期 ${peer.to} 须晚于起始日期`);
}

export async function registerPeer(deps: AccountDeps, actor: Actor, peer: NewPeer): Promise<void> {
  await requirePeer(deps, peer);
  await insertPeer(deps.db, peer);
  const { institution, protocol, addresses, fingerprint, from, to } = peer;
  await recordAccount(deps, actor, 'peer:register', peer.name, {
    institution,
    protocol,
    addresses,
    fingerprint,
    from,
    to,
  });
}
