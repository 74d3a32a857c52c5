/**
 * The list of critical values 危急值目录 as it is published in a hospital: the thresholds of the region and its own that hold today, for whom,
 * with what is to be repeated, when it was reviewed and where it comes from. Source: core-systems.14#01, henan-2025.mq.8#01.
 */
import { bySpecificity, kindOfItem } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { CriticalThresholdRow, RegisterSnapshot } from '@fujie/core/registers';
import { criticalThresholds } from '@fujie/core/registers';
import type { CriticalListed } from '@fujie/wire/contracts';
import { CriticalListResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';

export function registerCriticalList(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/critical-values/list',
    { config: { can: 'critical-value:list' }, schema: { response: { 200: CriticalListResponse } } },
    ({ actor }) => {
      const on = dayOf(deps.clock.now());
      return { on, thresholds: listOf(deps.registers.current(), actor.institution ?? '', on) };
    },
  );
}

function listOf(snapshot: RegisterSnapshot, institution: string, on: Day): CriticalListed[] {
  const rows = snapshot
    .inForce(criticalThresholds, on)
    .filter((row) => row.institution === null || row.institution === institution);
  const items = [...new Set(rows.map(({ item }) => item))].sort();
  return items.flatMap((item) =>
    bySpecificity(rows.filter((row) => row.item === item)).map((row) => listed(snapshot, row)),
  );
}

function listed(snapshot: RegisterSnapshot, row: CriticalThresholdRow): CriticalListed {
  const item = snapshot.item(row.item);
  const { code, specimen, sex, ageFrom, ageTo, ageUnit, low, high, inclusive, repeat, firstOnlyDays } = row;
  return {
    item: { code: row.item, nameZh: item?.nameZh ?? row.item, nameEn: item?.nameEn ?? null },
    kind: item === null ? 'other' : kindOfItem(item),
    unit: item?.unit ?? null,
    isOwn: row.institution !== null,
    ...{ code, specimen, sex, ageFrom, ageTo, ageUnit, low, high, inclusive, repeat, firstOnlyDays },
    department: row.department === null ? null : namedDepartment(snapshot, row.institution, row.department),
    diagnosis: [...(row.diagnosis ?? [])],
    findings: [...(row.findings ?? [])],
    reviewedOn: row.reviewedOn,
    source: row.source,
  };
}
