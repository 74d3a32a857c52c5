import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { holdOn } from './release.ts';

const DAY = '2024-05-21' as Day;
const entry = (key: string, row: object) => ({ key, version: 1, from: '2024-01-01' as Day, to: null, row: { ...row } });
const hold = (releasedOn: string | null) =>
  entry('IQC:1', {
    code: 'IQC:1',
    institution: 'H1',
    system: 'S',
    item: 'ALT',
    instrument: 'A',
    heldOn: DAY,
    releasedOn,
    cause: '1_3s',
  });
const instrument = (code: string, nameZh: string) =>
  entry(`H1|${code}`, { institution: 'H1', code, nameZh, items: ['ALT'] });
const snapshot = (releasedOn: string | null = null) =>
  buildSnapshot({ 'iqc-hold': [hold(releasedOn)], instrument: [instrument('A', '甲机'), instrument('B', '乙机')] }, 1);
const line = (device: string | null, item = 'ALT') => ({ institution: 'H1', item, device });

describe('a line of a report while a run is not settled (henan-2025.lab.7#06)', () => {
  test('is held where it names the instrument by code or name, no instrument, or one that nobody knows', () => {
    for (const device of ['A', '甲机', null, '丙机']) expect(holdOn(snapshot(), line(device), DAY)?.code).toBe('IQC:1');
  });

  test('is free on another instrument, of another item, and once the hold has ended', () => {
    expect(holdOn(snapshot(), line('B'), DAY)).toBeNull();
    expect(holdOn(snapshot(), line('A', 'AST'), DAY)).toBeNull();
    expect(holdOn(snapshot('2024-05-21'), line('A'), DAY)).toBeNull();
  });
});
