/** Worked examples of the loops of critical values 危急值: what an examination is asked, and how often a patient is to be tried. */
import { must, parseInstant } from '@fujie/core/kernel';
import type { LoopRecord, LoopState } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { describe, expect, test } from 'vitest';

import { criticalValueInpatient, criticalValueOutpatient } from './critical-value.ts';

const START = must(parseInstant('2026-03-02T10:00+08:00'));
const MINUTE = 60_000;
const by = (role: string) => ({ id: role, name: role, role });

type Step = readonly [what: string, role: string, fields?: Readonly<Record<string, unknown>>];

/** What is recorded, a minute apart. */
function records(facts: Readonly<Record<string, unknown>>, steps: readonly Step[]): readonly LoopRecord[] {
  const at = (minute: number) => {
    const instant = (START + minute * MINUTE) as typeof START;
    return { occurredAt: instant, recordedAt: instant };
  };
  return [
    { id: '0', kind: 'opened', ...at(0), by: by('system'), facts },
    ...steps.map(([what, role, fields = {}], index): LoopRecord => {
      const [stage = '', outcome = ''] = what.split(':');
      return { id: String(index + 1), kind: 'act', stage, outcome, fields, by: by(role), ...at(index + 1) };
    }),
  ];
}
function decided(
  definition: typeof criticalValueInpatient,
  facts: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
): LoopState {
  const all = records(facts, steps);
  const asOf = (START + 60 * MINUTE) as typeof START;
  return decideLoop(definition, all, { asOf, calendar: () => null });
}
const stage = (state: LoopState, id: string) => state.stages.find((one) => one.id === id);

const VERIFIED: Step = ['verify:confirmed', 'laboratory', { specimen: '无溶血', control: true }];
const LOOKED = { reader: '张医师', checker: '王主任', looked: true };
const LOOKED_AGAIN: Step = ['reread:confirmed', 'laboratory', LOOKED];
const TOLD: Step = ['notify:told', 'laboratory', { channel: 'telephone', receiver: '护士' }];
const RECEIVED: Step = ['receive:received', 'nurse', { value: '急性心梗', readBack: true }];
const INFORMED: Step = ['inform:told', 'nurse', { doctor: '李医师' }];

describe('verifying', () => {
  test.each([
    ['of a test', { kind: 'laboratory' }, 'verify', 'reread'],
    ['of an examination', { kind: 'examination' }, 'reread', 'verify'],
    ['of what was opened before the kind was told', {}, 'verify', 'reread'],
  ])('%s is asked its own questions alone', (_, facts, asked, other) => {
    const state = decided(criticalValueInpatient, facts, []);
    expect([stage(state, asked)?.status, stage(state, other)?.status]).toEqual(['overdue', 'not-needed']);
  });

  test.each([
    ['reader', { ...LOOKED, reader: ' ' }],
    ['checker', { ...LOOKED, checker: undefined }],
    ['looked', { ...LOOKED, looked: false }],
  ])('an examination without its %s confirms nothing', (field, fields) => {
    const state = decided(criticalValueInpatient, { kind: 'examination' }, [
      ['reread:confirmed', 'laboratory', fields],
    ]);
    expect(stage(state, 'reread')?.doneAt).toBeNull();
    expect(state.findings).toMatchObject([{ flaw: 'no-evidence', fields: [field] }]);
  });

  test('an examination is told once it was looked at again, without a word on specimen and control', () => {
    const state = decided(criticalValueInpatient, { kind: 'examination' }, [LOOKED_AGAIN, TOLD]);
    expect([stage(state, 'notify')?.status, stage(state, 'receive')?.startedAt !== null]).toEqual(['met', true]);
    expect(state.findings).toEqual([]);
  });

  const CHECKED = { specimen: '无溶血', control: true };
  const missing = (facts: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>>) =>
    decided(criticalValueInpatient, { kind: 'laboratory', ...facts }, [
      ['verify:confirmed', 'laboratory', fields],
    ]).findings.flatMap((finding) => finding.fields ?? []);

  test.each([
    ['one person signed', 'one', ['checker']],
    ['names nobody', 'none', ['checker']],
    ['two signed', 'two', []],
    ['names nobody, and the system of the laboratory holds it back', 'held', []],
  ])('a test whose report %s needs %j: %j', (_, signed, needed) => {
    expect(missing({ signed }, CHECKED)).toEqual(needed);
    expect(missing({ signed }, { ...CHECKED, checker: '王技师' })).toEqual([]);
  });

  test.each([
    ['before-report', 'repeatedBefore', 'repetition'],
    ['after-report', 'repetition', 'repeatedBefore'],
    ['by-need', 'repetition', 'repeatedBefore'],
  ])('a test of which the list says %s says in %s what became of the repeat', (repeatRule, asked, other) => {
    const facts = { signed: 'two', repeatRule };
    const said = { ...CHECKED, repeatValue: '6.9' };
    expect(missing(facts, { ...said, [asked]: 'agrees' })).toEqual([]);
    expect(missing(facts, { ...said, [other]: 'agrees' })).toEqual([asked]);
    expect(missing(facts, { ...CHECKED, [asked]: 'agrees' })).toEqual(['repeatValue']);
  });

  test('what the list wants repeated first needs a repeat, or a word on why there can be none', () => {
    expect(Object.keys(criticalValueInpatient.fields['repeatedBefore']?.options ?? {})).toEqual([
      'agrees',
      'impossible',
    ]);
  });

  test('what was opened before any of this was asked needs none of it', () => {
    expect(missing({ signed: undefined, repeat: 'before-report' }, CHECKED)).toEqual([]);
  });

  test('what does not fit the patient is looked at again by whom it came from', () => {
    const doubted: Step = ['act:doubted', 'doctor', { reason: '与症状不符' }];
    const again = (kind: string, first: Step) => {
      const state = decided(criticalValueInpatient, { kind }, [first, TOLD, RECEIVED, INFORMED, doubted]);
      return [stage(state, 'verify')?.status, stage(state, 'reread')?.status];
    };
    expect(again('examination', LOOKED_AGAIN)).toEqual(['not-needed', 'overdue']);
    expect(again('laboratory', VERIFIED)).toEqual(['overdue', 'not-needed']);
  });

  test('an examination that is not confirmed is none', () => {
    const denied: Step = ['reread:false', 'laboratory', { reason: '导联接反', checker: '王主任' }];
    expect(decided(criticalValueInpatient, { kind: 'examination' }, [denied]).status).toBe('void');
  });
});

