/**
 * Blind samples of a demonstration 演示飞行盲样: the failed one that the registers know, one whose results came by the ordinary way and wait to be judged,
 * one on its way, one that was lost.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';
import type { PastBlind } from '@fujie/server/demonstration';
import { ingestMany, recordPastBlind } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import { toBundle } from '../simulate/bundle.ts';
import { blindSampleDays, plantOf } from '../simulate/plants.ts';
import type { LaboratoryReport, ResultLine } from '../simulate/reports.ts';
import type { InstitutionRole, Jurisdiction, World } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';
import { at, deviceOf } from '../simulate/writer.ts';

/** Item, target, allowable error in percent, and what the laboratory reports of it. */
type Measured = readonly [item: string, target: number, percent: number, reported: number];
const WAITING: readonly Measured[] = [
  ['K', 4.1, 6, 4.14],
  ['GLU', 5.6, 7, 6.12],
];
const FAILED: Measured = [plantOf('blind-sample-failed').item, 106, 12, 128];
/** Nobody: a name and number under which the centre handed the sample in. */
const MRN = 'BS261108';
const NAME = '赵平';

const targetsOf = (measured: readonly Measured[]): PastBlind['targets'] =>
  measured.map(([item, value, percent]) => ({ item, value, criterion: { type: 'pct', percent }, accepted: null }));

/** Hands them in, and lets the laboratory report one of them. */
export async function hidePast(deps: Deps, jurisdiction: Jurisdiction, today: Day): Promise<void> {
  const world = planWorld(jurisdiction);
  const report = reportOf(world, today);
  await ingestMany(deps, report.plan.code, [toBundle(report)]);
  const centre = { region: world.province, centre: { id: 'qc-centre', name: '省质控中心' } };
  await recordPastBlind(deps, centre, samplesOf(world, today));
}

function samplesOf(world: World, today: Day): readonly PastBlind[] {
  const { measuredOn, suspendedFrom } = blindSampleDays(today);
  const sample = (number: number, role: InstitutionRole, handedOn: Day, measured: readonly Measured[]) => ({
    ...{ code: `MP-${today.slice(0, 4)}-0${String(number)}`, institution: world.code(role), handedOn },
    ...{ mrn: number === 3 ? MRN : `BS${String(number)}`, name: NAME, hiddenAt: at(addDays(handedOn, -1), 15) },
    ...{ targets: targetsOf(measured), end: null },
  });
  const [item, , , value] = FAILED;
  const found = {
    ...{ item, number: value, comparator: null, written: null, unit: null, measuredOn, reportNo: null },
    reportedMs: at(measuredOn, 11),
  };
  return [
    {
      ...sample(1, plantOf('blind-sample-failed').role, measuredOn, [FAILED]),
      end: { at: at(suspendedFrom, 9), found: [found] },
    },
    {
      ...sample(2, 'private', addDays(today, -9), WAITING.slice(0, 1)),
      end: { at: at(addDays(today, -8), 10), reason: '样品途中破损，未能送检' },
    },
    sample(3, 'county', addDays(today, -2), WAITING),
    sample(4, 'central', today, [FAILED]),
  ];
}

/** What looks like any report of an out-patient. */
function reportOf(world: World, today: Day): LaboratoryReport {
  const code = world.code('county');
  const plan = world.institutions.find((one) => one.code === code);
  if (plan === undefined) throw new RangeError(`No institution ${code}`);
  const day = addDays(today, -1);
  return {
    ...{ kind: 'laboratory', number: `L${day.replaceAll('-', '')}90001`, plan, title: '血清生化', status: 'final' },
    registration: {
      ...{ institution: code, mrn: MRN, name: NAME, sex: 'male', birthOn: addDays(today, -20_000) },
      ...{ residentId: null, healthCard: null, phone: null, person: 'nobody' },
    },
    ...{ encounterClass: 'AMB', encounter: `AMB${MRN}`, physician: null },
    ...{ orderedAt: at(day, 8, 12), collectedAt: at(day, 8, 40), reportedAt: at(day, 10, 25) },
    ordered: WAITING.map(([item]) => item),
    lines: WAITING.map(([item, , , value]): ResultLine => {
      const unit = CATALOGUE_ITEMS.find((one) => one.code === item)?.unit ?? '1';
      return {
        ...{ item, value, unit: { code: unit, printed: unit }, low: null, high: null, referenceText: null },
        ...{ method: null, device: deviceOf(item), lot: null, marks: [] },
      };
    }),
  };
}
