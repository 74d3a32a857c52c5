/** `/api/v1/statistics/recognition`: counts and rates by unit, and the cases behind each number. */
import type { Day as DayValue } from '@fujie/core/kernel';
import { addDays, formatInstant, parseDay } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import { departments } from '@fujie/core/registers';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  Bilingual,
  DeidentifiedQuery as DeidentifiedFilter,
  StatisticsCasesQuery as CasesFilter,
  StatisticsCasesResponse as CasesAnswer,
  StatisticsQuery as Filter,
  StatisticsResponse as Answer,
} from '@fujie/wire/contracts';
import {
  DeidentifiedQuery,
  DeidentifiedResponse,
  StatisticsCasesQuery,
  StatisticsCasesResponse,
  StatisticsQuery,
  StatisticsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { departmentOf, institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { deidentified } from './deidentified.ts';
import { groupSums, statisticsRow, storedMeasures } from './counts.ts';
import type { CaseFilter, CaseMark, CaseRow, CountFilter, UnitColumn } from './statistics.query.ts';
import { countCases, findCases, sumCounts } from './statistics.query.ts';

const CASES_OF_A_PAGE = 200;

export function registerStatisticsRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Filter }>(
    '/api/v1/statistics/recognition',
    {
      config: { can: 'statistics:read' },
      schema: { querystring: StatisticsQuery, response: { 200: StatisticsResponse } },
    },
    (request) => statistics(deps, request.actor, request.query),
  );

  app.get<{ Querystring: CasesFilter }>(
    '/api/v1/statistics/recognition/cases',
    {
      config: { can: 'statistics:cases' },
      schema: { querystring: StatisticsCasesQuery, response: { 200: StatisticsCasesResponse } },
    },
    (request) => cases(deps, request.actor, request.query),
  );

  app.get<{ Querystring: DeidentifiedFilter }>(
    '/api/v1/statistics/recognition/deidentified',
    {
      config: { can: 'statistics:deidentified' },
      schema: { querystring: DeidentifiedQuery, response: { 200: DeidentifiedResponse } },
    },
    ({ actor, query }) => deidentified(deps, actor, query),
  );
}

async function statistics(deps: Deps, actor: Actor, query: Filter): Promise<Answer> {
  const snapshot = deps.registers.current();
  const by: UnitColumn = query.by ?? 'institution';
  const { from, to } = period(query);
  const rows = await sumCounts(
    within(deps, actor).db,
    by,
    { from, to, ...scopeOf(snapshot, actor, query.institution) },
    deps.clock.now(),
  );
  const groups = groupSums(rows);
  const total = groupSums(rows.map((row) => ({ ...row, key: '' }))).get('') ?? new Map<string, never>();
  return {
    from,
    to,
    by,
    total: statisticsRow('', { zh: '合计', en: 'Total' }, total),
    rows: [...groups]
      .filter(([key]) => isNamed(key))
      .map(([key, sums]) => statisticsRow(key, nameOf(snapshot, by, key), sums)),
  };
}

/** What concerns no item or issuer at all, such as a check that ran out of time, stands in the total only. */
function isNamed(key: string): boolean {
  return key !== '';
}

async function cases(deps: Deps, actor: Actor, query: CasesFilter): Promise<CasesAnswer> {
  const snapshot = deps.registers.current();
  const { from, to } = period(query);
  const filter: CaseFilter = {
    from,
    to,
    ...scopeOf(snapshot, actor, query.institution),
    by: query.by ?? 'institution',
    key: query.key ?? null,
    measures: storedMeasures(query.measure, query.code),
    only: query.measure === 'prompted' ? 'prompted' : query.measure === 'netOpportunities' ? 'not-repeated' : null,
  };
  const now = deps.clock.now();
  const { db } = within(deps, actor);
  const after = query.after === undefined ? null : markOf(query.after);
  const [rows, total] = await Promise.all([
    findCases(db, filter, now, after, CASES_OF_A_PAGE + 1),
    countCases(db, filter, now),
  ]);
  const shown = rows.slice(0, CASES_OF_A_PAGE);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  const seesPersons = actor.role === 'quality-office';
  const persons = seesPersons ? [...new Set(shown.map((row) => row.person_id))].filter((id) => id > 0) : [];
  const access = await accessTo(deps, actor, persons);
  await Promise.all([
    deps.audit.record({
      actor,
      action: 'statistics:cases',
      outcome: 'done',
      detail: { measure: query.measure, cases: shown.length },
    }),
    ...persons.map((personId) => deps.audit.record({ actor, action: 'statistics:case', personId, outcome: 'done' })),
  ]);
  return {
    cases: shown.map((row) =>
      caseOf(deps, snapshot, row, {
        persons: seesPersons && access(row.person_id).shows({ institution: row.issuer, item: row.item }),
        practitioners: seesPersons || filter.department !== null,
      }),
    ),
    total,
    next: last === undefined ? null : nextAfter(last),
  };
}

