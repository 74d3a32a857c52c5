/**
 * HL7 v2 by MLLP 检验系统消息: what is of control material is taken; what is refused, or not taken yet, is kept in quarantine as it came,
 * with its reasons, and answered so that the sender's queue says why. Nothing is acknowledged that is not committed.
 */
import { randomBytes } from 'node:crypto';

import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { AcknowledgedError } from '@fujie/wire/hl7-v2';
import { acknowledge, createDeframer, framed, headOf } from '@fujie/wire/hl7-v2';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import type { PeerConnection, PeerListener, PeerReader } from '../platform/net/peer-listener.ts';
import { listenForPeers } from '../platform/net/peer-listener.ts';
import type { ControlDeps } from './hl7-controls.ts';
import { NOT_TAKEN, takeHl7 } from './hl7-controls.ts';
import { HL7_TYPE, readableHl7 } from './hl7-text.ts';
import { keepRefused } from './quarantine.query.ts';

const MOST_BYTES = 16 * 1024 * 1024;
export type MllpDeps = ControlDeps & Pick<Deps, 'worker' | 'clock' | 'log' | 'config'>;

/** Listens where the configuration says so; null: nowhere. */
export async function startMllp(deps: MllpDeps): Promise<PeerListener | null> {
  return listenForPeers(deps, 'mllp', (connection) => serve(deps, connection));
}

function serve(deps: MllpDeps, { actor, socket, holds, turn, send, note }: PeerConnection): PeerReader {
  const deframe = createDeframer(MOST_BYTES);
  const refuse = async (why: string): Promise<void> => {
    await note(why, { action: 'peer:message', outcome: 'refused', detail: { why } });
    socket.destroy();
  };
  return async (read) => {
    const found = deframe(read);
    if (found.kind === 'fault') return refuse(found.fault);
    for (const message of found.messages) {
      if (!(await turn())) return;
      if (!(await holds())) return refuse('not-registered');
      await send(framed(await answerTo(deps, actor, message)));
    }
  };
}

/** Takes a message, or keeps it, and answers it. What neither could be done with is not answered: it is sent again. */
async function answerTo(deps: MllpDeps, actor: Actor, message: Uint8Array): Promise<Uint8Array> {
  const { institution } = actor;
  const head = headOf(readableHl7(message) ?? Buffer.from(message).toString('latin1')) ?? NO_HEAD;
  const at = hl7Time(deps.clock.now());
  const found =
    institution === null ? ({ kind: 'other' } as const) : await takeHl7(deps, { ...actor, institution }, message);
  if (found.kind === 'controls' && found.ok)
    return Buffer.from(acknowledge(head, { code: 'AA', id: `A${randomBytes(8).toString('hex')}`, at, errors: [] }));
  const problems = found.kind === 'controls' ? found.problems : [NOT_TAKEN];
  const id = await keepRefused(deps.worker, {
    institution,
    sender: actor.name,
    channel: 'mllp',
    contentType: HL7_TYPE,
    request: { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null },
    raw: Buffer.from(message),
    problems,
  });
  await deps.audit.record({
    actor,
    action: 'peer:message',
    subject: String(id),
    outcome: 'refused',
    detail: { protocol: 'mllp', quarantine: id },
  });
  const errors = problems.slice(0, MOST_ERRORS).map((problem) => errorOf(problem, id));
  const isOfKind = errors.some(({ code }) => code.startsWith('20') && Number(code) <= 203);
  return Buffer.from(acknowledge(head, { code: isOfKind ? 'AR' : 'AE', id: `Q${String(id)}`, at, errors }));
}

const MOST_ERRORS = 50;

/** Codes of table HL70357 for what is said of a message; everything else is a value of a wrong kind. */
const ERRORS: Readonly<Record<string, readonly [code: string, name: string]>> = {
  'not-taken-yet': ['200', 'Unsupported message type'],
  'not-production': ['202', 'Unsupported processing id'],
  missing: ['101', 'Required field missing'],
  'no-value': ['101', 'Required field missing'],
  'no-result': ['100', 'Segment sequence error'],
  'mixed-specimens': ['100', 'Segment sequence error'],
  'duplicate-measurement': ['205', 'Duplicate key identifier'],
  'other-institution': ['204', 'Unknown key identifier'],
  'unknown-item': ['204', 'Unknown key identifier'],
  'unknown-system': ['204', 'Unknown key identifier'],
  'several-systems': ['204', 'Unknown key identifier'],
  'unknown-lot': ['204', 'Unknown key identifier'],
  'lot-not-in-use': ['204', 'Unknown key identifier'],
};

function errorOf({ code: own, path, message, messageZh }: Problem, id: number): AcknowledgedError {
  const [code, name] = ERRORS[own] ?? ['102', 'Data type error'];
  return { path, code, name, own, text: `${messageZh} ${message} (${String(id)})` };
}

const NO_HEAD = { application: '', facility: '', event: '', controlId: '', processing: 'P', version: '2.5.1' };

/** `20240520090000+0800`. */
function hl7Time(instant: Instant): string {
  const text = formatInstant(instant);
  return `${text.slice(0, 19).replaceAll(/[-T:]/g, '')}+0800`;
}
