import { describe, expect, test } from 'vitest';

import { checkLoop, isAllowed, withLocalFigures } from './check.ts';
import { SAMPLE } from './sample.test-support.ts';
import type { LoopDefinition, OutcomeDefinition, StageDefinition } from './types.ts';

const done = { zh: '完成', en: 'Done', effect: 'done', requires: [] } as const;
const hours = { zh: '小时', en: 'Hours', value: 2, unit: 'hour', source: 'local' } as const;

describe('a definition', () => {
  test('is checked', () => {
    expect(checkLoop(SAMPLE)).toEqual([]);
    const [tell, answer] = SAMPLE.stages;
    if (tell === undefined || answer === undefined) throw new Error('the sample has stages');
    expect(checkLoop({ ...SAMPLE, stages: [] })).toEqual(['loop sample/round: has no stage']);
    expect(checkLoop({ ...SAMPLE, stages: [answer, { ...tell, limit: { parameter: 'none' } }] })).toEqual([
      'loop sample/round: stage answer names tell, which does not stand before it',
      'loop sample/round: stage answer names tell, which does not stand before it',
      'loop sample/round: stage tell has the limit none, which is no parameter',
    ]);
    expect(checkLoop({ ...SAMPLE, stages: [{ ...tell, clauses: [], outcomes: {} }] })).toEqual([
      'loop sample/round: stage tell can never be done',
      'loop sample/round: stage tell cites no clause',
    ]);
  });

  test.each([
    ['an end', { outcome: ['never'] }],
    ['any end but one', { not: ['never'] }],
  ])('asks for %s that the stage can come to', (_, condition) => {
    const [tell, answer] = SAMPLE.stages;
    if (tell === undefined || answer === undefined) throw new Error('the sample has stages');
    expect(checkLoop({ ...SAMPLE, stages: [tell, { ...answer, when: [{ stage: tell.id, ...condition }] }] })).toEqual([
      `loop sample/round: stage answer asks whether ${tell.id} ended with never, which it never does`,
    ]);
  });

  test('asks only for fields that it knows', () => {
    expect(checkLoop({ ...SAMPLE, fields: {} })).toContain(
      'loop sample/round: stage answer asks for measures, which is no field',
    );
  });

  test('asks for no field twice', () => {
    const [tell, ...others] = SAMPLE.stages;
    if (tell?.outcomes['told'] === undefined) throw new Error('the sample is told');
    const outcomes = { ...tell.outcomes, told: { ...tell.outcomes['told'], asks: ['receiver'] } };
    expect(checkLoop({ ...SAMPLE, stages: [{ ...tell, outcomes }, ...others] })).toEqual([
      'loop sample/round: stage tell asks twice for receiver',
    ]);
  });

  test('may ask of all what it requires of some, as its opening says', () => {
    const outcomes = { ...tell.outcomes, givenUp: { ...done, ...givenUp, asks: ['measures'] } };
    expect(givenUp?.further?.[0]?.requires).toEqual(['measures']);
    expect(checkLoop({ ...SAMPLE, ...telling({ outcomes }) })).toEqual([]);
  });

  const [tell, answer, ...others] = SAMPLE.stages as readonly [StageDefinition, StageDefinition, ...StageDefinition[]];
  const { givenUp } = tell.outcomes;
  const telling = (change: Partial<StageDefinition>) => ({ stages: [{ ...tell, ...change }, answer, ...others] });
  const answering = (change: Partial<OutcomeDefinition>) => ({
    stages: [...[tell, { ...answer, outcomes: { ...answer.outcomes, late: { ...done, ...change } } }], ...others],
  });
  test.each<[string, Partial<LoopDefinition>]>([
    ['has two stages of one id', { stages: [tell, answer, ...others, others[1] ?? tell] }],
    ['has waivers without a reason', { waivers: { roles: ['quality-office'], reasons: {} } }],
    ['counts back-filling in other than minutes', { parameters: { ...SAMPLE.parameters, backFilled: hours } }],
    ['stage tell has the limit tries, which is no time', telling({ limit: { parameter: 'tries' } })],
    [
      'stage tell has to be tried as often as tries says, which is no count',
      { parameters: { ...SAMPLE.parameters, tries: hours } },
    ],
    [
      'stage tell asks twice for measures',
      telling({ outcomes: { ...tell.outcomes, givenUp: { ...done, requires: ['measures'], asks: ['measures'] } } }),
    ],
    ['stage answer is not done by nurse', answering({ onlyBy: ['nurse'] })],
    ['stage answer compares receiver, which it does not ask for', answering({ differ: ['receiver'] })],
    ['stage answer compares receiver, which it does not ask for', answering({ byOther: ['receiver'] })],
    ['stage answer repeats nothing, which is no stage', answering({ again: ['nothing'] })],
    [
      'tells somebody at tell, which is no percentage',
      { escalation: [{ percent: { parameter: 'tell' }, to: tell.owner }] },
    ],
    ['tells the owner twice as a stage begins', telling({ escalation: [{ percent: 0, to: tell.owner }] })],
  ])('is refused where it %s', (fault, change) => {
    expect(checkLoop({ ...SAMPLE, ...change })).toEqual([`loop sample/round: ${fault}`]);
  });

  test('takes local figures, and none that weakens a document', () => {
    const figure = (parameter: string, value: number) => ({ loop: SAMPLE.id, parameter, value });
    const changed = withLocalFigures(SAMPLE, [
      figure('tell', 30),
      figure('report', 24),
      figure('answer', 1),
      figure('x', 1),
    ]);
    expect(changed.parameters['tell']?.value).toBe(30);
    expect(changed.parameters['report']?.value).toBe(12);
    expect(
      isAllowed({ ...SAMPLE.parameters['report'], source: 'a#1', value: 12, unit: 'hour', zh: '', en: '' }, 2),
    ).toBe(true);
    expect(isAllowed({ source: 'local', value: 12, unit: 'hour', zh: '', en: '' }, 0)).toBe(false);
  });
});
