/**
 * Pack `henan-2023`: the Henan action plan to raise medical quality, 2023 to 2025. The action ran until the end of 2025, and
 * what is measured or planned for its years ends there: the goal, the stages, the targets of the special actions (a target is
 * not assumed for a year for which none was set). The duties of its tasks name no end, no later document withdraws them, and
 * the plan itself wants them to last (henan-2023.stage.3#02, henan-2023.req.5#01): a pack drops no duty that nobody ended.
 * It sets no parameter of recognition, so that no decision hangs on this.
 */
import { definePack } from '../pack.ts';
import { ANNEX } from './annex.ts';
import { centreReview } from './centre-review.ts';
import { IN_FORCE } from './clause.ts';
import { PREAMBLE, REQUIREMENTS, SCHEDULE } from './general.ts';
import { greenChannelCheck } from './green-channel.ts';
import { CHECKS } from './inspection-checks.ts';
import { INDICATOR_LOOPS } from './indicator-loops.ts';
import { SAFETY_LOOPS } from './safety-loops.ts';
import { ACTION_1, ACTION_2 } from './special-actions-1-2.ts';
import { ACTION_3, ACTION_4, ACTION_5 } from './special-actions-3-5.ts';
import { TASK_LOOPS } from './task-loops.ts';
import { TASKS_1_TO_4 } from './tasks-1-4.ts';
import { TASKS_13_TO_16 } from './tasks-13-16.ts';
import { TASKS_17_TO_22 } from './tasks-17-22.ts';
import { TASKS_23_TO_28 } from './tasks-23-28.ts';
import { TASKS_5_TO_7 } from './tasks-5-7.ts';
import { TASKS_8_TO_12 } from './tasks-8-12.ts';

export const henan2023 = definePack({
  id: 'henan-2023',
  version: '1.0.0',
  level: 'province',
  title: {
    zh: '河南省全面提升医疗质量行动实施方案（2023–2025年）',
    en: 'Henan action plan to raise medical quality across the board (2023–2025)',
  },
  documentNumber: '无文号（2023-09-04 印发）',
  issuer: { zh: '河南省卫生健康委', en: 'Henan Health Commission' },
  inForce: IN_FORCE,
  clauses: [
    ...PREAMBLE,
    ...TASKS_1_TO_4,
    ...TASKS_5_TO_7,
    ...TASKS_8_TO_12,
    ...TASKS_13_TO_16,
    ...TASKS_17_TO_22,
    ...TASKS_23_TO_28,
    ...ACTION_1,
    ...ACTION_2,
    ...ACTION_3,
    ...ACTION_4,
    ...ACTION_5,
    ...SCHEDULE,
    ...REQUIREMENTS,
    ...ANNEX,
  ],
  parameters: [],
  exceptionReasons: [],
  footnotes: {},
  targets: [
    { indicator: 'adverse-event-reports', year: 2024, over: 2, clause: 'henan-2023.sa4.1#01' },
    { indicator: 'adverse-event-reports', year: 2025, over: 2.5, clause: 'henan-2023.sa4.1#01' },
  ],
  loops: [...SAFETY_LOOPS, greenChannelCheck, ...TASK_LOOPS, ...INDICATOR_LOOPS, centreReview],
  checks: CHECKS,
  refinements: [
    { loop: 'critical-value/inpatient', clauses: ['henan-2023.t17.3#03'] },
    { loop: 'critical-value/outpatient', clauses: ['henan-2023.t17.3#03'] },
    { loop: 'adverse-event/report', clauses: ['henan-2023.t5.2#01', 'henan-2023.sa4.2.2#01', 'henan-2023.sa4.2.2#03'] },
    { loop: 'adverse-event/unreported', clauses: ['henan-2023.sa4.2.4#02'] },
    { loop: 'inspection/rectification', clauses: ['henan-2023.sa4.2.1#02'] },
  ],
});
