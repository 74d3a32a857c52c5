import type { Columns } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';
import { expect, test } from 'vitest';

import { zh } from './zh.ts';

/** Numbers of published lists and clauses are read as they are printed: subjects of a licence, indicators, a control rule. */
const PRINTED = /^(?:\d|CL-\d|henan-2023\.ind\.|core-systems\.cs35#)/;

test('every closed value of a register has a name, so that no page shows it as code', () => {
  const values = REGISTERS.flatMap(({ id, columns }) =>
    Object.values(columns as Columns).flatMap(({ options = [] }) => options.map((value) => ({ id, value }))),
  );
  expect(values.length).toBeGreaterThan(100);
  const bare = values.filter(
    ({ id, value }) =>
      !PRINTED.test(value) && !Object.hasOwn(zh.options, `${id}/${value}`) && !Object.hasOwn(zh.options, value),
  );
  expect(bare).toEqual([]);
});
