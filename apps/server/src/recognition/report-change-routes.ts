/**
 * `/api/v1/report-changes` 报告变更: results on which a physician or an institution relied and that have changed since, with the loop in
 * which it is confirmed; and of the own reports that changed, whether everybody who relied on them has confirmed.
 * Source: national-2022.art.4#01, art.35#01, henan-2025.lab.9#07.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import { maskName } from '@fujie/core/person';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  IssuedChange,
  IssuedChangesQuery as IssuedFilter,
  IssuedChangesResponse as IssuedAnswer,
  ReportChange,
  ReportChangesQuery as Filter,
} from '@fujie/wire/contracts';
import {
  IssuedChangesQuery,
  IssuedChangesResponse,
  ReportChangesQuery,
  ReportChangesResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { departmentOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { queryPeriod } from '../platform/http/query-day.ts';
import { auditPersons, neutralised } from './notice-routes.ts';
import { correctionsOf } from './corrections.ts';
import { addresseeOf } from './owed-routes.ts';
import type { Issued, ReliedRow, ToldCounts } from './reliance.query.ts';
import { countIssued, findRelianceOf } from './reliance.query.ts';
import { instantOf } from './result-view.ts';

const MOST = 500;
const DAYS_SHOWN = 90;

export function registerReportChangeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Filter }>(
    '/api/v1/report-changes',
    {
      config: { can: 'report-change:read' },
      schema: { querystring: ReportChangesQuery, response: { 200: ReportChangesResponse } },
    },
    async ({ actor, query }) => {
      const now = deps.clock.now();
      const { institution: unit, practitioner } = addresseeOf(actor);
      const reach = { unit, practitioner, department: departmentOf(actor), ...periodOf(query, now) };
      const loop = query.loop === undefined ? null : Number(query.loop);
      const rows = await findRelianceOf(within(deps, actor).db, { ...reach, loop }, MOST);
      await auditPersons(deps, actor, 'report-change:read', rows);
      const snapshot = deps.registers.current();
      const shown = await neutralised(deps, actor, rows);
      return { changes: shown.map((row) => changeOf(deps, snapshot, row, { now, isOwn: practitioner !== null })) };
    },
  );

  app.get<{ Querystring: IssuedFilter }>(
    '/api/v1/report-changes/issued',
    {
      config: { can: 'report-change:issued' },
      schema: { querystring: IssuedChangesQuery, response: { 200: IssuedChangesResponse } },
    },
    async ({ actor, query }) => {
      const now = deps.clock.now();
      const of = { issuer: actor.institution ?? '', ...periodOf(query, now), now };
      const issued = await countIssued(deps.worker, of, MOST);
      await deps.audit.record({
        actor,
        action: 'report-change:issued',
        outcome: 'done',
        detail: { rows: issued.rows.length },
      });
      const { from, to } = of;
      const corrections = await correctionsOf(within(deps, actor).db, { unit: of.issuer, from, to, now });
      return { ...issuedOf(deps.registers.current(), issued), corrections };
    },
  );
}

/** By default the last 90 days. */
function periodOf(query: IssuedFilter, now: Instant): { readonly from: Instant; readonly to: Instant } {
  const { from, to } = queryPeriod(query, dayOf(now), DAYS_SHOWN);
  return { from: startOfDay(from), to: startOfDay(addDays(to, 1)) };
}

function changeOf(
  deps: Pick<Deps, 'seal'>,
  snapshot: RegisterSnapshot,
  row: ReliedRow,
  { now, isOwn }: { readonly now: Instant; readonly isOwn: boolean },
): ReportChange {
  const { unit, department, practitioner, issuer, person_id: person, name, due_ms: dueMs } = row;
  const item = row.item === '' ? null : snapshot.item(row.item);
  return {
    id: row.id,
    at: formatInstant(instantOf(row.at_ms)),
    change: row.change,
    basis: row.basis,
    loop: row.loop,
    status: row.status,
    overdue: row.status === 'open' && dueMs !== null && dueMs < now,
    item: row.item === '' ? null : { code: row.item, nameZh: item?.nameZh ?? row.item, nameEn: item?.nameEn ?? null },
    issuer: issuer === null ? null : namedInstitution(snapshot, issuer),
    report: row.report,
    department: department === null ? null : namedDepartment(snapshot, unit, department),
    practitioner: practitioner === null ? null : (snapshot.practitioner(unit, practitioner)?.nameZh ?? practitioner),
    standIn: row.stand_in,
    person: isOwn && person !== null ? deps.seal.handleOf(person) : null,
    personName: isOwn && name !== null ? maskName(name) : null,
    decision: row.decision,
  };
}

const NOBODY: ToldCounts = { told: 0, confirmed: 0, overdue: 0, released: 0 };

function issuedOf(snapshot: RegisterSnapshot, { found, total, rows }: Issued): Omit<IssuedAnswer, 'corrections'> {
  const reports = [...new Set(rows.map(({ report }) => report))].map((report): IssuedChange => {
    const own = rows.filter((row) => row.report === report);
    const [last] = own;
    return {
      report,
      change: last?.change ?? 'corrected',
      at: formatInstant(instantOf(Math.max(...own.map(({ at_ms: at }) => at)))),
      ...sumOf(own),
      institutions: own.map((row) => ({ institution: namedInstitution(snapshot, row.unit), ...sumOf([row]) })),
    };
  });
  return { found, total, reports };
}

function sumOf(rows: readonly ToldCounts[]): ToldCounts {
  return rows.reduce(
    (sum, { told, confirmed, overdue, released }) => ({
      told: sum.told + told,
      confirmed: sum.confirmed + confirmed,
      overdue: sum.overdue + overdue,
      released: sum.released + released,
    }),
    NOBODY,
  );
}
