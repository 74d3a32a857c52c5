/** External quality assessment of a demonstration 演示室间质评: programmes of the province's centre and their rounds. */
import type { Day } from '@fujie/core/kernel';
import type { PastEqa } from '@fujie/server/demonstration';

import { PROGRAMMES } from '../simulate/eqa-programmes.ts';
import { eqaSeries } from '../simulate/eqa-series.ts';
import { organiserOf } from '../simulate/region-places.ts';
import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

export function pastEqa(seed: number, jurisdiction: Jurisdiction, today: Day): PastEqa {
  const world = planWorld(jurisdiction);
  const organiser = organiserOf(world, world.province);
  return {
    region: world.province,
    centre: { id: 'qc-centre', name: '省质控中心' },
    programmes: PROGRAMMES.map(({ code, nameZh, nameEn, samples, rounds, items }) => ({
      ...{ organiser, code, nameZh, nameEn, samples, rounds, items },
    })),
    rounds: eqaSeries(seed, world, today),
  };
}
