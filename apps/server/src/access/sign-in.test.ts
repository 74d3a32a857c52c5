import { expect, test } from 'vitest';

import { needAfter } from './sign-in.ts';

const nothing = { mustChangePassword: false, hasSecondFactor: false };

test('a password alone signs in whoever needs nothing else', () => {
  expect(needAfter(null, nothing, false)).toBeNull();
});

test('whoever has a second factor shows it first, and whatever else is needed comes after it', () => {
  const account = { mustChangePassword: true, hasSecondFactor: true };
  expect(needAfter(null, account, true)).toBe('code');
  expect(needAfter('code', account, true)).toBe('password');
  expect(needAfter('password', { ...account, mustChangePassword: false }, true)).toBeNull();
});

test('a role that must have a second factor gets one after the password of its own', () => {
  expect(needAfter(null, { ...nothing, mustChangePassword: true }, true)).toBe('password');
  expect(needAfter('password', nothing, true)).toBe('enrolment');
  expect(needAfter(null, nothing, true)).toBe('enrolment');
  expect(needAfter('enrolment', { ...nothing, hasSecondFactor: true }, true)).toBeNull();
});
