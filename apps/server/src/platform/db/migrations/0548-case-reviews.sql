-- Cases that are gone over again 复盘台账: appraisals of malpractice and of injury, disputes, petition backlogs. What is said of one is sealed; what
-- was wrong, or came later such as the outcome of an appraisal, is a further version. Source: henan-2025.mq.26#01.
create table quality_case (
  id            bigint      generated always as identity primary key,
  loop_id       bigint      not null unique references loop,
  institution   text        not null,
  kind          text        not null check (kind in ('malpractice', 'injury', 'dispute', 'petition')),
  arisen_on     date        not null,
  -- The leading one first.
  departments   text[]      not null check (cardinality(departments) > 0),
  adverse_event bigint      references adverse_event,
  -- Loop of the complaint 监督举报 that it is of.
  complaint     bigint      references loop
);
create index quality_case_arisen on quality_case (institution, arisen_on);
create table quality_case_version (
  id            bigint      generated always as identity primary key,
  case_id       bigint      not null references quality_case,
  version       integer     not null,
  institution   text        not null,
  content       bytea       not null,
  recorded_by   text        not null,
  recorded_name text        not null,
  recorded_at   timestamptz not null,
  unique (case_id, version)
);
do $$ declare t text; begin
  foreach t in array array['quality_case', 'quality_case_version'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
