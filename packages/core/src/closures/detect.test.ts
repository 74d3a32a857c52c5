import { describe, expect, it } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { doubtsOf } from './detect.ts';
import { DEFAULT_CLOSURES } from './parameters.ts';
import type { Closure, ClosureRule } from './types.ts';
import { wording } from './wording.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T08:00:00+08:00');
/** Minutes after eight o'clock of 2 March 2026 in China. */
const at = (minutes: number): Instant => (START + minutes * MINUTE) as Instant;

function closure(loop: number, change: Partial<Closure> = {}): Closure {
  const startedAt = at(loop * 100);
  return {
    loop,
    definition: 'critical-value/inpatient',
    stage: 'treat',
    unit: 'H1',
    by: 'zhou',
    startedAt,
    dueAt: at(loop * 100 + 60),
    occurredAt: at(loop * 100 + 20 + (loop % 7)),
    recordedAt: at(loop * 100 + 30),
    fields: 1,
    wordings: [`患者${String(loop)}血钾已复查并予处理后平稳`],
    ...change,
  };
}

const many = (count: number, change: (loop: number) => Partial<Closure>): readonly Closure[] =>
  Array.from({ length: count }, (_, index) => closure(index + 1, change(index + 1)));
const rulesOf = (closures: readonly Closure[]): readonly ClosureRule[] =>
  doubtsOf(closures, DEFAULT_CLOSURES).map(({ rule }) => rule);

describe('ordinary closures', () => {
  it('raise no doubt', () => {
    expect(rulesOf(many(60, (loop) => ({ by: `n${String(loop % 9)}` })))).toEqual([]);
    expect(rulesOf([])).toEqual([]);
  });
});

describe('the same words', () => {
  const SAME = ['已遵医嘱处理患者病情平稳继续观察'];

  it('in five loops are a doubt, in four not', () => {
    expect(rulesOf(many(5, () => ({ wordings: SAME })))).toEqual(['COPIED_TEXT']);
    expect(rulesOf(many(4, () => ({ wordings: SAME })))).toEqual([]);
  });

  it('are none where they are the smaller part of what a person writes', () => {
    expect(rulesOf(many(10, (loop) => (loop <= 6 ? { wordings: SAME } : {})))).toEqual(['COPIED_TEXT']);
    expect(rulesOf(many(10, (loop) => (loop <= 5 ? { wordings: SAME } : {})))).toEqual([]);
  });

  it('are the same with signs between them that nobody sees', () => {
    const [same = ''] = SAME;
    expect(wording(same.replace('患', '患\u3164\u200b'))).toBe(same);
  });

  it('of several people are a template and no doubt', () => {
    expect(rulesOf(many(12, (loop) => ({ wordings: SAME, by: `n${String(loop % 3)}` })))).toEqual([]);
  });

  it('of one loop of which a stage was done again count once', () => {
    expect(rulesOf(Array.from({ length: 6 }, () => closure(1, { wordings: SAME })))).toEqual([]);
  });

  it('are compared without spaces and marks, and with their figures', () => {
    expect(wording('血钾 6.8mmol/L，已复查；处理后平稳继续观察。')).toBe(
      wording('血钾6.8 mmol/l 已复查，处理后平稳继续观察'),
    );
    expect(wording('血钾 6.8mmol/L，已复查；处理后平稳。')).not.toBe(wording('血钾 6.9mmol/L，已复查；处理后平稳。'));
    expect(wording('已处理，病情平稳')).toBeNull();
  });
});

