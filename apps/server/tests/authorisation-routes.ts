/** How every route is asked for records of an institution, for the test of authorisation: a route without an entry fails there. */
import { patientOf, reportOf } from './fhir-fixture.ts';

/** H2 is in 1401, where the regional roles of these tests are at home; H3 is not. */
export const OWN = 'H2';
export const OTHER = 'H3';

/** What an institution has on record of a patient of its own. */
export interface Records {
  readonly institution: string;
  readonly person: string;
  readonly patient: string;
  readonly report: string;
  readonly decision: string;
  readonly quarantined: string;
  readonly glass: string;
  readonly wish: string;
  readonly link: string;
  readonly guardianship: string;
  readonly correction: string;
  readonly loop: string;
  /** A meeting of the department INT. */
  readonly meeting: string;
  /** An adverse event, and a request to open the seal over who reported it. */
  readonly event: string;
  readonly unsealing: string;
  /** Texts that stand in these records and nowhere else. */
  readonly marks: readonly string[];
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly payload?: unknown;
  readonly type?: string;
}

const mrnSystem = (institution: string): string => `urn:fujie:id:mrn:${institution}`;
const NOTHING = (): Call => ({});
const MINUTES = { chair: 'D2', present: ['D2'], agenda: ['test'], minutes: 'test', decisions: [] };
const ofRegister = ({ institution }: Records): Call => ({
  params: { register: 'iqc-monthly' },
  query: { institution },
});
const entry = ({ institution }: Records): object => ({
  action: 'put',
  row: { institution, item: 'ALT', month: '2024-03', testingDays: 20, qcDays: 20, cv: '2.0' },
  from: '2024-04-01',
  note: 'test',
});
const publication = ({ institution }: Records): object => ({
  list: {
    code: `L-${institution}`,
    titleZh: '清单',
    publishedOn: '2024-05-20',
    region: institution === OWN ? '1401' : '1402',
  },
  entries: [{ institution, item: 'ALT', scope: institution === OWN ? '1401' : '1402' }],
  from: '2024-05-20',
});
const INSPECTION_PLAN = {
  title: 'asked',
  subject: 'recognition',
  unannounced: true,
  levels: [],
  strataBy: 'level',
  quota: { kind: 'number', value: 1 },
  teamSize: 2,
  specialties: [],
  from: '2024-05-20',
  to: '2024-06-20',
};
const ofNoInspection = (): Call => ({ params: { id: '999999' }, payload: {} });
const fhirPatient = (r: Records): Call => ({ params: { type: 'Patient', id: r.patient } });
const quarantined = (r: Records): Call => ({ params: { id: r.quarantined } });

