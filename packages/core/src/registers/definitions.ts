/** The registers 目录 of a region. Every entry also has a period `[from, to)`, a version, a publisher and a source. */
import { SENSITIVE_CLASSES } from '../access/types.ts';
import { defineRegister, optional, required } from '../kernel/register.ts';
import { agreementFaults, timeLimitFaults } from './row-rules.ts';

export * from './adverse-event-definitions.ts';
export * from './critical-definitions.ts';
export * from './inspection-definitions.ts';
export * from './iqc-definitions.ts';
export * from './loop-definitions.ts';
export * from './organisation-definitions.ts';
export * from './target-definitions.ts';
export * from './task-definitions.ts';
export * from './quality-definitions.ts';
export * from './resource-definitions.ts';
export * from './watch-definitions.ts';

export const regions = defineRegister({
  id: 'region',
  zh: '行政区划',
  en: 'Regions',
  describe: { zh: '行政区划代码、名称与互认标识前缀', en: 'Administrative divisions with the prefix of their mark' },
  key: ['code'],
  clauses: ['national-2022.art.13#01'],
  columns: {
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    kind: required('code', '级别', 'Level', { options: ['country', 'province', 'city', 'district'] }),
    markPrefix: optional('text', '标识前缀', 'Mark prefix'),
  },
});

export const agreements = defineRegister({
  id: 'agreement',
  zh: '互认协议',
  en: 'Recognition agreements',
  describe: {
    zh: '地区间签署的互认协议及联合质控组织',
    en: 'Agreements between regions and their joint quality-control organisation',
  },
  key: ['code'],
  clauses: ['national-2022.art.12#03', 'national-2022.art.12#04'],
  columns: {
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    markPrefix: required('text', '标识前缀', 'Mark prefix'),
    members: required('codes', '成员地区', 'Member regions', { refersTo: 'region' }),
    qcOrganisation: optional('code', '联合质控组织', 'Joint QC organisation', { refersTo: 'qc-organisation' }),
  },
  faultsOf: agreementFaults,
});

export const institutions = defineRegister({
  id: 'institution',
  zh: '医疗机构',
  en: 'Institutions',
  describe: { zh: '医疗机构的级别、所有制、类型与所在地', en: 'Institutions with level, ownership, kind and place' },
  key: ['code'],
  clauses: ['national-2022.art.3#01', 'taiyuan-2024.4#01', 'sichuan-2025.2#01'],
  columns: {
    code: required('code', '机构代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    region: required('code', '所在地', 'Region', { refersTo: 'region' }),
    level: required('integer', '级别', 'Level', { min: 0, max: 3 }),
    ownership: required('code', '所有制', 'Ownership', { options: ['public', 'private'] }),
    kind: required('code', '类型', 'Kind', {
      options: ['general', 'specialised', 'tcm', 'maternal-child', 'primary', 'independent-laboratory'],
    }),
    supervisor: required('code', '主管', 'Supervisor', { options: ['health', 'tcm', 'military'] }),
    connectedOn: optional('day', '接入日期', 'Connected on'),
  },
});

export const departments = defineRegister({
  id: 'department',
  zh: '科室',
  en: 'Departments',
  describe: {
    zh: '医疗机构的科室；急诊科室须标明，应急预案与绿色通道检查由此提出',
    en: 'Departments of institutions; one of emergency care says so, and is asked for its plan and its green channel',
  },
  key: ['institution', 'code'],
  clauses: ['national-2022.art.8#01', 'henan-2023.t20.3#01', 'henan-2023.t20.4#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '科室代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    kind: required('code', '类别', 'Kind', { options: ['clinical', 'laboratory', 'imaging', 'other'] }),
    service: optional('code', '专门服务', 'Special service', { options: ['emergency'] }),
  },
});

export const consortia = defineRegister({
  id: 'consortium',
  zh: '医联体',
  en: 'Consortia',
  describe: { zh: '医联体、牵头机构与宣布互认的日期', en: 'Consortia, their lead institution and declared start' },
  key: ['code'],
  clauses: ['sichuan-2025.goal#03', 'national-2022.art.9#01'],
  columns: {
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    kind: required('code', '类型', 'Kind', { options: ['close-knit', 'loose'] }),
    province: required('code', '省', 'Province', { refersTo: 'region' }),
    lead: required('code', '牵头机构', 'Lead', { refersTo: 'institution' }),
    declaredFrom: optional('day', '宣布互认日', 'Declared start'),
  },
});

export const consortiumMembers = defineRegister({
  id: 'consortium-member',
  zh: '医联体成员',
  en: 'Consortium members',
  describe: { zh: '医联体的成员机构及起止', en: 'Members of consortia with their period' },
  key: ['consortium', 'institution'],
  clauses: ['sichuan-2025.goal#03'],
  columns: {
    consortium: required('code', '医联体', 'Consortium', { refersTo: 'consortium' }),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
  },
});

export const qcOrganisations = defineRegister({
  id: 'qc-organisation',
  zh: '质控组织',
  en: 'Quality-control organisations',
  describe: {
    zh: '质控组织的级别、专业、服务地区与任命机关',
    en: 'QC organisations with level, specialty, region and authority',
  },
  key: ['code'],
  clauses: ['national-2022.art.7#01'],
  columns: {
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    level: required('code', '级别', 'Level', { options: ['country', 'agreement', 'province', 'city', 'district'] }),
    region: required('scope', '服务范围', 'Scope', { isAhead: true }),
    specialty: optional('text', '专业', 'Specialty'),
    appointedBy: optional('text', '设立或指定机关', 'Appointing authority'),
  },
});

export const practitioners = defineRegister({
  id: 'practitioner',
  zh: '医务人员',
  en: 'Practitioners',
  describe: { zh: '医师等医务人员、执业机构与科室', en: 'Physicians and other staff with institution and department' },
  // Staff numbers are given by each institution for itself.
  key: ['institution', 'code'],
  references: [{ columns: ['institution', 'department'], register: 'department' }],
  clauses: ['national-2022.art.4#01', 'national-2022.art.20#02'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '工号', 'Code'),
    nameZh: required('text', '姓名', 'Name'),
    department: optional('code', '科室', 'Department'),
    role: required('code', '角色', 'Role', { options: ['physician', 'nurse', 'technician', 'administrator'] }),
    practiceScope: optional('text', '执业范围', 'Registered scope'),
  },
});

