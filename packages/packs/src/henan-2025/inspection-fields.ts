/**
 * How inspectors of five more fields see whether the measures on testing are kept 检查要点: the notice has organisations of quality control of
 * pathology, nuclear medicine, blood collection and supply, transfusion and occupational disease inspect and guide. The points are
 * proposals. Source: henan-2025.lab.15#01.
 */
import type { CheckPoint } from '../check-points.ts';
import { checkWriter } from '../check-points.ts';
import { CONTROLS, KEPT_RECORDS, RAW_DATA, STAFF } from './inspection-points.ts';

const PATHOLOGY = checkWriter(
  'henan-2025',
  'pathology',
)([
  [
    'lab.2#05',
    'immediate',
    '抽 5 名诊断与技术人员，核对资质、培训与授权',
    'Of 5 who diagnose or prepare, see qualification, training and authorisation',
    '人员档案',
    'Files of staff',
  ],
  [
    'lab.6#05',
    'within-15',
    '抽脱水、切片、染色设备各一台，核对校准与维护',
    'Of devices that process, cut and stain, one of each: see calibration and upkeep',
    '设备记录',
    'Records of devices',
  ],
  [
    'lab.6#06',
    'within-15',
    '抽 10 份标本，核对离体、固定、送检与接收的时间和签名',
    'Of 10 specimens, see times and signatures from removal and fixation to receipt',
    '标本交接记录',
    'Records of specimens handed over',
  ],
  KEPT_RECORDS,
  [
    'lab.7#01',
    'within-30',
    '查看染色与免疫组化的对照和质控程序',
    'See controls of stains and immunohistochemistry, and the procedure for them',
    '质控程序与对照片',
    'Procedure, control slides',
  ],
  [
    'lab.8#01',
    'within-30',
    '核对病理室间质评的参加与成绩',
    'See participation in EQA of pathology, and its outcomes',
    '质评回报与证书',
    'Returns and certificates',
  ],
  [
    'lab.9#02',
    'immediate',
    '抽 20 份报告，核对诊断者与复核者的权限',
    'Of 20 reports, see whether who diagnosed and who reviewed may',
    '报告与授权',
    'Reports, authorisations',
  ],
  [
    'lab.9#07',
    'immediate',
    '抽 5 份更正报告，核对原因、原报告与告知',
    'Of 5 corrected reports, see reason, original and who was told',
    '更正报告',
    'Corrected reports',
  ],
]);

const NUCLEAR_MEDICINE = checkWriter(
  'henan-2025',
  'nuclear-medicine',
)([
  STAFF,
  [
    'lab.3#01',
    'immediate',
    '所做显像与体外分析项目，核对执业登记科目',
    'See whether imaging and in-vitro tests are in the registered subjects',
    '执业许可证副本',
    'Copy of the licence',
  ],
  [
    'lab.6#05',
    'within-15',
    '抽活度计、显像与计数设备各一台，核对检定、校准与维护',
    'Of activity meters, cameras and counters, one of each: see verification, calibration and upkeep',
    '设备记录',
    'Records of devices',
  ],
  KEPT_RECORDS,
  [
    'lab.7#02',
    'within-15',
    '抽 5 个体外分析项目近 30 个检测日的质控次数',
    'Of 5 in-vitro tests, count the controls of the last 30 days of testing',
    '质控记录',
    'Records of control',
  ],
  [
    'lab.8#01',
    'within-30',
    '核对核医学室间质评的参加与成绩',
    'See participation in EQA of nuclear medicine, and its outcomes',
    '质评回报与证书',
    'Returns and certificates',
  ],
  [
    'lab.9#03',
    'within-15',
    '抽 20 份报告，核对内容、审核与签发',
    'Of 20 reports, see content, review and issue',
    '报告',
    'Reports',
  ],
]);

