/**
 * Scorecards of departments 科室质量得分 as everybody in the hospital reads them, and where their results were taken into account 结果应用, with the
 * scores as they stood when that was recorded. Source: henan-2025.mq.5#09, #10, mq.2#08.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { DepartmentCount } from '@fujie/core/organisation';
import {
  departmentsWithGroup,
  measureOfStage,
  membersOf,
  bodyOf,
  monthOf,
  RESULT_USES,
  SCORE_MEASURES,
  scoresOf,
  targetsOf,
} from '@fujie/core/organisation';
import { practitioners } from '@fujie/core/registers';
import type {
  Bilingual,
  ResultUseEntry,
  ResultUsesResponse,
  ResultUseView,
  ScoreCasesQuery,
  ScoreCasesResponse,
  ScorecardsResponse,
  ScoreView,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { bodyDay, refuseMonthToCome } from '../platform/http/query-day.ts';
import { loopsOn } from '../platform/loops/definitions.ts';
import { confinedTo, institutionOf, staffOf, timeOf } from './parts.ts';
import type { UseRow } from './scorecards.query.ts';
import {
  countRecognitionOf,
  countStages,
  findSentUse,
  findUses,
  hasUse,
  insertUse,
  listStages,
} from './scorecards.query.ts';

const ASKED: Readonly<Record<string, Pick<DepartmentCount, 'measure'> & { readonly isMet: boolean }>> = {
  opportunities: { measure: 'recognition', isMet: false },
  acceptedMust: { measure: 'recognition', isMet: true },
  explanationsDue: { measure: 'explanations', isMet: false },
  explanationsComplete: { measure: 'explanations', isMet: true },
};

interface Period {
  readonly from: Day;
  /** The day after its last. */
  readonly to: Day;
}

/** Everything that is counted of the departments of an institution in a period. */
async function countsIn(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  db: Queryable,
  institution: string,
  { from, to }: Period,
): Promise<readonly DepartmentCount[]> {
  const today = dayOf(deps.clock.now());
  const definitions = new Map(loopsOn(deps, today).map((loop) => [loop.id, loop]));
  const [stages, recognised] = await Promise.all([
    countStages(db, { institution, fromMs: startOfDay(from), toMs: startOfDay(to) }),
    countRecognitionOf(db, { institution, from, to }),
  ]);
  const last = addDays(to, -1);
  const targets = targetsOf(
    deps.registers.current(),
    institution,
    { year: Number(last.slice(0, 4)), until: last.slice(0, 7) },
    today,
  );
  return [
    ...stages.flatMap(({ definition, department, stage, met, asked }): readonly DepartmentCount[] => {
      const declared = definitions.get(definition);
      const measure = declared === undefined ? null : measureOfStage(declared, stage);
      return measure === null ? [] : [{ department, measure, numerator: met, denominator: asked }];
    }),
    ...recognised.flatMap(({ department, measure, count }): readonly DepartmentCount[] => {
      const asked = ASKED[measure];
      if (asked === undefined) return [];
      const { isMet, measure: of } = asked;
      return [{ department, measure: of, numerator: isMet ? count : 0, denominator: isMet ? 0 : count }];
    }),
    ...targets.flatMap(({ departments }) =>
      departments
        .filter(({ standing }) => standing === 'met' || standing === 'not-met')
        .map(({ department, standing }): DepartmentCount => ({
          ...{ department, measure: 'targets', numerator: standing === 'met' ? 1 : 0, denominator: 1 },
        })),
    ),
  ];
}

const viewsOf = (counts: readonly DepartmentCount[], department: string | null): ScoreView[] =>
  scoresOf(counts, department).map((score) => ({ ...score }));

