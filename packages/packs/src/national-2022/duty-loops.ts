/**
 * Duties of recognition 互认职责: an explanation that is owed to a patient, a must-recognise prompt that an order passed over. How long is
 * given stands in no clause: the limit of an explanation comes with the act, the others are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, QUALITY_OFFICE } from '../owners.ts';

const DOCTOR = { role: 'doctor', at: 'department' } as const;

export const explanationOwed: LoopDefinition = {
  id: 'recognition/explanation',
  title: { zh: '复检解释说明', en: 'Explanation of a repeat' },
  clauses: ['national-2022.art.21#01'],
  arises: { zh: '复检已开立，尚未向患者说明', en: 'A repeat went on before the patient was told why' },
  harm: 3,
  parameters: {},
  fields: {
    items: { zh: '项目', en: 'Items', kind: 'text' },
    purpose: { zh: '目的、原因', en: 'Purpose or reason', kind: 'long-text' },
    necessity: { zh: '必要性', en: 'Necessity', kind: 'long-text' },
    possibleEffects: { zh: '可能产生的影响', en: 'Possible effects', kind: 'long-text' },
    toldTo: {
      zh: '告知对象',
      en: 'Told to',
      kind: 'choice',
      options: { patient: { zh: '患者', en: 'Patient' }, family: { zh: '家属', en: 'Family' } },
    },
    at: { zh: '告知时间', en: 'Told at', kind: 'instant' },
  },
  stages: [
    {
      id: 'explain',
      zh: '向患者说明并记录',
      en: 'Explain and record',
      clauses: ['national-2022.art.21#01'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: DOCTOR,
      outcomes: {
        explained: {
          ...done('已说明', 'Explained', ['purpose', 'necessity', 'toldTo', 'at'], ['possibleEffects']),
          page: '/explanations',
        },
      },
    },
  ],
  escalation: [
    { percent: 100, to: DEPARTMENT_HEAD },
    { percent: 200, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { unreachable: { zh: '患者与家属均无法联系', en: 'Neither patient nor family can be reached' } },
  },
  // The platform, when more of the same decision is owed.
  reopening: ['quality-office', 'platform'],
};

/** The six cases of Article 19 as reasons given afterwards. */
const CASES = {
  '1': { zh: '（一）病情变化，结果与临床表现或诊断不符', en: '1: the condition changed' },
  '2': { zh: '（二）结果变化较快', en: '2: the result changes fast' },
  '3': { zh: '（三）手术、输血等重大医疗措施前', en: '3: before a major measure' },
  '4': { zh: '（四）急诊、急救等紧急状态', en: '4: emergency' },
  '5': { zh: '（五）司法、伤残及病退等鉴定', en: '5: an appraisal' },
  '6': { zh: '（六）其他情形确需复查', en: '6: another reason' },
} as const;