/** How each route is asked for records of an institution; a route that concerns none asks for nothing in particular. */
export const MATRIX: Readonly<Record<string, (records: Records) => Call>> = {
  'GET /healthz': NOTHING,
  'GET /readyz': NOTHING,
  'GET /metrics': NOTHING,
  'GET /api/v1/openapi.json': NOTHING,
  'GET /cds-services': NOTHING,
  'GET /fhir/metadata': NOTHING,
  'GET /api/v1/clauses': NOTHING,
  'GET /api/v1/clauses/:id': () => ({ params: { id: 'national-2022.art.16#01' } }),
  'GET /api/v1/packs/coverage': NOTHING,
  'GET /api/v1/public/institutions': NOTHING,
  'GET /api/v1/public/items': NOTHING,
  'GET /api/v1/public/lists': NOTHING,
  'GET /api/v1/public/marks': NOTHING,
  'GET /api/v1/public/complaints/form': NOTHING,
  // Anybody complains about any institution: not about that whose records are watched.
  'POST /api/v1/public/complaints': () => ({ payload: { institution: 'H1', category: 'fee', content: 'asked' } }),
  'GET /api/v1/public/inspections': NOTHING,
  'GET /api/v1/public/inspections/draws/:id': () => ({ params: { id: '999999' } }),
  'POST /api/v1/public/complaints/status': () => ({ payload: { code: '2222-2222-2222-2222-2222' } }),
  'POST /api/v1/public/complaints/rating': () => ({
    payload: { code: '2222-2222-2222-2222-2222', satisfied: true },
  }),
  'GET /api/v1/session': NOTHING,
  'POST /api/v1/session': () => ({ payload: { username: 'nobody', password: 'nothing' } }),
  'GET /api/v1/session/ways': NOTHING,
  'GET /api/v1/session/elsewhere': NOTHING,
  'GET /api/v1/session/callback': NOTHING,
  'GET /api/v1/session/launch': () => ({ query: { iss: 'https://nobody.example/fhir', launch: 'none' } }),
  'GET /api/v1/session/launched': NOTHING,
  'POST /api/v1/session/code': () => ({ payload: { code: '000000' } }),
  'POST /api/v1/session/password': () => ({ payload: { password: 'nothing' } }),
  'POST /api/v1/session/enrolment': NOTHING,
  'POST /api/v1/session/enrolment/confirm': () => ({ payload: { code: '000000' } }),
  'GET /api/v1/account': NOTHING,
  'DELETE /api/v1/account/sessions': NOTHING,
  'DELETE /api/v1/account/sessions/:id': () => ({ params: { id: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' } }),
  'POST /api/v1/account/password': () => ({ payload: { current: 'nothing', password: 'nothing else' } }),
  'POST /api/v1/account/second-factor': () => ({ payload: { password: 'nothing' } }),
  'POST /api/v1/account/second-factor/confirm': () => ({ payload: { code: '000000' } }),
  'POST /api/v1/account/second-factor/remove': () => ({ payload: { password: 'nothing', code: '000000' } }),
  'GET /api/v1/account/notifications': NOTHING,
  'POST /api/v1/account/notifications/preference': () => ({
    payload: { quietFrom: null, quietTo: null, digestMinutes: null, digestAt: null },
  }),
  'POST /api/v1/account/notifications/addresses': () => ({ payload: { channel: 'email', address: 'no' } }),
  'POST /api/v1/account/notifications/addresses/:id/code': () => ({ params: { id: '1' }, payload: { code: '000000' } }),
  'DELETE /api/v1/account/notifications/addresses/:id': () => ({ params: { id: '1' } }),
  'GET /api/v1/notifications/groups': NOTHING,
  'POST /api/v1/notifications/groups': () => ({
    payload: { channel: 'wecom', address: 'no://where', role: null, department: null },
  }),
  'POST /api/v1/notifications/groups/:id/code': () => ({ params: { id: '1' }, payload: { code: '000000' } }),
  'DELETE /api/v1/notifications/groups/:id': () => ({ params: { id: '1' } }),
  'GET /fhir/.well-known/smart-configuration': NOTHING,
  'GET /oidc/*': NOTHING,
  'POST /oidc/*': NOTHING,
  'GET /oidc/interaction/:uid': () => ({ params: { uid: 'none' } }),
  'GET /api/v1/policy': NOTHING,
  'GET /api/v1/administration': NOTHING,
  'GET /api/v1/accounts': ({ institution }) => ({ query: { institution } }),
  'POST /api/v1/accounts': () => ({ payload: { username: 'somebody', name: '某人', isElsewhere: false } }),
  'POST /api/v1/accounts/:username/password': () => ({ params: { username: 'nobody' } }),
  'POST /api/v1/accounts/:username/disabled': () => ({ params: { username: 'nobody' }, payload: { disabled: true } }),
  'POST /api/v1/accounts/:username/role': ({ institution }) => ({
    params: { username: 'nobody' },
    payload: { role: 'laboratory', institution },
  }),
  'DELETE /api/v1/accounts/:username/role': () => ({ params: { username: 'nobody' } }),
  'DELETE /api/v1/accounts/:username/second-factor': () => ({ params: { username: 'nobody' } }),
  'DELETE /api/v1/accounts/:username/sessions': () => ({ params: { username: 'nobody' } }),
  'DELETE /api/v1/accounts/:username/sessions/:id': () => ({
    params: { username: 'nobody', id: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' },
  }),
  'GET /api/v1/sessions': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/changes': NOTHING,
  'POST /api/v1/changes/:id/decision': () => ({ params: { id: '999999' }, payload: { verdict: 'refused' } }),
  'GET /api/v1/systems': NOTHING,
  'POST /api/v1/systems': ({ institution }) => ({
    payload: {
      id: `asked-${institution}`,
      name: '系统',
      institution,
      kinds: ['read'],
      jwksUrl: 'https://8.8.8.8/jwks',
      issuer: null,
      overlapDays: 0,
      ehr: null,
    },
  }),
  'POST /api/v1/systems/:id/disabled': () => ({ params: { id: 'nobody' }, payload: { disabled: true } }),
  'GET /api/v1/keys': NOTHING,
  'GET /api/v1/peers': NOTHING,
  'POST /api/v1/peers': ({ institution }) => ({
    payload: {
      name: `peer-${institution}`,
      institution,
      protocol: 'mllp',
      addresses: ['10.1.2.0/24'],
      fingerprint: '0'.repeat(64),
      from: '2024-05-20',
      to: null,
    },
  }),
  'DELETE /api/v1/peers/:id': () => ({ params: { id: '999999' } }),
  'GET /api/v1/recognition/reasons': NOTHING,
  'POST /api/v1/recognition/fees': NOTHING,
  'POST /api/v1/recognition/panels': NOTHING,
  'GET /api/v1/marks': ({ institution }) => ({ query: { institution } }),
  'GET /api/v1/marks/explain': ({ institution }) => ({ query: { institution, item: 'ALT', scope: '14' } }),
  'GET /api/v1/marks/lapsing': NOTHING,
  'GET /api/v1/marks/lapsing/institutions': NOTHING,
  'GET /api/v1/registers': NOTHING,
  'GET /api/v1/registers/:register': ofRegister,
  'GET /api/v1/registers/:register/revisions': ofRegister,
  'GET /api/v1/registers/:register/export.csv': ofRegister,
  'GET /api/v1/registers/:register/export.xlsx': ofRegister,
  'GET /api/v1/registers/:register/template.csv': ofRegister,
  'GET /api/v1/registers/:register/template.xlsx': ofRegister,
  'GET /api/v1/imports/refused': NOTHING,
  'POST /api/v1/registers/:register/entries': (r) => ({ ...ofRegister(r), query: {}, payload: entry(r) }),
  'POST /api/v1/registers/:register/import': ({ institution }) => ({
    params: { register: 'iqc-monthly' },
    payload: `institution,item,month,testingDays,qcDays,cv,from\n${institution},ALT,2024-02,20,20,2.0,2024-03-01\n`,
    type: 'text/csv',
  }),
  'POST /api/v1/registers/recognition-list/publications': (r) => ({ payload: publication(r) }),
  'POST /api/v1/registers/recognition-list/publications/sheet': ({ institution }) => ({
    query: {
      code: `S-${institution}`,
      titleZh: '清单',
      publishedOn: '2024-05-20',
      region: institution === OWN ? '1401' : '1402',
    },
    payload: `institution,item,scope\n${institution},ALT,14\n`,
    type: 'text/csv',
  }),
  'GET /api/v1/order-comments': NOTHING,
  'GET /api/v1/dispatch-meetings': NOTHING,
  'POST /api/v1/dispatch-meetings': ({ institution }) => ({
    payload: {
      ...{ heldOn: '2024-05-20', title: '调度会', present: '全体', minutes: '通报' },
      points: [{ kind: 'decision', unit: institution, text: '限期整改', dueOn: '2024-06-20' }],
    },
  }),
  'GET /api/v1/weekly-returns': NOTHING,
  'GET /api/v1/weekly-returns/:unit/:week': ({ institution }) => ({
    params: { unit: institution, week: '2024-05-27' },
  }),
  'POST /api/v1/weekly-returns/:unit/:week': ({ institution }) => ({
    params: { unit: institution, week: '2024-05-27' },
    payload: { progress: '按计划推进' },
  }),
  'GET /api/v1/organisation': NOTHING,
  'GET /api/v1/organisation/calendar': NOTHING,
  'GET /api/v1/organisation/decisions': NOTHING,
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
  'POST /api/v1/adverse-events/receipt': () => ({ payload: { receipt: 'AAAAA-AAAAA-AAAAA-AAAAA' } }),
  'POST /api/v1/adverse-events/detected': ({ institution }) => ({
    payload: {
      events: [{ key: `D-${institution}`, kind: 'fall', department: 'INT', occurredAt: '2024-05-20T08:00+08:00' }],
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
  'GET /api/v1/watch/persons': NOTHING,
  'POST /api/v1/watch/persons': ({ patient }) => ({ payload: { identifier: patient, reason: 'test' } }),
  'POST /api/v1/watch/persons/:id/lift': () => ({ params: { id: '1' }, payload: { reason: 'test' } }),
  'GET /api/v1/audit/events': ({ person }) => ({ query: { person } }),
  'GET /api/v1/audit/state': NOTHING,
  'POST /api/v1/audit/verifications': () => ({ payload: { day: '2024-05-20' } }),
  'GET /fhir/Task': NOTHING,
  'GET /fhir/Task/:id': ({ loop }) => ({ params: { id: loop } }),
  'GET /fhir/AuditEvent': NOTHING,
  'GET /fhir/AuditEvent/:id': () => ({ params: { id: '1' } }),
  'POST /api/v1/persons/search': ({ patient }) => ({ payload: { q: patient } }),
  'GET /api/v1/persons/:person': ({ person }) => ({ params: { person } }),
  'GET /api/v1/persons/:person/results': ({ person }) => ({ params: { person } }),
  'POST /api/v1/persons/:person/break-glass': ({ person }) => ({
    params: { person },
    payload: { code: 'other', note: 'test' },
  }),
  'POST /api/v1/persons/:person/reveal': ({ person }) => ({ params: { person }, payload: { field: 'name' } }),
  'POST /api/v1/prints': ({ person }) => ({ payload: { person } }),
  'GET /api/v1/break-glass': NOTHING,
  'POST /api/v1/break-glass/:id/review': ({ glass }) => ({
    params: { id: glass },
    payload: { verdict: 'justified', note: 'test' },
  }),
  'GET /api/v1/wishes': NOTHING,
  'POST /api/v1/wishes': ({ patient }) => ({
    payload: { identifier: patient, kind: 'consent', scope: 'all', speaker: 'self', reference: 'test' },
  }),
  'POST /api/v1/wishes/search': ({ patient }) => ({ payload: { identifier: patient } }),
  'POST /api/v1/wishes/:id/lift': ({ wish }) => ({ params: { id: wish }, payload: { reference: 'test' } }),
  'GET /api/v1/my/ways': NOTHING,
  'POST /api/v1/my/verifications': ({ institution, patient }) => ({
    payload: { claim: { kind: 'mrn', number: patient, institution, name: '李明' } },
  }),
  'POST /api/v1/my/session': () => ({ payload: { verification: 'x'.repeat(43), code: '000000' } }),
  'GET /api/v1/my/session': NOTHING,
  'POST /api/v1/my/session/page': ({ guardianship }) => ({ payload: { guardianship: Number(guardianship) } }),
  'GET /api/v1/my/delivered': NOTHING,
  'GET /api/v1/my/looks': NOTHING,
  'GET /api/v1/my/wishes': NOTHING,
  'POST /api/v1/my/wishes': ({ institution }) => ({
    payload: { kind: 'objection', scope: 'institution', institution },
  }),
  'POST /api/v1/my/wishes/:id/lift': ({ wish }) => ({ params: { id: wish } }),
  'GET /api/v1/my/records': NOTHING,
  'GET /api/v1/my/corrections': NOTHING,
  'POST /api/v1/my/corrections': ({ institution }) => ({ payload: { institution, wrong: '错', wanted: '对' } }),
  'POST /api/v1/patient-links': ({ patient }) => ({ payload: { identifier: patient } }),
  'POST /api/v1/patient-links/:id/revoke': ({ link }) => ({ params: { id: link } }),
  'GET /api/v1/guardians': NOTHING,
  'POST /api/v1/guardians': ({ patient }) => ({
    payload: {
      identifier: patient,
      guardianIdentifier: 'none',
      guardianName: '无',
      relation: '母亲',
      reference: 'test',
    },
  }),
  'POST /api/v1/guardians/:id/end': ({ guardianship }) => ({
    params: { id: guardianship },
    payload: { reference: 'test' },
  }),
  'GET /api/v1/corrections': NOTHING,
  'POST /api/v1/corrections/:id/answer': ({ correction }) => ({
    params: { id: correction },
    payload: { verdict: 'refused', reason: 'test' },
  }),
  'GET /api/v1/recognition/reports/:id': ({ report }) => ({ params: { id: report } }),
  'POST /api/v1/recognition/check': ({ person }) => ({
    payload: { patient: { person }, items: [{ item: 'ALT' }], encounter: { id: 'E-X' } },
  }),
  'POST /cds-services/:service': ({ institution, patient }) => ({
    params: { service: 'recognition-view' },
    payload: {
      hook: 'patient-view',
      hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
      context: { userId: 'Practitioner/D2', patientId: 'p', encounterId: 'E-X' },
      prefetch: {
        patient: { resourceType: 'Patient', id: 'p', identifier: [{ system: mrnSystem(institution), value: patient }] },
      },
    },
  }),
  'POST /api/v1/recognition/decisions': ({ decision }) => ({
    payload: { decision, acts: [{ item: 'ALT', choice: 'REPEAT', code: 1 }] },
  }),
  'POST /cds-services/:service/feedback': ({ decision }) => ({
    params: { service: 'recognition-sign' },
    payload: { feedback: [{ card: decision, outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' }] },
  }),
  'POST /api/v1/recognition/bills': ({ decision }) => ({
    payload: { decision, setting: 'outpatient', lines: [{ kind: 'item', item: 'ALT', amount: '9.00' }] },
  }),
  'GET /api/v1/recognition/explain/:decision': ({ decision }) => ({ params: { decision }, query: { item: 'ALT' } }),
  'GET /api/v1/recognition/explanations': NOTHING,
  'GET /api/v1/recognition/notices': NOTHING,
  'GET /api/v1/report-changes': NOTHING,
  'GET /api/v1/report-changes/issued': NOTHING,
  'GET /api/v1/statistics/recognition': ({ institution }) => ({
    query: { from: '2024-05-01', to: '2024-05-31', institution },
  }),
  'GET /api/v1/statistics/recognition/deidentified': () => ({ query: { month: '2024-04' } }),
  'GET /api/v1/statistics/recognition/cases': ({ institution }) => ({
    query: { from: '2024-05-01', to: '2024-05-31', institution, measure: 'prompted' },
  }),
  'GET /api/v1/quarantine': NOTHING,
  'GET /api/v1/quarantine/person-reviews': NOTHING,
  'GET /api/v1/quarantine/:id': quarantined,
  'GET /api/v1/quarantine/:id/raw': quarantined,
  'POST /api/v1/quarantine/:id/replay': (r) => ({ ...quarantined(r), payload: {} }),
  'POST /api/v1/quarantine/:id/dismiss': (r) => ({ ...quarantined(r), payload: { note: '试' } }),
  'GET /fhir/:type': ({ institution, patient }) => ({
    params: { type: 'Patient' },
    query: { identifier: `${mrnSystem(institution)}|${patient}` },
  }),
  'POST /fhir/:type/_search': ({ patient }) => ({
    params: { type: 'Patient' },
    payload: `identifier=${patient}`,
    type: 'application/x-www-form-urlencoded',
  }),
  'GET /fhir/:type/_history': () => ({ params: { type: 'Patient' } }),
  'GET /fhir/:type/:id': fhirPatient,
  'GET /fhir/:type/:id/_history': fhirPatient,
  'GET /fhir/:type/:id/_history/:version': (r) => ({ params: { type: 'Patient', id: r.patient, version: '1' } }),
  'POST /fhir': (r) => ({
    payload: reportOf({ institution: r.institution, number: `X-${r.institution}`, mrn: r.patient }),
    type: 'application/fhir+json',
  }),
  'POST /fhir/:type': (r) => ({
    params: { type: 'Patient' },
    payload: patientOf({ institution: r.institution, mrn: r.patient, name: '改名', residentId: null }),
    type: 'application/fhir+json',
  }),
  'POST /fhir/:type/$validate': (r) => ({
    params: { type: 'Patient' },
    payload: patientOf({ institution: r.institution, mrn: r.patient }),
    type: 'application/fhir+json',
  }),
  'PUT /fhir/:type': () => ({ params: { type: 'Patient' }, payload: {}, type: 'application/fhir+json' }),
  'PUT /fhir/:type/:id': (r) => ({
    ...fhirPatient(r),
    payload: { ...patientOf({ institution: r.institution, mrn: r.patient, name: '改名' }), id: r.patient },
    type: 'application/fhir+json',
  }),
  'PATCH /fhir/:type/:id': (r) => ({ ...fhirPatient(r), payload: [], type: 'application/json-patch+json' }),
  'DELETE /fhir/:type/:id': fhirPatient,
};
