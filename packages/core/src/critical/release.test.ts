/** What a critical value needs before its release 危急值发出前核对, on either side of each edge: core-systems.14#02. */
import { describe, expect, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { must, parseInstant } from '../kernel/index.ts';
import type { CriticalThresholdRow } from '../registers/rows.ts';
import { judgeCritical } from './judge.ts';
import type { JudgedBefore, ReleaseAnswer, Repeat } from './release.ts';
import { checkedBefore, RELEASE_GAPS, RELEASE_TEXTS, releaseGaps } from './release.ts';

const at = (time: string): Instant => must(parseInstant(`2026-03-02T${time}+08:00`));
const LIST: CriticalThresholdRow = {
  ...{ institution: null, item: 'K', code: '1', specimen: null, sex: null, ageFrom: null, ageTo: null, ageUnit: null },
  ...{ department: null, diagnosis: null, low: 2.8, high: 6.2, inclusive: true, findings: null, repeat: null },
  ...{ firstOnlyDays: null, reviewedOn: '2026-01-01' as Day, source: 'test' },
};
const judged = (value: number | null, list: Partial<CriticalThresholdRow> = {}, isGiven = true) =>
  judgeCritical(
    { item: 'K', value, isGiven, comparator: null, text: null, found: [], specimen: null, flag: null },
    { birthOn: null, sex: null, department: null, diagnoses: null, on: '2026-03-02' as Day },
    [{ ...LIST, ...list }],
  );

interface Asked {
  readonly value?: number | null;
  readonly list?: Partial<CriticalThresholdRow>;
  readonly now?: string;
  readonly emergency?: boolean;
  readonly repeat?: Repeat | null;
  readonly night?: readonly [number, number];
}
function gaps(checks: string, { value = 6.9, list, now = '10:00', emergency, repeat, night }: Asked = {}) {
  const [nightFrom, nightTo] = night ?? [22, 6];
  const made = checks === '' ? [] : checks.split(' ').map((one) => one.split('@') as [string, string]);
  const before = {
    checks: made.map(([by, time]) => ({ by, at: at(time) })),
    isEmergency: emergency ?? false,
    repeat: repeat ?? null,
  };
  return releaseGaps(judged(value, list), before, { now: at(now), nightFrom, nightTo }).join(' ');
}

describe('who has checked', () => {
  test.each<[checks: string, asked: Asked, missing: string]>([
    // What is not critical needs nobody; the limit itself is critical.
    ['', { value: 6.1 }, ''],
    ['', { value: 6.2 }, 'no-check'],
    // What cannot be compared may be critical.
    ['', { value: null }, 'no-check'],
    ['T1@09:50 T2@09:55', { value: null }, ''],
    // Two, or one twice by day.
    ['T1@09:50 T2@09:55', {}, ''],
    ['T1@09:50 T2@09:50', {}, ''],
    ['T1@09:50 T1@09:55', {}, 'second-checker'],
    ['T1@09:50 t1@09:55', {}, 'second-checker'],
    ['T1@09:50 T1@09:52 T2@09:55', {}, ''],
    ['T1@09:50', {}, 'second-checker'],
    // Somebody without a number is nobody.
    ['@09:50', {}, 'no-check'],
    ['T1@09:50 @09:55', {}, 'second-checker'],
    // In an emergency one may twice, and not once.
    ['T1@09:50 T1@09:55', { emergency: true }, ''],
    ['T1@09:50', { emergency: true }, 'second-check'],
    ['T1@09:50 T1@09:50', { emergency: true }, 'second-check'],
    ['T1@09:50 T1@09:51', { emergency: true }, ''],
    // The night begins at ten and is over at six.
    ['T1@21:50 T1@21:59', { now: '21:59' }, 'second-checker'],
    ['T1@21:50 T1@21:59', { now: '22:00' }, 'second-check'],
    ['T1@21:50 T1@22:00', { now: '22:00' }, ''],
    ['T1@05:30 T1@05:59', { now: '06:30' }, ''],
    ['T1@05:30 T1@06:00', { now: '06:30' }, 'second-checker'],
    ['T1@05:30 T1@05:59 T1@06:10', { now: '06:30' }, ''],
    ['T1@23:50', { now: '23:51' }, 'second-check'],
    ['T1@21:50', { now: '21:59' }, 'second-checker'],
    ['T1@21:50', { now: '22:00' }, 'second-check'],
    // A hospital sets its own hours, also within one day, or none.
    ['T1@00:00 T1@00:30', { now: '01:00', night: [0, 6] }, ''],
    ['T1@05:00 T1@06:00', { now: '06:10', night: [0, 6] }, 'second-checker'],
    ['T1@02:00 T1@02:30', { now: '02:31', night: [0, 0] }, 'second-checker'],
    // Clocks may differ by a minute.
    ['T1@09:50 T2@10:01', {}, ''],
    ['T1@09:50 T2@10:02', {}, 'check-ahead'],
  ])('%s asked with %j lacks: %s', (checks, asked, missing) => {
    expect(gaps(checks, asked)).toBe(missing);
  });
});

describe('what is repeated', () => {
  const list = { repeat: 'before-report' } as const;
  const agrees = { how: 'agrees', said: '6.8' } as const;
  test.each<[asked: Asked, missing: string]>([
    [{}, ''],
    [{ list: { repeat: 'after-report' } }, ''],
    [{ list }, 'repeat-missing'],
    [{ list, value: 6.1 }, ''],
    [{ list, repeat: agrees }, ''],
    [{ list, repeat: { how: 'agrees', said: ' ' } }, 'repeat-unsaid'],
    [{ list, repeat: { how: 'impossible', said: null } }, 'repeat-unsaid'],
    [{ list, repeat: { how: 'impossible', said: '标本已用尽' } }, ''],
  ])('asked with %j by two it lacks: %s', (asked, missing) => {
    expect(gaps('T1@09:50 T2@09:55', asked)).toBe(missing);
  });
});

test('everything that is missing is said at once, and cites its clause', () => {
  expect(gaps('T1@09:50', { list: { repeat: 'before-report' } })).toBe('second-checker repeat-missing');
  expect(RELEASE_GAPS.map((gap) => RELEASE_TEXTS[gap].clause)).toEqual(RELEASE_GAPS.map(() => 'core-systems.14#02'));
});

describe('a report that comes afterwards', () => {
  const K = { item: 'K', value: 6.9, comparator: null, text: null };
  const answer = (time: string, over: Partial<JudgedBefore> = {}): ReleaseAnswer => ({
    at: at(time),
    checks: [{ by: 'T1', at: at(time) }],
    judged: [{ ...K, isCritical: true, mayRelease: true, ...over }],
  });
  test.each<[answers: readonly ReleaseAnswer[], reported: string, by: string | null]>([
    [[], '10:00', null],
    [[answer('09:59')], '10:00', '09:59'],
    // Asked after its release it was not asked before; clocks may differ by a minute.
    [[answer('10:01')], '10:00', '10:01'],
    [[answer('10:02')], '10:00', null],
    // Of a value that was held back, that was none then, or that is another one.
    [[answer('09:59', { mayRelease: false })], '10:00', null],
    [[answer('09:59', { isCritical: false })], '10:00', null],
    [[answer('09:59', { value: 6.8 })], '10:00', null],
    [[answer('09:59', { item: 'NA' })], '10:00', null],
    // Asked again about another one alone, what was answered of this one stands.
    [[answer('09:58'), answer('09:59', { item: 'NA' })], '10:00', '09:58'],
    [[answer('09:58'), answer('09:59', { value: 7.1 })], '10:00', null],
    [[answer('09:59', { comparator: '>' })], '10:00', null],
    [[answer('09:59', { value: null, text: '阳性' })], '10:00', null],
    // The last answer counts, in whatever order they are found.
    [[answer('09:58', { mayRelease: false }), answer('09:59')], '10:00', '09:59'],
    [[answer('09:59', { mayRelease: false }), answer('09:58')], '10:00', null],
  ])('of %j, reported at %s, was checked by: %s', (answers, reported, by) => {
    const found = checkedBefore(answers, K, at(reported));
    expect(found).toEqual(by === null ? null : [{ by: 'T1', at: at(by) }]);
  });

  // What has no item, and what cannot be brought into its unit, is told apart from no other value of the report.
  test.each([{ value: null }, { item: '', value: null }, { item: '', value: null, text: '阳性' }])(
    'was checked by nobody where it cannot be told which value was: %j',
    (over) => {
      expect(checkedBefore([answer('09:59', over)], { ...K, ...over }, at('10:00'))).toBeNull();
    },
  );

  test('was checked where it is the same word of the same item', () => {
    const over = { value: null, text: '阳性' };
    expect(checkedBefore([answer('09:59', over)], { ...K, ...over }, at('10:00'))).not.toBeNull();
  });
});
