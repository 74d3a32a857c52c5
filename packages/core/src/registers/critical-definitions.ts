/** The register of critical values 危急值目录: what must be told at once, published and reviewed. */
import { defineRegister, optional, required } from '../kernel/register.ts';
import { criticalThresholdFaults } from './critical-rules.ts';

export const criticalThresholds = defineRegister({
  id: 'critical-threshold',
  zh: '危急值阈值',
  en: 'Critical thresholds',
  describe: {
    zh: '危急值项目与阈值：机构填写的只用于本机构，不填机构的用于全区域；可按标本、性别、年龄、科室、诊断分列，定期评审',
    en: 'Items and thresholds of critical values; without an institution they hold for the region; by specimen, sex, age, department and diagnosis where these matter, reviewed regularly',
  },
  key: ['institution', 'item', 'code'],
  clauses: ['core-systems.14#01', 'henan-2025.mq.8#01', 'henan-2023.t17.3#01'],
  columns: {
    institution: optional('code', '机构', 'Institution', { refersTo: 'institution' }),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    code: required('code', '编号', 'Code'),
    specimen: optional('text', '标本', 'Specimen'),
    sex: optional('code', '性别', 'Sex', { options: ['male', 'female'] }),
    ageFrom: optional('integer', '年龄从', 'Age from', { min: 0, max: 200 }),
    ageTo: optional('integer', '年龄至（不含）', 'Age below', { min: 1, max: 200 }),
    ageUnit: optional('code', '年龄单位', 'Unit of age', { options: ['days', 'months', 'years'] }),
    department: optional('code', '科室', 'Department'),
    diagnosis: optional('codes', '诊断编码前缀', 'Diagnosis, beginning of code'),
    low: optional('decimal', '低限', 'Low'),
    high: optional('decimal', '高限', 'High'),
    inclusive: required('boolean', '含界值', 'Limit itself is critical'),
    findings: optional('codes', '危急所见', 'Critical findings'),
    repeat: optional('code', '复检要求', 'Repeat', { options: ['before-report', 'after-report'] }),
    firstOnlyDays: optional('integer', '首次报告期（天）', 'Only the first within days', { min: 1, max: 3650 }),
    reviewedOn: required('day', '评审日', 'Reviewed on'),
    source: required('text', '出处', 'Source'),
  },
  faultsOf: criticalThresholdFaults,
});
