/** Whom loops tell as they begin, whatever their owner does meanwhile. */
import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { expect, test } from 'vitest';

import { packsOf, resolveJurisdiction } from './jurisdiction.ts';
import { composeLoops } from './loops.ts';

const OPENED = must(parseInstant('2026-03-02T09:00'));
const at = (minutes: number): { readonly occurredAt: Instant; readonly recordedAt: Instant } => {
  const instant = (OPENED + minutes * 60_000) as Instant;
  return { occurredAt: instant, recordedAt: instant };
};
const by = (role: string) => ({ id: role, name: '', role });

// national-2022.art.34#02, sichuan-2025.5#03; henan-2025.mq.2#02, mq.8#02; henan-2023.t3.1#02.
test.each([
  ['taiyuan', 'recognition/deviation', 'begin', ['hospital-head@institution']],
  ['sichuan', 'recognition/deviation', 'begin', ['hospital-head@institution', 'commission@region']],
  ['henan', 'organisation/officer-missing', 'mend', ['department-head@department']],
  ['henan', 'organisation/department-without-target', 'mend', ['department-head@department']],
  ['henan', 'critical-value/list-review', 'do', ['laboratory@institution']],
])('in %s those of %s hear of %s at once, though its owner has looked: %j', (place, id, stage, told) => {
  const definition = resolveJurisdiction(place, '2026-03-02').loops.get(id);
  if (definition === undefined) throw new Error(`no loop ${id} in ${place}`);
  const records: readonly LoopRecord[] = [
    { id: '1', kind: 'opened', by: by('platform'), facts: { dueAt: '2026-04-02' }, ...at(0) },
    { id: '2', kind: 'seen', stage, by: by('quality-office'), ...at(1) },
  ];
  const { alerts } = decideLoop(definition, records, { asOf: at(24 * 60).recordedAt, calendar: () => null });
  const beside = alerts.filter(({ isAtOnce }) => isAtOnce === true).map(({ to }) => `${to.role}@${to.at}`);
  expect(new Set(beside)).toEqual(new Set(told));
  expect(alerts.map(({ to }) => `${to.role}@${to.at}`)).toEqual(expect.arrayContaining(told));
});

test('a refinement that tells somebody of a stage that is none is refused, so that nobody is left untold by a slip', () => {
  const packs = packsOf('taiyuan').map((pack, place) =>
    place === 0
      ? { ...pack, refinements: [] }
      : {
          ...pack,
          refinements: [
            {
              ...{ loop: 'recognition/deviation', clauses: ['taiyuan-2024.7.4#02'] },
              tells: [{ of: ['beginn'], percent: 0, to: { role: 'commission', at: 'region' } as const }],
            },
          ],
        },
  );
  const composed = composeLoops(packs);
  expect(composed.ok ? [] : composed.problems.map(({ path }) => path)).toContain('recognition/deviation.beginn');
});
