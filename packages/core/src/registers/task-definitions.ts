/**
 * The registers 目录 of tasks 任务清单 with their milestones 节点, of hospitals, and of authorities and quality-control centres. Source:
 * henan-2023.bp.1#01, t26.3#01, sa4.2.5#01.
 */
import type { RowOf } from '../kernel/register.ts';
import { defineRegister, optional, required } from '../kernel/register.ts';
import { authorityTaskFaults, qualityTaskFaults } from './task-rules.ts';

const institution = required('code', '机构', 'Institution', { refersTo: 'institution' });
const region = required('code', '地区', 'Region', { refersTo: 'region' });
const names = {
  nameZh: required('text', '名称', 'Name'),
  nameEn: optional('text', '英文名称', 'English name'),
};
const milestone = {
  task: required('code', '任务代码', 'Task'),
  milestone: required('code', '节点代码', 'Milestone'),
  ...names,
  dueOn: required('day', '完成期限', 'Due on'),
};

export const qualityTasks = defineRegister({
  id: 'quality-task',
  zh: '任务清单',
  en: 'Tasks',
  describe: {
    zh: '医院的质量任务，逐项立项：牵头科室、责任人、协同科室；为年度目标立项的，写明组织、制度、机制与路径',
    en: 'Tasks of a hospital, each a project with the department that leads it, its owner and the departments that share it; one that serves a yearly target says its organisation, rules, mechanism and path',
  },
  key: ['institution', 'code'],
  references: [
    { columns: ['institution', 'department'], register: 'department' },
    { columns: ['institution', 'owner'], register: 'practitioner' },
    { columns: ['institution', 'year', 'target'], register: 'quality-target' },
  ],
  clauses: ['henan-2023.bp.1#01', 'henan-2023.t26.3#01'],
  faultsOf: qualityTaskFaults,
  columns: {
    institution,
    code: required('code', '任务代码', 'Code'),
    ...names,
    serves: optional('text', '依据（条款或文件）', 'What it serves (clause or document)'),
    year: optional('integer', '目标年度', 'Year of the target', { min: 2020, max: 2099 }),
    target: optional('code', '所服务的年度目标', 'Yearly target that it serves'),
    department: required('code', '牵头科室', 'Department that leads it'),
    owner: required('code', '责任人工号', 'Owner'),
    sharing: optional('codes', '协同科室', 'Departments that share it'),
    organisation: optional('text', '组织', 'Organisation'),
    rules: optional('text', '制度', 'Rules'),
    mechanism: optional('text', '机制', 'Mechanism'),
    path: optional('text', '路径', 'Path'),
  },
});

export const taskMilestones = defineRegister({
  id: 'task-milestone',
  zh: '任务节点',
  en: 'Milestones of tasks',
  describe: {
    zh: '任务清单中每项任务的节点与期限：到期须报告进展与依据，并由督办部门核实',
    en: 'The milestones of each task, with the day by which progress is reported on evidence and verified',
  },
  key: ['institution', 'task', 'milestone'],
  references: [{ columns: ['institution', 'task'], register: 'quality-task' }],
  clauses: ['henan-2023.bp.1#01'],
  columns: { institution, ...milestone },
});

export const authorityTasks = defineRegister({
  id: 'authority-task',
  zh: '主管部门与质控中心任务',
  en: 'Tasks of authorities and centres',
  describe: {
    zh: '主管部门的任务清单与质控中心的工作计划：逐项写明责任人与协同单位，注明是否属于患者安全',
    en: 'Tasks of health authorities and plans of work of quality-control centres: each with its owner and who shares it, and whether it is on the safety of patients',
  },
  key: ['region', 'code'],
  clauses: ['henan-2023.bp.1#01', 'henan-2023.sa4.2.5#01'],
  faultsOf: authorityTaskFaults,
  columns: {
    region,
    code: required('code', '任务代码', 'Code'),
    ...names,
    holder: required('code', '承担单位', 'Held by', { options: ['authority', 'centre'] }),
    centre: optional('code', '质控中心', 'Quality-control centre', { refersTo: 'qc-organisation' }),
    serves: optional('text', '依据（条款或文件）', 'What it serves (clause or document)'),
    owner: required('text', '责任人', 'Owner'),
    sharing: optional('text', '协同单位', 'Who shares it'),
    safety: required('boolean', '属于患者安全', 'On the safety of patients'),
  },
});

export const authorityMilestones = defineRegister({
  id: 'authority-milestone',
  zh: '主管部门与质控中心任务节点',
  en: 'Milestones of authorities and centres',
  describe: {
    zh: '主管部门与质控中心每项任务的节点与期限',
    en: 'The milestones of each task of an authority or centre, with the day by which it is reached',
  },
  key: ['region', 'task', 'milestone'],
  references: [{ columns: ['region', 'task'], register: 'authority-task' }],
  clauses: ['henan-2023.bp.1#01', 'henan-2023.sa4.2.5#01'],
  columns: { region, ...milestone },
});

export type QualityTaskRow = RowOf<(typeof qualityTasks)['columns']>;
export type TaskMilestoneRow = RowOf<(typeof taskMilestones)['columns']>;
export type AuthorityTaskRow = RowOf<(typeof authorityTasks)['columns']>;
export type AuthorityMilestoneRow = RowOf<(typeof authorityMilestones)['columns']>;