describe('one after the other in seconds', () => {
  const run = (count: number, seconds: number): readonly Closure[] =>
    many(count, (loop) => ({ recordedAt: at(5000 + (loop * seconds) / 60), dueAt: null }));

  it('is a doubt from five loops on, with fifteen seconds between them', () => {
    expect(rulesOf(run(5, 15))).toEqual(['IN_BULK']);
    expect(rulesOf(run(4, 15))).toEqual([]);
    expect(rulesOf(run(5, 16))).toEqual([]);
  });

  it('is one all the same when somebody looked up once, and none at the same pace on the whole but for fewer', () => {
    const paused = (count: number): readonly Closure[] =>
      many(count, (loop) => ({ recordedAt: at(5000 + (loop * 8 + (loop > 2 ? 25 : 0)) / 60), dueAt: null }));
    expect(rulesOf(paused(5))).toEqual(['IN_BULK']);
    expect(rulesOf(paused(4))).toEqual([]);
  });

  it('is one all the same when two stages of each loop are ended', () => {
    const both = (seconds: number): readonly Closure[] =>
      run(5, seconds).flatMap((one, n) => [
        { ...one, recordedAt: at(5000 + (n * 2 * seconds) / 60) },
        { ...one, stage: 'recheck', recordedAt: at(5000 + ((n * 2 + 1) * seconds) / 60) },
      ]);
    expect(rulesOf(both(15))).toEqual(['IN_BULK']);
    expect(rulesOf(both(17))).toEqual([]);
  });

  it('is one all the same when each is first marked as read', () => {
    const read = (seconds: number): readonly Closure[] =>
      run(5, 2 * seconds).flatMap((one) => [
        { ...one, stage: 'told', fields: 0, recordedAt: (one.recordedAt - seconds * 1000) as Instant },
        one,
      ]);
    expect(rulesOf(read(15))).toEqual(['IN_BULK']);
    expect(rulesOf(read(17))).toEqual([]);
  });

  it('is none for who reads many in seconds and answers some of them slowly', () => {
    const readings = many(20, (loop) => ({ fields: 0, stage: 'told', recordedAt: at(5000 + loop / 60), dueAt: null }));
    const answers = many(5, (loop) => ({ recordedAt: at(5001 + (loop * 40) / 60), dueAt: null }));
    expect(rulesOf([...readings, ...answers])).toEqual([]);
  });

  it('is a habit when three loops at that pace come twice, and once is none', () => {
    const evenings = (...counts: readonly number[]): readonly Closure[] =>
      counts.flatMap((count, day) =>
        Array.from({ length: count }, (_, n) =>
          closure(day * 20 + n + 1, { recordedAt: at(5000 + day * 1440 + (n * 15) / 60), dueAt: null }),
        ),
      );
    expect(rulesOf(evenings(3, 3))).toEqual(['IN_BULK']);
    expect(rulesOf(evenings(4))).toEqual([]);
    expect(rulesOf(evenings(3, 2, 2))).toEqual([]);
  });

  it('is none for who writes up in a row what takes half a minute each', () => {
    expect(rulesOf(run(12, 30))).toEqual([]);
  });

  it('is none for acts that ask for nothing', () => {
    expect(rulesOf(run(9, 5).map((one) => ({ ...one, fields: 0 })))).toEqual([]);
  });
});

describe('faster than others', () => {
  const others = many(40, (loop) => ({ by: `n${String(loop % 8)}` }));
  const hasty = (count: number): readonly Closure[] =>
    Array.from({ length: count }, (_, index) =>
      closure(100 + index, { by: 'hasty', occurredAt: at((100 + index) * 100 + 0.1) }),
    );

  it('is a doubt in three loops, in two not', () => {
    expect(rulesOf([...others, ...hasty(3)])).toEqual(['TOO_FAST']);
    expect(rulesOf([...others, ...hasty(2)])).toEqual([]);
  });

  it('is unknown where hardly anything is known of others', () => {
    expect(rulesOf([...others.slice(0, 20), ...hasty(3)])).toEqual([]);
  });
});

describe('one for all', () => {
  const stages = ['verify', 'notify', 'treat'];
  const loop = (number: number, by: (stage: number) => string): readonly Closure[] =>
    stages.map((stage, index) => closure(number, { stage, by: by(index) }));
  const shared = Array.from({ length: 20 }, (_, index) =>
    loop(50 + index, (stage) => `n${String((index + stage) % 5)}`),
  ).flat();
  const solo = (count: number): readonly Closure[] =>
    Array.from({ length: count }, (_, index) => loop(index + 1, () => 'zhou')).flat();

  it('is a doubt in five loops, in four not', () => {
    expect(rulesOf([...shared, ...solo(5)])).toEqual(['ONE_FOR_ALL']);
    expect(rulesOf([...shared, ...solo(4)])).toEqual([]);
  });

  it('is one all the same with a second person at one stage of five', () => {
    const nearly = Array.from({ length: 5 }, (_, index) =>
      ['one', 'two', 'three', 'four', 'five'].map((stage, n) =>
        closure(index + 1, { stage, by: n === 4 ? `n${String(index)}` : 'zhou' }),
      ),
    ).flat();
    expect(rulesOf([...shared, ...nearly])).toEqual(['ONE_FOR_ALL']);
    expect(rulesOf([...shared, ...nearly.filter(({ stage }) => stage !== 'one')])).toEqual([]);
  });

  it('is none where it is the custom', () => {
    const custom = Array.from({ length: 10 }, (_, index) => loop(200 + index, () => `m${String(index)}`)).flat();
    expect(rulesOf([...shared, ...custom, ...solo(5)])).toEqual([]);
  });
});

describe('recorded late and claimed for the last moment', () => {
  const claimed = (minutes: number) => (number: number) => ({
    occurredAt: at(number * 100 + minutes),
    recordedAt: at(number * 100 + 90),
  });

  it('is a doubt in five loops, in four not', () => {
    expect(rulesOf(many(5, claimed(58)))).toEqual(['AT_THE_LIMIT']);
    expect(rulesOf(many(4, claimed(58)))).toEqual([]);
  });

  it('is none for what is claimed for any time', () => {
    expect(rulesOf(many(8, (loop) => claimed(5 + 7 * loop)(loop)))).toEqual([]);
  });

  it('is none where things are truly done just in time', () => {
    const prompt = many(30, (loop) => ({
      by: `n${String(loop)}`,
      occurredAt: at(loop * 100 + 57),
      recordedAt: at(loop * 100 + 59),
    }));
    expect(rulesOf([...prompt, ...many(5, (loop) => ({ ...claimed(58)(loop), loop: loop + 500 }))])).toEqual([]);
  });
});
