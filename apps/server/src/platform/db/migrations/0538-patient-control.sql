-- Results of patients as control 患者数据实时质控: what was learnt, who put it in force, each step of the statistic, alarms. Only ever added to.
create table iqc_patient_setting (
  id                bigint generated always as identity primary key,
  institution       text        not null,
  item              text        not null,
  -- Empty: results that name no instrument on record.
  instrument        text        not null default '',
  -- Statistic and truncation.
  control           jsonb       not null,
  low               double precision not null,
  high              double precision not null,
  wanted_alarms     double precision not null,
  -- Of results that were not learnt from; null: they were too few.
  false_alarm_rate  double precision,
  detection         jsonb       not null,
  learnt_from       timestamptz not null,
  learnt_to         timestamptz not null,
  learnt_count      integer     not null,
  proposed_by       text        not null,
  proposed_name     text        not null,
  recorded_at       timestamptz not null
);
create index iqc_patient_setting_of on iqc_patient_setting (institution, item, instrument, id desc);

-- In force from its decision until that of another one of the same item and instrument, or until it is stopped.
create table iqc_patient_decision (
  id           bigint generated always as identity primary key,
  setting_id   bigint      not null references iqc_patient_setting,
  institution  text        not null,
  decision     text        not null check (decision in ('in-force', 'declined', 'stopped')),
  reason       text        not null,
  decided_by   text        not null,
  decided_name text        not null,
  recorded_at  timestamptz not null,
  unique (setting_id, decision)
);

-- A step each: a result that came, was corrected or withdrawn, or a new beginning after an alarm was looked into.
create table iqc_patient_point (
  setting_id  bigint      not null references iqc_patient_setting,
  seq         bigint      not null,
  institution text        not null,
  kind        text        not null check (kind in ('result', 'corrected', 'withdrawn', 'restarted')),
  result_id   text,
  version     integer,
  value       double precision,
  statistic   double precision,
  side        text        check (side in ('low', 'high')),
  reported_at timestamptz,
  taken_at    timestamptz not null,
  primary key (setting_id, seq),
  check ((kind = 'restarted') = (result_id is null) and (result_id is null) = (version is null))
);
-- Whatever is read twice is taken once.
create unique index iqc_patient_point_result on iqc_patient_point (setting_id, result_id, version) where result_id is not null;

-- The results that took the statistic beyond a limit: by count and time, of no patient.
create table iqc_patient_alarm (
  id          bigint generated always as identity primary key,
  setting_id  bigint      not null references iqc_patient_setting,
  institution text        not null,
  seq         bigint      not null,
  side        text        not null check (side in ('low', 'high')),
  statistic   double precision not null,
  bound       double precision not null,
  from_seq    bigint      not null,
  results     integer     not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  loop_id     bigint references loop,
  raised_at   timestamptz not null,
  unique (setting_id, seq)
);

do $$ declare t text; begin
  foreach t in array array['iqc_patient_setting', 'iqc_patient_decision', 'iqc_patient_point', 'iqc_patient_alarm'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;

-- What the worker remembers of each setting in force; the steps give it again.
create table patient_control_state (
  setting_id  bigint      primary key references iqc_patient_setting,
  institution text        not null,
  item        text        not null,
  instrument  text        not null,
  since       timestamptz not null,
  ended_at    timestamptz,
  seq         bigint      not null default 0,
  state       jsonb       not null,
  -- The alarm that is being looked into.
  alarm_id    bigint references iqc_patient_alarm
);
create unique index patient_control_state_in_force on patient_control_state (institution, item, instrument) where ended_at is null;

-- Results that have yet to be followed: each is struck out with the step that it makes.
create table patient_control_due (
  id          bigint generated always as identity primary key,
  institution text        not null,
  item        text        not null,
  device      text,
  result_id   text        not null,
  version     integer     not null,
  status      text        not null,
  value       double precision,
  reported_at timestamptz
);
create index patient_control_due_of on patient_control_due (institution, item, id);

do $$ declare t text; begin
  foreach t in array array['patient_control_state', 'patient_control_due'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke insert, update, delete on %I from fujie_app', t);
  end loop;
end $$;
grant insert, update (ended_at, seq, state, alarm_id) on patient_control_state to fujie_worker;
grant select, delete on patient_control_due to fujie_worker;

-- Whichever way a result is stored it is noted, in the same transaction, if its item is followed.
create function patient_control_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from patient_control_state where ended_at is null) then
    insert into patient_control_due (institution, item, device, result_id, version, status, value, reported_at)
    select n.institution, n.item, n.device, n.id, n.version, n.status, case when n.comparator is null then n.item_value end,
        coalesce(n.reported_at, n.collected_at)
      from noted n
     where n.item is not null and exists (select from patient_control_state s
        where s.institution = n.institution and s.item = n.item and s.ended_at is null)
     order by coalesce(n.reported_at, n.collected_at), n.id;
  end if;
  return null;
end $$;
revoke execute on function patient_control_note() from public;
create trigger patient_control after insert on result referencing new table as noted for each statement execute function patient_control_note();
