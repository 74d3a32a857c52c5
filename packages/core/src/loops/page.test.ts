import { describe, expect, test } from 'vitest';

import { inALine, pageWith } from './page.ts';

describe('a page of a loop', () => {
  test('has what the loop is about in its places, written so that nothing of it changes the address', () => {
    expect(pageWith('/meetings', {})).toBe('/meetings');
    expect(pageWith('/laboratory/iqc/systems/{system}?institution={unit}', { system: 'K@CHEM-1', unit: 'H1' })).toBe(
      '/laboratory/iqc/systems/K%40CHEM-1?institution=H1',
    );
    expect(pageWith('/a/{x}', { x: '../b?c=d#e' })).toBe('/a/..%2Fb%3Fc%3Dd%23e');
  });

  test('is none where a fact is not known, or is none of its own', () => {
    expect(pageWith('/a/{x}', {})).toBeNull();
    expect(pageWith('/a/{constructor}', {})).toBeNull();
    expect(pageWith('/a/{x}', { x: ['y'] })).toBeNull();
  });
});

describe('a title', () => {
  test('stands as it is up to its length, and is cut between signs beyond', () => {
    expect(inALine(' 一行\n两行 ', 'zh')).toBe('一行 两行');
    expect(inALine('字'.repeat(80), 'zh')).toBe('字'.repeat(80));
    expect(inALine('字'.repeat(81), 'zh')).toBe(`${'字'.repeat(79)}…`);
    expect(inALine('𠮷'.repeat(81), 'zh')).toBe(`${'𠮷'.repeat(79)}…`);
    expect(inALine('a'.repeat(161), 'en')).toBe(`${'a'.repeat(159)}…`);
  });
});
