/**
 * Whose records an actor may be shown, decided here for every door: the own institution; an authority or centre those of its
 * region. Persons examined elsewhere are added one by one, by whoever has established that the actor may see them.
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions, regions } from '@fujie/core/registers';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './permissions.ts';

/** Codes of the institutions whose records are within an actor's reach. */
export function institutionsOf(snapshot: RegisterSnapshot, actor: Actor): readonly string[] {
  if (actor.role === 'commission' || actor.role === 'qc-centre') return institutionsIn(snapshot, actor.region);
  return actor.institution === null ? [] : [actor.institution];
}

/** Units whose loops are within an actor's reach: the institutions, and the regions themselves of whoever oversees them. */
export function unitsOf(snapshot: RegisterSnapshot, actor: Actor): readonly string[] {
  const { role, region } = actor;
  const own = institutionsOf(snapshot, actor);
  if ((role !== 'commission' && role !== 'qc-centre') || region === null) return own;
  const within = snapshot.all(regions).filter(({ row }) => region === 'CN' || row.code.startsWith(region));
  return [...own, ...new Set(within.map(({ row }) => unitOfRegion(row.code)))];
}

/** A unit that is a region and no institution: what a health commission or a centre owes itself. */
export function unitOfRegion(region: string): string {
  return `region.${region}`;
}

/** The region of such a unit. */
export function regionOf(unit: string): string {
  return unit.slice(unitOfRegion('').length);
}

const CITY = 4;

/** The region whose authority handles what concerns a place: its city; what a bureau owes itself is handled by the bureau. */
export function handledIn(unit: string, snapshot: RegisterSnapshot): string | null {
  if (unit.startsWith('region.')) return unit.slice('region.'.length);
  return snapshot.institution(unit)?.region.slice(0, CITY) ?? null;
}

/** The region of the authority above 上级主管部门: of a county its city, of a city its province, of a province the nation; null: none. */
export function aboveOf(region: string): string | null {
  if (region === 'CN') return null;
  return region.length <= 2 ? 'CN' : region.slice(0, region.length - 2);
}

/** Whether an authority stands above those of cities. */
export function isAboveCities(region: string | null): boolean {
  return region !== null && (region === 'CN' || region.length < CITY);
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
  return { ...deps, db: deps.scoped({ institutions: unitsOf(deps.registers.current(), actor), persons }) };
}

/**
 * Does something for another institution in a transaction of one, whose scope holds that institution as well meanwhile: for what the platform
 * says to both of them at once. Nothing that it reads there goes to who asked.
 */
export async function alsoWithin<T>(tx: Queryable, institution: string, work: () => Promise<T>): Promise<T> {
  const [row] = await tx.query<{ scope: string | null }>(
    sql`select current_setting('fujie.institutions', true) as scope`,
  );
  const scope = row?.scope ?? '';
  await tx.query(
    sql`select set_config('fujie.institutions', array_append(coalesce(nullif(${scope}, '')::text[], '{}'), ${institution}::text)::text, true)`,
  );
  // A statement that failed ends the transaction, and with it the scope.
  const done = await work();
  await tx.query(sql`select set_config('fujie.institutions', ${scope}, true)`);
  return done;
}

/** The same parts with the worker's database, for what no request is answered from. */
export function asWorker<D extends Pick<Deps, 'db' | 'worker'>>(deps: D): D {
  return { ...deps, db: deps.worker };
}
