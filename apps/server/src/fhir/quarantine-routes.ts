/** `/api/v1/quarantine`: what was refused, within the scope of an institution; every look and every act is on record. */
import { isUtf8 } from 'node:buffer';

import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type {
  DismissRequest as DismissBody,
  PersonReviewsResponse as Reviews,
  QuarantineDetail as Detail,
  QuarantineEntryView,
  QuarantineParams as Params,
  QuarantineQuery as Query,
  ReplayRequest as ReplayBody,
  ReplayResponse as ReplayAnswer,
} from '@fujie/wire/contracts';
import {
  DismissRequest,
  DismissResponse,
  PersonReviewsResponse,
  QuarantineDetail,
  QuarantineListResponse,
  QuarantineParams,
  QuarantineQuery,
  ReplayRequest,
  ReplayResponse,
} from '@fujie/wire/contracts';
import { CONTROL_SHEET_TYPE } from '@fujie/wire/sheet';
import type { FastifyInstance } from 'fastify';

import type { Answer } from './answer.ts';
import type { FhirContext } from './context.ts';
import { fhirContext } from './context.ts';
import { write } from './writes.ts';
import type { QuarantineEntry, QuarantineSummary, SentAs } from '../ingest/quarantine.query.ts';
import { NOT_TAKEN, takeHl7 } from '../ingest/hl7-controls.ts';
import { HL7_TYPE, readableHl7 } from '../ingest/hl7-text.ts';
import { listReviews } from '../ingest/reviews.query.ts';
import { closeRefused, countRefused, findRefused, listRefused, noteRefusedReplay } from '../ingest/quarantine.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';

const PAGE = 50;
const MAX_PAGE = 200;
const MAX_REVIEWS = 500;
/** Longer messages are downloaded, not shown. */
const SHOWN_BYTES = 2 * 1024 * 1024;

/** Adds the quarantine. */
export function registerQuarantineRoutes(app: FastifyInstance, deps: Deps): void {
  const context = fhirContext(deps);
  const list = { config: { can: 'quarantine:list' } } as const;
  const read = { config: { can: 'quarantine:read' } } as const;
  const manage = { config: { can: 'quarantine:manage' }, bodyLimit: 70 * 1024 * 1024 } as const;

  app.get<{ Querystring: Query }>(
    '/api/v1/quarantine',
    { ...list, schema: { querystring: QuarantineQuery, response: { 200: QuarantineListResponse } } },
    async (request) => {
      const { state, page, pageSize } = request.query;
      const limit = Math.min(Number(pageSize ?? PAGE), MAX_PAGE);
      const filter = {
        institution: request.actor.role === 'admin' ? null : institutionOf(request.actor),
        state: state ?? null,
      };
      const [total, rows] = await Promise.all([
        countRefused(deps.worker, filter),
        listRefused(deps.worker, { ...filter, limit, offset: (Number(page ?? 1) - 1) * limit }),
      ]);
      return { total, entries: rows.map(toView) };
    },
  );

  app.get(
    '/api/v1/quarantine/person-reviews',
    { ...read, schema: { response: { 200: PersonReviewsResponse } } },
    async (request): Promise<Reviews> => {
      const rows = await listReviews(within(deps, request.actor).db, institutionOf(request.actor), MAX_REVIEWS);
      await deps.audit.record({
        actor: request.actor,
        action: 'person-review:read',
        outcome: 'done',
        detail: { count: rows.length },
      });
      return {
        reviews: rows.map((row) => ({
          id: row.id,
          at: timeOf(row.at_ms),
          lastSeenAt: timeOf(row.seen_ms),
          institution: row.institution,
          patient: row.patient_id,
          person: deps.seal.handleOf(row.person_id),
          otherPerson: row.other_person_id === null ? null : deps.seal.handleOf(row.other_person_id),
          reason: row.reason as Reviews['reviews'][number]['reason'],
          fields: row.fields as Reviews['reviews'][number]['fields'],
        })),
      };
    },
  );

  app.get<{ Params: Params }>(
    '/api/v1/quarantine/:id',
    { ...read, schema: { params: QuarantineParams, response: { 200: QuarantineDetail } } },
    async (request) => {
      const entry = await entryOf(deps, request.actor, request.params.id);
      await deps.audit.record({
        actor: request.actor,
        action: 'quarantine:read',
        subject: subjectOf(entry),
        outcome: 'done',
      });
      return toDetail(entry);
    },
  );

  app.get<{ Params: Params }>(
    '/api/v1/quarantine/:id/raw',
    { ...read, schema: { params: QuarantineParams } },
    async (request, reply) => {
      const entry = await entryOf(deps, request.actor, request.params.id);
      await deps.audit.record({
        actor: request.actor,
        action: 'quarantine:read',
        subject: subjectOf(entry),
        outcome: 'done',
      });
      void reply.header('content-disposition', `attachment; filename="quarantine-${String(entry.id)}.bin"`);
      return reply.type('application/octet-stream').send(entry.raw);
    },
  );

  app.post<{ Params: Params; Body: ReplayBody }>(
    '/api/v1/quarantine/:id/replay',
    { ...manage, schema: { params: QuarantineParams, body: ReplayRequest, response: { 200: ReplayResponse } } },
    async (request) =>
      replay(context, request.actor, await openEntryOf(deps, request.actor, request.params.id), request.body),
  );

  app.post<{ Params: Params; Body: DismissBody }>(
    '/api/v1/quarantine/:id/dismiss',
    { ...manage, schema: { params: QuarantineParams, body: DismissRequest, response: { 200: DismissResponse } } },
    async (request) => {
      const entry = await openEntryOf(deps, request.actor, request.params.id);
      await close(deps, request.actor, entry, {
        state: 'dismissed',
        note: request.body.note,
        corrected: null,
        documentId: null,
      });
      return { dismissed: true as const };
    },
  );
}

