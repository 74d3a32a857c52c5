/** Reads of `/fhir`: by id, by version, the history of one resource, searches. Every one of them leaves an audit entry. */
import type { AuditAction } from '@fujie/wire/contracts';
import type { BundleLink, ResourceType, SearchQuery } from '@fujie/wire/fhir';
import { historyText, operationOutcome, parseHistory, parseSearch, searchsetText, servedText } from '@fujie/wire/fhir';

import { storedId } from '../ingest/ids.ts';
import { problem } from '../ingest/message.ts';
import { identifierToken } from '../ingest/rows.ts';
import type { Cursor, FoundVersion, StoredVersion } from '../ingest/search.query.ts';
import {
  countVersions,
  findCurrent,
  findHistory,
  findTypeHistory,
  findVersion,
  MAX_TOTAL,
  searchVersions,
  TooCostly,
} from '../ingest/search.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import type { Answer } from './answer.ts';
import { notFound, outcomeAnswer, timeText, versionHeaders } from './answer.ts';
import type { FhirContext } from './context.ts';
import { recordsOf, senderOf } from './context.ts';

export function served(type: ResourceType, version: StoredVersion): string {
  return servedText(version.content, type, version.version, timeText(version.updated_ms));
}

async function audit(
  context: FhirContext,
  actor: Actor,
  action: AuditAction,
  subject: string,
  persons: readonly (number | null)[],
): Promise<void> {
  const distinct = [...new Set(persons.map((id) => (id === 0 ? null : id)))];
  await Promise.all(
    distinct.map((personId) => context.deps.audit.record({ actor, action, personId, subject, outcome: 'done' })),
  );
}

export interface Conditions {
  readonly ifNoneMatch: string | undefined;
}

/** `GET /fhir/{type}/{id}` */
export async function readResource(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  id: string,
  conditions: Conditions,
): Promise<Answer> {
  const { institution } = senderOf(actor);
  const found = await findCurrent(recordsOf(context, actor), type, storedId(institution, type, id), institution);
  if (!found) return notFound(`${type}/${id}`);
  await audit(context, actor, 'fhir:read', `${type}/${found.id}`, [found.person_id]);
  const headers = versionHeaders(found.version, found.updated_ms);
  if (conditions.ifNoneMatch === headers['etag']) return { status: 304, body: '', headers };
  return { status: 200, body: served(type, found), headers };
}

/** `GET /fhir/{type}/{id}/_history/{version}` */
export async function readVersion(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  id: string,
  version: string,
): Promise<Answer> {
  const { institution } = senderOf(actor);
  const number = /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0;
  const found =
    number === 0
      ? null
      : await findVersion(recordsOf(context, actor), type, storedId(institution, type, id), institution, number);
  if (!found) return notFound(`${type}/${id}/_history/${version}`);
  await audit(context, actor, 'fhir:read', `${type}/${found.id}`, [found.person_id]);
  return { status: 200, body: served(type, found), headers: versionHeaders(found.version, found.updated_ms) };
}

/** `GET /fhir/{type}/{id}/_history`, and `GET /fhir/{type}/_history` when `id` is null. */
export async function readHistory(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  id: string | null,
  parameters: Parameters,
): Promise<Answer> {
  const { institution } = senderOf(actor);
  const { query, problems } = parseHistory(parameters);
  if (problems.length > 0) return outcomeAnswer(400, problems);
  const after = query.cursor === null ? null : decodeCursor(query.cursor);
  if (query.cursor !== null && after === null) return outcomeAnswer(400, [NO_CURSOR]);
  const page = { since: query.since, after, limit: query.count + 1 };
  const db = recordsOf(context, actor);
  const found =
    id === null
      ? { total: undefined, versions: await findTypeHistory(db, type, institution, page) }
      : await findHistory(db, type, storedId(institution, type, id), institution, page);
  if (id !== null && found.total === 0 && !(await findCurrent(db, type, storedId(institution, type, id), institution)))
    return notFound(`${type}/${id}`);
  const versions = found.versions.slice(0, query.count);
  const path = id === null ? type : `${type}/${id}`;
  await audit(context, actor, 'fhir:history', path, versions.length === 0 ? [null] : versions.map((v) => v.person_id));
  const entries = versions.map((v) => {
    const reference = `${type}/${publicIdOf(v)}`;
    const fullUrl = `${context.base}/${reference}`;
    return { fullUrl, text: served(type, v), version: v.version, updated: timeText(v.updated_ms), reference };
  });
  const last = found.versions.length > versions.length ? versions.at(-1) : undefined;
  const links = pageLinks(`${context.base}/${path}/_history`, query.applied, last);
  return { status: 200, body: historyText(entries, links, found.total) };
}

