import { describe, expect, test } from 'vitest';

import { checkReturn } from './check-return.ts';
import type { Participant, RoundInput } from './evaluate-round.ts';
import { evaluateRound } from './evaluate-round.ts';
import { roundState } from './round-state.ts';
import { summariseRound } from './summary.ts';

const ALT = {
  item: 'ALT',
  kind: 'quantitative',
  criterion: { type: 'pct', percent: 15 },
  passMark: 80,
  minimumGroup: 12,
} as const;
const SAMPLES = ['1', '2', '3', '4', '5'];

/** A laboratory that measures every sample at a share of its target of 100. */
function laboratory(institution: string, factor: number, change: Partial<Participant> = {}): Participant {
  return {
    ...{ institution, variant: 'A', items: ['ALT'], excused: [], status: 'submitted' },
    results: SAMPLES.map((sample) => ({
      ...{ item: 'ALT', sample, reported: (100 * factor).toFixed(1), method: 'IFCC', instrument: null },
    })),
    ...change,
  };
}

const crowd = (count: number): readonly Participant[] =>
  Array.from({ length: count }, (_, i) => laboratory(`L${String(i)}`, 0.97 + (0.06 * i) / (count - 1)));
const round = (participants: readonly Participant[], change: Partial<RoundInput> = {}): RoundInput => ({
  ...{ items: [ALT], samples: SAMPLES, known: [], participants, excluded: [], decisions: [] },
  ...change,
});
const scored = (input: RoundInput, institution: string) =>
  evaluateRound(input).scores.find((one) => one.institution === institution);