/** What was refused belongs to whoever sent it; an administrator of the platform sees that it was, and not what it says. */
function institutionOf(actor: Actor): string {
  if (actor.institution !== null) return actor.institution;
  throw new HttpProblem('not-permitted', {
    en: 'This account is not bound to an institution.',
    zh: '该账号未绑定机构。',
  });
}

async function entryOf(deps: Deps, actor: Actor, id: string): Promise<QuarantineEntry> {
  const entry = await findRefused(within(deps, actor).db, Number(id), institutionOf(actor));
  if (!entry)
    throw new HttpProblem('not-found', {
      en: `No message ${id} in quarantine.`,
      zh: `隔离区中没有编号为 ${id} 的报文。`,
    });
  return entry;
}

async function openEntryOf(deps: Deps, actor: Actor, id: string): Promise<QuarantineEntry> {
  const entry = await entryOf(deps, actor, id);
  if (entry.state !== 'open') throw alreadyClosed(entry.id);
  return entry;
}

function alreadyClosed(id: number): HttpProblem {
  return new HttpProblem('conflict', {
    en: `Message ${String(id)} has been dealt with already.`,
    zh: `报文 ${String(id)} 已处理。`,
  });
}

interface Close {
  readonly state: 'replayed' | 'dismissed';
  readonly note: string | null;
  readonly corrected: Buffer | null;
  readonly documentId: number | null;
}

async function close(deps: Deps, actor: Actor, entry: QuarantineEntry, how: Close): Promise<void> {
  const isMine = await closeRefused(within(deps, actor).db, entry.id, { ...how, by: actor.id, at: deps.clock.now() });
  if (!isMine) throw alreadyClosed(entry.id);
  await deps.audit.record({ actor, action: `quarantine:${how.state}`, subject: subjectOf(entry), outcome: 'done' });
}

/**
 * Sends the message in again, as it came or corrected, and if need be on another condition. What is refused again stays
 * open with both versions; what is refused out of a batch gets an entry of its own.
 */
async function replay(
  context: FhirContext,
  actor: Actor,
  entry: QuarantineEntry,
  body: ReplayBody,
): Promise<ReplayAnswer> {
  const { institution, request } = entry;
  if (institution === null || request === null) {
    throw new HttpProblem('refused', {
      en: 'It is not known who sent this message, or where to.',
      zh: '该报文的发送机构或地址不明，无法重放。',
    });
  }
  const corrected = body.corrected === undefined ? null : Buffer.from(body.corrected);
  const sent =
    entry.content_type === HL7_TYPE
      ? await sendHl7(context.deps, { ...actor, institution }, body.corrected ?? entry.raw)
      : entry.content_type === CONTROL_SHEET_TYPE
        ? await sendControls(context.deps, { ...actor, institution }, corrected ?? entry.raw)
        : await sendFhir(context, { ...actor, institution }, entry, { request, corrected, ifMatch: body.ifMatch });
  const { accepted, problems } = sent;
  if (accepted) {
    await close(context.deps, actor, entry, {
      state: 'replayed',
      note: body.note ?? null,
      corrected,
      documentId: sent.documentId,
    });
  } else {
    await noteRefusedReplay(within(context.deps, actor).db, entry.id, corrected, problems);
    await context.deps.audit.record({
      actor,
      action: 'quarantine:replayed',
      subject: subjectOf(entry),
      outcome: 'refused',
    });
  }
  return { accepted, problems };
}

interface Sent extends ReplayAnswer {
  readonly documentId: number | null;
}

