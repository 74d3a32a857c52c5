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
  return listenForPeers(deps, 'dicom', (connection) => serve(deps, connection));
}

function serve(deps: DicomDeps, { actor, socket, holds }: PeerConnection): PeerReader {
  const accept = createAcceptor();
  const endSoon = (): NodeJS.Timeout => setTimeout(() => socket.destroy(), ALONE_MS).unref();
  let alone = endSoon();
  socket.on('close', () => clearTimeout(alone));
  socket.setTimeout(IDLE_MS);
  return async (read) => {
    const steps = accept(read);
    if (steps.length === 0) return;
    if (!(await holds())) {
      const detail = { why: 'not-registered' };
      await deps.audit.record({ actor, action: 'peer:connect', subject: 'dicom', outcome: 'refused', detail });
      socket.destroy();
      return;
    }
    for (const step of steps) {
      const entry = entryOf(step);
      if (entry !== null) await deps.audit.record({ actor, subject: 'dicom', ...entry });
      if (step.kind === 'associated') clearTimeout(alone);
      if (step.answer !== null) socket.write(step.answer);
      if (step.kind === 'ended' || step.kind === 'refused') {
        clearTimeout(alone);
        alone = endSoon();
        socket.end();
      }
    }
  };
}

/** Whoever asks for an association says what it is called; the certificate says who it is. */
function entryOf(step: DicomStep) {
  switch (step.kind) {
    case 'associated':
      return {
        action: 'peer:connect',
        outcome: 'done',
        detail: { calling: step.calling, called: step.called, refused: step.refused },
      } as const;
    case 'echo':
      return { action: 'peer:echo', outcome: 'done' } as const;
    case 'refused':
      return { action: 'peer:connect', outcome: 'refused', detail: { why: step.why } } as const;
    case 'ended':
      return null;
  }
}