describe('a patient who cannot be reached', () => {
  const tried = (whom: string): Step => ['reach:unreached', 'doctor', { channel: 'telephone', tried: whom }];
  const EXHAUSTED: Step = ['reach:exhausted', 'doctor', { reason: '无人接听', takenOverBy: '总值班' }];
  const after = (facts: Readonly<Record<string, unknown>>, steps: readonly Step[]) =>
    decided(criticalValueOutpatient, facts, [VERIFIED, TOLD, RECEIVED, INFORMED, ...steps, EXHAUSTED]);
  const NEW = { kind: 'laboratory' };

  test('is tried three times, a figure of no document', () => {
    expect(criticalValueOutpatient.parameters['attempts']).toMatchObject({ value: 3, unit: 'count', source: 'local' });
  });

  test.each([
    ['nobody', []],
    ['two of two kinds', ['patient', 'family']],
    ['three of one kind', ['patient', 'patient', 'patient']],
  ])('is not given up after %s', (_, whom) => {
    const state = after(NEW, whom.map(tried));
    expect(stage(state, 'reach')).toMatchObject({ doneAt: null, attempts: whom.length });
    expect(state.findings).toMatchObject([
      {
        flaw: 'too-few-attempts',
        stage: 'reach',
        tried: { attempts: whom.length, kinds: new Set(whom).size, least: 3, leastKinds: 2 },
      },
    ]);
  });

  test.each([[['patient', 'patient', 'family']], [['patient', 'community', 'police']]])(
    'is given up after %j',
    (whom) => {
      const state = after(NEW, whom.map(tried));
      expect(stage(state, 'reach')).toMatchObject({ outcome: 'exhausted', attempts: 3 });
      expect(state.findings).toEqual([]);
    },
  );

  test('whom nobody names was not tried', () => {
    const blank: Step = ['reach:unreached', 'doctor', { channel: 'telephone' }];
    const state = after(NEW, [tried('patient'), tried('family'), blank]);
    expect(state.findings).toMatchObject([
      { flaw: 'no-evidence', fields: ['tried'] },
      { flaw: 'too-few-attempts', tried: { attempts: 2 } },
    ]);
  });

  test('is asked of nobody whose loop was opened before this was asked', () => {
    const blank: Step = ['reach:unreached', 'doctor', { channel: 'telephone' }];
    const state = after({}, [blank]);
    expect(stage(state, 'reach')?.outcome).toBe('exhausted');
    expect(state.findings).toEqual([]);
  });
});

describe('an outpatient or emergency patient', () => {
  const TREATED: Step = ['act:treated', 'doctor', { seenAt: '2026-03-02T10:05+08:00', measures: '静脉推注' }];
  const reached = { reached: '患者本人', channel: 'telephone', advice: '立即返院' };
  const after = (ofPresent: string | undefined, reach: Step) =>
    decided(criticalValueOutpatient, { kind: 'laboratory', ofPresent }, [
      ...[VERIFIED, TOLD, RECEIVED, INFORMED, reach, TREATED],
    ]);
  const PRESENT: Step = ['reach:present', 'doctor'];

  test('who is still here is handed over within the hours of an inpatient; who was called back is not', () => {
    expect(stage(after('hand-over', PRESENT), 'hand-over')).toMatchObject({
      ...{ status: 'running', dueAt: START + 6 * MINUTE + 12 * 60 * MINUTE },
    });
    expect(stage(after('hand-over', ['reach:reached', 'doctor', reached]), 'hand-over')?.status).toBe('not-needed');
  });

  test('whose loop was opened before this was asked is not handed over', () => {
    expect(stage(after(undefined, PRESENT), 'hand-over')?.status).toBe('not-needed');
  });
});
