/** What follows the grades of a round 室间质评后续: pairs looked at, appeals, the scores of a year. */
import type { CollusionPair, CollusionSettings } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';
import type { By, OfLaboratory, OfRound } from './eqa.query.ts';

const at = (instant: number) => sql`to_timestamp(${instant}::float8 / 1000)`;

export interface ReviewRow {
  readonly first: string;
  readonly second: string;
  readonly finding: 'cleared' | 'confirmed' | 'open';
  readonly note: string;
  readonly by: string;
}

export async function insertReview(
  tx: Queryable,
  { id, unit }: OfRound,
  one: Omit<ReviewRow, 'by'>,
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_review (round_id, unit, first, second, finding, note, reviewed_by, reviewed_name, recorded_at)
    values (${id}, ${unit}, ${one.first}, ${one.second}, ${one.finding}, ${one.note}, ${by.id}, ${by.name}, ${at(by.at)})`);
}

/** The last look at each pair. */
export async function findReviews(db: Queryable, id: number): Promise<readonly ReviewRow[]> {
  return db.query<ReviewRow>(sql`
    select distinct on (first, second) first, second, finding, note, reviewed_name as by from eqa_review
    where round_id = ${id} order by first, second, id desc`);
}

export interface AppealRow {
  readonly id: number;
  readonly roundId: number;
  readonly institution: string;
  readonly item: string;
  readonly text: string;
  readonly by: string;
  readonly atMs: number;
  readonly outcome: 'accepted' | 'rejected' | null;
  readonly answer: string | null;
  readonly answeredMs: number | null;
}

export interface NewAppeal {
  readonly item: string;
  readonly text: string;
  readonly answers: number | null;
  readonly outcome: 'accepted' | 'rejected' | null;
}

export async function insertAppeal(
  tx: Queryable,
  { id, unit, institution }: OfLaboratory,
  one: NewAppeal,
  by: By,
): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into eqa_appeal (round_id, unit, institution, item, text, answers, outcome, entered_by, entered_name, recorded_at)
    values (${id}, ${unit}, ${institution}, ${one.item}, ${one.text}, ${one.answers}, ${one.outcome}, ${by.id}, ${by.name}, ${at(by.at)})
    returning id`);
  return rows[0]?.id ?? 0;
}

/** Appeals with their answers: of a round, of a laboratory in it, or one. */
export async function findAppeals(
  db: Queryable,
  which: { readonly round: number; readonly institution: string | null } | { readonly id: number },
): Promise<readonly AppealRow[]> {
  const wanted =
    'id' in which
      ? sql`a.id = ${which.id}`
      : sql`a.round_id = ${which.round} ${which.institution === null ? empty : sql`and a.institution = ${which.institution}`}`;
  return db.query<AppealRow>(sql`
    select a.id, a.round_id as "roundId", a.institution, a.item, a.text, a.entered_name as by,
      extract(epoch from a.recorded_at)::float8 * 1000 as "atMs", b.outcome, b.text as answer,
      extract(epoch from b.recorded_at)::float8 * 1000 as "answeredMs"
    from eqa_appeal a left join eqa_appeal b on b.answers = a.id
    where a.answers is null and ${wanted} order by a.id`);
}

/** How the returns of a round were screened 雷同筛查 with a version of its grades, and the pairs that somebody should look at. */
export interface ScreeningRow {
  readonly version: number;
  readonly settings: CollusionSettings;
  readonly laboratories: number;
  readonly pairs: readonly CollusionPair[];
}

export async function insertScreening(
  tx: Queryable,
  { id, unit }: OfRound,
  { version, settings, laboratories, pairs }: ScreeningRow,
  recordedAt: number,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_screening (round_id, unit, version, settings, laboratories, pairs, recorded_at)
    values (${id}, ${unit}, ${version}, ${jsonText(settings)}::jsonb, ${laboratories}, ${jsonText(pairs)}::jsonb, ${at(recordedAt)})`);
}

/** Null: that version was graded before screenings were kept. */
export async function findScreening(
  db: Queryable,
  id: number,
  version: number,
): Promise<(ScreeningRow & { readonly atMs: number }) | null> {
  const rows = await db.query<ScreeningRow & { readonly atMs: number }>(sql`
    select version, settings, laboratories, pairs, extract(epoch from recorded_at)::float8 * 1000 as "atMs" from eqa_screening
    where round_id = ${id} and version = ${version}`);
  return rows[0] ?? null;
}

export interface ScoreOfYear {
  /** Of the round. */
  readonly id: number;
  readonly organiser: string;
  readonly round: string;
  readonly item: string;
  readonly passMark: number;
  readonly percent: number | null;
}

/** Published scores of an institution in a year, by the version that stands. */
export async function findScoresOfYear(
  db: Queryable,
  institution: string,
  year: number,
): Promise<readonly ScoreOfYear[]> {
  return db.query<ScoreOfYear>(sql`
    select r.id, r.organiser, r.round, s.item, (i.asked->>'passMark')::float8 as "passMark",
      case when s.outcome = 'PENDING' then null else s.percent::float8 end as percent
    from eqa_round r
    join eqa_score s on s.round_id = r.id and s.institution = ${institution}
      and s.version = (select max(version) from eqa_act a where a.round_id = r.id and a.kind = 'published')
    join lateral (select asked from jsonb_array_elements(r.items) asked where asked->>'item' = s.item) i on true
    where r.year = ${year} order by r.organiser, s.item, r.round`);
}

/** Items of every round that was ever made here, with the day on which it closes. */
export async function findPlannedItems(
  db: Queryable,
): Promise<readonly { readonly organiser: string; readonly item: string; readonly closesOn: Day }[]> {
  return db.query(sql`
    select r.organiser, i ->> 'item' as item,
      to_char(coalesce(moved.closes_at, r.closes_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "closesOn"
    from eqa_round r cross join lateral jsonb_array_elements(r.items) i
    left join lateral (
      select closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled' order by a.id desc limit 1) moved on true`);
}
