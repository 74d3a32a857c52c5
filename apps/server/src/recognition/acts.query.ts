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
  readonly choice: 'ACCEPT' | 'REPEAT' | 'OVERLOOKED' | 'OPENED' | 'ORDERED';
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
  choice: 'ACCEPT' | 'REPEAT' | 'OVERLOOKED' | 'OPENED' | 'ORDERED';
  outcome: string;
  item: string;
  result_id: string | null;
  result_version: number | null;
  class: 'MUST' | 'MAY' | 'NOT';
  code: number | null;
  flags: string[];
  explanation_due_ms: number | null;
  detail: Record<string, unknown>;
  chart_text: string | null;
  practitioner: string;
}

const ACT = sql`select id, extract(epoch from acted_at)::float8 * 1000 as acted_ms, choice, outcome, item, result_id, result_version, class, code, flags,
  extract(epoch from explanation_due_at)::float8 * 1000 as explanation_due_ms, detail, chart_text, practitioner from recognition_act`;

/** The answer that stands for a decision and item, if one was given. */
export async function findFinalAct(tx: Queryable, decisionId: string, item: string): Promise<ActRow | null> {
  const rows = await tx.query<ActRow>(
    sql`${ACT} where decision_id = ${decisionId} and item = ${item} and outcome in ('ACCEPTED', 'ORDER_ALLOWED')`,
  );
  return rows[0] ?? null;
}

/** An answer that left the question open and was given before: a blocked order, or an incomplete acceptance. */
export async function findOpenAnswer(
  tx: Queryable,
  decisionId: string,
  item: string,
  outcome: string,
): Promise<ActRow | null> {
  const rows = await tx.query<ActRow>(
    sql`${ACT} where decision_id = ${decisionId} and item = ${item} and outcome = ${outcome} order by id limit 1`,
  );
  return rows[0] ?? null;
}

/** Every act on a decision and item, oldest first. */
export async function findActs(db: Queryable, decisionId: string, item: string): Promise<ActRow[]> {
  return db.query<ActRow>(sql`${ACT} where decision_id = ${decisionId} and item = ${item} order by id`);
}

/** Final answers to items of a person in one encounter, latest first. */
export async function findAnswers(
  tx: Queryable,
  personId: number,
  episode: string,
  item: string,
): Promise<AnswerRow[]> {
  return tx.query<AnswerRow>(sql`
    select decision_id, choice, result_id, result_version from recognition_act
     where person_id = ${personId} and episode = ${episode} and item = ${item} and outcome in ('ACCEPTED', 'ORDER_ALLOWED')
     order by acted_at desc, id desc`);
}

export interface AnswerRow {
  decision_id: string;
  choice: 'ACCEPT' | 'REPEAT';
  result_id: string | null;
  result_version: number | null;
}
