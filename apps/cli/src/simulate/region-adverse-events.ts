/** Discharges of a demonstration region, what a hospital watches for by itself, and what it gives for reports of adverse events. */
import type { Day } from '@fujie/core/kernel';
import type { DepartmentRow } from '@fujie/core/registers';

import { completeMonths, day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const MONTHS = 6;

/** Discharges 出院人次 of each clinical department for half a year, an event that the city hospital watches for, and what the city hospital gives in each of its departments. */
export function makeDischarges(
  world: World,
  random: Random,
  today: Day,
  departments: readonly TypedEntry<DepartmentRow>[],
): Pick<RegionRegisters, 'discharge-count' | 'adverse-event-award' | 'watched-event'> {
  const months = completeMonths(today, MONTHS);
  const clinical = departments.map(({ row }) => row).filter(({ kind }) => kind === 'clinical');
  const central = clinical.filter(({ institution }) => institution === world.code('central'));
  const last = months.at(-1) ?? '';
  return {
    'discharge-count': clinical.flatMap(({ institution, code: department }) => {
      const stream = random.fork(`${institution}/${department}`);
      return months.map((month) => ({
        row: { institution, department, month, discharges: stream.int(40, 160) },
        from: day(`${month}-01`),
        to: null,
      }));
    }),
    'watched-event': [
      {
        row: {
          ...{ institution: world.code('central'), code: 'EXTRAVASATION', nameZh: '化疗药物外渗（演示）' },
          nameEn: 'Chemotherapy extravasation (demonstration)',
          definition: '化疗药物渗出血管外，不论有无组织损伤',
          definitionEn: 'A chemotherapy drug outside of the vessel, harm or none',
        },
        from: day(`${months[0] ?? last}-01`),
        to: null,
      },
    ],
    'adverse-event-award': central.map(({ institution, code: department }) => ({
      row: {
        ...{ institution, department, month: last, awards: 2, amount: 100 },
        rule: '每例有效上报奖励，凭回执码领取（演示）',
        ruleEn: 'For each valid report, claimed by its receipt (demonstration)',
      },
      from: day(`${last}-01`),
      to: null,
    })),
  };
}
