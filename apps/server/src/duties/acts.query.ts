/** What the acts of one encounter leave to be done, and the loops that are open about it. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { EpisodeActed } from '../platform/events/events.ts';

export interface OwedAct {
  readonly duty: 'recognition/explanation' | 'recognition/chart-entry' | 'recognition/overlooked';
  /** The decision, or the order: one loop for each. */
  readonly subject: string;
  readonly item: string;
  readonly department: string | null;
  readonly practitioner: string;
  readonly actedMs: number;
  readonly dueMs: number | null;
  readonly chartText: string | null;
  /** The case of Article 19 that the physician gave after the order went out. */
  readonly lateCode: number | null;
  readonly lateNote: string | null;
  readonly lateMs: number | null;
  readonly latePractitioner: string | null;
}

/**
 * Explanations owed, accepted results that no record system wrote into its chart, must-recognise results that an order passed over.
 * What was answered before the order, or answered otherwise later, is owed no more.
 */
export async function findOwedActs(
  tx: Queryable,
  { personId, episode, institution }: EpisodeActed,
): Promise<readonly OwedAct[]> {
  return tx.query<OwedAct>(sql`
    with act as materialized (
      select * from recognition_act where person_id = ${personId} and institution = ${institution} and episode = ${episode}),
    final as (select * from act where outcome in ('ACCEPTED', 'ORDER_ALLOWED'))
    select 'recognition/explanation' as duty, o.decision_id::text as subject, o.item, nullif(o.department, '') as department, o.practitioner,
           extract(epoch from o.acted_at)::float8 * 1000 as "actedMs", extract(epoch from o.due_at)::float8 * 1000 as "dueMs", null as "chartText",
           null::int as "lateCode", null as "lateNote", null::float8 as "lateMs", null as "latePractitioner"
      from explanation_owed o where o.person_id = ${personId} and o.episode = ${episode}
    union all
    select 'recognition/chart-entry', a.decision_id::text, a.item, a.department, a.practitioner,
           extract(epoch from a.acted_at)::float8 * 1000, null, a.chart_text, null, null, null, null
      from final a where a.choice = 'ACCEPT' and a.detail ->> 'chart' = 'owed'
       and not exists (select from final f where f.item = a.item and (f.acted_at, f.id) > (a.acted_at, a.id))
    union all
    select 'recognition/overlooked', a.institution || '|' || a.order_ref, a.item, a.department, a.practitioner,
           extract(epoch from a.acted_at)::float8 * 1000, null, null, late.code, late.note,
           extract(epoch from late.acted_at)::float8 * 1000, late.practitioner
      from act a
      left join lateral (
        select f.* from final f where f.item = a.item and f.choice = 'REPEAT' and f.code is not null and f.acted_at > a.acted_at
         order by f.acted_at, f.id limit 1) late on true
     where a.class = 'MUST' and a.order_ref is not null and (a.choice = 'ORDERED' or a.choice = 'OVERLOOKED' and not exists (
       select from final f
        where f.item = a.item and f.acted_at <= a.acted_at
          and (f.decision_id = a.decision_id or (f.result_id = a.result_id and f.result_version = a.result_version))))
    order by "actedMs", item`);
}

export interface DutyLoop {
  readonly id: number;
  readonly definition: OwedAct['duty'];
  readonly subject: string;
  readonly status: LoopState['status'];
}

/** The loops of these duties that arose in one encounter. */
export async function findDutyLoops(
  tx: Queryable,
  { personId, episode, institution }: EpisodeActed,
): Promise<readonly DutyLoop[]> {
  return tx.query<DutyLoop>(sql`
    select l.id, l.definition, l.subject, l.status from loop l
     where l.person_id = ${personId} and l.unit = ${institution}
       and l.definition in ('recognition/explanation', 'recognition/chart-entry', 'recognition/overlooked')
       and l.subject in (
         select unnest(array[a.decision_id::text, a.institution || '|' || a.order_ref]) from recognition_act a
          where a.person_id = ${personId} and a.institution = ${institution} and a.episode = ${episode})
     order by l.id for update of l`);
}

export interface ExplainedAct {
  readonly actedMs: number;
  readonly practitioner: string;
  readonly explanation: Readonly<Record<string, unknown>>;
}

/** The last explanation that was given afterwards for a decision; null: none was. */
export async function findExplained(tx: Queryable, decision: string): Promise<ExplainedAct | null> {
  const rows = await tx.query<ExplainedAct>(sql`
    select extract(epoch from acted_at)::float8 * 1000 as "actedMs", practitioner, explanation from recognition_act
     where decision_id = ${decision}::uuid and choice = 'REPEAT' and outcome = 'NOTED' and explanation is not null
     order by acted_at desc, id desc limit 1`);
  return rows[0] ?? null;
}
