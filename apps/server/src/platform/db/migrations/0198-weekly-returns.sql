-- Weekly returns 周报: what a unit handed in of a week, each time as a version of its own; that it is owed and when it came is its loop.
-- Source: taiyuan-2024.7.4#03.
create table weekly_return (
  id           bigint generated always as identity primary key,
  loop_id      bigint      not null references loop,
  -- Code of the institution, or `region.` and the code of the county.
  unit         text        not null,
  -- Its Monday.
  week         date        not null,
  version      integer     not null,
  -- As the records had them when it was handed in.
  figures      jsonb       not null,
  progress     bytea       not null,
  problems     bytea,
  typical      bytea,
  submitted_at timestamptz not null,
  submitted_by text        not null,
  submitter    text        not null,
  unique (loop_id, version)
);
create index weekly_return_unit on weekly_return (unit, week);
alter table weekly_return enable row level security;
create policy own on weekly_return to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on weekly_return to fujie_worker using (true);
revoke update, delete on weekly_return from fujie_app;
