/** Indicators of critical values 危急值指标 by institution, department, kind, setting or month; no figure shows anybody. */
import type { CriticalIndicator, CriticalKind, Setting } from '@fujie/core/critical';
import { caseOf, CRITICAL_INDICATORS, measure, SAME_DAY_READINGS } from '@fujie/core/critical';
import type { Bilingual, Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { CriticalGroup as Group, CriticalStatisticsQuery as Query } from '@fujie/wire/contracts';
import { CriticalStatisticsQuery, CriticalStatisticsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { sameDayReading } from '../platform/loops/same-day.ts';
import type { ListedCritical } from './critical.query.ts';
import { findCriticalValues } from './critical.query.ts';
import { kindOf } from './kinds.ts';
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
      const { setting, kind } = query;
      const snapshot = deps.registers.current();
      const rows = (await findCriticalValues(within(deps, actor).db, filterOf(deps, actor, query))).filter(
        (row) =>
          (setting === undefined || row.setting === setting) && (kind === undefined || kindOf(snapshot, row) === kind),
      );
      const groups = new Map<string, { readonly named: Named; readonly rows: ListedCritical[] }>();
      for (const row of rows) {
        const named = groupOf(deps, query.by ?? 'institution', row);
        const known = groups.get(named.key);
        if (known === undefined) groups.set(named.key, { named, rows: [row] });
        else known.rows.push(row);
      }
      const preferred = (unit: string | null) => sameDayReading(deps, unit, query.to as Day);
      const detail = { from: query.from, to: query.to };
      await deps.audit.record({ actor, action: 'critical-value:statistics', outcome: 'done', detail });
      return {
        total: measured({ ...NOWHERE, key: '', title: { zh: '合计', en: 'Total' } }, rows, preferred),
        groups: [...groups.values()]
          .sort((a, b) => (a.named.key < b.named.key ? -1 : 1))
          .map((group) => measured(group.named, group.rows, preferred)),
      };
    },
  );
}

const NOWHERE = { institution: null, department: null, kind: null, setting: null } as const;

const KINDS: Readonly<Record<CriticalKind, Bilingual>> = {
  laboratory: { zh: '检验', en: 'Laboratory' },
  imaging: { zh: '影像', en: 'Imaging' },
  ultrasound: { zh: '超声', en: 'Ultrasound' },
  electrocardiogram: { zh: '心电', en: 'Electrocardiogram' },
  pathology: { zh: '病理', en: 'Pathology' },
  other: { zh: '其他', en: 'Other' },
};
const SETTINGS: Readonly<Record<Setting, Bilingual>> = {
  inpatient: { zh: '住院', en: 'Inpatients' },
  outpatient: { zh: '门诊', en: 'Outpatients' },
  emergency: { zh: '急诊', en: 'Emergencies' },
  unknown: { zh: '就诊类别未知', en: 'Setting not known' },
};

function groupOf({ registers }: Deps, by: NonNullable<Query['by']>, row: ListedCritical): Named {
  const snapshot = registers.current();
  if (by === 'kind') {
    const kind = kindOf(snapshot, row);
    return { ...NOWHERE, key: kind, kind, title: { ...KINDS[kind] } };
  }
  if (by === 'setting') {
    const { setting } = row;
    return { ...NOWHERE, key: setting, setting, title: { ...SETTINGS[setting] } };
  }
  if (by === 'month') {
    const month = dayOf(row.appearedAt).slice(0, 7);
    return { ...NOWHERE, key: month, title: { zh: month, en: month } };
  }
  const unit = namedInstitution(snapshot, row.unit);
  const institution = { ...NOWHERE, institution: row.unit, title: { zh: unit.nameZh, en: unit.nameEn ?? unit.nameZh } };
  if (by === 'institution') return { ...institution, key: row.unit, department: null };
  const key = `${row.unit}|${row.department ?? ''}`;
  if (row.department === null)
    return { ...institution, key, department: null, title: { zh: '科室未知', en: 'Department not known' } };
  const department = namedDepartment(snapshot, row.unit, row.department);
  const title = { zh: department.nameZh, en: department.nameEn ?? department.nameZh };
  return { ...institution, key, department: row.department, title };
}

function measured(
  named: Named,
  rows: readonly ListedCritical[],
  preferred: (unit: string | null) => CriticalIndicator,
): Group {
  const cases = rows.map(caseOf);
  const reported = preferred(named.institution);
  return {
    ...named,
    // Of a specimen that was sent out there is a loop at each institution, and one value.
    cases: new Set(rows.flatMap((row, index) => (cases[index]?.isVoid === false ? (row.toldFrom ?? row.loopId) : [])))
      .size,
    figures: CRITICAL_INDICATORS.map((indicator) => {
      const { title, clauses, numerator, denominator, unknown, ...figure } = measure(indicator, cases);
      return {
        ...figure,
        isPreferred: (SAME_DAY_READINGS as readonly string[]).includes(indicator) ? indicator === reported : null,
        title: { ...title },
        clauses: [...clauses],
        numerator: numerator.length,
        denominator: denominator.length,
        unknown: unknown.length,
      };
    }),
  };
}
