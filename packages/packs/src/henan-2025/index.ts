/**
 * Pack `henan-2025`: Henan's measures on medical quality and on clinical testing. The notice is not for publication
 * 不予公开 (henan-2025.front#02): every item is a summary of our own, no sentence of the document is reprinted.
 */
import { HOSPITAL_HEAD, SECTION_HEAD } from '../owners.ts';
import { definePack } from '../pack.ts';
import { caseReview } from './case-review.ts';
import { comparisonDue } from './comparison-due.ts';
import { departmentCheck, selfInspection } from './department-checks.ts';
import { DISCUSSION_CONSENT_EVENTS } from './discussion-consent-events.ts';
import { eqaInterval } from './eqa-interval.ts';
import { eqaReportDue, eqaReportReceipt } from './eqa-report.ts';
import { IN_FORCE } from './gaps.ts';
import { CHECKS } from './inspection-checks.ts';
import { CHECKS_OF_FIELDS } from './inspection-fields.ts';
import { KEY_ACTS } from './key-acts.ts';
import { licenceOutside } from './licence-outside.ts';
import { MECHANISM } from './mechanism.ts';
import { ORGANISATION_LOOPS } from './organisation-loops.ts';
import { ORGANISATION } from './organisation.ts';
import { DRUGS, RECORDS } from './records-and-drugs.ts';
import { reportCorrection } from './report-correction.ts';
import { SAMPLES_SENT_OUT } from './samples-sent-out.ts';
import { sentOutCheck } from './sent-out-check.ts';
import { SUPERVISION } from './supervision.ts';
import { SURGERY } from './surgery.ts';
import { TECHNOLOGY } from './technology.ts';
import { TESTING_QUALITY } from './testing-quality.ts';
import { TESTING } from './testing.ts';

/** Who heads the department that tests or examines is told of a critical value that nobody verifies (mq.8#05); when is a proposal. */
const VERIFIED_LATE = [{ of: ['verify', 'reread'], percent: 80, to: SECTION_HEAD }] as const;

export const henan2025 = definePack({
  id: 'henan-2025',
  version: '1.0.0',
  level: 'province',
  title: {
    zh: '河南省强化医疗质量与临床检验检测管理措施（2025）',
    en: 'Henan measures on medical quality and clinical testing (2025)',
  },
  documentNumber: '豫卫医函〔2025〕42号',
  issuer: {
    zh: '河南省卫生健康委员会、河南省疾病预防控制中心',
    en: 'Henan Health Commission and Henan Centre for Disease Control and Prevention',
  },
  inForce: IN_FORCE,
  clauses: [
    ...ORGANISATION,
    ...MECHANISM,
    ...KEY_ACTS,
    ...DISCUSSION_CONSENT_EVENTS,
    ...TECHNOLOGY,
    ...SURGERY,
    ...RECORDS,
    ...DRUGS,
    ...SUPERVISION,
    ...TESTING,
    ...TESTING_QUALITY,
    ...SAMPLES_SENT_OUT,
  ],
  parameters: [
    { parameter: 'releaseOutOfControl', value: 'refuse', clause: 'henan-2025.lab.7#06' },
    { parameter: 'releaseWithoutControl', value: 'refuse', clause: 'henan-2025.lab.7#06' },
    { parameter: 'unauthorisedStaff', value: 'refuse', clause: 'henan-2025.lab.6#03' },
    { parameter: 'overdueInstrument', value: 'refuse', clause: 'henan-2025.lab.6#05' },
    { parameter: 'suspendedItem', value: 'refuse', clause: 'henan-2025.lab.8#02' },
  ],
  exceptionReasons: [],
  footnotes: {},
  loops: [
    ...ORGANISATION_LOOPS,
    departmentCheck,
    selfInspection,
    caseReview,
    sentOutCheck,
    reportCorrection,
    eqaInterval,
    eqaReportDue,
    eqaReportReceipt,
    comparisonDue,
    licenceOutside,
  ],
  checks: [...CHECKS, ...CHECKS_OF_FIELDS],
  refinements: [
    {
      loop: 'critical-value/inpatient',
      clauses: ['henan-2025.mq.8#03', 'henan-2025.mq.8#05', 'henan-2025.mq.8#13', 'henan-2025.lab.9#05'],
      tells: VERIFIED_LATE,
    },
    {
      loop: 'critical-value/outpatient',
      clauses: [
        ...['henan-2025.mq.8#03', 'henan-2025.mq.8#04', 'henan-2025.mq.8#05', 'henan-2025.mq.8#13'],
        'henan-2025.lab.9#05',
      ],
      tells: VERIFIED_LATE,
    },
    {
      loop: 'critical-value/sent-in',
      clauses: ['henan-2025.mq.8#05', 'henan-2025.mq.8#13', 'henan-2025.lab.9#05'],
    },
    {
      loop: 'adverse-event/report',
      clauses: ['henan-2025.mq.11#01', 'henan-2025.mq.11#08', 'henan-2025.mq.11#09'],
      parameters: {
        major: { value: 12, source: 'henan-2025.mq.11#08' },
        extraordinary: { value: 2, source: 'henan-2025.mq.11#09' },
      },
      // The head of the hospital hears of it as soon as it is judged, and not when the hours run out (mq.11#08, #09).
      tells: [
        {
          ...{ of: ['authority'], percent: 0, to: HOSPITAL_HEAD },
          if: { stage: 'statutory', outcome: ['negligence', 'major', 'extraordinary'] },
        },
      ],
    },
    { loop: 'critical-value/list-review', clauses: ['henan-2025.mq.8#02'] },
    { loop: 'loops/alert-rule', clauses: ['henan-2025.mq.23#11'] },
    {
      loop: 'iqc/out-of-control',
      clauses: ['henan-2025.lab.7#04'],
      // Beside the laboratory the head of its section, at once (lab.7#04).
      tells: [{ of: ['cause'], percent: 0, to: SECTION_HEAD }],
    },
    { loop: 'report/changed', clauses: ['henan-2025.lab.9#07'] },
    { loop: 'inspection/rectification', clauses: ['henan-2025.lab.14#01', 'henan-2025.lab.14#02'] },
    { loop: 'inspection/publication', clauses: ['henan-2025.lab.14#03'] },
    { loop: 'authority/inspection', clauses: ['henan-2025.lab.14#01'] },
    { loop: 'authority/centre-review', clauses: ['henan-2025.mq.22#03'] },
    { loop: 'adverse-event/unreported', clauses: ['henan-2025.mq.11#03'] },
    { loop: 'adverse-event/silent-department', clauses: ['henan-2025.mq.11#06'] },
    { loop: 'adverse-event/seal-opened', clauses: ['henan-2025.mq.11#04'] },
  ],
});
