/** `/api/v1/recognition`: the four calls that hospitals know (check, report, reasons, decisions), bills and panels. */
import { assessFee, assessPanel, missingExplanation, reasonText, REASONS } from '@fujie/core/recognition';
import type { RecognitionParameters } from '@fujie/core/recognition';
import { dayOf } from '@fujie/core/kernel';
import type {
  BillRequest as BillBody,
  CheckRequest as CheckBody,
  DecisionsRequest as DecisionsBody,
  FeesRequest as FeesBody,
  PanelsRequest as PanelsBody,
  PanelsResponse as PanelsAnswer,
  ReasonsResponse as ReasonsAnswer,
} from '@fujie/wire/contracts';
import {
  BillRequest,
  BillResponse,
  CheckRequest,
  CheckResponse,
  DecisionsRequest,
  DecisionsResponse,
  FeesRequest,
  FeesResponse,
  PanelsRequest,
  PanelsResponse,
  ReasonsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { recordActs } from './acts.ts';
import { checkBill } from './bills.ts';
import type { Checks } from './check.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { visitNumber } from './cds-request.ts';
import { itemOfCode } from './order-codes.ts';
import { exceptionsOf, jurisdictionOf, reasonOf } from './jurisdiction.ts';

export function registerCheckRoutes(app: FastifyInstance, deps: Deps, checks: Checks): void {
  app.post<{ Body: CheckBody }>(
    '/api/v1/recognition/check',
    {
      config: { can: 'recognition:check' },
      schema: { body: CheckRequest, response: { 200: CheckResponse } },
      // Made by our own code in the form of the schema; the engine's serialiser takes half the time of a compiled one.
      serializerCompiler: () => JSON.stringify,
    },
    (request) => {
      const { person, identifier } = request.body.patient;
      if (person === undefined && identifier === undefined) {
        throw new HttpProblem(
          'invalid-request',
          { en: 'Name the patient by `person` or `identifier`.', zh: '请以 person 或 identifier 指明患者。' },
          [
            {
              code: 'required',
              path: 'body.patient',
              message: 'needs `person` or `identifier`',
              messageZh: '缺少 person 或 identifier',
            },
          ],
        );
      }
      return checks.check(request.actor, inOurTerms(deps, request.actor, request.body));
    },
  );

  app.post<{ Body: DecisionsBody }>(
    '/api/v1/recognition/decisions',
    { config: { can: 'recognition:act' }, schema: { body: DecisionsRequest, response: { 200: DecisionsResponse } } },
    (request) => recordActs(deps, request.actor, request.body),
  );

  app.get(
    '/api/v1/recognition/reasons',
    { config: { can: 'signed-in' }, schema: { response: { 200: ReasonsResponse } } },
    () => reasonsOf(jurisdictionOf(deps.config.jurisdiction, dayOf(deps.clock.now()))),
  );

  app.post<{ Body: BillBody }>(
    '/api/v1/recognition/bills',
    { config: { can: 'recognition:bill' }, schema: { body: BillRequest, response: { 200: BillResponse } } },
    (request) => checkBill(deps, request.actor, request.body),
  );

  app.post<{ Body: FeesBody }>(
    '/api/v1/recognition/fees',
    { config: { can: 'signed-in' }, schema: { body: FeesRequest, response: { 200: FeesResponse } } },
    (request) => {
      const { code = null, ...bill } = request.body;
      const verdict = assessFee({ ...bill, code });
      return { case: verdict.case, violations: verdict.violations.map((violation) => reasonOf(violation)) };
    },
  );

  app.post<{ Body: PanelsBody }>(
    '/api/v1/recognition/panels',
    { config: { can: 'signed-in' }, schema: { body: PanelsRequest, response: { 200: PanelsResponse } } },
    (request) => assess(deps, request.body),
  );
}

/** Codes of hospitals as items of the region, a reference to the encounter as the visit number it stands for. */
function inOurTerms(deps: Deps, actor: Actor, body: CheckBody): CheckBody {
  const snapshot = deps.registers.current();
  const day = dayOf(deps.clock.now());
  const { encounter } = body;
  return {
    ...body,
    items: body.items.map(({ item, system, ...order }) => ({
      ...order,
      item: itemOfCode(snapshot, actor.institution, item, system, day),
    })),
    ...(encounter?.id === undefined ? {} : { encounter: { ...encounter, id: visitNumber(encounter.id) } }),
  };
}

/** Fields of the explanation to the patient that the jurisdiction can ask for; some only in some of its regions. */
function explanationFields(parameters: RecognitionParameters): ReasonsAnswer['explanationFields'] {
  const region = parameters.possibleEffectsRegions[0] ?? '';
  return missingExplanation(null, region, parameters).map((code) => {
    const { zh, en } = reasonText(code);
    return { field: code.replace('explanation.', ''), text: { zh, en } };
  });
}

function reasonsOf(jurisdiction: Jurisdiction): ReasonsAnswer {
  return {
    exceptions: exceptionsOf(jurisdiction),
    explanationFields: explanationFields(jurisdiction.parameters),
    reasons: [...REASONS.keys()].map((code) => reasonOf(code)),
  };
}

/** Price and components come from the register when the panel is named, from the request otherwise. */
function assess(deps: Deps, request: PanelsBody): PanelsAnswer {
  const snapshot = deps.registers.current();
  const registered = request.panel === undefined ? [] : snapshot.panel(request.panel, dayOf(deps.clock.now()));
  const accepted = request.accepted ?? [];
  const components =
    request.components ??
    registered.map(({ item }) => ({
      item,
      price: snapshot.item(item)?.price ?? null,
      accepted: accepted.includes(item),
    }));
  const panelPrice = request.panelPrice ?? registered[0]?.panelPrice ?? null;
  if (components.length === 0 || panelPrice === null) {
    throw new HttpProblem('refused', {
      en: 'Name a panel of the register that has a price, or give `panelPrice` and `components`.',
      zh: '请给出已登记且有价格的组合，或同时给出 panelPrice 与 components。',
    });
  }
  const verdict = assessPanel({ panelPrice, charged: request.charged, components });
  return {
    maxCharge: verdict.maxCharge,
    violation: verdict.violation,
    remaining: components.filter((component) => !component.accepted).map((component) => component.item),
  };
}
