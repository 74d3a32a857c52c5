/** Acts 处置: what the physician did with an offered result. Rows are only ever added; a case remembers its first answer. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface NewAct {
  readonly decisionId: string;
  readonly actedAt: number;
  readonly personId: number;
  readonly institution: string;
  readonly department: string | null;
  readonly practitioner: string;
  readonly encounter: string | null;
  readonly episode: string;
  readonly orderRef: string | null;
  readonly item: string;
  readonly resultId: string | null;
  readonly resultVersion: number | null;
  readonly issuer: string | null;
  readonly class: 'MUST' | 'MAY' | 'NOT';
  readonly choice: 'ACCEPT' | 'REPEAT' | 'OVERLOOKED' | 'OPENED';
  readonly outcome: string;
  readonly code: number | null;
  readonly otherCodes: readonly number[];
  readonly localCode: string | null;
  readonly note: string | null;
  readonly explanation: Readonly<Record<string, unknown>> | null;
  readonly explanationDueAt: string | null;
  readonly flags: readonly string[];
  readonly chartText: string | null;
  readonly price: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly actor: string;
}

/** Adds an act; null when the same answer was already given (a double submission, or two clicks at once). */
export async function insertAct(tx: Queryable, act: NewAct): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into recognition_act (decision_id, acted_at, person_id, institution, department, practitioner, encounter, episode, order_ref,
      item, result_id, result_version, issuer, class, choice, outcome, code, other_codes, local_code, note, explanation,
      explanation_due_at, flags, chart_text, price, detail, actor)
    values (${act.decisionId}, to_timestamp(${act.actedAt}::float8 / 1000), ${act.personId}, ${act.institution}, ${act.department},
      ${act.practitioner}, ${act.encounter}, ${act.episode}, ${act.orderRef}, ${act.item}, ${act.resultId}, ${act.resultVersion},
      ${act.issuer}, ${act.class}, ${act.choice}, ${act.outcome}, ${act.code}, ${act.otherCodes}::int[], ${act.localCode}, ${act.note},
      ${act.explanation === null ? null : JSON.stringify(act.explanation)}::jsonb, ${act.explanationDueAt}::timestamptz, ${act.flags}::text[],
      ${act.chartText}, ${act.price}, ${JSON.stringify(act.detail)}::jsonb, ${act.actor})
    on conflict do nothing returning id`);
  return rows[0]?.id ?? null;
}

export interface ActRow {
  id: number;
  acted_ms: number;
  choice: 'ACCEPT' | 'REPEAT' | 'OVERLOOKED' | 'OPENED';
  outcome: string;
  item: string;
  result_id: string | null;
  class: 'MUST' | 'MAY' | 'NOT';
  code: number | null;
  flags: string[];
  explanation_due_ms: number | null;
  detail: Record<string, unknown>;
  chart_text: string | null;
  practitioner: string;
}

const ACT = sql`select id, extract(epoch from acted_at)::float8 * 1000 as acted_ms, choice, outcome, item, result_id, class, code, flags,
  extract(epoch from explanation_due_at)::float8 * 1000 as explanation_due_ms, detail, chart_text, practitioner from recognition_act`;

/** The answer that stands for a decision and item, if one was given. */
export async function findFinalAct(tx: Queryable, decisionId: string, item: string): Promise<ActRow | null> {
  const rows = await tx.query<ActRow>(
    sql`${ACT} where decision_id = ${decisionId} and item = ${item} and outcome in ('ACCEPTED', 'ORDER_ALLOWED')`,
  );
  return rows[0] ?? null;
}

/** Every act on a decision and item, oldest first. */
export async function findActs(db: Queryable, decisionId: string, item: string): Promise<ActRow[]> {
  return db.query<ActRow>(sql`${ACT} where decision_id = ${decisionId} and item = ${item} order by id`);
}

/** Items of a person that were finally answered in an institution since an instant. */
export async function findAnsweredItems(
  tx: Queryable,
  personId: number,
  institution: string,
  since: number,
): Promise<Set<string>> {
  const rows = await tx.query<{ item: string }>(sql`
    select distinct item from recognition_act
     where person_id = ${personId} and institution = ${institution} and acted_at >= to_timestamp(${since}::float8 / 1000)
       and outcome in ('ACCEPTED', 'ORDER_ALLOWED')`);
  return new Set(rows.map((row) => row.item));
}

/** Whether a decision and item was found overlooked after an instant. */
export async function isOverlookedAfter(tx: Queryable, decisionId: string, item: string, at: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from recognition_act where decision_id = ${decisionId} and item = ${item} and choice = 'OVERLOOKED'
      and acted_at >= to_timestamp(${at}::float8 / 1000)`);
  return rows.length > 0;
}

/** The unit that a case counts for. */
export interface CaseRow {
  day: string;
  institution: string;
  department: string;
  issuer: string;
  class: 'MUST' | 'MAY';
}

const CASE_KEY = (personId: number, item: string, episode: string) =>
  sql`person_id = ${personId} and item = ${item} and episode = ${episode}`;

export async function findCase(
  tx: Queryable,
  personId: number,
  item: string,
  episode: string,
): Promise<CaseRow | null> {
  const rows = await tx.query<CaseRow>(sql`
    select day, institution, department, issuer, class from recognition_case where ${CASE_KEY(personId, item, episode)}`);
  return rows[0] ?? null;
}

/** Answers a case; false when it was answered before. Two answers at once wait for each other here. */
export async function answerCase(
  tx: Queryable,
  key: { readonly personId: number; readonly item: string; readonly episode: string },
  answer: 'ACCEPT' | 'REPEAT',
  actId: number,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update recognition_case set answer = ${answer}, act_id = ${actId}
     where ${CASE_KEY(key.personId, key.item, key.episode)} and answer is null returning 1`);
  return rows.length > 0;
}

/** Notes that a result of the case was opened; false when one had been before. */
export async function openCase(tx: Queryable, personId: number, item: string, episode: string): Promise<boolean> {
  const rows = await tx.query(sql`
    update recognition_case set opened = true where ${CASE_KEY(personId, item, episode)} and not opened returning 1`);
  return rows.length > 0;
}
