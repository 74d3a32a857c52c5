/**
 * Yearly targets of the city hospital of a demonstration region, given to its departments and followed by month, and what it entered of
 * the indicators of the core systems. Planted: a target that was given to nobody, a department without any, one whose target did not come down to its staff.
 */
import type { Day } from '@fujie/core/kernel';
import type {
  DepartmentTargetRow,
  IndicatorMonthRow,
  PractitionerRow,
  QualityTargetRow,
  StaffTargetRow,
} from '@fujie/core/registers';

import { completeMonths, day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import type { World } from './world.ts';

type Targets = Pick<
  RegionRegisters,
  'quality-target' | 'department-target' | 'staff-target' | 'target-value' | 'indicator-month'
>;

/** Whose target did not come down to its staff. */
const NOT_TO_PERSONS = 'EK';
const BASIS = '科室质控员统计（演示）';
/** Given to all departments but one, to the surgical ones, to the laboratory, and to nobody. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  VTE: ['XNK', 'XHK', 'NFM', 'PWK', 'FCK', 'JZK'],
  AE: ['XNK', 'XHK', 'PWK', 'EK', 'JZK', 'JYK', 'YXK'],
  'CL-06': ['JYK'],
  'CL-12': ['JYK'],
  ZDBM: [],
};
/** What the laboratory reached of its own targets in the first month, and how far each later one comes. */
const OF_LABORATORY: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['CL-06', [0.55, -0.05]],
  ['CL-12', [290, -12]],
]);
const [COLLECTED, ENTERED] = [
  ['03', '05', '07', '14', '16'],
  ['03', '05', '31', '32'],
] as const;

export function makeTargets(world: World, today: Day, practitioners: readonly TypedEntry<PractitionerRow>[]): Targets {
  const institution = world.code('central');
  const year = Number(today.slice(0, 4));
  const from = day(`${String(year)}-01-01`);
  const of = { institution, year };
  const target = (
    code: string,
    nameZh: string,
    nameEn: string,
    figures: Pick<QualityTargetRow, 'source' | 'baseline' | 'aim'>,
  ): QualityTargetRow => ({ ...of, target: code, nameZh, nameEn, direction: 'up', unit: '%', ...figures });
  const ownerOf = (department: string): string =>
    practitioners.find(({ row }) => row.institution === institution && row.department === department)?.row.code ?? '';
  const given = Object.entries(GIVEN).flatMap(([code, departments]) =>
    departments.map((department): DepartmentTargetRow => ({
      ...{ ...of, target: code, department, owner: ownerOf(department), aim: null },
      baseline: null,
    })),
  );
  const months = completeMonths(today, 3).filter((month) => month.startsWith(String(year)));
  const reached = (target: string, place: number, step: number): number => {
    const [first, each] = OF_LABORATORY.get(target) ?? [62 + ((place * 7) % 24), 3];
    return Number((first + each * step).toFixed(2));
  };
  const last = months.at(-1);
  /** What was collected of the first month, a little less than of the last. */
  const before = (indicator: string): IndicatorMonthRow => ({
    ...{ institution, month: months[0] ?? '', indicator, numerator: 36 + Number(indicator), denominator: 60 },
    ...{ basis: BASIS, analysis: null, feedback: null, action: null },
  });
  const entry = (indicator: string): IndicatorMonthRow => {
    const isWhole = ENTERED.some((one) => one === indicator);
    const isCounted = COLLECTED.some((one) => one === indicator);
    return {
      ...{ institution, month: last ?? '', indicator },
      numerator: isCounted ? 40 + Number(indicator) : null,
      denominator: isCounted ? 60 : null,
      basis: isCounted ? BASIS : null,
      analysis: isWhole ? '已按科室分析差距（演示）' : null,
      feedback: isWhole ? '已在院周会反馈（演示）' : null,
      action: isWhole ? '纳入下月整改并复查（演示）' : null,
    };
  };
  return {
    'quality-target': since(from, [
      target('VTE', '静脉血栓栓塞症规范预防率', 'Proper prevention of venous thromboembolism', {
        ...{ source: 'nation', baseline: 60, aim: 80 },
      }),
      target('AE', '不良事件主动报告', 'Adverse events reported unprompted', {
        ...{ source: 'nation', baseline: 65, aim: 75 },
      }),
      target('ZDBM', '病案首页主要诊断编码正确率', 'Main diagnosis coded correctly', {
        ...{ source: 'province', baseline: 78, aim: 90 },
      }),
      {
        ...target('CL-06', '标本拒收率', 'Rejected specimens', { source: 'institution', baseline: 0.6, aim: 0.4 }),
        direction: 'down',
      },
      {
        ...target('CL-12', '检验总周转时间第90百分位数', 'Turnaround, 90th percentile', {
          ...{ source: 'institution', baseline: 300, aim: 240 },
        }),
        ...{ direction: 'down', unit: 'min' },
      },
    ]),
    'department-target': since(from, given),
    'staff-target': since(from, partsOf(practitioners, given)),
    'target-value': since(
      from,
      given.flatMap(({ target: code, department }, place) =>
        months.map((month, index) => ({
          ...{ ...of, target: code, department, month },
          ...{ value: reached(code, place, index), basis: BASIS },
        })),
      ),
    ),
    'indicator-month':
      last === undefined
        ? []
        : since(from, [...(months.length > 1 ? COLLECTED.map(before) : []), ...[...COLLECTED, '31', '32'].map(entry)]),
  };
}

/** A part for each of the staff in the first target that the department was given. */
function partsOf(
  practitioners: readonly TypedEntry<PractitionerRow>[],
  given: readonly DepartmentTargetRow[],
): readonly StaffTargetRow[] {
  return practitioners.flatMap(({ row: { institution, code, department } }) => {
    const first = given.find((row) => row.institution === institution && row.department === department);
    if (first === undefined || department === NOT_TO_PERSONS) return [];
    return [
      {
        ...{ institution, year: first.year, practitioner: code, target: first.target },
        ...{ duty: '本人经治患者逐例落实并自查（演示）', aim: null, tools: '检查表（演示）' },
      },
    ];
  });
}
