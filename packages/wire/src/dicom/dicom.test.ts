import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { DicomStep } from './acceptor.ts';
import { createAcceptor } from './acceptor.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const IMPLICIT = '1.2.840.10008.1.2';
const JPEG = '1.2.840.10008.1.2.4.50';
const DICOM = '1.2.840.10008.3.1.1.1';

const ascii = (text: string): number[] => Array.from(text, (sign) => sign.charCodeAt(0));
const item = (type: number, content: number[]): number[] => [
  type,
  0,
  content.length >> 8,
  content.length & 0xff,
  ...content,
];
const pdu = (type: number, content: number[]): number[] => [
  type,
  0,
  0,
  0,
  content.length >> 8,
  content.length & 0xff,
  ...content,
];
const context = (id: number, abstract: string, ...transfers: string[]): number[] =>
  item(0x20, [id, 0, 0, 0, ...item(0x30, ascii(abstract)), ...transfers.flatMap((one) => item(0x40, ascii(one)))]);
const associate = (contexts: number[], { version = 1, application = DICOM } = {}): number[] =>
  pdu(1, [
    ...[0, version, 0, 0],
    ...ascii('FUJIE'.padEnd(16)),
    ...ascii('PACS\u0007'.padEnd(16)),
    ...Array<number>(32).fill(0),
    ...item(0x10, ascii(application)),
    ...contexts,
    ...item(0x50, item(0x51, [0, 0, 0x40, 0])),
  ]);
const element = (number: number, value: number[]): number[] => [
  0,
  0,
  number & 0xff,
  number >> 8,
  value.length,
  0,
  0,
  0,
  ...value,
];
const command = (field: number, id: number): number[] => [
  ...element(0x0002, [...ascii(VERIFICATION), 0]),
  ...element(0x0100, [field, 0]),
  ...element(0x0110, [id & 0xff, id >> 8]),
  ...element(0x0800, [1, 1]),
];
const pdv = (contextId: number, control: number, content: number[]): number[] => [
  0,
  0,
  0,
  content.length + 2,
  contextId,
  control,
  ...content,
];
const ECHO = pdu(4, pdv(1, 3, command(0x30, 258)));
const RELEASE = pdu(5, [0, 0, 0, 0]);
const VERIFY = associate(context(1, VERIFICATION, IMPLICIT));

const after = (...parts: number[][]): readonly DicomStep[] => createAcceptor()(Uint8Array.from(parts.flat()));
const last = (...parts: number[][]): DicomStep | undefined => after(...parts).at(-1);
const aborted = (reason: number) => Uint8Array.from([7, 0, 0, 0, 0, 4, 0, 0, 2, reason]);
const refused = (...parts: number[][]): unknown => {
  const step = last(...parts);
  return step?.kind === 'refused' ? [step.why, step.answer] : step;
};

