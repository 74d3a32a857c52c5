import { expect, test } from 'vitest';

import { passwordFault } from './password-rules.ts';

const li = { username: 'limin', name: '李敏' };

test.each(['correct horse', '桌子上有三只红色的猫呢', 'f3a91-77bc0-12de4-90aff', 'limin likes green apples'])(
  'takes %s',
  (password) => {
    expect(passwordFault(password, li)).toBeNull();
  },
);

test.each([
  ['short', 'shorter than 10'],
  ['x'.repeat(129), 'longer than 128'],
  ['Password-1234', 'first that anybody would guess'],
  ['1234 5678 90', 'first that anybody would guess'],
  ['aaaaaaaaaaaa', 'first that anybody would guess'],
  ['abcabcabcabc', 'first that anybody would guess'],
  ['abcdefghijkl', 'first that anybody would guess'],
  ['LiMin-123456', 'name of its user'],
])('refuses %s in both languages', (password, reason) => {
  const fault = passwordFault(password, li);
  expect(fault?.en).toContain(reason);
  expect(fault?.zh).toMatch(/\p{Script=Han}/u);
});
