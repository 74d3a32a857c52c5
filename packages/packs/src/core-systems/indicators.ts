/**
 * The 35 indicators by which the core systems are watched (CS35, edition of 2025). Its numerators and denominators say
 * “of the same period” only: which instant puts a case into a period is a parameter of each.
 */
import type { Basis, Coverage } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { clause } from './writer.ts';

const { externalData } = NOT_ENCODED;

type Row = readonly [zh: string, en: string, basis: Basis, coverage?: Coverage];

const ROWS: readonly Row[] = [
  [
    '入院 48 小时内（含）转科的入院人次占比，出入重症监护不计',
    'Admissions moved to another department within 48 h (inclusive), moves into or out of ICU aside',
    'transcription',
  ],
  [
    '入院 8 小时内开具检查或治疗医嘱的占比，作为查房的替代；医嘱种类未定',
    'Admissions with an order for examination or treatment within 8 h, as a proxy of a round; which orders count is open',
    'contested',
  ],
  [
    '上级医师查房记录规范完整的住院病例占比',
    'Inpatient cases whose superior rounds are noted properly and completely',
    'transcription',
  ],
  [
    '有非计划手术的住院患者占比；是否仅指再次手术未定',
    'Inpatients with an unplanned operation; whether only reoperations is open',
    'contested',
  ],
  ['急会诊 10 分钟内到位占比', 'Urgent consultations with arrival within 10 min', 'transcription'],
  [
    '急会诊 40 分钟内有相关医嘱的占比；起点为请求或结束，未定',
    'Urgent consultations followed by a related order within 40 min; from request or from completion is open',
    'contested',
  ],
  ['普通会诊 24 小时内完成占比', 'Ordinary consultations completed within 24 h', 'transcription'],
  [
    '普通会诊 24 小时内有相关医嘱的占比；起点未定',
    'Ordinary consultations followed by a related order within 24 h; the start is open',
    'contested',
  ],
  [
    '手术患者出院时为特级或一级护理的占比；死亡是否计入未定',
    'Surgical patients on special or level-1 nursing at discharge; whether deaths count is open',
    'contested',
  ],
  ['四级手术患者手术当日床旁交接占比', 'Level-4 surgery patients handed over at the bedside that day', 'transcription'],
  [
    '非计划再住院或再手术患者完成疑难讨论的占比；再住院时间窗未定',
    'Unplanned readmissions or reoperations discussed as difficult cases; the window of readmission is open',
    'contested',
  ],
  ['上述讨论中结论写入病历的占比', 'Of those discussed, conclusion in the record', 'transcription'],
  [
    '高额异常费用（每次住院 20 万元及以上，地方可调）患者经疑难讨论的占比',
    'High-cost stays (200,000 yuan and more, adjustable) discussed as difficult cases',
    'transcription',
  ],
  [
    '抢救成功例次占比，成功为存活超过 24 小时或至下次抢救开始',
    'Rescues that succeed: alive over 24 h or until the next rescue starts',
    'transcription',
  ],
  [
    '完成术前讨论的手术占比；救命急诊手术是否退出分母未定',
    'Operations with the discussion completed; whether life-saving emergencies leave the denominator is open',
    'contested',
  ],
  ['有讨论的手术中术者参加的占比', 'Operations discussed in which the surgeon took part', 'transcription'],
  ['实际手术与讨论计划一致的占比', 'Operations performed as planned in the discussion', 'transcription'],
  ['实际术者与计划术者一致的占比', 'Operations by the planned surgeon', 'transcription'],
  [
    '死亡后 5 个工作日内完成讨论的占比；首日如何计未定',
    'Deaths discussed within 5 working days; what the first day is remains open',
    'contested',
  ],
  [
    '医务部门组织讨论的死亡例数与有纠纷死亡例数之比，无纠纷时不适用',
    'Deaths discussed under medical affairs over deaths with a dispute; none of these: not applicable',
    'transcription',
  ],
  ['科主任主持讨论的死亡占比', 'Deaths whose discussion the head chaired', 'transcription'],
  ['应上传死亡病案中已完整上传的占比', 'Charts of deaths fully uploaded, of those due', 'transcription'],
  [
    '长期医嘱当日终止的占比；“当日”与排除情形未定',
    'Long-term orders stopped the same day; what day means and what is excluded is open',
    'contested',
  ],
  [
    '同一手术医师时间重叠的住院手术占比',
    'Inpatient operations that overlap another of the same surgeon',
    'transcription',
  ],
  [
    '同一麻醉医师时间重叠的住院手术占比',
    'Inpatient operations that overlap another of the same anaesthetist',
    'transcription',
  ],
  ['四级与三级手术并发症发生率之比', 'Complication rate of level 4 over that of level 3', 'transcription'],
  ['四级与三级手术患者死亡率之比', 'Death rate of level-4 patients over that of level 3', 'transcription'],
  [
    '四级手术（含限制类技术）术前多学科讨论完成占比',
    'Level-4 operations, restricted technology among them, with a multidisciplinary discussion before',
    'transcription',
  ],
  [
    '备案的三、四级手术种类中实际开展的占比',
    'Kinds of level 3 and 4 surgery performed, of those on file',
    'transcription',
  ],
  [
    '新技术四年队列中留存转化的占比，(A+C+E)/(A+B+C+D+E+F)',
    'New technology kept over a cohort of four years, (A+C+E)/(A+B+C+D+E+F)',
    'transcription',
  ],
  [
    '危急值从出现到临床获知的分钟数中位数，住院、门诊、急诊分列',
    'Median minutes from appearance of a critical value until the clinic has it; inpatient, outpatient, emergency apart',
    'transcription',
    ['part:packages/core/src/critical', 'part:apps/server/src/critical'],
  ],
  [
    '住院危急值当日处置的占比；当日或 24 小时，未定',
    'Critical values of inpatients acted on the same day; the date or 24 h is open',
    'contested',
    ['part:packages/core/src/critical', 'part:apps/server/src/critical'],
  ],
  [
    '特殊使用级抗菌药物医嘱有会诊的占比；匹配时间窗未定',
    'Orders for special-use antimicrobials with a consultation; the window of matching is open',
    'contested',
  ],
  ['输血例次中有合格评估记录的占比', 'Transfusions with a proper evaluation note', 'transcription'],
  [
    '术中输血患者中用自体血回输的占比；仅回输自体血者是否入分母未定',
    'Patients transfused in surgery who got their own blood back; whether those with nothing else count is open',
    'contested',
  ],
];

export const INDICATORS = clause(
  'cs35',
  '核心制度落实情况监测指标（2025 年版）',
  'Indicators of the core systems (edition of 2025)',
  ROWS.map(([zh, en, basis, coverage = externalData], index) => [
    `#${String(index + 1).padStart(2, '0')}`,
    'INDICATOR',
    zh,
    en,
    coverage,
    basis,
  ]),
  // The day of issue was not seen; the edition names the year.
  { from: '2025-01-01', to: null },
);
