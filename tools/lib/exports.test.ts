import { expect, it } from 'vitest';

import { deadExports } from './exports.mjs';

it('finds what is exported and never used, comments and lines that hand it on aside', () => {
  const files = new Map([
    [
      'a.ts',
      'export const used = 1;\nexport function dead() {}\nexport interface Own {}\nexport const own: Own = used;',
    ],
    ['index.ts', "export { dead } from './a.ts';\nexport type { Own } from './a.ts';"],
    ['b.ts', "import { own } from './a.ts';\n// dead is not used here\nconsole.log(own);"],
  ]);
  expect(deadExports(files)).toEqual(['a.ts: dead']);
});
