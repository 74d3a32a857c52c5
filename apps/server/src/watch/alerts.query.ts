/** Alerts 预警 of the watch and how they were judged. Rows are only ever added. */
import type { Instant } from '@fujie/core/kernel';
import type { Alert, DayOfAccount, Severity, WatchRule } from '@fujie/core/watch';
import type { AuditAction, AuditOutcome, WatchReview } from '@fujie/wire/contracts';

import type { Database, Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

const ms = (column: string): string => `round(extract(epoch from ${column}) * 1000)::float8`;

/** Until when everything was judged; null: nothing was yet. */
export async function findWatchedUntil(db: Queryable): Promise<Instant | null> {
  const [row] = await db.prepared<{ until: Instant | null }>(
    'watched-until',
    `select ${ms('max(until)')} as until from watch_window`,
    [],
  );
  return row?.until ?? null;
}

export interface Judged {
  readonly until: Instant;
  readonly at: Instant;
  readonly uses: number;
  readonly alerts: readonly Alert[];
  /** What accounts did on a day that is over by this. */
  readonly days: readonly DayOfAccount[];
}

/**
 * Stores what a window showed; how many alerts are new. Another server that judged the same window came first, or finds the
 * same: an episode is told once.
 */
export async function storeWindow(db: Database, { until, at, uses, alerts, days }: Judged): Promise<number> {
  return db.tx(async (tx) => {
    const isFirst = await tx.query(sql`
      insert into watch_window (until, uses, alerts, judged_at)
      values (to_timestamp(${until}::float8 / 1000), ${uses}, ${alerts.length}, to_timestamp(${at}::float8 / 1000))
      on conflict do nothing returning 1`);
    if (isFirst.length === 0) return 0;
    await tx.query(sql`
      insert into watch_day (account, day, persons, devices)
      select account, day, persons, devices
        from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as d (account text, day date, persons int, devices text[])
      on conflict do nothing`);
    const rows = await tx.query(sql`
      insert into watch_alert (rule, severity, account, institution, at, episode, events, facts, found_at)
      select rule, severity, account, institution, to_timestamp(at / 1000), episode, events, facts, to_timestamp(${at}::float8 / 1000)
        from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb)
          as a (rule text, severity text, account text, institution text, at float8, episode text, events bigint[], facts jsonb)
      on conflict (episode) do nothing returning 1`);
    return rows.length;
  });
}

export interface AlertRow {
  readonly id: number;
  readonly rule: WatchRule;
  readonly severity: Severity;
  readonly account: string;
  readonly holder: string | null;
  readonly institution: string | null;
  readonly at: Instant;
  readonly found_at: Instant;
  readonly events: readonly number[];
  readonly facts: Alert['facts'];
  readonly verdict: WatchReview['verdict'] | null;
  readonly note: string | null;
  readonly reviewed_at: Instant | null;
  readonly reviewed_by: string | null;
}

const ALERTS = `select a.id, a.rule, a.severity, a.account, c.name as holder, a.institution, ${ms('a.at')} as at,
    ${ms('a.found_at')} as found_at, to_jsonb(a.events) as events, a.facts, r.verdict, r.note, ${ms('r.reviewed_at')} as reviewed_at, r.reviewed_by
  from watch_alert a left join watch_review r on r.alert_id = a.id left join account c on c.username = a.account`;

/** What is still to judge before the rest, the newest first. */
export async function findAlerts(
  db: Queryable,
  { isJudged, rule }: { readonly isJudged: boolean | null; readonly rule: WatchRule | null },
  limit: number,
): Promise<readonly AlertRow[]> {
  return db.prepared<AlertRow>(
    'watch-alerts',
    `${ALERTS} where ($1::boolean is null or (r.verdict is not null) = $1) and ($2::text is null or a.rule = $2)
     order by r.verdict is not null, a.at desc, a.id desc limit $3`,
    [isJudged, rule, limit],
  );
}

export async function findAlert(db: Queryable, id: number): Promise<AlertRow | null> {
  const [row] = await db.prepared<AlertRow>('watch-alert', `${ALERTS} where a.id = $1`, [id]);
  return row ?? null;
}

export interface RuleCount {
  readonly rule: WatchRule;
  readonly raised: number;
  readonly open: number;
  readonly confirmed: number;
  readonly explained: number;
  readonly falseAlarm: number;
}

/** How often each rule fired, and how that was judged. */
export async function countAlerts(db: Queryable): Promise<readonly RuleCount[]> {
  return db.query<RuleCount>(sql`
    select a.rule, count(*)::int as raised, count(*) filter (where r.verdict is null)::int as open,
           count(*) filter (where r.verdict = 'confirmed')::int as confirmed,
           count(*) filter (where r.verdict = 'explained')::int as explained,
           count(*) filter (where r.verdict = 'false-alarm')::int as "falseAlarm"
      from watch_alert a left join watch_review r on r.alert_id = a.id group by a.rule`);
}

export interface EvidenceRow {
  readonly id: number;
  readonly at: Instant;
  readonly account: string;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly institution: string | null;
  readonly department: string | null;
  readonly person: number | null;
  readonly address: string | null;
  readonly credential: string | null;
}

/** Entries of the audit: who, when, what kind, of whom, from where; not what was read. */
export async function findEvidence(db: Queryable, ids: readonly number[]): Promise<readonly EvidenceRow[]> {
  return db.query<EvidenceRow>(sql`
    select id, round(extract(epoch from at) * 1000)::float8 as at, actor as account, action, outcome, institution, department,
           person_id as person, address, credential
      from audit_event where id = any(${ids}) order by id`);
}

/** Records how an alert was judged; false: it was judged before. */
export async function insertWatchReview(
  db: Queryable,
  review: { readonly id: number; readonly at: Instant; readonly by: string } & WatchReview,
): Promise<boolean> {
  const rows = await db.query(sql`
    insert into watch_review (alert_id, verdict, note, reviewed_at, reviewed_by)
    values (${review.id}, ${review.verdict}, ${review.note}, to_timestamp(${review.at}::float8 / 1000), ${review.by})
    on conflict do nothing returning 1`);
  return rows.length > 0;
}
