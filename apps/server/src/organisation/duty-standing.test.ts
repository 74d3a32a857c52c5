import type { LoopState } from '@fujie/core/loops';
import { expect, test } from 'vitest';

import { countDecisions } from './decisions.ts';
import { countDuties } from './duty-standing.ts';
import type { DecisionRow } from './meetings.query.ts';

test('what was held late was held, what was accounted for was not, and what is still to come is no duty yet', () => {
  const standings = ['done', 'late', 'accounted', 'missing', 'coming'] as const;
  expect(countDuties(standings.map((standing) => ({ standing })))).toEqual({ due: 4, held: 2, late: 1, missing: 2 });
  expect(countDuties([{ standing: 'coming' }])).toEqual({ due: 0, held: 0, late: 0, missing: 0 });
});

test('a decision counts as carried out in time once it is closed, and against nobody before its day', () => {
  const decision = (status: LoopState['status'], stage: 'running' | 'overdue' | 'met', flaws: readonly string[] = []) =>
    ({ status, flaws, state: { stages: [{ status: stage }] } }) as unknown as DecisionRow;
  const rows = [
    ...[decision('open', 'running'), decision('open', 'overdue'), decision('closed', 'met')],
    ...[decision('closed', 'met', ['late']), decision('void', 'met')],
  ];
  expect(countDecisions(rows)).toEqual({ total: 4, due: 3, closedInTime: 1, overdue: 1 });
});
