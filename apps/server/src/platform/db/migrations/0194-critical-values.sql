-- Critical values 危急值专册: what was critical, by which threshold, and whose loop it is. The acts stand in the records of the loop.
-- Source: core-systems.14#09, henan-2025.mq.8.
create table critical_value (
  loop_id      bigint      primary key references loop,
  unit         text        not null,
  department   text,
  person_id    bigint,
  setting      text        not null check (setting in ('inpatient', 'outpatient', 'emergency', 'unknown')),
  -- The result that raised it, as it is now.
  result_id    text        not null,
  report_id    text,
  -- Code in the catalogue; empty: none, the issuer says that it is critical.
  item         text        not null,
  name         text        not null,
  value        text        not null,
  unit_of      text,
  side         text        not null check (side in ('low', 'high', 'finding', 'issuer')),
  -- As it read then: `>=6.2`.
  threshold    text,
  -- Facts that were not known.
  uncertain    text[]      not null,
  appeared_at  timestamptz not null
);
create index critical_value_result on critical_value (result_id);
create index critical_value_unit on critical_value (unit, appeared_at);
create index critical_value_person on critical_value (person_id, item, appeared_at) where person_id is not null;

alter table critical_value enable row level security;
create policy own on critical_value to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on critical_value to fujie_worker using (true);
revoke update, delete on critical_value from fujie_app;
-- A corrected result.
grant update (value, unit_of, side, threshold, uncertain) on critical_value to fujie_app;
