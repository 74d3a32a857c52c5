/**
 * A listener for peers 接入端监听: TLS with a certificate on both sides, and whoever is not registered with this certificate and
 * this address is closed out before a byte is read, which is on record. The certificate is known by its fingerprint, so that no
 * authority that others use can make one. Of whoever is let in no more is read than is answered and taken away: what comes faster than
 * its limit waits with the sender.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { createServer } from 'node:tls';

import { dayOf } from '@fujie/core/kernel';

import type { AuditEntry } from '../audit/audit.query.ts';
import { createTally } from '../audit/tally.ts';
import type { Actor } from '../auth/permissions.ts';
import { PUBLIC_ACTOR } from '../auth/permissions.ts';
import type { Deps } from '../deps.ts';
import type { Peer, PeerProtocol } from './peers.query.ts';
import { findPeer } from './peers.query.ts';
import { createPace } from './pace.ts';
import { writeOut } from './write-out.ts';

const HANDSHAKE_MS = 10_000;
const IDLE_MS = 600_000;
const MOST_CONNECTIONS = 500;
/** A hospital has so many programs that send at a time; more would leave none for the others. */
const MOST_OF_A_PEER = 20;
/** Whoever waits for a turn looks again, as another connection of the same peer may have taken it. */
const LOOK_AGAIN_MS = 250;

/** A connection that was let in. */
export interface PeerConnection {
  /** Whoever it was let in as. */
  readonly actor: Actor;
  readonly socket: TLSSocket;
  /** Whether it would be let in now: connections of peers stay open for days. */
  readonly holds: () => Promise<boolean>;
  /** Waits until the peer may send one more message, and counts it; false: the connection was closed meanwhile. */
  readonly turn: () => Promise<boolean>;
  /** Answers, no faster than the peer reads. */
  readonly send: (answer: Uint8Array) => Promise<void>;
  /** Puts on record what the peer did; the same kind again within the hour by its count. */
  readonly note: (kind: string, entry: Pick<AuditEntry, 'action' | 'outcome' | 'detail'>) => Promise<void>;
}

export interface PeerListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes what was read; the next read waits for it in the socket, and what it throws ends the connection. */
export type PeerReader = (read: Buffer) => Promise<void>;

/** Listens where the configuration says so; null: nowhere. */
export async function listenForPeers(
  deps: Pick<Deps, 'db' | 'audit' | 'clock' | 'log' | 'config'>,
  protocol: PeerProtocol,
  onConnection: (connection: PeerConnection) => PeerReader,
): Promise<PeerListener | null> {
  const { host, peers } = deps.config;
  const port = peers.ports[protocol];
  if (port === null) return null;
  const pace = createPace(peers.messagesPerMinute);
  const tally = createTally(deps);
  const refuse = async (socket: TLSSocket, address: string, fingerprint: string): Promise<void> => {
    socket.destroy();
    await tally.note(`stranger ${address}`, {
      actor: { ...PUBLIC_ACTOR, from: { kind: 'none', address, credential: fingerprint.slice(0, 12) || null } },
      action: 'peer:connect',
      subject: protocol,
      outcome: 'refused',
    });
  };
  const admit = async (socket: TLSSocket): Promise<void> => {
    const address = plainAddress(socket.remoteAddress ?? '');
    const certificate = socket.getPeerX509Certificate();
    const fingerprint = certificate?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '';
    const find = async (): Promise<Peer | null> => {
      const now = deps.clock.now();
      if (certificate === undefined || address === '') return null;
      if (now < Date.parse(certificate.validFrom) || now >= Date.parse(certificate.validTo)) return null;
      return findPeer(deps.db, { protocol, fingerprint, address, day: dayOf(now) });
    };
    const peer = await find();
    const isFull = [...sockets.values()].filter((id) => id === peer?.id).length >= MOST_OF_A_PEER;
    if (peer === null || isFull) return refuse(socket, address, fingerprint);
    if (socket.destroyed) return;
    sockets.set(socket, peer.id);
    const actor: Actor = {
      id: `peer:${String(peer.id)}`,
      name: peer.name,
      role: 'system',
      institution: peer.institution,
      department: null,
      practitioner: null,
      region: null,
      from: { kind: 'certificate', address, credential: fingerprint.slice(0, 12) },
    };
    const note: PeerConnection['note'] = (kind, entry) =>
      tally.note(`${actor.id} ${kind}`, { actor, subject: protocol, ...entry });
    const turn = async (): Promise<boolean> => {
      for (let ms = pace(peer.id, deps.clock.now()); ms > 0; ms = pace(peer.id, deps.clock.now())) {
        await note('too-many', { action: 'peer:message', outcome: 'refused', detail: { why: 'too-many' } });
        await wait(Math.min(ms, LOOK_AGAIN_MS), undefined, { ref: false });
        if (socket.destroyed) return false;
      }
      return true;
    };
    const holds = async (): Promise<boolean> => (await find())?.id === peer.id;
    const take = onConnection({ actor, socket, holds, turn, send: (answer) => writeOut(socket, answer), note });
    // One after the other, in the order in which they came.
    let last = Promise.resolve();
    socket.on('data', (read: Buffer) => {
      socket.pause();
      last = last
        .then(() => take(read))
        .then(() => {
          socket.resume();
        })
        .catch((error: unknown) => {
          deps.log.error({ err: error, protocol }, 'what a peer sent was not taken');
          socket.destroy();
        });
    });
    socket.resume();
  };
  const server = createServer(
    {
      key: readFileSync(peers.keyFile),
      cert: readFileSync(peers.certificateFile),
      requestCert: true,
      // Known by fingerprint instead: see above.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      pauseOnConnect: false,
    },
    (socket) => {
      sockets.set(socket, null);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.setTimeout(IDLE_MS, () => socket.destroy());
      socket.pause();
      admit(socket).catch((error: unknown) => {
        deps.log.error({ err: error }, 'a peer could not be looked up');
        socket.destroy();
      });
    },
  );
  /** Of which peer; null: not yet known. */
  const sockets = new Map<TLSSocket, number | null>();
  server.maxConnections = MOST_CONNECTIONS;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.keys()) socket.destroy();
      });
      await tally.close();
    },
  };
}

/** Addresses of the fourth version come as such, whatever the socket listens on. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
