/** Loops of the laboratory on facts that registers hold: an instrument that falls due, a failed round of EQA. Days are proposals. */
import { ACTIVITY_NAMES } from '@fujie/core/laboratory';
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

const ACTIVITIES = Object.fromEntries(
  Object.entries(ACTIVITY_NAMES).map(([activity, [zh, en]]) => [activity, { zh, en }]),
);

const FIELDS = {
  instrument: { zh: '仪器', en: 'Instrument', kind: 'text', codesOf: 'instrument' },
  activity: { zh: '活动', en: 'Activity', kind: 'choice', options: ACTIVITIES },
  dueOn: { zh: '到期日', en: 'Due on', kind: 'day' },
  month: { zh: '月份', en: 'Month', kind: 'text' },
  organiser: { zh: '组织者', en: 'Organiser', kind: 'text', codesOf: 'qc-organisation' },
  round: { zh: '轮次', en: 'Round', kind: 'text' },
  item: { zh: '项目', en: 'Item', kind: 'text', codesOf: 'item' },
  verdictOn: { zh: '判定日', en: 'Verdict on', kind: 'day' },
  doneOn: { zh: '完成日', en: 'Done on', kind: 'day' },
  certificate: { zh: '证书或记录编号', en: 'Certificate or number of the record', kind: 'text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  causeKind: {
    zh: '原因类别',
    en: 'Kind of cause',
    kind: 'choice',
    options: {
      clerical: { zh: '抄录或上报差错', en: 'Clerical error' },
      method: { zh: '方法学', en: 'Method' },
      equipment: { zh: '仪器', en: 'Equipment' },
      technical: { zh: '操作', en: 'Technique' },
      material: { zh: '质评物', en: 'Material of the round' },
      unexplained: { zh: '未能解释', en: 'Unexplained' },
    },
  },
  cause: { zh: '原因分析', en: 'Cause', kind: 'long-text' },
  patients: { zh: '对患者结果的影响与处理', en: 'Effect on results of patients, and what was done', kind: 'long-text' },
  measures: { zh: '纠正措施', en: 'Measures', kind: 'long-text' },
  evidence: { zh: '验证数据', en: 'Data that verify it', kind: 'long-text' },
  receipt: { zh: '报告编号或接报人', en: 'Number of the report, or who took it', kind: 'text' },
} as const satisfies Record<string, FieldDefinition>;

/** Fields of these loops, for those of narrower documents. */
export const LABORATORY_FIELDS = FIELDS;

export const instrumentActivityDue: LoopDefinition = {
  id: 'instrument/activity-due',
  title: { zh: '仪器检定校准到期', en: 'Instrument activity due' },
  clauses: ['national-2022.art.22#02'],
  arises: { zh: '仪器目录中的到期日临近', en: 'A due day of the register of instruments comes near' },
  harm: 3,
  parameters: { ahead: local('提前提醒', 'Told ahead', 30, 'day') },
  fields: FIELDS,
  stages: [
    {
      id: 'do',
      zh: '完成',
      en: 'Carry out',
      clauses: ['national-2022.art.22#02'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: LABORATORY,
      alsoBy: ['platform'],
      outcomes: {
        // What the register of instruments shows, and nobody's word: on this page the certificate comes with the day.
        done: { ...done('已完成', 'Done', ['doneOn', 'certificate']), page: '/laboratory/resources' },
        retired: {
          ...done('仪器已停用', 'The instrument is out of use', ['doneOn'], ['certificate']),
          page: '/registers',
        },
      },
    },
  ],
  // Thirty days ahead as it opens, seven days ahead, on the day.
  escalation: [
    { percent: 77, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: { roles: ['quality-office'], reasons: { exempt: { zh: '按规定免做', en: 'Exempt by the rules' } } },
  reopening: ['quality-office'],
};

export const iqcMonthDue: LoopDefinition = {
  id: 'iqc/month-due',
  title: { zh: '室内质控月汇总报送', en: 'Month of IQC to be reported' },
  clauses: ['national-2022.art.24#02'],
  arises: { zh: '一个月结束，且机构有检测系统', en: 'A month is over in which the institution had test systems' },
  harm: 4,
  parameters: {},
  fields: FIELDS,
  stages: [
    {
      id: 'do',
      zh: '报送',
      en: 'Report',
      clauses: ['national-2022.art.24#02'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: LABORATORY,
      alsoBy: ['platform'],
      outcomes: {
        done: {
          ...done('已报送', 'Reported', ['doneOn'], ['certificate']),
          onlyBy: ['platform'],
          page: '/laboratory/iqc/months',
        },
        untested: done('当月未开展检测', 'Nothing was tested in the month', ['reason']),
      },
    },
  ],
  // Seven tenths of the ten days, and the day itself.
  escalation: [
    { percent: 70, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { stopped: { zh: '机构已停止检测', en: 'The institution tests no more' } },
  },
  reopening: ['quality-office'],
};

export const eqaRectification: LoopDefinition = {
  id: 'eqa/rectification',
  title: { zh: '室间质评不合格整改', en: 'Rectification after a failed EQA round' },
  clauses: ['national-2022.art.13#02'],
  arises: { zh: '室间质评公布不合格成绩', en: 'A failed outcome of EQA is published' },
  harm: 2,
  parameters: {
    analyse: local('原因分析时限', 'Cause to be found within', 10, 'day'),
    correct: local('整改时限', 'To be put right within', 30, 'day'),
    verify: local('验证时限', 'To be verified within', 10, 'workday'),
    confirm: local('确认时限', 'To be confirmed within', 10, 'workday'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'analyse',
      zh: '原因分析',
      en: 'Find the cause',
      clauses: ['national-2022.art.13#02'],
      after: [],
      limit: { parameter: 'analyse' },
      owner: LABORATORY,
      outcomes: { found: done('已分析', 'Analysed', ['causeKind', 'cause', 'patients']) },
    },
    {
      id: 'correct',
      zh: '整改',
      en: 'Put right',
      clauses: ['national-2022.art.13#02'],
      after: ['analyse'],
      limit: { parameter: 'correct' },
      from: 'opening',
      owner: LABORATORY,
      outcomes: { corrected: done('已整改', 'Put right', ['measures']) },
    },
    {
      id: 'verify',
      zh: '验证',
      en: 'Verify',
      clauses: ['national-2022.art.13#02'],
      after: ['correct'],
      limit: { parameter: 'verify' },
      owner: QUALITY_OFFICE,
      notBy: ['correct'],
      outcomes: {
        effective: done('有效', 'Effective', ['evidence']),
        insufficient: { ...done('无效，重新分析', 'Not effective: analysed again', ['reason']), again: ['analyse'] },
      },
    },
    {
      id: 'confirm',
      zh: '质控中心确认',
      en: 'Confirmation by the centre',
      clauses: ['national-2022.art.13#02'],
      after: ['verify'],
      limit: { parameter: 'confirm' },
      owner: { role: 'qc-centre', at: 'region' },
      notBy: ['correct', 'verify'],
      outcomes: {
        confirmed: done('确认', 'Confirmed'),
        returned: { ...done('退回整改', 'Sent back', ['reason']), again: ['correct'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['qc-centre'],
    reasons: {
      annulled: { zh: '该轮成绩作废', en: 'The outcome of the round was annulled' },
      withdrawn: { zh: '项目已停止开展', en: 'The test is no longer performed' },
    },
  },
  reopening: ['qc-centre', 'quality-office'],
};
