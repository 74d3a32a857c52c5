-- Programmes 质评计划 of an organiser: what its rounds ask for. Only ever added to; a later row of a code stands for an earlier one.
create table eqa_programme (
  id             bigint generated always as identity primary key,
  unit           text        not null,
  organiser      text        not null,
  code           text        not null,
  name_zh        text        not null,
  -- Samples of a round, and rounds of a year.
  samples        integer     not null,
  rounds         integer     not null,
  items          jsonb       not null,
  created_by     text        not null,
  created_name   text        not null,
  recorded_at    timestamptz not null
);
create index eqa_programme_unit on eqa_programme (unit, code, id desc);
alter table eqa_round add column programme text;

-- Whether material is homogeneous 均匀性 and stable 稳定性 enough to be sent (ISO 13528): readings and what follows from them.
create table eqa_material_check (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  item           text        not null,
  sample         text        not null,
  kind           text        not null check (kind in ('homogeneity', 'stability')),
  -- Pairs of readings of each vial, or the readings before and after.
  readings       jsonb       not null,
  outcome        jsonb       not null,
  fit            boolean     not null,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null
);
create index eqa_material_check_round on eqa_material_check (round_id, id);

-- An item of a graded round over all who took part 汇总: it names nobody, and whoever takes part sees it once it is published.
create table eqa_summary (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  version        integer     not null,
  item           text        not null,
  summary        jsonb       not null,
  unique (round_id, version, item)
);

do $$ declare t text; begin
  foreach t in array array['eqa_programme', 'eqa_material_check', 'eqa_summary'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('create policy organiser on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
create policy enrolled on eqa_summary for select to fujie_app using (exists (
  select from eqa_act a where a.round_id = eqa_summary.round_id and a.kind = 'published' and a.version = eqa_summary.version));
