/** Worked examples of duties of recognition 互认职责, at both sides of each limit. */
import { must, parseInstant } from '@fujie/core/kernel';
import type { LoopRecord, LoopState } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { describe, expect, test } from 'vitest';

import { resolveJurisdiction } from '../jurisdiction.ts';

const at = (text: string) => must(parseInstant(`${text}+08:00`));
const DOCTOR = { id: 'H2/D2', name: '李医生', role: 'doctor' };
const HEAD = { id: 'head', name: '主任', role: 'department-head' };
type Who = typeof DOCTOR;
const OFFICE = { id: 'office', name: '质控办', role: 'quality-office' };

const opened = (when: string, facts: Record<string, unknown> = {}): LoopRecord => ({
  id: 'opened',
  kind: 'opened',
  occurredAt: at(when),
  recordedAt: at(when),
  by: { id: 'platform', name: '平台', role: 'platform' },
  facts,
});
const act = (when: string, what: string, by: typeof DOCTOR, fields: Record<string, unknown> = {}): LoopRecord => {
  const [stage = '', outcome = ''] = what.split(':');
  return { id: what, kind: 'act', stage, outcome, fields, by, occurredAt: at(when), recordedAt: at(when) };
};
const decided = (id: string, asOf: string, ...records: readonly LoopRecord[]): LoopState => {
  const loop = resolveJurisdiction('taiyuan', '2026-03-02').loops.get(id);
  if (loop === undefined) throw new Error(`${id} is declared`);
  return decideLoop(loop, records, { asOf: at(asOf), calendar: () => null });
};
const stage = (state: LoopState, id: string) => state.stages.find((one) => one.id === id)?.status;

describe('an explanation that is owed (national-2022.art.21#01)', () => {
  const owed = opened('2026-03-02T09:00:00', { dueAt: '2026-03-03T09:00:00+08:00' });
  const fields = { purpose: '复核', necessity: '病情变化', toldTo: 'patient', at: '2026-03-03T09:00:00+08:00' };

  test.each([
    ['2026-03-03T09:00:00', 'met'],
    ['2026-03-03T09:00:01', 'met-late'],
  ])('given at %s is %s', (when, status) => {
    const state = decided('recognition/explanation', when, owed, act(when, 'explain:explained', DOCTOR, fields));
    expect([state.status, stage(state, 'explain')]).toEqual(['closed', status]);
  });

  test('proves nothing without the necessity', () => {
    const { necessity: _, ...rest } = fields;
    const state = decided(
      'recognition/explanation',
      '2026-03-02T10:00:00',
      owed,
      act('2026-03-02T10:00:00', 'explain:explained', DOCTOR, rest),
    );
    expect([state.status, state.findings[0]?.fields]).toEqual(['open', ['necessity']]);
  });
});

describe('an accepted result (taiyuan-2024.6.2#03)', () => {
  test.each([
    ['2026-03-03T09:00:00', 'met'],
    ['2026-03-03T09:00:01', 'met-late'],
  ])('written into the chart at %s is %s', (when, status) => {
    const state = decided(
      'recognition/chart-entry',
      when,
      opened('2026-03-02T09:00:00'),
      act(when, 'write:confirmed', DOCTOR, { document: 'EMR-1' }),
    );
    expect(stage(state, 'write')).toBe(status);
  });

  test('by hand is written when all three fields stand there', () => {
    const by = (complete: boolean) =>
      decided(
        'recognition/chart-entry',
        '2026-03-02T12:00:00',
        opened('2026-03-02T09:00:00'),
        act('2026-03-02T11:00:00', 'write:by-hand', DOCTOR, { place: '病程记录', complete }),
      ).status;
    expect([by(true), by(false)]).toEqual(['closed', 'open']);
  });
});

