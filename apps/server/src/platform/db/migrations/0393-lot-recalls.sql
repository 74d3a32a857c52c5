-- Results that a recalled lot 召回批号 may have affected, as they were when they were listed; and who released which of them as is, and why. Only ever
-- added to. What was corrected or withdrawn since, their own versions say.
create table laboratory_recall_result (
  institution text        not null,
  product     text        not null,
  lot         text        not null,
  result_id   text        not null,
  -- Its version when it was listed.
  version     integer     not null,
  is_named    boolean     not null,
  reported_at timestamptz,
  listed_at   timestamptz not null default now(),
  primary key (institution, product, lot, result_id)
);

create table laboratory_recall_decision (
  id           bigint generated always as identity primary key,
  institution  text        not null,
  product      text        not null,
  lot          text        not null,
  result_id    text        not null,
  -- The version that was looked at: a later one is looked at anew.
  version      integer     not null,
  reason       text        not null,
  decided_by   text        not null,
  decided_name text        not null,
  recorded_at  timestamptz not null
);
create index laboratory_recall_decision_of on laboratory_recall_decision (institution, product, lot, result_id, id desc);

do $$ declare t text; begin
  foreach t in array array['laboratory_recall_result', 'laboratory_recall_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
