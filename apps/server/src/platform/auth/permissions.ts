/** Who may do what, decided in one place: roles by permission, deny by default. */

import type { Role } from '@fujie/wire/roles';
import { PEOPLE } from '@fujie/wire/roles';

export { PEOPLE, ROLES } from '@fujie/wire/roles';
export type { Role } from '@fujie/wire/roles';

/**
 * How far a permission reaches for a role: what everyone may see or concerns no person's records (`platform`), what is one's own
 * (`self`), records of the own department, of the own institution, of the institutions of the own region, of persons who are patients there wherever
 * they were examined (`patients`). Where a filter is forgotten the database holds to the same scopes: see scope.ts.
 */
export const REACHES = ['platform', 'self', 'department', 'institution', 'region', 'patients'] as const;
export type Reach = (typeof REACHES)[number];

const all = (roles: readonly Role[], reach: Reach): Readonly<Partial<Record<Role, Reach>>> =>
  Object.fromEntries(roles.map((role) => [role, reach]));

/** Registers and what follows from them hold no record of a person. */
const READS_REGISTERS = {
  doctor: 'platform',
  'department-head': 'platform',
  laboratory: 'platform',
  'quality-office': 'platform',
  'hospital-head': 'platform',
  'qc-centre': 'platform',
  commission: 'platform',
  admin: 'platform',
  system: 'platform',
} as const;

/** The three administrators see who has which access, and what waits for a second one. */
const OF_ADMINISTRATORS = { admin: 'platform', 'security-admin': 'platform', 'audit-admin': 'platform' } as const;

/** Whoever may owe something. */
const OF_LOOPS = {
  doctor: 'department',
  nurse: 'department',
  'department-head': 'department',
  laboratory: 'institution',
  'quality-office': 'institution',
  'hospital-head': 'institution',
  'qc-centre': 'region',
  commission: 'region',
  system: 'institution',
} as const;

/** Who works in a hospital: of its organisation, clinical staff what is of the own department. */
const IN_HOSPITAL = {
  doctor: 'department',
  nurse: 'department',
  laboratory: 'department',
  'department-head': 'department',
  'quality-office': 'institution',
  'hospital-head': 'institution',
} as const;

