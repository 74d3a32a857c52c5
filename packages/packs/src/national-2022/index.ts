/** Pack `national-2022`: national measures on mutual recognition of examination and laboratory results. */
import { definePack } from '../pack.ts';
import { RECOGNITION_RULES } from './chapter-3.ts';
import { alertRule } from './alert-rule.ts';
import { authorityAssessment, authorityInspection, authorityTraining } from './authority-loops.ts';
import { GENERAL_PROVISIONS, ORGANISATION } from './chapters-1-2.ts';
import { QUALITY_CONTROL, SUPERVISION, SUPPLEMENTARY, SUPPORT } from './chapters-4-7.ts';
import { recognitionDeviation } from './deviation-loop.ts';
import { eqaHalfYear } from './eqa-half-year.ts';
import { eqaEnrolmentRefused, eqaEnrolmentRequest } from './eqa-enrolment.ts';
import { eqaReturnDue } from './eqa-return.ts';
import { explanationOwed, orderComment, promptOverlooked } from './duty-loops.ts';
import { CHECKS } from './inspection-checks.ts';
import { inspectionPublication, inspectionRectification } from './inspection-loops.ts';
import { iqcOutOfControl } from './iqc-loop.ts';
import { eqaRectification, instrumentActivityDue, iqcMonthDue } from './laboratory-loops.ts';
import { lotRecall } from './lot-recall.ts';
import { markLapsed } from './mark-lapsed.ts';
import { patientAlarm } from './patient-alarm.ts';
import { reportChanged } from './report-changed.ts';
import { workdayCalendarMissing } from './workday-calendar.ts';

export const national2022 = definePack({
  id: 'national-2022',
  version: '1.0.0',
  level: 'national',
  title: {
    zh: '医疗机构检查检验结果互认管理办法',
    en: 'Measures on mutual recognition of examination and laboratory results',
  },
  documentNumber: '国卫医发〔2022〕6号',
  issuer: { zh: '国家卫生健康委等', en: 'National Health Commission and others' },
  inForce: { from: '2022-03-01', to: null },
  clauses: [
    ...GENERAL_PROVISIONS,
    ...ORGANISATION,
    ...RECOGNITION_RULES,
    ...QUALITY_CONTROL,
    ...SUPPORT,
    ...SUPERVISION,
    ...SUPPLEMENTARY,
  ],
  parameters: [
    { parameter: 'failBlocks', value: 'all-scopes', clause: 'national-2022.art.13#02' },
    { parameter: 'noRoundHeld', value: 'lapse', clause: 'national-2022.art.25#02' },
    { parameter: 'timeLimitMissing', value: 'no-bar', clause: 'national-2022.art.16#01' },
  ],
  exceptionReasons: [
    {
      code: '1',
      article19: 1,
      needsNote: true,
      clauses: ['national-2022.art.19.1'],
      text: {
        zh: '病情变化，结果与临床表现或诊断不符',
        en: 'Condition changed; the result disagrees with the picture or diagnosis',
      },
    },
    {
      code: '2',
      article19: 2,
      needsNote: false,
      clauses: ['national-2022.art.19.2'],
      text: { zh: '结果变化较快', en: 'The result changes fast' },
    },
    {
      code: '3',
      article19: 3,
      needsNote: false,
      clauses: ['national-2022.art.19.3'],
      text: {
        zh: '即将手术、输血或有其他关系重大的处置',
        en: 'A weighty intervention is ahead, such as an operation or a transfusion',
      },
    },
    {
      code: '4',
      article19: 4,
      needsNote: false,
      clauses: ['national-2022.art.19.4'],
      text: { zh: '患者正在急诊或抢救，不能等待', en: 'The patient is in an emergency and cannot wait' },
    },
    {
      code: '5',
      article19: 5,
      needsNote: false,
      clauses: ['national-2022.art.19.5'],
      text: {
        zh: '结果用于鉴定，如司法、伤残等级、因病退休',
        en: 'The result serves an appraisal: by a court, of a disability, for retirement through illness',
      },
    },
    {
      code: '6',
      article19: 6,
      needsNote: true,
      clauses: ['national-2022.art.19.6'],
      text: { zh: '其他确需复查的情形', en: 'Other circumstances that need a repeat' },
    },
  ],
  footnotes: {},
  loops: [
    instrumentActivityDue,
    eqaRectification,
    eqaHalfYear,
    eqaReturnDue,
    eqaEnrolmentRequest,
    eqaEnrolmentRefused,
    iqcOutOfControl,
    patientAlarm,
    iqcMonthDue,
    lotRecall,
    explanationOwed,
    promptOverlooked,
    orderComment,
    recognitionDeviation,
    reportChanged,
    markLapsed,
    inspectionRectification,
    inspectionPublication,
    authorityTraining,
    authorityInspection,
    authorityAssessment,
    alertRule,
    workdayCalendarMissing,
  ],
  checks: CHECKS,
});
