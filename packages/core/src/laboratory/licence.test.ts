import { expect, test } from 'vitest';

import { day, entry, region } from '../recognition/region.test-support.ts';
import { itemsOutside } from './licence.ts';

const TODAY = day('2026-11-02');

/** What H1 and H2 run outside: both run two items, H1 has these subjects on record and H2 none. */
const outside = (...subjects: readonly string[]) =>
  itemsOutside(
    region((entries) => {
      entries['item'] = [
        entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' }),
        entry('HBVDNA', { code: 'HBVDNA', kind: 'laboratory', category: 'molecular' }),
      ];
      entries['instrument'] = ['H1', 'H2'].map((institution) =>
        entry(`${institution}|A`, { institution, code: 'A', nameZh: 'A', model: null, items: ['ALT', 'HBVDNA'] }),
      );
      entries['licensed-subject'] = subjects.map((subject) =>
        entry(`H1|${subject}`, {
          institution: 'H1',
          subject,
          items: null,
          registration: 'Z1',
          approvedOn: '2020-01-01',
        }),
      );
    }),
    TODAY,
  );

// henan-2025.lab.3#02, #03.
test('are those of a subject that is not registered, by subject; registered, they are none', () => {
  expect(outside('30.03')).toEqual([{ institution: 'H1', subject: '30.05', items: ['HBVDNA'] }]);
  expect(outside('30.03', '30.05')).toEqual([]);
});

test('are none of an institution that keeps no subjects on record: nothing says that it lacks one', () => {
  expect(outside()).toEqual([]);
});
