/**
 * The register of critical values 危急值专册: one row each with who did what and when, and its sheet. Whoever reads it sees the patients
 * of the own reach, names masked; each person shown is audited. Source: core-systems.14#09.
 */
import type { CriticalIndicator, Figure } from '@fujie/core/critical';
import { caseOf, doneStage, measure } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, parseDay, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import type { CriticalValue, CriticalValuesQuery as Query } from '@fujie/wire/contracts';
import { CriticalValuesQuery, CriticalValuesResponse } from '@fujie/wire/contracts';
import { stampLine } from '@fujie/wire/sheet';
import type { FastifyInstance } from 'fastify';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { loopDepartmentOf } from '../platform/loops/visible.ts';
import { writeCsvFile } from '../platform/sheet/csv-file.ts';
import { sendFile, stampOf } from '../platform/sheet/send-file.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import type { CriticalFilter, ListedCritical } from './critical.query.ts';
import { findCriticalValues, findWriters } from './critical.query.ts';
import { kindOf } from './kinds.ts';
import { HEADER, lineOf } from './sheet.ts';

const PAGE_SIZE = 50;
const MOST_DAYS = 366;
const MOST_EXPORTED = 5000;

export function registerCriticalRegister(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/critical-values',
    {
      config: { can: 'critical-value:read' },
      schema: { querystring: CriticalValuesQuery, response: { 200: CriticalValuesResponse } },
    },
    async ({ actor, query }) => {
      const rows = chosen(deps, await findCriticalValues(within(deps, actor).db, filterOf(deps, actor, query)), query);
      const page = Number(query.page ?? 1);
      const values = await shown(deps, actor, rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE));
      return { total: rows.length, page, pageSize: PAGE_SIZE, values };
    },
  );

  for (const format of ['xlsx', 'csv'] as const)
    app.get<{ Querystring: Query }>(
      `/api/v1/critical-values/export.${format}`,
      { config: { can: 'critical-value:export' }, schema: { querystring: CriticalValuesQuery } },
      async ({ actor, query }, reply) => {
        const rows = chosen(
          deps,
          await findCriticalValues(within(deps, actor).db, filterOf(deps, actor, query)),
          query,
        );
        if (rows.length > MOST_EXPORTED)
          throw new HttpProblem('too-large', {
            en: `${String(rows.length)} critical values; a file holds ${String(MOST_EXPORTED)}: choose a shorter period.`,
            zh: `共 ${String(rows.length)} 条，单个文件最多 ${String(MOST_EXPORTED)} 条，请缩短期间。`,
          });
        const values = await shown(deps, actor, rows);
        const { from, to } = query;
        const detail = { from, to, values: values.length };
        const entry = await deps.audit.record({ actor, action: 'critical-value:export', outcome: 'done', detail });
        const foot = stampLine(stampOf(deps, actor, entry));
        const lines = [...HEADER, ...values.map(lineOf), [foot]];
        const file =
          format === 'csv'
            ? writeCsvFile(lines)
            : await writeXlsxFile({
                name: '危急值专册',
                rows: lines,
                headerCount: HEADER.length,
                guide: [],
                options: new Map(),
                foot,
              });
        return sendFile(reply, format, `critical-values-${from}-${to}-audit-${String(entry)}`, file);
      },
    );
}

/** What an actor may see of a period; the filter narrows it. */
export function filterOf(
  { registers }: Pick<Deps, 'registers'>,
  actor: Actor,
  query: Pick<Query, 'from' | 'to' | 'institution' | 'department'>,
): CriticalFilter {
  const own = institutionsOf(registers.current(), actor);
  if (query.institution !== undefined && !own.includes(query.institution))
    throw new HttpProblem('not-permitted', {
      en: 'That institution is not yours to see.',
      zh: '无权查看该机构的数据。',
    });
  const department = loopDepartmentOf(actor);
  if (department !== null && query.department !== undefined && query.department !== department)
    throw new HttpProblem('not-permitted', {
      en: 'That department is not yours to see.',
      zh: '无权查看该科室的数据。',
    });
  return {
    units: query.institution === undefined ? own : [query.institution],
    department: department ?? query.department ?? null,
    ...periodOf(query),
  };
}

function periodOf(query: Pick<Query, 'from' | 'to'>): { readonly from: Instant; readonly until: Instant } {
  const [from, to] = [parseDay(query.from), parseDay(query.to)];
  if (from.ok && to.ok && from.value <= to.value && to.value < addDays(from.value, MOST_DAYS))
    return { from: startOfDay(from.value), until: startOfDay(addDays(to.value, 1)) };
  throw new HttpProblem('invalid-request', {
    en: 'Give `from` and `to` as days that exist, at most a year apart.',
    zh: '请给出真实存在的 from 与 to，间隔不超过一年。',
  });
}

