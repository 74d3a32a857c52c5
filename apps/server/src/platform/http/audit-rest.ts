/**
 * What no handler recorded itself: every read, change and refusal over HTTP leaves an entry (henan-2025.mq.19#03, #07), whatever
 * route is added. What is open to everyone is not audited; refusals of it for who asks or how often are.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Actor, Permission } from '../auth/permissions.ts';
import type { Deps } from '../deps.ts';

/** Parameters of addresses that say nothing of a person. */
const PLAIN_PARAMETERS: readonly string[] = ['register', 'service', 'type', 'institution', 'item'];
/** Too many requests of one client are recorded once in this time. */
const AGAIN_AFTER_MS = 60_000;
const MOST_CLIENTS = 10_000;

export function restRecorder(deps: Deps): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  let tooMany = new Map<string, number>();
  const isToldAlready = (client: string): boolean => {
    const now = performance.now();
    if (now < (tooMany.get(client) ?? 0)) return true;
    if (tooMany.size >= MOST_CLIENTS) tooMany = new Map();
    tooMany.set(client, now + AGAIN_AFTER_MS);
    return false;
  };
  return async (request, reply) => {
    const { can, isShielded } = request.routeOptions.config;
    // Nobody was identified when the database does not answer.
    const actor = request.actor as Actor | undefined;
    if (can === undefined || actor === undefined || deps.audit.hasRecorded(actor)) return;
    const status = reply.statusCode;
    if (isOpen(can) && !OF_WHO_ASKS.includes(status)) return;
    if (status === 429 && isToldAlready(`${actor.id} ${actor.from.address ?? ''} ${can}`)) return;
    const outcome = status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'done';
    // Who lacks the permission hides behind nobody.
    const shielded =
      isShielded === true && !OF_ACCESS.includes(status)
        ? { shieldedAs: `shielded:${deps.seal.pseudonym(request.id, actor.id)}` }
        : {};
    const entry = {
      actor,
      action: can,
      subject: subjectOf(request),
      outcome,
      detail: { status },
      ...shielded,
    } as const;
    const recorded = deps.audit.record(entry);
    const isCare = can === 'recognition:check';
    // What is read is shown when its entry is durable; a refusal shows nothing, and care does not wait.
    if (outcome === 'done' && !isCare) {
      await recorded;
      return;
    }
    const noted = recorded.catch((error: unknown) => {
      deps.log.error({ error: String(error) }, 'an audit entry could not be written');
    });
    if (!isCare) await noted;
  };
}

const OF_ACCESS: readonly number[] = [401, 403];
const OF_WHO_ASKS: readonly number[] = [...OF_ACCESS, 429];

function isOpen(can: Permission): boolean {
  return can === 'public' || can === 'signed-in';
}

function subjectOf(request: FastifyRequest): string {
  const params = (request.params ?? {}) as Readonly<Record<string, string>>;
  const url = (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, (parameter, name: string) =>
    PLAIN_PARAMETERS.includes(name) ? (params[name] ?? parameter).slice(0, 64) : parameter,
  );
  return `${request.method} ${url}`;
}
