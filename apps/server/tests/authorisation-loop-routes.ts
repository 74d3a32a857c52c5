/** How routes of loops 闭环, and of what they are about, are asked. */
import type { Call, Records } from './authorisation-calls.ts';
import { INSPECTION_PLAN, MINUTES, NOTHING, ofNoInspection } from './authorisation-calls.ts';

export const LOOP_MATRIX: Readonly<Record<string, (records: Records) => Call>> = {
  'GET /api/v1/public/complaints/form': NOTHING,
  // Anybody complains about any institution: not about that whose records are watched.
  'POST /api/v1/public/complaints': () => ({ payload: { institution: 'H1', category: 'fee', content: 'asked' } }),
  'GET /api/v1/public/inspections': NOTHING,
  'GET /api/v1/public/inspections/draws/:id': () => ({ params: { id: '999999' } }),
  'POST /api/v1/public/complaints/status': () => ({ payload: { code: '2222-2222-2222-2222-2222' } }),
  'POST /api/v1/public/complaints/rating': () => ({
    payload: { code: '2222-2222-2222-2222-2222', satisfied: true },
  }),
  'GET /api/v1/order-comments': NOTHING,
  'GET /api/v1/statistics/deviations': NOTHING,
  'GET /api/v1/dispatch-meetings': NOTHING,
  'POST /api/v1/dispatch-meetings': ({ institution }) => ({
    payload: {
      ...{ heldOn: '2024-05-20', title: '调度会', present: '全体', minutes: '通报' },
      points: [{ kind: 'decision', unit: institution, text: '限期整改', dueOn: '2024-06-20' }],
    },
  }),
  'GET /api/v1/weekly-returns': NOTHING,
  'GET /api/v1/weekly-returns/cases': NOTHING,
  'GET /api/v1/weekly-returns/:unit/:week': ({ institution }) => ({
    params: { unit: institution, week: '2024-05-27' },
  }),
  'POST /api/v1/weekly-returns/:unit/:week': ({ institution }) => ({
    params: { unit: institution, week: '2024-05-27' },
    payload: { progress: '按计划推进' },
  }),
  'GET /api/v1/scorecards': NOTHING,
  'GET /api/v1/scorecards/cases': () => ({ query: { month: '2024-04', measure: 'loops' } }),
  'GET /api/v1/scorecards/uses': NOTHING,
  'POST /api/v1/scorecards/uses': () => ({
    payload: {
      ...{ kind: 'award', department: 'INT', from: '2024-04', to: '2024-04', result: 'test' },
      ...{ decidedOn: '2024-05-20', decidedBy: 'test' },
    },
  }),
  'GET /api/v1/case-reviews': () => ({ query: { year: '2024' } }),
  'GET /api/v1/case-reviews/cases': () => ({ query: { year: '2024' } }),
  'GET /api/v1/case-reviews/lessons': NOTHING,
  'GET /api/v1/case-reviews/:loop': ({ loop }) => ({ params: { loop } }),
  'POST /api/v1/case-reviews': () => ({
    payload: { kind: 'dispute', arisenOn: '2024-05-20', departments: ['INT'], summary: 'test', key: 'test' },
  }),
  'POST /api/v1/case-reviews/:loop/versions': ({ loop }) => ({
    params: { loop },
    payload: { version: 2, summary: 'test' },
  }),
  'GET /api/v1/tasks': NOTHING,
  'GET /api/v1/hazards': NOTHING,
  'POST /api/v1/hazards': () => ({ payload: { area: 'care', department: 'INT', place: 'test', what: 'test' } }),
  'GET /api/v1/organisation/checks': NOTHING,
  'POST /api/v1/organisation/checks': () => ({
    payload: { kind: 'self-inspection', departments: ['INT'], problem: 'test', dueOn: '2024-06-20' },
  }),
  'GET /api/v1/emergency': NOTHING,
  'POST /api/v1/emergency/drills/:loop': ({ loop }) => ({
    params: { loop },
    payload: { heldOn: '2024-05-20', scenario: 'test', participants: 1, trained: 1, review: 'test', findings: [] },
  }),
  'GET /api/v1/organisation': NOTHING,
  'GET /api/v1/organisation/calendar': NOTHING,
  'GET /api/v1/organisation/decisions': NOTHING,
  'GET /api/v1/organisation/targets': NOTHING,
  'GET /api/v1/organisation/indicators': NOTHING,
  'GET /api/v1/organisation/meetings/:id': ({ meeting }) => ({ params: { id: meeting } }),
  'POST /api/v1/organisation/meetings': ({ loop }) => ({
    payload: { loop: Number(loop), heldAt: '2024-05-20T08:00+08:00', content: MINUTES },
  }),
  'POST /api/v1/organisation/meetings/:id/versions': ({ meeting }) => ({
    params: { id: meeting },
    payload: { heldAt: '2024-05-20T08:00+08:00', content: MINUTES, reason: 'test' },
  }),
  'POST /api/v1/organisation/meetings/:id/approval': ({ meeting }) => ({
    params: { id: meeting },
    payload: { version: 1 },
  }),
  'POST /api/v1/organisation/hand-overs/:id/signature': ({ loop }) => ({
    params: { id: loop },
    payload: { text: 'test' },
  }),
  'GET /api/v1/journals': NOTHING,
  'GET /api/v1/journals/:month': () => ({ params: { month: '2024-04' } }),
  'GET /api/v1/journals/:month/charts/:chart': () => ({ params: { month: '2024-04', chart: 'meetings' } }),
  'GET /api/v1/journals/:month/issue.pdf': () => ({ params: { month: '2024-04' } }),
  'POST /api/v1/journals/:month/drafts': () => ({ params: { month: '2024-04' }, payload: {} }),
  'POST /api/v1/journals/:month/approval': () => ({ params: { month: '2024-04' }, payload: { version: 1 } }),
  'POST /api/v1/journals/:month/publication': () => ({ params: { month: '2024-04' }, payload: { version: 1 } }),
  'GET /api/v1/complaints': NOTHING,
  'GET /api/v1/complaints/own': NOTHING,
  'GET /api/v1/complaints/statistics': NOTHING,
  'POST /api/v1/complaints': ({ institution }) => ({
    payload: { institution, category: 'fee', content: 'asked', channel: 'letter' },
  }),
  'GET /api/v1/inspection/plans': NOTHING,
  'POST /api/v1/inspection/plans': () => ({ payload: INSPECTION_PLAN }),
  'GET /api/v1/inspection/plans/:id': ofNoInspection,
  'POST /api/v1/inspection/plans/:id/draws': ofNoInspection,
  'POST /api/v1/inspection/draws/:id/commitments': () => ({
    ...ofNoInspection(),
    payload: { place: 1, commitment: '0'.repeat(64) },
  }),
  'POST /api/v1/inspection/draws/:id/shares': () => ({
    ...ofNoInspection(),
    payload: { place: 1, share: '0'.repeat(64) },
  }),
  'POST /api/v1/inspection/draws/:id/public-value': () => ({ ...ofNoInspection(), payload: { value: '01' } }),
  'POST /api/v1/inspection/draws/:id/void': () => ({ ...ofNoInspection(), payload: { reason: 'asked' } }),
  'POST /api/v1/inspection/draws/:id/replacements': ({ institution }) => ({
    ...ofNoInspection(),
    payload: { party: institution, inspector: null, reason: 'ceased', note: 'asked' },
  }),
  'GET /api/v1/inspection/statistics': NOTHING,
  'GET /api/v1/inspections': NOTHING,
  'GET /api/v1/inspections/:id': ofNoInspection,
  'POST /api/v1/inspections/:id/notes': () => ({ ...ofNoInspection(), payload: { field: 'statement', text: 'asked' } }),
  'POST /api/v1/inspections/:id/notice': ofNoInspection,
  'POST /api/v1/inspections/:id/findings': () => ({
    ...ofNoInspection(),
    payload: { item: 'asked', verdict: 'conform', facts: '', replaces: null },
  }),
  'POST /api/v1/inspections/:id/signatures': () => ({
    ...ofNoInspection(),
    payload: { findingsDigest: '0'.repeat(64) },
  }),
  'POST /api/v1/inspections/:id/verifications': ({ loop }) => ({
    ...ofNoInspection(),
    payload: { loop: Number(loop), outcome: 'effective', finding: 'asked' },
  }),
  'POST /api/v1/inspections/:id/recusal': () => ({ ...ofNoInspection(), payload: { note: 'asked' } }),
  'POST /api/v1/inspections/:id/statement': () => ({ ...ofNoInspection(), payload: { text: 'asked' } }),
  'POST /api/v1/inspections/:id/publication': ofNoInspection,
  'GET /api/v1/critical-values': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
  'GET /api/v1/critical-values/list': NOTHING,
  'GET /api/v1/critical-values/export.csv': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
  'GET /api/v1/critical-values/export.xlsx': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
  'POST /api/v1/critical-values/release': () => ({
    payload: { report: 'R-1', values: [{ item: 'ALT', value: 40, unit: 'U/L' }], checks: [] },
  }),
  'GET /api/v1/critical-values/statistics': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
  'GET /api/v1/loops': () => ({ query: { view: 'open' } }),
  'GET /api/v1/loops/counts': NOTHING,
  'GET /api/v1/loops/definitions': NOTHING,
  'GET /api/v1/loops/statistics': NOTHING,
  'GET /api/v1/loops/alerts': NOTHING,
  'GET /api/v1/loops/alerts/cases': () => ({
    query: { definition: 'critical-value/inpatient', stage: 'verify', percent: '0', measure: 'fired' },
  }),
  'POST /api/v1/loops/:id/dismissals': ({ loop }) => ({
    params: { id: loop },
    payload: { alert: 'verify/0/0/department:laboratory', reason: 'wrong', note: '' },
  }),
  'GET /api/v1/loops/:id': ({ loop }) => ({ params: { id: loop } }),
  'POST /api/v1/loops/:id/acts': ({ loop }) => ({
    params: { id: loop },
    payload: { key: 'asked', stage: 'verify', outcome: 'confirmed', fields: {} },
  }),
  'POST /api/v1/loops/:id/seen': ({ loop }) => ({ params: { id: loop }, payload: { key: 'seen', stage: 'verify' } }),
  'POST /api/v1/loops/:id/waivers': ({ loop }) => ({
    params: { id: loop },
    payload: { key: 'waived', stage: 'hand-over', reason: 'other', note: '' },
  }),
  'POST /api/v1/loops/:id/reopenings': ({ loop }) => ({
    params: { id: loop },
    payload: { key: 'again', stage: 'verify', note: 'test' },
  }),
  'POST /api/v1/loops/:id/assignments': ({ loop }) => ({
    params: { id: loop },
    payload: { key: 'assigned', practitioner: 'nobody' },
  }),
  'GET /api/v1/adverse-events/form': NOTHING,
  'POST /api/v1/adverse-events': () => ({
    payload: {
      what: '试',
      class: 'procedure',
      harm: 'hazard',
      occurredAt: '2024-05-20T08:00+08:00',
      department: 'INT',
      anonymous: false,
    },
  }),
  'GET /api/v1/adverse-events/own': NOTHING,
  'GET /api/v1/adverse-events/lessons': NOTHING,
  'POST /api/v1/adverse-events/receipt': () => ({ payload: { receipt: 'AAAAA-AAAAA-AAAAA-AAAAA' } }),
  'GET /api/v1/adverse-events/awards': NOTHING,
  'POST /api/v1/adverse-events/awards/claim': () => ({ payload: { receipt: 'AAAAA-AAAAA-AAAAA-AAAAA' } }),
  'POST /api/v1/adverse-events/awards/redeem': () => ({ payload: { voucher: 'AAAAA-AAAAA-AAAAA-AAAAA' } }),
  'POST /api/v1/adverse-events/detected': ({ institution }) => ({
    payload: {
      events: [{ key: `D-${institution}`, kind: 'fall', department: 'INT', occurredAt: '2024-05-20T08:00+08:00' }],
    },
  }),
  'POST /fhir/AdverseEvent': ({ institution }) => ({
    payload: {
      resourceType: 'AdverseEvent',
      identifier: { system: 'urn:test:events', value: `A-${institution}` },
      actuality: 'actual',
      event: { coding: [{ system: 'urn:fujie:adverse-event-kind', code: 'fall' }] },
      subject: { identifier: { system: `urn:fujie:mrn:${institution}`, value: 'M-1' } },
      location: { identifier: { system: 'urn:fujie:department', value: 'INT' } },
      date: '2024-05-20T08:00:00+08:00',
    },
  }),
  'GET /api/v1/adverse-events': ({ institution }) => ({
    query: { from: '2024-05-01', to: '2024-05-31', institution },
  }),
  'GET /api/v1/adverse-events/statistics': ({ institution }) => ({
    query: { from: '2024-05-01', to: '2024-05-31', institution },
  }),
  'GET /api/v1/adverse-events/unsealings': NOTHING,
  'POST /api/v1/adverse-events/:id/unsealing': ({ event }) => ({ params: { id: event }, payload: { ground: 'test' } }),
  'POST /api/v1/adverse-events/unsealings/:id/decision': ({ unsealing }) => ({
    params: { id: unsealing },
    payload: { verdict: 'refused' },
  }),
  'POST /api/v1/adverse-events/unsealings/:id/open': ({ unsealing }) => ({ params: { id: unsealing } }),
  'GET /api/v1/watch/alerts': NOTHING,
  'GET /api/v1/watch/alerts/:id': () => ({ params: { id: '1' } }),
  'POST /api/v1/watch/alerts/:id/review': () => ({
    params: { id: '1' },
    payload: { verdict: 'explained', note: 'test' },
  }),
  'GET /api/v1/report-changes': NOTHING,
  'GET /api/v1/report-changes/issued': NOTHING,
};
