-- Internal quality control 室内质控: measurements of control material, only ever added to; a correction names what it replaces. Kept for
-- ever (at least two years: henan-2025.lab.6#08), never altered (henan-2025.lab.6#09). Keyed by institution, as all records of laboratories.
create table iqc_result (
  id             bigint generated always as identity primary key,
  institution    text        not null,
  system         text        not null,
  product        text        not null,
  lot            text        not null,
  level          text        not null,
  -- Null where the reading is a word.
  value          numeric,
  -- As it was written.
  reading        text        not null,
  measured_at    timestamptz not null,
  run            text        not null,
  purpose        text        not null check (purpose in ('routine', 'temporary', 'parallel')),
  operator       text,
  reagent_lot    text,
  calibrator_lot text,
  channel        text        not null check (channel in ('hand', 'json', 'sheet', 'mllp')),
  -- Names the measurement where it came from: what comes twice is one.
  key            text        not null,
  repeat_of      bigint      references iqc_result,
  corrects       bigint      unique references iqc_result,
  -- A version that takes the measurement out of the series 作废: wrong vial, wrong lot.
  void           boolean     not null default false,
  reason         text,
  late           boolean     not null default false,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null,
  unique (institution, key)
);
create index iqc_result_series on iqc_result (institution, system, measured_at, id);

-- Targets 靶值: mean and SD of a lot and level on a system from an instant on. A result is judged by the one that held when it was measured.
create table iqc_target (
  id             bigint generated always as identity primary key,
  institution    text        not null,
  system         text        not null,
  product        text        not null,
  lot            text        not null,
  level          text        not null,
  mean           numeric     not null,
  sd             numeric     not null check (sd > 0),
  kind           text        not null check (kind in ('provisional', 'cumulative', 'fixed', 'peer', 'manufacturer')),
  n              integer     not null,
  valid_from     timestamptz not null,
  -- Results that a named person left out, and why.
  excluded       jsonb       not null default '[]',
  reason         text,
  approved_by    text        not null,
  approved_name  text        not null,
  recorded_at    timestamptz not null
);
create index iqc_target_series on iqc_target (institution, system, valid_from);

-- What happened to a system 事件: drawn on its charts; a closed corrective action restarts the windows of its rules.
create table iqc_event (
  id             bigint generated always as identity primary key,
  institution    text        not null,
  system         text        not null,
  kind           text        not null check (kind in ('calibration', 'reagent-lot', 'calibrator-lot', 'maintenance', 'lot-switch', 'corrective-action', 'note')),
  at             timestamptz not null,
  text           text        not null,
  loop_id        bigint      references loop,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null
);
create index iqc_event_series on iqc_event (institution, system, at);

-- Verdicts of runs 分析批判定: a new version whenever what came late or was corrected decides a run anew.
create table iqc_run (
  id             bigint generated always as identity primary key,
  institution    text        not null,
  system         text        not null,
  item           text        not null,
  instrument     text        not null,
  run            text        not null,
  version        integer     not null,
  measured_at    timestamptz not null,
  verdict        text        not null check (verdict in ('accept', 'warning', 'reject', 'unjudged')),
  purpose        text        not null,
  levels         integer     not null,
  -- Rules that fired, with the results that show it.
  fired          jsonb       not null,
  -- Each result with its z and the target by which it was judged.
  points         jsonb       not null,
  settings       jsonb       not null,
  decided_at     timestamptz not null,
  unique (institution, system, run, version)
);
create index iqc_run_series on iqc_run (institution, system, measured_at);
create index iqc_run_day on iqc_run (institution, measured_at);

do $$ declare t text; begin
  foreach t in array array['iqc_result', 'iqc_target', 'iqc_event', 'iqc_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
