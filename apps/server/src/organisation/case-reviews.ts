/**
 * Cases that are gone over again 案例复盘: entered by the quality office, each reviewed in a loop, counted by kind and department beside the
 * adverse events, and told to the departments concerned by what they teach alone. Source: henan-2025.mq.26#01.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import type { CaseCount, CountedCaseKind } from '@fujie/core/organisation';
import { CASE_CAUSES, CASE_KINDS, caseStanding, countCases, COUNTED_CASE_KINDS } from '@fujie/core/organisation';
import { personalIn, tellsOfCase } from '@fujie/core/privacy';
import { departments } from '@fujie/core/registers';
import type {
  Bilingual,
  CaseAmendment,
  CaseDetail,
  CaseEntry,
  CaseLessonsResponse,
  CaseReviewsResponse,
  CaseRow,
  CasesQuery,
  CasesResponse,
  NamedCode,
} from '@fujie/wire/contracts';

import { isPermitted } from '../platform/auth/permissions.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { CaseContent, CaseLoopRow, ToldCase } from './case-reviews.query.ts';
import {
  countCasesOf,
  findCase,
  findCases,
  findCaseVersions,
  findCaseYears,
  findToldCases,
  hasComplaint,
  hasEvent,
  insertCase,
  insertCaseVersion,
} from './case-reviews.query.ts';
import { checkDepartment } from './hazards.ts';
import { confinedTo, institutionOf } from './parts.ts';

const LOOP = 'organisation/case-review';
/** Petitions may be old when they are put on the list. */
const YEARS_BACK = 30;
const LESSON_DAYS = 365;
const MOST_LESSONS = 50;
const MOST_CASES = 200;
const ALL_CASES = { kind: null, department: null, isFounded: false };

/** Enters a case and begins its review; sent twice it is one. */
export async function enterCase(deps: Deps, actor: Actor, body: CaseEntry): Promise<number> {
  const institution = institutionOf(actor);
  const today = dayOf(deps.clock.now());
  const arisenOn = bodyDay('arisenOn', body.arisenOn);
  if (arisenOn > today) throw unfitField('arisenOn', 'it lies in the future', '日期不能晚于今天');
  refuseFarYear('arisenOn', arisenOn, today, YEARS_BACK);
  if (new Set(body.departments).size < body.departments.length)
    throw unfitField('departments', 'a department is named twice', '科室重复');
  for (const [index, code] of body.departments.entries())
    checkDepartment(deps, institution, code, `departments.${String(index)}`);
  const loop = await within(deps, actor).db.tx(async (tx) => {
    await checkLinks(tx, institution, body);
    return openCase(deps, tx, actor, body);
  });
  const detail = { kind: body.kind };
  await deps.audit.record({ actor, action: 'case-review:enter', subject: String(loop), outcome: 'done', detail });
  return loop;
}

async function checkLinks(tx: Queryable, institution: string, { event, complaint }: CaseEntry): Promise<void> {
  if (event !== undefined && !(await hasEvent(tx, institution, event)))
    throw unfitField('event', 'the institution has no adverse event of this number', '本机构没有该编号的不良事件');
  if (complaint !== undefined && !(await hasComplaint(tx, institution, complaint)))
    throw unfitField(
      'complaint',
      'no complaint of this loop was given to the institution',
      '没有交办本机构的该编号监督举报',
    );
}

async function openCase(deps: Deps, tx: Queryable, actor: Actor, body: CaseEntry): Promise<number> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const by = loopActorOf(actor);
  const subject = `${institution}|${createHash('sha256').update(`${by.id}\n${body.key}`).digest('hex').slice(0, 32)}`;
  const [leading = ''] = body.departments;
  const row = await openLoop(deps, tx, {
    ...{ definition: LOOP, subject, unit: institution, department: leading, personId: null, occurredAt: now, by },
    facts: {
      ...titlesOf(deps, institution, body),
      ...{ kind: body.kind, arisenOn: body.arisenOn, departments: body.departments.join(', ') },
    },
  });
  if (row === null) return enteredBefore(tx, institution, subject, body);
  const { kind, arisenOn, event = null, complaint = null } = body;
  const id = await insertCase(tx, {
    ...{ loop: row.id, institution, kind, arisenOn, departments: body.departments, event, complaint },
  });
  await insertCaseVersion(tx, {
    ...{ id, institution, version: 1, ...contentOf(body), by: actor.id, name: actor.name, at: now },
  });
  return row.id;
}

