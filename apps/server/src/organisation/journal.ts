/**
 * The quality journal 质量安全月报 of a month: drafted, edited in versions, approved by the head, published by the office in the month
 * after. A version keeps its figures for ever; a correction is a version of its own. Source: henan-2025.mq.1#07, henan-2023.t3.2#02.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { JournalFigures } from '@fujie/core/organisation';
import { bearsOrganisation, DUTIES, emptyBlocks, JOURNAL_BLOCKS, monthOf, shareOf } from '@fujie/core/organisation';
import type { JournalResponse, JournalSection, JournalsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isPermitted } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findLessons } from '../platform/loops/lessons.query.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { figuresOf } from './journal-figures.ts';
import type { JournalRow } from './journal.query.ts';
import { findIssues, findJournal, insertJournal, insertStep, lockJournal } from './journal.query.ts';
import { findDuties } from './meetings.query.ts';
import { institutionOf, timeOf } from './parts.ts';

const NO_FIGURES: JournalFigures = { figures: [], charts: [], departmentsWithout: [] };

/** Whether an actor sees what is not published yet. */
const seesDrafts = (actor: Actor): boolean =>
  isPermitted(actor, 'journal:edit') || isPermitted(actor, 'journal:approve');

/** The version of an issue that an actor is shown: who edits or approves the newest, a reader what was published last. */
export async function shownVersion(deps: Deps, actor: Actor, month: string): Promise<JournalRow | null> {
  const versions = await findJournal(within(deps, actor).db, institutionOf(actor), month);
  const shown = seesDrafts(actor) ? versions[0] : versions.find(({ publishedMs }) => publishedMs !== null);
  return shown ?? null;
}

export async function journalFor(deps: Deps, actor: Actor, month: string): Promise<JournalResponse> {
  const row = await shownVersion(deps, actor, month);
  if (row === null && !seesDrafts(actor))
    throw new HttpProblem('not-found', { en: 'This issue is not published.', zh: '该期月报尚未发布。' });
  const isOver = monthOf(`${month}-01` as Day).to <= dayOf(deps.clock.now());
  const sections = row === null ? [] : sectionsOf(row);
  const { figures, charts, departmentsWithout } = row?.figures ?? NO_FIGURES;
  const state = stateOf(row);
  return {
    ...{ month, version: row?.version ?? 0, state, sections },
    editedBy: row?.editedName ?? null,
    approvedBy: row?.approvedName ?? null,
    publishedBy: row?.publishedName ?? null,
    publishedAt: timeOf(row?.publishedMs ?? null),
    figures: figures.map(({ zh, en, cases, ...figure }) => ({
      ...figure,
      ...{ title: { zh, en }, share: shareOf(figure), cases: [...cases] },
    })),
    charts: charts.map(({ id, zh, en }) => ({ id, title: { zh, en } })),
    departmentsWithout: [...departmentsWithout],
    emptyBlocks: row === null ? [] : [...emptyBlocks(sections, figures)],
    may: {
      edit: isOver && isPermitted(actor, 'journal:edit'),
      approve: state === 'draft' && isPermitted(actor, 'journal:approve'),
      publish: state === 'approved' && isPermitted(actor, 'journal:edit'),
    },
  };
}

export function sectionsOf({ content }: Pick<JournalRow, 'content'>): JournalSection[] {
  return JSON.parse(content.toString()) as JournalSection[];
}

function stateOf(row: JournalRow | null): JournalResponse['state'] {
  if (row === null) return 'none';
  if (row.publishedMs !== null) return 'published';
  return row.approvedName === null ? 'draft' : 'approved';
}

/** Whether an institution owed the issue of a month, which falls due in the month after. */
function isOwed(deps: Deps, institution: string, month: string): boolean {
  const { to } = monthOf(`${month}-01` as Day);
  const isDeclared = loopOn(deps, DUTIES.journal.loop, institution, to) !== null;
  return isDeclared && bearsOrganisation(deps.registers.current(), institution, to);
}

