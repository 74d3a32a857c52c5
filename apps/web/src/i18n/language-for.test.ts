import { expect, test } from 'vitest';

import { languageFor } from './language-for.ts';

test('the first visit is in the first language of the browser that we have; what was chosen holds', () => {
  expect(languageFor(null, ['en-GB', 'zh-CN'])).toBe('en');
  expect(languageFor(null, ['fr', 'zh-TW', 'en'])).toBe('zh');
  expect(languageFor('zh', ['en-GB'])).toBe('zh');
  expect(languageFor('en', ['zh-CN'])).toBe('en');
});

test('who asks for none of ours reads Chinese', () => {
  expect(languageFor(null, ['fr-FR'])).toBe('zh');
  expect(languageFor(null, [])).toBe('zh');
});
