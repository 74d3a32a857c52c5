/**
 * Whose loops 闭环 an actor sees, and as whom the actor acts in them: kinds in which the own role has a part, of the units within
 * reach; clinical staff those of the own department, or assigned to them.
 */
import type { LoopActor, LoopDefinition, Owner } from '@fujie/core/loops';
import { OWNER_PLACES } from '@fujie/core/loops';

import type { Actor } from '../auth/permissions.ts';
import { personOf } from '../auth/persons.ts';
import { isAboveCities, unitOfRegion } from '../auth/scope.ts';

/** Roles whose reach in loops ends at the department. */
const OF_DEPARTMENT: readonly string[] = ['doctor', 'nurse', 'department-head'];
/** Who acts at the bedside or the bench, for whom the record system of a hospital speaks. */
const CLINICAL: readonly string[] = ['doctor', 'nurse', 'laboratory'];
/** As whom the record system of a hospital may say that somebody acted; offices and authorities act themselves. */
export const SPOKEN_FOR: readonly string[] = [...CLINICAL, 'department-head'];

/** Whether a role has a part in a kind of loop. */
export function hasPart(role: string, definition: LoopDefinition): boolean {
  const { stages, escalation, waivers, reopening } = definition;
  const roles = [
    ...stages.flatMap(({ owner, alsoBy = [] }) => [owner.role, ...alsoBy]),
    ...escalation.map(({ to }) => to.role),
    ...waivers.roles,
    ...reopening,
  ];
  if (role === 'system') return stages.some(({ owner }) => CLINICAL.includes(owner.role));
  return roles.includes(role);
}

/** Whether a role has no part in a kind of loop but that the ladder of a stage may reach it: it sees those of which it was told. */
export function isToldOf(role: string, { stages }: LoopDefinition): boolean {
  return stages.some(({ escalation = [] }) => escalation.some(({ to }) => to.role === role));
}

/**
 * What a role sees of a kind of loop that is kept for some 知悉范围: stages of its own, from when the first of them begins, and what stands
 * right before these, which is handed to it; null: all of it.
 */
export function seenBy(
  role: string,
  { guarded, stages }: LoopDefinition,
): { readonly own: readonly string[]; readonly stages: readonly string[] } | null {
  if (guarded === undefined || guarded.includes(role)) return null;
  const own = stages.filter(({ owner, alsoBy = [] }) => [owner.role, ...alsoBy].includes(role));
  return {
    own: own.map(({ id }) => id),
    stages: [
      ...new Set([
        ...own.flatMap(({ id, after }) => [...after, id]),
        ...stages.filter(({ shownTo = [] }) => shownTo.includes(role)).map(({ id }) => id),
      ]),
    ],
  };
}

/** The department to whose loops an actor is confined; null: to none. */
export function loopDepartmentOf({ role, department }: Actor): string | null {
  return OF_DEPARTMENT.includes(role) ? (department ?? '') : null;
}

/** An actor as loops know people: staff by institution and staff number, whether at a page or in the own record system. */
export function loopActorOf({ id, name, role, institution, practitioner }: Actor): LoopActor {
  return { id: personOf({ id, institution, practitioner }), name, role };
}

/** How owners that an actor stands for are written: `department:doctor`; of a unit by name where no role and place tell it. */
export function ownerKeys(actor: Pick<Actor, 'role' | 'institution' | 'region' | 'department'>): readonly string[] {
  const { role, department } = actor;
  const places = OWNER_PLACES.filter((at) => at !== 'above' && at !== 'section');
  return [
    ...places.map((at) => ownerKey({ role, at })),
    unitKey(ownUnit(actor), role),
    ...(department === null ? [] : [sectionKey(department, role)]),
  ];
}

/**
 * Whether a kind of loop reaches up to authorities above the one that handles it 上级主管部门, and the actor is such a one: of other units it owes
 * nothing of it, and sees those of which it was told.
 */
export function isAbove({ role, region }: Pick<Actor, 'role' | 'region'>, { escalation }: LoopDefinition): boolean {
  return escalation.some(({ to }) => to.at === 'above' && to.role === role) && isAboveCities(region);
}

/** Who of a unit does it, the unit says: authorities and centres name nobody in a hospital. */
export function mayAssign(
  actor: Pick<Actor, 'role' | 'institution' | 'region'>,
  { unit }: { readonly unit: string },
  { waivers, reopening }: LoopDefinition,
): boolean {
  return ownUnit(actor) === unit && [...waivers.roles, ...reopening].includes(actor.role);
}

/** How somebody of a role in a unit is written: `region.14:commission`. */
export function unitKey(unit: string, role: string): string {
  return `${unit}:${role}`;
}

/** How somebody of a role in a department that tests or examines is written: `section/JYK:department-head`. */
export function sectionKey(department: string, role: string): string {
  return `section/${department}:${role}`;
}

export function ownerKey({ role, at }: Owner): string {
  return `${at}:${role}`;
}

/** The unit that an actor stands for: the institution, or the region of a bureau, centre or commission. */
export function ownUnit({ institution, region }: Pick<Actor, 'institution' | 'region'>): string {
  return institution ?? unitOfRegion(region ?? '');
}
