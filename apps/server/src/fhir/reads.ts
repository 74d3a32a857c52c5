/** Reads of `/fhir`: by id, by version, the history of one resource, searches. Every one of them leaves an audit entry. */
import type { ResourceType, SearchQuery } from '@fujie/wire/fhir';
import { historyText, operationOutcome, parseSearch, searchsetText, servedText } from '@fujie/wire/fhir';

import { storedId } from '../ingest/ids.ts';
import { problem } from '../ingest/message.ts';
import { identifierToken } from '../ingest/rows.ts';
import type { Cursor, StoredVersion } from '../ingest/search.query.ts';
import { countVersions, findCurrent, findVersions, searchVersions } from '../ingest/search.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import type { Answer } from './answer.ts';
import { notFound, outcomeAnswer, timeText, versionHeaders } from './answer.ts';
import type { FhirContext } from './context.ts';
import { senderOf } from './context.ts';

export function served(type: ResourceType, version: StoredVersion): string {
  return servedText(version.content, type, version.version, timeText(version.updated_ms));
}

async function audit(
  context: FhirContext,
  actor: Actor,
  action: string,
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
  const found = await findCurrent(context.deps.db, type, storedId(institution, type, id), institution);
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
  const [found] =
    number === 0
      ? []
      : await findVersions(context.deps.db, type, storedId(institution, type, id), institution, { version: number });
  if (!found) return notFound(`${type}/${id}/_history/${version}`);
  await audit(context, actor, 'fhir:read', `${type}/${found.id}`, [found.person_id]);
  return { status: 200, body: served(type, found), headers: versionHeaders(found.version, found.updated_ms) };
}

/** `GET /fhir/{type}/{id}/_history` */
export async function readHistory(context: FhirContext, actor: Actor, type: ResourceType, id: string): Promise<Answer> {
  const { institution } = senderOf(actor);
  const versions = await findVersions(context.deps.db, type, storedId(institution, type, id), institution);
  const [newest] = versions;
  if (!newest) return notFound(`${type}/${id}`);
  await audit(
    context,
    actor,
    'fhir:history',
    `${type}/${newest.id}`,
    versions.map((v) => v.person_id),
  );
  const reference = `${type}/${id}`;
  const entries = versions.map((v) => ({
    fullUrl: `${context.base}/${reference}`,
    text: served(type, v),
    version: v.version,
    updated: timeText(v.updated_ms),
    reference,
  }));
  return {
    status: 200,
    body: historyText(entries, [{ relation: 'self', url: `${context.base}/${reference}/_history` }]),
  };
}

export interface SearchOptions {
  /** `Prefer: handling=strict`: unknown parameters are refused instead of ignored. */
  readonly isStrict: boolean;
}

/** `GET /fhir/{type}?…` and `POST /fhir/{type}/_search` */
export async function search(
  context: FhirContext,
  actor: Actor,
  type: ResourceType,
  parameters: readonly (readonly [string, string])[],
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
  if (query.cursor !== null && cursor === null) {
    return outcomeAnswer(400, [
      problem('invalid-parameter', '_cursor', 'This is not a page link of ours', '分页参数无效'),
    ]);
  }
  const tokenOf = (system: string | null, value: string): string => identifierToken(context.deps.seal, system, value);
  const self = link(context, type, query, null);
  if (query.countOnly) {
    const total = await countVersions(context.deps.db, query, institution, tokenOf);
    await audit(context, actor, 'fhir:search', `${type}?${namesOf(query)}`, [null]);
    return { status: 200, body: searchsetText([], [{ relation: 'self', url: self }], { total }) };
  }
  const rows = await searchVersions(context.deps.db, query, institution, tokenOf, cursor);
  const page = rows.slice(0, query.count);
  await audit(
    context,
    actor,
    'fhir:search',
    `${type}?${namesOf(query)}`,
    page.length === 0 ? [null] : page.map((row) => row.person_id),
  );
  const last = page.at(-1);
  const hasMore = rows.length > page.length && last !== undefined;
  const entries = page.map((row) => {
    const text = served(type, row);
    const id = (JSON.parse(row.content) as { id: string }).id;
    return { fullUrl: `${context.base}/${type}/${id}`, text };
  });
  const links = [
    { relation: 'self' as const, url: self },
    ...(hasMore
      ? [
          {
            relation: 'next' as const,
            url: link(context, type, query, encodeCursor({ at: last.updated_us, id: last.id })),
          },
        ]
      : []),
  ];
  const extra =
    unknown.length > 0 ? { outcome: JSON.stringify(operationOutcome(unknown, { severity: 'warning' })) } : {};
  return { status: 200, body: searchsetText(entries, links, extra) };
}

const namesOf = (query: SearchQuery): string => [...new Set(query.applied.map(([name]) => name))].join('&');

function link(context: FhirContext, type: ResourceType, query: SearchQuery, cursor: string | null): string {
  const parameters = new URLSearchParams(query.applied.map(([name, value]): [string, string] => [name, value]));
  if (cursor !== null) parameters.set('_cursor', cursor);
  const text = parameters.toString();
  return `${context.base}/${type}${text === '' ? '' : `?${text}`}`;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.at} ${cursor.id}`).toString('base64url');
}

function decodeCursor(text: string): Cursor | null {
  const match = /^(\d{1,18}) (fj-[0-9a-f]{29})$/.exec(Buffer.from(text, 'base64url').toString());
  return match?.[1] === undefined || match[2] === undefined ? null : { at: match[1], id: match[2] };
}
