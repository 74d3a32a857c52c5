import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Delimiters } from './message.ts';
import {
  characterSetOf,
  componentOf,
  CUSTOMARY,
  escaped,
  isoOf,
  parseMessage,
  printMessage,
  repetitionsOf,
  unescaped,
  valueOf,
} from './message.ts';

const OTHERS: Delimiters = { field: '#', component: '*', repetition: '!', escape: '/', subcomponent: '%' };
const text = fc.string({ unit: fc.constantFrom(...Array.from('|^~\\&#*!/%\r\nA中X0D.br ')) });

describe('messages', () => {
  test('whatever text is put into components, in whatever delimiters, comes out again', () => {
    const values = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(CUSTOMARY, OTHERS), values, (delimiters, fields) => {
        const { field, component, repetition, escape, subcomponent } = delimiters;
        const line = fields.map((parts) => parts.map((part) => escaped(part, delimiters)).join(component)).join(field);
        const written = `MSH${field}${component}${repetition}${escape}${subcomponent}${field}LIS\rNTE${field}${line}\r`;
        const message = parseMessage(written);
        if (message === null) throw new Error('not read');
        expect(printMessage(message)).toBe(written);
        fields.forEach((parts, at) =>
          parts.forEach((part, of) => {
            expect(valueOf(message, message.segments[1], at + 1, of + 1)).toBe(part);
          }),
        );
      }),
    );
  });

  test('nothing that is read breaks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        parseMessage(any);
        parseMessage(`MSH|^~\\&|${any}`);
        unescaped(any, CUSTOMARY);
        characterSetOf(`MSH|^~\\&|${any}`);
      }),
    );
  });

  test('fields have their numbers, of MSH too; repetitions and subcomponents are taken apart', () => {
    const message = parseMessage('MSH|^~\\&|LIS|H1\nOBX|1|CE|A^B&C~D|""|x\\H\\y\\X41\\\\Z9\\\\\r\n');
    if (message === null) throw new Error('not read');
    const [head, result] = message.segments;
    expect([1, 2, 3, 4].map((n) => head?.fields[n - 1])).toEqual(['|', '^~\\&', 'LIS', 'H1']);
    expect(repetitionsOf(message, result, 3)).toEqual(['A^B&C', 'D']);
    expect([1, 2, 3].map((n) => valueOf(message, result, 3, n))).toEqual(['A', 'B', '']);
    expect(componentOf(message, 'D^E', 2)).toBe('E');
    // What deletes a value is none; highlighting goes, an unknown escape stays, one that nothing ends is none.
    expect([valueOf(message, result, 4), valueOf(message, result, 5)]).toEqual(['', 'xyA\\Z9\\\\']);
    expect(valueOf(message, result, 99)).toBe('');
  });

  test('what names no delimiters, or one twice, or has a line that is no segment, is no message', () => {
    for (const none of ['', 'PID|1', 'MSH', 'MSH|^~\\', 'MSH|^^\\&|', 'MSHABCDE', 'MSH|^~\\&|LIS\rhello'])
      expect([none, parseMessage(none)]).toEqual([none, null]);
  });
});

test('the character set is the one of MSH-18, GB 2312 and GBK being parts of GB 18030', () => {
  const named = (name: string) => characterSetOf(`MSH|^~\\&|LIS|H1|||||ORU^R01|1|P|2.5.1||||||${name}\rPID|1`);
  expect(['', 'UNICODE UTF-8', 'GB 18030-2000', 'gbk', 'ISO IR87', 'constructor', 'ASCII'].map(named)).toEqual([
    ...['unstated', 'utf-8', 'gb18030', 'gb18030', 'unknown', 'unknown', 'unstated'],
  ]);
});

test('a time needs its minute; without an offset it is of China', () => {
  expect(
    ['20240520080000+0800', '202405200800', '20240520080000.1234-0130', '20240520', '2024052008', 'x'].map(isoOf),
  ).toEqual([
    ...['2024-05-20T08:00:00+08:00', '2024-05-20T08:00:00', '2024-05-20T08:00:00.123-01:30', null, null, null],
  ]);
});

test('no escape makes a sign that no database keeps', () => {
  expect(unescaped('a\\X00\\b\\X41\\', CUSTOMARY)).toBe('a\\X00\\bA');
});