/** The issues of a year that were owed or made; those of months to come are not expected yet. */
export async function issuesOf(deps: Deps, actor: Actor, year: string | undefined): Promise<JournalsResponse> {
  const today = dayOf(deps.clock.now());
  const asked = year ?? today.slice(0, 4);
  const institution = institutionOf(actor);
  const known = await findIssues(within(deps, actor).db, institution, asked);
  const months = Array.from({ length: 12 }, (_, index) => `${asked}-${String(index + 1).padStart(2, '0')}`);
  const issues = months
    .filter(
      (month) =>
        monthOf(`${month}-01` as Day).to <= today &&
        (isOwed(deps, institution, month) || known.some((one) => one.month === month)),
    )
    .map((month): JournalsResponse['issues'][number] => {
      const row = known.find((one) => one.month === month);
      const published = row?.publishedVersion ?? null;
      const none = { month, state: 'none', version: 0, publishedAt: null } as const;
      if (row === undefined || (published === null && !seesDrafts(actor))) return none;
      const isNewest = published === row.version || !seesDrafts(actor);
      const state = published !== null && isNewest ? 'published' : row.approved ? 'approved' : 'draft';
      return {
        month,
        state,
        version: isNewest ? (published ?? row.version) : row.version,
        publishedAt: timeOf(row.publishedMs),
      };
    });
  return {
    ...{ year: asked, expected: issues.length, issues: issues.reverse() },
    published: known.filter(({ publishedVersion }) => publishedVersion !== null).length,
  };
}

/** Adds a version: with the texts that are given, or drafted from the data; its figures are those of this moment. */
export async function draftJournal(
  deps: Deps,
  actor: Actor,
  month: string,
  given: readonly JournalSection[] | undefined,
): Promise<void> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  if (monthOf(`${month}-01` as Day).to > dayOf(now))
    throw new HttpProblem('refused', { en: 'The month is not over yet.', zh: '该月尚未结束，不能编制月报。' });
  const { db } = within(deps, actor);
  await db.tx(async (tx) => {
    await lockJournal(tx, institution, month);
    const [last] = await findJournal(tx, institution, month);
    const figures = await figuresOf(deps, tx, institution, month);
    const sections =
      given ??
      (last === undefined ? draftOf(month, figures, await lessonsOf(tx, institution, month)) : sectionsOf(last));
    const { id, name } = loopActorOf(actor);
    await insertJournal(tx, {
      ...{ institution, month, version: (last?.version ?? 0) + 1, content: JSON.stringify(sections), figures },
      ...{ by: { id, name }, at: now },
    });
  });
  await deps.audit.record({ actor, action: 'journal:edit', subject: month, outcome: 'done' });
}

const HEADINGS: Readonly<Record<(typeof JOURNAL_BLOCKS)[number], string>> = {
  'core-systems': '核心制度落实',
  targets: '质量安全改进目标',
  indicators: '质控指标',
  'adverse-events': '不良事件',
  negative: '负性指标',
  records: '病历书写质量',
  cases: '典型案例',
  other: '其他',
};

const MOST_LESSONS = 20;
const MOST_LENGTH = 6000;

/** What adverse events taught that was shared with the hospital in a month 经验分享, as much as a block holds. */
async function lessonsOf(db: Queryable, institution: string, month: string): Promise<string> {
  const { from, to } = monthOf(`${month}-01` as Day);
  const period = { from: startOfDay(from), to: startOfDay(to) };
  const shared = { ...{ institution, definition: 'adverse-event/report', stage: 'share' }, ...period };
  const lessons = await findLessons(db, shared, MOST_LESSONS);
  const text = lessons.map((lesson) => lesson.text).join('；');
  return text === '' ? '' : `经验分享：${text.slice(0, MOST_LENGTH)}。`;
}

