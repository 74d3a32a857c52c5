import { expect, test } from 'vitest';

import { readCode } from './code.ts';

test('a code is read however it was typed, and nothing else is taken for one', () => {
  for (const text of [
    '3P7V-0RA8-Z7XG-R597',
    '3p7v0ra8z7xgr597',
    ' 3p7v 0ra8 z7xg r597 ',
    '３Ｐ７Ｖ－０ＲＡ８－Ｚ７ＸＧ－Ｒ５９７',
  ])
    expect(readCode(text, 16)).toBe('3P7V-0RA8-Z7XG-R597');
  for (const text of ['', 'ABC', '3P7V-0RA8-Z7XG-R59', '3P7V-0RA8-Z7XG-R597-1', '3P7V_0RA8_Z7XG_R59'])
    expect(readCode(text, 16)).toBeNull();
});
