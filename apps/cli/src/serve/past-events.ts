/** Adverse events of a demonstration 不良事件: what wards of the city hospital told, by name and without, for the office to grade. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { AdverseEventReport } from '@fujie/wire/contracts';

const HOUR_MS = 3_600_000;

type Told = Omit<AdverseEventReport, 'occurredAt'> & { readonly daysAgo: number; readonly hour: number };

const TOLD: readonly Told[] = [
  {
    what: '夜间患者下床时滑倒，右髋部疼痛，拍片未见骨折',
    ...{ class: 'accident', harm: 'mild', department: 'XNK', anonymous: false, daysAgo: 2, hour: 3 },
    measuresTaken: '扶起检查，告知值班医师，床旁放置防滑垫',
  },
  {
    what: '两名同名患者的检验标本标签贴反，复核时发现，未发出报告',
    ...{ class: 'documentation', harm: 'hazard', department: 'XHK', anonymous: true, daysAgo: 5, hour: 10 },
  },
  {
    what: '胰岛素剂量由 4 单位误录为 40 单位，护士执行前核对发现',
    ...{ class: 'medication', harm: 'hazard', department: 'XNK', anonymous: true, daysAgo: 9, hour: 21 },
  },
  {
    what: '输液泵报警失灵，液体提前输完，患者一过性心率增快',
    ...{ class: 'device', harm: 'mild', department: 'JZK', anonymous: false, daysAgo: 14, hour: 16 },
  },
];

/** The events as reports of a hospital, as of a day. */
export function pastEvents(today: Day): readonly AdverseEventReport[] {
  return TOLD.map(({ daysAgo, hour, ...told }) => ({
    ...told,
    occurredAt: formatInstant((startOfDay(addDays(today, -daysAgo)) + hour * HOUR_MS) as Instant),
  }));
}
