/** The registers 目录 of what a laboratory works with: lots of reagents, who is authorised, what the licence covers, counts of a month. */
import type { RowOf } from '../kernel/register.ts';
import { defineRegister, optional, required } from '../kernel/register.ts';
import { authorisationFaults, countFaults, lotRecallFaults, reagentLotFaults } from './resource-rules.ts';

const institution = required('code', '机构', 'Institution', { refersTo: 'institution' });

/** Groups of items 项目组 for which people are authorised: the categories of laboratory items. */
export const ITEM_GROUPS = [
  'chemistry',
  'immunology',
  'haematology',
  'coagulation',
  'urinalysis',
  'microbiology',
  'molecular',
  'blood-bank',
  'poct',
] as const;

export const reagentLots = defineRegister({
  id: 'reagent-lot',
  zh: '试剂与校准品批号',
  en: 'Lots of reagents and calibrators',
  describe: {
    zh: '机构的试剂、校准品与耗材：产品、批号、注册证、供应商、到货、验收与效期',
    en: 'Reagents, calibrators and consumables: product, lot, registration, supplier, receipt, acceptance and expiry',
  },
  key: ['institution', 'product', 'lot'],
  clauses: ['national-2022.art.22#01', 'taiyuan-2024.5.1#01', 'henan-2025.lab.2#04'],
  columns: {
    institution,
    product: required('code', '产品', 'Product'),
    lot: required('code', '批号', 'Lot'),
    kind: required('code', '类别', 'Kind', { options: ['reagent', 'calibrator', 'consumable'] }),
    nameZh: required('text', '名称', 'Name'),
    registration: optional('text', '注册证号', 'Registration certificate'),
    supplier: optional('text', '供应商', 'Supplier'),
    receivedOn: required('day', '到货日', 'Received on'),
    acceptedOn: optional('day', '验收合格日', 'Accepted on'),
    expiresOn: required('day', '效期至', 'Expires on'),
    openDays: optional('integer', '开瓶稳定天数', 'Stable once open (days)', { min: 1, max: 3650 }),
  },
  faultsOf: reagentLotFaults,
});
export type ReagentLotRow = RowOf<(typeof reagentLots)['columns']>;

/** A use holds from the day on which the lot came onto the system; another lot of the product is a new version. */
export const reagentUses = defineRegister({
  id: 'reagent-use',
  zh: '试剂在用批号',
  en: 'Lots in use',
  describe: {
    zh: '检测系统在用的试剂与校准品批号，自换批之日起',
    en: 'Which lot of a reagent or calibrator a test system uses, from the day of the change',
  },
  key: ['institution', 'system', 'product'],
  references: [
    { columns: ['institution', 'system'], register: 'test-system' },
    { columns: ['institution', 'product', 'lot'], register: 'reagent-lot' },
  ],
  clauses: ['national-2022.art.22#01', 'henan-2025.lab.2#04'],
  columns: {
    institution,
    system: required('code', '检测系统', 'Test system'),
    product: required('code', '产品', 'Product'),
    lot: required('code', '批号', 'Lot'),
    openedOn: optional('day', '开瓶日', 'Opened on'),
  },
});
export type ReagentUseRow = RowOf<(typeof reagentUses)['columns']>;

/** A recall holds from the day on which its notice came; what was measured with the lot in its period is reviewed result by result. */
export const lotRecalls = defineRegister({
  id: 'lot-recall',
  zh: '试剂批号召回',
  en: 'Recalls of lots',
  describe: {
    zh: '召回的试剂、校准品或耗材批号：通知来源、理由与受影响的使用时段',
    en: 'Recalled lots of reagents, calibrators and consumables: the notice, its reason and the time of use it concerns',
  },
  key: ['institution', 'product', 'lot'],
  references: [{ columns: ['institution', 'product', 'lot'], register: 'reagent-lot' }],
  clauses: ['national-2022.art.22#01', 'henan-2025.lab.2#04'],
  columns: {
    institution,
    product: required('code', '产品', 'Product'),
    lot: required('code', '批号', 'Lot'),
    notice: required('text', '召回通知来源', 'Source of the notice'),
    reason: required('text', '召回理由', 'Reason'),
    noticedOn: required('day', '接到通知日', 'Notice received on'),
    usedFrom: required('day', '受影响时段自', 'Concerned from'),
    usedTo: optional('day', '受影响时段至', 'Concerned until'),
  },
  faultsOf: lotRecallFaults,
});
export type LotRecallRow = RowOf<(typeof lotRecalls)['columns']>;