/** The loop of what was sent under the same key before, and must be the same case. */
async function enteredBefore(tx: Queryable, institution: string, subject: string, body: CaseEntry): Promise<number> {
  const loop = (await findLoopBySubject(tx, LOOP, subject))?.id;
  if (loop === undefined)
    throw new HttpProblem('refused', {
      en: 'Neither a document here nor an own rule of the institution asks that cases be reviewed: the quality office takes it on in the register of own rules.',
      zh: '当地文件与本院规定均未要求案例复盘：请质量管理部门先在“院内自行执行的规则”目录中登记。',
    });
  const known = await findCase(tx, institution, loop);
  const first = known === null ? undefined : (await findCaseVersions(tx, known.id)).at(-1);
  if (known === null || first === undefined) throw otherUnderKey();
  const { kind, arisenOn, departments: concerned, event, complaint } = known;
  const { summary, conclusion } = first;
  const sent = { kind: body.kind, arisenOn: body.arisenOn, concerned: body.departments, ...contentOf(body) };
  const links = { event: body.event ?? null, complaint: body.complaint ?? null };
  if (!isDeepStrictEqual({ kind, arisenOn, concerned, summary, conclusion, event, complaint }, { ...sent, ...links }))
    throw otherUnderKey();
  return loop;
}

const contentOf = ({ summary, conclusion }: Pick<CaseEntry, 'summary' | 'conclusion'>): CaseContent => ({
  summary: summary.trim(),
  conclusion: (conclusion?.trim() ?? '') || null,
});

/** Says what kind of case it is and of whom; nothing of what happened. */
function titlesOf(deps: Pick<Deps, 'registers'>, institution: string, { kind, departments: codes }: CaseEntry) {
  const snapshot = deps.registers.current();
  const named = codes.map((code) => namedDepartment(snapshot, institution, code));
  const { zh, en } = CASE_KINDS[kind];
  return {
    titleZh: `${zh}复盘：${named.map(({ nameZh }) => nameZh).join('、')}`,
    titleEn: `${en}: ${named.map(({ nameZh, nameEn }) => nameEn ?? nameZh).join(', ')}`,
  };
}

/** A further version of what is said of a case. */
export async function amendCase(deps: Deps, actor: Actor, loop: number, body: CaseAmendment): Promise<CaseDetail> {
  const institution = institutionOf(actor);
  const { db } = within(deps, actor);
  await db.tx(async (tx) => {
    const known = await findCase(tx, institution, loop);
    if (known === null) throw noSuchCase();
    const [last] = await findCaseVersions(tx, known.id);
    const content = contentOf(body);
    const isNext = body.version === (last?.version ?? 0) + 1;
    const isAgain = last?.version === body.version && last.by === actor.id && saysTheSame(last, content);
    if (isAgain) return;
    const version = { id: known.id, institution, version: body.version, ...content };
    const at = deps.clock.now();
    const isKept = isNext && (await insertCaseVersion(tx, { ...version, by: actor.id, name: actor.name, at }));
    if (!isKept)
      throw new HttpProblem('conflict', {
        en: 'Somebody else changed it meanwhile: read it again, and then change it.',
        zh: '期间他人已补充该案例：请重新打开后再补充。',
      });
  });
  await deps.audit.record({ actor, action: 'case-review:amend', subject: String(loop), outcome: 'done' });
  return caseFor(deps, actor, loop);
}

const saysTheSame = ({ summary, conclusion }: CaseContent, said: CaseContent): boolean =>
  summary === said.summary && conclusion === said.conclusion;

