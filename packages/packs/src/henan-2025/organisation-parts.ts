/** What loops of the organisation of quality share: who owes, what is asked, where it is recorded, who may release. */
import type { FieldDefinition } from '@fujie/core/loops';

import { TOOL_FIELDS } from '../quality-tools.ts';

/** Roles that a quality officer may have beside the appointment. */
export const OFFICERS = ['doctor', 'nurse', 'laboratory'] as const;

export const FIELDS = {
  ...TOOL_FIELDS,
  record: { zh: '记录编号', en: 'Number of the record', kind: 'text' },
  quorate: { zh: '达到法定人数', en: 'Quorum present', kind: 'boolean' },
  agenda: { zh: '有议程', en: 'Agenda', kind: 'boolean' },
  minutes: { zh: '有纪要', en: 'Minutes', kind: 'boolean' },
  carriedOut: { zh: '落实情况', en: 'How tasks are carried out', kind: 'boolean' },
  problems: { zh: '问题、隐患与典型案例', en: 'Problems, hazards, typical cases', kind: 'boolean' },
  nextSteps: { zh: '下步安排', en: 'Next steps', kind: 'boolean' },
  findings: { zh: '发现的问题', en: 'Findings', kind: 'long-text' },
  text: { zh: '说明', en: 'Account', kind: 'long-text' },
  evidence: { zh: '完成依据', en: 'Evidence that it is done', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  indicators: { zh: '完成的指标数（共 35 项）', en: 'Indicators covered (of 35)', kind: 'number' },
  action: { zh: '改进措施', en: 'Action', kind: 'long-text' },
  period: { zh: '周期', en: 'Period', kind: 'text' },
  owner: { zh: '承办', en: 'Owner', kind: 'text' },
  decision: { zh: '决定事项', en: 'Decision', kind: 'long-text' },
  dueOn: { zh: '期限', en: 'Due on', kind: 'day' },
  outgoing: { zh: '交班质控员', en: 'Officer who leaves', kind: 'text', codesOf: 'practitioner' },
  incoming: { zh: '接班质控员', en: 'Officer who comes', kind: 'text', codesOf: 'practitioner' },
  faults: { zh: '不符之处', en: 'What is wrong', kind: 'text' },
} as const satisfies Record<string, FieldDefinition>;

/** Where the record that closes a stage is entered: nobody ticks it off. */
export const BY_MINUTES = { page: '/meetings' } as const;
export const BY_JOURNAL = { page: '/journal' } as const;
export const BY_REGISTER = { page: '/registers' } as const;
export const BY_SIGNATURES = { page: '/organisation' } as const;

export const DUE = { fact: 'dueAt' } as const;
export const WAIVERS = {
  roles: ['hospital-head', 'quality-office'],
  reasons: {
    'not-held': { zh: '本期未召开，已说明', en: 'Not held in this period, and accounted for' },
    dissolved: { zh: '科室停诊或撤并', en: 'The department is closed or merged' },
  },
};
export const NO_WAIVERS = { roles: [], reasons: {} };
