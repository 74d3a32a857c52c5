import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import { entitledMarks } from './facts.ts';
import { markTurns } from './mark-history.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { day, entry, eqaRow, outcomeRow, region } from './region.test-support.ts';

const [FROM, TO] = [day('2025-05-01'), day('2025-12-31')];
const PAIR = { institution: 'H1', item: 'ALT' };
const days = fc.integer({ min: -20, max: 260 }).map((ahead) => addDays(FROM, ahead));
const period = fc.tuple(days, fc.option(fc.integer({ min: 1, max: 60 }))).map(([from, length]) => ({
  from,
  to: length === null ? null : addDays(from, length),
}));

const facts = fc.record({
  suspended: fc.option(period),
  held: fc.option(period),
  due: days,
  listed: days,
  requiredFrom: days,
  published: days,
  outcome: fc.constantFrom('PASS', 'FAIL', 'ABSENT'),
  missedMonth: fc.integer({ min: 1, max: 12 }),
});

it('tells what walking day by day finds, with the day and the reasons', () => {
  fc.assert(
    fc.property(facts, (one) => {
      const snapshot = region((entries) => {
        if (one.suspended !== null)
          entries['suspension'] = [
            entry('S', {
              ...{ code: 'S', institution: 'H1', item: 'ALT', cause: 'AUTHORITY_ORDER', doubtFrom: null },
              ...{ suspendedFrom: one.suspended.from, suspendedTo: one.suspended.to },
            }),
          ];
        if (one.held !== null)
          entries['iqc-hold'] = [
            entry('K', {
              ...{ code: 'K', institution: 'H1', item: 'ALT', system: 'S', instrument: 'A' },
              ...{ heldOn: one.held.from, releasedOn: one.held.to },
            }),
          ];
        entries['instrument-activity'] = [
          entry('H1|A|calibration', { institution: 'H1', instrument: 'A', activity: 'calibration', dueOn: one.due }),
        ];
        entries['recognition-list-entry'] = [
          entry('L1|H1|ALT|51', { list: 'L1', institution: 'H1', item: 'ALT', scope: '51' }, '2023-06-20', one.listed),
        ];
        entries['quality-requirement'] = [
          entry('51|ALT', { scope: '51', item: 'ALT', maxCv: 4, minAgreement: null }, '2023-01-01', one.requiredFrom),
          entry('51|ALT', { scope: '51', item: 'ALT', maxCv: 2, minAgreement: null }, one.requiredFrom),
        ];
        entries['eqa-round']?.push(eqaRow('2025-2', '2025-09-01', one.published));
        entries['eqa-outcome']?.push(outcomeRow('2025-2', one.outcome));
        entries['iqc-monthly'] = Array.from({ length: 12 }, (_, index) => {
          const month = `2025-${String(index + 1).padStart(2, '0')}`;
          const qcDays = index + 1 === one.missedMonth ? 20 : 22;
          return entry(`H1|ALT|${month}`, { ...PAIR, month, testingDays: 22, qcDays, cv: 3, agreement: null });
        });
      });
      const label = (on: Day): string | null => entitledMarks(snapshot, 'H1', 'ALT', on, DEFAULT_PARAMETERS)[0] ?? null;
      const walked: unknown[] = [];
      for (let on = addDays(FROM, 1); on <= TO; on = addDays(on, 1)) {
        const [before, after] = [label(addDays(on, -1)), label(on)];
        if (before !== after) walked.push({ on, before, after });
      }
      const turns = markTurns(snapshot, PAIR, { from: FROM, to: TO }, DEFAULT_PARAMETERS);
      expect(turns.map(({ on, before, after }) => ({ on, before, after }))).toEqual(walked);
      expect(turns.every(({ reasons }) => reasons.length > 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
