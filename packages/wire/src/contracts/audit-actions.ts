/** What audit entries hold as codes 审计代码: apart from the schemas, so that pages need only these. */

/** Everything that leaves an entry 审计动作. A refusal for want of a permission is recorded under that permission. */
export const AUDIT_ACTIONS = [
  'public',
  'signed-in',
  'session:open',
  'session:close',
  'policy:read',
  'account:manage',
  'account:add',
  'account:password',
  'account:disable',
  'account:enable',
  'account:token',
  'person:search',
  'person:found',
  'person:read',
  'report:read',
  'recognition:glance',
  'recognition:check',
  'recognition:act',
  'recognition:explain',
  'recognition:bill',
  'recognition:replay',
  'notice:read',
  'notice:fetch',
  'explanation:read',
  'marks:read',
  'register:read',
  'register:write',
  'register:export',
  'register:refusals',
  'statistics:read',
  'statistics:cases',
  'statistics:case',
  'statistics:rebuild',
  'fhir:read',
  'fhir:search',
  'fhir:history',
  'fhir:write',
  'quarantine:list',
  'quarantine:read',
  'quarantine:manage',
  'quarantine:replayed',
  'quarantine:dismissed',
  'person-review:read',
  'audit:read',
  'audit:anchor',
  'audit:verify',
  'audit:forget',
  'db:backup',
  'db:restore',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Purposes 使用目的 as HL7 names them (code system v3-ActReason, value set PurposeOfUse). */
export const AUDIT_PURPOSES = [
  'TREAT',
  'ETREAT',
  'HOPERAT',
  'HQUALIMP',
  'HSYSADMIN',
  'HPAYMT',
  'HCOMPL',
  'PATRQT',
] as const;
export type AuditPurpose = (typeof AUDIT_PURPOSES)[number];
