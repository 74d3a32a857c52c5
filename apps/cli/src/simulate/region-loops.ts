/** What a demonstration region sets for its loops: figures that no document states. */
import type { RegionRegisters } from './entries.ts';
import { since } from './entries.ts';
import { WORLD_START } from './region-places.ts';
import type { World } from './world.ts';

/** The city hospital rechecks earlier than proposed. */
export function makeLoopFigures(world: World): Pick<RegionRegisters, 'loop-parameter'> {
  return {
    'loop-parameter': since(WORLD_START, [
      {
        loop: 'critical-value/inpatient',
        parameter: 'recheck',
        institution: world.code('central'),
        value: 12,
        note: '医院危急值管理制度（演示）',
      },
    ]),
  };
}
