/**
 * Reports that were corrected or withdrawn, or whose patient was another one 报告更正与撤回: everyone who ordered or relied on them is told,
 * and says what it meant for the patient; for who ordered one and is not found the head of the department, or the office, stands in. Hours are proposals: the measures put safety first and name none.
 */
import type { FieldDefinition, LoopDefinition, Owner } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';

const PHYSICIAN: Owner = { role: 'doctor', at: 'department' };
const HEAD: Owner = { role: 'department-head', at: 'department' };
const OFFICE: Owner = { role: 'quality-office', at: 'institution' };

const FIELDS = {
  change: {
    zh: '变更',
    en: 'Change',
    kind: 'choice',
    options: {
      corrected: { zh: '更正', en: 'Corrected' },
      withdrawn: { zh: '撤回', en: 'Withdrawn' },
      moved: { zh: '患者身份更正：不属于该患者', en: 'Identity corrected: it is not of this patient' },
    },
  },
  basis: {
    zh: '使用方式',
    en: 'How it was used',
    kind: 'choice',
    options: {
      accepted: { zh: '已采纳入病历', en: 'Accepted into the chart' },
      decided: { zh: '据以作出处置', en: 'Decided on' },
      ordered: { zh: '所开医嘱', en: 'Ordered' },
      printed: { zh: '已打印', en: 'Printed' },
    },
  },
  standIn: {
    zh: '代为处理的原因',
    en: 'Why another stands in',
    kind: 'choice',
    options: {
      'not-named': { zh: '医嘱未写明可查到的开单医师', en: 'The order names nobody who is known here' },
      'no-account': { zh: '开单医师没有账号', en: 'Who ordered it has no account' },
    },
  },
  orderer: { zh: '开单医师', en: 'Ordered by', kind: 'text' },
  results: { zh: '涉及结果数', en: 'Results', kind: 'number' },
  changedAt: { zh: '变更时间', en: 'Changed', kind: 'instant' },
  assessment: { zh: '判断依据', en: 'Why', kind: 'long-text' },
  measures: { zh: '已采取的措施', en: 'Measures taken', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

const REVIEWED = {
  'no-consequence': done('对诊疗无影响', 'No consequence', ['assessment']),
  measures: done('已采取措施', 'Measures taken', ['measures']),
};

export const reportChanged: LoopDefinition = {
  id: 'report/changed',
  title: { zh: '已开具或使用的报告被更正或撤回', en: 'A report that was ordered or relied on has changed' },
  clauses: ['national-2022.art.4#01', 'national-2022.art.35#01'],
  arises: {
    zh: '经医嘱开具，或被采纳、据以处置、打印过的报告被更正、撤回，或其患者身份被更正',
    en: 'A report that was ordered, accepted, decided on or printed is corrected or withdrawn, or was of another patient',
  },
  about: '/report-changes?loop={loop}',
  harm: 2,
  parameters: {
    told: local('阅知时限', 'To be read within', 4, 'hour'),
    toldVoid: local('阅知时限（撤回或身份更正）', 'To be read within, when withdrawn or of another patient', 2, 'hour'),
    review: local('复核时限', 'Care to be reviewed within', 1, 'workday'),
    ordered: local(
      '只及于几日内签发的报告（开单者）',
      'Who ordered them: reports issued within so many days',
      90,
      'count',
    ),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'told',
      zh: '阅知',
      en: 'Read',
      clauses: ['national-2022.art.4#01'],
      after: [],
      when: [{ fact: 'reader', in: ['physician'] }],
      limit: {
        parameter: 'told',
        cases: [{ if: { fact: 'change', in: ['withdrawn', 'moved'] }, parameter: 'toldVoid' }],
      },
      keepsShorter: true,
      owner: PHYSICIAN,
      alsoBy: ['department-head', 'quality-office'],
      outcomes: { read: done('已阅知', 'Read') },
    },
    {
      id: 'review',
      zh: '复核患者诊疗',
      en: 'Review the care of the patient',
      clauses: ['national-2022.art.4#01', 'national-2022.art.35#01'],
      after: ['told'],
      when: [{ fact: 'reader', in: ['physician'] }],
      limit: { parameter: 'review' },
      owner: PHYSICIAN,
      alsoBy: ['department-head'],
      outcomes: REVIEWED,
    },
    {
      id: 'head',
      zh: '开单科室负责人代为处理',
      en: 'Dealt with by the head of the ordering department',
      clauses: ['national-2022.art.4#01', 'national-2022.art.35#01'],
      after: [],
      when: [{ fact: 'reader', in: ['head'] }],
      limit: { parameter: 'review' },
      owner: HEAD,
      alsoBy: ['quality-office'],
      outcomes: REVIEWED,
      escalation: [
        { percent: 80, to: HEAD },
        { percent: 100, to: OFFICE },
      ],
    },
    {
      id: 'office',
      zh: '质控部门处理',
      en: 'Dealt with by the quality office',
      clauses: ['national-2022.art.4#01', 'national-2022.art.35#01'],
      after: [],
      when: [{ fact: 'reader', in: ['office'] }],
      limit: { parameter: 'review' },
      owner: OFFICE,
      outcomes: REVIEWED,
      escalation: [{ percent: 80, to: OFFICE }],
    },
  ],
  escalation: [
    { percent: 80, to: PHYSICIAN },
    { percent: 100, to: HEAD },
    { percent: 200, to: OFFICE },
  ],
  waivers: {
    roles: ['department-head', 'quality-office'],
    reasons: {
      elsewhere: { zh: '患者已转出，已告知接收方', en: 'The patient was transferred, and the receiver told' },
      'not-used': { zh: '报告实际未用于诊疗', en: 'The report was not used for care after all' },
    },
  },
  reopening: ['platform', 'department-head', 'quality-office'],
};
