/** Writes of `/fhir`: one resource, a transaction, a batch. What is refused is kept in quarantine before the answer goes out. */
import type { Problem } from '@fujie/core/kernel';
import type { ResourceType, ResponseEntry } from '@fujie/wire/fhir';
import { isSupportedType, operationOutcome, responseText } from '@fujie/wire/fhir';

import { storedId } from '../ingest/ids.ts';
import type { Accepted, Submitted } from '../ingest/ingest.ts';
import { singleOperation } from '../ingest/ingest.ts';
import type { BundleOperations, Message, Read } from '../ingest/message.ts';
import { ID_PATTERN, placeOf, problem, readBundle, readMessage, unsupportedType } from '../ingest/message.ts';
import type { Sender } from '../ingest/plan.ts';
import type { SentAs } from '../ingest/quarantine.query.ts';
import { keepRefused } from '../ingest/quarantine.query.ts';
import { findCurrent } from '../ingest/search.query.ts';
import type { Answer } from './answer.ts';
import { outcomeAnswer, timeText, versionHeaders } from './answer.ts';
import type { FhirContext } from './context.ts';
import { recordsOf } from './context.ts';
import { readResource, readVersion, search, served } from './reads.ts';
import { logBroken, submit } from './submit.ts';

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
  /** What was decided before the body was looked at: the address or the wanted format is not ours. */
  readonly refusal?: Refusal;
}

export interface Refusal {
  readonly status: number;
  readonly problems: readonly Problem[];
}

/** Takes one message, whatever it is; the only way in for `/fhir` and for what is replayed. */
export async function write(
  context: FhirContext,
  sender: Sender,
  request: SentAs,
  received: Received,
  options: WriteOptions,
): Promise<Answer> {
  const keep: Keep = (status, problems) =>
    options.isKept
      ? keepAs(context, sender, { status, problems }, { ...received, request })
      : Promise.resolve(outcomeAnswer(status, problems));
  try {
    return await take(context, sender, request, received, options, keep);
  } catch (error) {
    logBroken(context, error, 'a message broke its reading');
    return keep(500, [BROKEN]);
  }
}

const BROKEN: Problem = {
  code: 'internal',
  path: '',
  message: 'Something broke on our side; send the message again later',
  messageZh: '系统内部错误，请稍后重新发送',
};

/** Puts a refused message into quarantine. */
async function keepAs(
  context: FhirContext,
  sender: Sender,
  { status, problems }: Refusal,
  refused: Received & { readonly request: SentAs },
): Promise<Answer> {
  const { institution, channel, actor } = sender;
  const contentType = refused.contentType ?? null;
  const kept = { ...refused, institution, sender: actor.id, channel, contentType, problems };
  const id = await keepRefused(context.deps.worker, kept);
  await context.deps.audit.record({
    actor,
    action: 'fhir:write',
    subject: `quarantine/${String(id)}`,
    outcome: 'refused',
    detail: { codes: problems.map((p) => p.code) },
  });
  return outcomeAnswer(status, problems, id);
}

async function take(
  context: FhirContext,
  sender: Sender,
  request: SentAs,
  received: Received,
  options: WriteOptions,
  keep: Keep,
): Promise<Answer> {
  if (options.refusal) return keep(options.refusal.status, options.refusal.problems);
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
  const { entries } = bundle.value;
  if (entries.length > MAX_ENTRIES) return keep(422, [tooMany('entries', '条目', MAX_ENTRIES, entries.length)]);
  const reads = entries.filter((e) => 'read' in e).length;
  if (reads > MAX_READS) return keep(422, [tooMany('reads', '读取条目', MAX_READS, reads)]);
  return bundle.value.type === 'transaction'
    ? writeTransaction(context, sender, message.value, bundle.value, keep)
    : writeBatch(context, sender, message.value, bundle.value, options);
}

type Keep = (status: number, problems: readonly Problem[]) => Promise<Answer>;

