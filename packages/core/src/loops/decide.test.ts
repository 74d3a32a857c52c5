import { describe, expect, test } from 'vitest';

import type { LoopActor, LoopDefinition, LoopRecord, LoopState } from './types.ts';
import { checkLoop, isAllowed, withLocalFigures } from './check.ts';
import { decideLoop } from './decide.ts';
import { act, at, opened, PEOPLE, reopened, SAMPLE, waived, withdrawn } from './sample.test-support.ts';

const { laboratory, doctor, office } = PEOPLE;
const TOLD = { receiver: 'n1', readBack: true };
const decided = (asOf: string, ...records: readonly LoopRecord[]): LoopState =>
  decideLoop(SAMPLE, records, { asOf: at(asOf), calendar: () => null });
const stage = (state: LoopState, id: string) => state.stages.find((one) => one.id === id);
const flaws = (state: LoopState): readonly string[] => state.findings.map(({ flaw }) => flaw);

describe('a limit', () => {
  // core-systems golden case 1: exactly the minutes are in time, a second more is not.
  test('of minutes includes its end', () => {
    const open = opened('2026-03-02T10:00:00');
    const inTime = decided('2026-03-02T11:00', open, act('2026-03-02T10:10:00', laboratory, 'tell:told', TOLD));
    expect(stage(inTime, 'tell')).toMatchObject({ status: 'met' });
    const late = decided('2026-03-02T11:00', open, act('2026-03-02T10:10:01', laboratory, 'tell:told', TOLD));
    expect(stage(late, 'tell')).toMatchObject({ status: 'met-late' });
    expect(flaws(late)).toEqual(['late']);
  });

  test('that nobody met is overdue the instant after, without a job that says so', () => {
    expect(stage(decided('2026-03-02T10:10:00', opened('2026-03-02T10:00')), 'tell')?.status).toBe('running');
    expect(stage(decided('2026-03-02T10:10:01', opened('2026-03-02T10:00')), 'tell')?.status).toBe('overdue');
  });

  test('of working days goes by the calendar with its make-up days and ends at midnight', () => {
    const records = [opened('2026-03-06T10:00'), act('2026-03-06T10:05', laboratory, 'tell:told', TOLD)];
    const ordinary = decideLoop(SAMPLE, records, { asOf: at('2026-03-06T11:00'), calendar: () => null });
    expect(stage(ordinary, 'answer')?.dueAt).toBe(at('2026-03-10T00:00') - 1);
    const madeUp = (day: string): boolean | null => (day === '2026-03-07' ? true : null);
    const withMakeUp = decideLoop(SAMPLE, records, { asOf: at('2026-03-06T11:00'), calendar: madeUp });
    expect(stage(withMakeUp, 'answer')?.dueAt).toBe(at('2026-03-08T00:00') - 1);
  });

  test('may count from the opening though its stage began later', () => {
    const state = decided(
      '2026-03-02T12:00',
      opened('2026-03-02T10:00'),
      act('2026-03-02T10:08', laboratory, 'tell:told', TOLD),
    );
    expect(stage(state, 'report')?.dueAt).toBe(at('2026-03-02T22:00'));
  });
});

