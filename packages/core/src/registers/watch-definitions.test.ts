import { expect, test } from 'vitest';

import { dutyFaults, siteFaults } from './row-rules.ts';

const columns = (faults: readonly { readonly column: string }[]): string[] => faults.map(({ column }) => column);

test.each([
  [['10.0.0.0/8', '192.168.1.7', '2001:db8::/32'], []],
  [['10.0.0.256'], ['networks']],
  [['10.0.0.0/33'], ['networks']],
  [['hospital'], ['networks']],
  [null, []],
])('the networks of a site are such: %j', (networks, faults) => {
  expect(columns(siteFaults({ latitude: null, longitude: null, networks }))).toEqual(faults);
});

test('a site has both coordinates or none', () => {
  expect(columns(siteFaults({ latitude: 37, longitude: 112, networks: null }))).toEqual([]);
  expect(columns(siteFaults({ latitude: 37, longitude: null, networks: null }))).toEqual(['latitude']);
});

test.each([
  [{ weekdays: '12345', starts: '08:00', ends: '17:30' }, []],
  [{ weekdays: '7', starts: '17:30', ends: '08:00' }, []],
  [{ weekdays: '', starts: '08:00', ends: '17:30' }, ['weekdays']],
  [{ weekdays: '54', starts: '08:00', ends: '17:30' }, ['weekdays']],
  [{ weekdays: '18', starts: '8', ends: '24:00' }, ['weekdays', 'starts', 'ends']],
])('a duty names days and times: %j', (row, faults) => {
  expect(columns(dutyFaults(row))).toEqual(faults);
});