const BLOOD_SUPPLY = checkWriter(
  'henan-2025',
  'blood-supply',
)([
  [
    'lab.2#05',
    'immediate',
    '抽 10 名采血与检测人员，核对培训与授权',
    'Of 10 who collect or test, see training and authorisation',
    '人员档案',
    'Files of staff',
  ],
  [
    'lab.6#05',
    'within-15',
    '抽采血、离心、储存与检测设备各一台，核对校准与维护',
    'Of devices that collect, spin, store and test, one of each: see calibration and upkeep',
    '设备记录',
    'Records of devices',
  ],
  [
    'lab.6#06',
    'within-15',
    '抽 10 份血样，核对采集、留样、运送与接收',
    'Of 10 samples, see collection, samples kept, transport and receipt',
    '标本流转记录',
    'Records of samples',
  ],
  [
    'lab.6#09',
    'immediate',
    '抽 5 批检测，原始数据与放行数据比对',
    'Of 5 batches, compare original data with those of the release',
    '原始数据',
    'Original data',
  ],
  [
    'lab.7#02',
    'within-15',
    '抽血液检测项目近 30 个检测日的质控次数',
    'Of tests of donated blood, count the controls of the last 30 days of testing',
    '质控记录',
    'Records of control',
  ],
  [
    'lab.7#06',
    'immediate',
    '抽近半年失控日的血液放行',
    'See blood released on days out of control of the last half-year',
    '失控处理与放行时间',
    'Handling of the failure, times of release',
  ],
  [
    'lab.8#01',
    'within-30',
    '核对血液检测室间质评的参加与成绩',
    'See participation in EQA of tests of donated blood, and its outcomes',
    '质评回报与证书',
    'Returns and certificates',
  ],
  [
    'lab.9#06',
    'immediate',
    '抽 5 例传染病标志物有反应的，核对复核与报告',
    'Of 5 with a reactive marker of infection, see recheck and report',
    '复核与报告记录',
    'Records of rechecks and reports',
  ],
]);

const TRANSFUSION = checkWriter(
  'henan-2025',
  'transfusion',
)([
  [
    'lab.6#06',
    'within-15',
    '抽 10 份血型与配血标本，核对采集、核对与接收',
    'Of 10 samples for grouping and cross-match, see collection, identification and receipt',
    '标本流转记录',
    'Records of samples',
  ],
  [
    'lab.7#02',
    'within-15',
    '抽血型与配血项目近 30 个检测日的质控次数',
    'Of grouping and cross-match, count the controls of the last 30 days of testing',
    '质控记录',
    'Records of control',
  ],
  [
    'lab.8#01',
    'within-30',
    '核对临床用血相关室间质评的参加与成绩',
    'See participation in EQA of transfusion, and its outcomes',
    '质评回报与证书',
    'Returns and certificates',
  ],
]);

const OCCUPATIONAL_DISEASE = checkWriter(
  'henan-2025',
  'occupational-disease',
)([
  STAFF,
  [
    'lab.3#01',
    'immediate',
    '抽 20 个检测项目，核对登记的科目与类别',
    'Of 20 tests, see whether they are in the registered subjects and classes',
    '执业登记',
    'Registration',
  ],
  [
    'lab.6#05',
    'within-15',
    '抽 3 台仪器，核对检定、校准与维护',
    'Of 3 instruments, see verification, calibration and upkeep',
    '设备记录',
    'Records of devices',
  ],
  [
    'lab.6#06',
    'within-15',
    '抽 10 份生物样本，核对采集、保存、运送与接收',
    'Of 10 biological samples, see collection, storage, transport and receipt',
    '标本流转记录',
    'Records of samples',
  ],
  RAW_DATA,
  CONTROLS,
  [
    'lab.8#01',
    'within-30',
    '核对职业健康检测室间质评的参加与成绩',
    'See participation in EQA of occupational health, and its outcomes',
    '质评回报与证书',
    'Returns and certificates',
  ],
  [
    'lab.9#06',
    'immediate',
    '抽 10 份超标结果，核对复核与报告',
    'Of 10 results beyond the limit, see recheck and report',
    '复核与报告记录',
    'Records of rechecks and reports',
  ],
  [
    'lab.9#08',
    'immediate',
    '核对同一单位成批异常结果的发现与上报',
    'See whether clusters of one workplace were noticed and reported',
    '异常登记与上报',
    'Ledger of clusters, reports',
  ],
]);

export const CHECKS_OF_FIELDS: readonly CheckPoint[] = [
  ...PATHOLOGY,
  ...NUCLEAR_MEDICINE,
  ...BLOOD_SUPPLY,
  ...TRANSFUSION,
  ...OCCUPATIONAL_DISEASE,
];
