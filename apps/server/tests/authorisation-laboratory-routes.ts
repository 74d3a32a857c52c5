/** How routes of laboratory quality 检验质量 are asked: control, resources, indicators, EQA, studies, blind samples. */
import type { Call, Records } from './authorisation-calls.ts';
import { NOTHING, ofNoInspection } from './authorisation-calls.ts';

export const LABORATORY_MATRIX: Readonly<Record<string, (records: Records) => Call>> = {
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
  'GET /api/v1/laboratory/eqa/enrolment': NOTHING,
  'POST /api/v1/laboratory/eqa/rounds/:id/requests': () => ({
    ...ofNoInspection(),
    payload: { items: ['ALT'], contact: '检验师', phone: '0351-0000000', address: '检验科' },
  }),
  'POST /api/v1/laboratory/eqa/requests/:id/withdrawal': ofNoInspection,
  'POST /api/v1/laboratory/eqa/requests/:id/answer': () => ({ ...ofNoInspection(), payload: { outcome: 'accepted' } }),
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
};
