/** What became of alerts 预警处置: acted on, dismissed, wrong; by rule, which is the stage of a kind of loop and the step of its ladder. */
import type { AlertMeasure, DismissalReason } from '@fujie/wire/contracts';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface AlertRow {
  readonly id: number;
  readonly key: string;
  readonly loop: number;
  readonly definition: string;
  readonly stage: string;
  readonly percent: number;
  readonly unit: string;
  readonly department: string | null;
  readonly toRole: string;
  readonly atMs: number;
  readonly actedMs: number | null;
  readonly reason: DismissalReason | null;
  readonly note: Buffer | null;
  readonly dismissedMs: number | null;
  readonly dismissedBy: string | null;
}

/** What was sent, and whose time the loop did reach; what somebody dismissed fired, whatever was recorded since. */
const FIRED = sql`not a.superseded and (not a.void or d.id is not null)`;

/** Alerts that fired, each with the first act after it on its stage, and whether it was dismissed. */
const ALERTS = sql`select a.id, a.key, a.loop_id as loop, l.definition, a.stage, a.percent, a.unit, a.department, a.to_role as "toRole", a.to_at as "toAt",
    extract(epoch from a.at)::float8 * 1000 as "atMs", extract(epoch from r.at)::float8 * 1000 as "actedMs",
    d.reason, d.note, extract(epoch from d.dismissed_at)::float8 * 1000 as "dismissedMs", d.by_name as "dismissedBy"
  from loop_alert a join loop l on l.id = a.loop_id left join loop_alert_dismissal d on d.alert_id = a.id
  left join lateral (select min(r.recorded_at) as at from loop_record r
    where r.loop_id = a.loop_id and r.recorded_at >= a.at and (r.kind = 'act' and r.stage = a.stage or r.kind = 'waived' or r.kind = 'assigned')) r on true
 where ${FIRED}`;

export interface AlertsCounted {
  readonly units: readonly string[];
  readonly definitions: readonly string[];
  readonly department: string | null;
  readonly from: number;
  readonly to: number;
}

const within = ({ units, definitions, department, from, to }: AlertsCounted): Sql => sql`
  a.unit = any(${units}::text[]) and l.definition = any(${definitions}::text[]) and (${department}::text is null or a.department = ${department})
  and a.at >= to_timestamp(${from}::float8 / 1000) and a.at < to_timestamp(${to}::float8 / 1000)`;

function measured(measure: AlertMeasure): Sql {
  switch (measure) {
    case 'fired':
      return sql`true`;
    case 'acted':
      return sql`"actedMs" is not null and reason is null`;
    case 'dismissed':
      return sql`reason is not null`;
    case 'wrong':
      return sql`reason = 'wrong'`;
  }
}

export interface RuleRow {
  readonly definition: string;
  readonly stage: string;
  readonly percent: number;
  readonly toRole: string;
  readonly toAt: string;
  readonly fired: number;
  readonly acted: number;
  readonly dismissed: number;
  readonly wrong: number;
  readonly median: number | null;
}

/** Counts by rule, with the median of minutes from an alert to the first act. */
export async function countAlerts(db: Queryable, counted: AlertsCounted): Promise<readonly RuleRow[]> {
  const of = (measure: AlertMeasure): Sql => sql`count(*) filter (where ${measured(measure)})::int`;
  return db.query<RuleRow>(sql`
    select definition, stage, percent, "toRole", "toAt", ${of('fired')} as fired, ${of('acted')} as acted, ${of('dismissed')} as dismissed,
      ${of('wrong')} as wrong, percentile_cont(0.5) within group (order by ("actedMs" - "atMs") / 60000) as median
      from (${ALERTS} and ${within(counted)}) alert
     group by definition, stage, percent, "toRole", "toAt" order by fired desc, definition, stage, percent`);
}

/** The alerts behind a number, newest first. */
export async function findAlerts(
  db: Queryable,
  counted: AlertsCounted,
  rule: { readonly stage: string; readonly percent: number; readonly measure: AlertMeasure },
  most: number,
): Promise<readonly AlertRow[]> {
  return db.query<AlertRow>(sql`
    select * from (${ALERTS} and ${within(counted)} and a.stage = ${rule.stage} and a.percent = ${rule.percent}) alert
     where ${measured(rule.measure)} order by "atMs" desc, id desc limit ${most}`);
}

/** Alerts of one loop. */
export async function findAlertsOf(db: Queryable, loop: number): Promise<readonly AlertRow[]> {
  return db.query<AlertRow>(sql`${ALERTS} and a.loop_id = ${loop} order by a.at, a.id`);
}

export interface NewDismissal {
  readonly alert: number;
  readonly unit: string;
  readonly reason: DismissalReason;
  readonly note: string;
  readonly at: number;
  readonly by: { readonly id: string; readonly name: string; readonly role: string };
}

/** Adds a dismissal; false when the alert was dismissed before. */
export async function insertDismissal(tx: Queryable, one: NewDismissal): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into loop_alert_dismissal (alert_id, unit, reason, note, dismissed_at, by_id, by_name, by_role)
    values (${one.alert}, ${one.unit}, ${one.reason}, ${sealed(one.note)}, to_timestamp(${one.at}::float8 / 1000), ${one.by.id}, ${one.by.name}, ${one.by.role})
    on conflict (alert_id) do nothing returning id`);
  return rows.length > 0;
}

/** How often a rule fired in a unit since an instant, and how often it was dismissed. */
export async function countRule(
  tx: Queryable,
  rule: { readonly unit: string; readonly definition: string; readonly stage: string; readonly percent: number },
  since: number,
): Promise<{ readonly fired: number; readonly dismissed: number; readonly wrong: number }> {
  const rows = await tx.query<{ fired: number; dismissed: number; wrong: number }>(sql`
    select count(*)::int as fired, count(d.id)::int as dismissed, count(d.id) filter (where d.reason = 'wrong')::int as wrong
      from loop_alert a join loop l on l.id = a.loop_id left join loop_alert_dismissal d on d.alert_id = a.id
     where ${FIRED} and a.unit = ${rule.unit} and l.definition = ${rule.definition} and a.stage = ${rule.stage} and a.percent = ${rule.percent}
       and a.at >= to_timestamp(${since}::float8 / 1000)`);
  return rows[0] ?? { fired: 0, dismissed: 0, wrong: 0 };
}

/** Reviews of a rule so far: how many, whether one is open, and when the last ended. */
export async function findReviews(
  tx: Queryable,
  definition: string,
  subject: string,
): Promise<{ readonly count: number; readonly isOpen: boolean; readonly endedMs: number | null }> {
  const rows = await tx.query<{ count: number; isOpen: boolean; endedMs: number | null }>(sql`
    select count(*)::int as count, coalesce(bool_or(status = 'open'), false) as "isOpen", extract(epoch from max(closed_at))::float8 * 1000 as "endedMs"
      from loop where definition = ${definition} and starts_with(subject, ${`${subject}|`})`);
  return rows[0] ?? { count: 0, isOpen: false, endedMs: null };
}
