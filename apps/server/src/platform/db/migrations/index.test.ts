import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { MIGRATIONS } from './index.ts';

test('every migration in the folder is applied, in the order of its number', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.sql'));
  expect(MIGRATIONS).toEqual(files.map((name) => name.replace(/\.sql$/, '')).sort());
});
