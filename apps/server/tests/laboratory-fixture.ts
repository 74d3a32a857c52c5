/** The laboratory of H1 in a region, who else asks about it, and what its registers are given, for the tests. */
import type { Day } from '@fujie/core/kernel';

import { importTyped } from '../src/registers/change.ts';
import type { Region } from './recognition-fixture.ts';

export function laboratoryOf(region: Region) {
  return {
    lab: (username = 'lab-1') => region.as('laboratory', { institution: 'H1', username }),
    /** The laboratory of another hospital. */
    other: () => region.as('laboratory', { institution: 'H2', username: 'lab-9' }),
    quality: () => region.as('quality-office', { institution: 'H1', username: 'quality-1' }),
    commission: () => region.as('commission', { region: '1401' }),
    /** Enters rows of H1 into a register. */
    put: (register: string, rows: readonly object[], from = '2024-01-01') =>
      importTyped(
        region.deps,
        'test',
        register,
        rows.map((row) => ({ row: { institution: 'H1', ...row }, from: from as Day })),
      ),
  };
}
