/** How routes are asked: for whose records, with what. */

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

export const mrnSystem = (institution: string): string => `urn:fujie:id:mrn:${institution}`;
export const NOTHING = (): Call => ({});
export const MINUTES = { chair: 'D2', present: ['D2'], agenda: ['test'], minutes: 'test', decisions: [] };
export const ofRegister = ({ institution }: Records): Call => ({
  params: { register: 'iqc-monthly' },
  query: { institution },
});
export const entry = ({ institution }: Records): object => ({
  action: 'put',
  row: { institution, item: 'ALT', month: '2024-03', testingDays: 20, qcDays: 20, cv: '2.0' },
  from: '2024-04-01',
  note: 'test',
});
export const publication = ({ institution }: Records): object => ({
  list: {
    code: `L-${institution}`,
    titleZh: '清单',
    publishedOn: '2024-05-20',
    region: institution === OWN ? '1401' : '1402',
  },
  entries: [{ institution, item: 'ALT', scope: institution === OWN ? '1401' : '1402' }],
  from: '2024-05-20',
});
export const INSPECTION_PLAN = {
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
export const ofNoInspection = (): Call => ({ params: { id: '999999' }, payload: {} });
export const fhirPatient = (r: Records): Call => ({ params: { type: 'Patient', id: r.patient } });
export const quarantined = (r: Records): Call => ({ params: { id: r.quarantined } });
