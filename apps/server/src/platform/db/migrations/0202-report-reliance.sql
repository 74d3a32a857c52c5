-- Reliance on reports that changed 已使用的报告变更: who used a result of a report, and how, before it was corrected or withdrawn, or
-- found to be of another patient. One loop for each physician and report; what was noticed before there were loops has none.
-- Source: national-2022.art.4#01, art.35#01.
create table report_reliance (
  id           bigint generated always as identity primary key,
  loop_id      bigint      references loop,
  -- The institution that relied on it; the one that issued it knows of it by the issuer alone.
  unit         text        not null,
  department   text,
  practitioner text,
  person_id    bigint,
  issuer       text,
  report_id    text,
  result_id    text        not null,
  item         text        not null,
  decision_id  uuid,
  basis        text        not null check (basis in ('accepted', 'decided', 'printed')),
  change       text        not null check (change in ('corrected', 'withdrawn', 'moved')),
  changed_at   timestamptz not null
);
create index report_reliance_unit on report_reliance (unit, changed_at desc);
create index report_reliance_issuer on report_reliance (issuer, changed_at desc);
create index report_reliance_loop on report_reliance (loop_id) where loop_id is not null;

insert into report_reliance (unit, practitioner, person_id, issuer, result_id, item, decision_id, basis, change, changed_at)
select institution, practitioner, person_id, subject ->> 'issuer', subject ->> 'result', subject ->> 'item', (subject ->> 'decision')::uuid,
       'accepted', replace(kind, 'result-', ''), created_at
  from notice order by id;
drop table notice;

alter table report_reliance enable row level security;
create policy own on report_reliance to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on report_reliance to fujie_worker using (true);
revoke update, delete on report_reliance from fujie_app;