function nextAfter(row: CaseRow): string {
  return [row.at_us, row.act_id, row.decision_id, row.item].join('.');
}

/** The contract lets nothing in that is not of this form. */
function markOf(after: string): CaseMark {
  const [at, act, decision = '', ...item] = after.split('.');
  return [Number(at), decision, item.join('.'), Number(act)];
}

/**
 * Patients are the hospital's own: authorities see cases without them (recognition decision, section 7), and who objects is
 * nobody's case by name.
 */
function caseOf(
  deps: Pick<Deps, 'seal'>,
  snapshot: RegisterSnapshot,
  row: CaseRow,
  sees: { readonly persons: boolean; readonly practitioners: boolean },
): CasesAnswer['cases'][number] {
  return {
    decision: row.decision_id,
    at: formatInstant(row.at.getTime() as Instant),
    person: sees.persons && row.person_id > 0 ? deps.seal.handleOf(row.person_id) : null,
    institution: row.institution,
    institutionName: nameOf(snapshot, 'institution', row.institution),
    department: row.department === '' ? null : row.department,
    departmentName: row.department === '' ? null : departmentName(snapshot, row.institution, row.department),
    practitioner: row.practitioner,
    practitionerName:
      sees.practitioners && row.practitioner !== null
        ? (snapshot.practitioner(row.institution, row.practitioner)?.nameZh ?? null)
        : null,
    item: row.item,
    itemName: nameOf(snapshot, 'item', row.item),
    issuer: row.issuer === '' ? null : row.issuer,
    issuerName: row.issuer === '' ? null : nameOf(snapshot, 'issuer', row.issuer),
    class: row.class,
    choice: row.choice,
    code: row.code,
    yuan: row.choice === 'ACCEPT' ? Number(row.yuan).toFixed(2) : null,
  };
}

function period(query: { readonly from: string; readonly to: string }): {
  readonly from: DayValue;
  readonly to: DayValue;
} {
  const from = parseDay(query.from);
  const to = parseDay(query.to);
  if (from.ok && to.ok && from.value <= to.value && to.value <= addDays(from.value, 3 * 366))
    return { from: from.value, to: to.value };
  throw new HttpProblem('invalid-request', {
    en: 'Give `from` and `to` as days that exist, at most three years apart.',
    zh: '请给出真实存在的 from 与 to，间隔不超过三年。',
  });
}

/**
 * A quality office counts its own institution, the head of a department that department there; a commission or centre the
 * institutions of its region; no region is none.
 */
function scopeOf(
  snapshot: RegisterSnapshot,
  actor: Actor,
  wanted: string | undefined,
): Pick<CountFilter, 'institutions' | 'department'> {
  const own = institutionsOf(snapshot, actor);
  const department = departmentOf(actor);
  if (wanted === undefined) return { institutions: own, department };
  if (own.includes(wanted)) return { institutions: [wanted], department };
  throw new HttpProblem('not-permitted', { en: 'That institution is not yours to see.', zh: '无权查看该机构的数据。' });
}

function departmentName(snapshot: RegisterSnapshot, institution: string, department: string): Bilingual {
  const row = snapshot.nameOf(departments, `${institution}|${department}`);
  return { zh: row?.nameZh ?? department, en: row?.nameEn ?? row?.nameZh ?? department };
}

function nameOf(snapshot: RegisterSnapshot, by: UnitColumn, key: string): Bilingual {
  switch (by) {
    case 'institution':
    case 'issuer': {
      const row = snapshot.institution(key);
      return { zh: row?.nameZh ?? key, en: row?.nameEn ?? row?.nameZh ?? key };
    }
    case 'department': {
      const [institution = '', department = ''] = key.split('|');
      const place = nameOf(snapshot, 'institution', institution);
      const name = departmentName(snapshot, institution, department);
      return department === ''
        ? { zh: `${place.zh} 未注明科室`, en: `${place.en}, department not stated` }
        : { zh: `${place.zh} ${name.zh}`, en: `${place.en}, ${name.en}` };
    }
    case 'item': {
      const row = snapshot.item(key);
      return { zh: row?.nameZh ?? key, en: row?.nameEn ?? key };
    }
    case 'week':
      return { zh: `${key} 起一周`, en: `Week of ${key}` };
  }
}
