/** Figures beside the rounds of EQA 室间质评: summaries of items, checks of material, programmes, the history of an item. */
import type { GradedCell, ItemSummary, RoundOutcome } from '@fujie/core/eqa';
import type { EqaItem, EqaMaterialEntry } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import type { By, OfRound } from './eqa.query.ts';
import { isLate } from './eqa.query.ts';

const at = (instant: number) => sql`to_timestamp(${instant}::float8 / 1000)`;

export async function insertSummaries(
  tx: Queryable,
  { id, unit }: OfRound,
  version: number,
  summaries: readonly ItemSummary[],
): Promise<void> {
  await tx.query(sql`
    insert into eqa_summary (round_id, unit, version, item, summary)
    select ${id}, ${unit}, ${version}, s->>'item', s from jsonb_array_elements(${jsonText(summaries)}::jsonb) s`);
}

export async function findSummaries(db: Queryable, id: number, version: number): Promise<readonly ItemSummary[]> {
  const rows = await db.query<{ summary: ItemSummary }>(
    sql`select summary from eqa_summary where round_id = ${id} and version = ${version} order by id`,
  );
  // One that was made before samples were withdrawn says nothing of it.
  return rows.map(({ summary }) => ({
    ...summary,
    samples: summary.samples.map((one) => ({ ...one, ungraded: (one.ungraded as string | null | undefined) ?? null })),
  }));
}

/** What a check of material found: the SD between vials, or the difference of the means, and the most that it may be. */
export interface MaterialOutcome {
  readonly verdict: string;
  readonly figure: number;
  readonly limit: number;
}

export interface MaterialRow extends MaterialOutcome {
  readonly item: string;
  readonly sample: string;
  readonly kind: 'homogeneity' | 'stability';
  readonly isFit: boolean;
  readonly by: string;
  readonly atMs: number;
}

export async function insertMaterial(
  tx: Queryable,
  { id, unit }: OfRound,
  { item, sample, ...readings }: EqaMaterialEntry,
  { kind, isFit, outcome }: Pick<MaterialRow, 'kind' | 'isFit'> & { readonly outcome: MaterialOutcome },
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_material_check (round_id, unit, item, sample, kind, readings, outcome, fit, entered_by, entered_name, recorded_at)
    values (${id}, ${unit}, ${item}, ${sample}, ${kind}, ${jsonText(readings)}::jsonb, ${jsonText(outcome)}::jsonb, ${isFit},
      ${by.id}, ${by.name}, ${at(by.at)})`);
}

/** The last check of each kind, item and sample. */
export async function findMaterials(db: Queryable, id: number): Promise<readonly MaterialRow[]> {
  return db.query<MaterialRow>(sql`
    select distinct on (item, sample, kind) item, sample, kind, fit as "isFit", outcome->>'verdict' as verdict,
      (outcome->>'figure')::float8 as figure, (outcome->>'limit')::float8 as "limit", entered_name as by,
      extract(epoch from recorded_at)::float8 * 1000 as "atMs"
    from eqa_material_check where round_id = ${id} order by item, sample, kind, id desc`);
}

/** How many laboratories took part with some item, and returned in time or late. */
export interface Turnout {
  readonly enrolled: number;
  readonly inTime: number;
  readonly late: number;
}

export async function findTurnout(worker: Queryable, id: number): Promise<Turnout> {
  const rows = await worker.query<Turnout>(sql`
    select count(*)::int as enrolled, (count(*) filter (where t."inTime"))::int as "inTime",
      (count(*) filter (where not t."inTime"))::int as late
    from (select distinct on (institution) round_id, institution, items from eqa_enrolment where round_id = ${id}
      order by institution, id desc) e
    left join lateral (
      select bool_or(not ${isLate(sql`e.round_id`)}) as "inTime" from eqa_return_act s
      where s.round_id = e.round_id and s.institution = e.institution and s.kind = 'submitted') t on true
    where cardinality(e.items) > 0`);
  return rows[0] ?? { enrolled: 0, inTime: 0, late: 0 };
}

export interface ProgrammeRow {
  readonly organiser: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string | null;
  readonly samples: number;
  readonly rounds: number;
  readonly items: readonly EqaItem[];
}

/** Holds the programmes of an organiser until the transaction ends: whether a code is free is seen one after the other. */
export async function lockProgrammes(tx: Queryable, organiser: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('eqa_programme'), hashtext(${organiser}))`);
}

export async function insertProgramme(tx: Queryable, unit: string, one: ProgrammeRow, by: By): Promise<void> {
  await tx.query(sql`
    insert into eqa_programme (unit, organiser, code, name_zh, name_en, samples, rounds, items, created_by, created_name, recorded_at)
    values (${unit}, ${one.organiser}, ${one.code}, ${one.nameZh}, ${one.nameEn}, ${one.samples}, ${one.rounds}, ${jsonText(one.items)}::jsonb,
      ${by.id}, ${by.name}, ${at(by.at)})`);
}

/** Programmes of a region's organisers as they are now. */
export async function findProgrammes(db: Queryable, unit: string): Promise<readonly ProgrammeRow[]> {
  return db.query<ProgrammeRow>(sql`
    select distinct on (organiser, code) organiser, code, name_zh as "nameZh", name_en as "nameEn", samples, rounds, items from eqa_programme
    where unit = ${unit} order by organiser, code, id desc`);
}

export interface PastScore {
  readonly id: number;
  readonly organiser: string;
  readonly round: string;
  readonly closesMs: number;
  readonly outcome: RoundOutcome;
  readonly percent: number | null;
  readonly passMark: number;
  readonly unit: string | null;
  /** Document that the allowable error is from, where the round says it. */
  readonly source: string | null;
  readonly cells: readonly GradedCell[];
}

/** Published scores of an institution in an item, the earliest first, by the version that stands. */
export async function findHistory(db: Queryable, institution: string, item: string): Promise<readonly PastScore[]> {
  return db.query<PastScore>(sql`
    select r.id, r.organiser, r.round, extract(epoch from coalesce(moved.closes_at, r.closes_at))::float8 * 1000 as "closesMs",
      s.outcome, s.percent::float8 as percent, (i.asked->>'passMark')::float8 as "passMark", i.asked->>'unit' as unit, i.asked->>'source' as source, s.cells
    from eqa_round r
    join eqa_score s on s.round_id = r.id and s.institution = ${institution} and s.item = ${item}
      and s.version = (select max(version) from eqa_act a where a.round_id = r.id and a.kind = 'published')
    join lateral (select asked from jsonb_array_elements(r.items) asked where asked->>'item' = s.item) i on true
    left join lateral (
      select closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled' order by a.id desc limit 1) moved on true
    order by coalesce(moved.closes_at, r.closes_at), r.id`);
}
