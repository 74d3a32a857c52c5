import { describe, expect, test } from 'vitest';

import { checkLoop } from './check.ts';
import { decideLoop } from './decide.ts';
import { act, at, decided, opened, PEOPLE, reopened, SAMPLE, TOLD, waived, withdrawn } from './sample.test-support.ts';
import type { LoopDefinition, LoopRecord, LoopState } from './types.ts';

const { laboratory, doctor, office } = PEOPLE;

describe('alerts', () => {
  const open = opened('2026-03-02T10:00');
  const ids = (state: LoopState): readonly string[] => state.alerts.map(({ id }) => id);

  test('come at once to whom the ladder names beside the owner, where its condition holds and though the limit be over', () => {
    const [tell, ...others] = SAMPLE.stages;
    if (tell === undefined) throw new Error('the sample has stages');
    const head = {
      percent: 0,
      if: { fact: 'grave', in: ['true'] },
      to: { role: 'hospital-head', at: 'institution' },
    } as const;
    const loop = { ...SAMPLE, stages: [{ ...tell, escalation: [head, ...SAMPLE.escalation] }, ...others] };
    const told = (definition: LoopDefinition, grave: boolean, ...records: readonly LoopRecord[]) =>
      decideLoop(definition, [opened('2026-03-02T10:00', { grave }), ...records], {
        ...{ asOf: at('2026-03-02T10:00'), calendar: () => null },
      })
        .alerts.filter(({ stage }) => stage === 'tell')
        .map(({ percent, to, isAtOnce }) => [percent, to.role, isAtOnce ?? false]);
    const both = [
      [0, 'hospital-head', true],
      [0, 'laboratory', false],
    ];
    expect(told(loop, true)).toEqual(expect.arrayContaining(both));
    expect(told(loop, false)).toEqual([[0, 'laboratory', false]]);
    // Counted from a time long ago, the limit is over as the stage begins.
    const [first, ...later] = loop.stages;
    const over = { ...loop, stages: [{ ...first, from: { fact: 'found' } }, ...later] } as LoopDefinition;
    const late = decideLoop(over, [opened('2026-03-02T10:00', { grave: true, found: '2026-03-01T10:00' })], {
      ...{ asOf: at('2026-03-02T10:00'), calendar: () => null },
    });
    expect(late.alerts.map(({ percent, to }) => [percent, to.role])).toEqual(
      expect.arrayContaining([
        [0, 'hospital-head'],
        [100, 'quality-office'],
      ]),
    );
    // Times are written to the minute: what ends in the one in which it began was no less to be known.
    const done = act('2026-03-02T10:00', laboratory, 'tell:told', TOLD);
    expect(told(loop, true, done)).toEqual([[0, 'hospital-head', true]]);
    expect(told(loop, false, done)).toEqual([]);
    expect(checkLoop(loop)).toEqual([]);
  });

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
