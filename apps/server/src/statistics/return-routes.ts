/**
 * `/api/v1/weekly-returns` 周调度: who handed in the return of a week and who did not, the figures of one return as the records have them,
 * and its versions, of which none replaces another. Source: taiyuan-2024.7.4#03.
 */
import type { ReturnStatus } from '@fujie/core/duties';
import { endOfWeek, returnDueOn, sumFigures, timelinessOf, weekOf, weeksOver } from '@fujie/core/duties';
import type { Day, Instant } from '@fujie/core/kernel';
import { formatInstant, parseDay } from '@fujie/core/kernel';
import { personalIn, tellsOfCase } from '@fujie/core/privacy';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { WEEKLY_RETURN } from '@fujie/packs';
import type {
  ReturnVersion,
  TypicalCase,
  WeeklyReturnRequest as Request,
  WeeklyReturnResponse as Answer,
  WeeklyReturnRow as Row,
  WeeklyReturnsResponse as Listed,
} from '@fujie/wire/contracts';
import {
  ReturnCasesResponse,
  WeeklyReturnRequest,
  WeeklyReturnResponse,
  WeeklyReturnsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { statisticsRow } from './counts.ts';
import type { CaseRef } from './return-cases.ts';
import { casesFor, findCases } from './return-cases.ts';
import { figuresOf, shownFigures } from './return-figures.ts';
import { handIn } from './return-hand-in.ts';
import { problemsOf } from './return-problems.ts';
import { subjectOf } from './return-jobs.ts';
import { countyOfUnit, institutionsOfUnit } from './return-units.ts';
import type { ReturnLoop, VersionRow } from './returns.query.ts';
import { findReturnLoop, findReturnLoops, findTypical, findVersions } from './returns.query.ts';

const KINDS = [WEEKLY_RETURN.institution, WEEKLY_RETURN.county];
const WEEKS_SHOWN = 8;
const Params = Type.Object(
  { unit: Type.String({ maxLength: 64 }), week: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) },
  { additionalProperties: false },
);
type ByWeek = { Params: { unit: string; week: string } };

export function registerReturnRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/weekly-returns',
    { config: { can: 'weekly-return:read' }, schema: { response: { 200: WeeklyReturnsResponse } } },
    ({ actor }) => listReturns(deps, actor),
  );

  app.get(
    '/api/v1/weekly-returns/cases',
    { config: { can: 'weekly-return:submit' }, schema: { response: { 200: ReturnCasesResponse } } },
    ({ actor }) => casesFor(deps, actor),
  );

  app.get<ByWeek>(
    '/api/v1/weekly-returns/:unit/:week',
    { config: { can: 'weekly-return:read' }, schema: { params: Params, response: { 200: WeeklyReturnResponse } } },
    async ({ actor, params }) => oneReturn(deps, actor, await returnWithin(deps, actor, params)),
  );

  app.post<ByWeek & { Body: Request }>(
    '/api/v1/weekly-returns/:unit/:week',
    {
      config: { can: 'weekly-return:submit' },
      schema: { params: Params, body: WeeklyReturnRequest, response: { 200: WeeklyReturnResponse } },
    },
    async ({ actor, params, body }) => {
      const loop = await returnWithin(deps, actor, params);
      if (!maySubmit(actor, loop.unit))
        throw new HttpProblem('not-permitted', {
          en: 'Each unit hands in its own return.',
          zh: '周报由各单位自行报送。',
        });
      refusePersonal(body);
      await handIn(deps, actor, loop, body);
      return oneReturn(deps, actor, await returnWithin(deps, actor, params));
    },
  );
}

