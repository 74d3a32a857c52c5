import { analyse } from 'scslre';
import { expect, it } from 'vitest';

import { STRUCTURE } from './structure.ts';

/** Every expression that the schema tries texts with. */
function patternsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'pattern' in node && typeof node.pattern === 'string' ? [node.pattern] : [];
  return [...own, ...Object.values(node).flatMap(patternsIn)];
}

it('has no expression that a text can keep busy', () => {
  const patterns = [...new Set(patternsIn(STRUCTURE.definitions))];
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((pattern) => analyse(new RegExp(pattern, 'u')).reports.length > 0)).toEqual([]);
});

it.each([
  ['AAAA', true],
  [' AAAA\n BBB= ', true],
  ['AAAAA', false],
  ['AAAA AA', false],
  ['', false],
  ['   ', false],
  // The published expression needs longer than anybody waits for this.
  ['AAAA '.repeat(5000) + '!', false],
])('takes base64 as the standard does (%#)', (text, isTaken) => {
  const { Extension } = STRUCTURE.definitions as unknown as {
    Extension: { properties: { valueBase64Binary: { pattern: string } } };
  };
  expect(new RegExp(Extension.properties.valueBase64Binary.pattern, 'u').test(text)).toBe(isTaken);
});
