/** A test system of H1 with two levels of one lot, its control rules, and what is measured of them. */
import type { Day } from '@fujie/core/kernel';
import { expect } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import type { Region } from './recognition-fixture.ts';
import { at } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

export const SYSTEM = {
  institution: 'H1',
  code: 'ALT-1',
  item: 'ALT',
  instrument: 'AN-1',
  unit: 'U/L',
  kind: 'quantitative',
  levels: 2,
};
export const RULES = { rules: ['1_2s', '1_3s', '2_2s', 'R_4s', '4_1s', '10_x'], warnings: ['1_2s'] };
export const material = (level: string) => ({
  institution: 'H1',
  product: 'QC',
  lot: 'A1',
  level,
  nameZh: `质控品${level}`,
  expiresOn: '2024-12-31',
});

export const measured = (level: string, value: number | string, measuredAt: string, more: object = {}) => ({
  ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level, value, unit: 'U/L', measuredAt },
  ...more,
});

/** Registers the system beside one of AST that nobody has begun to measure, and sets the targets of the first, on 20 May 2024. */
export async function beginControl(region: Region): Promise<void> {
  const { post } = requestsTo(region);
  const lab = await region.as('laboratory', { institution: 'H1', username: 'lab-1' });
  region.clock.set(at('2024-05-20T09:00+08:00'));
  await importTyped(
    region.deps,
    'test',
    'test-system',
    [SYSTEM, { ...SYSTEM, code: 'AST-1', item: 'AST' }].map((row) => ({
      row: { ...row, ...RULES },
      from: '2024-01-01' as Day,
    })),
  );
  await importTyped(
    region.deps,
    'test',
    'control-material',
    ['N', 'P'].map((level) => ({ row: material(level), from: '2024-05-01' as Day })),
  );
  for (const [level, mean, sd] of [
    ['N', 40, 2],
    ['P', 120, 5],
  ] as const)
    expect(
      (
        await post('laboratory/iqc/targets', lab, {
          ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level, kind: 'provisional', mean, sd },
          validFrom: '2024-05-01T00:00+08:00',
        })
      ).status,
    ).toBe(201);
}