async function listReturns(deps: Deps, actor: Actor): Promise<Listed> {
  const now = deps.clock.now();
  const weeks = weeksOver(WEEKLY_RETURN.first as Day, now, WEEKS_SHOWN);
  const oldest = weeks.at(-1);
  const loops = oldest === undefined ? [] : await findReturnLoops(within(deps, actor).db, KINDS, returnDueOn(oldest));
  const typical = oldest === undefined ? [] : await findTypical(within(deps, actor).db, oldest);
  await deps.audit.record({ actor, action: 'weekly-return:read', outcome: 'done' });
  const told = await findCases(deps, typical.flatMap(refIn));
  const snapshot = deps.registers.current();
  const units = [...new Set(loops.map(({ unit }) => unit))];
  const rows = units.map((unit): Row => {
    const own = loops.filter((loop) => loop.unit === unit);
    return {
      ...namesOf(snapshot, unit),
      weeks: own.map((loop) => ({
        week: loop.week,
        status: statusOf(loop, now),
        loop: loop.id,
        submittedAt: submittedAt(loop),
      })),
      ...timelinessOf(own.map((loop) => statusOf(loop, now))),
    };
  });
  return {
    weeks: weeks
      .filter((week) => loops.some((loop) => loop.week === week))
      .map((week) => ({
        ...{ week, until: endOfWeek(week), dueOn: returnDueOn(week) },
        ...timelinessOf(loops.filter((loop) => loop.week === week).map((loop) => statusOf(loop, now))),
      })),
    rows: rows.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    total: timelinessOf(loops.map((loop) => statusOf(loop, now))),
    typical: typical.map((row) => ({
      ...{ unit: row.unit, week: row.week, name: namesOf(snapshot, row.unit).name },
      ...typicalOf(row, row.typical, told),
    })),
    ledger: [...(await problemsOf(within(deps, actor).db, null, now, (unit) => namesOf(snapshot, unit).name))],
  };
}

type TypicalRef = Pick<VersionRow, 'typicalMonth' | 'typicalCity' | 'typicalRow'>;

/** Names the case of which is told; none: told before cases were tied to a release. */
function refIn({ typicalMonth: month, typicalCity: city, typicalRow: row }: TypicalRef): readonly CaseRef[] {
  return month === null || city === null || row === null ? [] : [{ month, city, row }];
}

function typicalOf(row: TypicalRef, text: Buffer, told: (ref: CaseRef) => TypicalCase | null) {
  const [ref] = refIn(row);
  return { text: text.toString(), case: ref === undefined ? null : told(ref) };
}

/** Each county before its institutions. */
const orderOf = ({ kind, county, name }: Row): string => `${county?.code ?? ''} ${kind} ${name.code}`;

function namesOf(snapshot: RegisterSnapshot, unit: string): Pick<Row, 'unit' | 'kind' | 'name' | 'county'> {
  const county = countyOfUnit(unit) ?? snapshot.institution(unit)?.region ?? null;
  const isCounty = countyOfUnit(unit) !== null;
  return {
    unit,
    kind: isCounty ? 'county' : 'institution',
    name: isCounty && county !== null ? namedRegion(snapshot, county) : namedInstitution(snapshot, unit),
    county: county === null ? null : namedRegion(snapshot, county),
  };
}

const stageOf = ({ state }: ReturnLoop) => state.stages.find(({ id }) => id === 'submit');

function statusOf(loop: ReturnLoop, now: Instant): ReturnStatus {
  if (loop.status === 'waived') return 'released';
  const stage = stageOf(loop);
  switch (stage?.status) {
    case 'met':
      return 'submitted';
    case 'met-late':
      return 'late';
    case 'waived':
      return 'released';
    default:
      return (stage?.dueAt ?? now) < now ? 'missing' : 'due';
  }
}

function submittedAt(loop: ReturnLoop): string | null {
  const doneAt = stageOf(loop)?.doneAt ?? null;
  return doneAt === null ? null : formatInstant(doneAt);
}