describe('a round of external quality assessment', () => {
  test('is graded by the consensus of a group that is large enough, and not by a smaller one', () => {
    const bad = laboratory('BAD', 1.3);
    const { targets } = evaluateRound(round([...crowd(12), bad]));
    expect(targets).toHaveLength(5);
    expect(targets[0]).toMatchObject({ group: 'IFCC', kind: 'consensus', n: 13 });
    expect(scored(round([...crowd(12), bad]), 'BAD')).toMatchObject({ outcome: 'FAIL', percent: 0 });
    expect(scored(round([...crowd(12), bad]), 'L0')).toMatchObject({ outcome: 'PASS', percent: 100 });
    expect(scored(round([...crowd(10), bad]), 'BAD')).toMatchObject({ outcome: 'PENDING', percent: null });
  });

  test('is summed up item by item, in figures that name nobody; absent laboratories are not among them', () => {
    const input = round([...crowd(12), laboratory('BAD', 1.3), laboratory('LATE', 1, { status: 'late' })]);
    const [alt] = summariseRound(input, evaluateRound(input));
    expect(alt).toMatchObject({ item: 'ALT', graded: 13, passed: 12 });
    expect(alt?.samples[0]).toMatchObject({ sample: '1', acceptable: 12, unacceptable: 1, responses: [] });
    expect(alt?.samples[0]?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(13);
    expect(alt?.z).toHaveLength(13);
    expect(alt?.z.map(([first]) => first)).toEqual(
      [...(alt?.z ?? [])].map(([first]) => first).sort((a, b) => Number(a) - Number(b)),
    );
    expect(JSON.stringify(alt)).not.toMatch(/BAD|L1/);
  });

  test('counts the answers of a qualitative item', () => {
    const item = { ...ALT, kind: 'qualitative', criterion: { type: 'agreement' } } as const;
    const said = (institution: string, reported: string) => {
      const one = laboratory(institution, 1);
      return { ...one, results: one.results.map((row) => ({ ...row, reported })) };
    };
    const input = round([said('A', '阳性'), said('B', '阳性'), said('C', '阴性')], { items: [item] });
    expect(summariseRound(input, evaluateRound(input))[0]?.samples[0]).toMatchObject({ bins: [], responses: [] });
    const known = SAMPLES.map((sample) => ({
      ...{ item: 'ALT', sample, variant: 'A', value: null, uncertainty: null, accepted: ['阳性'] },
    }));
    const graded = { ...input, known };
    expect(summariseRound(graded, evaluateRound(graded))[0]?.samples[0]?.responses).toEqual([
      { text: '阳性', count: 2 },
      { text: '阴性', count: 1 },
    ]);
  });

  test('falls back on the next wider group', () => {
    const other = laboratory('OTHER', 1);
    const results = other.results.map((row) => ({ ...row, method: 'dry' }));
    const { targets, scores } = evaluateRound(round([...crowd(12), { ...other, results }]));
    expect(new Set(targets.map(({ group }) => group))).toEqual(new Set(['IFCC', 'all']));
    expect(scores.at(-1)?.cells[0]).toMatchObject({ group: 'all', verdict: 'acceptable' });
  });

  test('goes by a target that was known beforehand, of the variant that was sent', () => {
    const known = SAMPLES.flatMap((sample) =>
      (['A', 'B'] as const).map((variant) => ({
        ...{ item: 'ALT', sample, variant, value: variant === 'A' ? 100 : 200, uncertainty: 0.5, accepted: null },
      })),
    );
    const input = round([laboratory('ONE', 1.15), laboratory('TWO', 1.151), laboratory('THREE', 2, { variant: 'B' })], {
      known,
    });
    expect(evaluateRound(input).scores.map(({ outcome }) => outcome)).toEqual(['PASS', 'FAIL', 'PASS']);
  });

  test('a late or missing return is absent, an accepted excuse is not evaluated, four of five pass', () => {
    const four = laboratory('FOUR', 1);
    const results = four.results.map((row) => (row.sample === '5' ? { ...row, reported: '' } : row));
    const input = round([
      ...crowd(12),
      laboratory('LATE', 1, { status: 'late' }),
      laboratory('GONE', 1, { status: 'not participating', results: [] }),
      laboratory('ILL', 1, { excused: ['ALT'], results: [] }),
      { ...four, results },
    ]);
    const outcomes = ['LATE', 'GONE', 'ILL', 'FOUR'].map((one) => scored(input, one)?.outcome);
    expect(outcomes).toEqual(['ABSENT', 'ABSENT', 'PENDING', 'PASS']);
    expect(evaluateRound(input).targets[0]?.n).toBe(13);
  });

  test('what is left out of the statistics is scored all the same; what figures cannot judge a person decides', () => {
    const bound = laboratory('BOUND', 1);
    const results = bound.results.map((row) => (row.sample === '1' ? { ...row, reported: '<120' } : row));
    const input = round([...crowd(12), laboratory('BAD', 10), { ...bound, results }], {
      excluded: SAMPLES.map((sample) => ({ institution: 'BAD', item: 'ALT', sample, reason: 'unit' })),
    });
    expect(evaluateRound(input).targets[0]?.n).toBe(12);
    expect(scored(input, 'BAD')?.outcome).toBe('FAIL');
    expect(scored(input, 'BOUND')?.review).toBe(1);
    const decisions = [
      { institution: 'BOUND', item: 'ALT', sample: '1', reason: 'below', verdict: 'unacceptable' as const },
    ];
    expect(scored({ ...input, decisions }, 'BOUND')).toMatchObject({ review: 0, percent: 80, outcome: 'PASS' });
  });
});

test('each row of a return that cannot be is named', () => {
  const asked = {
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', lowest: 0, highest: 5000 }] as const,
    samples: ['1'],
  };
  const codes = (row: object) =>
    checkReturn([{ item: 'ALT', sample: '1', reported: '40', unit: 'U/L', ...row }], asked).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ reported: '' })).toEqual([]);
  expect(codes({ reported: '<5' })).toEqual([]);
  expect(codes({ reported: '40,5' })).toEqual(['decimal-comma']);
  expect(codes({ reported: 'high' })).toEqual(['not-a-number']);
  expect(codes({ reported: '-1' })).toEqual(['impossible-value']);
  expect(codes({ reported: '5000.1' })).toEqual(['impossible-value']);
  expect(codes({ unit: 'mmol/L' })).toEqual(['wrong-unit']);
  expect(codes({ sample: '9' })).toEqual(['unknown-sample']);
  expect(codes({ item: 'AST' })).toEqual(['not-enrolled']);
});

test('how a round stands follows from the time to the second and from what was done', () => {
  const facts = { opensAt: 1000, closesAt: 10_000, isShipped: true, evaluated: 0, published: 0, isFinal: false };
  expect([0, 1000, 10_999, 11_000].map((now) => roundState(facts, now))).toEqual(['shipped', 'open', 'open', 'closed']);
  expect(roundState({ ...facts, isShipped: false }, 0)).toBe('planned');
  expect(roundState({ ...facts, evaluated: 1 }, 20_000)).toBe('evaluated');
  expect(roundState({ ...facts, evaluated: 2, published: 1 }, 20_000)).toBe('published');
  expect(roundState({ ...facts, published: 1, isFinal: true }, 20_000)).toBe('final');
});