const noSuchCase = (): HttpProblem => new HttpProblem('not-found', { en: 'No such case.', zh: '没有该案例。' });

/** All that was said of a case; who opened it is on record. */
export async function caseFor(deps: Deps, actor: Actor, loop: number): Promise<CaseDetail> {
  const institution = institutionOf(actor);
  const { db } = within(deps, actor);
  const known = await findCase(db, institution, loop);
  if (known === null) throw noSuchCase();
  await deps.audit.record({ actor, action: 'case-review:open', subject: String(loop), outcome: 'done' });
  const { id, kind, arisenOn, event, eventLoop, complaint } = known;
  return {
    ...{ loop, kind, arisenOn, complaint, mayAmend: isPermitted(actor, 'case-review:enter') },
    departments: namesOf(deps, institution, known.departments),
    event: event === null || eventLoop === null ? null : { number: event, loop: eventLoop },
    versions: (await findCaseVersions(db, id)).map(({ version, summary, conclusion, name, atMs }) => ({
      ...{ version, summary, conclusion, by: name, at: formatInstant(Math.round(atMs) as Instant) },
    })),
  };
}

const namesOf = ({ registers }: Pick<Deps, 'registers'>, institution: string, codes: readonly string[]): NamedCode[] =>
  codes.map((code) => namedDepartment(registers.current(), institution, code));

const countedOf = ({ kind, departments: concerned, status, state }: CaseLoopRow) => ({
  ...{ kind, departments: concerned, standing: caseStanding({ status, stages: state.stages }) },
});

/** Reviewed / cases of a year by kind and department. */
export async function caseReviewsFor(
  deps: Deps,
  actor: Actor,
  asked: string | undefined,
): Promise<CaseReviewsResponse> {
  const institution = institutionOf(actor);
  const today = dayOf(deps.clock.now());
  const thisYear = today.slice(0, 4);
  const year = asked ?? thisYear;
  const { db } = within(deps, actor);
  const [rows, known] = [
    await findCases(db, institution, { year, ...ALL_CASES }, null),
    await findCaseYears(db, institution),
  ];
  await deps.audit.record({ actor, action: 'case-review:read', outcome: 'done', detail: { year } });
  const cases = rows.map(countedOf);
  const founded = cases.filter(({ standing }) => standing !== 'unfounded');
  const concerned = [...new Set(founded.flatMap((one) => one.departments))].sort();
  const viewsOf = (counts: readonly CaseCount[]) => counts.map((count) => ({ ...count }));
  return {
    isFollowed: loopOn(deps, LOOP, institution, today) !== null,
    mayEnter: isPermitted(actor, 'case-review:enter'),
    ...{ year, years: [...new Set([thisYear, year, ...known])].sort().reverse() },
    kinds: (Object.keys(COUNTED_CASE_KINDS) as CountedCaseKind[]).map((id) => ({ id, name: nameOfKind(id) })),
    departments: deps.registers
      .current()
      .inForce(departments, today)
      .filter((row) => row.institution === institution)
      .map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
    hospital: viewsOf(countCases(cases, null)),
    byDepartment: concerned.map((code) => ({
      department: namedDepartment(deps.registers.current(), institution, code),
      counts: viewsOf(countCases(cases, code)),
    })),
    unfounded: cases.length - founded.length,
  };
}

const nameOfKind = (id: CountedCaseKind): Bilingual => {
  const { zh, en } = COUNTED_CASE_KINDS[id];
  return { zh, en };
};

/** The cases behind a number, without what was said of them. */
export async function casesFor(
  deps: Deps,
  actor: Actor,
  { year, kind, department }: CasesQuery,
): Promise<CasesResponse> {
  const institution = institutionOf(actor);
  const filter = {
    ...{ year, kind: kind ?? null, department: department ?? null },
    isFounded: kind !== undefined || department !== undefined,
  };
  const { db } = within(deps, actor);
  const [rows, total] = [
    await findCases(db, institution, filter, MOST_CASES),
    await countCasesOf(db, institution, filter),
  ];
  await deps.audit.record({
    ...{ actor, action: 'case-review:read', outcome: 'done' },
    detail: { year, cases: rows.map(({ loop }) => loop) },
  });
  return { total, cases: rows.map((row) => rowView(deps, institution, row)) };
}

