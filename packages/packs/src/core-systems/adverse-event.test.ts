/** Worked examples of the loop of an adverse event 不良事件, at both sides of each limit. */
import { must, parseInstant } from '@fujie/core/kernel';
import type { LoopRecord, LoopState } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { describe, expect, test } from 'vitest';

import { packsInForce, resolveJurisdiction } from '../jurisdiction.ts';

const loop = (jurisdiction: string) => {
  const found = resolveJurisdiction(jurisdiction, '2026-03-02').loops.get('adverse-event/report');
  if (found === undefined) throw new Error('it is declared');
  return found;
};
const at = (text: string) => must(parseInstant(`${text}+08:00`));
const FOUND = '2026-03-02T08:00:00';
const REPORTED = '2026-03-02T08:30:00';
const REPORTER = { id: 'reporter', name: '报告人', role: 'reporter' };
const OFFICE = { id: 'office', name: '质控办', role: 'quality-office' };
const HEAD = { id: 'head', name: '主任', role: 'department-head' };

const opened = (harm = 'severe', reported = REPORTED): LoopRecord => ({
  id: 'opened',
  kind: 'opened',
  occurredAt: at(reported),
  recordedAt: at(reported),
  by: REPORTER,
  facts: { discoveredAt: `${FOUND}+08:00`, harm, class: 'procedure' },
});
let count = 0;
const act = (when: string, what: string, fields: Record<string, unknown> = {}, by = OFFICE): LoopRecord => {
  const [stage = '', outcome = ''] = what.split(':');
  count += 1;
  const moment = { occurredAt: at(when), recordedAt: at(when) };
  return { id: `${what}/${String(count)}`, kind: 'act', stage, outcome, fields, by, ...moment };
};
const decided = (asOf: string, ...records: readonly LoopRecord[]): LoopState =>
  decideLoop(loop('henan'), records, { asOf: at(asOf), calendar: () => null });
const stage = (state: LoopState, id: string) => state.stages.find((one) => one.id === id);

const judged = (outcome: string, when = '2026-03-02T08:50:00') =>
  act(when, `statutory:${outcome}`, { affected: 1, grounds: '见病历' });
const told = (when: string) => act(when, 'authority:reported', { authority: '市卫生健康委', receipt: 'A-1' });

describe('the report to the authority', () => {
  test.each([
    ['extraordinary', '2026-03-02T10:00:00', '2026-03-02T10:00:01'],
    ['major', '2026-03-02T20:00:00', '2026-03-02T20:00:01'],
    ['negligence', '2026-03-02T20:00:00', '2026-03-02T20:00:01'],
    ['ordinary', '2026-03-17T23:59:59', '2026-03-18T00:00:00'],
  ])('of an event that is %s is in time until %s after its discovery, and late a second later', (kind, last, late) => {
    const inTime = decided('2026-04-01T00:00:00', opened(), judged(kind), told(last));
    expect(stage(inTime, 'authority')?.status).toBe('met');
    const over = decided('2026-04-01T00:00:00', opened(), judged(kind), told(late));
    expect(stage(over, 'authority')?.status).toBe('met-late');
    expect(over.findings).toMatchObject([{ flaw: 'late', stage: 'authority' }]);
  });

  test('counts from discovery, not from entry: entered three hours later, 2 hours are over at once and the authority hears', () => {
    const late = opened('death', '2026-03-02T11:00:00');
    const state = decided('2026-03-02T11:05:00', late, judged('extraordinary', '2026-03-02T11:05:00'));
    expect(stage(state, 'authority')).toMatchObject({ status: 'overdue', dueAt: at('2026-03-02T10:00:00') });
    // The head of the hospital is told though no time was left in which to warn (henan-2025.mq.11#09).
    expect(state.alerts.map(({ stage: of, to }) => `${of} ${to.role}`)).toEqual(
      expect.arrayContaining(['authority commission', 'authority hospital-head']),
    );
  });

  test('is not asked for where none is due', () => {
    const state = decided('2026-03-02T09:00:00', opened('none'), judged('none'));
    expect(stage(state, 'authority')?.status).toBe('not-needed');
  });

  test('keeps the shorter limit when the event is graded lower before it was made', () => {
    const state = decided(
      '2026-03-02T12:00:00',
      opened(),
      judged('major'),
      act('2026-03-02T09:00:00', 'triage:grade-2', { class: 'procedure' }),
      act('2026-03-02T10:00:00', 'analyse:regraded', { grounds: '伤残等级改判' }, HEAD),
      judged('ordinary', '2026-03-02T11:00:00'),
    );
    expect(stage(state, 'authority')?.dueAt).toBe(at('2026-03-02T20:00:00'));
  });

  test('has its limits from the notice of the province where there is one', () => {
    expect(loop('henan').parameters['major']).toMatchObject({ value: 12, source: 'henan-2025.mq.11#08' });
    expect(loop('taiyuan').parameters['major']).toMatchObject({ value: 12, source: 'core-systems.ae#07' });
  });
});

