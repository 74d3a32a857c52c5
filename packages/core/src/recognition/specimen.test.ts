import { expect, test } from 'vitest';

import { specimenKind } from './specimen.ts';

test.each([
  ['血清', 'blood'],
  ['Serum', 'blood'],
  ['静脉血', 'blood'],
  ['血清/血浆', 'blood'],
  ['EDTA 全血', 'blood'],
  ['末梢血／静脉全血', 'blood'],
  ['24小时尿', 'urine'],
  ['尿', 'urine'],
  ['粪便', 'stool'],
  ['脑脊液', 'cerebrospinal-fluid'],
  ['痰液', 'sputum'],
  ['胸腹水', 'serous-fluid'],
])('a laboratory that writes %s means %s', (name, kind) => {
  expect(specimenKind(name)).toBe(kind);
});

test.each(['各类标本', '鼻咽拭子', '血清/尿液', '血培养瓶', '', null, undefined])('%s tells no kind', (name) => {
  expect(specimenKind(name)).toBeNull();
});