describe('a prompt that was passed over (national-2022.art.17#01)', () => {
  const passed = opened('2026-03-06T17:00:00');

  test('is answered by the end of the next working day, and judged by somebody else', () => {
    const answered = (when: string) => act(when, 'answer:no-reason', DOCTOR, { note: '未细看' });
    expect(stage(decided('recognition/overlooked', '2026-03-10T00:00:00', passed), 'answer')).toBe('overdue');
    const inTime = decided('recognition/overlooked', '2026-03-10T00:00:00', passed, answered('2026-03-09T23:59:59'));
    expect([stage(inTime, 'answer'), stage(inTime, 'judge')]).toEqual(['met', 'running']);
    const late = decided('recognition/overlooked', '2026-03-10T00:00:00', passed, answered('2026-03-10T00:00:00'));
    expect(stage(late, 'answer')).toBe('met-late');
  });

  test('needs the office only where the repeat was found unjustified, and the doctor again where too little was said', () => {
    const answer = act('2026-03-06T18:00:00', 'answer:justified', DOCTOR, { code: '1', note: '病情变化' });
    const judged = (outcome: string, fields = {}) =>
      decided(
        'recognition/overlooked',
        '2026-03-09T12:00:00',
        passed,
        answer,
        act('2026-03-09T09:00:00', `judge:${outcome}`, HEAD, fields),
      );
    expect(judged('justified').status).toBe('closed');
    expect(stage(judged('unjustified', { note: '已有结果' }), 'correct')).toBe('running');
    expect(stage(judged('returned', { note: '请写明变化' }), 'answer')).toBe('running');
    const all = decided(
      'recognition/overlooked',
      '2026-03-12T12:00:00',
      passed,
      answer,
      act('2026-03-09T09:00:00', 'judge:unjustified', HEAD, { note: '已有结果' }),
      act('2026-03-10T09:00:00', 'correct:corrected', OFFICE, { measures: '科内通报学习' }),
    );
    expect(all.status).toBe('closed');
  });

  test('is the head’s as soon as the doctor has answered, though it was given to the doctor', () => {
    const assigned: LoopRecord = { ...opened('2026-03-06T17:00:00'), id: 'given', kind: 'assigned', to: DOCTOR };
    expect(decided('recognition/overlooked', '2026-03-06T17:30:00', passed, assigned).assignee).toEqual(DOCTOR);
    const answer = act('2026-03-06T18:00:00', 'answer:no-reason', DOCTOR, { note: '未细看' });
    expect(decided('recognition/overlooked', '2026-03-06T18:30:00', passed, assigned, answer).assignee).toBeNull();
  });
});

describe('a rejected run whose results were corrected away (henan-2025.lab.7)', () => {
  const LOOP = 'iqc/out-of-control';
  const [FIRST, SECOND] = ['lab-1', 'lab-2'].map((id) => ({ id, name: id, role: 'laboratory' })) as [Who, Who];
  const rejected = opened('2026-03-02T08:00:00');
  const mistaken = act('2026-03-02T09:00:00', 'cause:mistaken', FIRST, { causeKind: 'entry', cause: '抄录错误' });
  const confirmed = (by: Who) => act('2026-03-02T10:00:00', 'confirm:confirmed', by, { reason: '已核对' });

  test.each([
    [FIRST, 'open', 'running', ['same-person']],
    [SECOND, 'void', 'met', []],
    [OFFICE, 'void', 'met', []],
  ])('ends once another person confirms it: %o', (by, status, confirm, flaws) => {
    const state = decided(LOOP, '2026-03-02T11:00:00', rejected, mistaken, confirmed(by));
    expect([state.status, stage(state, 'confirm'), stage(state, 'correct')]).toEqual([status, confirm, 'not-needed']);
    expect(state.findings.map(({ flaw }) => flaw)).toEqual(flaws);
  });

  test('asks for no confirmation where its cause was found or waived', () => {
    const found = act('2026-03-02T09:00:00', 'cause:found', FIRST, { causeKind: 'reagent', cause: '失效' });
    const when = { occurredAt: at('2026-03-02T09:00:00'), recordedAt: at('2026-03-02T09:00:00') };
    const waived = {
      id: 'w',
      kind: 'waived',
      stage: 'cause',
      reason: 'stopped',
      note: '',
      by: OFFICE,
      ...when,
    } as const;
    for (const how of [found, waived]) {
      const state = decided(LOOP, '2026-03-02T09:30:00', rejected, how);
      expect(['confirm', 'correct'].map((id) => stage(state, id))).toEqual(['not-needed', 'running']);
    }
  });
});
