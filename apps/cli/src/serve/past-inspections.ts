/** Inspections of a demonstration 演示检查: a plan that is finished, and one with rectifications open, overdue and refused and a visit to come. */
import type { PastInspection } from '@fujie/server/demonstration';

import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

type Steps = PastInspection['found'][string][number]['steps'];

const RECEIVED: Steps[number] = {
  days: 1,
  role: 'quality-office',
  does: 'receive:accepted',
  fields: { contact: '医务科（演示）' },
};
const PLANNED: Steps[number] = {
  days: 3,
  role: 'quality-office',
  does: 'plan:planned',
  fields: { cause: '流程未覆盖夜间', measures: '修订流程并培训' },
};

/** Both plans; the city hospital is inspected in each, so that its quality office has something to look at. */
export function pastInspections(jurisdiction: Jurisdiction): readonly PastInspection[] {
  const central = planWorld(jurisdiction).code('central');
  return [
    {
      terms: {
        ...{ title: '临床检验质量抽查（演示）', subject: 'laboratory', unannounced: false, levels: [3] },
        ...{ strataBy: 'none', quota: { kind: 'number', value: 1 }, teamSize: 2, specialties: ['laboratory'] },
      },
      agoDays: 45,
      isPublished: true,
      isWanted: (teams) => teams.some(({ party }) => party === central),
      statement: '情况属实，已组织整改。',
      found: {
        [central]: [
          {
            ...{ item: 1, severity: 'within-15', facts: '2 台离心机保养记录缺 3 个月' },
            steps: [
              RECEIVED,
              PLANNED,
              {
                ...{ days: 10, role: 'quality-office', does: 'rectify:rectified' },
                fields: { measures: '补做保养，建立月度提醒', evidence: '保养记录 2 份' },
              },
              {
                ...{ days: 14, role: 'inspector', does: 'verify:effective' },
                fields: { sample: 2, finding: '记录完整，提醒已启用' },
              },
              { days: 16, role: 'commission', does: 'close:closed', fields: {} },
            ],
          },
        ],
      },
    },
    {
      terms: {
        ...{ title: '检查检验结果互认飞行检查（演示）', subject: 'recognition', unannounced: true, levels: [2, 3] },
        ...{ strataBy: 'level', quota: { kind: 'number', value: 1 }, teamSize: 2, specialties: ['records'] },
      },
      agoDays: 25,
      // It is for the authority of the demonstration to publish.
      isPublished: false,
      // Its other visit is one that the quality-control centre of the demonstration may carry out.
      isWanted: (teams) =>
        teams.some(({ party }) => party === central) &&
        teams.some(({ party, inspectors }) => party !== central && inspectors.includes('JC01')),
      statement: '第二项与事实有出入，其余接受。',
      found: {
        [central]: [
          {
            ...{ item: 4, severity: 'within-30', facts: '20 例中 3 例未互认且无理由' },
            steps: [RECEIVED, PLANNED],
          },
          {
            ...{ item: 7, severity: 'immediate', facts: '1 例互认后仍收取检查费' },
            steps: [
              RECEIVED,
              {
                ...{ days: 4, role: 'commission', does: 'rectify:refused' },
                fields: { reason: '科室称系统无法退费，拒绝处理' },
              },
            ],
          },
          { ...{ item: 6, severity: 'within-15', facts: '10 例复检中 2 例无说明记录' }, steps: [] },
        ],
      },
    },
  ];
}
