-- The screening of alike returns 雷同筛查 of a graded round, as it was made with that version of the grades: by which thresholds, of how many returns,
-- and which pairs somebody should look at. The organiser's eyes only, and only ever added to.
create table eqa_screening (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null,
  unit           text        not null,
  version        integer     not null,
  settings       jsonb       not null,
  laboratories   integer     not null,
  pairs          jsonb       not null,
  recorded_at    timestamptz not null,
  unique (round_id, version),
  foreign key (round_id, version) references eqa_evaluation (round_id, version)
);
alter table eqa_screening enable row level security;
create policy worker on eqa_screening to fujie_worker using (true);
create policy organiser on eqa_screening to fujie_app using (unit = any ((select fujie_institutions())::text[]));
revoke update, delete on eqa_screening from fujie_app;
