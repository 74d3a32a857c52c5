/** Hazards that the staff of the city hospital found, and its drill: one that was removed and told, one that waits. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import type { PastHazard } from '@fujie/server/demonstration';
import type { DrillReport } from '@fujie/wire/contracts';

const HOUR = 3_600_000;

export function pastHazards(institution: string, today: Day): readonly PastHazard[] {
  const on = (daysAgo: number): Instant => (startOfDay(addDays(today, -daysAgo)) + 10 * HOUR) as Instant;
  return [
    {
      ...{ at: on(20), practitioner: `${institution}-P02` },
      report: {
        area: 'building',
        department: 'XNK',
        place: '三楼西侧通道',
        what: '防火门被杂物堵住（演示）',
        atOnce: '已移开部分杂物',
      },
      acts: [
        {
          ...{ stage: 'assess', outcome: 'grave', role: 'quality-office', at: on(19) },
          fields: { grounds: '影响疏散', interim: '派人值守' },
        },
        {
          ...{ stage: 'measure', outcome: 'done', role: 'department-head', at: on(15) },
          fields: { measure: '清空通道并划线', evidence: '整改照片已存档' },
        },
        {
          ...{ stage: 'verify', outcome: 'removed', role: 'quality-office', at: on(13) },
          fields: { evidence: '现场查看' },
        },
        {
          ...{ stage: 'learn', outcome: 'shared', role: 'quality-office', at: on(10) },
          fields: { lesson: '每日下班前检查疏散通道' },
        },
      ],
    },
    {
      ...{ at: on(2), practitioner: `${institution}-P01` },
      report: { area: 'care', department: 'XNK', place: '治疗室', what: '两种外观相似的药品相邻存放（演示）' },
      acts: [],
    },
  ];
}

export const DRILLED: Omit<DrillReport, 'heldOn'> = {
  ...{ scenario: '检验信息系统停机两小时，改用纸质流程（演示）', participants: 12, trained: 30 },
  review: '人工登记可行，危急值电话报告无遗漏；纸质申请单储备不足',
  findings: [{ text: '纸质申请单储备不足（演示）', department: 'JYK' }],
};
