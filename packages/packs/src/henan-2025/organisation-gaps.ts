/**
 * Loops of what is missing in the organisation of quality 质量管理组织: a committee that does not conform, a department without officer,
 * years without targets. Source: henan-2025.mq.1, mq.2; henan-2023.t1, t3.1. Days that they do not state are proposals.
 */
import type { EscalationStep, LoopDefinition, StageDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { BY_REGISTER, FIELDS, NO_WAIVERS } from './organisation-parts.ts';

const gap = (
  id: string,
  title: LoopDefinition['title'],
  clauses: readonly string[],
  stage: Pick<StageDefinition, 'zh' | 'en' | 'owner'>,
  escalation: readonly EscalationStep[],
): LoopDefinition => ({
  ...{ id, title, clauses, harm: 4, fields: FIELDS, escalation, waivers: NO_WAIVERS, reopening: [] },
  arises: { zh: '目录：组织不健全', en: 'Registers: something is missing' },
  parameters: { mend: local('补齐', 'Put right', 30, 'day') },
  stages: [
    {
      ...{ id: 'mend', ...stage, clauses: clauses.slice(0, 1), after: [], alsoBy: ['platform'] },
      limit: { parameter: 'mend' },
      outcomes: { mended: { ...done('已补齐', 'Put right', ['record']), ...BY_REGISTER } },
    },
  ],
});

const committeeFault = gap(
  'organisation/committee-fault',
  { zh: '质量管理委员会不合规定', en: 'The quality committee does not conform' },
  ['henan-2025.mq.1#01', 'henan-2023.t1.2#01', 'henan-2023.t1.2#02'],
  { zh: '设立或调整委员会', en: 'Set the committee up, or put it right', owner: QUALITY_OFFICE },
  [{ percent: 50, to: HOSPITAL_HEAD }],
);

const officerMissing = gap(
  'organisation/officer-missing',
  { zh: '科室没有质控员', en: 'A department without quality officer' },
  ['henan-2025.mq.2#02', 'henan-2023.t1.5#02'],
  { zh: '任命质控员', en: 'Appoint an officer', owner: QUALITY_OFFICE },
  [
    { percent: 0, to: DEPARTMENT_HEAD },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
);

const earlyChange: LoopDefinition = {
  ...gap(
    'organisation/early-change',
    { zh: '质控员任期不满两年离任', en: 'An officer left before two years' },
    ['henan-2025.mq.2#05', 'henan-2023.t1.4#03'],
    { zh: '写明理由', en: 'State the reason', owner: QUALITY_OFFICE },
    [{ percent: 100, to: HOSPITAL_HEAD }],
  ),
};

const targetsMissing = gap(
  'organisation/targets-missing',
  { zh: '年度目标未建立或未分解', en: 'Yearly targets missing, or given to nobody' },
  ['henan-2023.t3.1#02'],
  { zh: '登记目标并分解到科室', en: 'Register the targets and give them to departments', owner: QUALITY_OFFICE },
  [{ percent: 50, to: HOSPITAL_HEAD }],
);

const departmentWithoutTarget = gap(
  'organisation/department-without-target',
  { zh: '科室没有年度目标', en: 'A department without yearly target' },
  ['henan-2023.t3.1#02'],
  { zh: '为科室分解目标', en: 'Give the department a target', owner: QUALITY_OFFICE },
  [
    { percent: 0, to: DEPARTMENT_HEAD },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
);

const staffWithoutTarget = gap(
  'organisation/staff-without-target',
  { zh: '目标未落到人', en: 'Targets that did not come down to persons' },
  ['henan-2023.t4.3#01'],
  { zh: '为每名人员明确个人目标', en: 'Give each member of the staff a part', owner: QUALITY_OFFICE },
  [
    { percent: 0, to: DEPARTMENT_HEAD },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
);

const targetWithoutProject = gap(
  'organisation/target-without-project',
  { zh: '年度目标没有完整立项', en: 'A yearly target without a whole project' },
  ['henan-2023.t26.3#01'],
  {
    zh: '为目标立项：组织、制度、机制、路径、协同科室与节点',
    en: 'Give it a project: organisation, rules, mechanism, path, departments that share it, milestones',
    owner: QUALITY_OFFICE,
  },
  [
    { percent: 50, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
);

const officerRuleMissing = gap(
  'organisation/officer-rule-missing',
  { zh: '没有质控员遴选或激励约束制度', en: 'No rules on how officers are chosen or rewarded' },
  ['henan-2025.mq.2#08'],
  { zh: '制定并登记制度', en: 'Make the rules and register them', owner: QUALITY_OFFICE },
  [{ percent: 100, to: HOSPITAL_HEAD }],
);

/** A month of which not each of the 35 went through its cycle is asked after until each has. */
const cycleIncomplete: LoopDefinition = {
  ...gap(
    'organisation/cycle-incomplete',
    { zh: '核心制度指标未全部完成循环', en: 'Core-system indicators without a whole cycle' },
    ['henan-2025.mq.5#07'],
    {
      zh: '补齐各项指标的采集、分析、反馈与改进',
      en: 'Complete value, analysis, feedback and action of each indicator',
      owner: QUALITY_OFFICE,
    },
    [{ percent: 50, to: HOSPITAL_HEAD }],
  ),
  about: '/indicators',
};

export const GAP_LOOPS: readonly LoopDefinition[] = [
  committeeFault,
  officerMissing,
  earlyChange,
  officerRuleMissing,
  targetsMissing,
  departmentWithoutTarget,
  staffWithoutTarget,
  targetWithoutProject,
  cycleIncomplete,
];
