import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { acknowledge, headOf } from './acknowledgement.ts';
import { createDeframer, framed } from './mllp.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const MESSAGE = 'MSH|^~\\&|LIS|H1|FUJIE||20240520090000||ORU^R01|C1|P|2.4\rPID|1\r';

describe('frames', () => {
  test('whatever the pieces, the messages come out as they went in', () => {
    const content = fc.uint8Array({ maxLength: 40 }).map((raw) => raw.filter((byte) => byte !== 0x1c));
    fc.assert(
      fc.property(fc.array(content, { maxLength: 4 }), fc.integer({ min: 1, max: 7 }), (messages, step) => {
        const wire = Uint8Array.from(messages.flatMap((message) => [...framed(message)]));
        const deframe = createDeframer(1000);
        const found: Uint8Array[] = [];
        for (let at = 0; at < wire.length; at += step) {
          const piece = deframe(wire.subarray(at, at + step));
          if (piece.kind === 'messages') found.push(...piece.messages);
        }
        expect(found.map((one) => [...one])).toEqual(messages.map((one) => [...one]));
      }),
    );
  });

  test('what is no frame, or too long a one, is a fault', () => {
    expect(createDeframer(10)(bytes('GET / HTTP/1.1'))).toEqual({ kind: 'fault', fault: 'not-framed' });
    expect(createDeframer(10)(framed(bytes('x'.repeat(11))))).toEqual({ kind: 'fault', fault: 'too-long' });
    expect(createDeframer(10)(bytes(`\u000b${'x'.repeat(11)}`))).toEqual({ kind: 'fault', fault: 'too-long' });
    expect(createDeframer(10)(bytes('\u000bx\u001cy'))).toEqual({ kind: 'fault', fault: 'not-framed' });
  });
});

describe('answers', () => {
  test('a head is read with the delimiters that it names, and nothing else of the message', () => {
    expect(headOf(MESSAGE)).toEqual({
      application: 'LIS',
      facility: 'H1',
      event: 'R01',
      controlId: 'C1',
      processing: 'P',
      version: '2.4',
    });
    expect(headOf('MSH#*~\\&#LIS#H1#F##2024##ORU*R01#C2#T#2.5\r')).toMatchObject({
      event: 'R01',
      controlId: 'C2',
    });
    for (const text of ['', 'PID|1', 'MSH', '{"resourceType":"Bundle"}']) expect(headOf(text)).toBeNull();
  });

  test('an answer names the message, how it went and why, and lets no delimiter in', () => {
    const head = headOf(MESSAGE.replace('|C1|', '|C^1|'));
    if (head === null) throw new Error('no head');
    const said = { code: '200', name: 'Unsupported message type', own: 'not-taken', text: '暂不接收 | not taken yet' };
    const errors = ['MSH-9', 'OBX[3]-5.1', 'SPM[1]/INV-16', '?'].map((path) => ({ ...said, path }));
    const text = acknowledge(head, { code: 'AR', id: 'A1', at: '20240520090001+0800', errors });
    expect(text.split('\r')).toEqual([
      'MSH|^~\\&|FUJIE||LIS|H1|20240520090001+0800||ACK^R01^ACK|A1|P|2.4||||||UNICODE UTF-8',
      'MSA|AR|C\\S\\1',
      ...['MSH^1^9', 'OBX^3^5^1^1', 'INV^1^16', ''].map(
        (place) =>
          `ERR||${place}|200^Unsupported message type^HL70357|E|not-taken^^FUJIE|||暂不接收 \\F\\ not taken yet`,
      ),
      '',
    ]);
  });
});