export const staffAuthorisations = defineRegister({
  id: 'staff-authorisation',
  zh: '检验人员授权',
  en: 'Authorisations of laboratory staff',
  describe: {
    zh: '检验人员的资格、培训与按项目组的授权',
    en: 'Qualification, training and authorisation of laboratory staff by group of items',
  },
  key: ['institution', 'practitioner', 'group'],
  references: [{ columns: ['institution', 'practitioner'], register: 'practitioner' }],
  clauses: ['henan-2025.lab.2#05', 'henan-2025.lab.6#02', 'henan-2025.lab.6#03', 'henan-2025.lab.9#02'],
  columns: {
    institution,
    practitioner: required('code', '工号', 'Staff number'),
    group: required('code', '项目组', 'Group of items', { options: ITEM_GROUPS }),
    work: required('code', '授权范围', 'May', { options: ['test', 'review', 'both'] }),
    qualification: required('text', '资格证书', 'Qualification'),
    qualifiedUntil: optional('day', '资格有效至', 'Qualified until'),
    trainedOn: required('day', '培训日', 'Trained on'),
    trainingUntil: optional('day', '培训有效至', 'Training due on'),
    authorisedOn: required('day', '授权日', 'Authorised on'),
    authorisedUntil: optional('day', '授权至', 'Authorised until'),
    authorisedBy: required('text', '授权人', 'Authorised by'),
  },
  faultsOf: authorisationFaults,
});
export type StaffAuthorisationRow = RowOf<(typeof staffAuthorisations)['columns']>;

export const licensedSubjects = defineRegister({
  id: 'licensed-subject',
  zh: '登记诊疗科目与检验项目',
  en: 'Licensed subjects and items',
  describe: {
    zh: '机构经核准登记的检验诊疗科目；列出项目时仅限所列项目',
    en: 'Subjects of laboratory medicine for which an institution is licensed; where items are named, those alone',
  },
  key: ['institution', 'subject'],
  clauses: ['henan-2025.lab.3#01', 'henan-2025.lab.3#02', 'henan-2025.lab.3#03'],
  columns: {
    institution,
    subject: required('code', '诊疗科目', 'Subject', {
      options: ['30.01', '30.02', '30.03', '30.04', '30.05', '30.06'],
    }),
    items: optional('codes', '项目（空为科目内全部）', 'Items (empty: all of the subject)', { refersTo: 'item' }),
    registration: required('text', '登记号', 'Registration'),
    approvedOn: required('day', '核准日', 'Approved on'),
  },
});
export type LicensedSubjectRow = RowOf<(typeof licensedSubjects)['columns']>;

export const laboratoryCounts = defineRegister({
  id: 'laboratory-count',
  zh: '检验质量指标填报',
  en: 'Counts for laboratory indicators',
  describe: {
    zh: '平台未采集到数据的临床检验质量指标：机构按月填报分子与分母',
    en: 'Laboratory indicators whose records do not reach the platform: numerator and denominator of a month, by the institution',
  },
  key: ['institution', 'indicator', 'month'],
  clauses: ['taiyuan-2024.5.2#02', 'henan-2025.lab.6#07'],
  columns: {
    institution,
    indicator: required('code', '指标', 'Indicator', {
      options: ['CL-01', 'CL-02', 'CL-03', 'CL-04', 'CL-05', 'CL-06', 'CL-11', 'CL-13'],
    }),
    month: required('month', '月份', 'Month'),
    numerator: required('integer', '分子', 'Numerator', { min: 0 }),
    denominator: required('integer', '分母', 'Denominator', { min: 0 }),
    basis: required('text', '数据来源', 'Where it comes from'),
  },
  faultsOf: countFaults,
});
export type LaboratoryCountRow = RowOf<(typeof laboratoryCounts)['columns']>;
