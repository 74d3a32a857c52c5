/** Frames of MLLP (HL7 Minimal Lower Layer Protocol, release 1): a message between 0x0B and 0x1C 0x0D, whatever comes in one read. */
const START = 0x0b;
const END = 0x1c;
const RETURN = 0x0d;

export type Deframed =
  | { readonly kind: 'messages'; readonly messages: readonly Uint8Array[] }
  /** What came is no MLLP, or longer than is taken: the connection is of no further use. */
  | { readonly kind: 'fault'; readonly fault: 'not-framed' | 'too-long' };

/** Takes what was read, piece by piece, and gives the messages that are whole. */
export function createDeframer(mostBytes: number): (read: Uint8Array) => Deframed {
  // One buffer that grows, not the pieces: a sender of single bytes would make of each many times its size.
  let held = new Uint8Array(0);
  let size = 0;
  let isInside = false;
  let isEnding = false;
  return (read) => {
    const messages: Uint8Array[] = [];
    let from = 0;
    const take = (until: number): void => {
      const piece = read.subarray(from, until);
      if (size + piece.length > held.length) {
        const grown = new Uint8Array(Math.min(mostBytes, 2 * held.length) + piece.length);
        grown.set(held.subarray(0, size));
        held = grown;
      }
      held.set(piece, size);
      size += piece.length;
    };
    for (let at = 0; at < read.length; at++) {
      const byte = read[at];
      if (!isInside) {
        // Some senders put a line feed or another return between frames.
        if (byte === RETURN || byte === 0x0a) continue;
        if (byte !== START) return { kind: 'fault', fault: 'not-framed' };
        isInside = true;
        from = at + 1;
      } else if (isEnding) {
        if (byte !== RETURN) return { kind: 'fault', fault: 'not-framed' };
        messages.push(held.subarray(0, size));
        held = new Uint8Array(0);
        size = 0;
        isInside = false;
        isEnding = false;
      } else if (byte === END) {
        take(at);
        isEnding = true;
      }
      if (size > mostBytes) return { kind: 'fault', fault: 'too-long' };
    }
    if (isInside && !isEnding) take(read.length);
    return size > mostBytes ? { kind: 'fault', fault: 'too-long' } : { kind: 'messages', messages };
  };
}

/** A message as it is sent. */
export function framed(message: Uint8Array): Uint8Array {
  return joined([Uint8Array.of(START), message, Uint8Array.of(END, RETURN)]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
