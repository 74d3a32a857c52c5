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
  'POST /api/v1/laboratory/iqc/results': () => ({
    payload: {
      results: [{ system: 'NONE', product: 'P', lot: 'L', level: 'N', value: 1, measuredAt: '2024-05-20T08:00+08:00' }],
    },
  }),
  'POST /api/v1/laboratory/iqc/results/:id/correction': () => ({
    params: { id: '999999' },
    payload: { value: '1', reason: 'test' },
  }),
  'POST /api/v1/laboratory/iqc/sheets': () => ({
    query: { dryRun: 'true' },
    payload: 'system,lot\n',
    type: 'text/csv',
  }),
  'GET /api/v1/laboratory/iqc/sheets/template.csv': NOTHING,
  'GET /api/v1/laboratory/iqc/sheets/template.xlsx': NOTHING,
  'POST /api/v1/laboratory/iqc/targets': () => ({
    payload: { system: 'NONE', product: 'P', lot: 'L', level: 'N', kind: 'fixed', mean: 1, sd: 1 },
  }),
  'POST /api/v1/laboratory/iqc/events': () => ({
    payload: { system: 'NONE', kind: 'note', at: '2024-05-20T08:00+08:00', text: 'test' },
  }),
  'GET /api/v1/laboratory/iqc/overview': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/iqc/months/:month': ({ institution }) => ({
    params: { month: '2024-04' },
    query: { institution },
  }),
  'POST /api/v1/laboratory/iqc/months/:month/submission': () => ({ params: { month: '2024-04' } }),
  'GET /api/v1/laboratory/iqc/months/:month/region': () => ({ params: { month: '2024-04' } }),
  'GET /api/v1/laboratory/iqc/months/:month/suspicions': () => ({ params: { month: '2024-04' } }),
  'GET /api/v1/laboratory/iqc/months/:month/peers': () => ({ params: { month: '2024-04' }, query: { item: 'ALT' } }),
  'GET /api/v1/laboratory/iqc/systems/:code/performance': ({ institution }) => ({
    params: { code: 'NONE' },
    query: { institution },
  }),
  'GET /api/v1/laboratory/iqc/affected': () => ({ query: { loop: '1' } }),
  'POST /api/v1/laboratory/iqc/affected/decisions': () => ({ payload: { loop: 1, reason: 'test' } }),
  'GET /api/v1/laboratory/iqc/patients': ({ institution }) => ({ query: { institution, item: 'ALT' } }),
  'GET /api/v1/laboratory/iqc/patients/settings': ({ institution }) => ({ query: { institution, item: 'ALT' } }),
  'POST /api/v1/laboratory/iqc/patients/settings': () => ({ payload: { item: 'ALT' } }),
  'POST /api/v1/laboratory/iqc/patients/settings/:id/decisions': () => ({
    params: { id: '1' },
    payload: { decision: 'stopped', reason: 'test' },
  }),
  'GET /api/v1/laboratory/iqc/patients/alarms/:id/results': () => ({ params: { id: '1' } }),
  'GET /api/v1/laboratory/iqc/systems/:code': ({ institution }) => ({
    params: { code: 'NONE' },
    query: { institution },
  }),
  'GET /api/v1/laboratory/resources/instruments': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/resources/staff': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/resources/reagents': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/resources/reagents/affected': ({ institution }) => ({
    query: { institution, product: 'R-ALT', lot: '1' },
  }),
  'GET /api/v1/laboratory/resources/recalls': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/resources/recalls/results': ({ institution }) => ({
    query: { institution, product: 'R-ALT', lot: '1' },
  }),
  'POST /api/v1/laboratory/resources/recalls': () => ({
    payload: {
      ...{ product: 'R-ALT', lot: '1', notice: 'test', reason: 'test' },
      ...{ noticedOn: '2024-05-20', usedFrom: '2024-05-01' },
    },
  }),
  'POST /api/v1/laboratory/resources/recalls/decisions': () => ({
    payload: { product: 'R-ALT', lot: '1', reason: 'test' },
  }),
  'POST /api/v1/laboratory/resources/recalls/review': () => ({ payload: { product: 'R-ALT', lot: '1' } }),
  'GET /api/v1/laboratory/resources/licence': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/resources/overview': NOTHING,
  'GET /api/v1/laboratory/indicators': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/indicators/region': NOTHING,
  'GET /api/v1/laboratory/indicators/:code/cases': ({ institution }) => ({
    params: { code: 'CL-07' },
    query: { institution },
  }),
  'GET /api/v1/laboratory/indicators/:code/trend': ({ institution }) => ({
    params: { code: 'CL-07' },
    query: { institution },
  }),
  'GET /api/v1/laboratory/indicators/:code/trend.xlsx': ({ institution }) => ({
    params: { code: 'CL-07' },
    query: { institution },
  }),
  'POST /api/v1/laboratory/resources/instruments/:code/activities': () => ({
    params: { code: 'NONE' },
    payload: { activity: 'calibration', doneOn: '2024-05-20', dueOn: '2025-05-20', certificate: 'C-1' },
  }),
  'POST /api/v1/laboratory/resources/staff/:code/certificates': () => ({
    params: { code: 'NONE' },
    payload: {
      ...{ part: 'training', doneOn: '2024-05-20', until: '2025-05-20' },
      document: { name: 'a.pdf', content: 'JVBERi0=' },
    },
  }),
  'GET /api/v1/laboratory/resources/documents/:id': () => ({ params: { id: '999999' } }),
  'DELETE /api/v1/laboratory/resources/documents/:id': () => ({ params: { id: '999999' } }),
  'GET /api/v1/laboratory/eqa/rounds': NOTHING,
  'GET /api/v1/laboratory/eqa/rounds/:id': ofNoInspection,
  'GET /api/v1/laboratory/eqa/rounds/:id/organiser': ofNoInspection,
  'GET /api/v1/laboratory/eqa/certificates/:year': () => ({ params: { year: '2024' } }),
  'GET /api/v1/laboratory/eqa/history/:item': () => ({ params: { item: 'ALT' } }),
  'GET /api/v1/laboratory/eqa/programmes/:year': () => ({ params: { year: '2024' } }),
  'POST /api/v1/laboratory/eqa/programmes': () => ({
    payload: {
      ...{ organiser: 'NONE', code: 'C-01', nameZh: '临床化学', samples: 5, rounds: 2 },
      items: [{ item: 'ALT', kind: 'quantitative', criterion: { type: 'pct', percent: 15 } }],
    },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/materials': () => ({
    ...ofNoInspection(),
    payload: { item: 'ALT', sample: '202411', before: [40, 41], after: [40, 41] },
  }),
  'POST /api/v1/laboratory/eqa/rounds': () => ({
    payload: {
      ...{ organiser: 'NONE', round: '1', nameZh: 'test', year: 2024, lateRule: 'refuse', samples: ['1'] },
      ...{ opensAt: '2024-05-20T08:00+08:00', closesAt: '2024-05-30T08:00+08:00' },
      items: [{ item: 'ALT', kind: 'quantitative', criterion: { type: 'pct', percent: 15 } }],
    },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/enrolments': ({ institution }) => ({
    ...ofNoInspection(),
    payload: { enrolments: [{ institution, items: ['ALT'] }] },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/acts': () => ({ ...ofNoInspection(), payload: { kind: 'shipped' } }),
  'GET /api/v1/laboratory/eqa/rounds/:id/matrix': ofNoInspection,
  'GET /api/v1/laboratory/eqa/rounds/:id/matrix.xlsx': ofNoInspection,
  'GET /api/v1/laboratory/eqa/rounds/:id/returns/:institution': () => ({ params: { id: '999999', institution: 'H1' } }),
  'POST /api/v1/laboratory/eqa/rounds/:id/targets': () => ({ ...ofNoInspection(), payload: { targets: [] } }),
  'POST /api/v1/laboratory/eqa/rounds/:id/evaluations': () => ({ ...ofNoInspection(), payload: {} }),
  'POST /api/v1/laboratory/eqa/rounds/:id/publication': () => ({ ...ofNoInspection(), payload: { version: 1 } }),
  'POST /api/v1/laboratory/eqa/rounds/:id/reviews': () => ({
    ...ofNoInspection(),
    payload: { first: 'H1', second: 'H2', finding: 'open', note: 'test' },
  }),
  'POST /api/v1/laboratory/eqa/appeals/:id/answer': () => ({
    ...ofNoInspection(),
    payload: { outcome: 'rejected', text: 'test' },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/receipt': () => ({
    ...ofNoInspection(),
    payload: { condition: 'good', receivedAt: '2024-05-20T08:00+08:00' },
  }),
  'GET /api/v1/laboratory/eqa/rounds/:id/report.pdf': ofNoInspection,
  'GET /api/v1/laboratory/eqa/rounds/:id/summary.pdf': ofNoInspection,
  'GET /api/v1/laboratory/eqa/certificates/:year/certificate.pdf': () => ({ params: { year: '2024' } }),
  'GET /api/v1/laboratory/eqa/reports': NOTHING,
  'GET /api/v1/laboratory/eqa/reports/draft': () => ({
    query: { organiser: 'NONE', from: '2024-01-01', to: '2024-05-01' },
  }),
  'POST /api/v1/laboratory/eqa/reports': () => ({
    payload: { organiser: 'NONE', from: '2024-01-01', to: '2024-05-01', seen: '', summary: 'test', advice: [] },
  }),
  'GET /api/v1/laboratory/eqa/reports/:id': ofNoInspection,
  'GET /api/v1/laboratory/eqa/reports/:id/report.pdf': ofNoInspection,
  'POST /api/v1/laboratory/eqa/reports/:id/receipt': ofNoInspection,
  'GET /api/v1/public/eqa/papers/:code': () => ({ params: { code: '0000-0000-0000-0000' } }),
  'GET /api/v1/laboratory/eqa/rounds/:id/sheet.xlsx': ofNoInspection,
  'POST /api/v1/laboratory/eqa/rounds/:id/sheet': () => ({
    ...ofNoInspection(),
    query: { after: '0' },
    payload: '项目编码,1\n',
    type: 'text/csv',
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/returns': () => ({
    ...ofNoInspection(),
    payload: { after: 0, results: [{ item: 'ALT', sample: '1', reported: '40' }] },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/returns/:version/check': () => ({ params: { id: '999999', version: '1' } }),
  'POST /api/v1/laboratory/eqa/rounds/:id/returns/:version/submission': () => ({
    params: { id: '999999', version: '1' },
  }),
  'POST /api/v1/laboratory/eqa/rounds/:id/appeals': () => ({
    ...ofNoInspection(),
    payload: { item: 'ALT', text: 'test' },
  }),
  'GET /api/v1/laboratory/studies': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/laboratory/studies/:id': ofNoInspection,
  'POST /api/v1/laboratory/studies/:id/signature': ofNoInspection,
  'POST /api/v1/laboratory/studies': () => ({
    payload: {
      ...{ kind: 'split-sample', item: 'ALT', title: 'test', reference: 'test', tested: 'test' },
      ...{ measuredOn: '2024-05-20', data: { allowedPercent: 10 } },
    },
  }),
  'GET /api/v1/laboratory/blind-samples': NOTHING,
  'POST /api/v1/laboratory/blind-samples': ({ institution }) => ({
    payload: {
      ...{ code: 'B-1', institution, mrn: 'B-1', name: '盲样甲', handedOn: '2024-05-20' },
      targets: [{ item: 'ALT', criterion: { type: 'pct', percent: 10 }, value: 40 }],
    },
  }),
  'POST /api/v1/laboratory/blind-samples/:id/reveal': () => ({ ...ofNoInspection(), payload: {} }),
  'POST /api/v1/laboratory/blind-samples/:id/withdrawal': () => ({ ...ofNoInspection(), payload: { reason: 'test' } }),
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
  'GET /api/v1/critical-values/export.csv': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
  'GET /api/v1/critical-values/export.xlsx': () => ({ query: { from: '2024-01-01', to: '2024-12-31' } }),
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