export const items = defineRegister({
  id: 'item',
  zh: '检查检验项目',
  en: 'Items',
  describe: { zh: '检查检验项目目录', en: 'Catalogue of examinations and laboratory tests' },
  key: ['code'],
  clauses: ['national-2022.art.2#01', 'national-2022.art.11#01', 'sichuan-2025.1#02'],
  columns: {
    code: required('code', '项目代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: required('text', '英文名称', 'English name'),
    kind: required('code', '检查/检验', 'Kind', { options: ['laboratory', 'examination'] }),
    category: required('code', '类别', 'Category', {
      options: [
        'chemistry',
        'immunology',
        'haematology',
        'coagulation',
        'urinalysis',
        'microbiology',
        'molecular',
        'blood-bank',
        'poct',
        'radiology',
        'ct',
        'mr',
        'ultrasound',
        'electrophysiology',
        'nuclear-medicine',
        'endoscopy',
        'pathology',
      ],
    }),
    specimen: optional('text', '标本或部位', 'Specimen or body site'),
    loinc: optional('code', 'LOINC', 'LOINC'),
    unit: optional('code', 'UCUM 单位', 'UCUM unit'),
    quantitative: required('boolean', '定量', 'Quantitative'),
    methodSensitive: optional('boolean', '结果依赖方法', 'Method sensitive'),
    rapidChangeHours: optional('decimal', '变化较快时限（小时）', 'Rapid-change hours', { min: 0 }),
    majorMeasures: optional('codes', '关联重大措施', 'Tied major measures'),
    price: optional('money', '价格（元）', 'Price (yuan)'),
    molarMass: optional('decimal', '摩尔质量（g/mol）', 'Molar mass (g/mol)', { min: 0 }),
    note: optional('text', '说明', 'Note'),
    sensitive: optional('code', '敏感类别', 'Sensitive class', { options: SENSITIVE_CLASSES }),
  },
});

export const panelComponents = defineRegister({
  id: 'panel-component',
  zh: '组合项目',
  en: 'Panels',
  describe: { zh: '组合项目与其组成', en: 'Panels and their components' },
  key: ['panel', 'item'],
  clauses: ['national-2022.art.18#02'],
  columns: {
    panel: required('code', '组合代码', 'Panel'),
    panelNameZh: required('text', '组合名称', 'Panel name'),
    panelNameEn: optional('text', '组合英文名称', 'English name'),
    panelPrice: optional('money', '组合价格（元）', 'Panel price (yuan)'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
  },
});

export const codeMappings = defineRegister({
  id: 'code-mapping',
  zh: '编码对照',
  en: 'Code mappings',
  describe: {
    zh: '机构项目编码与区域项目的对照，经质控中心批准；机构自有对照优先于通用对照（机构为空）',
    en: 'Local codes mapped to regional items, approved by the QC centre; an own mapping of an institution goes before one for all',
  },
  // Two institutions may use one system, such as that of a vendor, for codes of their own.
  key: ['institution', 'system', 'code'],
  clauses: ['sichuan-2025.4#03'],
  columns: {
    institution: optional('code', '机构（空为全部）', 'Institution (empty: all)', { refersTo: 'institution' }),
    system: required('text', '编码系统', 'System'),
    code: required('code', '编码', 'Code'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    state: required('code', '状态', 'State', { options: ['draft', 'approved', 'retired'] }),
  },
});

export const recognitionLists = defineRegister({
  id: 'recognition-list',
  zh: '互认清单',
  en: 'Recognition lists',
  describe: {
    zh: '公布的互认清单；有效期起为公布日',
    en: 'Published lists; the period begins on the day of publication',
  },
  key: ['code'],
  clauses: ['national-2022.art.15#01', 'taiyuan-2024.4#02', 'sichuan-2025.1#01'],
  columns: {
    code: required('code', '清单编号', 'List'),
    titleZh: required('text', '名称', 'Title'),
    documentNumber: optional('text', '文号', 'Document number'),
    publishedOn: required('day', '公布日期', 'Published on'),
    supersedes: optional('codes', '取代', 'Supersedes', { refersTo: 'recognition-list' }),
    region: required('scope', '适用地区', 'Region'),
  },
});

export const recognitionListEntries = defineRegister({
  id: 'recognition-list-entry',
  zh: '清单条目',
  en: 'List entries',
  describe: { zh: '清单内的机构、项目与互认范围', en: 'Institution, item and scope on a list' },
  key: ['list', 'institution', 'item', 'scope'],
  clauses: ['national-2022.art.15#01', 'sichuan-2025.1#02'],
  columns: {
    list: required('code', '清单编号', 'List', { refersTo: 'recognition-list' }),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    scope: required('scope', '互认范围', 'Scope'),
  },
});

export const timeLimits = defineRegister({
  id: 'time-limit',
  zh: '参考时限',
  en: 'Time limits',
  describe: {
    zh: '复检最短间隔（下限）与互认参考时限（上限），各有出处',
    en: 'Minimum retest interval (floor) and recognition limit (ceiling), each with its source',
  },
  key: ['region', 'item', 'kind'],
  clauses: ['sichuan-2025.1#03', 'sichuan-2025.1#02'],
  columns: {
    region: required('code', '地区', 'Region', { refersTo: 'region' }),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    kind: required('code', '类别', 'Kind', { options: ['floor', 'ceiling'] }),
    days: optional('integer', '天', 'Days', { min: 0 }),
    hours: optional('decimal', '小时', 'Hours', { min: 0 }),
    source: required('text', '出处', 'Source'),
  },
  faultsOf: timeLimitFaults,
});

export const negativeList = defineRegister({
  id: 'negative-list',
  zh: '“负面”清单',
  en: 'Negative list',
  describe: { zh: '不得互认的项目与情形', en: 'Items and circumstances that cannot be recognised' },
  key: ['region', 'item', 'circumstance'],
  clauses: ['sichuan-2025.1#04'],
  columns: {
    region: required('code', '地区', 'Region', { refersTo: 'region' }),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    circumstance: required('code', '情形', 'Circumstance'),
    descriptionZh: required('text', '说明', 'Description'),
  },
});

export const workdays = defineRegister({
  id: 'workday',
  zh: '工作日历',
  en: 'Workday calendar',
  describe: {
    zh: '节假日与调休：与周历不同的日子',
    en: 'Days that differ from the ordinary week: holidays and make-up workdays',
  },
  key: ['day'],
  clauses: ['taiyuan-2024.7.4#03'],
  columns: {
    day: required('day', '日期', 'Day'),
    working: required('boolean', '工作日', 'Working'),
    nameZh: optional('text', '名称', 'Name'),
  },
});
