/** A message as it came, read with every precaution: bytes, text, JSON, duplicate members, then the operations it asks for. */
import { isUtf8 } from 'node:buffer';

import type { Problem } from '@fujie/core/kernel';
import type { Bundle, BundleEntry, MessageScan, Resource, ResourceSpan, ResourceType } from '@fujie/wire/fhir';
import { isSupportedType, MAX_DEPTH, nestsTooDeep, scanMessage, SUPPORTED_TYPES, TooDeep } from '@fujie/wire/fhir';

import { bundleProblems, entryProblems } from './structure.ts';

/** Bodies above this are refused: one report is some 20 KB, and one message is parsed in one go. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
export const MAX_ENTRIES = 5000;

export interface Message {
  readonly text: string;
  readonly value: Resource;
  readonly scan: MessageScan;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly problems: readonly Problem[] };

export function refuse(
  status: number,
  ...problems: readonly Problem[]
): { readonly ok: false; readonly status: number; readonly problems: readonly Problem[] } {
  return { ok: false, status, problems };
}

export function problem(code: string, path: string, message: string, messageZh: string): Problem {
  return { code, path, message, messageZh };
}

const MEDIA_TYPES = new Set(['application/fhir+json', 'application/json', 'application/json+fhir', 'text/json']);

/** Whether a content type is one we read; a charset other than UTF-8 is not. */
export function isReadable(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((p) => p.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  return MEDIA_TYPES.has(type) && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

/** Reads the bytes of a message as one FHIR resource. */
export function readMessage(raw: Buffer, contentType: string | undefined): Read<Message> {
  if (raw.length > MAX_MESSAGE_BYTES) {
    const size = `${String(Math.ceil(raw.length / 1048576))} MB`;
    return refuse(
      413,
      problem(
        'too-large',
        '',
        `The message has ${size}, at most 16 MB are read at once; send reports one by one`,
        `报文大小 ${size}，超过 16 MB 上限，请逐份报告发送`,
      ),
    );
  }
  if (!isReadable(contentType)) {
    const named = contentType ?? '';
    return refuse(
      415,
      problem(
        'media-type',
        '',
        `Content type \`${named}\` is not read here; send application/fhir+json in UTF-8`,
        `不支持内容类型“${named}”，请以 UTF-8 编码的 application/fhir+json 发送`,
      ),
    );
  }
  if (!isUtf8(raw)) {
    return refuse(
      400,
      problem(
        'not-utf8',
        '',
        `The bytes are not UTF-8 from position ${String(badBytePosition(raw))} on`,
        `第 ${String(badBytePosition(raw))} 字节起不是有效的 UTF-8 编码`,
      ),
    );
  }
  if (raw.length > LARGE && nestsTooDeep(raw)) return refuse(400, TOO_DEEP);
  const hasMark = raw.length >= 3 && raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf;
  const text = raw.toString('utf8', hasMark ? 3 : 0);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser quotes what it could not read, which may be a person's: only the place is told.
    const place = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const near = place === undefined ? ['', ''] : [` from character ${place} on`, `（第 ${place} 个字符起）`];
    return refuse(
      400,
      problem('not-json', '', `The body is not JSON${near[0] ?? ''}`, `报文不是有效的 JSON${near[1] ?? ''}`),
    );
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    typeof (value as Resource).resourceType !== 'string'
  ) {
    return refuse(
      400,
      problem(
        'structure',
        'resourceType',
        'The body is not a FHIR resource: a JSON object with `resourceType`',
        '报文不是 FHIR 资源：应为含 resourceType 的 JSON 对象',
      ),
    );
  }
  // Depth is judged before anything else walks through the value.
  let scan: MessageScan;
  try {
    scan = scanMessage(text, (value as Resource).resourceType === 'Bundle');
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return refuse(400, TOO_DEEP);
  }
  if (SUSPECT.test(text) && NO_TEXT.test(JSON.stringify(value))) {
    return refuse(
      400,
      problem(
        'structure',
        '',
        'A text contains U+0000 or half of a surrogate pair (\\ud800 to \\udfff), which is no character',
        '文本中含有 U+0000 或不成对的代理码（\\ud800 至 \\udfff），不是有效字符',
      ),
    );
  }
  if (scan.duplicates.length > 0) {
    return refuse(
      400,
      ...scan.duplicates
        .slice(0, 20)
        .map((path) =>
          problem(
            'duplicate-key',
            path,
            `The member ${path} stands twice in one object; which one is meant?`,
            `元素 ${path} 在同一对象中重复出现，无法确定以哪个为准`,
          ),
        ),
    );
  }
  return { ok: true, value: { text, value: value as Resource, scan } };
}

/** From this size on depth is judged before parsing; below it, parsing costs less than looking twice. */
const LARGE = 256 * 1024;

const TOO_DEEP = problem(
  'structure',
  '',
  `The body nests deeper than ${String(MAX_DEPTH)} levels`,
  `报文嵌套层次超过 ${String(MAX_DEPTH)} 层`,
);

/** Escapes that may stand for what is no character; whether they do is said by the text made anew, which pairs them. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;
const NO_TEXT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function badBytePosition(raw: Buffer): number {
  let low = 0;
  let high = raw.length;
  // The longest valid beginning, give or take the bytes of one character.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const isGood = [0, 1, 2, 3].some((back) => middle - back >= 0 && isUtf8(raw.subarray(0, middle - back)));
    if (isGood) low = middle;
    else high = middle;
  }
  return low;
}

/** One thing a message asks for. */
export interface Operation {
  /** Place in the Bundle, -1 for a resource that came alone. */
  readonly entry: number;
  readonly method: 'create' | 'update';
  readonly type: ResourceType;
  readonly resource: Resource;
  readonly span: ResourceSpan;
  readonly fullUrl: string | null;
  /** The id of the sender, when it chose one. */
  readonly clientId: string | null;
  readonly ifNoneExist: string | null;
  readonly ifMatch: string | null;
}

/** A read inside a Bundle, answered after the writes. */
export interface ReadEntry {
  readonly entry: number;
  readonly url: string;
}

export const ID_PATTERN = /^[A-Za-z0-9\-.]{1,64}$/;

/** Prefix of paths in a message: `Bundle.entry[3].resource`, or nothing. */
export function placeOf(entry: number, path: string): string {
  if (entry < 0) return path;
  const inner = path.replace(/^[A-Z][A-Za-z]*\.?/, '');
  return `Bundle.entry[${String(entry)}].resource${inner === '' ? '' : `.${inner}`}`;
}

export interface BundleOperations {
  readonly type: 'transaction' | 'batch';
  /** By entry: a write, a read, or what is wrong with it. */
  readonly entries: readonly (
    { readonly write: Operation } | { readonly read: ReadEntry } | { readonly problems: readonly Problem[] }
  )[];
}

/** The operations of a transaction or batch Bundle. */
export function readBundle(message: Message): Read<BundleOperations> {
  const bundle = message.value as Bundle;
  if (bundle.type !== 'transaction' && bundle.type !== 'batch') {
    return refuse(
      422,
      problem(
        'not-supported-bundle',
        'Bundle.type',
        `Send Bundles of type transaction or batch, not \`${String(bundle.type)}\``,
        '请发送 type 为 transaction 或 batch 的 Bundle',
      ),
    );
  }
  const shell = bundleProblems(bundle);
  if (shell.length > 0) return refuse(422, ...shell);
  const entries: readonly unknown[] = bundle.entry ?? [];
  if (entries.length > MAX_ENTRIES) {
    return refuse(
      413,
      problem(
        'too-many',
        'Bundle.entry',
        `A Bundle may have ${String(MAX_ENTRIES)} entries, this has ${String(entries.length)}`,
        `Bundle 最多 ${String(MAX_ENTRIES)} 个条目`,
      ),
    );
  }
  const spans = new Map(message.scan.resources.map((span) => [span.entry, span]));
  const seen = new Set<string>();
  const isTransaction = bundle.type === 'transaction';
  const read = entries.map((value, index) => {
    const path = `Bundle.entry[${String(index)}]`;
    const faults = entryProblems(value, path);
    if (faults.length > 0) return { problems: faults };
    const entry = value as BundleEntry;
    if (entry.fullUrl !== undefined) {
      if (seen.has(entry.fullUrl))
        return {
          problems: [
            problem('duplicate-entry', `${path}.fullUrl`, `The fullUrl ${entry.fullUrl} stands twice`, 'fullUrl 重复'),
          ],
        };
      seen.add(entry.fullUrl);
    }
    const { method, url } = entry.request ?? {};
    // The entries of a batch stand alone; those of a transaction may not name one resource twice.
    if (isTransaction && method === 'PUT' && typeof url === 'string') {
      const named = `PUT ${url.replace(/^\//, '')}`;
      if (seen.has(named))
        return {
          problems: [
            problem(
              'duplicate-entry',
              `${path}.request.url`,
              `The transaction puts ${url} twice; send one of them`,
              `同一事务中重复提交 ${url}，请只保留其一`,
            ),
          ],
        };
      seen.add(named);
    }
    return readEntry(entry, index, path, spans.get(index));
  });
  return { ok: true, value: { type: bundle.type, entries: read } };
}

function readEntry(
  entry: BundleEntry,
  index: number,
  path: string,
  span: ResourceSpan | undefined,
): BundleOperations['entries'][number] {
  const { request } = entry;
  if (!request)
    return { problems: [required(`${path}.request`, 'An entry says by `request` what to do', '条目缺少 request')] };
  const { method, url, ifNoneExist, ifMatch } = request;
  if (method === 'GET') return { read: { entry: index, url } };
  if (method === 'DELETE') return { problems: [NEVER_DELETED(`${path}.request.method`)] };
  if (method !== 'POST' && method !== 'PUT') {
    const message = `request.method is POST, PUT or GET, not ${method}`;
    return {
      problems: [
        problem('not-supported-method', `${path}.request.method`, message, 'request.method 应为 POST、PUT 或 GET'),
      ],
    };
  }
  const { resource } = entry;
  if (resource === undefined || span === undefined)
    return { problems: [required(`${path}.resource`, 'The entry has no resource', '条目缺少 resource')] };
  const typeProblem = problemOfType(resource.resourceType, `${path}.resource.resourceType`);
  if (typeProblem) return { problems: [typeProblem] };
  const type = resource.resourceType as ResourceType;
  const address = url.replace(/^\//, '');
  if (method === 'PUT' && address.includes('?')) return { problems: [NO_CONDITIONAL_UPDATE(`${path}.request.url`)] };
  const expected = method === 'POST' ? type : `${type}/${resource.id ?? ''}`;
  if (address !== expected || (method === 'PUT' && !ID_PATTERN.test(resource.id ?? ''))) {
    const form = method === 'POST' ? type : `${type}/[id]`;
    return {
      problems: [
        problem(
          'structure',
          `${path}.request.url`,
          `A ${method} of this resource goes to ${form} with its own id, not to ${url}`,
          `该资源的 ${method} 地址应为 ${form}，且与资源 id 一致，而不是 ${url}`,
        ),
      ],
    };
  }
  return {
    write: {
      entry: index,
      method: method === 'POST' ? 'create' : 'update',
      type,
      resource,
      span,
      fullUrl: entry.fullUrl ?? null,
      clientId: method === 'PUT' ? (resource.id ?? null) : null,
      ifNoneExist: method === 'POST' ? (ifNoneExist ?? null) : null,
      ifMatch: ifMatch ?? null,
    },
  };
}

const required = (path: string, message: string, messageZh: string): Problem =>
  problem('required', path, message, messageZh);

export const NO_CONDITIONAL_UPDATE = (path: string): Problem =>
  problem(
    'not-supported-conditional-update',
    path,
    'Updates on a condition are not taken: send PUT to Type/[id], or POST with If-None-Exist',
    '不支持条件更新：请以 PUT 发送至 类型/[id]，或以 POST 携带 If-None-Exist 发送',
  );

export const NEVER_DELETED = (path: string): Problem =>
  problem(
    'not-supported-delete',
    path,
    'Records are never deleted: send the resource again with status entered-in-error',
    '记录不予删除：请以 status = entered-in-error 重新发送该资源',
  );

export function problemOfType(type: unknown, path: string): Problem | null {
  return isSupportedType(type) ? null : unsupportedType(type, path);
}

export function unsupportedType(type: unknown, path: string): Problem {
  return problem(
    'not-supported-type',
    path,
    `${String(type)} is not taken here; supported are ${SUPPORTED_TYPES.join(', ')}`,
    `不接收 ${String(type)}，支持的资源类型为 ${SUPPORTED_TYPES.join('、')}`,
  );
}