async function writeTransaction(
  context: FhirContext,
  sender: Sender,
  message: Message,
  bundle: BundleOperations,
  keep: Keep,
): Promise<Answer> {
  const problems = bundle.entries.flatMap((e) => ('problems' in e ? e.problems : []));
  if (problems.length > 0) return keep(422, problems);
  const ops = bundle.entries.flatMap((e) => ('write' in e ? [e.write] : []));
  const submitted = await submit(context, sender, message.text, ops);
  if (!submitted.ok) return keep(submitted.status, submitted.problems);
  const byEntry = new Map(submitted.value.accepted.map((a) => [a.entry, a]));
  const entries: ResponseEntry[] = [];
  const read = readerOf(context, sender);
  const warnings = byPlace(submitted.value.warnings);
  for (const [index, entry] of bundle.entries.entries()) {
    const accepted = byEntry.get(index);
    if (accepted) entries.push(entryOf(accepted, warnings));
    else if ('read' in entry) entries.push(await read(entry.read.url));
  }
  return { status: 200, body: responseText('transaction-response', entries), documentId: submitted.value.documentId };
}

/** Entry by entry: each is stored, or kept in quarantine as a batch of its own. */
async function writeBatch(
  context: FhirContext,
  sender: Sender,
  message: Message,
  bundle: BundleOperations,
  options: WriteOptions,
): Promise<Answer> {
  const entries: ResponseEntry[] = [];
  const read = readerOf(context, sender);
  let documentId: number | null = null;
  for (const [index, entry] of bundle.entries.entries()) {
    if ('read' in entry) {
      entries.push(await read(entry.read.url));
      continue;
    }
    const submitted: Read<Submitted> =
      'write' in entry
        ? await submit(context, sender, message.text, [entry.write])
        : { ok: false, status: 422, problems: entry.problems };
    if (submitted.ok) {
      documentId = submitted.value.documentId ?? documentId;
      const warnings = byPlace(submitted.value.warnings);
      entries.push(...submitted.value.accepted.map((a) => entryOf(a, warnings)));
      continue;
    }
    // Replayed alone it stays where it is; out of a batch that is replayed it gets a place of its own.
    if (!options.isKept && bundle.entries.length === 1) return outcomeAnswer(submitted.status, submitted.problems);
    entries.push(refusedEntry(await keepEntry(context, sender, message, index, submitted)));
  }
  return { status: 200, body: responseText('batch-response', entries), documentId };
}

/** Keeps one entry of a batch as a batch of its own; its problems name the place that it has there. */
async function keepEntry(
  context: FhirContext,
  sender: Sender,
  message: Message,
  index: number,
  { status, problems }: Refusal,
): Promise<Answer> {
  const { start = 0, end = 0 } = message.scan.entries[index] ?? {};
  const raw = Buffer.from(`{"resourceType":"Bundle","type":"batch","entry":[${message.text.slice(start, end)}]}`);
  const alone = problems.map((p) => ({
    ...p,
    path: p.path.replace(`Bundle.entry[${String(index)}]`, 'Bundle.entry[0]'),
  }));
  const contentType = 'application/fhir+json';
  const answer = await keepAs(context, sender, { status, problems: alone }, { raw, contentType, request: TO_BASE });
  const kept = Number(answer.headers?.['x-fujie-quarantine']);
  return outcomeAnswer(status, problems, kept);
}

/** A Bundle, sent to the base address. */
export const TO_BASE: SentAs = { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null };

