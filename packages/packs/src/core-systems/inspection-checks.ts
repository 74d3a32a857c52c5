/** How an inspector sees whether events and critical values are dealt with, and transfusions reviewed 检查要点. */
import type { CheckPoint } from '../check-points.ts';
import { checkWriter } from '../check-points.ts';

const SAFETY = checkWriter(
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

const TRANSFUSION = checkWriter(
  'core-systems',
  'transfusion',
)([
  [
    '17#01',
    'immediate',
    '抽 10 份用血申请，按申请量核对申请、审核与批准',
    'Of 10 requests, see by their amount who asked, reviewed and approved',
    '用血申请单',
    'Requests for blood',
  ],
  [
    '17#02',
    'immediate',
    '抽 10 例，核对输血前知情同意',
    'Of 10 patients, see consent before transfusion',
    '知情同意书',
    'Consents',
  ],
  [
    '17#03',
    'within-15',
    '抽 10 例，核对适应证与输血前指标',
    'Of 10 patients, see indication and figures before transfusion',
    '病历',
    'Records',
  ],
  [
    '17#04',
    'immediate',
    '抽 5 例，自申请至评价逐环节核对记录',
    'Of 5 patients, follow the chain from request to evaluation',
    '输血记录',
    'Records of transfusion',
  ],
  [
    '17#05',
    'within-15',
    '抽 10 例，核对输血后评估',
    'Of 10 patients, see the evaluation after transfusion',
    '病程记录',
    'Notes of the course',
  ],
  [
    '17#06',
    'immediate',
    '抽近一年输血反应，核对处置、上报与回报',
    'Of the reactions of a year, see treatment, report and answer',
    '输血反应登记',
    'Ledger of reactions',
  ],
]);

export const CHECKS: readonly CheckPoint[] = [...SAFETY, ...TRANSFUSION];
