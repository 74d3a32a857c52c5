/**
 * Whose records an actor may be shown, decided here for every door: the own institution; an authority or centre those of its
 * region. Persons examined elsewhere are added one by one, by whoever has established that the actor may see them.
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions } from '@fujie/core/registers';

import type { Deps } from '../deps.ts';
import type { Actor } from './permissions.ts';

/** Codes of the institutions whose records are within an actor's reach. */
export function institutionsOf(snapshot: RegisterSnapshot, actor: Actor): readonly string[] {
  if (actor.role === 'commission' || actor.role === 'qc-centre') return institutionsIn(snapshot, actor.region);
  return actor.institution === null ? [] : [actor.institution];
}

/** The department to which an actor's reach ends inside the institution 科室; null: it does not. */
export function departmentOf(actor: Pick<Actor, 'role' | 'department'>): string | null {
  return actor.role === 'department-head' || actor.role === 'nurse' ? (actor.department ?? '') : null;
}

/** Whether a place lies wholly in the region of an authority or centre. */
export function covers(region: string | null, place: string): boolean {
  return region !== null && (region === 'CN' || place.startsWith(region));
}

function institutionsIn(snapshot: RegisterSnapshot, region: string | null): readonly string[] {
  const within = snapshot.all(institutions).filter(({ row }) => covers(region, row.region));
  return [...new Set(within.map(({ row }) => row.code))];
}

/** The same parts with a database that shows what is within the actor's reach, and these persons. */
export function within<D extends Pick<Deps, 'db' | 'scoped' | 'registers'>>(
  deps: D,
  actor: Actor,
  persons: readonly number[] = [],
): D {
  return { ...deps, db: deps.scoped({ institutions: institutionsOf(deps.registers.current(), actor), persons }) };
}

/** The same parts with the worker's database, for what no request is answered from. */
export function asWorker<D extends Pick<Deps, 'db' | 'worker'>>(deps: D): D {
  return { ...deps, db: deps.worker };
}
