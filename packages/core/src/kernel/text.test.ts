import { expect, it } from 'vitest';

import { isBlank, seenOf } from './text.ts';

/** Zero-width space, word joiner, soft hyphen, direction marks, Hangul filler, Braille blank, a variation selector, a control, a tag. */
const UNSEEN = ['\u200b', '\u2060', '\u00ad', '\u200e', '\u202e', '\u3164', '\u2800', '\ufe0f', '\u0001', '\u{e0041}'];

it('says nothing where a reader sees nothing, however long it is', () => {
  for (const text of ['', ' ', '\u3000\t\n', ...UNSEEN, UNSEEN.join('').repeat(100)])
    expect([text, isBlank(text)]).toEqual([text, true]);
  expect([isBlank(null), isBlank(undefined)]).toEqual([true, true]);
});

it('says something with a single sign that is seen, of any script', () => {
  for (const sign of ['。', '/', '無', '\u{20bb7}', 'a', '0', '😀', '㊣']) {
    expect([sign, isBlank(sign)]).toEqual([sign, false]);
    expect(seenOf(`${UNSEEN.join(' ')}${sign}${UNSEEN.join('')}`)).toBe(sign);
  }
});
