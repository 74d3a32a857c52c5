import { describe, expect, it } from 'vitest';

import { adverseEventAwards } from './adverse-event-definitions.ts';
import { parseCell } from './parse-cell.ts';

describe('what is given for a report', () => {
  const { amount } = adverseEventAwards.columns;

  it('is an amount that a hospital can hand out, so that no slip of a digit stands on a voucher', () => {
    for (const cell of ['0', '100', '99.50', '100000'])
      expect([cell, parseCell(amount, cell)]).toEqual([cell, { ok: true, value: Number(cell) }]);
    for (const cell of ['-1', '100001', '1e308'])
      expect([cell, parseCell(amount, cell)]).toMatchObject([cell, { ok: false, fault: { code: 'out-of-range' } }]);
  });
});