/** How the departments of an actor's hospital stand in a month. */
export async function scorecardsFor(deps: Deps, actor: Actor, asked: string | undefined): Promise<ScorecardsResponse> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const today = dayOf(now);
  const month = asked === undefined ? monthOf(addDays(monthOf(today).from, -1)) : monthOf(`${asked}-01` as Day);
  refuseMonthToCome('month', month.key, today);
  const snapshot = deps.registers.current();
  const counts = await countsIn(deps, within(deps, actor).db, institution, month);
  const end = addDays(month.to, -1);
  const on = end < today ? end : today;
  return {
    institution: namedInstitution(snapshot, institution),
    ...{ month: month.key, asOf: formatInstant(now) },
    measures: Object.entries(SCORE_MEASURES).map(([id, { zh, en }]) => ({
      ...{ id: id as ScoreView['measure'], name: { zh, en } },
    })),
    hospital: viewsOf(counts, null),
    departments: departmentsOf(deps, institution, on).map((department) => {
      const body = bodyOf(snapshot, institution, department, on);
      const chair =
        body === null
          ? undefined
          : membersOf(snapshot, institution, body.code, on).find(({ role }) => role === 'chair');
      return {
        department: namedDepartment(snapshot, institution, department),
        head: chair === undefined ? null : staffOf(snapshot, institution, chair.practitioner).name,
        scores: viewsOf(counts, department),
      };
    }),
  };
}

const MOST_CASES = 200;

/** The steps of loops that a number of a month counts; the head of a department opens the own numbers alone. */
export async function scoreCasesFor(
  deps: Deps,
  actor: Actor,
  { month, measure, department }: ScoreCasesQuery,
): Promise<ScoreCasesResponse> {
  const institution = institutionOf(actor);
  const { from, to } = monthOf(`${month}-01` as Day);
  const declared = new Map(loopsOn(deps, dayOf(deps.clock.now())).map((loop) => [loop.id, loop]));
  const kinds = [...declared.values()].flatMap((loop) =>
    loop.stages.filter(({ id }) => measureOfStage(loop, id) === measure).map(({ id }) => `${loop.id} ${id}`),
  );
  const own = confinedTo(actor);
  const isOthers = own !== null && department !== undefined && department !== own;
  const span = { institution, fromMs: startOfDay(from), toMs: startOfDay(to) };
  const rows = isOthers
    ? []
    : await listStages(within(deps, actor).db, {
        ...span,
        kinds,
        department: own ?? department ?? null,
        most: MOST_CASES,
      });
  await deps.audit.record({
    ...{ actor, action: 'scorecard:cases', outcome: 'done', detail: { month, measure, cases: rows.length } },
  });
  const snapshot = deps.registers.current();
  return {
    total: rows[0]?.total ?? 0,
    cases: rows.map(({ loop, definition, stage, standing, dueMs, doneMs, ...row }) => {
      const kind = declared.get(definition);
      const step = kind?.stages.find(({ id }) => id === stage);
      return {
        ...{ loop, standing, kind: namesOf(kind?.title, definition), step: namesOf(step, stage) },
        department: namedDepartment(snapshot, institution, row.department),
        ...{ dueAt: timeOf(dueMs), doneAt: timeOf(doneMs) },
      };
    }),
  };
}

const namesOf = (named: Bilingual | undefined, code: string): Bilingual => {
  const { zh, en } = named ?? { zh: code, en: code };
  return { zh, en };
};

const departmentsOf = ({ registers }: Pick<Deps, 'registers'>, institution: string, day: Day): readonly string[] =>
  departmentsWithGroup(registers.current(), institution, day);

/** Where results were taken into account: the whole hospital for its office and head, the own department for its head. */
export async function usesFor(deps: Deps, actor: Actor): Promise<ResultUsesResponse> {
  const institution = institutionOf(actor);
  const snapshot = deps.registers.current();
  const today = dayOf(deps.clock.now());
  const rows = await findUses(within(deps, actor).db, institution, confinedTo(actor));
  await deps.audit.record({ actor, action: 'result-use:read', outcome: 'done', detail: { uses: rows.length } });
  const mayRecord = actor.role === 'quality-office';
  return {
    uses: rows.map((row) => useView(deps, institution, row)),
    mayRecord,
    kinds: Object.entries(RESULT_USES).map(([id, { zh, en, ofPerson }]) => ({
      ...{ id: id as ResultUseView['kind'], name: { zh, en }, ofPerson },
    })),
    departments: mayRecord
      ? departmentsOf(deps, institution, today).map((code) => namedDepartment(snapshot, institution, code))
      : [],
    staff: mayRecord
      ? snapshot
          .inForce(practitioners, today)
          .filter((row) => row.institution === institution)
          .map(({ code, nameZh, department }) => ({ code, name: nameZh, department }))
      : [],
  };
}

