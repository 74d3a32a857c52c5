/** Who may do what, decided in one place: roles by permission, deny by default. */

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

/** `public` needs no sign-in; `signed-in` any account. */
export const PERMISSIONS = {
  public: [],
  'signed-in': ROLES,
  'person:search': ['doctor'],
  'person:read': ['doctor'],
  'recognition:check': ['doctor', 'system'],
  'recognition:act': ['doctor', 'system'],
  'recognition:explain': ['doctor', 'laboratory', 'quality-office', 'qc-centre', 'commission', 'system'],
  'recognition:bill': ['quality-office', 'system'],
  'notice:read': ['doctor', 'quality-office'],
  'notice:fetch': ['system'],
  'explanation:read': ['doctor', 'quality-office'],
  'marks:read': ['doctor', 'laboratory', 'quality-office', 'qc-centre', 'commission', 'admin', 'system'],
  'register:read': ['doctor', 'laboratory', 'quality-office', 'qc-centre', 'commission', 'admin', 'system'],
  // Which of them writes which register: register-writers.ts.
  'register:write': ['qc-centre', 'commission', 'laboratory', 'quality-office', 'admin'],
  'register:refusals': ['admin'],
  'statistics:read': ['quality-office', 'qc-centre', 'commission'],
  'statistics:cases': ['quality-office', 'commission'],
  'fhir:read': ['system'],
  'fhir:write': ['system'],
  'quarantine:list': ['admin', 'laboratory', 'system'],
  'quarantine:read': ['laboratory', 'system'],
  'quarantine:manage': ['laboratory'],
  'account:manage': ['admin'],
  'audit:read': ['audit-admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** A person with an account, a connected system, or nobody in particular. */
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
}

/** From where somebody acts 来源. */
export interface Origin {
  /** How they were recognised: a session of the pages, the token of a system, the command line, a program; `none`: not at all. */
  readonly kind: 'session' | 'token' | 'cli' | 'job' | 'none';
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

export function isPermitted(actor: Pick<Actor, 'role'>, permission: Permission): boolean {
  if (permission === 'public') return true;
  const roles: readonly string[] = PERMISSIONS[permission];
  return roles.includes(actor.role);
}