describe('an act', () => {
  const open = opened('2026-03-02T10:00');
  const told = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD);

  test('without its evidence ends nothing, and says what is missing', () => {
    const state = decided(
      '2026-03-02T10:06',
      open,
      act('2026-03-02T10:05', laboratory, 'tell:told', { receiver: 'n' }),
    );
    expect(stage(state, 'tell')?.status).toBe('running');
    expect(state.findings).toEqual([
      { flaw: 'no-evidence', stage: 'tell', record: 'tell:told@2026-03-02T10:05', fields: ['readBack'] },
    ]);
  });

  test('of somebody whose task it is not, or of the same person where two are asked for, ends nothing', () => {
    expect(flaws(decided('2026-03-02T11:00', open, act('2026-03-02T10:05', doctor, 'tell:told', TOLD)))).toEqual([
      'wrong-person',
    ]);
    const both = { ...doctor, id: laboratory.id };
    const same = decided(
      '2026-03-02T11:00',
      open,
      told,
      act('2026-03-02T10:30', both, 'answer:treated', { measures: 'x' }),
    );
    expect(flaws(same)).toEqual(['same-person']);
    expect(stage(same, 'answer')?.status).toBe('running');
    const shared = { ...told, takenPart: [doctor.id] };
    const other = { ...doctor, id: 'another' };
    const answer = (by: LoopActor) =>
      decided('2026-03-02T11:00', open, shared, act('2026-03-02T10:30', by, 'answer:treated', { measures: 'x' }));
    expect([flaws(answer(doctor)), flaws(answer(other))]).toEqual([['same-person'], []]);
  });

  // core-systems golden case 2: a time before the start is an error of data, not a pass.
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
    expect([stage(by(doctor), 'tell')?.status, flaws(by(doctor))]).toEqual(['met', []]);
    expect([stage(by(laboratory), 'tell')?.status, flaws(by(laboratory))]).toEqual(['running', ['wrong-person']]);
  });

  test('claimed for a time before its stage began, or after it was recorded, ends nothing', () => {
    const early = decided('2026-03-02T11:00', open, act('2026-03-02T09:59', laboratory, 'tell:told', TOLD));
    expect(flaws(early)).toEqual(['before-start']);
    const ahead = act('2026-03-02T10:20', laboratory, 'tell:told', TOLD, { recordedAt: '2026-03-02T10:10' });
    expect(flaws(decided('2026-03-02T11:00', open, ahead))).toEqual(['recorded-before-act']);
  });

  test('of an outcome that no stage has ends nothing, whatever it is called', () => {
    for (const name of ['unheard', 'constructor', '__proto__'])
      expect(flaws(decided('2026-03-02T11:00', open, act('2026-03-02T10:05', laboratory, `tell:${name}`)))).toEqual([
        'unknown-outcome',
      ]);
  });

  test('recorded long after it happened counts, and is marked', () => {
    const late = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD, { recordedAt: '2026-03-02T11:06' });
    const state = decided('2026-03-02T12:00', open, late);
    expect(stage(state, 'tell')?.status).toBe('met');
    expect(flaws(state)).toEqual(['back-filled']);
    expect(stage(decided('2026-03-02T11:00', open, late), 'tell')?.status).toBe('overdue');
  });

  test.each([
    ['within the limit, and recorded within it', '10:08', '10:10', []],
    ['within the limit, and recorded after it: nobody dates an act back unseen', '10:09', '10:11', ['back-filled']],
    ['a minute before it is recorded, as times are written', '10:10', '10:11', []],
    ['after the limit', '10:11', '10:13', ['late']],
  ])('that is said to have happened %s', (_, happened, recorded, marks) => {
    const one = act(`2026-03-02T${happened}`, laboratory, 'tell:told', TOLD, { recordedAt: `2026-03-02T${recorded}` });
    expect(flaws(decided('2026-03-02T12:00', open, one))).toEqual(marks);
  });

  test('that is an attempt is counted, and the clock runs on', () => {
    const state = decided(
      '2026-03-02T10:09',
      open,
      act('2026-03-02T10:04', laboratory, 'tell:unreached', { channel: 'phone' }),
    );
    expect(stage(state, 'tell')).toMatchObject({ status: 'running', attempts: 1, dueAt: at('2026-03-02T10:10') });
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
    expect(stage(state, 'tell')).toMatchObject({ status: 'overdue', startedAt: at('2026-03-02T10:30') });
    expect(stage(state, 'answer')?.status).toBe('waiting');
  });
});

describe('what happened in one minute', () => {
  const open = opened('2026-03-02T10:00');
  const minute = '2026-03-02T10:05';
  const treated = { measures: 'x' };

  test('is taken as it came, so that what was doubted and told again is told again', () => {
    const told = act('2026-03-02T10:02', laboratory, 'tell:told', TOLD);
    const doubted = act(minute, doctor, 'answer:doubted', { reason: 'r' }, { id: '9' });
    const again = act(minute, laboratory, 'tell:told', TOLD, { id: '10' });
    const answered = act(minute, doctor, 'answer:treated', treated, { id: '11' });
    const state = decided('2026-03-02T11:00', open, answered, again, doubted, told);
    expect([stage(state, 'tell')?.by, stage(state, 'answer')?.by, flaws(state)]).toEqual(['10', '11', []]);
  });

  test('waits for what begins it, whichever was written down first', () => {
    const answered = act(minute, doctor, 'answer:treated', treated, { id: '1' });
    const told = act(minute, laboratory, 'tell:told', TOLD, { id: '2' });
    const state = decided('2026-03-02T11:00', open, answered, told);
    expect([stage(state, 'tell')?.status, stage(state, 'answer')?.status, flaws(state)]).toEqual(['met', 'met', []]);
  });
});