describe('an event', () => {
  const triaged = act('2026-03-02T08:55:00', 'triage:grade-2', { class: 'procedure' });
  const analysed = act(
    '2026-03-10T09:00:00',
    'analyse:analysed',
    { why1: 'a', why2: 'b', why3: 'c', rootCause: '交接流程缺失' },
    HEAD,
  );
  const measure = {
    measure: '修订交接单',
    measureKind: 'rules',
    measureOwner: '护士长',
    measureDue: '2026-04-15',
  };
  const planned = act('2026-03-12T09:00:00', 'plan:planned', measure, HEAD);
  const carriedOut = act('2026-04-15T23:00:00', 'carry-out:done', { evidence: '制度第 3 版' }, HEAD);
  const result = { indicator: '交接缺项率', before: 12, after: 2, measuredOn: '2026-05-10' };
  const upToPlan = [opened(), judged('none'), triaged, analysed, planned];

  test('with grave harm is to be graded within half an hour, another one within a day', () => {
    expect(stage(decided(REPORTED, opened('death')), 'triage')?.dueAt).toBe(at('2026-03-02T09:00:00'));
    expect(stage(decided(REPORTED, opened('none')), 'triage')?.dueAt).toBe(at('2026-03-03T08:30:00'));
  });

  test('is owed until the day that its plan names, and a minute later it is overdue', () => {
    expect(stage(decided('2026-04-15T23:59:00', ...upToPlan), 'carry-out')?.status).toBe('running');
    expect(stage(decided('2026-04-16T00:00:00', ...upToPlan), 'carry-out')?.status).toBe('overdue');
  });

  test('closes when its effect was measured by another and who reported was answered', () => {
    const rest = [carriedOut, act('2026-05-10T10:00:00', 'effect:effective', result)];
    const answered = act('2026-05-11T10:00:00', 'answer:answered', { answer: '已改交接单，谢谢' });
    const shared = act('2026-05-12T10:00:00', 'share:shared', { lesson: '交接双签' });
    const open = decided('2026-05-13T00:00:00', ...upToPlan, ...rest, shared);
    expect(open.status).toBe('open');
    const closed = decided('2026-05-13T00:00:00', ...upToPlan, ...rest, answered, shared);
    expect(closed).toMatchObject({ status: 'closed', findings: [] });
  });

  test('whose measures had no effect is planned for again', () => {
    const failed = act('2026-05-10T10:00:00', 'effect:ineffective', result);
    const state = decided('2026-05-11T00:00:00', ...upToPlan, carriedOut, failed);
    expect(stage(state, 'plan')?.status).toBe('running');
    expect(stage(state, 'answer')?.status).toBe('waiting');
  });

  test('that is a hazard needs no root-cause analysis, and may need no measure', () => {
    const state = decided(
      '2026-03-05T00:00:00',
      opened('hazard'),
      judged('none'),
      act('2026-03-02T09:00:00', 'triage:grade-4', { class: 'premises' }),
      act('2026-03-03T09:00:00', 'review:reviewed', { why1: '地面湿滑', rootCause: '无提示牌' }, HEAD),
      act('2026-03-03T09:10:00', 'plan:none', { grounds: '已当场处理' }, HEAD),
    );
    expect(state.stages.filter(({ status }) => status === 'not-needed').map(({ id }) => id)).toEqual([
      'authority',
      'national',
      'analyse',
      'carry-out',
      'effect',
    ]);
    expect(stage(state, 'answer')?.status).toBe('running');
  });
});

test('Henan wants more than 2.0 reports for each 100 discharges in 2024 and more than 2.5 in 2025', () => {
  const targets = packsInForce('henan', '2025-12-31').flatMap(({ targets: own }) => own ?? []);
  expect(targets.map(({ year, over }) => [year, over])).toEqual([
    [2024, 2],
    [2025, 2.5],
  ]);
});

describe('the report to the national monitoring system', () => {
  const graded = (type: string) => act('2026-03-02T09:00:00', 'triage:grade-2', { class: type });
  const national = (harm: string, type: string) =>
    stage(decided('2026-03-02T10:00:00', opened(harm), graded(type)), 'national');

  test.each(['medication', 'blood', 'device'])(
    'is owed of what is graded as %s, whatever it was reported as',
    (type) => {
      expect(national('mild', type)).toMatchObject({ status: 'running', dueAt: at('2026-04-02T00:00:00') - 1 });
      expect(national('severe', type)?.dueAt).toBe(at('2026-03-18T00:00:00') - 1);
      expect(national('death', type)?.dueAt).toBe(at('2026-03-03T08:00:00'));
    },
  );

  test.each([
    ['unknown', 'death', '2026-03-03T08:00:00', 0],
    ['mild', 'severe', '2026-03-18T00:00:00', 1],
    ['death', 'moderate', '2026-04-02T00:00:00', 1],
  ])(
    'of harm that was reported as %s and is graded as %s is owed by what it is graded as',
    (said, harm, due, before) => {
      const restated = act('2026-03-02T09:00:00', 'triage:grade-2', { class: 'medication', harm });
      const state = decided('2026-03-02T10:00:00', opened(said), restated);
      expect(stage(state, 'national')?.dueAt).toBe(at(due) - before);
    },
  );

  test('is owed of nothing else, and of nothing before it is graded', () => {
    expect(national('death', 'procedure')?.status).toBe('not-needed');
    expect(stage(decided('2026-03-02T10:00:00', opened()), 'national')?.status).toBe('waiting');
  });

  test('is owed no more once it is graded again as something else', () => {
    const again = act('2026-03-02T10:00:00', 'analyse:regraded', { grounds: '与药品无关' }, HEAD);
    const other = act('2026-03-02T11:00:00', 'triage:grade-2', { class: 'procedure' });
    const state = decided('2026-03-02T12:00:00', opened(), graded('medication'), again, other);
    expect(stage(state, 'national')?.status).toBe('not-needed');
  });
});
