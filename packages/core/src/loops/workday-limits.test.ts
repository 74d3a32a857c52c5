/** Which limits are counted in working days, and over which days: by the case that holds, and not by what a case might be. */
import { describe, expect, test } from 'vitest';

import { at } from './sample.test-support.ts';
import type { LoopDefinition, LoopRecord } from './types.ts';
import { limitsInForce, stagesInWorkdays, workdayLimits } from './workday-limits.ts';

const figure = (value: number, unit: 'day' | 'workday') => ({ zh: '时限', en: 'Limit', value, unit, source: 'local' });
const done = { zh: '完成', en: 'Done', effect: 'done', requires: [] } as const;
const owed = { zh: '环节', en: 'Stage', clauses: ['x.1'], owner: { role: 'office', at: 'institution' } } as const;

const LOOP: LoopDefinition = {
  ...{ id: 'x/loop', title: { zh: '示例', en: 'Sample' }, clauses: ['x.1'], arises: { zh: '事件', en: 'An event' } },
  ...{ harm: 4, fields: {}, escalation: [], waivers: { roles: [], reasons: {} }, reopening: [] },
  parameters: { receive: figure(2, 'workday'), longer: figure(30, 'day'), atOnce: figure(1, 'workday') },
  stages: [
    { ...owed, id: 'receive', after: [], limit: { parameter: 'receive' }, outcomes: { done } },
    {
      ...{ ...owed, id: 'rectify', after: ['receive'], from: 'opening', outcomes: { done } },
      limit: { parameter: 'longer', cases: [{ if: { fact: 'grave', in: ['true'] }, parameter: 'atOnce' }] },
    },
    { ...owed, id: 'publish', after: ['rectify'], limit: { fact: 'dueOn' }, outcomes: { done } },
  ],
};

// A Thursday, and the last working day of the year.
const OPENED = '2026-12-31T09:00+08:00';
const recordsOf = (facts: Readonly<Record<string, unknown>>, isReceived: boolean): readonly LoopRecord[] => {
  const when = (text: string) => ({ occurredAt: at(text), recordedAt: at(text) });
  const by = { id: 'o', name: '', role: 'office' };
  return [
    { id: '1', kind: 'opened', by, facts, ...when(OPENED) },
    ...(isReceived
      ? [
          {
            ...({ id: '2', kind: 'act', stage: 'receive', outcome: 'done', fields: {}, by } as const),
            ...when('2027-01-01T09:00+08:00'),
          },
        ]
      : []),
  ];
};
const MOMENT = { asOf: at('2027-01-02T09:00+08:00'), calendar: () => null };
const limitsOf = (facts: Readonly<Record<string, unknown>>, isReceived: boolean) =>
  workdayLimits(LOOP, recordsOf(facts, isReceived), MOMENT);

describe('the figure of a limit', () => {
  test('is the one of the case that holds, and else its own; a limit by a fact has none', () => {
    const named = (facts: Readonly<Record<string, unknown>>) => [
      ...limitsInForce(LOOP, recordsOf(facts, true), MOMENT),
    ];
    expect(named({ grave: true })).toEqual([
      ['receive', 'receive'],
      ['rectify', 'atOnce'],
    ]);
    expect(named({})).toContainEqual(['rectify', 'longer']);
  });
});

describe('a limit in working days', () => {
  test('is told with the days over which it is counted', () => {
    expect(limitsOf({}, false)).toEqual([{ stage: 'receive', from: '2026-12-31', to: '2027-01-04' }]);
  });

  test('is one where the case says so, counted from where it counts; days and facts are none', () => {
    expect(limitsOf({ grave: true }, true).slice(1)).toEqual([
      { stage: 'rectify', from: '2026-12-31', to: '2027-01-01' },
    ]);
    expect(limitsOf({ grave: false }, true).map(({ stage }) => stage)).toEqual(['receive']);
  });

  test('is none of a loop that was withdrawn', () => {
    const when = { occurredAt: at(OPENED), recordedAt: at(OPENED) };
    const by = { id: 'o', name: '', role: 'office' };
    const records: readonly LoopRecord[] = [
      { id: '1', kind: 'opened', by, facts: {}, ...when },
      { id: '2', kind: 'withdrawn', by, note: '', corrects: '1', ...when },
    ];
    expect(workdayLimits(LOOP, records, MOMENT)).toEqual([]);
    expect(limitsInForce(LOOP, records, MOMENT).size).toBe(0);
  });

  test('may hold in a case alone', () => {
    expect(stagesInWorkdays(LOOP)).toEqual(['receive', 'rectify']);
  });
});
