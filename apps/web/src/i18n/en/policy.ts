/** Texts of the matrix of permissions in English. */
import type { policy as zhPolicy } from '../zh/policy.ts';

export const policy: typeof zhPolicy = {
  title: 'Who may do what',
  subtitle:
    'Generated from the policy of the server: what is not listed is denied; the database holds to the same scopes',
  reaches: 'Reach',
  matrix: 'Roles and permissions',
  permission: 'Permission',
  public: 'Open to everyone',
  reach: {
    platform: 'Platform',
    self: 'Own',
    department: 'Department',
    institution: 'Institution',
    region: 'Region',
    patients: 'Patients',
  },
  means: {
    platform: 'no records of patients, or open to everyone',
    self: 'only what is one’s own',
    department: 'records of the own department only',
    institution: 'records of the own institution only',
    region: 'records of the institutions of the own region',
    patients: 'patients treated at the own institution, with results from elsewhere',
  },
};
