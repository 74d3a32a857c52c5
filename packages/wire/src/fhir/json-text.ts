/**
 * The text of a FHIR message beside its parsed form. `JSON.parse` lets the last of two equal keys win and forgets that
 * 6.30 was not 6.3; the text keeps both, so that duplicates are refused and a result is given back with the precision
 * with which it was measured. Source: FHIR R4, datatypes `decimal` (precision is significant), and RFC 8259 section 4.
 */

/** Where one member of a resource stands in the text. */
export interface MemberSpan {
  readonly key: string;
  /** First character of the key's quotation mark, and the character after the value. */
  readonly start: number;
  readonly end: number;
}

/** Where the value of a `reference` stands, quotation marks included. */
export interface ReferenceSpan {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** One resource of a message: its members and the references anywhere inside it. */
export interface ResourceSpan {
  /** Index in `Bundle.entry`, or -1 for a resource that is the whole message. */
  readonly entry: number;
  readonly members: readonly MemberSpan[];
  readonly references: readonly ReferenceSpan[];
}

/** Where one entry of a Bundle stands. */
export interface EntrySpan {
  readonly start: number;
  readonly end: number;
}

/** Resources nest some ten levels; what nests deeper is no report, and breaks what reads it later. */
export const MAX_DEPTH = 64;

/** Whether JSON nests too deep, said before it is parsed: building millions of nested values would hold everyone up. */
export function nestsTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isInside = false;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at];
    if (isInside) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isInside = false;
    } else if (code === QUOTE) isInside = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth++;
      if (depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return false;
}

/** The text nests deeper than `MAX_DEPTH`. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep';
}

export interface MessageScan {
  /** FHIRPath-like places of members that stand twice in one object. */
  readonly duplicates: readonly string[];
  readonly resources: readonly ResourceSpan[];
  /** Of a Bundle, in order. */
  readonly entries: readonly EntrySpan[];
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;

type Role = 'root' | 'entries' | 'entry' | 'resource' | 'inner';

