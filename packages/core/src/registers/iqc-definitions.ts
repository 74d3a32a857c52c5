/** The registers 目录 of internal quality control 室内质控: what measures which item by which rules, on which material, and what is held back. */
import { defineRegister, optional, required } from '../kernel/register.ts';
import { PERCENT } from './allowable-rules.ts';
import { holdFaults, LEVEL_CLASSES, testSystemFaults } from './iqc-rules.ts';

export const testSystems = defineRegister({
  id: 'test-system',
  zh: '检测系统',
  en: 'Test systems',
  describe: {
    zh: '机构的检测系统：项目、仪器、方法、单位，及其室内质控规则',
    en: 'Test systems of an institution: item, instrument, method and unit, with the rules of their IQC',
  },
  key: ['institution', 'code'],
  references: [{ columns: ['institution', 'instrument'], register: 'instrument' }],
  clauses: ['henan-2025.lab.7#01', 'national-2022.art.24#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '检测系统编号', 'Test system'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    instrument: required('code', '仪器编号', 'Instrument'),
    method: optional('text', '方法', 'Method'),
    unit: optional('text', '单位', 'Unit'),
    kind: required('code', '质控类型', 'Kind of control', { options: ['quantitative', 'qualitative'] }),
    levels: required('integer', '质控水平数', 'Levels per run', { min: 1, max: 6 }),
    rules: required('codes', '质控规则', 'Rules'),
    warnings: optional('codes', '仅警告规则', 'Rules that only warn'),
    gate: optional('code', '启动规则', 'Gate', { options: ['none', '1_2s'] }),
    rangeRule: optional('code', 'R-4s 判法', 'R-4s variant', { options: ['strict', 'range'] }),
    windowMinutes: optional('integer', '同批时限（分钟）', 'One run within (min)', { min: 1, max: 1440 }),
    maxCv: optional('decimal', '允许不精密度（%）', 'Allowable CV (%)', PERCENT),
    tea: optional('decimal', '允许总误差（%）', 'Allowable total error (%)', PERCENT),
    teaSource: optional('text', '允许总误差出处', 'Source of TEa'),
    pointOfCare: optional('boolean', '即时检测', 'Point of care'),
  },
  faultsOf: testSystemFaults,
});

export const controlMaterials = defineRegister({
  id: 'control-material',
  zh: '质控品批号',
  en: 'Lots of control material',
  describe: {
    zh: '机构在用的质控品：产品、批号、水平与效期',
    en: 'Control material in use: product, lot, level and expiry',
  },
  key: ['institution', 'product', 'lot', 'level'],
  clauses: ['henan-2025.lab.7#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    product: required('code', '质控品', 'Product'),
    lot: required('code', '批号', 'Lot'),
    level: required('code', '水平', 'Level'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    manufacturer: optional('text', '厂家', 'Manufacturer'),
    levelClass: optional('code', '水平类别', 'Class of level', { options: LEVEL_CLASSES }),
    expiresOn: required('day', '效期至', 'Expires on'),
    openDays: optional('integer', '开瓶稳定天数', 'Stable once open (days)', { min: 1, max: 3650 }),
    thirdParty: optional('boolean', '第三方质控品', 'Third-party'),
    expected: optional('text', '预期结果（定性）', 'Expected result (qualitative)'),
  },
});

/** A hold 失控停发 lasts from the day a run was rejected until its event is closed; on the day of closing results are released again. */
export const iqcHolds = defineRegister({
  id: 'iqc-hold',
  zh: '失控停发',
  en: 'Holds after rejected runs',
  describe: {
    zh: '室内质控失控、尚未处理完毕的检测系统：期间不发报告、不带互认标识',
    en: 'Test systems whose IQC was rejected and not yet settled: no release and no mark meanwhile',
  },
  key: ['code'],
  references: [{ columns: ['institution', 'system'], register: 'test-system' }],
  clauses: ['national-2022.art.24#01', 'henan-2025.lab.7#04', 'henan-2025.lab.7#06'],
  columns: {
    code: required('code', '编号', 'Code'),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    system: required('code', '检测系统', 'Test system'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    instrument: required('code', '仪器编号', 'Instrument'),
    heldOn: required('day', '停发日', 'Held from'),
    releasedOn: optional('day', '恢复日', 'Released on'),
    cause: required('text', '原因', 'Cause'),
  },
  faultsOf: holdFaults,
});
