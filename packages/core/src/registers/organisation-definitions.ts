/** The registers 目录 of who is in charge of quality in a hospital. Source: henan-2025.mq.1, mq.2; henan-2023.t1. */
import type { Bilingual, RowOf } from '../kernel/register.ts';
import { defineRegister, optional, required } from '../kernel/register.ts';
import { qualityOfficerFaults } from './row-rules.ts';

/** Kinds of department whose heads sit in the committee 十类部门 (henan-2023.t1.2#02). */
export const MEMBER_KINDS = [
  'medical-affairs',
  'quality-control',
  'nursing',
  'infection-control',
  'medical-engineering',
  'information',
  'logistics',
  'clinical',
  'pharmacy',
  'medical-technology',
] as const;

export const institutionHeads = defineRegister({
  id: 'institution-head',
  zh: '机构主要负责人',
  en: 'Heads of institutions',
  describe: {
    zh: '医疗机构的主要负责人及起止：质量管理委员会须由其任主任',
    en: 'Who is in charge of an institution, and since when: the quality committee is chaired by this person',
  },
  key: ['institution', 'practitioner'],
  references: [{ columns: ['institution', 'practitioner'], register: 'practitioner' }],
  clauses: ['henan-2025.mq.1#01', 'henan-2023.t1.2#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    practitioner: required('code', '工号', 'Staff number'),
  },
});

export const qualityBodies = defineRegister({
  id: 'quality-body',
  zh: '质量管理组织',
  en: 'Quality bodies',
  describe: {
    zh: '质量管理委员会、专业委员会（组）、科室与病区质量管理小组，及其设立文件',
    en: 'The quality committee, its specialised committees, the groups of departments and wards, with their founding document',
  },
  key: ['institution', 'code'],
  clauses: [
    'henan-2025.mq.1#01',
    'henan-2025.mq.1#02',
    'henan-2025.mq.1#04',
    'henan-2025.mq.2#01',
    'henan-2025.mq.2#07',
  ],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    kind: required('code', '类别', 'Kind', { options: ['committee', 'specialised', 'department', 'ward'] }),
    department: optional('code', '科室（委员会：办公室所在科室）', 'Department (of the committee: that of its office)'),
    parent: optional('code', '上级组织', 'Superior body'),
    foundedBy: optional('text', '设立文件', 'Founding document'),
  },
});

export const qualityBodyMembers = defineRegister({
  id: 'quality-body-member',
  zh: '质量管理组织成员',
  en: 'Members of quality bodies',
  describe: {
    zh: '质量管理组织的成员、职务、所代表的部门类别与任期',
    en: 'Members of quality bodies, their office, the kind of department they stand for, and their term',
  },
  key: ['institution', 'body', 'practitioner'],
  references: [
    { columns: ['institution', 'body'], register: 'quality-body' },
    { columns: ['institution', 'practitioner'], register: 'practitioner' },
  ],
  clauses: ['henan-2025.mq.1#01', 'henan-2025.mq.2#01', 'henan-2023.t1.2#02'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    body: required('code', '组织代码', 'Body'),
    practitioner: required('code', '工号', 'Staff number'),
    role: required('code', '职务', 'Office', { options: ['chair', 'deputy', 'secretary', 'member'] }),
    represents: optional('code', '代表部门类别', 'Stands for', { options: MEMBER_KINDS }),
  },
});

export const qualityOfficers = defineRegister({
  id: 'quality-officer',
  zh: '质控员与质控专员',
  en: 'Quality officers',
  describe: {
    zh: '医院质控专员与科室、病区质控员：须为中级或高级职称，任期不少于两年，提前离任写明理由',
    en: 'Quality specialists of the hospital and officers of departments and wards: of intermediate or senior title, for two years or longer; who leaves earlier leaves for a stated reason',
  },
  key: ['institution', 'department', 'level', 'practitioner'],
  references: [
    { columns: ['institution', 'department'], register: 'department' },
    { columns: ['institution', 'practitioner'], register: 'practitioner' },
  ],
  clauses: [
    'henan-2025.mq.1#03',
    'henan-2025.mq.2#02',
    'henan-2025.mq.2#04',
    'henan-2025.mq.2#05',
    'henan-2023.t1.4#01',
  ],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    department: required('code', '科室', 'Department'),
    level: required('code', '层级', 'Level', { options: ['hospital', 'department', 'ward'] }),
    practitioner: required('code', '工号', 'Staff number'),
    title: required('code', '职称', 'Title', {
      options: ['senior', 'associate-senior', 'intermediate', 'junior', 'none'],
    }),
    fullTime: required('boolean', '专职', 'Full time'),
    endReason: optional('text', '提前离任理由', 'Reason for leaving early'),
  },
  faultsOf: qualityOfficerFaults,
});

