-- What the system of a laboratory was answered before it released a report 发出前核对: the values as they were judged, who had checked them, and whether
-- they might go out. Only ever added to; it names no patient but by the number of the report. Source: core-systems.14#02.
create table laboratory_release (
  id           bigint generated always as identity primary key,
  unit         text        not null,
  report_no    text        not null,
  answered_at  timestamptz not null,
  asked_by     text        not null,
  checks       jsonb       not null,
  is_emergency boolean     not null,
  judged       jsonb       not null,
  may_release  boolean     not null
);
create index laboratory_release_report on laboratory_release (unit, report_no, id);
alter table laboratory_release enable row level security;
create policy own on laboratory_release to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on laboratory_release to fujie_worker using (true);
revoke update, delete on laboratory_release from fujie_app;
revoke insert, update, delete on laboratory_release from fujie_worker;
