import type { Actor } from './permissions.ts';

/** A program of this installation, acting as its administrator: whoever is at the command line, or a job of the server. */
export function programActor(id: string): Actor {
  const kind = id.startsWith('cli:') ? 'cli' : 'job';
  return {
    id,
    name: id,
    role: 'admin',
    institution: null,
    department: null,
    practitioner: null,
    region: null,
    from: { kind, address: null, credential: null },
  };
}
