/** How an inspector sees whether the measures on testing of Henan are kept 检查要点. */
import { checkWriter } from '../check-points.ts';
import { CONTROLS, KEPT_RECORDS, RAW_DATA } from './inspection-points.ts';

export const CHECKS = checkWriter(
  'henan-2025',
  'laboratory',
)([
  [
    'lab.2#05',
    'immediate',
    '抽 10 名检测人员，核对培训与授权',
    'Of 10 members of staff, see training and authorisation',
    '人员档案',
    'Files of staff',
  ],
  [
    'lab.3#01',
    'immediate',
    '抽 20 个项目，核对执业登记科目',
    'Of 20 tests, see whether they are in the registered subjects',
    '执业许可证副本',
    'Copy of the licence',
  ],
  KEPT_RECORDS,
  RAW_DATA,
  CONTROLS,
  [
    'lab.7#06',
    'immediate',
    '抽近半年失控日的报告发放',
    'See reports on days out of control of the last half-year',
    '失控处理与报告时间',
    'Handling of the failure, times of reports',
  ],
  [
    'lab.9#05',
    'immediate',
    '抽 10 例危急值，核对时限与复述',
    'Of 10 critical values, see limits and read-back',
    '危急值登记',
    'Register of critical values',
  ],
  [
    'lab.13#04',
    'immediate',
    '抽门诊 10 名患者，核对有无私自外送',
    'Of 10 outpatients, see whether samples were sent out privately',
    '标本流转记录',
    'Records of samples',
  ],
  [
    'lab.15#05',
    'immediate',
    '所交材料与系统记录比对',
    'Compare the material handed in with the records of the systems',
    '材料清单',
    'List of the material',
  ],
]);
