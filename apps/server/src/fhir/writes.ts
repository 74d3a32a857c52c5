/** Writes of `/fhir`: one resource, a transaction, a batch. What is refused is kept in quarantine before the answer goes out. */
import type { Problem } from '@fujie/core/kernel';
import type { ResourceType, ResponseEntry } from '@fujie/wire/fhir';
import { isSupportedType, operationOutcome, responseText } from '@fujie/wire/fhir';

import { storedId } from '../ingest/ids.ts';
import type { Accepted } from '../ingest/ingest.ts';
import { singleOperation } from '../ingest/ingest.ts';
import type { Message, Operation } from '../ingest/message.ts';
import { ID_PATTERN, placeOf, problem, problemOfType, readBundle, readMessage } from '../ingest/message.ts';
import type { Sender } from '../ingest/plan.ts';
import type { SentAs } from '../ingest/quarantine.query.ts';
import { keepRefused } from '../ingest/quarantine.query.ts';
import { findCurrent } from '../ingest/search.query.ts';
import type { Answer } from './answer.ts';
import { outcomeAnswer, timeText, versionHeaders } from './answer.ts';
import type { FhirContext } from './context.ts';
import { readResource, readVersion, search, served } from './reads.ts';

/** A body as it was received. */
export interface Received {
  readonly raw: Buffer;
  readonly contentType: string | undefined;
  /** The body was larger than what is kept: its size and digest. */
  readonly whole?: { readonly size: number; readonly digest: Buffer };
}

export interface WriteOptions {
  readonly prefer: 'minimal' | 'representation' | 'OperationOutcome';
  /** False when the message is in quarantine already: it is replayed. */
  readonly isKept: boolean;
}

/** Takes one message, whatever it is; the only way in for `/fhir` and for what is replayed. */
export async function write(
  context: FhirContext,
  sender: Sender,
  request: SentAs,
  received: Received,
  options: WriteOptions,
): Promise<Answer> {
  const keep = async (
    status: number,
    problems: readonly Problem[],
    raw = received.raw,
    as = request,
  ): Promise<Answer> => {
    if (!options.isKept) return outcomeAnswer(status, problems);
    const { institution, channel, actor } = sender;
    const contentType = received.contentType ?? null;
    const refused = { institution, sender: actor.id, channel, contentType, request: as, raw, problems };
    const id = await keepRefused(
      context.deps.db,
      received.whole === undefined ? refused : { ...refused, whole: received.whole },
    );
    await context.deps.audit.record({
      actor,
      action: 'fhir:write',
      subject: `quarantine/${String(id)}`,
      outcome: 'refused',
      detail: { codes: problems.map((p) => p.code) },
    });
    return outcomeAnswer(status, problems, id);
  };
  if (received.whole !== undefined) return keep(413, [tooLarge(received.whole.size)]);
  const message = readMessage(received.raw, received.contentType);
  if (!message.ok) return keep(message.status, message.problems);
  if (request.type !== null) return writeOne(context, sender, request, message.value, options, keep);
  const { value } = message.value;
  if (value.resourceType !== 'Bundle') {
    return keep(422, [
      problem(
        'structure',
        'resourceType',
        `Send a Bundle to the base address; a ${value.resourceType} goes to /fhir/${value.resourceType}`,
        `根地址只接收 Bundle；${value.resourceType} 请发送至 /fhir/${value.resourceType}`,
      ),
    ]);
  }
  const bundle = readBundle(message.value);
  if (!bundle.ok) return keep(bundle.status, bundle.problems);
  if (bundle.value.type === 'transaction') {
    const problems = bundle.value.entries.flatMap((e) => ('problems' in e ? e.problems : []));
    if (problems.length > 0) return keep(422, problems);
    const ops = bundle.value.entries.flatMap((e) => ('write' in e ? [e.write] : []));
    const submitted = await context.ingest.submit(sender, message.value.text, ops);
    if (!submitted.ok) return keep(submitted.status, submitted.problems);
    const byEntry = new Map(submitted.value.accepted.map((a) => [a.entry, a]));
    const entries: ResponseEntry[] = [];
    for (const [index, entry] of bundle.value.entries.entries()) {
      const accepted = byEntry.get(index);
      if (accepted) entries.push(entryOf(accepted, submitted.value.warnings));
      else if ('read' in entry) entries.push(await readEntry(context, sender, entry.read.url));
    }
    return { status: 200, body: responseText('transaction-response', entries), documentId: submitted.value.documentId };
  }
  const entries: ResponseEntry[] = [];
  for (const entry of bundle.value.entries) {
    if ('read' in entry) entries.push(await readEntry(context, sender, entry.read.url));
    else if ('problems' in entry) entries.push(refusedEntry(await keep(422, entry.problems)));
    else {
      const op = entry.write;
      const submitted = await context.ingest.submit(sender, message.value.text, [op]);
      if (submitted.ok) entries.push(...submitted.value.accepted.map((a) => entryOf(a, submitted.value.warnings)));
      else
        entries.push(
          refusedEntry(await keep(submitted.status, submitted.problems, textOf(message.value, op), sentAs(op))),
        );
    }
  }
  return { status: 200, body: responseText('batch-response', entries) };
}

type Keep = (status: number, problems: readonly Problem[]) => Promise<Answer>;