describe('an association', () => {
  test('accepts verification in a transfer syntax that is known, and says of the rest what is not supported', () => {
    const [step] = after(
      associate([
        ...context(1, CT, IMPLICIT),
        ...context(3, VERIFICATION, JPEG, IMPLICIT),
        ...context(5, VERIFICATION, JPEG),
      ]),
    );
    expect(step).toMatchObject({ kind: 'associated', called: 'FUJIE', calling: 'PACS', refused: 2 });
    const answer = [...(step?.answer ?? [])];
    expect(answer[0]).toBe(2);
    expect(answer.slice(10, 42)).toEqual([...ascii('FUJIE'.padEnd(16)), ...ascii('PACS\u0007'.padEnd(16))]);
    const told = (id: number, result: number) => item(0x21, [id, 0, result, 0, ...item(0x40, ascii(IMPLICIT))]);
    const from = 74 + item(0x10, ascii(DICOM)).length;
    const contexts = [...told(1, 3), ...told(3, 0), ...told(5, 4)];
    expect(answer.slice(from, from + contexts.length)).toEqual(contexts);
    // The longest data that is taken.
    expect(answer.slice(from + contexts.length + 4, from + contexts.length + 12)).toEqual(item(0x51, [0, 0, 0x40, 0]));
    expect(answer.length - 6).toBe((answer[4] ?? 0) * 256 + (answer[5] ?? 0));
  });

  test('is rejected for another version or application, and aborted when it is malformed', () => {
    const verify = context(1, VERIFICATION, IMPLICIT);
    expect(refused(associate(verify, { version: 2 }))).toEqual([
      'version',
      Uint8Array.from([3, 0, 0, 0, 0, 4, 0, 1, 2, 2]),
    ]);
    expect(refused(associate(verify, { application: '1.2' }))).toEqual([
      'application',
      Uint8Array.from([3, 0, 0, 0, 0, 4, 0, 1, 1, 2]),
    ]);
    const malformed = [
      [],
      context(2, VERIFICATION, IMPLICIT),
      [...verify, ...verify],
      context(1, VERIFICATION),
      item(0x20, [1, 0, 0, 0]),
      item(0x20, [1]),
      [...verify, 0x20, 0, 0xff, 0xff],
    ];
    for (const contexts of malformed) expect(refused(associate(contexts))).toEqual(['invalid-parameter', aborted(6)]);
    expect(refused(pdu(1, [0, 1, 0, 0]))).toEqual(['invalid-parameter', aborted(6)]);
  });

  test('answers an echo with success, in pieces of whatever size, and ends when it is released or aborted', () => {
    const fragments = pdu(4, [...pdv(1, 1, command(0x30, 7).slice(0, 9)), ...pdv(1, 3, command(0x30, 7).slice(9))]);
    const wire = Uint8Array.from([...VERIFY, ...ECHO, ...fragments, ...RELEASE, ...ECHO]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: wire.length }), (size) => {
        const accept = createAcceptor();
        const steps: DicomStep[] = [];
        for (let at = 0; at < wire.length; at += size) steps.push(...accept(wire.subarray(at, at + size)));
        expect(steps.map(({ kind }) => kind)).toEqual(['associated', 'echo', 'echo', 'ended']);
        const answered = [
          ...element(0x0002, [...ascii(VERIFICATION), 0]),
          ...element(0x0100, [0x30, 0x80]),
          ...element(0x0120, [2, 1]),
          ...element(0x0800, [1, 1]),
          ...element(0x0900, [0, 0]),
        ];
        const whole = [...element(0, [answered.length, 0, 0, 0]), ...answered];
        expect([...(steps[1]?.answer ?? [])]).toEqual(pdu(4, pdv(1, 3, whole)));
        expect(steps[3]?.answer).toEqual(Uint8Array.from([6, 0, 0, 0, 0, 4, 0, 0, 0, 0]));
      }),
    );
    expect(after(VERIFY, pdu(7, [0, 0, 0, 0]), ECHO).map(({ kind, answer }) => [kind, answer === null])).toEqual([
      ['associated', false],
      ['ended', true],
    ]);
  });
});

describe('what does not belong', () => {
  test('is aborted with the reason: no unit of ours, one at the wrong time, too long a one', () => {
    expect(refused(ascii('GET / HTTP/1.1\r\n'))).toEqual(['unrecognised-pdu', aborted(1)]);
    expect(refused(ECHO)).toEqual(['unexpected-pdu', aborted(2)]);
    expect(refused(RELEASE)).toEqual(['unexpected-pdu', aborted(2)]);
    expect(refused(VERIFY, VERIFY)).toEqual(['unexpected-pdu', aborted(2)]);
    expect(refused(VERIFY, [2, 0, 0, 0, 0, 4])).toEqual(['unexpected-pdu', aborted(2)]);
    // Judged by the head alone: nothing of that length is waited for.
    for (const type of [1, 4, 5, 7])
      expect(refused([type, 0, 0xff, 0xff, 0xff, 0xff])).toEqual(['invalid-parameter', aborted(6)]);
  });

  test('is aborted inside the data: another context, a data set, another command, a command without end', () => {
    const bad = [
      pdv(3, 3, command(0x30, 1)),
      pdv(1, 2, command(0x30, 1)),
      pdv(1, 3, command(0x01, 1)),
      pdv(1, 3, [1, 2, 3]),
      pdv(1, 3, [8, 0, 0, 0, 0, 0, 0, 0]),
      pdv(1, 3, [0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]),
      [0, 0, 0, 1, 1],
      [0, 0, 1, 0, 1, 3],
      Array.from({ length: 6 }, () => pdv(1, 1, Array<number>(200).fill(0))).flat(),
    ];
    for (const data of bad) expect(refused(VERIFY, pdu(4, data))).toEqual(['invalid-parameter', aborted(6)]);
    const refusedContext = associate(context(1, CT, IMPLICIT));
    expect(refused(refusedContext, ECHO)).toEqual(['invalid-parameter', aborted(6)]);
  });

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom([], VERIFY),
        fc.integer({ min: 0, max: 8 }),
        (noise, before, type) => {
          expect(Array.isArray(after(before, [...noise]))).toBe(true);
          expect(Array.isArray(after(before, pdu(type, [...noise])))).toBe(true);
        },
      ),
    );
  });
});