/** A return of a unit within reach. */
async function returnWithin(deps: Deps, actor: Actor, { unit, week }: ByWeek['Params']): Promise<ReturnLoop> {
  const day = parseDay(week);
  const isWeek = day.ok && weekOf(day.value) === day.value;
  const loop = isWeek ? await findReturnLoop(within(deps, actor).db, KINDS, subjectOf(unit, week)) : null;
  if (loop === null)
    throw new HttpProblem('not-found', {
      en: 'No return of this unit and week within your reach; a week is named by its Monday.',
      zh: '权限范围内没有该单位该周的周报；统计周以周一日期表示。',
    });
  return loop;
}

/** An office hands in for its institution, a bureau for its own region and for no narrower one. */
function maySubmit({ role, institution, region }: Actor, unit: string): boolean {
  const county = countyOfUnit(unit);
  return county === null
    ? role === 'quality-office' && institution === unit
    : role === 'commission' && region === county;
}

async function oneReturn(deps: Deps, actor: Actor, loop: ReturnLoop): Promise<Answer> {
  const snapshot = deps.registers.current();
  const scoped = within(deps, actor);
  const codes = institutionsOfUnit(snapshot, loop.unit, loop.week);
  const [figures, versions] = await Promise.all([
    figuresOf(scoped, codes, loop.week),
    findVersions(scoped.db, loop.id),
  ]);
  const told = await findCases(deps, versions.flatMap(refIn));
  await deps.audit.record({
    actor,
    action: 'weekly-return:read',
    subject: subjectOf(loop.unit, loop.week),
    outcome: 'done',
  });
  const sum = sumFigures([...figures.values()]);
  const rowOf = (key: string, name: { zh: string; en: string }, measures: typeof sum.measures) =>
    statisticsRow(key, name, new Map(Object.entries(measures)));
  return {
    ...namesOf(snapshot, loop.unit),
    ...{ week: loop.week, until: endOfWeek(loop.week), loop: loop.id },
    dueAt: formatInstant((stageOf(loop)?.dueAt ?? 0) as Instant),
    status: statusOf(loop, deps.clock.now()),
    maySubmit: maySubmit(actor, loop.unit),
    figures: shownFigures(snapshot, sum),
    total: rowOf('', { zh: '合计', en: 'Total' }, sum.measures),
    rows: [...figures].map(([code, one]) => {
      const { nameZh, nameEn } = namedInstitution(snapshot, code);
      return rowOf(code, { zh: nameZh, en: nameEn ?? nameZh }, one.measures);
    }),
    versions: versions.map((row) => versionOf(snapshot, row, told)),
    ledger: [...(await problemsOf(scoped.db, loop, deps.clock.now(), (unit) => namesOf(snapshot, unit).name))],
  };
}

function versionOf(
  snapshot: RegisterSnapshot,
  row: VersionRow,
  told: (ref: CaseRef) => TypicalCase | null,
): ReturnVersion {
  return {
    version: row.version,
    figures: shownFigures(snapshot, row.figures),
    progress: row.progress.toString(),
    problems: row.problems?.toString() ?? null,
    typical: row.typical === null ? null : typicalOf(row, row.typical, told),
    submittedAt: formatInstant(row.submittedMs as Instant),
    submitter: row.submitter,
  };
}

/** Others read what is handed in: numbers that lead to a person do not go with it. */
function refusePersonal({ progress, problems = '', typical, ledger = [] }: Request): void {
  const lesson = typical?.text ?? '';
  if (tellsOfCase(lesson))
    throw unfitField(
      'typical',
      'it tells of one case, by an age, a day, a number or a name: the chosen case says what is said of it, write what was learned',
      '含有年龄、日期、编号或姓名等个案信息：病例情况以所选去标识化病例为准，此处只写做法与体会',
    );
  for (const [field, text] of Object.entries({ progress, problems, typical: lesson, ledger: JSON.stringify(ledger) }))
    if (personalIn(text).length > 0)
      throw unfitField(
        field,
        'it holds a number of an identity document, a telephone or an e-mail address: take it out',
        '含有证件号码、电话或邮箱，请删去后再报送',
      );
}
