-- Loops 闭环: what must be done because of a record. The rows of `loop` are a memory of what their records say at the moment, and
-- can be made anew from them; records and alerts are only ever added.
-- Source: henan-2025.mq.23#11.
create table loop (
  id           bigint generated always as identity primary key,
  definition   text        not null,
  -- What it arose from: the same fact opens a loop once.
  subject      text        not null,
  -- Code of the institution that owes it, or `region.` and the code of the region.
  unit         text        not null,
  department   text,
  person_id    bigint,
  opened_at    timestamptz not null,
  harm         smallint    not null check (harm between 1 and 4),
  status       text        not null check (status in ('open', 'closed', 'waived', 'void')),
  -- What is waited for, who owes it (`department:doctor`), and who else has been told so far.
  stages       text[]      not null,
  owners       text[]      not null,
  told         text[]      not null,
  assignee     text,
  due_at       timestamptz,
  -- When time alone changes it next.
  next_at      timestamptz,
  closed_at    timestamptz,
  flaws        text[]      not null,
  state        jsonb       not null,
  unique (definition, subject)
);
create index loop_next on loop (next_at) where next_at is not null;
create index loop_inbox on loop (unit, harm, due_at) where status = 'open';
create index loop_history on loop (definition, unit, opened_at);
create index loop_person on loop (person_id) where person_id is not null;

create table loop_record (
  id           bigint generated always as identity primary key,
  loop_id      bigint      not null references loop,
  unit         text        not null,
  -- Name of the record where it came from: what is sent twice is recorded once.
  key          text        not null,
  kind         text        not null check (kind in ('opened', 'act', 'seen', 'assigned', 'waived', 'reopened', 'withdrawn')),
  stage        text,
  outcome      text,
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null,
  by_id        text        not null,
  by_name      text        not null,
  by_role      text        not null,
  corrects     bigint      references loop_record,
  -- Facts, fields, reasons: sealed.
  content      bytea       not null,
  unique (loop_id, key)
);

-- Whom to tell 预警: each once, whichever worker found it.
create table loop_alert (
  id           bigint generated always as identity primary key,
  loop_id      bigint      not null references loop,
  unit         text        not null,
  key          text        not null,
  stage        text        not null,
  percent      smallint    not null,
  at           timestamptz not null,
  to_role      text        not null,
  to_at        text        not null check (to_at in ('person', 'department', 'institution', 'region')),
  department   text,
  -- A later one for the same reader was found with it: only that one is sent.
  superseded   boolean     not null,
  found_at     timestamptz not null,
  unique (loop_id, key)
);
create index loop_alert_found on loop_alert (id) where not superseded;

do $$ declare t text; begin
  foreach t in array array['loop', 'loop_record', 'loop_alert'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
grant update (department, status, stages, owners, told, assignee, due_at, next_at, closed_at, flaws, state) on loop to fujie_app;
