/** Alerts whose readers are still to be found, and who they are. */
import type { Instant } from '@fujie/core/kernel';
import type { Owner } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { Preference } from './timing.ts';

export interface UntoldAlert {
  readonly id: number;
  readonly loop: number;
  readonly definition: string;
  readonly openedMs: number;
  readonly unit: string;
  readonly stage: string;
  readonly percent: number;
  readonly role: string;
  readonly place: Owner['at'];
  readonly department: string | null;
  readonly harm: number;
  readonly assignee: string | null;
  /** Who has been told of what is waited for, those of departments that test or examine by name. */
  readonly told: string;
  /** Whether its stage is still waited for. */
  readonly isWaited: boolean;
}

/** Holds alerts whose readers nobody has found; those that another server holds, or whose loop is just being decided, are left to it. */
export async function claimUntold(tx: Queryable, most: number): Promise<readonly UntoldAlert[]> {
  return tx.query<UntoldAlert>(sql`
    select a.id, a.loop_id as loop, l.definition, extract(epoch from l.opened_at)::float8 * 1000 as "openedMs", a.unit, a.stage, a.percent, a.to_role as role, a.to_at as place, a.department, l.harm, l.assignee, array_to_string(l.told, ',') as told,
      l.status = 'open' and a.stage = any(l.stages) as "isWaited"
      from loop_alert a join loop l on l.id = a.loop_id
     where a.told_at is null and not a.superseded and not a.void order by a.id limit ${most}
     for update of a skip locked for key share of l skip locked`);
}

export async function markTold(tx: Queryable, alerts: readonly number[], now: Instant): Promise<void> {
  await tx.query(
    sql`update loop_alert set told_at = to_timestamp(${now}::float8 / 1000) where id = any(${alerts}::bigint[])`,
  );
}

export interface Reader extends Preference {
  readonly alert: number;
  readonly address: number;
}

/**
 * The addresses at which an alert reaches its readers: of whom the loop was given to; otherwise of everybody of the role at the
 * place; and of the groups of the unit. An authority or centre reads what happens in its region, but not who stands above it where the
 * ladder reaches up to these; what a unit owes itself is read there.
 */
export async function findReaders(
  tx: Queryable,
  alerts: readonly (UntoldAlert & {
    readonly region: string | null;
    readonly above: string | null;
    readonly owes: boolean;
  })[],
): Promise<readonly Reader[]> {
  return tx.query<Reader>(sql`
    with alert as (
      select * from unnest(${alerts.map(({ id }) => id)}::bigint[], ${alerts.map(({ unit }) => unit)}::text[],
        ${alerts.map(({ department }) => department)}::text[], ${alerts.map(({ role }) => role)}::text[],
        ${alerts.map(({ place }) => place)}::text[], ${alerts.map(({ region }) => region)}::text[], ${alerts.map(({ above }) => above)}::text[],
        ${alerts.map(({ assignee, owes }) => (owes ? assignee : null))}::text[], ${alerts.map(({ told }) => told)}::text[])
        as t (id, unit, department, role, place, region, above, assignee, told)),
    active as (
      select username, role, institution, department, region, coalesce(institution || '/' || practitioner, username) as staff
        from account where not disabled and role is not null and role_holds(role_from, role_to)),
    given as (select t.id, c.username from alert t join active c on c.staff = t.assignee),
    reader as (
      select id, username from given
      union
      select t.id, c.username from alert t join active c on c.role = t.role
         and case when t.place = 'institution' and t.unit like 'region.%' then c.region = t.region
               when t.place = 'above' then c.region = t.above
               when t.place = 'region' or t.unit like 'region.%'
                 then (c.region = 'CN' or starts_with(t.region, c.region)) and (t.above is not null and (c.region = 'CN' or starts_with(t.above, c.region))) is not true
               when t.place = 'institution' then c.institution = t.unit
               when t.place = 'section' then c.institution = t.unit and 'section/' || c.department || ':' || c.role = any(string_to_array(t.told, ','))
               else c.institution = t.unit and (t.department is null or c.department = t.department) end
       where not exists (select from given g where g.id = t.id))
    select r.id as alert, n.id as address, p.quiet_from as "quietFrom", p.quiet_to as "quietTo", p.digest_minutes as "digestMinutes",
      p.digest_at as "digestAt"
      from reader r join notify_address n on n.username = r.username left join notify_preference p on p.username = r.username
     where n.verified_at is not null and n.removed_at is null
    union all
    select t.id, n.id, null, null, null, null from alert t
      join notify_address n on case when t.place = 'above' then n.unit = 'region.' || t.above
        when t.place <> 'region' then n.unit = t.unit
        else (t.above is not null and (n.unit = 'region.CN' or starts_with(t.above, substr(n.unit, 8)))) is not true and n.unit like 'region.%' and (n.unit = 'region.CN' or starts_with(t.region, substr(n.unit, 8))) end
     where n.verified_at is not null and n.removed_at is null and (n.role is null or n.role = t.role)
       and (n.department is null or case when t.place = 'section' then 'section/' || n.department || ':' || t.role = any(string_to_array(t.told, ','))
         else n.department = t.department end)`);
}

export interface NewDelivery {
  readonly alert: UntoldAlert;
  readonly address: number;
  readonly nextAt: Instant;
}

/** Adds deliveries, one for each reader of an alert; what still waited for the same reader of the same stage is superseded. */
export async function addDeliveries(tx: Queryable, added: readonly NewDelivery[]): Promise<void> {
  if (added.length === 0) return;
  const alerts = added.map(({ alert }) => alert);
  await tx.query(sql`
    with added as (
      insert into delivery (alert_id, loop_id, unit, stage, address_id, status, next_at)
      select alert, loop, unit, stage, address, 'pending', to_timestamp(next / 1000)
        from unnest(${alerts.map(({ id }) => id)}::bigint[], ${alerts.map(({ loop }) => loop)}::bigint[], ${alerts.map(({ unit }) => unit)}::text[],
          ${alerts.map(({ stage }) => stage)}::text[], ${added.map(({ address }) => address)}::bigint[],
          ${added.map(({ nextAt }) => nextAt)}::float8[]) as t (alert, loop, unit, stage, address, next)
      on conflict (alert_id, address_id) do nothing)
    update delivery d set status = 'superseded'
      from unnest(${alerts.map(({ loop }) => loop)}::bigint[], ${alerts.map(({ stage }) => stage)}::text[], ${added.map(({ address }) => address)}::bigint[])
        as t (loop, stage, address)
     where d.status = 'pending' and d.bundle is null and d.loop_id = t.loop and d.stage = t.stage and d.address_id = t.address`);
}
