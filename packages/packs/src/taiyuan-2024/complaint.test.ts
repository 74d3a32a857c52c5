/** The ladder of a complaint 监督举报 goes up to the authority above. Source: taiyuan-2024.3.2#03 (in time: a proposal). */
import { parseInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord } from '@fujie/core/loops';
import { checkLoop, decideLoop, withLocalFigures } from '@fujie/core/loops';
import { expect, test } from 'vitest';

import { complaint } from './complaint.ts';

const at = (text: string): Instant => {
  const read = parseInstant(`${text}+08:00`);
  if (!read.ok) throw new Error(text);
  return read.value;
};
const by = { id: 'page', name: '网页', role: 'public' };
const opened: LoopRecord = {
  ...{ id: '1', kind: 'opened', occurredAt: at('2024-05-20T00:00:00'), recordedAt: at('2024-05-20T00:00:00') },
  ...{ by, facts: {} },
};
/** Accepted until the end of the next working day: 48 hours. */
const told = (definition: LoopDefinition, asOf: string): readonly string[] =>
  decideLoop(definition, [opened], { asOf: at(asOf), calendar: () => null }).alerts.map(
    ({ percent, to }) => `${String(percent)} ${to.at}`,
  );

test('tells the authority above at one and a half times a limit, and not before', () => {
  expect(checkLoop(complaint)).toEqual([]);
  expect(told(complaint, '2024-05-22T23:59:59')).toEqual(['0 region', '80 region', '100 region']);
  expect(told(complaint, '2024-05-23T00:00:00')).toEqual(['0 region', '80 region', '100 region', '150 above']);
});

test('tells it when a region says so, on either side', () => {
  const later = withLocalFigures(complaint, [{ loop: complaint.id, parameter: 'above', value: 200 }]);
  expect(told(later, '2024-05-23T23:59:59')).not.toContain('200 above');
  expect(told(later, '2024-05-24T00:00:00')).toContain('200 above');
});

test('is no ladder with a rung that is no percentage', () => {
  const faulty = { ...complaint, escalation: [{ percent: { parameter: 'accept' }, to: { role: 'a', at: 'above' } }] };
  expect(checkLoop(faulty as LoopDefinition)).toEqual([
    'loop complaint/handling: tells somebody at accept, which is no percentage',
  ]);
});
