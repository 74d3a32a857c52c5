import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';

/** The institution in question: the own one, or one of the region for whoever covers a region. */
export function institutionFor(deps: Deps, actor: Actor, wanted: string | undefined): string {
  const institution = wanted ?? actor.institution;
  if (institution !== null && institutionsOf(deps.registers.current(), actor).includes(institution)) return institution;
  throw new HttpProblem('not-found', {
    en: 'Name an institution within your reach, as `institution`.',
    zh: '请以 institution 指定权限范围内的机构。',
  });
}
