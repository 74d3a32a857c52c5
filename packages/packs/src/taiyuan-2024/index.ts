/** Pack `taiyuan-2024`: the Taiyuan plan for recognising laboratory results within Shanxi. */
import { definePack } from '../pack.ts';
import { blindSampleFailed } from './blind-sample.ts';
import { chartEntry } from './chart-entry.ts';
import { complaint } from './complaint.ts';
import { CHECKS } from './inspection-checks.ts';
import { GOAL_AND_STAGES } from './sections-1-4.ts';
import { countyProblem, institutionProblem } from './return-problem.ts';
import { countyFollowUp, dispatchMeeting, institutionFollowUp } from './dispatch.ts';
import { countyReturn, institutionReturn } from './weekly-return.ts';
import { CONDITIONS, MARK_AND_TELLING, ORGANISATION_AND_QUALITY } from './sections-5-7.ts';

export const taiyuan2024 = definePack({
  id: 'taiyuan-2024',
  version: '1.0.0',
  level: 'city',
  title: {
    zh: '太原市推进检验结果互认实施方案（2024）',
    en: 'Taiyuan plan to advance recognition of laboratory results (2024)',
  },
  documentNumber: '太原2024',
  issuer: { zh: '太原市卫生健康委', en: 'Taiyuan Municipal Health Commission' },
  inForce: { from: '2024-05-01', to: null },
  clauses: [...GOAL_AND_STAGES, ...CONDITIONS, ...MARK_AND_TELLING, ...ORGANISATION_AND_QUALITY],
  parameters: [
    { parameter: 'eqaProfile', value: 'series', clause: 'taiyuan-2024.5.0#03' },
    { parameter: 'possibleEffectsRegions', value: ['1401'], clause: 'taiyuan-2024.6.3#01' },
    { parameter: 'admission', value: { '14': 'shanxi' }, clause: 'taiyuan-2024.1#02' },
    { parameter: 'blindSampleReportWorkingDays', value: 1, clause: 'taiyuan-2024.7.2#04' },
    { parameter: 'weeklyHoliday', value: 'stays-monday', clause: 'taiyuan-2024.7.4#03' },
  ],
  exceptionReasons: [],
  footnotes: { 晋HR: { text: '‘晋HR’为可在全省范围内互认的检验项目', clause: 'taiyuan-2024.6.1#03' } },
  loops: [
    complaint,
    blindSampleFailed,
    chartEntry,
    institutionReturn,
    countyReturn,
    institutionProblem,
    countyProblem,
    institutionFollowUp,
    countyFollowUp,
    dispatchMeeting,
  ],
  refinements: [
    { loop: 'recognition/explanation', clauses: ['taiyuan-2024.6.3#01'] },
    { loop: 'recognition/overlooked', clauses: ['taiyuan-2024.6.2#02'] },
    { loop: 'inspection/rectification', clauses: ['taiyuan-2024.7.4#04'] },
  ],
  checks: CHECKS,
});