describe('a loop', () => {
  const told = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD);
  const treated = act('2026-03-02T10:30', doctor, 'answer:treated', { measures: 'given' });
  const reported = act('2026-03-02T11:00', office, 'report:reported');

  test('closes when every stage that is needed is over', () => {
    const state = decided('2026-03-03T00:00', opened('2026-03-02T10:00'), told, treated, reported);
    expect(state).toMatchObject({ status: 'closed', closedAt: at('2026-03-02T11:00'), dueAt: null, nextAt: null });
    expect(stage(state, 'review')?.status).toBe('not-needed');
    const grave = decided('2026-03-03T00:00', opened('2026-03-02T10:00', { grave: true }), told, treated, reported);
    expect(grave.status).toBe('open');
    expect(stage(grave, 'review')?.status).toBe('running');
  });

  test('is decided anew when a record is corrected', () => {
    const records = [opened('2026-03-02T10:00'), told, treated, reported];
    const wrong = act('2026-03-02T10:12', laboratory, 'tell:told', TOLD, {
      corrects: told.id,
      recordedAt: '2026-03-02T12:00',
    });
    expect(flaws(decided('2026-03-02T11:30', ...records, wrong))).toEqual([]);
    expect(flaws(decided('2026-03-02T12:30', ...records, wrong))).toEqual(['late', 'back-filled']);
    const undone = decided('2026-03-02T12:30', ...records, withdrawn('2026-03-02T12:00', told.id));
    expect(undone.status).toBe('open');
    expect(flaws(undone)).toEqual(['before-start', 'before-start']);
  });

  test('whose cause was corrected away is void', () => {
    const state = decided('2026-03-02T12:00', opened('2026-03-02T10:00'), withdrawn('2026-03-02T10:02'));
    expect(state).toMatchObject({ status: 'void', closedAt: at('2026-03-02T10:02'), alerts: [] });
  });

  test('is waived only by whom it allows, for a reason it knows', () => {
    const open = opened('2026-03-02T10:00');
    expect(decided('2026-03-02T12:00', open, waived('2026-03-02T10:02', office, null, 'transferred')).status).toBe(
      'waived',
    );
    for (const refused of [
      waived('2026-03-02T10:02', doctor, null, 'transferred'),
      waived('2026-03-02T10:02', office, null, 'lazy'),
    ])
      expect(decided('2026-03-02T12:00', open, refused)).toMatchObject({
        status: 'open',
        findings: [{ flaw: 'waiver-refused' }],
      });
    const one = decided('2026-03-02T10:04', open, waived('2026-03-02T10:02', office, 'tell', 'transferred'));
    expect(stage(one, 'tell')?.status).toBe('waived');
    expect(stage(one, 'report')?.status).toBe('not-needed');
  });

  test('opened again asks for its stage and what follows once more', () => {
    const records = [opened('2026-03-02T10:00'), told, treated, reported];
    const again = decided('2026-03-04T00:00', ...records, reopened('2026-03-03T09:00', office, 'answer'));
    expect(again).toMatchObject({ status: 'open', reopened: 1 });
    expect(stage(again, 'tell')?.status).toBe('met');
    expect(stage(again, 'answer')).toMatchObject({ status: 'running', startedAt: at('2026-03-03T09:00') });
    expect(flaws(decided('2026-03-04T00:00', ...records, reopened('2026-03-03T09:00', doctor, 'answer')))).toEqual([
      'reopening-refused',
    ]);
  });

  test('is asked again by the platform as its fact comes again, also while it is open; by a person only when closed', () => {
    const definition = { ...SAMPLE, reopening: [...SAMPLE.reopening, 'platform'] };
    const told = [opened('2026-03-02T10:00'), act('2026-03-02T10:05', laboratory, 'tell:told', TOLD)];
    const platform = { id: 'platform', name: '平台', role: 'platform' };
    const asked = (by: LoopActor) =>
      decideLoop(definition, [...told, reopened('2026-03-02T10:20', by, 'tell')], {
        asOf: at('2026-03-02T10:21'),
        calendar: () => null,
      });
    expect(stage(asked(platform), 'tell')).toMatchObject({ status: 'running', startedAt: at('2026-03-02T10:20') });
    expect(stage(asked(platform), 'answer')?.status).toBe('waiting');
    expect(stage(asked(office), 'tell')?.status).toBe('met');
    expect(flaws(asked(office))).toEqual(['reopening-refused']);
    const denied = [opened('2026-03-02T10:00'), act('2026-03-02T10:05', laboratory, 'tell:false', { reason: 'x' })];
    const again = (by: LoopActor) =>
      decideLoop(definition, [...denied, reopened('2026-03-02T10:20', by, 'tell')], {
        asOf: at('2026-03-02T10:21'),
        calendar: () => null,
      });
    expect(again(platform)).toMatchObject({ status: 'open', dueAt: at('2026-03-02T10:30') });
    expect(again(platform).alerts.map(({ at: told }) => told)).toContain(at('2026-03-02T10:20'));
    expect(again(office).status).toBe('void');
  });
});

