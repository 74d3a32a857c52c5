/** How an evaluation of patient safety sees whether the special action of Henan is kept 检查要点 (henan-2023.sa4.2.1#02). */
import { checkWriter } from '../check-points.ts';

export const CHECKS = checkWriter(
  'henan-2023',
  'safety',
)([
  [
    'sa4.0#01',
    'within-15',
    '抽 3 个科室，核对隐患排查记录与整改',
    'Of 3 departments, see searches for hazards and what was removed',
    '隐患台账',
    'Ledger of hazards',
  ],
  [
    'sa4.0#02',
    'within-30',
    '抽 3 项应急预案，核对版本、演练与改进',
    'Of 3 emergency plans, see version, drill and improvement',
    '预案与演练记录',
    'Plans, records of drills',
  ],
  [
    'sa4.2.2#03',
    'within-30',
    '抽 10 起事件，核对系统性改进措施',
    'Of 10 events, see what was changed in the system',
    '整改措施与效果',
    'Measures and their effect',
  ],
  [
    'sa4.2.4#02',
    'within-15',
    '核对系统检出与上报之比，及结果送达',
    'Compare what the system found with what was reported, and whether the result was delivered',
    '检出与上报统计',
    'Statistics of detections and reports',
  ],
]);
