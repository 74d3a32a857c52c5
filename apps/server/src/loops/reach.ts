/** Whose loops 闭环 an actor sees, and one of them. */
import { dayOf } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { loopsOn } from '../platform/loops/definitions.ts';
import {
  hasPart,
  isAbove,
  isToldOf,
  loopActorOf,
  loopDepartmentOf,
  ownerKey,
  ownerKeys,
  ownUnit,
  sectionKey,
  unitKey,
  seenBy,
} from '../platform/loops/visible.ts';
import type { ListedLoop, Reach } from './loops.query.ts';
import { findLoop } from './loops.query.ts';
import { definitionOf } from './definition-view.ts';

export const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
export type ById = { Params: { id: string } };

export interface Found {
  readonly row: ListedLoop;
  readonly definition: LoopDefinition;
}

/**
 * Whose loops an actor sees, and which of them as owner. `isOfInner`: asked by what happened within them, which tells of stages that of
 * a loop that is kept for others are not seen.
 */
export function reachOf(deps: Deps, actor: Actor, definition: string | undefined, isOfInner = false): Reach {
  const { role } = actor;
  const asked = loopsOn(deps, dayOf(deps.clock.now())).filter(
    (one) => (definition === undefined || one.id === definition) && (!isOfInner || seenBy(role, one) === null),
  );
  const above = asked.filter((one) => isAbove(actor, one));
  const whole = asked.filter((one) => hasPart(role, one) && !above.includes(one));
  const guarded = asked.flatMap((one) => {
    const seen = seenBy(role, one);
    if (seen === null) return [];
    const [from = [], stages = []] = [seen.own, seen.stages].map((ids) => ids.map((stage) => `${one.id}:${stage}`));
    return [{ id: one.id, from, stages, isSealed: one.isSealed === true }];
  });
  const sealed = guarded.filter(({ isSealed, from }) => isSealed && from.length > 0);
  return {
    units: unitsOf(deps.registers.current(), actor),
    definitions: whole.map(({ id }) => id),
    toldOf: asked
      .filter((one) => !whole.includes(one) && (above.includes(one) || isToldOf(role, one)))
      .map(({ id }) => id),
    guarded: guarded.map(({ id }) => id),
    from: guarded.flatMap(({ from }) => from),
    sealed: { definitions: sealed.map(({ id }) => id), stages: sealed.flatMap(({ stages }) => stages) },
    department: loopDepartmentOf(actor),
    section: sectionKey(loopDepartmentOf(actor) ?? '', role),
    me: loopActorOf(actor).id,
    keys: ownerKeys(actor),
    above: above.map(({ id }) => id),
    name: unitKey(ownUnit(actor), role),
    own: { unit: ownUnit(actor), key: ownerKey({ role, at: 'institution' }) },
  };
}

export async function loopWithin(deps: Deps, actor: Actor, id: string): Promise<Found> {
  const row = await findLoop(within(deps, actor).db, reachOf(deps, actor, undefined), Number(id));
  const definition = row === null ? null : definitionOf(deps, row);
  if (row === null || definition === null)
    throw new HttpProblem('not-found', { en: 'No such loop within your reach.', zh: '权限范围内没有该闭环。' });
  return { row, definition };
}
