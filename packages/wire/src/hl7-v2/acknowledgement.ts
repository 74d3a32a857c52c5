/** The head of an HL7 v2 message, and the answer that it was received and what became of it (HL7 2.5.1, chapter 2.9). */

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

/** An answer: `AA` accepted, `AR` refused, `AE` failed, to be sent again. */
export interface Acknowledgement {
  readonly code: 'AA' | 'AR' | 'AE';
  /** Of this answer. */
  readonly id: string;
  /** `YYYYMMDDHHMMSS+0800`. */
  readonly at: string;
  /** Why, and what helps: code of table HL70357, and words in both languages. */
  readonly error: { readonly code: string; readonly name: string; readonly text: string } | null;
}

/** The text of an answer, to be sent in UTF-8. */
export function acknowledge(head: MessageHead, { code, id, at, error }: Acknowledgement): string {
  const segments = [
    `MSH|^~\\&|FUJIE||${escaped(head.application)}|${escaped(head.facility)}|${at}||ACK${head.event === '' ? '' : `^${escaped(head.event)}^ACK`}|${id}|${escaped(head.processing)}|${escaped(head.version)}||||||UNICODE UTF-8`,
    `MSA|${code}|${escaped(head.controlId)}`,
    ...(error === null ? [] : [`ERR|||${error.code}^${escaped(error.name)}^HL70357|E||||${escaped(error.text)}`]),
  ];
  return `${segments.join('\r')}\r`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
};

/** What would be read as a delimiter is written so that it is not. */
function escaped(text: string): string {
  return text.replace(/[\\|^&~]/g, (sign) => ESCAPES[sign] ?? sign).replace(/[\r\n]/g, ' ');
}
