/**
 * Cases 例 and what is counted of them: the standing answer, what was opened, what was passed over. All of it is derived from
 * the acts by one view, for one case as for all, and the daily counts follow the facts: kept and made anew they agree.
 */
import type { Queryable, Sql } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { addCounts } from './counts.query.ts';

/** Cases of one patient in one encounter. */
export interface CaseKeys {
  readonly personId: number;
  readonly episode: string;
  readonly items: readonly string[];
}

interface Fact {
  measure: string;
  day: string;
  institution: string;
  department: string;
  item: string;
  issuer: string;
  count: number;
  yuan: string;
}

const of = (alias: Sql, keys: CaseKeys): Sql =>
  sql`${alias}.person_id = ${keys.personId} and ${alias}.episode = ${keys.episode} and ${alias}.item = any(${keys.items})`;

/**
 * Does something that changes what is known of cases, and counts the difference. Changes in one encounter wait for each other, and
 * what follows from them sees all of them; the lock needs no row, because an item that cannot be recognised has no case.
 */
export async function recount<T>(tx: Queryable, keys: CaseKeys, work: () => Promise<T>): Promise<T> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(concat_ws('|', ${keys.personId}::bigint, ${keys.episode}::text), 0))`,
  );
  const before = await findFacts(tx, keys);
  const done = await work();
  await deriveCases(tx, keys);
  const after = await findFacts(tx, keys);
  await addCounts(tx, [...before.map((fact) => ({ ...fact, count: -fact.count, yuan: `-${fact.yuan}` })), ...after]);
  return done;
}

/** What acts make countable of some cases. That a case was opened is counted where it is opened. */
async function findFacts(tx: Queryable, keys: CaseKeys): Promise<Fact[]> {
  return tx.query<Fact>(sql`
    select measure, day, institution, department, item, issuer, count(*)::int as count, sum(yuan)::text as yuan
      from recognition_fact f where ${of(sql`f`, keys)} and measure not in ('opportunities', 'encouraged', 'unprompted')
     group by measure, day, institution, department, item, issuer`);
}

/** Brings the cases to the state that their acts make. */
async function deriveCases(tx: Queryable, keys: CaseKeys): Promise<void> {
  await tx.query(sql`
    update recognition_case c
       set answer = s.answer, act_id = s.act_id, opened = s.opened, overlooked_id = s.overlooked_id, reordered_id = s.reordered_id
      from recognition_case_state s
     where ${of(sql`s`, keys)} and ${of(sql`c`, keys)} and c.item = s.item
       and (c.answer, c.act_id, c.opened, c.overlooked_id, c.reordered_id)
         is distinct from (s.answer, s.act_id, s.opened, s.overlooked_id, s.reordered_id)`);
}

/** A later question that makes more of a case: a MUST after a MAY, or a prompt after an order that asked nothing. */
export interface Strengthened {
  person_id: number;
  item: string;
  episode: string;
  decision_id: string;
  class: 'MUST' | 'MAY';
  prompted: boolean;
}

/** Makes more of cases, and moves their counts. An answer to less no longer stands. */
export async function strengthenCases(tx: Queryable, due: readonly Strengthened[]): Promise<void> {
  const inOrder = [...due].sort((a, b) => compare(keyOf(a), keyOf(b)));
  for (const more of inOrder) {
    const keys = { personId: more.person_id, episode: more.episode, items: [more.item] };
    await recount(tx, keys, async () => {
      const [before] = await tx.query<Fact & { class: string; prompted: boolean }>(sql`
        select day, institution, department, item, issuer, class, prompted from recognition_case k where ${of(sql`k`, keys)} for update`);
      if (before === undefined) return;
      const isMust = before.class === 'MAY' && more.class === 'MUST';
      const isPrompt = !before.prompted && more.prompted;
      await tx.query(sql`
        update recognition_case k set class = ${isMust ? 'MUST' : before.class}, prompted = ${before.prompted || more.prompted},
               decision_id = case when ${isMust} then ${more.decision_id}::uuid else decision_id end
         where ${of(sql`k`, keys)}`);
      const { day, institution, department, item, issuer } = before;
      const moved = (measure: string, count: number) =>
        ({ day, institution, department, item, issuer, measure, count, yuan: '0' }) as const;
      await addCounts(tx, [
        ...(isMust ? [moved('encouraged', -1), moved('opportunities', 1)] : []),
        ...(isPrompt ? [moved('unprompted', -1)] : []),
      ]);
    });
  }
}

const keyOf = (due: Strengthened): string => `${due.episode}|${due.item}|${due.person_id}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
