/**
 * `/api/v1/adverse-events` 不良事件, for whoever reports: a report in a minute, and what became of it. The audit says that somebody of
 * the institution did it, under a pseudonym that is another each time. Source: henan-2025.mq.11#01 and #04.
 */
import {
  EVENT_CLASSES,
  EVENT_HARMS,
  EVENT_KINDS,
  EVENT_PLACES,
  ILLNESS_STATES,
  OWN_KIND,
  SERVICE_STAGES,
} from '@fujie/core/adverse-events';
import { dayOf } from '@fujie/core/kernel';
import { departments } from '@fujie/core/registers';
import type {
  AdverseEventForm as Form,
  AdverseEventReceiptQuery as Held,
  AdverseEventReport as Report,
  Bilingual,
} from '@fujie/wire/contracts';
import {
  AdverseEventForm,
  AdverseEventLessons,
  AdverseEventReceipt,
  AdverseEventReceiptQuery,
  AdverseEventReport,
  OwnAdverseEvent,
  OwnAdverseEventsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { addressLimit } from '../platform/http/rate-limit.ts';
import { findByReceipt, findOwn } from './events.query.ts';
import { ownEvents, sharedLessons } from './own.ts';
import { reportEvent } from './report.ts';
import { ownTokens, receiptToken } from './reporters.ts';
import { ownKinds } from './watched.ts';

const SHIELDED = { can: 'adverse-event:report', isShielded: true } as const;
const RECEIPTS_A_MINUTE = 10;

export function registerAdverseEventRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/adverse-events/form',
    { config: SHIELDED, schema: { response: { 200: AdverseEventForm } } },
    ({ actor }) => formFor(deps, actor),
  );

  app.post<{ Body: Report }>(
    '/api/v1/adverse-events',
    { config: SHIELDED, schema: { body: AdverseEventReport, response: { 201: AdverseEventReceipt } } },
    async ({ actor, body }, reply) => reply.status(201).send(await reportEvent(deps, actor, body)),
  );

  app.get(
    '/api/v1/adverse-events/own',
    { config: SHIELDED, schema: { response: { 200: OwnAdverseEventsResponse } } },
    async ({ actor }) => {
      const places = await findOwn(deps.db, ownTokens(deps.seal, actor, deps.clock.now()));
      const ids = places.map(({ event }) => event);
      return { events: await ownEvents(deps, within(deps, actor).db, ids) };
    },
  );

  app.get(
    '/api/v1/adverse-events/lessons',
    { config: SHIELDED, schema: { response: { 200: AdverseEventLessons } } },
    async ({ actor }) => {
      if (actor.institution === null) return { lessons: [] };
      return { lessons: await sharedLessons(deps, within(deps, actor).db, actor.institution) };
    },
  );

  app.post<{ Body: Held }>(
    '/api/v1/adverse-events/receipt',
    {
      config: { can: 'public' },
      preHandler: addressLimit(app, 'adverse-event-receipt', RECEIPTS_A_MINUTE),
      schema: { body: AdverseEventReceiptQuery, response: { 200: OwnAdverseEvent } },
    },
    async ({ body }) => {
      const place = await findByReceipt(deps.db, receiptToken(deps.seal, body.receipt));
      const db = place === null ? null : deps.scoped({ institutions: [place.institution], persons: [] });
      const [event] = place === null || db === null ? [] : await ownEvents(deps, db, [place.event]);
      if (event !== undefined) return event;
      throw new HttpProblem('not-found', {
        en: 'No report has this receipt: check its twenty letters and digits.',
        zh: '没有对应该回执码的报告，请核对回执码（20 位字母和数字）。',
      });
    },
  );
}

function formFor({ clock, registers }: Deps, actor: Actor): Form {
  const [snapshot, today] = [registers.current(), dayOf(clock.now())];
  const own = snapshot.inForce(departments, today).filter(({ institution }) => institution === actor.institution);
  return {
    departments: own.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
    own: actor.department,
    classes: optionsOf(EVENT_CLASSES),
    kinds: [
      ...optionsOf(EVENT_KINDS).map((option) => ({ ...option, note: null })),
      ...ownKinds(snapshot, actor.institution ?? '', today).map(
        ({ code, nameZh, nameEn, definition, definitionEn }) => ({
          ...{
            value: `${OWN_KIND}${code}`,
            title: { zh: nameZh, en: nameEn ?? nameZh },
            note: { zh: definition, en: definitionEn ?? definition },
          },
        }),
      ),
    ],
    harms: optionsOf(EVENT_HARMS),
    places: optionsOf(EVENT_PLACES),
    serviceStages: optionsOf(SERVICE_STAGES),
    illnesses: optionsOf(ILLNESS_STATES),
  };
}

function optionsOf(options: Readonly<Record<string, Bilingual>>): Form['classes'] {
  return Object.entries(options).map(([value, { zh, en }]) => ({ value, title: { zh, en } }));
}