/** `public` needs no sign-in; `signed-in` any account. Who is not named has none. */
export const PERMISSIONS = {
  public: {},
  'signed-in': all([...PEOPLE, 'system'], 'self'),
  'person:search': { doctor: 'patients' },
  'person:read': { doctor: 'patients' },
  'person:reveal': { doctor: 'patients' },
  'person:break-glass': { doctor: 'patients' },
  'break-glass:review': { 'quality-office': 'institution' },
  'wish:read': { 'quality-office': 'institution' },
  'wish:write': { 'quality-office': 'institution' },
  // What the own person, or the child of whom one is guardian, may do on a page of its own.
  'patient:own': { patient: 'self' },
  'patient-link:issue': { 'quality-office': 'institution', system: 'institution' },
  'guardian:record': { 'quality-office': 'institution' },
  'correction:answer': { 'quality-office': 'institution' },
  'recognition:check': { doctor: 'patients', system: 'patients' },
  'recognition:act': { doctor: 'institution', system: 'institution' },
  'recognition:explain': {
    doctor: 'institution',
    'department-head': 'department',
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
    system: 'institution',
  },
  'recognition:bill': { 'quality-office': 'institution', system: 'institution' },
  'report-change:read': { doctor: 'self', 'department-head': 'department', 'quality-office': 'institution' },
  // Own reports that changed: how many relied on them and confirmed, by institution, without anybody named.
  'report-change:issued': { laboratory: 'institution', 'quality-office': 'institution' },
  'notice:fetch': { system: 'institution' },
  'explanation:read': { doctor: 'self', 'department-head': 'department', 'quality-office': 'institution' },
  'marks:read': READS_REGISTERS,
  // Who gives a role binds it to entries of registers.
  'register:read': { ...READS_REGISTERS, 'security-admin': 'platform' },
  // Which of them writes which register: register-writers.ts.
  'register:write': {
    'department-head': 'department',
    'qc-centre': 'region',
    commission: 'region',
    laboratory: 'institution',
    'quality-office': 'institution',
    admin: 'platform',
  },
  'register:refusals': { admin: 'platform' },
  'statistics:read': {
    'department-head': 'department',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  'statistics:cases': { 'department-head': 'department', 'quality-office': 'institution', commission: 'region' },
  'statistics:deidentified': { commission: 'region' },
  // An institution sees itself beside the mean of its peers, an authority every institution of its region.
  'deviation:read': { 'quality-office': 'institution', 'hospital-head': 'institution', commission: 'region' },
  'fhir:read': { system: 'institution' },
  'fhir:write': { system: 'institution' },
  // That a message was refused, and why, without what it says.
  'quarantine:list': { admin: 'platform', laboratory: 'institution', system: 'institution' },
  'quarantine:read': { laboratory: 'institution', system: 'institution' },
  'quarantine:manage': { laboratory: 'institution' },
  // Of what kinds: those in which the role has a part (platform/loops/visible.ts).
  'loop:read': OF_LOOPS,
  'loop:act': OF_LOOPS,
  // Counts of all kinds; the loops behind them as above.
  'loop:statistics': {
    'department-head': 'department',
    'quality-office': 'institution',
    'hospital-head': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  'loop:manage': {
    'department-head': 'department',
    'quality-office': 'institution',
    'hospital-head': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  // Who complained and what was said: for the authority, never for the institution.
  'complaint:read': { commission: 'region' },
  'complaint:enter': { commission: 'region' },
  // Namings of every unit of the region; of decisions the own.
  'dispatch:read': { 'quality-office': 'institution', 'hospital-head': 'institution', commission: 'region' },
  'dispatch:enter': { commission: 'region' },
  'order-comment:read': { 'quality-office': 'institution', 'department-head': 'department' },
  // How many, and how fast they were answered.
  'complaint:own': { 'quality-office': 'institution' },
  'weekly-return:read': { 'quality-office': 'institution', commission: 'region' },
  'weekly-return:submit': { 'quality-office': 'institution', commission: 'region' },
  // Committees, officers, meetings and what they decided; who enters minutes as an officer is asked of the register.
  'organisation:read': IN_HOSPITAL,
  'organisation:record': {
    doctor: 'department',
    nurse: 'department',
    laboratory: 'department',
    'department-head': 'department',
    'quality-office': 'institution',
  },
  'organisation:approve': { 'department-head': 'department', 'hospital-head': 'institution' },
  // Unannounced checks of departments, and what they are asked to look for themselves 抽查、自查.
  'organisation:call': { 'quality-office': 'institution' },
  // Whoever works in a hospital searches for hazards 全员排查隐患, and learns what came of them.
  'hazard:report': all(
    ['doctor', 'nurse', 'laboratory', 'department-head', 'quality-office', 'hospital-head'],
    'institution',
  ),
  // What is said of a case: for who reviews it. What it teaches: for the departments concerned, without anybody in it.
  'case-review:read': { 'quality-office': 'institution', 'hospital-head': 'institution' },
  'case-review:enter': { 'quality-office': 'institution' },
  'case-review:lessons': IN_HOSPITAL,
  // The tasks of the own hospital with their milestones; of authorities and centres those of the region.
  'task:read': {
    ...all(['doctor', 'nurse', 'laboratory', 'department-head', 'quality-office', 'hospital-head'], 'institution'),
    ...all(['qc-centre', 'commission'], 'region'),
  },
  'journal:read': all(
    ['doctor', 'nurse', 'laboratory', 'department-head', 'quality-office', 'hospital-head'],
    'institution',
  ),
  // The steps of loops behind a number of a scorecard.
  'scorecard:cases': {
    'quality-office': 'institution',
    'hospital-head': 'institution',
    'department-head': 'department',
  },
  // Where results of quality counted for persons and pay 结果应用.
  'result-use:read': {
    'quality-office': 'institution',
    'hospital-head': 'institution',
    'department-head': 'department',
  },
  'result-use:record': { 'quality-office': 'institution' },
  'journal:edit': { 'quality-office': 'institution' },
  'journal:approve': { 'hospital-head': 'institution' },
  // Who was drawn and what was found: for the authority of the region, the party once it was told, and each team its own.
  'inspection:order': { commission: 'region' },
  'inspection:custody': { commission: 'region', 'qc-centre': 'region' },
  'inspection:read': {
    commission: 'region',
    'quality-office': 'institution',
    'qc-centre': 'region',
    laboratory: 'self',
    'department-head': 'self',
    doctor: 'self',
  },
  // Only of the own team: inspection/conduct.ts.
  'inspection:conduct': {
    ...all(['commission', 'qc-centre'], 'region'),
    ...all(['quality-office', 'laboratory', 'department-head', 'doctor'], 'self'),
  },
  'inspection:answer': { 'quality-office': 'institution' },
  'inspection:statistics': { commission: 'region' },
  // Groups of the unit that are told of its loops.
  // What becomes of notices by channel, without anybody to whom they go.
  'notify:channels': { admin: 'platform' },
  'notify:manage': { 'quality-office': 'institution', 'qc-centre': 'region', commission: 'region' },
  // The list is for everybody of a hospital (henan-2025.mq.8#01); the register has patients, the figures have none.
  'critical-value:list': all(
    ['doctor', 'nurse', 'department-head', 'laboratory', 'quality-office', 'hospital-head'],
    'institution',
  ),
  'critical-value:read': {
    doctor: 'department',
    nurse: 'department',
    'department-head': 'department',
    laboratory: 'institution',
    'quality-office': 'institution',
  },
  'critical-value:export': { laboratory: 'institution', 'quality-office': 'institution' },
  // Asked before a report goes out, by whoever releases it.
  'critical-value:release': { laboratory: 'institution', system: 'institution' },
  'critical-value:statistics': {
    'department-head': 'department',
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  // Measurements of control material name no patient.
  'iqc:read': {
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  'iqc:record': { laboratory: 'institution', system: 'institution' },
  'iqc:manage': { laboratory: 'institution' },
  'iqc:oversee': { 'qc-centre': 'region', commission: 'region' },
  'resource:read': {
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  'resource:manage': { laboratory: 'institution' },
  // Of a round a laboratory sees its own part, and its scores once they are published; the organiser all of it.
  'eqa:read': {
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    system: 'institution',
  },
  'eqa:return': { laboratory: 'institution', system: 'institution' },
  // What a person has to say: how the samples arrived, that the matrix is what was measured, that a score is wrong.
  'eqa:confirm': { laboratory: 'institution' },
  'eqa:organise': { 'qc-centre': 'region' },
  // Reports that go to authorities: of each laboratory its own part.
  'eqa-report:read': {
    laboratory: 'institution',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  'eqa-report:receive': { commission: 'region' },
  // Nobody of a laboratory, nor of its hospital, knows which sample is one.
  'blind-sample:manage': { 'qc-centre': 'region', commission: 'region' },
  'policy:read': { admin: 'platform', 'security-admin': 'platform', 'audit-admin': 'platform', commission: 'platform' },
  'account:own': all(PEOPLE, 'self'),
  // Which of two administrators does what, and what takes both: access/separation.ts.
  'account:read': OF_ADMINISTRATORS,
  'account:manage': { admin: 'platform' },
  'account:grant': { 'security-admin': 'platform' },
  'account:secure': { 'security-admin': 'platform' },
  'system:read': OF_ADMINISTRATORS,
  'system:manage': { admin: 'platform' },
  'change:decide': { admin: 'platform', 'security-admin': 'platform' },
  // Who, when, what kind; persons masked, nothing clinical.
  'watch:read': { 'security-admin': 'platform' },
  'watch:review': { 'security-admin': 'platform' },
  'watch:persons': { 'security-admin': 'platform' },
  // Whoever works in a hospital; who it was is kept apart: adverse-events/reporters.ts.
  'adverse-event:report': all(['doctor', 'nurse', 'department-head', 'laboratory', 'quality-office'], 'institution'),
  'adverse-event:read': { 'department-head': 'department', 'quality-office': 'institution' },
  'adverse-event:statistics': {
    'department-head': 'department',
    'quality-office': 'institution',
    'qc-centre': 'region',
    commission: 'region',
  },
  // On a voucher that leads to no report: adverse-events/awards.ts.
  'adverse-event:award': { 'quality-office': 'institution' },
  'adverse-event:detect': { system: 'institution' },
  // Nobody who appraises: one administrator asks, another decides.
  'adverse-event:unseal': { 'security-admin': 'platform', 'audit-admin': 'platform' },
  'adverse-event:unseal-decide': { 'audit-admin': 'platform' },
  'adverse-event:unsealed': { 'security-admin': 'platform' },
  'audit:read': { 'audit-admin': 'platform' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Permission = keyof typeof PERMISSIONS;

/** Whose page a patient has open 患者本人页面. */
export interface OwnPage {
  /** Who was verified. */
  readonly verified: number;
  /** Whose page it is: the same person, or a child. */
  readonly person: number;
  readonly guardian: { readonly name: string; readonly relation: string } | null;
  readonly endsAt: number;
}

/** A person with an account, a connected system, a patient, or nobody in particular. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly role: Role | 'public';
  /** Institution whose data the actor handles; null: not bound to one. */
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
  /** Region that the actor's authority or centre covers; null: none. */
  readonly region: string | null;
  /** What the scopes of a token leave of the permissions of the role; undefined: all. */
  readonly only?: readonly Permission[];
  /** Whether its hospital's record system opens pages here by SMART App Launch. */
  readonly launches?: boolean;
  /** Of a patient. */
  readonly page?: OwnPage;
}

/** From where somebody acts 来源. */
export interface Origin {
  /** How they were recognised: a session of the pages, the token of a system, the certificate of a peer, the command line, a program; `none`: not at all. */
  readonly kind: 'session' | 'token' | 'certificate' | 'cli' | 'job' | 'none';
  /** Address of the client; null: none, such as a program of this installation. */
  readonly address: string | null;
  /** Beginning of the hash of the session or token: tells them apart and opens nothing. */
  readonly credential: string | null;
}

/** Who is asking, and from where. */
export interface Actor extends Principal {
  readonly from: Origin;
}

export const PUBLIC_ACTOR: Actor = {
  id: 'public',
  name: 'public',
  role: 'public',
  institution: null,
  department: null,
  practitioner: null,
  region: null,
  from: { kind: 'none', address: null, credential: null },
};

/** What all patients have in common. */
export const PATIENT = {
  name: 'patient',
  role: 'patient',
  institution: null,
  department: null,
  practitioner: null,
  region: null,
} as const;

/** How far a permission reaches for a role; null: it has none. */
export function reachOf(role: Role | 'public', permission: Permission): Reach | null {
  if (permission === 'public') return 'platform';
  const reaches: Partial<Record<Role | 'public', Reach>> = PERMISSIONS[permission];
  return reaches[role] ?? null;
}

export function isPermitted({ role, only }: Pick<Actor, 'role' | 'only'>, permission: Permission): boolean {
  const isOpen = permission === 'public' || permission === 'signed-in';
  if (!isOpen && only !== undefined && !only.includes(permission)) return false;
  return reachOf(role, permission) !== null;
}
