/**
 * HL7 v2 by MLLP 检验系统消息: until messages of this kind are taken, each is kept in quarantine as it came, with its reason, and
 * answered so that the sender's queue says why. Nothing is acknowledged that is not kept.
 */
import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { acknowledge, createDeframer, framed, headOf } from '@fujie/wire/hl7-v2';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import type { PeerConnection, PeerListener, PeerReader } from '../platform/net/peer-listener.ts';
import { listenForPeers } from '../platform/net/peer-listener.ts';
import { keepRefused } from './quarantine.query.ts';

const MOST_BYTES = 16 * 1024 * 1024;
const NOT_TAKEN: Problem = {
  code: 'not-taken-yet',
  path: 'MSH-9',
  message:
    'Messages of HL7 v2 are not taken yet: send the report by FHIR, or wait; this message is kept and can be replayed',
  messageZh: '暂不接收 HL7 v2 消息：请改用 FHIR 报送或等待接口开通；本消息已保存，可在开通后重放',
};

export type MllpDeps = Pick<Deps, 'db' | 'worker' | 'audit' | 'clock' | 'log' | 'config'>;

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

/** Keeps a message and answers it. */
async function answerTo(deps: MllpDeps, actor: Actor, message: Uint8Array): Promise<Uint8Array> {
  const head = headOf(Buffer.from(message).toString('latin1')) ?? NO_HEAD;
  const at = hl7Time(deps.clock.now());
  const id = await keepRefused(deps.worker, {
    institution: actor.institution,
    sender: actor.name,
    channel: 'mllp',
    contentType: 'x-application/hl7-v2+er7',
    request: { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null },
    raw: Buffer.from(message),
    problems: [NOT_TAKEN],
  });
  await deps.audit.record({
    actor,
    action: 'peer:message',
    subject: String(id),
    outcome: 'refused',
    detail: { protocol: 'mllp', quarantine: id },
  });
  const error = {
    code: '200',
    name: 'Unsupported message type',
    text: `${NOT_TAKEN.messageZh} ${NOT_TAKEN.message} (${String(id)})`,
  };
  return Buffer.from(acknowledge(head, { code: 'AR', id: `Q${String(id)}`, at, error }));
}

const NO_HEAD = { application: '', facility: '', event: '', controlId: '', processing: 'P', version: '2.5.1' };

/** `20240520090000+0800`. */
function hl7Time(instant: Instant): string {
  const text = formatInstant(instant);
  return `${text.slice(0, 19).replaceAll(/[-T:]/g, '')}+0800`;
}
