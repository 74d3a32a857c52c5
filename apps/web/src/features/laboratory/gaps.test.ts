import type { IqcOverviewResponse } from '@fujie/wire/contracts';
import { expect, it } from 'vitest';

import { gapsOf } from './gaps.ts';

type System = IqcOverviewResponse['systems'][number];
const system = (code: string, today: System['today'], released: number): System =>
  ({ item: { code, nameZh: code, nameEn: null }, today, released }) as System;

// henan-2025.lab.7#02: control on the day of testing, before results go out.
it('an item that was reported lacks control where a system in use has none, or none is in use', () => {
  const found = gapsOf([
    ...[system('K', 'in-control', 3), system('K', 'missing', 3)],
    ...[system('GLU', 'in-control', 3), system('GLU', 'not-begun', 3)],
    ...[system('ALT', 'missing', 0), system('AST', 'incomplete', 1), system('UA', 'not-begun', 2)],
  ]);
  expect(found.map(({ item }) => item.code)).toEqual(['K', 'AST', 'UA']);
});
