import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkCharacterOf, isPlaceholderNumber, normaliseNumber, parseResidentId } from './resident-id.ts';

const SAMPLE = '11010519491231002X';

const numbers = fc
  .record({
    area: fc.integer({ min: 110000, max: 659999 }),
    days: fc.integer({ min: 0, max: 45_000 }),
    sequence: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ area, days, sequence }) => {
    const birth = new Date(Date.UTC(1900, 0, 1) + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const first17 = `${String(area)}${birth}${String(sequence).padStart(3, '0')}`;
    return first17 + checkCharacterOf(first17);
  });

describe('citizen identity number (GB 11643-1999)', () => {
  it('reads the sample of the standard', () => {
    expect(parseResidentId(SAMPLE)).toEqual({
      ok: true,
      value: { number: SAMPLE, birthOn: '1949-12-31', sex: 'female', converted: false },
    });
  });

  it('reads full-width digits, spaces and a lower-case x as they are typed', () => {
    const typed = '１１０１０５ 19491231 002x';
    expect(parseResidentId(typed)).toMatchObject({ ok: true, value: { number: SAMPLE } });
  });

  it('converts a 15-digit number and keeps saying that it did', () => {
    expect(parseResidentId('110105491231002')).toMatchObject({ ok: true, value: { number: SAMPLE, converted: true } });
  });

  it('refuses a birth date that does not exist, although the check fits', () => {
    const first17 = '11010519490230002';
    expect(parseResidentId(first17 + checkCharacterOf(first17))).toMatchObject({
      ok: false,
      problems: [{ code: 'resident-id-birth' }],
    });
  });

  it('refuses every number with one mistyped digit', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const digit = String((Number(number.charAt(at)) + shift) % 10);
        expect(parseResidentId(number.slice(0, at) + digit + number.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  it('refuses every number with two different neighbours swapped', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 15 }), (number, at) => {
        const swapped = number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2);
        expect(parseResidentId(swapped).ok).toBe(swapped === number);
      }),
    );
  });

  it('accepts every number it can build', () => {
    fc.assert(fc.property(numbers, (number) => parseResidentId(number).ok));
  });
});

it.each(['-', '—', '', '无', '未知', '0', '0000000', '99999999', 'N/A', 'null', ' / '])(
  '`%s` stands for no number',
  (text) => {
    expect(isPlaceholderNumber(normaliseNumber(text))).toBe(true);
  },
);

it.each(['1', '1001', '00012', 'E12345678', '7777', 'A无'])('`%s` is a number', (text) => {
  expect(isPlaceholderNumber(normaliseNumber(text))).toBe(false);
});

it.each([
  ['990101150505996', '1815-05-05'],
  ['990101600505028', '1960-05-05'],
])('%s in the form of 15 digits is of somebody born on %s', (text, birthOn) => {
  expect(parseResidentId(text)).toMatchObject({ value: { birthOn, converted: true } });
});
