/** Decisions 判定 as stored: append-only, written in groups together with the cases and counts that they open. */
import type { RecognitionClass } from '@fujie/core/recognition';

import { groupedBy } from '../platform/db/grouped.ts';
import type { Database, Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { Strengthened } from './cases.query.ts';
import { strengthenCases } from './cases.query.ts';

/** What was asked: enough to ask again, with the results that the answer names. */
export interface StoredInput {
  readonly items: readonly { readonly item: string; readonly orderRef: string | null; readonly panel: string | null }[];
  readonly encounter: unknown;
  readonly sees?: Sees;
}

/**
 * What was within reach, when it was not what the person's objections and consents leave: the own results only, because there
 * was no ground to look at others; or all, because a life was in danger.
 */
export type Sees = 'own' | 'all';

export interface StoredCandidate {
  readonly id: string;
  /** The exact version that was looked at. */
  readonly version: number;
  readonly issuer: string;
  readonly class: RecognitionClass;
  readonly basis: 'MARK' | 'CONSORTIUM' | null;
  readonly reasons: readonly string[];
  readonly suggestions: readonly (readonly [code: number, strength: string])[];
  /** When the form was opened that this class was given on, if it only holds for that form (ms). */
  readonly heldSince?: number;
}

export interface StoredItem {
  readonly item: string;
  readonly class: RecognitionClass | null;
  /** What the physician had answered on the best candidate in this encounter before asking again. */
  readonly answered: 'ACCEPT' | 'REPEAT' | null;
  readonly candidates: readonly StoredCandidate[];
}

/** What was answered, item by item in the order asked. */
export interface StoredOutput {
  readonly identity: 'certain' | 'unknown' | 'unconfirmed';
  readonly timedOut: boolean;
  readonly emergency: boolean;
  readonly items: readonly StoredItem[];
}

export type DecisionKind = 'check' | 'order';

export interface NewDecision {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly askedAt: number;
  readonly asOf: number;
  readonly day: string;
  /** 0: the patient is not known here. */
  readonly personId: number;
  readonly institution: string;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly encounter: string | null;
  readonly episode: string;
  readonly orderRef: string | null;
  readonly jurisdiction: string;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Digest of what the packs say. */
  readonly packDigest: string;
  readonly revision: number;
  readonly input: StoredInput;
  readonly output: StoredOutput;
  readonly actor: string;
  /** Asked by the system of the institution, which thereby states that the person is in its care. */
  readonly isStatement: boolean;
  /** Items for which something is offered: item, class, issuer. */
  readonly cases: readonly (readonly [item: string, cls: 'MUST' | 'MAY', issuer: string])[];
}

// Sorted wherever rows are locked, so that two servers never wait for each other in a circle. Looking whether a case was
// opened with less is a look-up by key for each offer, however large the table is; where one was, nothing is stored yet.
const INSERT = `
  with given as materialized (
    select * from json_to_recordset($1::json) as g (
      id uuid, kind text, "askedAt" float8, "asOf" float8, day date, "personId" bigint, institution text, department text,
      practitioner text, encounter text, episode text, "orderRef" text, jurisdiction text, packs jsonb, "packDigest" text, revision bigint,
      input jsonb, output jsonb, actor text, "isStatement" boolean, cases json)
  ), due as materialized (
    select distinct on (g."personId", c.offered ->> 0, g.episode)
      g."personId" as person_id, c.offered ->> 0 as item, g.episode, g.id as decision_id, c.offered ->> 1 as class, g.kind <> 'order' as prompted
      from given g cross join lateral json_array_elements(g.cases) as c (offered)
      cross join lateral (
        select k.class, k.prompted from recognition_case k
         where k.person_id = g."personId" and k.item = c.offered ->> 0 and k.episode = g.episode limit 1) k
     where (c.offered ->> 1 = 'MUST' and k.class = 'MAY') or (g.kind <> 'order' and not k.prompted)
     order by g."personId", c.offered ->> 0, g.episode, (c.offered ->> 1 = 'MUST') desc, g."askedAt"
  ), stored as (
    insert into decision (id, kind, asked_at, as_of, person_id, institution, department, practitioner, encounter, order_ref,
      jurisdiction, packs, pack_digest, revision, input, output, actor)
    select id, kind, to_timestamp("askedAt" / 1000), to_timestamp("asOf" / 1000), "personId", institution, department,
      practitioner, encounter, "orderRef", jurisdiction, packs, "packDigest", revision, input, output, actor
      from given where not exists (select from due)
    returning id, seq
  ), stated as (
    insert into encounter_statement (person_id, institution, stated_at, encounter, practitioner, stated_by)
    select "personId", institution, to_timestamp("askedAt" / 1000), encounter, practitioner, actor
      from given join stored using (id) where "isStatement"
  ), offered as materialized (
    select distinct on (g."personId", c.offered ->> 0, g.episode)
      g."personId" as person_id, c.offered ->> 0 as item, g.episode, g.day, g.institution, coalesce(g.department, '') as department,
      c.offered ->> 2 as issuer, c.offered ->> 1 as class, g.id as decision_id, s.seq, g.kind <> 'order' as prompted
      from given g join stored s on s.id = g.id cross join lateral json_array_elements(g.cases) as c (offered)
     order by g."personId", c.offered ->> 0, g.episode, (c.offered ->> 1 = 'MUST') desc, s.seq
  ), opened as (
    insert into recognition_case (person_id, item, episode, day, institution, department, issuer, class, decision_id, first_seq, prompted)
    select person_id, item, episode, day, institution, department, issuer, class, decision_id, seq, prompted from offered
    on conflict do nothing
    returning day, institution, department, item, issuer, class, prompted
  ), counted as (
    select day, institution, department, item, issuer, case class when 'MUST' then 'opportunities' else 'encouraged' end as measure, count(*) as count
      from opened group by day, institution, department, item, issuer, class
    union all
    select day, institution, department, item, issuer, 'unprompted', count(*)
      from opened where not prompted group by day, institution, department, item, issuer
    union all
    select day, institution, coalesce(department, ''), '', '', 'timedOut', count(*)
      from given join stored using (id) where (output ->> 'timedOut')::boolean group by day, institution, department
  ), daily as (
    insert into recognition_daily (day, institution, department, item, issuer, measure, count)
    select day, institution, department, item, issuer, measure, count from counted
     order by day, institution, department, item, issuer, measure
    on conflict (day, institution, department, item, issuer, measure)
      do update set count = recognition_daily.count + excluded.count
  )
  select * from due`;

/** Stores decisions, unless they make more of cases than the first question did: then answers these and stores nothing. */
async function insertDecisions(db: Queryable, decisions: readonly NewDecision[]): Promise<Strengthened[]> {
  return db.prepared<Strengthened>('insert-decisions', INSERT, [JSON.stringify(decisions.map(packed))]);
}

/** Stores decisions, opens their cases or makes more of them, and counts them, in a transaction of the caller. */
export async function storeDecisionsIn(tx: Queryable, decisions: readonly NewDecision[]): Promise<void> {
  for (;;) {
    const due = await insertDecisions(tx, decisions);
    if (due.length === 0) return;
    await strengthenCases(tx, due);
  }
}

/** The same, all of it or nothing: by the one statement, and in a transaction only where cases become more. */
export async function storeDecisions(db: Database, decisions: readonly NewDecision[]): Promise<void> {
  const due = await insertDecisions(db, decisions);
  if (due.length > 0) await db.tx((tx) => storeDecisionsIn(tx, decisions));
}

const stateTogether = groupedBy(async (db: Queryable, glances: readonly NewDecision[]) => {
  const stated = glances.filter((glance) => glance.isStatement);
  if (stated.length > 0)
    await db.query(sql`
      insert into encounter_statement (person_id, institution, stated_at, encounter, practitioner, stated_by)
      select person_id, institution, to_timestamp(at / 1000), encounter, practitioner, actor from unnest(
        ${stated.map((g) => g.personId)}::bigint[], ${stated.map((g) => g.institution)}::text[],
        ${stated.map((g) => g.askedAt)}::float8[], ${stated.map((g) => g.encounter)}::text[],
        ${stated.map((g) => g.practitioner)}::text[], ${stated.map((g) => g.actor)}::text[])
        as g (person_id, institution, at, encounter, practitioner, actor)`);
  return glances.map(() => undefined);
});

/** Keeps of a glance at a chart, of which nothing else is stored, that the person is in the care of who asked. */
export async function stateEncounter(db: Database, glance: NewDecision): Promise<void> {
  await stateTogether(db, glance);
}

// Every order at every hospital leaves a row: lists without names take a third of the room.
type PackedCandidate = readonly [
  id: string,
  version: number,
  issuer: string,
  cls: StoredCandidate['class'],
  basis: StoredCandidate['basis'],
  reasons: StoredCandidate['reasons'],
  suggestions: StoredCandidate['suggestions'],
  heldSince?: number,
];
type PackedItem = readonly [
  item: string,
  cls: StoredItem['class'],
  candidates: readonly PackedCandidate[],
  answered?: 'ACCEPT' | 'REPEAT',
];
type PackedOutput = Omit<StoredOutput, 'items'> & { readonly items: readonly PackedItem[] };
type PackedInput = Omit<StoredInput, 'items'> & {
  readonly items: readonly (readonly [item: string, orderRef: string | null, panel: string | null])[];
};

function packed(decision: NewDecision): object {
  const { input, output } = decision;
  const items = output.items.map((item): PackedItem => [
    item.item,
    item.class,
    item.candidates.map((c): PackedCandidate => {
      const packed = [c.id, c.version, c.issuer, c.class, c.basis, c.reasons, c.suggestions] as const;
      return c.heldSince === undefined ? packed : [...packed, c.heldSince];
    }),
    ...(item.answered === null ? ([] as const) : ([item.answered] as const)),
  ]);
  const asked: PackedInput = { ...input, items: input.items.map((i) => [i.item, i.orderRef, i.panel] as const) };
  return { ...decision, input: asked, output: { ...output, items } satisfies PackedOutput };
}

type PackedRow = Omit<DecisionRow, 'input' | 'output'> & { readonly input: PackedInput; readonly output: PackedOutput };

function unpacked(row: PackedRow): DecisionRow {
  return {
    ...row,
    input: { ...row.input, items: row.input.items.map(([item, orderRef, panel]) => ({ item, orderRef, panel })) },
    output: {
      ...row.output,
      items: row.output.items.map(([item, best, candidates, answered = null]) => ({
        item,
        class: best,
        answered,
        candidates: candidates.map(([id, version, issuer, cls, basis, reasons, suggestions, heldSince]) => ({
          id,
          version,
          issuer,
          class: cls,
          basis,
          reasons,
          suggestions,
          ...(heldSince === undefined ? {} : { heldSince }),
        })),
      })),
    },
  };
}

/** The results that a decision looked at, each once. */
export function resultsOf(output: StoredOutput): readonly { readonly id: string; readonly version: number }[] {
  const refs = new Map<string, { readonly id: string; readonly version: number }>();
  for (const { candidates } of output.items) for (const { id, version } of candidates) refs.set(id, { id, version });
  return [...refs.values()];
}

export interface DecisionRow {
  id: string;
  kind: DecisionKind;
  asked_ms: number;
  as_of_ms: number;
  person_id: number;
  institution: string;
  department: string | null;
  practitioner: string | null;
  encounter: string | null;
  order_ref: string | null;
  jurisdiction: string;
  packs: { id: string; version: string }[];
  /** Null on decisions of before the digest was kept. */
  pack_digest: string | null;
  revision: number;
  input: StoredInput;
  output: StoredOutput;
  actor: string;
}

const DECISION = `select id, kind, extract(epoch from asked_at)::float8 * 1000 as asked_ms, extract(epoch from as_of)::float8 * 1000 as as_of_ms,
  person_id, institution, department, practitioner, encounter, order_ref, jurisdiction, packs, pack_digest, revision, input, output, actor from decision`;

export async function findDecision(db: Queryable, id: string): Promise<DecisionRow | null> {
  const rows = await db.prepared<PackedRow>('decision-by-id', `${DECISION} where id = $1`, [id]);
  return rows[0] === undefined ? null : unpacked(rows[0]);
}

/** Decisions on one person in one institution since an instant, latest first. */
export async function findRecentDecisions(
  db: Queryable,
  personId: number,
  institution: string,
  since: number,
): Promise<DecisionRow[]> {
  const rows = await db.prepared<PackedRow>(
    'decisions-of-person',
    `${DECISION} where person_id = $1 and institution = $2 and asked_at >= to_timestamp($3::float8 / 1000) order by asked_at desc, seq desc limit 50`,
    [personId, institution, since],
  );
  return rows.map(unpacked);
}

/** Whether a question on somebody in an encounter got no answer, before it was known who it was on. */
export async function isUnansweredEncounter(
  db: Queryable,
  institution: string,
  encounter: string,
  since: number,
): Promise<boolean> {
  const rows = await db.query(sql`
    select from decision
     where institution = ${institution} and asked_at >= to_timestamp(${since}::float8 / 1000) and (output ->> 'timedOut')::boolean
       and person_id = 0 and encounter = ${encounter} limit 1`);
  return rows.length > 0;
}

/** A page of decisions in the order stored, for replay; `days` are `[from, to]`, both included. */
export async function pageDecisions(
  db: Queryable,
  after: number,
  days: { readonly from: string | null; readonly to: string | null },
  limit: number,
): Promise<{ id: string; seq: number }[]> {
  return db.query<{ id: string; seq: number }>(sql`
    select id, seq from decision
     where seq > ${after}
       and (${days.from}::date is null or asked_at >= (${days.from}::date)::timestamp at time zone 'Asia/Shanghai')
       and (${days.to}::date is null or asked_at < (${days.to}::date + 1)::timestamp at time zone 'Asia/Shanghai')
     order by seq limit ${limit}`);
}

/** A random sample of decisions, for replay. */
export async function sampleDecisions(
  db: Queryable,
  days: { readonly from: string | null; readonly to: string | null },
  count: number,
): Promise<{ id: string }[]> {
  return db.query<{ id: string }>(sql`
    select id from decision
     where (${days.from}::date is null or asked_at >= (${days.from}::date)::timestamp at time zone 'Asia/Shanghai')
       and (${days.to}::date is null or asked_at < (${days.to}::date + 1)::timestamp at time zone 'Asia/Shanghai')
     order by random() limit ${count}`);
}
