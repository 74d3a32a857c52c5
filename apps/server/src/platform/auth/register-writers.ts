/**
 * Who keeps which register 目录的维护者, decided here for every route and import. Source: recognition decision, section 1
 * (owner of each registry); the administrator of the installation may load any.
 */
import type { Actor, Role } from './permissions.ts';

const CENTRE: readonly Role[] = ['qc-centre'];
const AUTHORITY: readonly Role[] = ['commission'];
const CENTRE_AND_AUTHORITY: readonly Role[] = ['qc-centre', 'commission'];
const LABORATORY: readonly Role[] = ['laboratory', 'qc-centre'];
const HOSPITAL: readonly Role[] = ['quality-office'];

export const REGISTER_WRITERS: Readonly<Record<string, readonly Role[]>> = {
  region: [],
  agreement: AUTHORITY,
  institution: AUTHORITY,
  department: HOSPITAL,
  consortium: AUTHORITY,
  'consortium-member': AUTHORITY,
  'qc-organisation': AUTHORITY,
  practitioner: HOSPITAL,
  item: CENTRE,
  'panel-component': CENTRE,
  'code-mapping': CENTRE,
  'recognition-list': CENTRE_AND_AUTHORITY,
  'recognition-list-entry': CENTRE_AND_AUTHORITY,
  'time-limit': CENTRE_AND_AUTHORITY,
  'negative-list': CENTRE_AND_AUTHORITY,
  'quality-requirement': CENTRE,
  'allowable-error': CENTRE,
  'allowable-error-choice': LABORATORY,
  'eqa-round': CENTRE,
  'eqa-outcome': CENTRE,
  'blind-sample': AUTHORITY,
  'iqc-monthly': LABORATORY,
  // Written by the platform when a month of control is over or changes.
  'iqc-measured': [],
  'test-system': LABORATORY,
  'control-material': LABORATORY,
  // Written by the platform when a run is rejected and when its event is closed.
  'iqc-hold': [],
  instrument: LABORATORY,
  'instrument-activity': LABORATORY,
  'reagent-lot': LABORATORY,
  'reagent-use': LABORATORY,
  'lot-recall': LABORATORY,
  'staff-authorisation': LABORATORY,
  // The authority licenses (henan-2025.lab.3#01); a laboratory cannot extend its own licence.
  'licensed-subject': AUTHORITY,
  'laboratory-count': LABORATORY,
  suspension: CENTRE_AND_AUTHORITY,
  workday: AUTHORITY,
  site: HOSPITAL,
  duty: HOSPITAL,
  'reporting-channel': ['commission', 'quality-office'],
  inspector: CENTRE_AND_AUTHORITY,
  'inspector-conflict': CENTRE_AND_AUTHORITY,
  'watched-event': HOSPITAL,
  'discharge-count': HOSPITAL,
  'adverse-event-award': HOSPITAL,
  'institution-head': AUTHORITY,
  'quality-body': HOSPITAL,
  'quality-body-member': HOSPITAL,
  'quality-officer': HOSPITAL,
  'officer-rule': HOSPITAL,
  'own-rule': HOSPITAL,
  'emergency-plan': HOSPITAL,
  'quality-target': HOSPITAL,
  'department-target': HOSPITAL,
  'staff-target': HOSPITAL,
  'target-value': HOSPITAL,
  'indicator-month': HOSPITAL,
  'indicator-duty': HOSPITAL,
  'department-indicator-month': ['quality-office', 'department-head'],
  'quality-task': HOSPITAL,
  'task-milestone': HOSPITAL,
  'authority-task': CENTRE_AND_AUTHORITY,
  'authority-milestone': CENTRE_AND_AUTHORITY,
  'loop-parameter': ['quality-office', 'commission'],
  'critical-threshold': ['laboratory', 'quality-office', 'commission'],
};

/** Roles that keep only the entries of their own institution. */
const OWN_INSTITUTION_ONLY: readonly string[] = ['laboratory', 'quality-office', 'department-head'];

/** Whether an actor may change a register at all. */
export function mayWriteRegister(actor: Actor, register: string): boolean {
  if (actor.role === 'admin') return true;
  const writers: readonly string[] = REGISTER_WRITERS[register] ?? [];
  return writers.includes(actor.role);
}

/** Registers that tell where networks are, who is away when, and to whom somebody is related: read by whoever keeps them, each office its own entries. */
const KEPT_APART: readonly string[] = ['site', 'duty', 'inspector-conflict'];

/** Whether an actor who reads registers is shown this one. */
export function mayReadRegister(actor: Actor, register: string): boolean {
  return !KEPT_APART.includes(register) || mayWriteRegister(actor, register);
}

/** The institution to whose entries of a register a reader is confined; null: to none. */
export function confinedTo(actor: Actor, register: string): string | null {
  return KEPT_APART.includes(register) && OWN_INSTITUTION_ONLY.includes(actor.role) ? (actor.institution ?? '') : null;
}

/** Whether an actor may change this entry of a register that it may write; a head enters what the own department reached. */
export function mayWriteEntry(actor: Actor, row: Readonly<Record<string, unknown>>): boolean {
  if (actor.role === 'department-head' && (actor.department === null || row['department'] !== actor.department))
    return false;
  if (!OWN_INSTITUTION_ONLY.includes(actor.role)) return true;
  return actor.institution !== null && row['institution'] === actor.institution;
}