/** Rows that fit, or the cases behind a figure. */
function chosen({ registers }: Deps, rows: readonly ListedCritical[], query: Query): readonly ListedCritical[] {
  const { setting, kind, status, indicator, part = 'denominator' } = query;
  const behind = indicator === undefined ? null : behindOf(indicator, part, rows);
  return rows.filter(
    (row) =>
      (setting === undefined || row.setting === setting) &&
      (kind === undefined || kindOf(registers.current(), row) === kind) &&
      (status === undefined || row.status === status) &&
      (behind === null || behind.has(row.loopId)),
  );
}

function behindOf(
  indicator: CriticalIndicator,
  part: NonNullable<Query['part']>,
  rows: readonly ListedCritical[],
): ReadonlySet<number> {
  const figure: Figure = measure(indicator, rows.map(caseOf));
  if (part !== 'missed') return new Set(figure[part]);
  const counted = new Set([...figure.numerator, ...figure.unknown]);
  return new Set(figure.denominator.filter((id) => !counted.has(id)));
}

/** Stages of which one is the step: a test and an examination are verified by their own. */
const STEPS = {
  verified: ['verify', 'reread'],
  // Of a specimen that was sent out it is told by who tested it.
  notified: ['notify', 'told'],
  received: ['receive'],
  informed: ['inform'],
  reached: ['reach'],
  acted: ['act'],
  rechecked: ['recheck'],
} as const;

async function shown(deps: Deps, actor: Actor, rows: readonly ListedCritical[]): Promise<CriticalValue[]> {
  const persons = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  const { db } = within(deps, actor, persons);
  const records = rows.flatMap((row) => Object.values(STEPS).flatMap((ids) => doneAmong(row, ids)?.by ?? []));
  const [nameOf, writers] = await Promise.all([findMaskedNames(db, persons), findWriters(db, records)]);
  await Promise.all(
    persons.map((personId) => deps.audit.record({ actor, action: 'critical-value:read', personId, outcome: 'done' })),
  );
  return rows.map((row) => valueOf(deps, row, nameOf, writers));
}

function valueOf(
  deps: Deps,
  row: ListedCritical,
  nameOf: (person: number) => string,
  writers: ReadonlyMap<string, string>,
): CriticalValue {
  const snapshot = deps.registers.current();
  const definition = loopOn(deps, row.definition, row.unit, dayOf(row.appearedAt));
  const { received } = caseOf(row);
  const steps = Object.entries(STEPS).map(([name, ids]) => [name, stepOf(definition, row, ids, writers)] as const);
  return {
    loop: row.loopId,
    appearedAt: formatInstant(row.appearedAt),
    institution: namedInstitution(snapshot, row.unit),
    department: row.department === null ? null : namedDepartment(snapshot, row.unit, row.department),
    setting: row.setting,
    kind: kindOf(snapshot, row),
    sentBy: row.sentBy === null ? null : namedInstitution(snapshot, row.sentBy),
    testedBy: row.testedBy === null ? null : namedInstitution(snapshot, row.testedBy),
    person: row.personId === null ? null : deps.seal.handleOf(row.personId),
    nameMasked: row.personId === null ? null : nameOf(row.personId),
    item: { code: row.item, nameZh: row.name, nameEn: snapshot.item(row.item)?.nameEn ?? null },
    value: row.value,
    unit: row.unitOf,
    threshold: row.threshold,
    uncertain: [...row.uncertain],
    status: row.status,
    flaws: [...row.flaws],
    ...(Object.fromEntries(steps) as Pick<CriticalValue, keyof typeof STEPS>),
    minutes: received === null ? null : Math.round((received.at - row.appearedAt) / 6000) / 10,
  };
}

function doneAmong(row: ListedCritical, ids: readonly string[]): ReturnType<typeof doneStage> {
  for (const id of ids) {
    const done = doneStage(row, id);
    if (done !== null) return done;
  }
  return null;
}

function stepOf(
  definition: LoopDefinition | null,
  row: ListedCritical,
  ids: readonly string[],
  writers: ReadonlyMap<string, string>,
): CriticalValue['verified'] {
  const stage = doneAmong(row, ids);
  if (stage === null) return null;
  const outcomes = definition?.stages.find((one) => one.id === stage.id)?.outcomes;
  const outcome = stage.outcome === null ? undefined : outcomes?.[stage.outcome];
  return {
    at: formatInstant(stage.doneAt),
    by: writers.get(stage.by ?? '') ?? null,
    outcome: outcome === undefined ? null : { zh: outcome.zh, en: outcome.en },
    late: stage.status === 'met-late',
  };
}