function rowView(deps: Deps, institution: string, row: CaseLoopRow): CaseRow {
  const { loop, kind, arisenOn, status, waiting, dueMs } = row;
  const now = deps.clock.now();
  const definition = loopOn(deps, kind === 'adverse-event' ? 'adverse-event/report' : LOOP, institution, dayOf(now));
  return {
    ...{ loop, kind, arisenOn, standing: countedOf(row).standing, isOpenable: kind !== 'adverse-event' },
    departments: namesOf(deps, institution, row.departments),
    isOverdue: status === 'open' && dueMs !== null && dueMs < now,
    waits: (definition?.stages ?? []).filter(({ id }) => waiting.includes(id)).map(({ zh, en }) => ({ zh, en })),
  };
}

/** What reviews taught within a year: a department reads what concerns it, and nothing that seems to tell of somebody. */
export async function lessonsFor(deps: Deps, actor: Actor): Promise<CaseLessonsResponse> {
  const institution = institutionOf(actor);
  const department = confinedTo(actor);
  const since = startOfDay(addDays(dayOf(deps.clock.now()), -LESSON_DAYS));
  const { db } = within(deps, actor);
  const lessons: Lesson[] = [];
  let page: readonly ToldCase[] = [];
  // What is held back takes no place of what may be read.
  do {
    page = await findToldCases(db, { institution, department, since }, page.at(-1) ?? null, MOST_LESSONS);
    const found = await lessonsOf(deps, db, institution, page);
    lessons.push(...(department === null ? found : found.filter(({ isHeldBack }) => !isHeldBack)));
  } while (page.length === MOST_LESSONS && lessons.length < MOST_LESSONS);
  await deps.audit.record({ actor, action: 'case-review:lessons', outcome: 'done' });
  return { lessons: lessons.slice(0, MOST_LESSONS) };
}

type Lesson = CaseLessonsResponse['lessons'][number];

async function lessonsOf(
  deps: Deps,
  db: Queryable,
  institution: string,
  told: readonly ToldCase[],
): Promise<readonly Lesson[]> {
  const records = await findRecords(
    db,
    told.map(({ loop }) => loop),
  );
  return told.flatMap(({ loop, kind, departments: concerned, state }) => {
    const own = records.get(loop) ?? [];
    const last = actThatEnded(own, state, 'feed-back');
    if (last === undefined) return [];
    const { zh, en } = CASE_KINDS[kind];
    const lesson = textIn(last, 'lesson');
    return [
      {
        ...{ loop, kind, name: { zh, en }, departments: namesOf(deps, institution, concerned), lesson },
        ...{ cause: causeOf(actThatEnded(own, state, 'review')), at: formatInstant(last.occurredAt) },
        isHeldBack: tellsOfSomebody(lesson),
      },
    ];
  });
}

const tellsOfSomebody = (text: string): boolean => personalIn(text).length > 0 || tellsOfCase(text);

type Act = Extract<LoopRecord, { readonly kind: 'act' }>;

/** The act that ended a stage as it stands: of one that was corrected or withdrawn nothing is told. */
function actThatEnded(records: readonly LoopRecord[], { stages }: ToldCase['state'], stage: string): Act | undefined {
  const by = stages.find(({ id }) => id === stage)?.by ?? null;
  return records.find((record): record is Act => record.kind === 'act' && record.id === by);
}

function causeOf(review: Act | undefined): Bilingual | null {
  const code = review === undefined ? '' : textIn(review, 'cause');
  const known: Readonly<Record<string, Bilingual>> = CASE_CAUSES;
  const cause = Object.hasOwn(known, code) ? known[code] : undefined;
  return cause === undefined ? null : { zh: cause.zh, en: cause.en };
}

function textIn({ fields }: Act, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}
