/** `POST /api/v1/adverse-events/detected` 系统检出: a connected system says which watched events its data show. Source: henan-2025.mq.11#03. */
import type { Instant } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import type { DetectedEvents as Detected } from '@fujie/wire/contracts';
import { DetectedEvents, DetectedResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { unfitField } from '../platform/http/problems.ts';
import { takeDetection } from './detections.ts';
import { knownDepartment, patientOf } from './report.ts';
import { refuseUnwatched } from './watched.ts';

export function registerDetectedRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Detected }>(
    '/api/v1/adverse-events/detected',
    {
      config: { can: 'adverse-event:detect' },
      schema: { body: DetectedEvents, response: { 200: DetectedResponse } },
    },
    async ({ actor, body }) => {
      const institution = actor.institution ?? '';
      const events = body.events.map(({ occurredAt, department, ...rest }, index) => {
        const at = parseInstant(occurredAt);
        if (!at.ok || at.value > deps.clock.now())
          throw unfitField(`events.${String(index)}.occurredAt`, 'is no past date and time', '不是已过去的日期时间');
        const watched = { institution, kind: rest.kind, occurredAt: at.value };
        refuseUnwatched(deps, watched, `events.${String(index)}.kind`);
        return { ...rest, department: knownDepartment(deps, institution, department), occurredAt: at.value };
      });
      return takeDetected(deps, actor, events);
    },
  );
}

interface DetectedEvent {
  readonly key: string;
  readonly kind: string;
  readonly department: string;
  readonly occurredAt: Instant;
  readonly patient?: string;
}

/** Takes events that a connected system found, each once; how many were new, and of these already reported. */
export async function takeDetected(
  deps: Deps,
  actor: Actor,
  events: readonly DetectedEvent[],
): Promise<{ readonly taken: number; readonly reported: number }> {
  const institution = actor.institution ?? '';
  const outcomes = await within(deps, actor).db.tx(async (tx) => {
    const found: (boolean | null)[] = [];
    for (const { key, kind, department, occurredAt, patient } of events) {
      const personId = await patientOf(deps, tx, institution, patient);
      found.push(await takeDetection(deps, tx, { institution, kind, department, personId, occurredAt }, key));
    }
    return found;
  });
  const counts = {
    taken: outcomes.filter((outcome) => outcome !== null).length,
    reported: outcomes.filter((outcome) => outcome === true).length,
  };
  await deps.audit.record({ actor, action: 'adverse-event:detect', outcome: 'done', detail: counts });
  return counts;
}
