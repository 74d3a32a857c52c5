/** Yearly targets by department 年度目标分解, shown inside the hospital. Source: henan-2023.t3.1#02, #04, t4.3#01, henan-2025.mq.5#09. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { TargetOfYear } from '@fujie/core/organisation';
import { partsOf, staffOfDepartments, targetGaps, targetsOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
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
    ...staffFigures(snapshot, institution, year, today),
    own: ownParts(snapshot, actor, targets, { year, today }),
    withoutTarget: targetGaps(snapshot, institution, year, today).withoutTarget.map((code) =>
      namedDepartment(snapshot, institution, code),
    ),
  };
}

/** How far the targets came down to persons; by department, without naming who lacks one. */
function staffFigures(
  snapshot: RegisterSnapshot,
  institution: string,
  year: number,
  today: Day,
): Pick<TargetsResponse, 'staff' | 'staffWithTarget' | 'staffWithout'> {
  const all = staffOfDepartments(snapshot, institution, year, today);
  const count = (of: 'staff' | 'without'): number => all.reduce((sum, one) => sum + one[of].length, 0);
  return {
    ...{ staff: count('staff'), staffWithTarget: count('staff') - count('without') },
    staffWithout: all
      .filter(({ without }) => without.length > 0)
      .map(({ department, without }) => ({
        ...{ department: namedDepartment(snapshot, institution, department), count: without.length },
      })),
  };
}

/** The reader's own parts in the targets of a year. */
function ownParts(
  snapshot: RegisterSnapshot,
  { institution, practitioner }: Actor,
  targets: readonly TargetOfYear[],
  { year, today }: { readonly year: number; readonly today: Day },
): TargetsResponse['own'] {
  if (institution === null || practitioner === null) return [];
  return partsOf(snapshot, { institution, practitioner }, year, today).map(({ target: code, duty, aim, tools }) => {
    const known = targets.find(({ target }) => target.target === code)?.target;
    return {
      target: { code, nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null },
      ...{ duty, aim, tools, unit: known?.unit ?? null },
    };
  });
}
