/**
 * Indicators that the city hospital of a demonstration region gave to its departments, and what these entered by month. Planted: most of the forty
 * have no department yet; one department entered nothing of the last month, one no analysis.
 */
import type { Day } from '@fujie/core/kernel';
import type { DepartmentIndicatorMonthRow, IndicatorDutyRow, PractitionerRow } from '@fujie/core/registers';

import { completeMonths, day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import type { World } from './world.ts';

type Indicators = Pick<RegionRegisters, 'indicator-duty' | 'department-indicator-month'>;
type Entered = 'whole' | 'without-analysis' | 'not-the-last';

const OFFICE = 'YWK';
const BASIS = '科室质控员统计（演示）';
/** What each department has, and how far it entered the last month. */
const GIVEN: readonly (readonly [department: string, indicators: readonly string[], entered: Entered])[] = [
  ['XNK', ['henan-2023.ind.3.3', 'core-systems.cs35#05'], 'whole'],
  ['JZK', ['henan-2023.ind.3.2', 'henan-2023.ind.3.4', 'core-systems.cs35#05'], 'without-analysis'],
  ['PWK', ['henan-2023.ind.4.10', 'henan-2023.ind.5.3', 'henan-2023.ind.5.4'], 'not-the-last'],
  ['JYK', ['henan-2023.ind.4.7', 'henan-2023.ind.4.9'], 'whole'],
];

export function makeIndicators(
  world: World,
  today: Day,
  practitioners: readonly TypedEntry<PractitionerRow>[],
): Indicators {
  const institution = world.code('central');
  const months = completeMonths(today, 2);
  const [first = '', last] = months;
  const from = day(`${first}-01`);
  const ownerOf = (department: string): string =>
    practitioners.find(({ row }) => row.institution === institution && row.department === department)?.row.code ?? '';
  const duties = GIVEN.flatMap(([department, indicators]) =>
    indicators.map((indicator): IndicatorDutyRow => ({
      ...{ institution, indicator, department, owner: ownerOf(department), office: OFFICE },
    })),
  );
  const entered = GIVEN.flatMap(([department, indicators, how]) =>
    indicators.flatMap((indicator, place) =>
      months
        .filter((month) => month !== last || how !== 'not-the-last')
        .map((month): DepartmentIndicatorMonthRow => ({
          ...{
            institution,
            month,
            indicator,
            department,
            numerator: 15 + place,
            denominator: 20 + place,
            basis: BASIS,
          },
          analysis: month === last && how === 'without-analysis' ? null : '与上月相比无明显变化（演示）',
        })),
    ),
  );
  return { 'indicator-duty': since(from, duties), 'department-indicator-month': since(from, entered) };
}
