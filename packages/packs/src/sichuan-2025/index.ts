/** Pack `sichuan-2025`: the Sichuan plan to advance recognition further. */
import { COMMISSION } from '../owners.ts';
import { definePack } from '../pack.ts';
import { CONDUCT_AND_SUPPORT, QUALITY_AND_INFORMATION, TARGETS_ITEMS_INSTITUTIONS } from './clauses.ts';
import { EQA_NAMED } from './eqa-named.ts';
import { departmentsConsult } from './consultation.ts';
import { CHECKS } from './inspection-checks.ts';

export const sichuan2025 = definePack({
  id: 'sichuan-2025',
  version: '1.0.0',
  level: 'province',
  title: { zh: '四川省进一步推进检查检验结果互认实施方案', en: 'Sichuan plan to advance mutual recognition further' },
  documentNumber: '川卫医政函〔2025〕195号',
  issuer: { zh: '四川省卫生健康委等六部门', en: 'Six departments of Sichuan' },
  inForce: { from: '2025-09-01', to: null },
  clauses: [...TARGETS_ITEMS_INSTITUTIONS, ...QUALITY_AND_INFORMATION, ...CONDUCT_AND_SUPPORT],
  parameters: [
    { parameter: 'consortiumStart', value: '2026-01-01', clause: 'sichuan-2025.goal#03' },
    { parameter: 'consortiumProvinces', value: ['51'], clause: 'sichuan-2025.goal#03' },
    { parameter: 'halfYear', value: 'calendar', clause: 'sichuan-2025.3#03' },
    { parameter: 'rectificationDays', value: 30, clause: 'sichuan-2025.3#04' },
    { parameter: 'admission', value: { '51': 'sichuan' }, clause: 'sichuan-2025.2#01' },
  ],
  exceptionReasons: [],
  footnotes: {},
  loops: [departmentsConsult],
  refinements: [
    EQA_NAMED,
    { loop: 'eqa/half-year', clauses: ['sichuan-2025.3#03'] },
    { loop: 'recognition/explanation', clauses: ['sichuan-2025.req.3#02'] },
    { loop: 'recognition/overlooked', clauses: ['sichuan-2025.6#03'] },
    { loop: 'recognition/comment', clauses: ['sichuan-2025.6#01'] },
    {
      loop: 'recognition/deviation',
      clauses: ['sichuan-2025.5#03'],
      // Beside the head of the unit its authority, as soon as it is found.
      tells: [{ of: ['begin'], percent: 0, to: COMMISSION }],
    },
  ],
  checks: CHECKS,
});
