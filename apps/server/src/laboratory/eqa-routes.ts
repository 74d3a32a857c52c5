/** `/api/v1/laboratory/eqa` 室间质评: rounds for who organises them, and for the laboratories that take part. */
import type {
  EqaActEntry as ActEntry,
  EqaAnswerEntry as AnswerEntry,
  EqaAppealEntry as AppealEntry,
  EqaEnrolmentEntry as EnrolmentEntry,
  EqaEvaluationEntry as EvaluationEntry,
  EqaMaterialEntry as MaterialEntry,
  EqaProgrammeEntry as ProgrammeEntry,
  EqaReceiptEntry as ReceiptEntry,
  EqaReturnEntry as ReturnEntry,
  EqaReviewEntry as ReviewEntry,
  EqaRoundEntry as RoundEntry,
} from '@fujie/wire/contracts';
import {
  EqaActEntry,
  EqaAnswerEntry,
  EqaAppealEntry,
  EqaCertificateResponse,
  EqaEnrolmentEntry,
  EqaEvaluationEntry,
  EqaHistoryResponse,
  EqaMaterialEntry,
  EqaOrganisedRound,
  EqaOwnRound,
  EqaProgrammeEntry,
  EqaProgrammesResponse,
  EqaPublicationEntry,
  EqaReceiptEntry,
  EqaReturnEntry,
  EqaReviewEntry,
  EqaRoundEntry,
  EqaRoundsResponse,
  EqaGraded,
  EqaVersion,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { answerAppeal, evaluate, publish, review } from './eqa-evaluate.ts';
import { checkMaterial, historyOf, programmesOf, putProgramme } from './eqa-programmes.ts';
import { appeal, checkVersion, confirmReceipt, saveReturn, submitVersion } from './eqa-returns.ts';
import { actOnRound, createRound, enrol } from './eqa-rounds.ts';
import { certificateOf, organised, ownRound, roundsOf } from './eqa-views.ts';

const ROOT = '/api/v1/laboratory/eqa';
const closed = { additionalProperties: false } as const;
const READ = { can: 'eqa:read' } as const;
const RETURN = { can: 'eqa:return' } as const;
const CONFIRM = { can: 'eqa:confirm' } as const;
const ORGANISE = { can: 'eqa:organise' } as const;
const Recorded = Type.Object({ id: Type.Integer() }, closed);
const Receipt = Type.Object({ receipt: Type.String() }, closed);
const ID = Type.String({ pattern: '^\\d{1,12}$' });
const IdParams = Type.Object({ id: ID }, closed);
const VersionParams = Type.Object({ id: ID, version: Type.String({ pattern: '^\\d{1,6}$' }) }, closed);
const YearParams = Type.Object({ year: Type.String({ pattern: '^20\\d\\d$' }) }, closed);
const Code = Type.String({ minLength: 1, maxLength: 60 });
const ItemParams = Type.Object({ item: Code }, closed);
const OfInstitution = Type.Object({ institution: Type.Optional(Code) }, closed);
interface OfId {
  readonly id: string;
}
interface OfVersion extends OfId {
  readonly version: string;
}

/** Adds the routes. */
export function registerEqaRoutes(app: FastifyInstance, deps: Deps): void {
  registerReading(app, deps);
  registerOrganising(app, deps);
  registerReturning(app, deps);
}

function registerReading(app: FastifyInstance, deps: Deps): void {
  const seen = async (actor: Actor, subject: string): Promise<void> => {
    await deps.audit.record({ actor, action: 'eqa:read', subject: `eqa|${subject}`, outcome: 'done' });
  };

  app.get(
    `${ROOT}/rounds`,
    { config: READ, schema: { response: { 200: EqaRoundsResponse } } },
    async ({ actor }): Promise<EqaRoundsResponse> => {
      const rounds = await roundsOf(deps, actor);
      await seen(actor, 'rounds');
      return rounds;
    },
  );

  app.get<{ Params: OfId }>(
    `${ROOT}/rounds/:id`,
    { config: READ, schema: { params: IdParams, response: { 200: EqaOwnRound } } },
    async ({ actor, params }) => {
      const round = await ownRound(deps, actor, Number(params.id));
      await seen(actor, params.id);
      return round;
    },
  );

  app.get<{ Params: OfId }>(
    `${ROOT}/rounds/:id/organiser`,
    { config: ORGANISE, schema: { params: IdParams, response: { 200: EqaOrganisedRound } } },
    async ({ actor, params }) => {
      const round = await organised(deps, actor, Number(params.id));
      await seen(actor, params.id);
      return round;
    },
  );

  app.get<{ Params: { readonly year: string } }>(
    `${ROOT}/certificates/:year`,
    { config: READ, schema: { params: YearParams, response: { 200: EqaCertificateResponse } } },
    async ({ actor, params }) => {
      const certificate = await certificateOf(deps, actor, Number(params.year));
      await seen(actor, `certificate|${params.year}`);
      return certificate;
    },
  );

  app.get<{ Params: { readonly item: string }; Querystring: { readonly institution?: string } }>(
    `${ROOT}/history/:item`,
    { config: READ, schema: { params: ItemParams, querystring: OfInstitution, response: { 200: EqaHistoryResponse } } },
    async ({ actor, params, query }) => {
      const history = await historyOf(deps, actor, params.item, query.institution);
      await seen(actor, `history|${params.item}|${history.institution.code}`);
      return history;
    },
  );
}

function registerOrganising(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { readonly year: string } }>(
    `${ROOT}/programmes/:year`,
    { config: ORGANISE, schema: { params: YearParams, response: { 200: EqaProgrammesResponse } } },
    async ({ actor, params }) => programmesOf(deps, actor, Number(params.year)),
  );

  app.post<{ Body: ProgrammeEntry }>(
    `${ROOT}/programmes`,
    { config: ORGANISE, schema: { body: EqaProgrammeEntry } },
    async ({ actor, body }, reply) => {
      await putProgramme(deps, actor, body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: MaterialEntry }>(
    `${ROOT}/rounds/:id/materials`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaMaterialEntry } },
    async ({ actor, params, body }, reply) => {
      await checkMaterial(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Body: RoundEntry }>(
    `${ROOT}/rounds`,
    { config: ORGANISE, schema: { body: EqaRoundEntry, response: { 201: Recorded } } },
    async ({ actor, body }, reply) => reply.status(201).send({ id: await createRound(deps, actor, body) }),
  );

  app.post<{ Params: OfId; Body: EnrolmentEntry }>(
    `${ROOT}/rounds/:id/enrolments`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaEnrolmentEntry } },
    async ({ actor, params, body }, reply) => {
      await enrol(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: ActEntry }>(
    `${ROOT}/rounds/:id/acts`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaActEntry } },
    async ({ actor, params, body }, reply) => {
      await actOnRound(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: EvaluationEntry }>(
    `${ROOT}/rounds/:id/evaluations`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaEvaluationEntry, response: { 201: EqaGraded } } },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send(await evaluate(deps, actor, Number(params.id), body)),
  );

  app.post<{ Params: OfId; Body: { readonly version: number } }>(
    `${ROOT}/rounds/:id/publication`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaPublicationEntry } },
    async ({ actor, params, body }, reply) => {
      await publish(deps, actor, Number(params.id), body.version);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: ReviewEntry }>(
    `${ROOT}/rounds/:id/reviews`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaReviewEntry } },
    async ({ actor, params, body }, reply) => {
      await review(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: AnswerEntry }>(
    `${ROOT}/appeals/:id/answer`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaAnswerEntry } },
    async ({ actor, params, body }, reply) => {
      await answerAppeal(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );
}

