import { describe, expect, test } from 'vitest';

import { decideLoop } from './decide.ts';
import {
  act,
  at,
  decided,
  flawsIn,
  opened,
  PEOPLE,
  reopened,
  SAMPLE,
  stageIn,
  TOLD,
  waived,
  withdrawn,
} from './sample.test-support.ts';
import type { LoopActor } from './types.ts';

const { laboratory, doctor, office } = PEOPLE;

describe('a limit', () => {
  // core-systems golden case 1: exactly the minutes are in time, a second more is not.
  test('of minutes includes its end', () => {
    const open = opened('2026-03-02T10:00:00');
    const inTime = decided('2026-03-02T11:00', open, act('2026-03-02T10:10:00', laboratory, 'tell:told', TOLD));
    expect(stageIn(inTime, 'tell')).toMatchObject({ status: 'met' });
    const late = decided('2026-03-02T11:00', open, act('2026-03-02T10:10:01', laboratory, 'tell:told', TOLD));
    expect(stageIn(late, 'tell')).toMatchObject({ status: 'met-late' });
    expect(flawsIn(late)).toEqual(['late']);
  });

  test('that nobody met is overdue the instant after, without a job that says so', () => {
    expect(stageIn(decided('2026-03-02T10:10:00', opened('2026-03-02T10:00')), 'tell')?.status).toBe('running');
    expect(stageIn(decided('2026-03-02T10:10:01', opened('2026-03-02T10:00')), 'tell')?.status).toBe('overdue');
  });

  test('of working days goes by the calendar with its make-up days and ends at midnight', () => {
    const records = [opened('2026-03-06T10:00'), act('2026-03-06T10:05', laboratory, 'tell:told', TOLD)];
    const ordinary = decideLoop(SAMPLE, records, { asOf: at('2026-03-06T11:00'), calendar: () => null });
    expect(stageIn(ordinary, 'answer')?.dueAt).toBe(at('2026-03-10T00:00') - 1);
    const madeUp = (day: string): boolean | null => (day === '2026-03-07' ? true : null);
    const withMakeUp = decideLoop(SAMPLE, records, { asOf: at('2026-03-06T11:00'), calendar: madeUp });
    expect(stageIn(withMakeUp, 'answer')?.dueAt).toBe(at('2026-03-08T00:00') - 1);
  });

  test('may count from the opening though its stage began later', () => {
    const state = decided(
      '2026-03-02T12:00',
      opened('2026-03-02T10:00'),
      act('2026-03-02T10:08', laboratory, 'tell:told', TOLD),
    );
    expect(stageIn(state, 'report')?.dueAt).toBe(at('2026-03-02T22:00'));
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
    expect([stageIn(state, 'tell')?.by, stageIn(state, 'answer')?.by, flawsIn(state)]).toEqual(['10', '11', []]);
  });

  test('waits for what begins it, whichever was written down first', () => {
    const answered = act(minute, doctor, 'answer:treated', treated, { id: '1' });
    const told = act(minute, laboratory, 'tell:told', TOLD, { id: '2' });
    const state = decided('2026-03-02T11:00', open, answered, told);
    expect([stageIn(state, 'tell')?.status, stageIn(state, 'answer')?.status, flawsIn(state)]).toEqual([
      'met',
      'met',
      [],
    ]);
  });
});

describe('a loop', () => {
  const told = act('2026-03-02T10:05', laboratory, 'tell:told', TOLD);
  const treated = act('2026-03-02T10:30', doctor, 'answer:treated', { measures: 'given' });
  const reported = act('2026-03-02T11:00', office, 'report:reported');

  test('closes when every stage that is needed is over', () => {
    const state = decided('2026-03-03T00:00', opened('2026-03-02T10:00'), told, treated, reported);
    expect(state).toMatchObject({ status: 'closed', closedAt: at('2026-03-02T11:00'), dueAt: null, nextAt: null });
    expect(stageIn(state, 'review')?.status).toBe('not-needed');
    const grave = decided('2026-03-03T00:00', opened('2026-03-02T10:00', { grave: true }), told, treated, reported);
    expect(grave.status).toBe('open');
    expect(stageIn(grave, 'review')?.status).toBe('running');
  });

  test('is decided anew when a record is corrected', () => {
    const records = [opened('2026-03-02T10:00'), told, treated, reported];
    const wrong = act('2026-03-02T10:12', laboratory, 'tell:told', TOLD, {
      corrects: told.id,
      recordedAt: '2026-03-02T12:00',
    });
    expect(flawsIn(decided('2026-03-02T11:30', ...records, wrong))).toEqual([]);
    expect(flawsIn(decided('2026-03-02T12:30', ...records, wrong))).toEqual(['late', 'back-filled']);
    const undone = decided('2026-03-02T12:30', ...records, withdrawn('2026-03-02T12:00', told.id));
    expect(undone.status).toBe('open');
    expect(flawsIn(undone)).toEqual(['before-start', 'before-start']);
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
    expect(stageIn(one, 'tell')?.status).toBe('waived');
    expect(stageIn(one, 'report')?.status).toBe('not-needed');
  });

  test('opened again asks for its stage and what follows once more', () => {
    const records = [opened('2026-03-02T10:00'), told, treated, reported];
    const again = decided('2026-03-04T00:00', ...records, reopened('2026-03-03T09:00', office, 'answer'));
    expect(again).toMatchObject({ status: 'open', reopened: 1 });
    expect(stageIn(again, 'tell')?.status).toBe('met');
    expect(stageIn(again, 'answer')).toMatchObject({ status: 'running', startedAt: at('2026-03-03T09:00') });
    expect(flawsIn(decided('2026-03-04T00:00', ...records, reopened('2026-03-03T09:00', doctor, 'answer')))).toEqual([
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
    expect(stageIn(asked(platform), 'tell')).toMatchObject({ status: 'running', startedAt: at('2026-03-02T10:20') });
    expect(stageIn(asked(platform), 'answer')?.status).toBe('waiting');
    expect(stageIn(asked(office), 'tell')?.status).toBe('met');
    expect(flawsIn(asked(office))).toEqual(['reopening-refused']);
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

  test('begins it no earlier than the loop, though the clock was set back meanwhile', () => {
    const platform: LoopActor = { id: 'platform', name: '平台', role: 'platform' };
    const definition = { ...SAMPLE, reopening: [...SAMPLE.reopening, 'platform'] };
    const records = [
      opened('2026-03-02T10:00'),
      reopened('2026-03-02T09:00', platform, 'tell'),
      act('2026-03-02T09:30', laboratory, 'tell:told', TOLD),
    ];
    const state = decideLoop(definition, records, { asOf: at('2026-03-02T10:05'), calendar: () => null });
    expect(stageIn(state, 'tell')).toMatchObject({ status: 'running', startedAt: at('2026-03-02T10:00') });
    expect(flawsIn(state)).toEqual(['before-start']);
  });
});