function useView({ registers }: Pick<Deps, 'registers'>, institution: string, row: UseRow): ResultUseView {
  const snapshot = registers.current();
  const { id, kind, department, practitioner, from, to, scores, decidedOn, corrected } = row;
  const { zh, en } = RESULT_USES[kind];
  return {
    ...{ id, kind, kindName: { zh, en }, from, to, decidedOn, corrected, recordedBy: row.recordedName },
    department: namedDepartment(snapshot, institution, department),
    practitioner: practitioner === null ? null : { ...staffOf(snapshot, institution, practitioner) },
    ...{ result: row.result.toString(), decidedBy: row.decidedBy.toString() },
    scores: scores.map((score) => ({ ...score })),
    recordedAt: timeOf(row.recordedMs) ?? '',
  };
}

/** Keeps where a result was taken into account, with the scores as they stand now. */
export async function recordUse(deps: Deps, actor: Actor, body: ResultUseEntry): Promise<void> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const today = dayOf(now);
  const decidedOn = bodyDay('decidedOn', body.decidedOn);
  if (decidedOn > today) throw unfitField('decidedOn', 'it lies in the future', '决定日期不能晚于今天');
  refuseFarYear('decidedOn', decidedOn, today);
  if (body.from > body.to)
    throw unfitField(
      'to',
      'the period ends before it begins: give a later month',
      '终止月份早于起始月份：请填写更晚的月份',
    );
  if (body.to > today.slice(0, 7)) throw unfitField('to', 'it has not begun', '该月份尚未开始');
  const snapshot = deps.registers.current();
  if (!departmentsOf(deps, institution, today).includes(body.department))
    throw unfitField('department', 'no department of yours has a quality group by this code', '本院没有该科室');
  const { ofPerson } = RESULT_USES[body.kind];
  if (ofPerson && body.practitioner === undefined)
    throw unfitField('practitioner', 'this use concerns a person: name who', '该项应用针对个人，请写明工号');
  if (body.practitioner !== undefined && snapshot.practitioner(institution, body.practitioner) === null)
    throw unfitField('practitioner', 'nobody of yours has this staff number', '本院没有该工号');
  const { db } = within(deps, actor);
  if (body.corrects !== undefined && !(await hasUse(db, institution, body.corrects)))
    throw unfitField('corrects', 'there is no such entry', '没有该记录');
  const period = { from: `${body.from}-01` as Day, to: monthOf(`${body.to}-01` as Day).to };
  const { key = null } = body;
  const id = await insertUse(db, {
    ...{ institution, kind: body.kind, department: body.department, practitioner: body.practitioner ?? null },
    ...{ from: body.from, to: body.to, result: body.result, decidedOn, decidedBy: body.decidedBy },
    scores: scoresOf(await countsIn(deps, db, institution, period), body.department),
    ...{ corrects: body.corrects ?? null, recordedBy: actor.id, recordedName: actor.name, recordedAt: now, key },
  });
  if (id === null) {
    const known = key === null ? null : await findSentUse(db, { institution, recordedBy: actor.id, key });
    if (known !== null && isSame(known, body)) return;
    if (known !== null) throw otherUnderKey();
    throw new HttpProblem('conflict', {
      en: 'Another entry stands in its place already: correct that one.',
      zh: '该记录已被更正，请更正最新的一条。',
    });
  }
  await deps.audit.record({
    ...{ actor, action: 'result-use:record', subject: String(id), outcome: 'done', detail: { kind: body.kind } },
  });
}

/** Whether an entry says what was sent again. */
function isSame(known: UseRow, { key: _key, corrects, practitioner, ...sent }: ResultUseEntry): boolean {
  const { kind, department, from, to, result, decidedOn, decidedBy } = known;
  const said = { kind, department, from, to, result: result.toString(), decidedOn, decidedBy: decidedBy.toString() };
  const of = { corrects: known.corrects, practitioner: known.practitioner };
  return isDeepStrictEqual(
    { ...said, ...of },
    { ...sent, corrects: corrects ?? null, practitioner: practitioner ?? null },
  );
}