function registerReturning(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: OfId; Body: ReceiptEntry }>(
    `${ROOT}/rounds/:id/receipt`,
    { config: CONFIRM, schema: { params: IdParams, body: EqaReceiptEntry } },
    async ({ actor, params, body }, reply) => {
      await confirmReceipt(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: ReturnEntry }>(
    `${ROOT}/rounds/:id/returns`,
    { config: RETURN, schema: { params: IdParams, body: EqaReturnEntry, response: { 201: EqaVersion } } },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send({ version: await saveReturn(deps, actor, Number(params.id), body) }),
  );

  app.post<{ Params: OfVersion }>(
    `${ROOT}/rounds/:id/returns/:version/check`,
    { config: CONFIRM, schema: { params: VersionParams } },
    async ({ actor, params }, reply) => {
      await checkVersion(deps, actor, Number(params.id), Number(params.version));
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfVersion }>(
    `${ROOT}/rounds/:id/returns/:version/submission`,
    { config: RETURN, schema: { params: VersionParams, response: { 201: Receipt } } },
    async ({ actor, params, ip }, reply) => {
      const receipt = await submitVersion(deps, actor, Number(params.id), Number(params.version), ip);
      return reply.status(201).send({ receipt });
    },
  );

  app.post<{ Params: OfId; Body: AppealEntry }>(
    `${ROOT}/rounds/:id/appeals`,
    { config: CONFIRM, schema: { params: IdParams, body: EqaAppealEntry, response: { 201: Recorded } } },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send({ id: await appeal(deps, actor, Number(params.id), body) }),
  );
}
