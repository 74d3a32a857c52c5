/** Samples of acts for comments, and the acts from which they are drawn. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface Candidate {
  readonly id: number;
  readonly stratum: 'code-6' | 'repeat' | 'overlooked';
  readonly item: string;
  readonly department: string | null;
  readonly practitioner: string;
  readonly personId: number;
  readonly choice: 'REPEAT' | 'OVERLOOKED';
  readonly code: number | null;
  readonly note: string | null;
}

interface Month {
  readonly institution: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Repeats of what must be recognised, and such prompts passed over, of one institution; up to an act, if one is named. */
export async function findCandidates(
  db: Queryable,
  { institution, fromMs, toMs }: Month,
  upTo: number | null,
): Promise<readonly Candidate[]> {
  return db.query<Candidate>(sql`
    select id, case when choice = 'OVERLOOKED' then 'overlooked' when code = 6 then 'code-6' else 'repeat' end as stratum, item, department,
           practitioner, person_id as "personId", choice, code, note
      from recognition_act
     where institution = ${institution} and acted_at >= to_timestamp(${fromMs}::float8 / 1000) and acted_at < to_timestamp(${toMs}::float8 / 1000)
       and class = 'MUST' and (choice = 'OVERLOOKED' or choice = 'REPEAT' and outcome = 'ORDER_ALLOWED')
       and (${upTo}::bigint is null or id <= ${upTo}) order by id`);
}

/** Institutions with such acts in a month of which no sample was drawn. */
export async function findUndrawn(
  db: Queryable,
  month: string,
  { fromMs, toMs }: Pick<Month, 'fromMs' | 'toMs'>,
): Promise<readonly string[]> {
  const rows = await db.query<{ institution: string }>(sql`
    select distinct a.institution from recognition_act a
     where a.acted_at >= to_timestamp(${fromMs}::float8 / 1000) and a.acted_at < to_timestamp(${toMs}::float8 / 1000) and a.class = 'MUST'
       and (a.choice = 'OVERLOOKED' or a.choice = 'REPEAT' and a.outcome = 'ORDER_ALLOWED')
       and not exists (select from order_sample s where s.institution = a.institution and s.month = ${month}) order by 1`);
  return rows.map(({ institution }) => institution);
}

export interface SampleRow {
  readonly id: number;
  readonly institution: string;
  readonly month: string;
  readonly seed: string;
  readonly lists: string;
  readonly lastAct: number;
  readonly candidates: number;
  readonly drawnMs: number;
}

/** Adds a sample; null when one of this institution and month was drawn before. */
export async function insertSample(
  tx: Queryable,
  one: Omit<SampleRow, 'id' | 'drawnMs'> & { readonly drawnAt: number },
): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into order_sample (institution, month, seed, lists, last_act, candidates, drawn_at)
    values (${one.institution}, ${one.month}, ${one.seed}, ${one.lists}, ${one.lastAct}, ${one.candidates}, to_timestamp(${one.drawnAt}::float8 / 1000))
    on conflict (institution, month) do nothing returning id`);
  return rows[0]?.id ?? null;
}

export async function insertDrawn(
  tx: Queryable,
  sample: number,
  one: { readonly institution: string; readonly act: number; readonly stratum: string; readonly loop: number },
): Promise<void> {
  await tx.query(sql`
    insert into order_sample_act (sample_id, institution, act_id, stratum, loop_id)
    values (${sample}, ${one.institution}, ${one.act}, ${one.stratum}, ${one.loop})`);
}

/** The samples of an institution, the newest first. */
export async function findSamples(db: Queryable, institution: string): Promise<readonly SampleRow[]> {
  return db.query<SampleRow>(sql`
    select id, institution, month, seed, lists, last_act as "lastAct", candidates, extract(epoch from drawn_at)::float8 * 1000 as "drawnMs"
      from order_sample where institution = ${institution} order by month desc`);
}

export interface DrawnRow {
  readonly act: number;
  readonly loop: number;
  readonly stratum: Candidate['stratum'];
  readonly decision: string;
  readonly item: string;
  readonly department: string | null;
  readonly practitioner: string;
  readonly actedMs: number;
  readonly code: number | null;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
}

/** What a sample drew, with what became of it. */
export async function findDrawn(db: Queryable, sample: number): Promise<readonly DrawnRow[]> {
  return db.query<DrawnRow>(sql`
    select s.act_id as act, s.loop_id as loop, s.stratum, a.decision_id as decision, a.item, l.department, a.practitioner,
           extract(epoch from a.acted_at)::float8 * 1000 as "actedMs", a.code, l.status, l.state
      from order_sample_act s join recognition_act a on a.id = s.act_id join loop l on l.id = s.loop_id
     where s.sample_id = ${sample} order by a.acted_at desc, a.id`);
}