async function writeOne(
  context: FhirContext,
  sender: Sender,
  request: SentAs,
  message: Message,
  options: WriteOptions,
  keep: Keep,
): Promise<Answer> {
  const { type, id } = request;
  const faults = faultsOf(request, message);
  if (faults.length > 0) return keep(422, faults);
  if (!isSupportedType(type)) return keep(422, []);
  const op = singleOperation(
    message,
    request.method === 'PUT' ? 'update' : 'create',
    id,
    request.ifNoneExist,
    request.ifMatch,
  );
  const submitted = await context.ingest.submit(sender, message.text, [op]);
  if (!submitted.ok) return keep(submitted.status, submitted.problems);
  const [accepted] = submitted.value.accepted;
  if (!accepted) throw new Error('a resource was stored without an answer');
  const found = await findCurrent(
    context.deps.db,
    type,
    storedId(sender.institution, type, accepted.publicId),
    sender.institution,
  );
  const version = found?.version ?? accepted.version;
  const ms = found?.updated_ms ?? accepted.at;
  const headers = {
    ...versionHeaders(version, ms),
    location: `${context.base}/${type}/${accepted.publicId}/_history/${String(version)}`,
  };
  const outcome = JSON.stringify(
    operationOutcome(submitted.value.warnings.length > 0 ? submitted.value.warnings : [DONE], {
      severity: submitted.value.warnings.length > 0 ? 'warning' : 'information',
    }),
  );
  const body =
    options.prefer === 'minimal' ? '' : options.prefer === 'OperationOutcome' || !found ? outcome : served(type, found);
  return { status: accepted.isNew ? 201 : 200, body, headers, documentId: submitted.value.documentId };
}

const DONE: Problem = { code: 'done', path: '', message: 'Stored', messageZh: '已保存' };

function faultsOf(request: SentAs, message: Message): Problem[] {
  const { value } = message;
  const typeFault = problemOfType(request.type, 'resourceType');
  if (typeFault) return [typeFault];
  if (value.resourceType !== request.type) {
    return [
      problem(
        'structure',
        'resourceType',
        `The address says ${String(request.type)}, the resource is a ${value.resourceType}`,
        `地址为 ${String(request.type)}，而资源类型为 ${value.resourceType}`,
      ),
    ];
  }
  if (request.method !== 'PUT') return [];
  if (request.id === null || !ID_PATTERN.test(request.id)) {
    return [
      problem(
        'structure',
        `${value.resourceType}.id`,
        'An id has 1 to 64 letters, digits, hyphens and dots',
        'id 为 1 至 64 位字母、数字、连字符或点',
      ),
    ];
  }
  if (value.id !== request.id) {
    return [
      problem(
        'structure',
        `${value.resourceType}.id`,
        'The id of the resource is that of the address',
        '资源 id 应与地址中的 id 一致',
      ),
    ];
  }
  return [];
}

export function tooLarge(size: number): Problem {
  const megabytes = String(Math.ceil(size / 1_048_576));
  return problem(
    'too-large',
    '',
    `The message has ${megabytes} MB; its size and digest were noted, not its content. Send reports one by one`,
    `报文大小 ${megabytes} MB，已记录大小与摘要，未保存内容；请逐份报告发送`,
  );
}

function entryOf(accepted: Accepted, warnings: readonly Problem[]): ResponseEntry {
  const { type, publicId, version, isNew, at, entry } = accepted;
  const place = placeOf(entry, '');
  const own = warnings.length === 0 ? [] : warnings.filter((w) => w.path === place || w.path.startsWith(`${place}.`));
  const known = version === 0 ? {} : { etag: `W/"${String(version)}"`, lastModified: timeText(at) };
  return {
    status: isNew ? '201 Created' : '200 OK',
    location: `${type}/${publicId}${version === 0 ? '' : `/_history/${String(version)}`}`,
    ...known,
    ...(own.length > 0 ? { outcome: JSON.stringify(operationOutcome(own, { severity: 'warning' })) } : {}),
  };
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
};

function refusedEntry(answer: Answer): ResponseEntry {
  return { status: `${String(answer.status)} ${REASONS[answer.status] ?? 'Refused'}`, outcome: answer.body };
}

/** A read inside a Bundle. */
async function readEntry(context: FhirContext, sender: Sender, url: string): Promise<ResponseEntry> {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?');
  const [type = '', id, history, version] = path.split('/');
  const typeFault = problemOfType(type, '');
  if (typeFault || !isSupportedType(type)) return refusedEntry(outcomeAnswer(404, typeFault ? [typeFault] : []));
  const answer = await readAnswer(context, sender, type, {
    id,
    version: history === '_history' ? version : undefined,
    query,
  });
  return answer.status === 200 ? { status: '200 OK', resource: answer.body } : refusedEntry(answer);
}

async function readAnswer(
  context: FhirContext,
  sender: Sender,
  type: ResourceType,
  asked: { readonly id: string | undefined; readonly version: string | undefined; readonly query: string },
): Promise<Answer> {
  const { actor } = sender;
  if (asked.id === undefined || asked.id === '')
    return search(context, actor, type, [...new URLSearchParams(asked.query)], { isStrict: false });
  if (asked.version !== undefined) return readVersion(context, actor, type, asked.id, asked.version);
  return readResource(context, actor, type, asked.id, { ifNoneMatch: undefined });
}

/** The text of one entry's resource, exactly as it came. */
function textOf(message: Message, op: Operation): Buffer {
  const first = op.span.members[0];
  const last = op.span.members.at(-1);
  return Buffer.from(first && last ? `{${message.text.slice(first.start, last.end)}}` : '{}');
}

function sentAs(op: Operation): SentAs {
  return {
    method: op.method === 'create' ? 'POST' : 'PUT',
    type: op.type,
    id: op.clientId,
    ifNoneExist: op.ifNoneExist,
    ifMatch: op.ifMatch,
  };
}
