/** Peers 接入端: who may connect without HTTP, from which addresses and with which certificate. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';

export const PEER_PROTOCOLS = ['mllp', 'dicom'] as const;
export type PeerProtocol = (typeof PEER_PROTOCOLS)[number];

export interface NewPeer {
  readonly name: string;
  readonly institution: string;
  readonly protocol: PeerProtocol;
  /** Networks such as `10.1.0.0/16`. */
  readonly addresses: readonly string[];
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
  readonly from: Day;
  /** The day before which it ends; null: without end. */
  readonly to: Day | null;
}

export interface Peer extends NewPeer {
  readonly id: number;
}

const COLUMNS = sql`id, name, institution, protocol, addresses::text[] as addresses, encode(fingerprint, 'hex') as fingerprint,
  from_day as "from", to_day as "to"`;

export async function insertPeer(db: Queryable, peer: NewPeer): Promise<void> {
  await db.query(sql`
    insert into peer (name, institution, protocol, addresses, fingerprint, from_day, to_day)
    values (${peer.name}, ${peer.institution}, ${peer.protocol},
      (select array_agg(network(a::inet)) from unnest(${[...peer.addresses]}::text[]) as t (a)), decode(${peer.fingerprint}, 'hex'),
      ${peer.from}, ${peer.to})`);
}

export async function listPeers(db: Queryable): Promise<readonly Peer[]> {
  return db.query<Peer>(sql`select ${COLUMNS} from peer order by institution, name, id`);
}

/** Ends a peer: it holds on this day no more; false when it is none, or has ended. */
export async function endPeer(db: Queryable, id: number, day: Day): Promise<boolean> {
  const rows = await db.query(sql`
    update peer set to_day = greatest(${day}::date, from_day) where id = ${id} and coalesce(to_day > ${day}, true) returning 1`);
  return rows.length > 0;
}

/** The peer of this certificate that may connect from this address on this day; null: nobody. */
export async function findPeer(
  db: Queryable,
  who: { readonly protocol: PeerProtocol; readonly fingerprint: string; readonly address: string; readonly day: Day },
): Promise<Peer | null> {
  const [peer] = await db.query<Peer>(sql`
    select ${COLUMNS} from peer
     where fingerprint = decode(${who.fingerprint}, 'hex') and protocol = ${who.protocol}
       and ${who.address}::inet <<= any (addresses) and from_day <= ${who.day} and coalesce(${who.day} < to_day, true)
     order by id limit 1`);
  return peer ?? null;
}