/** Reads the places of a text that `JSON.parse` has accepted. */
export function scanMessage(text: string, isBundle: boolean): MessageScan {
  const duplicates: string[] = [];
  const resources: ResourceSpan[] = [];
  const entries: EntrySpan[] = [];
  const path: (string | number)[] = [];
  let at = 0;
  let current: { members: MemberSpan[]; references: ReferenceSpan[] } | null = null;

  function blank(): void {
    let code = text.charCodeAt(at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
  }

  /** Leaves `at` behind the closing quotation mark and returns the raw characters between the marks. */
  function string(): string {
    const start = ++at;
    for (;;) {
      const end = text.indexOf('"', at);
      at = end + 1;
      if (text.charCodeAt(end - 1) !== BACKSLASH) return text.slice(start, end);
      let slashes = 0;
      while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return text.slice(start, end);
    }
  }

  function decode(raw: string): string {
    return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  function object(role: Role, entry: number): void {
    const outer = current;
    if (role === 'resource') {
      current = { members: [], references: [] };
      resources.push({ entry, ...current });
    }
    const own = role === 'resource' ? current : null;
    const keys = new Set<string>();
    at++;
    blank();
    if (text.charCodeAt(at) === CLOSE_BRACE) {
      at++;
      current = outer;
      return;
    }
    for (;;) {
      const start = at;
      const key = decode(string());
      if (keys.has(key)) duplicates.push(pathOf(path, key));
      keys.add(key);
      blank();
      at++;
      blank();
      path.push(key);
      if (role === 'root' && key === 'entry') value('entries', -1);
      else if (role === 'entry' && key === 'resource') value('resource', entry);
      else if (current !== null && key === 'reference' && text.charCodeAt(at) === QUOTE) {
        const from = at;
        const raw = string();
        current.references.push({ start: from, end: at, value: decode(raw) });
      } else value('inner', -1);
      path.pop();
      own?.members.push({ key, start, end: at });
      blank();
      const isLast = text.charCodeAt(at) !== COMMA;
      at++;
      if (isLast) break;
      blank();
    }
    current = outer;
  }

  function array(role: Role): void {
    at++;
    blank();
    if (text.charCodeAt(at) === CLOSE_BRACKET) {
      at++;
      return;
    }
    for (let index = 0; ; index++) {
      path.push(index);
      const start = at;
      value(role === 'entries' ? 'entry' : 'inner', index);
      if (role === 'entries') entries.push({ start, end: at });
      path.pop();
      blank();
      const isLast = text.charCodeAt(at) !== COMMA;
      at++;
      if (isLast) return;
      blank();
    }
  }

  function value(role: Role, entry: number): void {
    const code = text.charCodeAt(at);
    if (path.length > MAX_DEPTH) throw new TooDeep();
    if (code === OPEN_BRACE) object(role, entry);
    else if (code === OPEN_BRACKET) array(role);
    else if (code === QUOTE) string();
    else {
      let next = code;
      while (next !== COMMA && next !== CLOSE_BRACE && next !== CLOSE_BRACKET && next > 32)
        next = text.charCodeAt(++at);
    }
  }

  blank();
  value(isBundle ? 'root' : 'resource', -1);
  return { duplicates, resources, entries };
}

function pathOf(path: readonly (string | number)[], key: string): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${part}`)).join('');
  return `${parts}.${key}`.replace(/^\./, '');
}

/**
 * The text under which a resource is kept: type and id first, what is left of `meta` next, then the other members as they
 * came, with references to other entries of the message replaced.
 */
export function keptText(
  text: string,
  span: ResourceSpan,
  identity: {
    readonly type: string;
    readonly id: string;
    readonly meta: Readonly<Record<string, unknown>> | undefined;
  },
  resolve: (reference: string) => string,
): string {
  let out = `{"resourceType":"${identity.type}","id":"${identity.id}"`;
  const meta = keptMeta(identity.meta);
  if (meta !== null) out += `,"meta":${meta}`;
  let next = 0;
  for (const member of span.members) {
    if (member.key === 'resourceType' || member.key === 'id' || member.key === 'meta') continue;
    out += ',';
    let from = member.start;
    while (next < span.references.length) {
      const reference = span.references[next];
      if (reference === undefined || reference.start >= member.end) break;
      next++;
      if (reference.start < member.start) continue;
      const resolved = resolve(reference.value);
      if (resolved === reference.value) continue;
      out += text.slice(from, reference.start) + JSON.stringify(resolved);
      from = reference.end;
    }
    out += text.slice(from, member.end);
  }
  return `${out}}`;
}

/** The text of a resource with another value for one of its members; everything else stays to the last digit. */
export function withMember(text: string, key: string, value: string): string {
  const member = scanMessage(text, false).resources[0]?.members.find((m) => m.key === key);
  if (member === undefined) return `${text.slice(0, text.lastIndexOf('}'))},"${key}":${value}}`;
  return `${text.slice(0, member.start)}"${key}":${value}${text.slice(member.end)}`;
}

/** Profiles, tags and security labels stay; version and time are ours to give. */
function keptMeta(meta: Readonly<Record<string, unknown>> | undefined): string | null {
  if (meta === undefined) return null;
  const { versionId: _version, lastUpdated: _updated, ...rest } = meta;
  return Object.keys(rest).length > 0 ? JSON.stringify(rest) : null;
}

/** The kept text of a version as it is given out: with version and time in `meta`. */
export function servedText(kept: string, type: string, version: number, updated: string): string {
  const parsed = JSON.parse(kept) as { id?: string; meta?: Readonly<Record<string, unknown>> };
  let head = `{"resourceType":"${type}"`;
  if (parsed.id !== undefined) head += `,"id":"${parsed.id}"`;
  const meta = parsed.meta === undefined ? '' : `,"meta":${JSON.stringify(parsed.meta)}`;
  const stamp = JSON.stringify({ versionId: String(version), lastUpdated: updated, ...parsed.meta });
  return `${head},"meta":${stamp}${kept.slice(head.length + meta.length)}`;
}