/** Families of loops that an institution may take as its own rule 本院规定. */
export const OWN_RULE_FAMILIES = ['organisation', 'report'] as const;

export const ownRules = defineRegister({
  id: 'own-rule',
  zh: '院内自行执行的规则',
  en: 'Own rules',
  describe: {
    zh: '机构以院内文件自行执行、当地文件并未要求的规则：显示为本院规定，不作为法规要求',
    en: 'Rules that no document of the place asks for and an institution follows by a document of its own: shown as its own, never as law',
  },
  key: ['institution', 'rules'],
  clauses: ['henan-2025.front#03'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    rules: required('code', '规则', 'Rules', { options: OWN_RULE_FAMILIES }),
    adoptedBy: required('text', '院内文件', 'Document of the institution'),
  },
});

/** What an emergency plan is for 预案类别; rescue of critical patients 急危重患者救治 has to be among them (henan-2023.t20.4#01). */
export const EMERGENCY_PLAN_KINDS = [
  'critical-rescue',
  'mass-casualty',
  'public-health',
  'facility',
  'system-failure',
  'other',
] as const;

export const emergencyPlans = defineRegister({
  id: 'emergency-plan',
  zh: '应急预案',
  en: 'Emergency plans',
  describe: {
    zh: '医院的应急预案、类别、负责科室与现行版本：新版本自生效日起登记为新条目',
    en: 'Emergency plans of a hospital, what each is for, the department that answers for it and its version: a new one is a new entry from its first day',
  },
  key: ['institution', 'code'],
  references: [{ columns: ['institution', 'department'], register: 'department' }],
  clauses: ['henan-2023.sa4.0#02', 'henan-2023.t20.4#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '预案代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    kind: optional('code', '类别', 'Kind', { options: EMERGENCY_PLAN_KINDS }),
    department: required('code', '负责科室', 'Department'),
    edition: required('text', '版本', 'Version'),
  },
});

/** What rules of a hospital on its quality officers are about 质控员管理制度: how they are chosen, and how they are rewarded and held to account. */
export const OFFICER_RULE_SUBJECTS = {
  selection: { zh: '遴选', en: 'Choice' },
  incentive: { zh: '激励与约束', en: 'Rewards and restraints' },
} as const satisfies Record<string, Bilingual>;
export type OfficerRuleSubject = keyof typeof OFFICER_RULE_SUBJECTS;

export const officerRules = defineRegister({
  id: 'officer-rule',
  zh: '质控员管理制度',
  en: 'Rules on quality officers',
  describe: {
    zh: '医院关于质控员遴选、激励与约束的制度文件及现行版本：新版本自生效日起登记为新条目',
    en: 'Documents of a hospital on how quality officers are chosen, rewarded and held to account, and their version: a new one is a new entry from its first day',
  },
  key: ['institution', 'subject'],
  clauses: ['henan-2025.mq.2#08'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    subject: required('code', '内容', 'Subject', {
      options: Object.keys(OFFICER_RULE_SUBJECTS) as readonly OfficerRuleSubject[],
    }),
    title: required('text', '文件名称', 'Title of the document'),
    number: required('text', '文号', 'Number'),
    edition: required('text', '版本', 'Version'),
    text: required('text', '要点', 'What it says'),
  },
});

export type InstitutionHeadRow = RowOf<(typeof institutionHeads)['columns']>;
export type QualityBodyRow = RowOf<(typeof qualityBodies)['columns']>;
export type QualityBodyMemberRow = RowOf<(typeof qualityBodyMembers)['columns']>;
export type QualityOfficerRow = RowOf<(typeof qualityOfficers)['columns']>;
export type OwnRuleRow = RowOf<(typeof ownRules)['columns']>;
export type EmergencyPlanRow = RowOf<(typeof emergencyPlans)['columns']>;
export type OfficerRuleRow = RowOf<(typeof officerRules)['columns']>;
