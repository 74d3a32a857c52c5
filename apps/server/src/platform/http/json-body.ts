/**
 * Bodies of JSON: UTF-8, no text that is none, no member twice. What the database cannot hold, and what could be read in
 * two ways (RFC 8259 section 4), is refused at the door, by its place.
 */
import { isUtf8 } from 'node:buffer';

import type { FastifyInstance } from 'fastify';

import { MAX_DEPTH, nestsTooDeep, scanMessage } from '@fujie/wire/fhir';

import { HttpProblem } from './problems.ts';

/** Escapes that may stand for what is no character; whether they do is seen in the texts themselves. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/** Reads JSON of a media type on every route that does not read bodies of its own. */
export function registerJsonBodies(app: FastifyInstance, type = 'application/json'): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body)) {
      done(notUtf8());
      return;
    }
    if (nestsTooDeep(body)) {
      done(tooDeep());
      return;
    }
    const text = body.toString('utf8');
    void parse(request, text, (error, value: unknown) => {
      done(error ?? refusalOf(text, value), value);
    });
  });
}

function refusalOf(text: string, value: unknown): HttpProblem | null {
  const place = SUSPECT.test(text) ? placeOfNoText(value) : null;
  if (place !== null) return noText(place);
  const { duplicates } = scanMessage(text, false);
  return duplicates.length === 0 ? null : twice(duplicates);
}

/** Where a value holds a text or a name with U+0000 or half of a surrogate pair, if it does. */
function placeOfNoText(body: unknown): string | null {
  const open: [place: string, value: unknown][] = [['body', body]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [place, value] = next;
    if (typeof value === 'string' && isNoText(value)) return place;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, held] of Object.entries(value)) {
      if (isNoText(name)) return place;
      open.push([Array.isArray(value) ? `${place}[${name}]` : `${place}.${name}`, held]);
    }
  }
  return null;
}

function isNoText(text: string): boolean {
  return /[\0\p{Surrogate}]/u.test(text);
}

/** Refuses an address that names U+0000. */
export function refuseNoText(url: string): void {
  if (/%00/.test(url)) throw noText('url');
}

function noText(path: string): HttpProblem {
  const message = 'contains U+0000 or half of a surrogate pair (\\ud800 to \\udfff), which is no character';
  const messageZh = '含有 U+0000 或不成对的代理码（\\ud800 至 \\udfff），不是有效字符';
  return new HttpProblem(
    'malformed-request',
    { en: `\`${path}\` ${message}; leave it out and send again.`, zh: `“${path}”${messageZh}；请去除后重新提交。` },
    [{ code: 'no-text', path, message, messageZh }],
  );
}

const MAX_NAMED = 20;

function twice(places: readonly string[]): HttpProblem {
  return new HttpProblem(
    'malformed-request',
    {
      en: 'A member stands twice in one object: keep the one that is meant and send again.',
      zh: '同一对象中有重复的字段；请只保留正确的一个后重新提交。',
    },
    places.slice(0, MAX_NAMED).map((place) => ({
      code: 'duplicate-key',
      path: `body.${place}`.replace('body.[', 'body['),
      message: 'stands twice in one object; which one is meant?',
      messageZh: '在同一对象中重复出现，无法确定以哪个为准',
    })),
  );
}

function tooDeep(): HttpProblem {
  return new HttpProblem('malformed-request', {
    en: `The body nests deeper than ${String(MAX_DEPTH)} levels.`,
    zh: `请求体嵌套层次超过 ${String(MAX_DEPTH)} 层。`,
  });
}

function notUtf8(): HttpProblem {
  return new HttpProblem('malformed-request', {
    en: 'The body is not valid JSON in UTF-8.',
    zh: '请求体不是有效的 UTF-8 JSON。',
  });
}
