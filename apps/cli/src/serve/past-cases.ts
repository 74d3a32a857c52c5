/** Cases that the city hospital went over again: an appraisal that was reviewed, put right and told, and a dispute that waits. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import type { PastCase } from '@fujie/server/demonstration';

const HOUR = 3_600_000;

export function pastCases(today: Day): readonly PastCase[] {
  const on = (daysAgo: number): Instant => (startOfDay(addDays(today, -daysAgo)) + 10 * HOUR) as Instant;
  const day = (daysAgo: number): Day => addDays(today, -daysAgo);
  const office = 'quality-office' as const;
  return [
    {
      at: on(30),
      entry: {
        ...{ kind: 'injury', arisenOn: day(34), departments: ['XNK', 'JYK'], key: 'demonstration-case-1' },
        summary: '胸痛患者复查心肌标志物结果回报后未及时处置，家属提出异议（演示）',
        conclusion: '市医学会鉴定：轻微责任（演示）',
      },
      acts: [
        {
          ...{ stage: 'review', outcome: 'reviewed', role: office, at: on(26) },
          fields: { cause: 'process', rootCause: '夜间结果回报后无人负责查看' },
        },
        {
          ...{ stage: 'plan', outcome: 'planned', role: office, at: on(25) },
          fields: { measure: '夜班指定专人每两小时查看新回报结果', measureOwner: '护士长', measureDue: day(15) },
        },
        {
          ...{ stage: 'feed-back', outcome: 'told', role: office, at: on(24) },
          fields: { lesson: '夜间回报的结果须有专人按时查看并记录' },
        },
        {
          ...{ stage: 'carry-out', outcome: 'done', role: 'department-head', at: on(17) },
          fields: { evidence: '夜班职责表与查看记录' },
        },
        {
          ...{ stage: 'effect', outcome: 'effective', role: office, at: on(4) },
          fields: { evidence: '抽查十个夜班，均按时查看' },
        },
      ],
    },
    {
      at: on(3),
      entry: {
        ...{ kind: 'dispute', arisenOn: day(5), departments: ['JZK'], key: 'demonstration-case-2' },
        summary: '家属认为急诊候诊时间过长、告知不足（演示）',
      },
      acts: [],
    },
  ];
}
