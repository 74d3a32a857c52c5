/** For what an action is done 使用目的, unless an entry says otherwise (HL7 v3-ActReason, value set PurposeOfUse). */
import type { AuditAction, AuditPurpose } from '@fujie/wire/contracts';

import type { Actor } from '../auth/permissions.ts';

const OF_ROLE: Readonly<Record<Actor['role'], AuditPurpose>> = {
  doctor: 'TREAT',
  nurse: 'TREAT',
  system: 'TREAT',
  laboratory: 'HQUALIMP',
  'department-head': 'HQUALIMP',
  'quality-office': 'HQUALIMP',
  'hospital-head': 'HQUALIMP',
  'qc-centre': 'HQUALIMP',
  commission: 'HCOMPL',
  admin: 'HSYSADMIN',
  'security-admin': 'HSYSADMIN',
  'audit-admin': 'HCOMPL',
  patient: 'PATRQT',
  public: 'HOPERAT',
};

/** Where the action says more than the role. */
const OF_ACTION: Readonly<Partial<Record<AuditAction, AuditPurpose>>> = {
  'session:open': 'HSYSADMIN',
  'patient:verify': 'PATRQT',
  'patient:open': 'PATRQT',
  'patient-link:issue': 'PATRQT',
  'patient-link:revoke': 'PATRQT',
  'guardian:record': 'PATRQT',
  'guardian:read': 'PATRQT',
  'guardian:end': 'PATRQT',
  'correction:read': 'PATRQT',
  'correction:answer': 'PATRQT',
  'session:close': 'HSYSADMIN',
  'recognition:bill': 'HPAYMT',
  'recognition:replay': 'HQUALIMP',
  'quarantine:list': 'HOPERAT',
  'quarantine:read': 'HOPERAT',
  'quarantine:manage': 'HOPERAT',
  'quarantine:replayed': 'HOPERAT',
  'quarantine:dismissed': 'HOPERAT',
  'person-review:read': 'HOPERAT',
  'register:read': 'HOPERAT',
  'register:export': 'HOPERAT',
  'watch:read': 'HCOMPL',
  'watch:review': 'HCOMPL',
  'watch:persons': 'HCOMPL',
  'watch:alert': 'HCOMPL',
  'watch:person-add': 'HCOMPL',
  'watch:person-lift': 'HCOMPL',
  'critical-value:export': 'HQUALIMP',
  'loop:open': 'HQUALIMP',
  'loop:replay': 'HQUALIMP',
  // Whoever reports, doctor or head, does it for the same purpose: it says nothing of the role.
  'adverse-event:report': 'HQUALIMP',
  'adverse-event:detect': 'HQUALIMP',
  'adverse-event:unseal': 'HCOMPL',
  'adverse-event:unseal-decide': 'HCOMPL',
  'adverse-event:unsealed': 'HCOMPL',
  'adverse-event:unsealings': 'HCOMPL',
  'audit:anchor': 'HCOMPL',
  'audit:verify': 'HCOMPL',
  'audit:forget': 'HCOMPL',
};

export function purposeOf(role: Actor['role'], action: AuditAction): AuditPurpose {
  return OF_ACTION[action] ?? OF_ROLE[role];
}
