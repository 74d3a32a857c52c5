import { expect, test } from 'vitest';

import { ApiProblem } from '../api/problem.ts';
import { fieldFaults } from './field-faults.ts';

const refused = new ApiProblem(422, {
  errors: [
    {
      path: 'rows[1].level',
      message: 'Row 1, column Level (level): is above 3; write at most 3',
      messageZh: '第 1 行“级别”列：大于 3；请填写不超过 3 的数',
    },
    { path: 'rows[7]', message: 'Row 7: stands twice', messageZh: '第 7 行：重复' },
  ],
});

test('a fault stands at its field without its place in a sheet; what no field shows is left', () => {
  const faults = fieldFaults(refused, (path) => (path === 'rows[1].level' ? 'level' : null));
  expect(faults.of('level')).toEqual({ en: 'is above 3; write at most 3', zh: '大于 3；请填写不超过 3 的数' });
  expect(faults.of('code')).toBeNull();
  expect(faults.rest.map(({ path }) => path)).toEqual(['rows[7]']);
});

test('what is no refusal of fields has none', () => {
  expect(fieldFaults(new Error('lost'), () => 'a')).toMatchObject({ rest: [] });
});
