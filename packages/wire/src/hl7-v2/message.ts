/**
 * A message of HL7 v2 as segments, fields, repetitions, components and subcomponents (2.5.1, chapter 2.5), with the delimiters that it
 * names itself. Fields are kept as written and taken apart when asked for: of most messages most fields are never looked at.
 */

/** The signs of MSH-1 and MSH-2. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

export interface Segment {
  readonly name: string;
  /** As written, by their numbers: the first is field 1. Of MSH that is the separator itself. */
  readonly fields: readonly string[];
}

export interface Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
}

const NAME = /^[A-Z][A-Z0-9]{2}$/;

/** Takes a message apart; null: it does not begin with an MSH, names no delimiters, or has a line that is no segment. */
export function parseMessage(text: string): Message | null {
  const delimiters = delimitersOf(text);
  if (delimiters === null) return null;
  const segments: Segment[] = [];
  for (const line of text.split(/\r\n|[\r\n]/)) {
    if (line === '') continue;
    const [name = '', ...fields] = line.split(delimiters.field);
    if (!NAME.test(name)) return null;
    if (name === 'MSH') fields.unshift(delimiters.field);
    segments.push({ name, fields });
  }
  return { delimiters, segments };
}

function delimitersOf(text: string): Delimiters | null {
  if (!text.startsWith('MSH')) return null;
  const [field = '', component = '', repetition = '', escape = '', subcomponent = ''] = text.slice(3, 8);
  const signs = [field, component, repetition, escape, subcomponent];
  const isClear = signs.every((sign) => /^[^\sA-Za-z0-9]$/.test(sign)) && new Set(signs).size === signs.length;
  return isClear ? { field, component, repetition, escape, subcomponent } : null;
}

/** The text of a message: what was parsed comes out as it went in, but for empty lines and line feeds. */
export function printMessage({ delimiters, segments }: Message): string {
  return segments
    .map(({ name, fields }) => {
      const [first = '', ...rest] = fields;
      return `${name === 'MSH' ? [`MSH${first}${rest[0] ?? ''}`, ...rest.slice(1)].join(delimiters.field) : [name, ...fields].join(delimiters.field)}\r`;
    })
    .join('');
}

/** A field as written; empty when it is not there. */
export function fieldOf(segment: Segment | undefined, number: number): string {
  return segment?.fields[number - 1] ?? '';
}

/** The repetitions of a field as written; none of an empty one. */
export function repetitionsOf({ delimiters }: Message, segment: Segment | undefined, number: number): string[] {
  const field = fieldOf(segment, number);
  return field === '' ? [] : field.split(delimiters.repetition);
}

/** A component of a field, as text: of its first repetition, its first subcomponent. `""`, which deletes a value, is none. */
export function valueOf(message: Message, segment: Segment | undefined, number: number, component = 1): string {
  return componentOf(message, fieldOf(segment, number), component);
}

/** A component of what a field or a repetition of it says, as text. */
export function componentOf({ delimiters }: Message, written: string, component: number): string {
  if (written === '') return '';
  const first = until(written, delimiters.repetition);
  let from = 0;
  for (let left = component; left > 1; left -= 1) {
    from = first.indexOf(delimiters.component, from) + 1;
    if (from === 0) return '';
  }
  const end = first.indexOf(delimiters.component, from);
  const value = until(end < 0 ? first.slice(from) : first.slice(from, end), delimiters.subcomponent);
  return value === '""' ? '' : unescaped(value, delimiters);
}

function until(text: string, sign: string): string {
  const at = text.indexOf(sign);
  return at < 0 ? text : text.slice(0, at);
}

/** What stands for delimiters, breaks and bytes is put in their place; highlighting is left out, what is unknown stays. */
export function unescaped(text: string, { field, component, repetition, escape, subcomponent }: Delimiters): string {
  if (!text.includes(escape)) return text;
  const parts = text.split(escape);
  let plain = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const code = parts[at] ?? '';
    // An escape that nothing ends is no escape.
    if (at === parts.length - 1) return `${plain}${escape}${code}`;
    const signs: Readonly<Record<string, string>> = {
      ...{ F: field, S: component, R: repetition, E: escape, T: subcomponent },
      ...{ '.br': '\n', '.sp': '\n', H: '', N: '' },
    };
    plain += Object.hasOwn(signs, code) ? (signs[code] ?? '') : (ofBytes(code) ?? `${escape}${code}${escape}`);
    plain += parts[at + 1] ?? '';
  }
  return plain;
}

/** `X0D`: bytes in hexadecimal, of ASCII alone, and none of them zero: what else they were is the character set's to say. */
function ofBytes(code: string): string | null {
  if (!/^X(?:(?!00)[0-7][0-9A-Fa-f])+$/.test(code)) return null;
  const pairs = code.slice(1).match(/../g) ?? [];
  return pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

/** Text as it stands in a field: what would be read as a delimiter or as the end of a segment is written so that it is not. */
export function escaped(text: string, delimiters: Delimiters): string {
  const codes = new Map([
    [delimiters.escape, 'E'],
    [delimiters.field, 'F'],
    [delimiters.component, 'S'],
    [delimiters.subcomponent, 'T'],
    [delimiters.repetition, 'R'],
    ['\r', 'X0D'],
    ['\n', '.br'],
  ]);
  return [...text]
    .map((sign) => (codes.has(sign) ? `${delimiters.escape}${codes.get(sign) ?? ''}${delimiters.escape}` : sign))
    .join('');
}

/** The customary ones, in which answers are written. */
export const CUSTOMARY: Delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

/** A character set of table HL70211, by the name that text decoders know; `unknown`: one that is not taken. */
export type CharacterSet = 'utf-8' | 'gb18030' | 'unstated' | 'unknown';

const SETS: Readonly<Record<string, CharacterSet>> = {
  '': 'unstated',
  ASCII: 'unstated',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  'GB 18030-2000': 'gb18030',
  'GB 18030': 'gb18030',
  GB18030: 'gb18030',
  GBK: 'gb18030',
  GB2312: 'gb18030',
};

/** The character set that MSH-18 names; GBK and GB 2312 are parts of GB 18030. */
export function characterSetOf(head: string): CharacterSet {
  const message = parseMessage(head.split(/[\r\n]/, 1)[0] ?? '');
  if (message === null) return 'unstated';
  const name = valueOf(message, message.segments[0], 18).trim().toUpperCase();
  return Object.hasOwn(SETS, name) ? (SETS[name] ?? 'unknown') : 'unknown';
}

const TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(\.\d{1,4})?(?:([+-]\d{2})(\d{2}))?$/;

/** A time stamp (TS) as the kernel reads it, ISO 8601; null: it is none, or not to the minute. */
export function isoOf(stamp: string): string | null {
  const match = TIME.exec(stamp);
  if (match === null) return null;
  const [, y = '', mo = '', d = '', h = '', mi = '', s = '00', fraction = '', zone, minutes] = match;
  return `${y}-${mo}-${d}T${h}:${mi}:${s}${fraction.slice(0, 4)}${zone === undefined ? '' : `${zone}:${minutes ?? '00'}`}`;
}
