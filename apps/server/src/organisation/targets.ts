/** Yearly targets by department 年度目标分解, shown inside the hospital. Source: henan-2023.t3.1#02, #04, henan-2025.mq.5#09. */
import { dayOf } from '@fujie/core/kernel';
import { targetGaps, targetsOf } from '@fujie/core/organisation';
import type { TargetsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { institutionOf, staffOf } from './parts.ts';

export function targetsFor(deps: Deps, actor: Actor, asked: string | undefined): TargetsResponse {
  const institution = institutionOf(actor);
  const today = dayOf(deps.clock.now());
  const year = Number(asked ?? today.slice(0, 4));
  const snapshot = deps.registers.current();
  const targets = targetsOf(snapshot, institution, { year }, today);
  const given = targets.flatMap(({ departments }) => departments);
  return {
    year,
    targets: targets.map(({ target: { institution: _, year: __, ...target }, departments }) => ({
      ...target,
      departments: departments.map(({ department, owner, values, ...one }) => ({
        ...{ ...one, values: values.map((value) => ({ ...value })) },
        department: namedDepartment(snapshot, institution, department),
        owner: staffOf(snapshot, institution, owner),
      })),
    })),
    assigned: targets.filter(({ departments }) => departments.length > 0).length,
    given: given.length,
    met: given.filter(({ standing }) => standing === 'met').length,
    better: given.filter(({ isBetter }) => isBetter === true).length,
    withoutTarget: targetGaps(snapshot, institution, year, today).withoutTarget.map((code) =>
      namedDepartment(snapshot, institution, code),
    ),
  };
}
