/**
 * What meetings decided 决定事项: when minutes are signed each decision opens a loop; in corrected minutes what changed is put right in
 * its loop, and what is gone is withdrawn. Source: henan-2025.mq.1#06.
 */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { MeetingContent, OrganisationDecision } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { unfitField } from '../platform/http/problems.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { DecisionRow, MeetingRow } from './meetings.query.ts';
import { findDecisions, insertDecision, putDepartment } from './meetings.query.ts';
import { timeOf } from './parts.ts';

const LOOP = 'organisation/decision';
type Decision = MeetingContent['decisions'][number];

interface Signed {
  readonly meeting: MeetingRow;
  readonly content: MeetingContent;
  readonly by: LoopActor;
  readonly now: Instant;
}

/** Makes the loops of a meeting's decisions what its signed minutes say. */
export async function settleDecisions(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { meeting, content, by, now }: Signed,
): Promise<void> {
  const { id, institution } = meeting;
  const known = await findDecisions(tx, { meeting: id, department: null, institution: null, from: null, to: null });
  for (const decision of content.decisions) {
    const before = known.find(({ number }) => number === decision.number);
    const facts = factsOf(meeting, decision);
    const department = decision.owner === 'department' ? (decision.department ?? null) : null;
    if (before === undefined) {
      const row = await openLoop(deps, tx, {
        ...{ definition: LOOP, subject: `${String(id)}|${String(decision.number)}`, unit: institution },
        ...{ department, personId: null, occurredAt: now, by, facts },
      });
      if (row !== null) await insertDecision(tx, { institution, meeting: id, number: decision.number, loop: row.id });
    } else await correct(deps, tx, before, { by, now, facts, department });
  }
  for (const gone of known.filter(({ number }) => !content.decisions.some((one) => one.number === number)))
    await withdraw(deps, tx, gone, { by, now });
}

/** A number whose decision was withdrawn names it for ever: another one under it would carry on in its loop. */
export async function refuseWithdrawn(tx: Queryable, meeting: number, { decisions }: MeetingContent): Promise<void> {
  const known = await findDecisions(tx, { meeting, department: null, institution: null, from: null, to: null });
  const again = known.find(({ number, status }) => status === 'void' && decisions.some((one) => one.number === number));
  if (again !== undefined)
    throw unfitField(
      'content.decisions',
      `number ${String(again.number)} is of a decision that was withdrawn: give it a new number`,
      `编号 ${String(again.number)} 属于已撤销的决定事项，请使用新编号`,
    );
}

function factsOf(meeting: MeetingRow, { text, owner, dueOn, evidence, department, analyse }: Decision) {
  return {
    titleZh: text,
    titleEn: `Decision: ${text}`,
    decision: text,
    ownerKind: owner,
    owner: department ?? owner,
    dueOn,
    dueAt: `${dueOn}T23:59:59+08:00`,
    meeting: String(meeting.id),
    ...(analyse === true ? { analysis: 'tools' } : {}),
    ...(evidence === undefined || evidence === '' ? {} : { wanted: evidence }),
  };
}

type Changing = Pick<Signed, 'by' | 'now'>;

async function correct(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { loop, department: owing }: DecisionRow,
  {
    by,
    now,
    facts,
    department,
  }: Changing & { readonly facts: Readonly<Record<string, string>>; readonly department: string | null },
): Promise<void> {
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  if (last === undefined) return;
  if (last.kind === 'opened' && JSON.stringify(last.facts) === JSON.stringify(facts)) return;
  if (department !== owing) await putDepartment(tx, loop, department);
  const opened = records.find(({ kind }) => kind === 'opened');
  await recordInLoop(deps, tx, loop, {
    ...{ key: `opened:${String(records.length)}`, kind: 'opened', by, facts, corrects: last.id },
    ...{ occurredAt: opened?.occurredAt ?? now, recordedAt: now },
  });
}

async function withdraw(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { loop }: DecisionRow,
  { by, now }: Changing,
): Promise<void> {
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  if (last?.kind !== 'opened') return;
  await recordInLoop(deps, tx, loop, {
    ...{ key: `withdrawn:${String(records.length)}`, kind: 'withdrawn', by, corrects: last.id },
    ...{ occurredAt: now, recordedAt: now, note: '纪要更正后无此事项 The corrected minutes hold it no more' },
  });
}

/** Decisions as pages read them, with their text from the record that opened them. */
export async function decisionViews(
  db: Queryable,
  snapshot: RegisterSnapshot,
  rows: readonly DecisionRow[],
): Promise<OrganisationDecision[]> {
  const records = await findRecords(
    db,
    rows.map(({ loop }) => loop),
  );
  return rows.map((row) => {
    const opened = (records.get(row.loop) ?? []).findLast(({ kind }) => kind === 'opened');
    const facts: Readonly<Record<string, unknown>> = opened?.kind === 'opened' ? opened.facts : {};
    const { titleZh, titleEn, dueAt } = facts;
    return {
      ...{ loop: row.loop, meeting: row.meeting, number: row.number, status: row.status, late: isLate(row) },
      title: { zh: typeof titleZh === 'string' ? titleZh : '', en: typeof titleEn === 'string' ? titleEn : '' },
      department: row.department === null ? null : namedDepartment(snapshot, row.unit, row.department),
      dueAt: typeof dueAt === 'string' ? dueAt : timeOf(row.dueMs),
      closedAt: timeOf(row.closedMs),
    };
  });
}

/** Whether it was, or is, not carried out in its time. */
export function isLate({ state, flaws }: Pick<DecisionRow, 'state' | 'flaws'>): boolean {
  return flaws.includes('late') || state.stages.some(({ status }) => status === 'overdue' || status === 'met-late');
}

/** How decisions stand, the same on the calendar and in the journal: what is open and not due yet counts for nobody and against nobody. */
export function countDecisions(rows: readonly DecisionRow[]): {
  readonly total: number;
  readonly due: number;
  readonly closedInTime: number;
  readonly overdue: number;
} {
  const standing = rows.filter(({ status }) => status !== 'void');
  return {
    total: standing.length,
    due: standing.filter((row) => row.status !== 'open' || isLate(row)).length,
    closedInTime: standing.filter((row) => row.status === 'closed' && !isLate(row)).length,
    overdue: standing.filter((row) => row.status === 'open' && isLate(row)).length,
  };
}
