/** Roles 角色 of accounts, connected systems and patients: apart from the schemas, so that pages need only these. */

/** `patient` 患者 has a page of the own person and no account. `admin` is the system administrator 系统管理员; with the other two administrators it forms three persons (GB/T 22239, 三员分立). */
export const ROLES = [
  'doctor',
  'department-head',
  'nurse',
  'laboratory',
  'quality-office',
  'hospital-head',
  'qc-centre',
  'commission',
  'admin',
  'security-admin',
  'audit-admin',
  'system',
  'patient',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people with an account: systems are registered, and a patient has a page of the own person. */
export const PEOPLE = ROLES.filter(
  (role): role is Exclude<Role, 'system' | 'patient'> => role !== 'system' && role !== 'patient',
);
