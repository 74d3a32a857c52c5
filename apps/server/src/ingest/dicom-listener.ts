/**
 * DICOM 影像系统接入: a registered peer may ask whether we answer (Verification); images are not taken yet, and whatever else is
 * proposed is refused by its presentation context, so that the sender's queue keeps it.
 */
import type { DicomStep } from '@fujie/wire/dicom';
import { createAcceptor } from '@fujie/wire/dicom';

import type { Deps } from '../platform/deps.ts';
import type { PeerConnection, PeerListener, PeerReader } from '../platform/net/peer-listener.ts';
import { listenForPeers } from '../platform/net/peer-listener.ts';

/** How long a connection may be without an association, before one and after one (ARTIM, PS3.8, 9.1.5). */
const ALONE_MS = 30_000;
const IDLE_MS = 120_000;

export type DicomDeps = Pick<Deps, 'db' | 'audit' | 'clock' | 'log' | 'config'>;

/** Listens where the configuration says so; null: nowhere. */
export async function startDicom(deps: DicomDeps): Promise<PeerListener | null> {
  return listenForPeers(deps, 'dicom', (connection) => serve(connection));
}

function serve({ socket, holds, turn, send, note }: PeerConnection): PeerReader {
  const accept = createAcceptor();
  const endSoon = (): NodeJS.Timeout => setTimeout(() => socket.destroy(), ALONE_MS).unref();
  let alone = endSoon();
  socket.on('close', () => clearTimeout(alone));
  socket.setTimeout(IDLE_MS);
  return async (read) => {
    for (const step of accept(read)) {
      if ((step.kind === 'associated' || step.kind === 'echo') && !(await turn())) return;
      const entry = (await holds()) ? entryOf(step) : UNREGISTERED;
      if (entry !== null) await note(kindOf(entry), entry);
      if (entry === UNREGISTERED) {
        socket.destroy();
        return;
      }
      if (step.kind === 'associated') clearTimeout(alone);
      if (step.answer !== null) await send(step.answer);
      if (step.kind === 'ended' || step.kind === 'refused') {
        clearTimeout(alone);
        alone = endSoon();
        socket.end();
      }
    }
  };
}

type Entry = Parameters<PeerConnection['note']>[1];

const UNREGISTERED: Entry = { action: 'peer:connect', outcome: 'refused', detail: { why: 'not-registered' } };

/** An association in which contexts are refused is of another kind than one without, and each reason of a refusal is. */
function kindOf({ action, outcome, detail }: Entry): string {
  return [action, outcome, String(detail?.['why']), detail?.['refused'] === 0].join(' ');
}

/** Whoever asks for an association says what it is called; the certificate says who it is. */
function entryOf(step: DicomStep): Entry | null {
  switch (step.kind) {
    case 'associated':
      return {
        action: 'peer:connect',
        outcome: 'done',
        detail: { calling: step.calling, called: step.called, refused: step.refused },
      };
    case 'echo':
      return { action: 'peer:echo', outcome: 'done' };
    case 'refused':
      return { action: 'peer:connect', outcome: 'refused', detail: { why: step.why } };
    case 'ended':
      return null;
  }
}
