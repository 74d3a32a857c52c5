/** Indicators of critical values 危急值指标 by institution, department or month; no figure shows anybody. */
import { caseOf, CRITICAL_INDICATORS, measure } from '@fujie/core/critical';
import { dayOf } from '@fujie/core/kernel';
import type { CriticalGroup as Group, CriticalStatisticsQuery as Query } from '@fujie/wire/contracts';
import { CriticalStatisticsQuery, CriticalStatisticsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import type { ListedCritical } from './critical.query.ts';
import { findCriticalValues } from './critical.query.ts';
import { filterOf } from './register-routes.ts';

type Named = Omit<Group, 'cases' | 'figures'>;

export function registerCriticalStatistics(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/critical-values/statistics',
    {
      config: { can: 'critical-value:statistics' },
      schema: { querystring: CriticalStatisticsQuery, response: { 200: CriticalStatisticsResponse } },
    },
    async ({ actor, query }) => {
      const rows = await findCriticalValues(within(deps, actor).db, filterOf(deps, actor, query));
      const groups = new Map<string, { readonly named: Named; readonly rows: ListedCritical[] }>();
      for (const row of rows) {
        const named = groupOf(deps, query.by ?? 'institution', row);
        const known = groups.get(named.key);
        if (known === undefined) groups.set(named.key, { named, rows: [row] });
        else known.rows.push(row);
      }
      const detail = { from: query.from, to: query.to };
      await deps.audit.record({ actor, action: 'critical-value:statistics', outcome: 'done', detail });
      return {
        total: measured({ ...NOWHERE, key: '', title: { zh: '合计', en: 'Total' } }, rows),
        groups: [...groups.values()]
          .sort((a, b) => (a.named.key < b.named.key ? -1 : 1))
          .map((group) => measured(group.named, group.rows)),
      };
    },
  );
}

const NOWHERE = { institution: null, department: null } as const;

function groupOf({ registers }: Deps, by: NonNullable<Query['by']>, row: ListedCritical): Named {
  const snapshot = registers.current();
  if (by === 'month') {
    const month = dayOf(row.appearedAt).slice(0, 7);
    return { ...NOWHERE, key: month, title: { zh: month, en: month } };
  }
  const unit = namedInstitution(snapshot, row.unit);
  const institution = { institution: row.unit, title: { zh: unit.nameZh, en: unit.nameEn ?? unit.nameZh } };
  if (by === 'institution') return { ...institution, key: row.unit, department: null };
  const key = `${row.unit}|${row.department ?? ''}`;
  if (row.department === null)
    return { ...institution, key, department: null, title: { zh: '科室未知', en: 'Department not known' } };
  const department = namedDepartment(snapshot, row.unit, row.department);
  const title = { zh: department.nameZh, en: department.nameEn ?? department.nameZh };
  return { ...institution, key, department: row.department, title };
}

function measured(named: Named, rows: readonly ListedCritical[]): Group {
  const cases = rows.map(caseOf);
  return {
    ...named,
    cases: cases.filter(({ isVoid }) => !isVoid).length,
    figures: CRITICAL_INDICATORS.map((indicator) => {
      const { title, clauses, numerator, denominator, unknown, ...figure } = measure(indicator, cases);
      return {
        ...figure,
        title: { ...title },
        clauses: [...clauses],
        numerator: numerator.length,
        denominator: denominator.length,
        unknown: unknown.length,
      };
    }),
  };
}
