import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { formatInstant, parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { controlPeriod, holdOn, lacksControl, levelsNeeded, systemsOfLine } from './release.ts';

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

describe('the control of the day of a line (henan-2025.lab.7#02, #03, #06)', () => {
  const system = (code: string, instrumentCode: string, from = '2024-01-01') => ({
    ...entry(`H1|${code}`, { institution: 'H1', code, item: 'ALT', instrument: instrumentCode, levels: 2 }),
    from: from as Day,
  });
  const systems = (device: string | null, item = 'ALT') =>
    systemsOfLine(
      buildSnapshot(
        {
          'test-system': [system('S1', 'A'), system('S2', 'B'), system('S3', 'B', '2024-05-22')],
          instrument: [instrument('A', '甲机'), instrument('B', '乙机'), instrument('C', '丙机')],
        },
        1,
      ),
      line(device, item),
      DAY,
    ).map(({ code }) => code);

  test('is that of the systems on the instrument that it names, or of any of its item that is in force', () => {
    expect(['甲机', 'B', null, '丁机', 'C'].map((device) => systems(device))).toEqual([
      // An instrument on which no system is registered may be any of them.
      ...[['S1'], ['S2'], ['S1', 'S2'], ['S1', 'S2'], ['S1', 'S2']],
    ]);
    expect(systems('A', 'AST')).toEqual([]);
  });

  const period = (releasedAt: string, byHour = 8) => {
    const { from, to } = controlPeriod(must(parseInstant(`2024-05-21T${releasedAt}+08:00`)), byHour);
    return [formatInstant(from), formatInstant(to)];
  };
  const [before, today, after] = [20, 21, 22].map((day) => `2024-05-${String(day)}T00:00:00+08:00`);
  test.each([
    ['00:00', 8, before],
    ['07:59:59.999', 8, before],
    ['08:00', 8, today],
    ['23:59:59.999', 8, today],
    ['00:00', 0, today],
  ])('released at %s, by %d hours, is measured from %s on, until the day is over', (releasedAt, byHour, from) => {
    expect(period(releasedAt, byHour)).toEqual([from, after]);
  });

  test('is missing where none of its systems had it; what never had any is not asked', () => {
    const [good, bad] = [true, false].map((isControlled) => ({ hasBegun: true, isControlled }));
    const idle = { hasBegun: false, isControlled: false };
    const lacks = (...all: readonly (typeof idle | undefined)[]) => lacksControl(all.flatMap((one) => one ?? []));
    expect([lacks(), lacks(idle), lacks(good), lacks(bad), lacks(idle, bad), lacks(bad, good)]).toEqual([
      ...[false, false, false, true, true, false],
    ]);
    expect([1, 2, 3].map((levels) => levelsNeeded({ levels }))).toEqual([1, 2, 2]);
  });
});
