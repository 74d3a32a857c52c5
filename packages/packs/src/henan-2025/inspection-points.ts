/** Points that several fields of an inspection share 共用检查要点. */
import type { CheckRow } from '../check-points.ts';

/** Records are kept for two years 记录保存. */
export const KEPT_RECORDS: CheckRow = [
  'lab.6#08',
  'within-30',
  '抽两年前同月的质量记录',
  'See records of quality of the same month two years ago',
  '质量记录',
  'Records of quality',
];

/** Who works there may do so 人员资质. */
export const STAFF: CheckRow = [
  'lab.2#05',
  'immediate',
  '抽 5 名人员，核对资质、培训与授权',
  'Of 5 members of staff, see qualification, training and authorisation',
  '人员档案',
  'Files of staff',
];

/** What was reported is what was measured 原始数据. */
export const RAW_DATA: CheckRow = [
  'lab.6#09',
  'immediate',
  '抽 5 个项目，原始数据与上报数据比对',
  'Of 5 tests, compare original and reported data',
  '原始数据',
  'Original data',
];

/** Controls are run as often as asked 室内质控频次. */
export const CONTROLS: CheckRow = [
  'lab.7#02',
  'within-15',
  '抽 5 个项目近 30 个检测日的质控次数',
  'Of 5 tests, count the controls of the last 30 days of testing',
  '质控记录',
  'Records of control',
];