/** A message of HL7 v2; what a person corrected is text, whatever it was written in. */
async function sendHl7(
  deps: Deps,
  sender: Actor & { readonly institution: string },
  message: Buffer | string,
): Promise<Sent> {
  const outcome = await takeHl7(deps, sender, message);
  const problems = outcome.kind === 'other' ? [NOT_TAKEN] : outcome.ok ? [] : [...outcome.problems];
  return { accepted: problems.length === 0, problems, documentId: null };
}

/** Rows of control results that were refused, as they came or corrected. */
async function sendControls(deps: Deps, sender: Actor & { readonly institution: string }, file: Buffer): Promise<Sent> {
  let problems: readonly Problem[] = [];
  await within(deps, sender).db.tx((tx) =>
    deps.events.emit(tx, 'control-sheet-sent', {
      ...{ institution: sender.institution, by: sender, file },
      settle: (outcome) => {
        problems = outcome.ok ? [] : outcome.problems;
      },
    }),
  );
  if (problems.length === 0) await deps.registers.refresh();
  return { accepted: problems.length === 0, problems: [...problems], documentId: null };
}

interface SendAgain {
  readonly request: SentAs;
  readonly corrected: Buffer | null;
  readonly ifMatch: ReplayBody['ifMatch'];
}

async function sendFhir(
  context: FhirContext,
  sender: Actor & { readonly institution: string },
  entry: QuarantineEntry,
  { request, corrected, ifMatch }: SendAgain,
): Promise<Sent> {
  const contentType = corrected === null ? (entry.content_type ?? undefined) : 'application/fhir+json';
  const isCut = corrected === null && entry.size !== null && entry.size > entry.raw.length;
  const received = {
    raw: corrected ?? entry.raw,
    contentType,
    ...(isCut ? { whole: { size: entry.size, digest: entry.digest ?? Buffer.alloc(0) } } : {}),
  };
  const answer = await write(
    context,
    { actor: sender, institution: sender.institution, channel: `replay:${String(entry.id)}` },
    ifMatch === undefined ? request : { ...request, ifMatch },
    received,
    { prefer: 'minimal', isKept: false },
  );
  return { accepted: answer.status < 300, problems: problemsOf(answer), documentId: answer.documentId ?? null };
}

interface Issue {
  readonly severity: string;
  readonly details?: { readonly text?: string; readonly coding?: readonly { readonly code?: string }[] };
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

interface Outcome {
  readonly resourceType: string;
  readonly issue?: readonly Issue[];
}
interface Answered {
  readonly entry?: readonly { readonly response?: { readonly outcome?: Outcome } }[];
}

/** What is wrong with a message, or with entries of its batch. */
function problemsOf(answer: Answer): Problem[] {
  if (answer.body === '') return [];
  const body = JSON.parse(answer.body) as Outcome & Answered;
  const outcomes =
    body.resourceType === 'Bundle' ? (body.entry ?? []).flatMap((e) => e.response?.outcome ?? []) : [body];
  return outcomes
    .flatMap((outcome) => outcome.issue ?? [])
    .filter((issue) => issue.severity === 'error')
    .map((issue) => ({
      code: issue.details?.coding?.[0]?.code ?? 'invalid',
      path: issue.expression?.[0] ?? '',
      message: issue.diagnostics ?? '',
      messageZh: issue.details?.text ?? '',
    }));
}

const timeOf = (ms: number): string => formatInstant(ms as Instant);
const subjectOf = (entry: QuarantineSummary): string => `quarantine/${String(entry.id)}`;

function toView(row: QuarantineSummary): QuarantineEntryView {
  return {
    id: row.id,
    receivedAt: timeOf(row.received_ms),
    institution: row.institution,
    sender: row.sender,
    channel: row.channel,
    contentType: row.content_type,
    size: row.size,
    problems: [...row.problems],
    state: row.state,
    closedAt: row.closed_ms === null ? null : timeOf(row.closed_ms),
    closedBy: row.closed_by,
    closeNote: row.close_note,
  };
}

function toDetail(entry: QuarantineEntry): Detail {
  const readable = entry.content_type === HL7_TYPE ? readableHl7(entry.raw) : null;
  const isShown = entry.raw.length <= SHOWN_BYTES;
  return {
    ...toView(entry),
    raw: isShown ? (readable ?? entry.raw.toString('utf8')) : null,
    isText: readable !== null || isUtf8(entry.raw),
    isWhole: entry.size === null || entry.size === entry.raw.length,
    digest: entry.digest?.toString('hex') ?? null,
    corrected: entry.corrected?.toString('utf8') ?? null,
    correctedProblems: entry.corrected_problems === null ? null : [...entry.corrected_problems],
    request: entry.request === null ? null : toRequest(entry.request),
  };
}

function toRequest({ method, type, id, ifMatch, ifNoneExist }: SentAs): NonNullable<Detail['request']> {
  return { method, address: [type, id].filter((part) => part !== null).join('/'), ifMatch, ifNoneExist };
}
