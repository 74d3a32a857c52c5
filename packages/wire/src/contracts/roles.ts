/** Roles 角色 of accounts and connected systems: apart from the schemas, so that pages need only these. */

/** `admin` is the system administrator 系统管理员; with the other two administrators it forms three persons (GB/T 22239, 三员分立). */
export const ROLES = [
  'doctor',
  'laboratory',
  'quality-office',
  'qc-centre',
  'commission',
  'admin',
  'security-admin',
  'audit-admin',
  'system',
] as const;
export type Role = (typeof ROLES)[number];
