-- Periodic reports of organisers of EQA 室间质评定期报告, and who confirmed to have received one 回执. Only ever added to: a correction is another
-- version that stands for the one before. Written by the platform once it has judged who may; read by the organiser, by the authorities to which it
-- goes, and of each laboratory its own part.
create table eqa_report (
  id             bigint generated always as identity primary key,
  unit           text        not null,
  organiser      text        not null,
  from_day       date        not null,
  to_day         date        not null check (from_day <= to_day),
  version        integer     not null,
  corrects       bigint      unique references eqa_report,
  -- Why it was corrected.
  reason         text,
  summary        text        not null,
  advice         jsonb       not null,
  figures        jsonb       not null,
  -- Rounds of which it holds published grades.
  rounds         bigint[]    not null,
  -- Units of the authorities to which it goes, that of the organiser's own level first.
  authorities    text[]      not null,
  institutions   text[]      not null,
  -- The loop that asked for it and follows its receipts; null: no document in force asks for it.
  loop_id        bigint,
  issued_by      text        not null,
  issued_name    text        not null,
  recorded_at    timestamptz not null,
  check ((corrects is null) = (reason is null))
);
create index eqa_report_unit on eqa_report (unit, id desc);

create table eqa_report_receipt (
  id             bigint generated always as identity primary key,
  report_id      bigint      not null references eqa_report,
  unit           text        not null,
  received_by    text        not null,
  received_name  text        not null,
  recorded_at    timestamptz not null,
  unique (report_id, unit)
);

do $$ declare t text; begin
  foreach t in array array['eqa_report', 'eqa_report_receipt'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke insert, update, delete on %I from fujie_app', t);
    execute format('grant insert on %I to fujie_worker', t);
  end loop;
end $$;
create policy organiser on eqa_report for select to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy addressed on eqa_report for select to fujie_app using (
  authorities && (select fujie_institutions())::text[] or institutions && (select fujie_institutions())::text[]);
create policy shown on eqa_report_receipt for select to fujie_app using (exists (
  select from eqa_report r where r.id = eqa_report_receipt.report_id));
