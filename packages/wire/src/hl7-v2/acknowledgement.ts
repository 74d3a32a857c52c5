/** The head of an HL7 v2 message, and the answer that it was received and what became of it (HL7 2.5.1, chapter 2.9). */
import { CUSTOMARY, escaped } from './message.ts';

/** What an answer repeats of a message; nothing of its content. */
export interface MessageHead {
  readonly application: string;
  readonly facility: string;
  readonly event: string;
  readonly controlId: string;
  readonly processing: string;
  readonly version: string;
}

/** The head of a message, read byte by byte (latin-1): in which characters the rest is written, it says itself; null when there is none. */
export function headOf(message: string): MessageHead | null {
  const [line = ''] = message.split('\r', 1);
  if (!line.startsWith('MSH') || line.length < 8) return null;
  const separator = line.charAt(3);
  // The separator itself is the first field.
  const fields = line.slice(4).split(separator);
  const field = (number: number): string => (fields[number - 2] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 199);
  const component = line.charAt(4);
  return {
    application: field(3),
    facility: field(4),
    event: field(9).split(component)[1] ?? '',
    controlId: field(10),
    processing: field(11) === '' ? 'P' : field(11),
    version: field(12) === '' ? '2.5.1' : field(12),
  };
}

/** What an answer says is wrong: where, code of table HL70357, code of ours, and words in both languages. */
export interface AcknowledgedError {
  /** `OBX[3]-5.1`: segment, which of its name, field, component; another text is no place. */
  readonly path: string;
  readonly code: string;
  readonly name: string;
  readonly own: string;
  readonly text: string;
}

/** An answer (table HL70008): `AA` taken, `AE` its content is refused, `AR` its kind is. */
export interface Acknowledgement {
  readonly code: 'AA' | 'AE' | 'AR';
  /** Of this answer. */
  readonly id: string;
  /** `YYYYMMDDHHMMSS+0800`. */
  readonly at: string;
  readonly errors: readonly AcknowledgedError[];
}

/** The text of an answer, to be sent in UTF-8. */
export function acknowledge(head: MessageHead, { code, id, at, errors }: Acknowledgement): string {
  const segments = [
    `MSH|^~\\&|FUJIE||${inLine(head.application)}|${inLine(head.facility)}|${at}||ACK${head.event === '' ? '' : `^${inLine(head.event)}^ACK`}|${id}|${inLine(head.processing)}|${inLine(head.version)}||||||UNICODE UTF-8`,
    `MSA|${code}|${inLine(head.controlId)}`,
    ...errors.map(
      ({ path, code: number, name, own, text }) =>
        `ERR||${placeOf(path)}|${number}^${inLine(name)}^HL70357|E|${inLine(own)}^^FUJIE|||${inLine(text)}`,
    ),
  ];
  return `${segments.join('\r')}\r`;
}

const PLACE = /([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?(?:-(\d+)(?:\.(\d+))?)?$/;

/** A place as ERR-2 names it: segment, which of its name, field, repetition, component. */
function placeOf(path: string): string {
  const match = PLACE.exec(path);
  if (match === null) return '';
  const [, segment = '', sequence = '1', field, component] = match;
  const parts = [
    segment,
    sequence,
    ...(field === undefined ? [] : [field]),
    ...(component === undefined ? [] : ['1', component]),
  ];
  return parts.join('^');
}

/** An answer is one line a segment. */
function inLine(text: string): string {
  return escaped(text.replace(/[\r\n]/g, ' '), CUSTOMARY);
}
