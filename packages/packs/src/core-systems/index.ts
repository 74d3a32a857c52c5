/** Pack `core-systems`: the eighteen core systems of quality and safety, with what belongs to them in other national documents. */
import { definePack } from '../pack.ts';
import {
  adverseEventSealOpened,
  adverseEventSilentDepartment,
  adverseEventUnreported,
} from './adverse-event-culture.ts';
import { adverseEventReport } from './adverse-event.ts';
import { breakGlassReview } from './break-glass.ts';
import { closureDoubt } from './closure-doubt.ts';
import { criticalListReview } from './critical-list-review.ts';
import { criticalValueSentIn } from './critical-sent-in.ts';
import { criticalValueInpatient, criticalValueOutpatient } from './critical-value.ts';
import { criticalValueWithdrawn } from './critical-withdrawn.ts';
import { ADVERSE_EVENTS } from './events.ts';
import { INDICATORS } from './indicators.ts';
import { NARCOTICS, PRESCRIPTIONS } from './medicines.ts';
import { CHECKS } from './inspection-checks.ts';
import { RECORDS } from './records.ts';
import { SURGERY } from './surgery.ts';
import { SYSTEMS_1_TO_5 } from './systems-1-5.ts';
import { SYSTEMS_6_TO_10 } from './systems-6-10.ts';
import { SYSTEMS_11_TO_18 } from './systems-11-18.ts';

export const coreSystems = definePack({
  id: 'core-systems',
  version: '1.0.0',
  level: 'national',
  title: { zh: '十八项医疗质量安全核心制度', en: 'Eighteen core systems of medical quality and safety' },
  documentNumber: '国卫医发〔2018〕8号',
  issuer: { zh: '国家卫生健康委', en: 'National Health Commission' },
  inForce: { from: '2018-04-18', to: null },
  clauses: [
    ...SYSTEMS_1_TO_5,
    ...SYSTEMS_6_TO_10,
    ...SYSTEMS_11_TO_18,
    RECORDS,
    SURGERY,
    ADVERSE_EVENTS,
    PRESCRIPTIONS,
    NARCOTICS,
    INDICATORS,
  ],
  parameters: [],
  exceptionReasons: [],
  footnotes: {},
  loops: [
    criticalValueInpatient,
    criticalValueOutpatient,
    criticalValueSentIn,
    criticalValueWithdrawn,
    criticalListReview,
    adverseEventReport,
    adverseEventUnreported,
    adverseEventSilentDepartment,
    adverseEventSealOpened,
    closureDoubt,
    breakGlassReview,
  ],
  checks: CHECKS,
});
