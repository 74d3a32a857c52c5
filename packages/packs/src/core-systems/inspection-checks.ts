/** How an inspector sees whether events and critical values are dealt with 检查要点. */
import { checkWriter } from '../check-points.ts';

export const CHECKS = checkWriter(
  'core-systems',
  'safety',
)([
  [
    'ae#01',
    'immediate',
    '抽近一年的法定报告，核对发现时间与报告时间',
    'Of the statutory reports of a year, compare discovery and report',
    '法定报告与回执',
    'Statutory reports and their receipts',
  ],
  [
    'ae#03',
    'within-15',
    '以手术、用药与检验数据核对 20 例监测事件有无上报',
    'By data of surgery, drugs and tests, see whether 20 watched events were reported',
    '业务数据与上报清单',
    'Data of care, list of reports',
  ],
  [
    'ae#04',
    'immediate',
    '查看报告人身份的保存与开启记录',
    'See how the identity of reporters is kept, and who opened it',
    '系统设置与开启记录',
    'Settings of the system, records of opening',
  ],
  [
    'ae#12',
    'within-30',
    '查看各科室上报数与零报告科室的指导',
    'See reports by department, and how silent departments were guided',
    '统计与指导记录',
    'Statistics, records of guidance',
  ],
  [
    'ae#14',
    'within-30',
    '抽 10 起事件，核对分级、根因、整改、效果与反馈',
    'Of 10 events, see grade, root cause, measures, effect and answer',
    '事件闭环记录',
    'Records of the events',
  ],
  [
    '14#04',
    'immediate',
    '抽 10 例危急值，核对接收、复述与告知医师',
    'Of 10 critical values, see receipt, read-back and how the doctor was told',
    '危急值登记',
    'Register of critical values',
  ],
]);