describe('alerts', () => {
  const open = opened('2026-03-02T10:00');
  const ids = (state: LoopState): readonly string[] => state.alerts.map(({ id }) => id);

  test('come at their part of the limit, to whom the ladder names', () => {
    expect(ids(decided('2026-03-02T10:00', open))).toEqual(['tell/0/0/department:laboratory']);
    const half = decided('2026-03-02T10:05', open);
    expect(ids(half)).toEqual(['tell/0/0/department:laboratory', 'tell/0/50/department:laboratory']);
    expect(half.nextAt).toBe(at('2026-03-02T10:10'));
    expect(ids(decided('2026-03-02T10:10', open)).at(-1)).toBe('tell/0/100/institution:quality-office');
  });

  test('are told once of a loop that was waived and opened again, and of the time between not at all', () => {
    const between = [
      waived('2026-03-02T10:01', office, null, 'transferred'),
      reopened('2026-03-02T10:30', office, 'tell'),
    ];
    expect(ids(decided('2026-03-02T10:30', open, ...between)).map((id) => id.split('/')[2])).toEqual(['0', '0']);
  });

  test('end with their stage', () => {
    const state = decided('2026-03-02T13:00', open, act('2026-03-02T10:04', laboratory, 'tell:told', TOLD));
    expect(ids(state).filter((id) => id.startsWith('tell'))).toEqual(['tell/0/0/department:laboratory']);
  });

  test('before the end of the limit are spared whoever has seen it', () => {
    const seen: LoopRecord = {
      id: 'seen',
      kind: 'seen',
      stage: 'tell',
      occurredAt: at('2026-03-02T10:02'),
      recordedAt: at('2026-03-02T10:02'),
      by: laboratory,
    };
    expect(ids(decided('2026-03-02T10:11', open, seen))).toEqual([
      'tell/0/0/department:laboratory',
      'tell/0/100/institution:quality-office',
    ]);
  });
});

describe('what was told of a stage', () => {
  const open = opened('2026-03-02T10:00');
  const keys = (state: LoopState): readonly string[] => state.alerts.map(({ id }) => id);
  const told = act('2026-03-02T10:04', laboratory, 'tell:told', TOLD);
  const doubt = (when: string, id: string, corrects?: string) =>
    act(when, doctor, 'answer:doubted', { reason: 'x' }, { id, ...(corrects === undefined ? {} : { corrects }) });

  test('stays told when it begins again, or the whole ends, before it was done', () => {
    const again = decided('2026-03-02T16:30', open, told, doubt('2026-03-02T16:20', 'd1'));
    expect(keys(again)).toContain('report/0/50/department:laboratory');
    const ended = decided('2026-03-02T11:30', open, act('2026-03-02T10:50', laboratory, 'tell:false', { reason: 'x' }));
    expect(ended.status).toBe('void');
    expect(keys(ended)).toContain('tell/0/100/institution:quality-office');
  });

  test('is told anew of a second beginning, though the first was corrected away', () => {
    const first = decided('2026-03-02T11:00', open, told, doubt('2026-03-02T10:30', 'd1'));
    const second = decided(
      '2026-03-02T12:00',
      open,
      told,
      doubt('2026-03-02T10:30', 'd1'),
      withdrawn('2026-03-02T11:10', 'd1'),
      doubt('2026-03-02T11:20', 'd2'),
    );
    const begun = (state: LoopState) => keys(state).filter((id) => /^tell\/[^0].*\/0\/department/.test(id));
    expect(begun(first)).toHaveLength(1);
    expect(begun(second)).toHaveLength(1);
    expect(begun(second)).not.toEqual(begun(first));
  });
});

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
