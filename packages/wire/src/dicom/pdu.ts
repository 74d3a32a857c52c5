/** Protocol data units of the DICOM upper layer (PS3.8, 9.3): what an acceptor of associations reads and writes. */

export const ASSOCIATE_RQ = 0x01;
const ASSOCIATE_AC = 0x02;
const ASSOCIATE_RJ = 0x03;
export const DATA = 0x04;
export const RELEASE_RQ = 0x05;
const RELEASE_RP = 0x06;
export const ABORT = 0x07;

/** The longest P-DATA-TF that is taken; the requestor is told. */
export const MOST_DATA_BYTES = 16_384;

/** What a requestor sends, and how long it may be: an association of 128 contexts with all transfer syntaxes stays below. */
const MOST_BYTES: ReadonlyMap<number, number> = new Map([
  [ASSOCIATE_RQ, 262_144],
  [DATA, MOST_DATA_BYTES],
  [RELEASE_RQ, 4],
  [ABORT, 4],
]);
const HEAD_BYTES = 6;

export interface Pdu {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Why an association is aborted (PS3.8, table 9-26). */
export type Fault = 'unrecognised-pdu' | 'unexpected-pdu' | 'invalid-parameter';
const REASONS: Readonly<Record<Fault, number>> = { 'unrecognised-pdu': 1, 'unexpected-pdu': 2, 'invalid-parameter': 6 };

/** Takes what was read, piece by piece, and gives the units that are whole; after a fault the connection is of no further use. */
export function createPduReader(): (read: Uint8Array) => {
  readonly pdus: readonly Pdu[];
  readonly fault: Fault | null;
} {
  const head = new Uint8Array(HEAD_BYTES);
  let body: Uint8Array | null = null;
  let filled = 0;
  return (read) => {
    const pdus: Pdu[] = [];
    let at = 0;
    for (;;) {
      const target = body ?? head;
      const piece = read.subarray(at, at + target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < target.length) return { pdus, fault: null };
      filled = 0;
      const type = head[0] ?? 0;
      if (body === null) {
        const fault = faultOfHead(type, uint32(head, 2));
        if (fault !== null) return { pdus, fault };
        body = new Uint8Array(uint32(head, 2));
      } else {
        pdus.push({ type, body });
        body = null;
      }
    }
  };
}

function faultOfHead(type: number, length: number): Fault | null {
  const most = MOST_BYTES.get(type);
  if (most === undefined)
    return [ASSOCIATE_AC, ASSOCIATE_RJ, RELEASE_RP].includes(type) ? 'unexpected-pdu' : 'unrecognised-pdu';
  return length > most ? 'invalid-parameter' : null;
}

export const accepted = (content: readonly number[]): Uint8Array => pduOf(ASSOCIATE_AC, content);

/** Rejected for good: by source and reason (PS3.8, table 9-21). */
export const rejected = (source: number, reason: number): Uint8Array => pduOf(ASSOCIATE_RJ, [0, 1, source, reason]);

export const released = (): Uint8Array => pduOf(RELEASE_RP, [0, 0, 0, 0]);

/** Aborted by the provider of the service. */
export const aborted = (fault: Fault): Uint8Array => pduOf(ABORT, [0, 0, 2, REASONS[fault]]);

/** A whole command in one fragment. */
export function commandData(context: number, command: readonly number[]): Uint8Array {
  return pduOf(DATA, [...bytes32(command.length + 2), context, 3, ...command]);
}

function pduOf(type: number, content: readonly number[]): Uint8Array {
  return Uint8Array.from([type, 0, ...bytes32(content.length), ...content]);
}

/** Big-endian, as all of the upper layer is. */
export const bytes32 = (value: number): readonly number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

export const uint32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);

export const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

export const bytesOf = (text: string): readonly number[] => Array.from(text, (sign) => sign.charCodeAt(0));
