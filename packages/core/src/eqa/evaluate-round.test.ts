import { describe, expect, test } from 'vitest';

import { checkReturn } from './check-return.ts';
import type { KnownTarget, Participant, RoundInput } from './evaluate-round.ts';
import { evaluateRound } from './evaluate-round.ts';
import { roundState } from './round-state.ts';
import { summariseRound } from './summary.ts';
import { unfitGraded } from './ungraded.ts';

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
      ...{ item: 'ALT', sample, reported: (100 * factor).toFixed(1), method: 'IFCC', instrument: null, reagent: null },
    })),
    ...change,
  };
}

const crowd = (count: number): readonly Participant[] =>
  Array.from({ length: count }, (_, i) => laboratory(`L${String(i)}`, 0.97 + (0.06 * i) / (count - 1)));
const round = (participants: readonly Participant[], change: Partial<RoundInput> = {}): RoundInput => ({
  ...{ items: [ALT], samples: SAMPLES, known: [], participants, excluded: [], ungraded: [], decisions: [] },
  ...change,
});
/** A target of one kind of sample, given beforehand, for all. */
const known = (variant: string, value: number | null): KnownTarget => ({
  ...{ item: 'ALT', sample: '1', variant, group: null, kind: 'reference', value, uncertainty: 0.5 },
  ...{ experts: null, accepted: null },
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

  test('tells En where the laboratory states its uncertainty and the target does not come of the participants', () => {
    const exact = laboratory('U', 1.02);
    const stated = { ...exact, results: exact.results.map((row) => ({ ...row, uncertaintyPercent: 3 })) };
    const input = round([...crowd(12), stated], { known: [known('A', 100)] });
    const cells = scored(input, 'U')?.cells ?? [];
    // |102 - 100| by the root of 3.06 and 1 squared; the other samples are judged by consensus.
    expect(cells[0]?.en).toBeCloseTo(2 / Math.hypot(3.06, 1), 12);
    expect(cells[1]).toMatchObject({ kind: 'consensus', en: null });
    expect(scored(input, 'L0')?.cells[0]?.en).toBeNull();
  });

  test('tells no En of a target of which nobody says how uncertain it is; z needs none, and zero is a statement', () => {
    const exact = laboratory('U', 1.02);
    const stated = { ...exact, results: exact.results.map((row) => ({ ...row, uncertaintyPercent: 3 })) };
    const by = (uncertainty: number | null) =>
      evaluateRound(round([stated], { known: [{ ...known('A', 100), uncertainty }] }));
    expect(by(null).scores[0]?.cells[0]).toMatchObject({
      en: null,
      usesZPrime: false,
      z: expect.closeTo(0.4, 12) as number,
    });
    expect(by(null).targets[0]).toMatchObject({ value: 100, uncertainty: null });
    expect(by(0).scores[0]?.cells[0]?.en).toBeCloseTo(2 / 3.06, 12);
  });

  test('tells the difference in percent of the allowable error, and where z is z′ for an uncertain target', () => {
    // The allowable error is 15, so sigma is 5: an uncertainty up to 1.5 leaves z as it is.
    const cellBy = (uncertainty: number) =>
      scored(round([laboratory('ONE', 1.06)], { known: [{ ...known('A', 100), uncertainty }] }), 'ONE')?.cells[0];
    expect(cellBy(1.5)).toMatchObject({ usesZPrime: false });
    expect(cellBy(1.5)?.z).toBeCloseTo(1.2, 12);
    expect(cellBy(1.5)?.allowablePercent).toBeCloseTo(40, 12);
    expect(cellBy(1.6)).toMatchObject({ usesZPrime: true });
    expect(cellBy(1.6)?.z).toBeCloseTo(6 / Math.hypot(5, 1.6), 12);
    expect(scored(round([laboratory('ONE', 1)]), 'ONE')?.cells[0]).toMatchObject({
      ...{ z: null, allowablePercent: null, usesZPrime: false },
    });
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
    const given = SAMPLES.map((sample) => ({
      ...{ ...known('A', null), sample, accepted: ['阳性'] },
    }));
    const graded = { ...input, known: given };
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
    const given = SAMPLES.flatMap((sample) =>
      (['A', 'B'] as const).map((variant) => ({ ...known(variant, variant === 'A' ? 100 : 200), sample })),
    );
    const input = round([laboratory('ONE', 1.15), laboratory('TWO', 1.151), laboratory('THREE', 2, { variant: 'B' })], {
      known: given,
    });
    expect(evaluateRound(input).scores.map(({ outcome }) => outcome)).toEqual(['PASS', 'FAIL', 'PASS']);
  });

  test('says of each result which narrower groups were too small, and how far: eleven are, twelve are not', () => {
    const by = (institution: string, change: object) => {
      const one = laboratory(institution, 1);
      return { ...one, results: one.results.map((row) => ({ ...row, instrument: 'AU', reagent: 'R1', ...change })) };
    };
    const crowdOf = (count: number, change: object) =>
      Array.from({ length: count }, (_, i) => {
        const one = by(`M${String(i)}`, change);
        const factor = 0.97 + (0.06 * i) / (count - 1);
        return { ...one, results: one.results.map((row) => ({ ...row, reported: (100 * factor).toFixed(1) })) };
      });
    const cell = (input: RoundInput) => scored(input, 'M0')?.cells[0];
    expect(cell(round(crowdOf(12, {})))).toMatchObject({ group: 'IFCC / AU / R1', n: 12, passedOver: [] });
    expect(cell(round([...crowdOf(11, {}), by('X', { reagent: 'R2' })]))).toMatchObject({
      ...{ group: 'IFCC / AU', n: 12, kind: 'consensus' },
      passedOver: [{ group: 'IFCC / AU / R1', n: 11 }],
    });
    expect(cell(round(crowdOf(11, {})))).toMatchObject({
      ...{ group: null, verdict: 'excluded' },
      passedOver: ['IFCC / AU / R1', 'IFCC / AU', 'IFCC', 'all'].map((group) => ({ group, n: 11 })),
    });
  });

  test('takes the same method, instrument or reagent for the same, however it was typed', () => {
    const typed = ['Roche', 'Roche ', 'ROCHE', 'Ｒｏｃｈｅ', ' Ro che'];
    const participants = crowd(12).map((one, index) => ({
      ...one,
      results: one.results.map((row) => ({ ...row, instrument: typed[index % typed.length] ?? null })),
    }));
    expect(evaluateRound(round(participants)).targets).toMatchObject([
      ...SAMPLES.map((sample) => ({ sample, group: 'IFCC / Roche', n: 12 })),
    ]);
  });

  test.each(['dry / v', 'Dry/V', 'Ｄｒｙ ／ v'])(
    'takes %s for the group of a method that itself holds a stroke',
    (group) => {
      const dry = laboratory('DRY', 1.3);
      const results = dry.results.map((row) => ({ ...row, method: 'Dry / V' }));
      const given = SAMPLES.map((sample) => ({ ...known('A', 130), sample, group }));
      expect(scored(round([...crowd(12), { ...dry, results }], { known: given }), 'DRY')).toMatchObject({
        cells: [{ kind: 'reference', group: 'Dry / V', target: 130 }, {}, {}, {}, {}],
      });
    },
  );

  test('goes by the target of the narrowest group that has one; others by that of all, or by their consensus', () => {
    const dry = laboratory('DRY', 1.3);
    const results = dry.results.map((row) => ({ ...row, method: 'Dry ', instrument: 'V' }));
    const panel = [128, 130, 132].map((value, i) => ({ laboratory: `E${String(i)}`, value, uncertainty: null }));
    const ofDry = SAMPLES.map((sample) => ({
      ...{ ...known('A', null), sample, group: 'dry', kind: 'experts' as const, experts: panel },
    }));
    const all = [...crowd(12), { ...dry, results }];
    expect(scored(round(all, { known: ofDry }), 'DRY')).toMatchObject({
      outcome: 'PASS',
      cells: [{ kind: 'experts', group: 'Dry', target: 130, n: 3, passedOver: [] }, {}, {}, {}, {}],
    });
    expect(scored(round(all, { known: ofDry }), 'L0')?.cells[0]).toMatchObject({ kind: 'consensus', group: 'IFCC' });
    const forAll = SAMPLES.map((sample) => ({ ...known('A', 100), sample }));
    expect(scored(round(all, { known: [...ofDry, ...forAll] }), 'L0')?.cells[0]).toMatchObject({
      ...{ kind: 'reference', group: 'all', target: 100 },
    });
    // Two are no panel.
    const two = ofDry.map((one) => ({ ...one, experts: panel.slice(1) }));
    expect(scored(round(all, { known: two }), 'DRY')?.cells[0]).toMatchObject({ verdict: 'excluded' });
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

describe('a sample that is withdrawn for everyone', () => {
  const ungraded = [{ item: 'ALT', sample: '1', reason: '均匀性不符合要求' }];
  const wrongIn = (institution: string, samples: readonly string[]) => {
    const one = laboratory(institution, 1);
    return {
      ...one,
      results: one.results.map((row) => (samples.includes(row.sample) ? { ...row, reported: '200' } : row)),
    };
  };

  test('has no target, known or agreed on; its results are not evaluated, with the reason, and scores do without it', () => {
    // Three of four are 75 percent, four of four 100.
    const all = [...crowd(12), wrongIn('ONE', ['1']), wrongIn('TWO', ['1', '2']), laboratory('BLANK', 1)];
    const blank = all.map((one) =>
      one.institution === 'BLANK' ? { ...one, results: one.results.filter(({ sample }) => sample !== '1') } : one,
    );
    const input = round(blank, { known: [known('A', 100)], ungraded });
    const { targets, scores } = evaluateRound(input);
    expect(targets.map(({ sample }) => sample)).toEqual(['2', '3', '4', '5']);
    const withdrawn = { target: null, group: null, kind: null, passedOver: [], z: null, biasPercent: null };
    for (const { cells } of scores)
      expect(cells[0]).toMatchObject({ ...withdrawn, verdict: 'excluded', ungraded: '均匀性不符合要求' });
    expect(scores[0]?.cells[1]).toMatchObject({ verdict: 'acceptable', ungraded: null });
    expect(['ONE', 'TWO', 'BLANK'].map((one) => scored(input, one)?.percent)).toEqual([100, 75, 100]);
    expect(scored(input, 'TWO')?.outcome).toBe('FAIL');
    expect(scored({ ...input, ungraded: [] }, 'ONE')).toMatchObject({ percent: 80, outcome: 'PASS' });
  });

  test('is said so in the summary; an item without any sample left is not evaluated, and who was absent stays absent', () => {
    const every = SAMPLES.map((sample) => ({ item: 'ALT', sample, reason: '运输途中融化' }));
    const input = round([...crowd(12), laboratory('LATE', 1, { status: 'late' })], { ungraded: every });
    expect(evaluateRound(input).targets).toEqual([]);
    expect(scored(input, 'L0')).toMatchObject({ outcome: 'PENDING', percent: null, review: 0 });
    expect(scored(input, 'LATE')).toMatchObject({ outcome: 'ABSENT', percent: 0 });
    expect(summariseRound(input, evaluateRound(input))).toMatchObject([
      { graded: 0, samples: SAMPLES.map((sample) => ({ sample, targets: [], ungraded: '运输途中融化' })) },
    ]);
    expect(summariseRound(round(crowd(12)), evaluateRound(round(crowd(12))))[0]?.samples[0]?.ungraded).toBeNull();
  });

  test('is warned of where its material is not fit and it is graded all the same', () => {
    const material = (sample: string, kind: 'homogeneity' | 'stability', isFit: boolean) => ({
      ...{ item: 'ALT', sample, kind, isFit },
    });
    const materials = [
      ...[material('1', 'homogeneity', false), material('1', 'stability', false)],
      ...[material('2', 'homogeneity', true), material('3', 'stability', false)],
    ];
    expect(unfitGraded(materials, [])).toEqual([
      { item: 'ALT', sample: '1', kinds: ['homogeneity', 'stability'] },
      { item: 'ALT', sample: '3', kinds: ['stability'] },
    ]);
    expect(unfitGraded(materials, ungraded)).toEqual([{ item: 'ALT', sample: '3', kinds: ['stability'] }]);
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
