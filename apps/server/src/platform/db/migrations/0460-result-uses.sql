-- Where the results of a department's quality were taken into account 结果应用: assessments, appointments, promotions, awards and pay, with the
-- scores as they stood. What was wrong is corrected by another row. Source: henan-2025.mq.5#10, mq.2#08.
create table quality_result_use (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  kind          text        not null,
  department    text        not null,
  practitioner  text,
  from_month    text        not null,
  to_month      text        not null,
  result        bytea       not null,
  scores        jsonb       not null,
  decided_on    date        not null,
  decided_by    bytea       not null,
  corrects      bigint      unique references quality_result_use,
  recorded_by   text        not null,
  recorded_name text        not null,
  recorded_at   timestamptz not null
);
create index quality_result_use_institution on quality_result_use (institution, decided_on);
alter table quality_result_use enable row level security;
create policy own on quality_result_use to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on quality_result_use to fujie_worker using (true);
revoke update, delete on quality_result_use from fujie_app;
