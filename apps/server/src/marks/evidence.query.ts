/** What is on record of an institution and item beside the registers: last runs of control material, open loops. */
import type { Instant } from '@fujie/core/kernel';
import type { FollowedLoop } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

interface LastRun {
  readonly system: string;
  readonly instrument: string;
  readonly measuredMs: number;
  readonly verdict: 'accept' | 'warning' | 'reject' | 'unjudged';
  readonly fired: readonly { readonly rule: string }[];
}

/** The last routine run of each test system of an item before an instant. */
export async function findLastRuns(
  db: Queryable,
  institution: string,
  systems: readonly string[],
  before: Instant,
): Promise<readonly LastRun[]> {
  return db.query<LastRun>(sql`
    select r.* from unnest(${systems}::text[]) s(code)
    cross join lateral (
      select system, instrument, extract(epoch from measured_at)::float8 * 1000 as "measuredMs", verdict, fired from iqc_run v
       where institution = ${institution} and system = s.code and purpose = 'routine'
         and measured_at < to_timestamp(${before}::float8 / 1000)
       order by measured_at desc, version desc limit 1) r
    order by 1`);
}

/** Rounds of EQA with an item that were organised on the platform, by organiser and name. */
export async function findOrganised(
  worker: Queryable,
  item: string,
  rounds: readonly { readonly organiser: { readonly code: string }; readonly round: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (rounds.length === 0) return new Map();
  const rows = await worker.query<{ name: string; id: number }>(sql`
    select organiser || '|' || round as name, id from eqa_round
    join unnest(${rounds.map(({ organiser }) => organiser.code)}::text[], ${rounds.map(({ round }) => round)}::text[]) as n (organiser, round)
      using (organiser, round)
    where exists (select from jsonb_array_elements(items) i where i->>'item' = ${item})`);
  return new Map(rows.map(({ name, id }) => [name, id]));
}

interface OpenLoop {
  readonly id: number;
  readonly definition: FollowedLoop;
  readonly subject: string;
  readonly openedMs: number;
  readonly dueMs: number | null;
}

/** Open loops of an institution of these kinds. */
export async function findOpenLoops(
  db: Queryable,
  institution: string,
  definitions: readonly string[],
): Promise<readonly OpenLoop[]> {
  return db.query<OpenLoop>(sql`
    select id, definition, subject, extract(epoch from opened_at)::float8 * 1000 as "openedMs",
      extract(epoch from due_at)::float8 * 1000 as "dueMs"
    from loop where unit = ${institution} and status = 'open' and definition = any(${definitions}::text[])
    order by opened_at desc limit 500`);
}
