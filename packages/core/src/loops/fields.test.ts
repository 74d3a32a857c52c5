import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { checkFields, checkRepeated, checkTimes } from './fields.ts';
import type { FieldDefinition, OutcomeDefinition, StageDefinition } from './types.ts';

const field = (kind: FieldDefinition['kind']): FieldDefinition => ({ zh: '项', en: 'Field', kind });
const fields = {
  text: field('text'),
  sure: field('boolean'),
  count: field('number'),
  at: field('instant'),
  on: field('day'),
  how: { ...field('choice'), options: { phone: { zh: '电话', en: 'Telephone' } } },
  causes: field('counts'),
  other: field('long-text'),
};
const outcome: OutcomeDefinition = {
  zh: '',
  en: '',
  effect: 'done',
  requires: ['text', 'sure', 'count'],
  asks: ['at', 'on', 'how', 'causes'],
};
const pathsOf = (given: Readonly<Record<string, unknown>>) =>
  checkFields({ fields }, outcome, given).map(({ path }) => path);

test('fields of the right kind fit, whichever are given', () => {
  expect(pathsOf({})).toEqual([]);
  expect(
    pathsOf({
      text: 'x',
      sure: true,
      count: 1,
      at: '2026-03-02T09:00+08:00',
      on: '2026-03-02',
      how: 'phone',
      causes: 'x 1',
    }),
  ).toEqual([]);
});

test('what has another kind, or is not asked for, is named', () => {
  const wrong = {
    text: 1,
    sure: 'yes',
    count: Number.NaN,
    at: '2026-03-02',
    on: '2026-02-30',
    how: 'pigeon',
    causes: 'x',
  };
  expect(pathsOf(wrong)).toEqual(Object.keys(wrong).map((name) => `fields.${name}`));
  expect(pathsOf({ other: 'x', toString: 'x' })).toEqual(['fields.other', 'fields.toString']);
  expect(pathsOf({ text: 'x'.repeat(4001) })).toEqual(['fields.text']);
});

test('a number is at least nothing, or what its field says', () => {
  const bounded = {
    ...fields,
    text: { ...field('number'), least: 1 },
    sure: { ...field('number'), least: null },
  } as const;
  const faults = (given: Readonly<Record<string, unknown>>) =>
    checkFields({ fields: bounded }, outcome, given).map(({ path, message, messageZh }) => [path, message, messageZh]);
  expect(faults({ count: 0, text: 1, sure: -5 })).toEqual([]);
  expect(faults({ count: -5, text: 0 })).toEqual([
    ['fields.count', '`count` is less than 0: give 0 or more', '“count”不应小于 0：请填写 0 或以上的数'],
    ['fields.text', '`text` is less than 1: give 1 or more', '“text”不应小于 1：请填写 1 或以上的数'],
  ]);
  expect(faults({ count: '-5' })).toEqual([['fields.count', '`count` is not a number', '“count”应为数字']]);
});

test('whoever records it is nobody else, by whichever name', () => {
  const checked: OutcomeDefinition = { ...outcome, byOther: ['text'] };
  const faults = (text: string) =>
    checkFields({ fields }, checked, { text }, { id: 'H1/T07', name: '王 五' }).map(({ path }) => path);
  expect(['王五', 't07', 'H1/T07', ' 王　五'].map(faults)).toEqual(Array(4).fill(['fields.text']));
  expect(['李四', 'T08', ''].map(faults)).toEqual([[], [], []]);
  expect(checkFields({ fields }, checked, { text: '王五' })).toEqual([]);
});

test('persons who are to differ do: spaces and width make nobody another', () => {
  const two: OutcomeDefinition = { ...outcome, requires: ['text', 'other'], differ: ['text', 'other'] };
  const faults = (text: string, other: string) =>
    checkFields({ fields }, two, { text, other }).map(({ path, message }) => [path, message]);
  expect(faults('张医师', '王主任')).toEqual([]);
  expect(faults('张医师', ' 张 医师')).toEqual([
    ['fields.other', expect.stringContaining('names the same person as “Field”: name somebody else')],
  ]);
  expect(faults('Zhang', 'ＺＨＡＮＧ')).toHaveLength(1);
  expect(faults('', '')).toEqual([]);
});

// core-systems.14#04
test.each([
  ['7.2', '7.2', true],
  ['7.2', ' 7.20 mmol/L', true],
  ['7.2', '钾７．２', true],
  ['>1000', '大于 1000', true],
  ['7.2', '7.1', false],
  ['7.2', '72', false],
  ['7.2', '7. 2', false],
  ['7.2', '已复读', false],
  // Nothing is not enough for another reason, and words are repeated in other words.
  ['7.2', ' ', true],
  ['急性前壁心肌梗死', '急性心梗', true],
])('what was told as %s and is read back as %s is the same: %s', (value, said, isSame) => {
  const repeated: OutcomeDefinition = { ...outcome, requires: ['text'], repeats: ['text'] };
  const paths = checkRepeated(repeated, { text: said }, { text: value }).map(({ path }) => path);
  expect(paths).toEqual(isSame ? [] : ['fields.text']);
});

// A plan of 31 December 9999 would never be overdue.
test('a day by which a later stage is due lies within a year of the act, any other day or time within ten', () => {
  const stage = (id: string, limit: StageDefinition['limit']) => ({ id, limit }) as StageDefinition;
  const stages = [stage('plan', { parameter: 'plan' }), stage('carry-out', { fact: 'on', of: 'plan' })];
  const on = '2026-03-02' as Day;
  const faultsIn = (id: string, given: Readonly<Record<string, unknown>>) =>
    checkTimes({ fields, stages }, id, given, on).map(({ path }) => path);
  expect(faultsIn('plan', { on: '2027-03-03', at: '2016-03-01T00:00' })).toEqual([]);
  expect(faultsIn('plan', { on: '2025-03-01' })).toEqual([]);
  expect(faultsIn('plan', { on: '2027-03-04' })).toEqual(['fields.on']);
  expect(faultsIn('plan', { on: '9999-12-31', at: '0001-01-01T00:00' })).toEqual(['fields.on', 'fields.at']);
  // At another stage it is no limit.
  expect(faultsIn('carry-out', { on: '2027-03-04' })).toEqual([]);
  expect(faultsIn('carry-out', { on: '2036-03-03', text: '9999-12-31', other: 1 })).toEqual(['fields.on']);
});

test('signs that nobody sees make nobody another', () => {
  const two: OutcomeDefinition = { ...outcome, requires: ['text', 'other'], differ: ['text', 'other'] };
  const given = { text: '张医师', other: '张\u200b医\u2060师\u3164' };
  expect(checkFields({ fields }, two, given).map(({ path }) => path)).toEqual(['fields.other']);
});
