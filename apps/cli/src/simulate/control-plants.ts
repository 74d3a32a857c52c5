/** What is deliberately wrong in the control series of a demonstration 室内质控预埋问题, so that every detector can be scored. */
import type { InstitutionRole } from './world.ts';

/**
 * What was planted: a drift, a shift, one random error, values that come again, values that are never beyond 2 SD, today's run left out, a run
 * after results had gone out.
 */
export type ControlPlantKind =
  'drift' | 'shift' | 'random-error' | 'repeated-values' | 'never-beyond' | 'missing-today' | 'after-release';

/** A planted series: from how many days ago on; an error ends with the corrective action after the run that shows it. */
export interface ControlPlant {
  readonly kind: ControlPlantKind;
  readonly role: InstitutionRole;
  /** Code of the test system. */
  readonly system: string;
  readonly item: string;
  readonly fromDaysAgo: number;
  readonly zh: string;
  readonly en: string;
}

export const CONTROL_PLANTS: readonly ControlPlant[] = [
  {
    ...{ kind: 'drift', role: 'central', system: 'PLT@HEMA-1', item: 'PLT', fromDaysAgo: 36 },
    ...{ zh: '结果逐日缓慢升高', en: 'Results creep upwards day by day' },
  },
  {
    ...{ kind: 'shift', role: 'district', system: 'GLU@CHEM-1', item: 'GLU', fromDaysAgo: 29 },
    ...{ zh: '换试剂后结果整体偏高', en: 'Results are high since a new reagent' },
  },
  {
    ...{ kind: 'random-error', role: 'central', system: 'ALT@CHEM-2', item: 'ALT', fromDaysAgo: 24 },
    ...{ zh: '一次偶然误差，已处理', en: 'One random error, settled' },
  },
  {
    ...{ kind: 'repeated-values', role: 'district', system: 'CREA@CHEM-1', item: 'CREA', fromDaysAgo: 16 },
    ...{ zh: '近期结果重复了此前的数值', en: 'Recent results repeat those of earlier weeks' },
  },
  {
    // So long, that the half-year before any month of late is too good to be true.
    ...{ kind: 'never-beyond', role: 'private', system: 'K@CHEM-1', item: 'K', fromDaysAgo: 205 },
    ...{ zh: '半年内从未超出 2 倍标准差', en: 'Never beyond two standard deviations in half a year' },
  },
  {
    ...{ kind: 'after-release', role: 'central', system: 'HGB@HEMA-1', item: 'HGB', fromDaysAgo: 0 },
    ...{
      zh: '上月末有几天在发出报告之后才做室内质控',
      en: 'On some days late last month control was run after results had gone out',
    },
  },
  {
    ...{ kind: 'missing-today', role: 'central', system: 'PLT@HEMA-1', item: 'PLT', fromDaysAgo: 0 },
    ...{ zh: '今日尚未做室内质控', en: 'No control run yet today' },
  },
];