/** A first text for each block, from its figures; what the platform has no data of is left to the editor. */
function draftOf(month: string, { figures, departmentsWithout }: JournalFigures, lessons: string): JournalSection[] {
  return JOURNAL_BLOCKS.filter((block) => block !== 'other').map((block) => {
    const own = figures.filter((figure) => figure.block === block && figure.denominator !== 0);
    const said = own.map((figure) => {
      const { zh, numerator, denominator } = figure;
      const share = shareOf(figure);
      return denominator === null
        ? `${zh} ${String(numerator)} 例`
        : `${zh} ${String(numerator)}/${String(denominator)}（${String(share ?? 0)}%）`;
    });
    const without =
      block === 'core-systems' && departmentsWithout.length > 0
        ? `未召开质控会科室：${departmentsWithout.map(({ zh }) => zh).join('、')}。`
        : '';
    const more = block === 'adverse-events' ? lessons : without;
    return {
      block,
      heading: HEADINGS[block],
      text: said.length === 0 ? more : `${month} ${said.join('；')}。${more}`,
    };
  });
}

/** Approves the newest version; all blocks must have something in them, and who wrote it is somebody else by role. */
export async function approveJournal(deps: Deps, actor: Actor, month: string, version: number): Promise<void> {
  await stepOf(deps, actor, { month, version, step: 'approved' }, (row) => {
    const empty = emptyBlocks(sectionsOf(row), row.figures.figures);
    if (empty.length > 0)
      throw new HttpProblem('refused', {
        en: `These blocks are empty: ${empty.join(', ')}.`,
        zh: `以下版块为空：${empty.map((block) => HEADINGS[block]).join('、')}。`,
      });
  });
  await deps.audit.record({ actor, action: 'journal:approve', subject: month, outcome: 'done', detail: { version } });
}

/** Publishes the version that was approved, inside the hospital. */
export async function publishJournal(deps: Deps, actor: Actor, month: string, version: number): Promise<void> {
  await stepOf(deps, actor, { month, version, step: 'published' }, (row) => {
    if (row.approvedName === null)
      throw new HttpProblem('refused', { en: 'It is not approved yet.', zh: '尚未审定，不能发布。' });
  });
  await deps.audit.record({ actor, action: 'journal:publish', subject: month, outcome: 'done', detail: { version } });
}

interface Step {
  readonly month: string;
  readonly version: number;
  readonly step: 'approved' | 'published';
}

async function stepOf(deps: Deps, actor: Actor, { month, version, step }: Step, check: (row: JournalRow) => void) {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const by = loopActorOf(actor);
  await within(deps, actor).db.tx(async (tx) => {
    await lockJournal(tx, institution, month);
    const [last] = await findJournal(tx, institution, month);
    if (last?.version !== version)
      throw new HttpProblem('conflict', {
        en: 'There is a newer version, or none: read it first.',
        zh: '已有更新的版本或尚无草稿，请刷新后再办理。',
      });
    check(last);
    const isNew = await insertStep(tx, { institution, month, version, step, by, at: now });
    if (!isNew) throw new HttpProblem('conflict', { en: 'It is done already.', zh: '该版本已办理。' });
    await closeDuty(deps, tx, { institution, month, version, step }, now, by);
  });
}

/** The issue of a month belongs to the month after. */
async function closeDuty(
  deps: Deps,
  tx: Queryable,
  { institution, month, version, step }: Step & { readonly institution: string },
  now: Instant,
  by: ReturnType<typeof loopActorOf>,
): Promise<void> {
  const due = monthOf(monthOf(`${month}-01` as Day).to);
  const [duty] = await findDuties(tx, {
    ...{ institution, department: null, definitions: ['organisation/journal-month'] },
    ...{ from: startOfDay(due.from), to: startOfDay(due.to) },
  });
  if (duty === undefined) return;
  await recordInLoop(deps, tx, duty.loop, {
    ...{ key: `journal/${String(version)}/${step}`, kind: 'act', by },
    ...{ stage: step === 'approved' ? 'approve' : 'publish', outcome: step },
    ...{ occurredAt: now, recordedAt: now, fields: { record: `${month}/${String(version)}` } },
  });
}