const OVERLOOKED_FIELDS = {
  items: { zh: '项目', en: 'Items', kind: 'text' },
  code: { zh: '第十九条情形', en: 'Case of Article 19', kind: 'choice', options: CASES },
  note: { zh: '说明', en: 'Note', kind: 'long-text' },
  measures: { zh: '改进措施', en: 'Measures', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const promptOverlooked: LoopDefinition = {
  id: 'recognition/overlooked',
  title: { zh: '未处置互认提示的追问', en: 'A prompt that was passed over' },
  clauses: ['national-2022.art.17#01', 'national-2022.art.19#01'],
  arises: {
    zh: '医嘱已开立，应当互认的结果未采纳也未选复检理由',
    en: 'An order went out although a must-recognise result was neither accepted nor repeated for a reason',
  },
  harm: 3,
  parameters: {
    answer: local('医师说明时限', 'To be answered within', 1, 'workday'),
    judge: local('科主任核实时限', 'To be judged within', 3, 'workday'),
    correct: local('整改反馈时限', 'To be put right within', 10, 'workday'),
  },
  fields: OVERLOOKED_FIELDS,
  stages: [
    {
      id: 'answer',
      zh: '医师说明',
      en: 'The doctor says why',
      clauses: ['national-2022.art.19#01'],
      after: [],
      limit: { parameter: 'answer' },
      owner: DOCTOR,
      outcomes: {
        justified: done('属第十九条情形', 'A case of Article 19', ['code', 'note']),
        cancelled: done('医嘱已撤销', 'The order was cancelled', ['note']),
        'not-shown': done('未见到提示', 'The prompt was not shown', ['note']),
        'no-reason': done('无第十九条理由', 'No reason of Article 19', ['note']),
      },
    },
    {
      id: 'judge',
      zh: '科主任核实',
      en: 'The head judges',
      clauses: ['national-2022.art.17#01'],
      after: ['answer'],
      limit: { parameter: 'judge' },
      owner: DEPARTMENT_HEAD,
      alsoBy: ['quality-office'],
      notBy: ['answer'],
      outcomes: {
        justified: done('复检合理', 'The repeat was justified', [], ['note']),
        avoided: done('未实际重复', 'Nothing was repeated', [], ['note']),
        system: done('系统未提示', 'The system did not prompt', ['note']),
        unjustified: done('复检不合理', 'The repeat was not justified', ['note']),
        returned: { ...done('说明不充分，退回', 'Sent back: not enough was said', ['note']), again: ['answer'] },
      },
    },
    {
      id: 'correct',
      zh: '质控部门反馈与整改',
      en: 'The office feeds back',
      clauses: ['national-2022.art.17#01'],
      after: ['judge'],
      when: [{ stage: 'judge', outcome: ['unjustified', 'system'] }],
      limit: { parameter: 'correct' },
      owner: QUALITY_OFFICE,
      outcomes: { corrected: done('已反馈整改', 'Fed back and put right', ['measures']) },
    },
  ],
  escalation: [
    { percent: 100, to: DEPARTMENT_HEAD },
    { percent: 200, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: {
      'wrong-order': { zh: '医嘱误传，未曾开立', en: 'The order was sent by mistake' },
      left: { zh: '医师已离院', en: 'The doctor has left' },
    },
  },
  reopening: ['quality-office'],
};

const JUDGEMENTS = {
  indicated: { zh: '病情需要，理由充分', en: 'Indicated, and well reasoned' },
  'result-usable': { zh: '已有结果可用', en: 'The earlier result would have done' },
  'reason-unfit': { zh: '所选情形与病情不符', en: 'The reason does not fit the condition' },
  'not-recorded': { zh: '病历未见依据', en: 'The chart shows no grounds' },
} as const;

export const orderComment: LoopDefinition = {
  id: 'recognition/comment',
  title: { zh: '复检医嘱点评', en: 'Comment on a repeat' },
  clauses: ['national-2022.art.18#01'],
  arises: {
    zh: '每月抽样抽中的复检与未处置提示',
    en: 'A repeat or a prompt passed over, drawn in the sample of a month',
  },
  harm: 4,
  parameters: {
    repeats: local('每月抽取复检数', 'Repeats drawn in a month', 20, 'count'),
    overlooked: local('每月抽取未处置提示数', 'Prompts passed over drawn in a month', 10, 'count'),
    comment: local('点评时限', 'To be commented within', 10, 'workday'),
    answer: local('医师确认时限', 'To be confirmed or contested within', 5, 'workday'),
    decide: local('复核时限', 'To be decided within', 10, 'workday'),
  },
  fields: {
    month: { zh: '抽样月份', en: 'Month', kind: 'text' },
    items: { zh: '项目', en: 'Items', kind: 'text' },
    choice: {
      zh: '处置',
      en: 'What was done',
      kind: 'choice',
      options: { REPEAT: { zh: '复检', en: 'Repeated' }, OVERLOOKED: { zh: '未处置', en: 'Passed over' } },
    },
    code: { zh: '第十九条情形', en: 'Case of Article 19', kind: 'choice', options: CASES },
    note: { zh: '医师说明', en: 'Note of the doctor', kind: 'long-text' },
    judgement: { zh: '点评依据', en: 'Grounds', kind: 'choice', options: JUDGEMENTS },
    text: { zh: '点评意见', en: 'Comment', kind: 'long-text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      id: 'comment',
      zh: '点评',
      en: 'Comment',
      clauses: ['national-2022.art.18#01'],
      after: [],
      limit: { parameter: 'comment' },
      owner: QUALITY_OFFICE,
      outcomes: {
        justified: done('合理', 'Justified', ['judgement', 'text']),
        unjustified: done('不合理', 'Not justified', ['judgement', 'text']),
      },
    },
    {
      id: 'answer',
      zh: '医师确认或申辩',
      en: 'The doctor confirms or contests',
      clauses: ['national-2022.art.18#01'],
      after: ['comment'],
      limit: { parameter: 'answer' },
      owner: DOCTOR,
      outcomes: {
        confirmed: done('已知悉，认可', 'Seen and agreed', [], ['reason']),
        contested: done('有异议', 'Contested', ['reason']),
      },
    },
    {
      id: 'decide',
      zh: '复核',
      en: 'Decide',
      clauses: ['national-2022.art.18#01'],
      after: ['answer'],
      when: [{ stage: 'answer', outcome: ['contested'] }],
      limit: { parameter: 'decide' },
      owner: QUALITY_OFFICE,
      alsoBy: ['department-head'],
      notBy: ['comment', 'answer'],
      outcomes: {
        upheld: done('维持点评', 'Upheld', ['reason']),
        revised: done('改为合理', 'Revised', ['reason']),
      },
    },
  ],
  escalation: [{ percent: 100, to: QUALITY_OFFICE }],
  waivers: {
    roles: ['quality-office'],
    reasons: {
      'no-chart': { zh: '病历无法调取', en: 'The chart cannot be had' },
      left: { zh: '医师已离院', en: 'The doctor has left' },
    },
  },
  reopening: ['quality-office'],
};
