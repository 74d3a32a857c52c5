import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { ReportedRound } from './report.ts';
import { eqaReport, reportDue, reportFor } from './report.ts';

const day = (text: string) => text as Day;
const round: ReportedRound = {
  ...{ round: 'R1', nameZh: '第一次', closesOn: day('2026-05-10'), publishedOn: day('2026-06-01'), correctedOn: null },
  participants: [
    { institution: 'H2', returned: 'late' },
    { institution: 'H1', returned: 'in-time' },
    { institution: 'H3', returned: 'missing' },
  ],
  scores: [
    { institution: 'H1', item: 'ALT', outcome: 'PASS' },
    { institution: 'H1', item: 'AST', outcome: 'FAIL' },
    { institution: 'H2', item: 'ALT', outcome: 'PASS' },
    { institution: 'H2', item: 'AST', outcome: 'PENDING' },
    { institution: 'H3', item: 'ALT', outcome: 'ABSENT' },
  ],
};

test('counts who returned, passes by item and by laboratory, and how far failures are put right', () => {
  const figures = eqaReport([round], ({ institution }) => (institution === 'H1' ? 'open' : 'none'));
  expect(figures.rounds).toEqual([
    {
      ...{ round: 'R1', nameZh: '第一次', closesOn: '2026-05-10', publishedOn: '2026-06-01', correctedOn: null },
      ...{ enrolled: 3, inTime: 1, late: ['H2'], missing: ['H3'] },
    },
  ]);
  expect(figures.items).toEqual([
    { item: 'ALT', graded: 2, passed: 2, absent: 1 },
    { item: 'AST', graded: 1, passed: 0, absent: 0 },
  ]);
  expect(figures.institutions).toEqual([
    {
      ...{ institution: 'H1', graded: 2, passed: 1, absent: 0 },
      failures: [{ round: 'R1', item: 'AST', outcome: 'FAIL', rectified: 'open' }],
    },
    { institution: 'H2', graded: 1, passed: 1, absent: 0, failures: [] },
    {
      ...{ institution: 'H3', graded: 0, passed: 0, absent: 1 },
      failures: [{ round: 'R1', item: 'ALT', outcome: 'ABSENT', rectified: 'none' }],
    },
  ]);
  const own = reportFor(figures, (institution) => institution === 'H3');
  expect([own.institutions.map(({ institution }) => institution), own.rounds[0]?.late, own.rounds[0]?.missing]).toEqual(
    [['H3'], [], ['H3']],
  );
  expect([own.items, own.rounds[0]?.enrolled]).toEqual([figures.items, 3]);
});

describe('when it is due', () => {
  const every = { interval: 183, notice: 30, problems: 30 };
  const due = (last: string | null, problem: string | null, today: string) =>
    reportDue({ last: last as Day | null, problem: problem as Day | null }, every, day(today));

  test('it is asked for so long before the interval is over', () => {
    // 183 days after 1 March lie 31 August, 30 days before that 1 August.
    expect(due('2026-03-01', null, '2026-07-31')).toBeNull();
    expect(due('2026-03-01', null, '2026-08-01')).toBe('2026-08-31');
    expect(due(null, null, '2026-08-01')).toBe('2026-08-31');
  });

  test('a failure that stands in no report is reported sooner, and never later than the interval asks', () => {
    expect(due('2026-03-01', '2026-04-01', '2026-04-01')).toBe('2026-05-01');
    expect(due('2026-03-01', '2026-04-01', '2026-05-01')).toBe('2026-05-01');
    expect(due('2026-03-01', '2026-04-01', '2026-05-02')).toBe('2026-06-01');
    expect(due('2026-03-01', '2026-08-20', '2026-08-20')).toBe('2026-08-31');
  });
});
