import { describe, expect, test } from 'vitest';

import type { Subject } from './separation.ts';
import { changeFault, confirmFault, grantFault, needsSecond } from './separation.ts';

const account = (part: Partial<Subject> = {}): Subject => ({
  username: 'li',
  role: null,
  held: [],
  ...part,
});

describe('three administrators', () => {
  test('none changes the own account', () => {
    expect(changeFault({ id: 'li' }, account())).toBe('own-account');
    expect(grantFault({ id: 'li' }, account({ role: 'security-admin' }), 'security-admin')).toBe('own-account');
    expect(changeFault({ id: 'sec' }, account())).toBeNull();
  });

  test('who is or was one of them becomes none of the others', () => {
    expect(grantFault({ id: 'sec' }, account({ role: 'admin' }), 'audit-admin')).toBe('other-administrator');
    expect(grantFault({ id: 'sec' }, account({ role: 'doctor', held: ['admin'] }), 'security-admin')).toBe(
      'other-administrator',
    );
    expect(grantFault({ id: 'sec' }, account({ role: 'admin' }), 'admin')).toBeNull();
    expect(grantFault({ id: 'sec' }, account({ role: 'admin' }), 'doctor')).toBeNull();
  });

  test('a second one is needed where an administrator begins or ends, and nowhere else', () => {
    expect(needsSecond(account(), 'audit-admin')).toBe(true);
    expect(needsSecond(account({ role: 'admin' }), 'doctor')).toBe(true);
    expect(needsSecond(account({ role: 'doctor' }), 'laboratory')).toBe(false);
  });
});

describe('the second administrator', () => {
  const change = { kind: 'role', subject: 'li', askedBy: 'sec' } as const;

  test('is another one than who asked, whom it is about, and who knew the password', () => {
    expect(confirmFault({ id: 'sec', role: 'security-admin' }, change, 'sys')).toBe('same-person');
    expect(confirmFault({ id: 'li', role: 'admin' }, change, 'sys')).toBe('own-account');
    expect(confirmFault({ id: 'sys', role: 'admin' }, change, 'sys')).toBe('knew-password');
    expect(confirmFault({ id: 'sys-2', role: 'admin' }, change, 'sys')).toBeNull();
    expect(confirmFault({ id: 'sec-2', role: 'security-admin' }, change, 'sys')).toBeNull();
  });

  test('is the security administrator for systems and peers', () => {
    const system = { kind: 'system', subject: 'his', askedBy: 'sys' } as const;
    expect(confirmFault({ id: 'sys-2', role: 'admin' }, system, null)).toBe('other-office');
    expect(confirmFault({ id: 'sec', role: 'security-admin' }, system, null)).toBeNull();
  });
});
