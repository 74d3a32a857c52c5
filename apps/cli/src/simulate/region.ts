/** All registers of a demonstration region 演示区域, made from a seed. */
import type { Day } from '@fujie/core/kernel';
import { resolveJurisdiction } from '@fujie/packs';

import { announcedWorkdays } from './calendar.ts';
import type { RegionRegisters, RegisterId } from './entries.ts';
import { since } from './entries.ts';
import { createRandom } from './random.ts';
import { makeCatalogue } from './region-catalogue.ts';
import { makePlaces, WORLD_START } from './region-places.ts';
import { makeBlindSamples, makeEqa, makeSuspensions } from './region-eqa.ts';
import { makeDischarges } from './region-adverse-events.ts';
import { makeCriticalThresholds } from './region-critical.ts';
import { makeInspectors } from './region-inspection.ts';
import { makeLoopFigures } from './region-loops.ts';
import { makeLists } from './region-lists.ts';
import { makeOrganisation } from './region-organisation.ts';
import { makeResources } from './region-resources.ts';
import { makeTestSystems } from './region-iqc.ts';
import { makeTasks } from './region-tasks.ts';
import { makeIndicators } from './region-indicators.ts';
import { makeTargets } from './region-targets.ts';
import { makeInstruments, makeIqc } from './region-quality.ts';
import type { Jurisdiction, World } from './world.ts';
import { planWorld } from './world.ts';

export interface Region {
  readonly world: World;
  readonly today: Day;
  readonly registers: RegionRegisters;
}

/** A province with its hospitals, lists and quality data as they stand on `today`; the same seed gives the same region. */
export function generateRegion(
  seed: number,
  options: {
    readonly jurisdiction: Jurisdiction;
    readonly today: Day;
    /** How far back there will be reports, so that the quality data reach as far. */
    readonly days?: number;
    /** The day up to which quality control went on after `today`; what was there on `today` stays as it was. */
    readonly until?: Day;
  },
): Region {
  const { jurisdiction, today, days = 60, until = today } = options;
  const random = createRandom(seed).fork(`region/${jurisdiction}`);
  const world = planWorld(jurisdiction);
  const catalogue = makeCatalogue(world, random.fork('catalogue'), today);
  const places = makePlaces(world, random.fork('places'), today);
  const equipment = makeInstruments(world, random.fork('instruments'), today, until);
  const facts = {
    ...places,
    ...catalogue,
    ...makeLists(world, today),
    ...makeEqa(world, today, until),
    'blind-sample': makeBlindSamples(world, today),
  };
  return {
    world,
    today,
    registers: {
      ...facts,
      'iqc-monthly': makeIqc(world, random.fork('iqc'), { today, until, days }, catalogue['quality-requirement']),
      ...equipment,
      ...makeTestSystems(equipment.instrument, today),
      ...makeResources(world, random.fork('resources'), today, { ...places, ...catalogue, ...equipment }),
      suspension: makeSuspensions(world, { today, until }, facts, resolveJurisdiction(jurisdiction, until).parameters),
      ...makeLoopFigures(world),
      ...makeInspectors(world, jurisdiction === 'taiyuan' ? '' : 'sc-'),
      'critical-threshold': makeCriticalThresholds(world),
      ...makeOrganisation(world, today, places.practitioner),
      ...makeTargets(world, today, places.practitioner),
      ...makeIndicators(world, today, places.practitioner),
      ...makeTasks(world, today, places),
      ...makeDischarges(world, random.fork('discharges'), today, places.department),
      workday: since(WORLD_START, announcedWorkdays(until)),
    },
  };
}

/** What quality control of a region added or settled between two days: the entries that are other than they were. */
export function changesSince(before: Region, after: Region): ReadonlyMap<RegisterId, RegionRegisters[RegisterId]> {
  const changes = new Map<RegisterId, RegionRegisters[RegisterId]>();
  for (const id of Object.keys(after.registers) as RegisterId[]) {
    const known = new Set(before.registers[id].map((entry) => JSON.stringify(entry)));
    const others = after.registers[id].filter((entry) => !known.has(JSON.stringify(entry)));
    if (others.length > 0) changes.set(id, others as RegionRegisters[RegisterId]);
  }
  return changes;
}
