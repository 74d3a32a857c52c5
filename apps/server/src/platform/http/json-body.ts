/** Bodies of JSON: UTF-8, and no text that is none. What the database cannot hold is refused at the door, by its place. */
import { isUtf8 } from 'node:buffer';

import type { FastifyInstance } from 'fastify';

import { HttpProblem } from './problems.ts';

/** Escapes that may stand for what is no character; whether they do is seen in the texts themselves. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/** Reads `application/json` on every route that does not read bodies of its own. */
export function registerJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body)) {
      done(notUtf8());
      return;
    }
    const text = body.toString('utf8');
    void parse(request, text, (error, value: unknown) => {
      const place = error === null && SUSPECT.test(text) ? placeOfNoText(value) : null;
      if (place === null) done(error, value);
      else done(noText(place));
    });
  });
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

function notUtf8(): HttpProblem {
  return new HttpProblem('malformed-request', {
    en: 'The body is not valid JSON in UTF-8.',
    zh: '请求体不是有效的 UTF-8 JSON。',
  });
}
