/** What routes of marks have in common: one state of the registers, one day, the rules in force; whose marks, of which item. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { Jurisdiction } from '@fujie/packs';
import { resolveJurisdiction } from '@fujie/packs';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { queryDay } from '../platform/http/query-day.ts';

/** What a route of marks reads: one state of the registers, one day, the rules in force. */
export interface View {
  readonly snapshot: RegisterSnapshot;
  readonly day: Day;
  readonly jurisdiction: Jurisdiction;
}

export function viewOf(deps: Deps, day: string | undefined): View {
  const on = day === undefined ? dayOf(deps.clock.now()) : queryDay('day', day);
  const jurisdiction = resolveJurisdiction(deps.config.jurisdiction, on);
  return { snapshot: deps.registers.current(), day: on, jurisdiction };
}

export function institutionOf(snapshot: RegisterSnapshot, actor: Actor, named: string | undefined): string {
  const code = named ?? actor.institution;
  if (code === null) {
    throw new HttpProblem('invalid-request', {
      en: 'Name the institution: `?institution=CODE`.',
      zh: '请指定机构：?institution=机构代码。',
    });
  }
  if (snapshot.institution(code) !== null) return code;
  throw new HttpProblem('not-found', {
    en: `No institution \`${code}\` is registered; look it up under /api/v1/public/institutions.`,
    zh: `目录中没有机构“${code}”；可在 /api/v1/public/institutions 查询。`,
  });
}

export function itemOf(snapshot: RegisterSnapshot, code: string): string {
  if (snapshot.item(code) !== null) return code;
  throw new HttpProblem('not-found', {
    en: `No item \`${code}\` is registered; look it up under /api/v1/public/items.`,
    zh: `目录中没有项目“${code}”；可在 /api/v1/public/items 查询。`,
  });
}
