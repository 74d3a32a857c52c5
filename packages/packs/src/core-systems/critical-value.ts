/**
 * Critical values 危急值: the loop of inpatients, and that of outpatients and emergencies, who have to be reached themselves.
 * Minutes and hours are proposals: the documents say at once, by the fastest means, in good time.
 */
import type { Further, LoopDefinition, OutcomeDefinition, ProofKind, StageDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { CRITICAL_FIELDS } from './critical-fields.ts';

/** A hand-over is a note; treatment is an order, or a note that says what was seen and done. */
const NOTES: readonly ProofKind[] = ['DocumentReference', 'Composition'];
export const ORDERS_AND_NOTES: readonly ProofKind[] = ['ServiceRequest', 'MedicationRequest', ...NOTES];

/** What opened it says whether it is a test or an examination; what was opened before that was said is verified as a test is. */
const KIND = 'kind';
const TEST = { fact: KIND, in: ['', 'laboratory'] } as const;
const EXAMINATION = { fact: KIND, in: ['examination'] } as const;
/** Opened since it is said which of both it is: more is asked of these. */
export const NEWER = { fact: KIND, in: ['laboratory', 'examination'] } as const;

/** Its report does not carry two signatures: two check it, or one twice where that is allowed (core-systems.14#02). */
const NOT_SIGNED_BY_TWO = { fact: 'signed', in: ['one', 'none'] } as const;

/** Whether it was measured again, and with which result; what the list wants repeated first cannot be said to need none (core-systems.14#02). */
const REPEATED: readonly Further[] = [
  { if: { fact: 'repeatRule', in: ['before-report'] }, requires: ['repeatedBefore', 'repeatValue'] },
  { if: { fact: 'repeatRule', in: ['after-report', 'by-need'] }, requires: ['repetition', 'repeatValue'] },
];

/** Of a specimen that was sent out 外送标本 another institution verifies and reports: its own loop is that of specimens sent in. */
const CHAIN = 'chain';
export const TESTED_HERE = { fact: CHAIN, in: ['', 'sent-in'] } as const;
const SENT_OUT = { fact: CHAIN, in: ['sent-out'] } as const;
/** The patient is treated here. */
export const TREATED_HERE = { fact: CHAIN, in: ['', 'sent-out'] } as const;

export const verify: StageDefinition = {
  id: 'verify',
  zh: '核实',
  en: 'Verify',
  clauses: ['core-systems.14#02', 'core-systems.14#03'],
  after: [],
  when: [TEST, TESTED_HERE],
  limit: { parameter: 'verify' },
  owner: { role: 'laboratory', at: 'institution' },
  outcomes: {
    confirmed: {
      ...done('属实', 'Confirmed', ['specimen', 'control'], ['repeatValue', 'checker']),
      further: [...REPEATED, { if: NOT_SIGNED_BY_TWO, requires: ['checker'] }],
      byOther: ['checker'],
    },
    alone: {
      ...done(
        '属实（夜间或急诊，一人核对两次）',
        'Confirmed by one alone, who checked twice',
        ['specimen', 'control', 'alone', 'checkedAgainAt'],
        ['repeatValue'],
      ),
      further: REPEATED,
    },
    false: {
      zh: '不属实',
      en: 'Not confirmed',
      effect: 'void',
      requires: ['reason'],
      asks: ['repeatValue', 'checker'],
      byOther: ['checker'],
    },
  },
};

/** Imaging, electrocardiogram, pathology: no specimen and no control, but who read it, and a second person who looked again. */
export const reread: StageDefinition = {
  ...verify,
  id: 'reread',
  zh: '核实（检查）',
  en: 'Verify (examination)',
  when: [EXAMINATION, TESTED_HERE],
  outcomes: {
    confirmed: { ...done('属实', 'Confirmed', ['reader', 'checker', 'looked']), differ: ['reader', 'checker'] },
    false: {
      ...{ zh: '不属实', en: 'Not confirmed', effect: 'void', requires: ['reason', 'checker'], asks: ['reader'] },
      differ: ['reader', 'checker'],
    },
  },
};

export const notify: StageDefinition = {
  id: 'notify',
  zh: '报告',
  en: 'Report',
  clauses: ['core-systems.14#03'],
  after: ['verify', 'reread'],
  when: [TESTED_HERE],
  limit: { parameter: 'notify' },
  from: 'opening',
  owner: { role: 'laboratory', at: 'institution' },
  outcomes: {
    told: done('已报告', 'Reported', ['channel', 'receiver']),
    unreached: { zh: '未接通', en: 'Not reached', effect: 'attempt', requires: ['channel'], asks: ['reason'] },
  },
};

/** The platform says so when the institution that tested says in its own loop that it told. */
const told: StageDefinition = {
  id: 'told',
  zh: '检验机构报告',
  en: 'Reported by who tested it',
  clauses: ['core-systems.14#08'],
  after: [],
  when: [SENT_OUT],
  limit: null,
  owner: { role: 'laboratory', at: 'institution' },
  alsoBy: ['platform'],
  outcomes: {
    told: {
      ...done('检验机构已报告', 'It has reported', ['reportedBy'], ['verifiedBy', 'channel']),
      onlyBy: ['platform'],
    },
  },
};

const receive: StageDefinition = {
  id: 'receive',
  zh: '接收',
  en: 'Receive',
  clauses: ['core-systems.14#04'],
  after: ['notify', 'told'],
  limit: { parameter: 'receive' },
  owner: { role: 'nurse', at: 'department' },
  alsoBy: ['doctor', 'department-head'],
  notBy: ['notify'],
  outcomes: {
    received: { ...done('已接收', 'Received', ['value', 'readBack']), repeats: ['value'] },
    mismatch: { ...done('内容不符', 'Does not match', ['reason']), again: ['notify', 'told'] },
  },
};

const inform: StageDefinition = {
  id: 'inform',
  zh: '告知医师',
  en: 'Tell the doctor',
  clauses: ['core-systems.14#04'],
  after: ['receive'],
  limit: { parameter: 'inform' },
  owner: { role: 'nurse', at: 'department' },
  alsoBy: ['doctor', 'department-head'],
  outcomes: {
    told: done('已告知', 'Told', ['doctor']),
    self: { ...done('接收人即经治医师', 'The receiver is the doctor'), onlyBy: ['doctor', 'department-head'] },
    unreached: { zh: '未联系到', en: 'Not reached', effect: 'attempt', requires: ['reason'] },
  },
};

const handOver: StageDefinition = {
  id: 'hand-over',
  zh: '交班',
  en: 'Hand over',
  clauses: ['core-systems.14#05'],
  after: ['act'],
  limit: { parameter: 'handOver' },
  owner: { role: 'doctor', at: 'department' },
  alsoBy: ['department-head'],
  provenBy: NOTES,
  outcomes: {
    handed: done('已交班', 'Handed over', ['takenOverBy']),
    none: done('无需交班', 'Not needed', ['reason']),
  },
};

const recheck: StageDefinition = {
  id: 'recheck',
  zh: '复查',
  en: 'Recheck',
  clauses: ['core-systems.14#06'],
  after: ['act'],
  limit: { parameter: 'recheck' },
  owner: { role: 'doctor', at: 'department' },
  alsoBy: ['department-head'],
  outcomes: {
    rechecked: done('已复查', 'Rechecked', ['result']),
    none: done('无需复查', 'Not needed', ['reason']),
  },
};

const doubted: OutcomeDefinition = {
  ...done('与病情不符，立即复查', 'Does not fit the patient: recheck at once', ['reason']),
  again: ['verify', 'reread', 'told'],
};

/** Opened since it is asked of an outpatient who is still here, too. */
const HANDED_IF_PRESENT = { fact: 'ofPresent', in: ['hand-over'] } as const;

const WAIVERS = {
  roles: ['quality-office'],
  reasons: {
    died: { zh: '患者死亡', en: 'The patient died' },
    transferred: { zh: '已转往其他机构并交接', en: 'Handed over to another institution' },
    duplicate: { zh: '同一标本重复触发', en: 'Raised twice by one specimen' },
    failure: { zh: '系统故障期间按应急预案处理', en: 'Handled under the contingency plan while the system was down' },
  },
} as const;

const ARISES = { zh: '任一接口收到达到危急值的结果', en: 'A result beyond its critical threshold, from any interface' };

export const criticalValueInpatient: LoopDefinition = {
  id: 'critical-value/inpatient',
  title: { zh: '住院患者危急值', en: 'Critical value of an inpatient' },
  clauses: ['core-systems.14#03', 'core-systems.14#07', 'core-systems.14#08', 'core-systems.14#09'],
  arises: ARISES,
  harm: 1,
  parameters: {
    verify: local('核实时限', 'To be verified within', 5, 'minute'),
    notify: local('报告时限', 'To be reported within', 10, 'minute'),
    receive: local('接收时限', 'To be received within', 5, 'minute'),
    inform: local('告知医师时限', 'Doctor to be told within', 5, 'minute'),
    act: local('处置时限', 'To be acted on within', 30, 'minute'),
    handOver: local('交班时限', 'To be handed over within', 12, 'hour'),
    recheck: local('复查时限', 'To be rechecked within', 24, 'hour'),
    backFilled: local('补记界限', 'Recorded late after', 60, 'minute'),
    fresh: local('仅对此时间内报告的结果发起', 'Raised for results reported within', 72, 'hour'),
    // The indicator is named by the day and its wording leaves the other reading open (core-systems.cs35#32).
    sameDay: local(
      '当日处置率取用的读法：1 按自然日，2 按 24 小时内',
      'Reading of “the same day”: 1 by the date, 2 within 24 h',
      1,
      'count',
    ),
    // Two of a test whose report names nobody; one where the laboratory's system releases nothing that two have not checked.
    checkers: local('未见签名人的报告，核实人数', 'To verify a report that names nobody', 2, 'count'),
    // In which one person alone may check twice before the release (core-systems.14#02).
    nightFrom: local('夜间（可一人核对两次）起于零时后', 'Night, in which one may check twice, from', 22, 'hour'),
    nightTo: local('夜间（可一人核对两次）止于零时后', 'Night, in which one may check twice, until', 6, 'hour'),
  },
  fields: CRITICAL_FIELDS,
  stages: [
    verify,
    reread,
    notify,
    told,
    receive,
    inform,
    {
      id: 'act',
      zh: '处置',
      en: 'Act',
      clauses: ['core-systems.14#05'],
      after: ['inform'],
      limit: { parameter: 'act' },
      owner: { role: 'doctor', at: 'department' },
      alsoBy: ['department-head'],
      provenBy: ORDERS_AND_NOTES,
      outcomes: {
        treated: done('已处置', 'Treated', ['seenAt', 'measures']),
        observed: done('已诊查，暂观察', 'Seen, under observation', ['seenAt', 'reason']),
        doubted,
      },
    },
    handOver,
    recheck,
  ],
  escalation: [
    { percent: 80, to: { role: 'department-head', at: 'department' } },
    { percent: 100, to: { role: 'quality-office', at: 'institution' } },
  ],
  waivers: WAIVERS,
  // The platform, when the value that was told is corrected to another critical one, or comes again after it was denied.
  reopening: ['quality-office', 'department-head', 'platform'],
};

export const criticalValueOutpatient: LoopDefinition = {
  ...criticalValueInpatient,
  id: 'critical-value/outpatient',
  title: { zh: '门（急）诊患者危急值', en: 'Critical value of an outpatient or emergency patient' },
  parameters: {
    ...criticalValueInpatient.parameters,
    notify: local('报告时限', 'To be reported within', 30, 'minute'),
    reach: local('通知患者时限', 'Patient to be reached within', 60, 'minute'),
    attempts: local('移交前至少联系', 'Attempts before it is handed on', 3, 'count'),
    act: local('处置时限', 'To be acted on within', 120, 'minute'),
    recheck: local('复查时限', 'To be rechecked within', 72, 'hour'),
  },
  stages: [
    verify,
    reread,
    notify,
    told,
    receive,
    inform,
    {
      id: 'reach',
      zh: '通知患者',
      en: 'Reach the patient',
      clauses: ['core-systems.14#07'],
      after: ['inform'],
      limit: { parameter: 'reach' },
      owner: { role: 'doctor', at: 'department' },
      alsoBy: ['nurse', 'department-head', 'quality-office'],
      outcomes: {
        reached: done('已通知到', 'Reached', ['reached', 'channel', 'advice']),
        present: done('患者仍在院', 'The patient is still here'),
        unreached: {
          ...{ zh: '未联系到', en: 'Not reached', effect: 'attempt', requires: ['channel'], asks: ['reason'] },
          further: [{ if: NEWER, requires: ['tried'] }],
        },
        exhausted: {
          ...done('多方联系未果，已移交', 'Every way was tried; handed on', ['reason', 'takenOverBy']),
          further: [{ if: NEWER, tried: { parameter: 'attempts', field: 'tried', kinds: 2 } }],
        },
      },
    },
    {
      id: 'act',
      zh: '处置',
      en: 'Act',
      clauses: ['core-systems.14#05', 'core-systems.14#07'],
      after: ['reach'],
      limit: { parameter: 'act' },
      owner: { role: 'doctor', at: 'department' },
      alsoBy: ['department-head'],
      provenBy: ORDERS_AND_NOTES,
      outcomes: {
        treated: done('已诊治', 'Treated', ['seenAt', 'measures']),
        elsewhere: done('已在其他机构就诊', 'Treated elsewhere', ['institution']),
        refused: done('患者未返回，已告知风险', 'Did not come; told of the risk', ['reason', 'advice']),
        doubted,
      },
    },
    // Kept under observation or in an emergency a patient is still here when the shift changes; who went home is not handed over.
    { ...handOver, when: [HANDED_IF_PRESENT, { stage: 'reach', outcome: ['present'] }] },
    recheck,
  ],
};

/** What puts clauses on critical values into practice: the loops, and what finds them. */
export const CRITICAL_VALUE: readonly string[] = [
  'loop:critical-value/inpatient',
  'loop:critical-value/outpatient',
  'loop:critical-value/sent-in',
  'loop:critical-value/withdrawn',
  'part:packages/core/src/critical',
];
