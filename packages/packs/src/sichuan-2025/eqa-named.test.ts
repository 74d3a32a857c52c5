/** An institution that falls short is named within its days, and only in this province. Source: sichuan-2025.3#04. */
import type { Instant } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import { checkLoop, decideLoop } from '@fujie/core/loops';
import { expect, test } from 'vitest';

import { resolveJurisdiction } from '../jurisdiction.ts';

const at = (text: string): Instant => {
  const read = parseInstant(`${text}+08:00`);
  if (!read.ok) throw new Error(text);
  return read.value;
};
const opened: LoopRecord = {
  ...{ id: '0', kind: 'opened', occurredAt: at('2026-05-01T08:00:00'), recordedAt: at('2026-05-01T08:00:00') },
  ...{ by: { id: 'platform', name: '平台', role: 'platform' }, facts: {} },
};
const named = (role: string, receipt: string): LoopRecord => ({
  ...{ id: '1', kind: 'act', occurredAt: at('2026-05-06T08:00:00'), recordedAt: at('2026-05-06T08:00:00') },
  ...{ by: { id: role, name: role, role }, stage: 'name', outcome: 'named', fields: receipt === '' ? {} : { receipt } },
});
function stageAt(place: string, asOf: string, ...acts: readonly LoopRecord[]): string | undefined {
  const loop = resolveJurisdiction(place, '2026-05-01').loops.get('eqa/rectification');
  if (loop === undefined) throw new Error(place);
  expect(checkLoop(loop)).toEqual([]);
  const state = decideLoop(loop, [opened, ...acts], { asOf: at(asOf), calendar: () => null });
  return state.stages.find(({ id }) => id === 'name')?.status;
}

test.each([
  ['to the last instant of the tenth day', '2026-05-11T23:59:59', 'running'],
  ['after it', '2026-05-12T00:00:00', 'overdue'],
])('is to be named %s', (_, asOf, status) => {
  expect(stageAt('sichuan', asOf)).toBe(status);
  expect(stageAt('taiyuan', asOf)).toBeUndefined();
});

test('is named by its centre, with the number of the notice', () => {
  expect(stageAt('sichuan', '2026-05-07T00:00:00', named('qc-centre', '川检质〔2026〕3 号'))).toBe('met');
  expect(stageAt('sichuan', '2026-05-07T00:00:00', named('qc-centre', ''))).toBe('running');
  expect(stageAt('sichuan', '2026-05-07T00:00:00', named('laboratory', 'x'))).toBe('running');
});
