/** CDS Hooks 2.0 at `/cds-services`: discovery, the three services, feedback. */
import { dayOf } from '@fujie/core/kernel';
import type { HookRequest, HookResponse, Service } from '@fujie/wire/cds-hooks';
import { cardsOf, parseFeedback, parseHookRequest, prefetched } from '@fujie/wire/cds-hooks';
import type { CheckRequest } from '@fujie/wire/contracts';
import { ITEM_SYSTEM } from '@fujie/wire/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { FeedbackAnswer } from './cds-feedback.ts';
import { takeFeedback } from './cds-feedback.ts';
import { askedDrafts, draftsOf, encounterOf, itemsOf, practitionerOf } from './cds-request.ts';
import type { Checks } from './check.ts';
import type { Identified } from './identity.ts';
import { identifyPatient } from './identity.ts';
import { exceptionsOf, jurisdictionOf } from './jurisdiction.ts';
import { findRecentItems } from './results.query.ts';

const PREFETCH = {
  patient: 'Patient/{{context.patientId}}',
  encounter: 'Encounter/{{context.encounterId}}',
  user: '{{context.userId}}',
} as const;

const NEEDS =
  'Needs `patient`, with an identity document or the number your institution gave; answers 412 without it. `encounter` makes an emergency visible.';

/** The services as discovery lists them. */
export const SERVICES: readonly Service[] = [
  {
    hook: 'patient-view',
    id: 'recognition-view',
    title: '互认结果概览 Results to recognise',
    description:
      'One line when a chart is opened: how many earlier results of other institutions must or may be recognised.',
    prefetch: PREFETCH,
    usageRequirements: NEEDS,
  },
  {
    hook: 'order-select',
    id: 'recognition-select',
    title: '开单互认提示 Recognition while ordering',
    description:
      'For each selected order, the earlier results that must, may or cannot be recognised, with value, mark and limits.',
    prefetch: PREFETCH,
    usageRequirements: NEEDS,
  },
  {
    hook: 'order-sign',
    id: 'recognition-sign',
    title: '签署前互认核对 Recognition before signing',
    description:
      'For all orders about to be signed: what must be recognised, what to order instead of a panel, reasons to repeat.',
    prefetch: PREFETCH,
    usageRequirements: NEEDS,
  },
];

/** How far back the overview of an opened chart looks, and how many items it counts. */
const GLANCE_DAYS = 90;
const GLANCE_ITEMS = 50;
const DAY_MS = 86_400_000;

export async function registerCdsRoutes(app: FastifyInstance, deps: Deps, checks: Checks): Promise<void> {
  await app.register((scope, _options, done) => {
    allowBrowsers(scope);
    scope.get('/cds-services', { config: { can: 'public' } }, () => ({ services: SERVICES }));
    scope.post<{ Params: { service: string } }>(
      '/cds-services/:service',
      { config: { can: 'recognition:check' } },
      async (request): Promise<HookResponse> => {
        const service = serviceOf(request.params.service);
        const parsed = parseHookRequest(request.body, service.hook);
        if (!parsed.ok) throw invalid(parsed.problems);
        return ask(deps, checks, request.actor, service, parsed.value);
      },
    );
    scope.post<{ Params: { service: string } }>(
      '/cds-services/:service/feedback',
      { config: { can: 'recognition:act' } },
      async (request): Promise<FeedbackAnswer> => {
        serviceOf(request.params.service);
        const parsed = parseFeedback(request.body);
        if (!parsed.ok) throw invalid(parsed.problems);
        return takeFeedback(deps, request.actor, parsed.value);
      },
    );
    done();
  });
}

/** Browser clients call with a token of their own, never with a session: any origin may ask (CORS). */
function allowBrowsers(scope: FastifyInstance): void {
  scope.addHook('onSend', async (_request, reply: FastifyReply) => {
    void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'x-request-id');
  });
  const preflight = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply
      .header('access-control-allow-methods', 'GET, POST, OPTIONS')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', '600')
      .status(204)
      .send();
  scope.options('/cds-services', preflight);
  scope.options('/cds-services/*', preflight);
}

function serviceOf(id: string): Service {
  const service = SERVICES.find((known) => known.id === id);
  if (service) return service;
  throw new HttpProblem('not-found', {
    en: `No service \`${id}\`; GET /cds-services lists them.`,
    zh: `没有服务 ${id}，请查阅 GET /cds-services。`,
  });
}

function invalid(problems: HttpProblem['problems']): HttpProblem {
  return new HttpProblem('invalid-request', { en: 'Correct what is listed.', zh: '请更正所列各处。' }, problems);
}

async function ask(
  deps: Deps,
  checks: Checks,
  actor: Actor,
  service: Service,
  request: HookRequest,
): Promise<HookResponse> {
  const identified = whoIs(deps, actor, request);
  const snapshot = deps.registers.current();
  const now = deps.clock.now();
  const drafts = draftsOf(request);
  const isView = service.hook === 'patient-view';
  const items = isView ? [] : itemsOf(snapshot, actor.institution, askedDrafts(request, drafts), dayOf(now));
  if (items.length === 0 && !isView) {
    // A request that names no patient is refused at once; nobody waits to be identified where nothing is asked.
    await Promise.race([identified, Promise.resolve()]);
    return { cards: [] };
  }
  const practitioner = practitionerOf(request);
  const department =
    practitioner === null ? null : (snapshot.practitioner(actor.institution ?? '', practitioner)?.department ?? null);
  const question: CheckRequest = {
    patient: {},
    items,
    encounter: encounterOf(request, drafts, now),
    ...(practitioner === null ? {} : { practitioner }),
    ...(department === null ? {} : { department }),
  };
  const check = await checks.check(actor, question, {
    identified,
    isGlance: isView,
    ...(isView ? { itemsOf: (personId) => recentItems(deps, actor, personId, now) } : {}),
  });
  return cardsOf({
    hook: service.hook,
    check,
    drafts,
    patient: `Patient/${request.context.patientId}`,
    exceptions: exceptionsOf(jurisdictionOf(deps.config.jurisdiction, dayOf(now))),
    publicUrl: deps.config.publicUrl,
    launchUrl: actor.launches === true ? `${deps.config.publicUrl}/api/v1/session/launch` : null,
    itemSystem: ITEM_SYSTEM,
  });
}

/** The patient by the prefetched record, or by a handle of ours in place of the id. */
async function whoIs(deps: Deps, actor: Actor, request: HookRequest): Promise<Identified> {
  const patient = prefetched(request, 'patient');
  if (patient !== null) return identifyPatient(deps, actor, patient);
  const personId = deps.seal.personOf(request.context.patientId);
  if (personId !== null) return { identity: 'certain', personId };
  throw new HttpProblem(
    'missing-context',
    {
      en: 'Prefetch `patient` (Patient/{{context.patientId}}): without it nobody can be identified.',
      zh: '请预取 patient（Patient/{{context.patientId}}），否则无法识别患者。',
    },
    [
      {
        code: 'required',
        path: 'prefetch.patient',
        message: '`prefetch.patient` is required',
        messageZh: '缺少 prefetch.patient',
      },
    ],
  );
}

async function recentItems(deps: Deps, actor: Actor, personId: number, now: number): Promise<CheckRequest['items']> {
  const items = await findRecentItems(
    within(deps, actor, [personId]).db,
    personId,
    now - GLANCE_DAYS * DAY_MS,
    GLANCE_ITEMS,
  );
  return items.map((item) => ({ item }));
}
