import { describe, expect, test } from 'vitest';

import { barredFrom, isOvertaking } from './act-flaws.ts';
import { checkLoop } from './check.ts';
import { decideLoop } from './decide.ts';
import { act, at, decided, flawsIn, opened, PEOPLE, SAMPLE, stageIn, TOLD } from './sample.test-support.ts';
import type { LoopActor, LoopDefinition } from './types.ts';

const { laboratory, doctor } = PEOPLE;

describe('an act', () => {
  const open = opened('2026-03-02T10:00');
  const told = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD);

  test('without its evidence ends nothing, and says what is missing', () => {
    const state = decided(
      '2026-03-02T10:06',
      open,
      act('2026-03-02T10:05', laboratory, 'tell:told', { receiver: 'n' }),
    );
    expect(stageIn(state, 'tell')?.status).toBe('running');
    expect(state.findings).toEqual([
      { flaw: 'no-evidence', stage: 'tell', record: 'tell:told@2026-03-02T10:05', fields: ['readBack'] },
    ]);
  });

  test('is proven by nothing that nobody sees', () => {
    const unseen = { ...TOLD, receiver: '\u200b\u3164 \u2060' };
    const state = decided('2026-03-02T10:06', open, act('2026-03-02T10:05', laboratory, 'tell:told', unseen));
    expect(state.findings).toMatchObject([{ flaw: 'no-evidence', fields: ['receiver'] }]);
    expect(stageIn(state, 'tell')?.status).toBe('running');
  });

  test('of somebody whose task it is not, or of the same person where two are asked for, ends nothing', () => {
    expect(flawsIn(decided('2026-03-02T11:00', open, act('2026-03-02T10:05', doctor, 'tell:told', TOLD)))).toEqual([
      'wrong-person',
    ]);
    const both = { ...doctor, id: laboratory.id };
    const same = decided(
      '2026-03-02T11:00',
      open,
      told,
      act('2026-03-02T10:30', both, 'answer:treated', { measures: 'x' }),
    );
    expect(flawsIn(same)).toEqual(['same-person']);
    expect(stageIn(same, 'answer')?.status).toBe('running');
    const shared = { ...told, takenPart: [doctor.id] };
    const other = { ...doctor, id: 'another' };
    const answer = (by: LoopActor) =>
      decided('2026-03-02T11:00', open, shared, act('2026-03-02T10:30', by, 'answer:treated', { measures: 'x' }));
    expect([flawsIn(answer(doctor)), flawsIn(answer(other))]).toEqual([['same-person'], []]);
    // Known before it is tried, so that it is offered to nobody in vain.
    const [answered] = SAMPLE.stages.filter(({ id }) => id === 'answer');
    if (answered === undefined) throw new Error('the sample is answered');
    const before = decided('2026-03-02T10:20', open, shared);
    expect(barredFrom(answered, before, [open, shared])).toEqual([laboratory.id, doctor.id]);
    expect(barredFrom(answered, decided('2026-03-02T10:01', open), [open])).toEqual([]);
  });

  test('of before what the platform recorded of several persons does not take its place; one that was there first stands', () => {
    const shared = act('2026-03-02T10:08', laboratory, 'tell:told', TOLD, { id: '10' });
    const taken = { ...shared, takenPart: [doctor.id] };
    const earlier = (id: string) =>
      act('2026-03-02T10:04', laboratory, 'tell:told', TOLD, { id, recordedAt: '2026-03-02T10:09' });
    const after = (id: string) => decided('2026-03-02T11:00', open, taken, earlier(id));
    expect([stageIn(after('11'), 'tell')?.by, flawsIn(after('11'))]).toEqual(['10', ['before-start']]);
    expect([stageIn(after('9'), 'tell')?.by, flawsIn(after('9'))]).toEqual(['9', []]);
    const yetToCome = (occurredAt: string) =>
      isOvertaking([open, taken], { stage: 'tell', occurredAt: at(occurredAt) });
    expect([yetToCome('2026-03-02T10:07'), yetToCome('2026-03-02T10:08')]).toEqual([true, false]);
    expect(isOvertaking([open, shared], { stage: 'tell', occurredAt: at('2026-03-02T10:07') })).toBe(false);
  });

  test('of which one role alone may say it ends nothing by another that may do the stage', () => {
    const [tell, ...others] = SAMPLE.stages;
    if (tell === undefined) throw new Error('the sample has stages');
    const { told, ...more } = tell.outcomes;
    if (told === undefined) throw new Error('the sample is told');
    const outcomes = { ...more, told: { ...told, onlyBy: ['doctor'] } };
    const definition: LoopDefinition = { ...SAMPLE, stages: [{ ...tell, alsoBy: ['doctor'], outcomes }, ...others] };
    expect(checkLoop(definition)).toEqual([]);
    const by = (who: LoopActor) =>
      decideLoop(definition, [opened('2026-03-02T10:00'), act('2026-03-02T10:04', who, 'tell:told', TOLD)], {
        asOf: at('2026-03-02T10:05'),
        calendar: () => null,
      });
    expect([stageIn(by(doctor), 'tell')?.status, flawsIn(by(doctor))]).toEqual(['met', []]);
    expect([stageIn(by(laboratory), 'tell')?.status, flawsIn(by(laboratory))]).toEqual(['running', ['wrong-person']]);
  });

  // core-systems golden case 2: a time before the start is an error of data, not a pass.
  test('claimed for a time before its stage began, or after it was recorded, ends nothing', () => {
    const early = decided('2026-03-02T11:00', open, act('2026-03-02T09:59', laboratory, 'tell:told', TOLD));
    expect(flawsIn(early)).toEqual(['before-start']);
    const ahead = act('2026-03-02T10:20', laboratory, 'tell:told', TOLD, { recordedAt: '2026-03-02T10:10' });
    expect(flawsIn(decided('2026-03-02T11:00', open, ahead))).toEqual(['recorded-before-act']);
  });

  test('of an outcome that no stage has ends nothing, whatever it is called', () => {
    for (const name of ['unheard', 'constructor', '__proto__'])
      expect(flawsIn(decided('2026-03-02T11:00', open, act('2026-03-02T10:05', laboratory, `tell:${name}`)))).toEqual([
        'unknown-outcome',
      ]);
  });

  test('recorded long after it happened counts, and is marked', () => {
    const late = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD, { recordedAt: '2026-03-02T11:06' });
    const state = decided('2026-03-02T12:00', open, late);
    expect(stageIn(state, 'tell')?.status).toBe('met');
    expect(flawsIn(state)).toEqual(['back-filled']);
    expect(stageIn(decided('2026-03-02T11:00', open, late), 'tell')?.status).toBe('overdue');
  });

  test.each([
    ['within the limit, and recorded within it', '10:08', '10:10', []],
    ['within the limit, and recorded after it: nobody dates an act back unseen', '10:09', '10:11', ['back-filled']],
    ['a minute before it is recorded, as times are written', '10:10', '10:11', []],
    ['after the limit', '10:11', '10:13', ['late']],
  ])('that is said to have happened %s', (_, happened, recorded, marks) => {
    const one = act(`2026-03-02T${happened}`, laboratory, 'tell:told', TOLD, { recordedAt: `2026-03-02T${recorded}` });
    expect(flawsIn(decided('2026-03-02T12:00', open, one))).toEqual(marks);
  });

  test('that is an attempt is counted, and the clock runs on', () => {
    const state = decided(
      '2026-03-02T10:09',
      open,
      act('2026-03-02T10:04', laboratory, 'tell:unreached', { channel: 'phone' }),
    );
    expect(stageIn(state, 'tell')).toMatchObject({ status: 'running', attempts: 1, dueAt: at('2026-03-02T10:10') });
  });

  test('that finds nothing to do ends the loop', () => {
    const state = decided(
      '2026-03-02T12:00',
      open,
      act('2026-03-02T10:04', laboratory, 'tell:false', { reason: 'clot' }),
    );
    expect(state).toMatchObject({ status: 'void', closedAt: at('2026-03-02T10:04'), nextAt: null });
  });

  test('in doubt sends the loop back, and what follows with it', () => {
    const state = decided(
      '2026-03-02T10:41',
      open,
      told,
      act('2026-03-02T10:30', doctor, 'answer:doubted', { reason: 'ecg' }),
    );
    expect(stageIn(state, 'tell')).toMatchObject({ status: 'overdue', startedAt: at('2026-03-02T10:30') });
    expect(stageIn(state, 'answer')?.status).toBe('waiting');
  });
});