const publicIdOf = (version: StoredVersion): string => (JSON.parse(version.content) as { id: string }).id;

export interface SearchOptions {
  /** `Prefer: handling=strict`: unknown parameters are refused instead of ignored. */
  readonly isStrict: boolean;
}

/** `GET /fhir/{type}?…` and `POST /fhir/{type}/_search` */
export async function search(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  parameters: Parameters,
  options: SearchOptions,
): Promise<Answer> {
  try {
    return await searchWithin(context, actor, type, parameters, options);
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    return outcomeAnswer(422, [TOO_COSTLY]);
  }
}

async function searchWithin(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  parameters: Parameters,
  options: SearchOptions,
): Promise<Answer> {
  const { institution } = senderOf(actor);
  const { query, problems } = parseSearch(type, parameters);
  if (problems.length > 0) return outcomeAnswer(400, problems);
  const unknown = query.unknown.map((name) =>
    problem(
      'not-supported-parameter',
      name,
      `The parameter ${name} is not known for ${type}`,
      `${type} 不支持检索参数 ${name}`,
    ),
  );
  if (options.isStrict && unknown.length > 0) return outcomeAnswer(400, unknown);
  const cursor = query.cursor === null ? null : decodeCursor(query.cursor);
  if (query.cursor !== null && cursor === null) return outcomeAnswer(400, [NO_CURSOR]);
  const tokenOf = (system: string | null, value: string): string => identifierToken(context.deps.seal, system, value);
  const address = `${context.base}/${type}`;
  const total =
    query.countOnly || query.withTotal
      ? await countVersions(recordsOf(context, actor), query, institution, tokenOf)
      : undefined;
  if (total === null) return outcomeAnswer(422, [TOO_MANY]);
  if (query.countOnly) {
    await audit(context, actor, 'fhir:search', `${type}?${namesOf(query)}`, [null]);
    return {
      status: 200,
      body: searchsetText([], pageLinks(address, query.applied, undefined), { total: total ?? 0 }),
    };
  }
  const rows = await searchVersions(recordsOf(context, actor), query, institution, tokenOf, cursor);
  const page = rows.slice(0, query.count);
  await audit(
    context,
    actor,
    'fhir:search',
    `${type}?${namesOf(query)}`,
    page.length === 0 ? [null] : page.map((row) => row.person_id),
  );
  const entries = page.map((row) => ({ fullUrl: `${address}/${publicIdOf(row)}`, text: served(type, row) }));
  const links = pageLinks(address, query.applied, rows.length > page.length ? page.at(-1) : undefined);
  const extra = {
    ...(total === undefined ? {} : { total }),
    ...(unknown.length > 0 ? { outcome: JSON.stringify(operationOutcome(unknown, { severity: 'warning' })) } : {}),
  };
  return { status: 200, body: searchsetText(entries, links, extra) };
}

const namesOf = (query: SearchQuery): string => [...new Set(query.applied.map(([name]) => name))].join('&');

type Parameters = readonly (readonly [string, string])[];

/** The page itself, and the next one when `last` is not the end. */
function pageLinks(address: string, applied: Parameters, last: FoundVersion | undefined): BundleLink[] {
  const link = (relation: BundleLink['relation'], cursor: readonly [string, string][]): BundleLink => {
    const query = new URLSearchParams([...applied, ...cursor].map(([name, value]): [string, string] => [name, value]));
    return { relation, url: query.size === 0 ? address : `${address}?${query.toString()}` };
  };
  const self = link('self', []);
  return last === undefined ? [self] : [self, link('next', [['_cursor', encodeCursor(last)]])];
}

function encodeCursor({ updated_us: at, id, version }: FoundVersion): string {
  return Buffer.from(`${at} ${id} ${String(version)}`).toString('base64url');
}

function decodeCursor(text: string): Cursor | null {
  const match = /^(\d{1,18}) (fj-[0-9a-f]{29}) (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString());
  const [, at, id, version] = match ?? [];
  return at === undefined || id === undefined ? null : { at, id, version: Number(version) };
}

const NO_CURSOR = problem('invalid-parameter', '_cursor', 'This is not a page link of ours', '分页参数无效');
const TOO_COSTLY = problem(
  'too-costly',
  '',
  'This takes too long to find; name a patient, an identifier, an _id or a span of _lastUpdated too',
  '检索耗时过长；请同时给出患者、标识、_id 或 _lastUpdated 范围',
);
const TOO_MANY = problem(
  'too-costly',
  '_total',
  `More than ${String(MAX_TOTAL)} match, which is not counted; narrow the search`,
  `匹配超过 ${String(MAX_TOTAL)} 条，不予计数；请缩小检索范围`,
);