async function writeOne(
  context: FhirContext,
  sender: Sender,
  request: SentAs,
  message: Message,
  options: WriteOptions,
  keep: Keep,
): Promise<Answer> {
  const { type } = request;
  // What came as an update on a condition is replayed under its own id.
  const id = request.method === 'PUT' ? (request.id ?? message.value.id ?? '') : null;
  const faults = isSupportedType(type) ? faultsOf(type, id, message) : [unsupportedType(type, 'resourceType')];
  if (!isSupportedType(type) || faults.length > 0) return keep(422, faults);
  const op = singleOperation(message, id === null ? 'create' : 'update', id, request.ifNoneExist, request.ifMatch);
  const submitted = await submit(context, sender, message.text, [op]);
  if (!submitted.ok) return keep(submitted.status, submitted.problems);
  const [accepted] = submitted.value.accepted;
  if (!accepted) throw new Error('a resource was stored without an answer');
  const stored = storedId(sender.institution, type, accepted.publicId);
  const found = await findCurrent(recordsOf(context, sender.actor), type, stored, sender.institution).catch(
    (error: unknown) => {
      logBroken(context, error, 'what was stored could not be read again');
      return null;
    },
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

/** Type and id are said twice, by the address and by the resource. */
function faultsOf(type: ResourceType, id: string | null, { value }: Message): Problem[] {
  if (value.resourceType !== type) {
    return [
      problem(
        'structure',
        'resourceType',
        `The address says ${type}, the resource is a ${value.resourceType}`,
        `地址为 ${type}，而资源类型为 ${value.resourceType}`,
      ),
    ];
  }
  if (id === null) return [];
  if (!ID_PATTERN.test(id)) {
    return [
      problem(
        'structure',
        `${type}.id`,
        'An id has 1 to 64 letters, digits, hyphens and dots',
        'id 为 1 至 64 位字母、数字、连字符或点',
      ),
    ];
  }
  if (value.id !== id) {
    return [
      problem(
        'structure',
        `${type}.id`,
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

/** Problems by the resource of the entry in which they are. */
function byPlace(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const place = /^Bundle\.entry\[\d+\]\.resource/.exec(problem.path)?.[0] ?? '';
    const before = found.get(place);
    if (before === undefined) found.set(place, [problem]);
    else before.push(problem);
  }
  return found;
}

function entryOf(accepted: Accepted, warnings: ReadonlyMap<string, readonly Problem[]>): ResponseEntry {
  const { type, publicId, version, isNew, at, entry } = accepted;
  const own = warnings.get(placeOf(entry, '')) ?? [];
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
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function refusedEntry(answer: Answer): ResponseEntry {
  return { status: `${String(answer.status)} ${REASONS[answer.status] ?? 'Refused'}`, outcome: answer.body };
}

/** What is changed together is locked and compared together, so it is bounded. */
const MAX_ENTRIES = 1000;
/** Reads that one Bundle may ask for, and how long they may take together: they come one after another. */
const MAX_READS = 20;
const LONGEST_READS_MS = 10_000;

const tooMany = (en: string, zh: string, most: number, count: number): Problem =>
  problem(
    'too-many',
    'Bundle.entry',
    `A Bundle may have at most ${String(most)} ${en}, this has ${String(count)}; send the others in another Bundle`,
    `一个 Bundle 最多含 ${String(most)} 个${zh}，现有 ${String(count)} 个；请将其余条目放入另一个 Bundle 发送`,
  );
const READ_LATER = problem(
  'too-costly',
  '',
  'The reads of this Bundle took too long together; send this one again, alone',
  '本 Bundle 的读取总耗时过长；请单独重新发送此条目',
);

/** Answers the reads of one Bundle; those past the time they may take together are put off. */
function readerOf(context: FhirContext, sender: Sender): (url: string) => Promise<ResponseEntry> {
  const { clock } = context.deps;
  let spent = 0;
  return async (url) => {
    if (spent >= LONGEST_READS_MS) return refusedEntry(outcomeAnswer(503, [READ_LATER]));
    const begun = clock.now();
    // What stands beside a read is stored by now: a read that fails is an answer of its own.
    const entry = await readEntry(context, sender, url).catch((error: unknown) => {
      logBroken(context, error, 'a read of a Bundle broke');
      return refusedEntry(outcomeAnswer(500, [BROKEN]));
    });
    spent += clock.now() - begun;
    return entry;
  };
}

/** A read inside a Bundle. */
async function readEntry(context: FhirContext, sender: Sender, url: string): Promise<ResponseEntry> {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?');
  const [type = '', id, history, version] = path.split('/');
  if (!isSupportedType(type)) return refusedEntry(outcomeAnswer(404, [unsupportedType(type, '')]));
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
