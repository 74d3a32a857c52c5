/**
 * Complaints 监督举报: everything has a result and every letter an echo. The clauses say promptly; the days are proposals, but for the
 * order of the stages. Who complained is no part of the loop: the institution complained about reads it.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION, QUALITY_OFFICE } from '../owners.ts';

/** Whom a letter without an answer reaches last: the province of a city, the city of a county. No clause says so. */
const ABOVE = { role: 'commission', at: 'above' } as const;

/** What a complaint is about 反映类别. */
export const COMPLAINT_CATEGORIES = {
  'needless-repeat': { zh: '不必要的重复检查检验', en: 'A needless repeat' },
  'not-recognised': { zh: '应互认而不互认', en: 'A result that was not recognised' },
  'not-explained': { zh: '未说明复检理由', en: 'A repeat without an explanation' },
  fee: { zh: '收费', en: 'A fee' },
  service: { zh: '服务态度', en: 'How one was treated' },
  quality: { zh: '结果质量', en: 'Quality of a result' },
  privacy: { zh: '个人信息', en: 'Personal information' },
  other: { zh: '其他', en: 'Something else' },
} as const;

const FIELDS = {
  category: { zh: '类别', en: 'Category', kind: 'choice', options: COMPLAINT_CATEGORIES },
  section: {
    zh: '承办科室',
    en: 'Section',
    kind: 'choice',
    options: {
      'medical-affairs': { zh: '医政医管科', en: 'Medical affairs' },
      tcm: { zh: '中医管理科', en: 'Traditional medicine' },
      'maternal-child': { zh: '妇幼健康科', en: 'Maternal and child health' },
    },
  },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  forwarded: { zh: '转办内容（不含反映人信息）', en: 'What is forwarded, without who complained', kind: 'long-text' },
  finding: { zh: '调查结论', en: 'Finding', kind: 'long-text' },
  measures: { zh: '处理措施', en: 'Measures', kind: 'long-text' },
  answer: { zh: '答复内容', en: 'Answer', kind: 'long-text' },
  receipt: { zh: '移交回执', en: 'Receipt of the hand-over', kind: 'text' },
  note: { zh: '说明', en: 'Note', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const complaint: LoopDefinition = {
  id: 'complaint/handling',
  title: { zh: '监督举报办理', en: 'Handling of a complaint' },
  clauses: ['taiyuan-2024.3.2#03', 'taiyuan-2024.7.1#03', 'taiyuan-2024.7.3#03'],
  arises: { zh: '网页、电话或来信收到的反映', en: 'A complaint by page, telephone or letter' },
  harm: 3,
  // What was said stands in the register of the authority alone.
  about: '/complaints',
  parameters: {
    accept: local('受理时限', 'To be accepted within', 1, 'workday'),
    assign: local('交办时限', 'To be assigned within', 2, 'workday'),
    investigate: local('调查时限', 'To be investigated within', 10, 'workday'),
    answer: local('答复时限', 'To be answered within', 15, 'workday'),
    transfer: local('线索移交时限', 'Clues to be handed over within', 2, 'workday'),
    visit: local('回访时限', 'To be asked back within', 10, 'workday'),
    above: local('报上级主管部门（占时限）', 'The authority above is told at this part of a limit', 150, 'percent'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'accept',
      zh: '受理',
      en: 'Accept',
      clauses: ['taiyuan-2024.3.2#03'],
      after: [],
      limit: { parameter: 'accept' },
      owner: COMMISSION,
      outcomes: {
        accepted: done('受理', 'Accepted', ['category', 'section']),
        clue: done('受理，含违纪违法线索', 'Accepted, with a clue to a breach', ['category', 'section']),
        elsewhere: done('不属受理范围，须答复去向', 'Not ours: the answer says where to go', ['reason']),
        duplicate: done('重复反映，并案答复', 'Sent before: answered together', ['reason']),
      },
    },
    {
      id: 'transfer',
      zh: '移交线索',
      en: 'Hand over the clue',
      clauses: ['taiyuan-2024.7.1#04'],
      after: ['accept'],
      when: [{ stage: 'accept', outcome: ['clue'] }],
      limit: { parameter: 'transfer' },
      owner: COMMISSION,
      outcomes: { transferred: done('已移交纪检监察组', 'Handed to the discipline group', ['receipt']) },
    },
    {
      id: 'assign',
      zh: '交办',
      en: 'Assign',
      clauses: ['taiyuan-2024.7.1#03'],
      after: ['accept'],
      when: [{ stage: 'accept', outcome: ['accepted', 'clue'] }],
      limit: { parameter: 'assign' },
      owner: COMMISSION,
      outcomes: {
        institution: done('转机构调查', 'To the institution', ['forwarded']),
        own: done('科室直接调查', 'The section investigates itself'),
      },
    },
    {
      id: 'investigate',
      zh: '机构调查',
      en: 'Investigation by the institution',
      clauses: ['taiyuan-2024.7.3#03'],
      after: ['assign'],
      when: [{ stage: 'assign', outcome: ['institution'] }],
      limit: { parameter: 'investigate' },
      owner: QUALITY_OFFICE,
      alsoBy: ['commission'],
      outcomes: {
        founded: done('属实', 'Founded', ['finding', 'measures']),
        partly: done('部分属实', 'Founded in part', ['finding', 'measures']),
        unfounded: done('不属实', 'Not founded', ['finding']),
      },
    },
    {
      id: 'examine',
      zh: '科室调查',
      en: 'Investigation by the section',
      clauses: ['taiyuan-2024.7.3#03'],
      after: ['assign'],
      when: [{ stage: 'assign', outcome: ['own'] }],
      limit: { parameter: 'investigate' },
      owner: COMMISSION,
      outcomes: {
        founded: done('属实', 'Founded', ['finding', 'measures']),
        unfounded: done('不属实', 'Not founded', ['finding']),
      },
    },
    {
      id: 'answer',
      zh: '答复',
      en: 'Answer',
      clauses: ['taiyuan-2024.3.2#03'],
      after: ['investigate', 'examine'],
      limit: { parameter: 'answer' },
      from: 'opening',
      owner: COMMISSION,
      outcomes: {
        answered: done('已答复', 'Answered', ['answer']),
        returned: { ...done('调查不充分，退回', 'Sent back: not enough was found', ['reason']), again: ['assign'] },
      },
    },
    {
      id: 'visit',
      zh: '回访',
      en: 'Ask back',
      clauses: ['taiyuan-2024.7.3#05'],
      after: ['answer'],
      limit: { parameter: 'visit' },
      owner: COMMISSION,
      alsoBy: ['complainant'],
      outcomes: {
        satisfied: done('满意', 'Satisfied', [], ['note']),
        dissatisfied: done('不满意', 'Dissatisfied', [], ['note']),
        unreached: done('无法回访', 'Nobody to ask', ['reason']),
      },
    },
  ],
  escalation: [
    { percent: 80, to: COMMISSION },
    { percent: 100, to: COMMISSION },
    { percent: { parameter: 'above' }, to: ABOVE },
  ],
  waivers: {
    roles: ['commission'],
    reasons: { withdrawn: { zh: '反映人书面撤回', en: 'Withdrawn in writing by who complained' } },
  },
  reopening: ['commission'],
  // The institution complained about reads what it is asked to investigate: no clue, no hand-over, nothing said to who complained.
  guarded: ['commission', 'complainant'],
};
