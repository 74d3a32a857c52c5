-- Adverse events 不良事件 as they are counted: codes, times and places. What happened in words stands sealed with its loop; who
-- reported stands apart, and no statement of the application can read it. Rows are only ever added.
-- Source: henan-2025.mq.11, henan-2023.sa4, core-systems.ae#04.
create table adverse_event (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  loop_id       bigint      not null unique references loop,
  department    text        not null,
  person_id     bigint,
  occurred_at   timestamptz not null,
  discovered_at timestamptz not null,
  reported_at   timestamptz not null,
  class         text        not null,
  kind          text,
  harm          text        not null,
  place         text,
  service_stage text,
  illness       text
);
create index adverse_event_reported on adverse_event (institution, reported_at);
create index adverse_event_kind on adverse_event (institution, kind, occurred_at);

-- Who reported 报告人. `own` finds the reports of one account in a month, `receipt` that of a receipt; both are keyed hashes. Without
-- `identity` it is anonymous and nothing leads to anybody.
create table adverse_event_reporter (
  -- Number of the event.
  id            bigint      primary key references adverse_event,
  institution   text        not null,
  receipt       bytea       not null unique,
  own           bytea,
  pseudonym     text        not null,
  identity      bytea,
  check ((own is null) = (identity is null))
);
create index adverse_event_reporter_own on adverse_event_reporter (own) where own is not null;

-- What data showed 系统检出; whether it was reported is told by its loop.
create table adverse_event_detection (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  key           text        not null,
  kind          text        not null,
  department    text        not null,
  person_id     bigint,
  occurred_at   timestamptz not null,
  detected_at   timestamptz not null,
  loop_id       bigint      not null references loop,
  unique (institution, key)
);
create index adverse_event_detection_kind on adverse_event_detection (institution, kind, occurred_at);

do $$ declare t text; begin
  foreach t in array array['adverse_event', 'adverse_event_detection'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
  end loop;
end $$;
-- Taken in, and shown to nobody, the worker included.
alter table adverse_event_reporter enable row level security;
create policy put on adverse_event_reporter for insert to fujie_app
  with check (institution = any ((select fujie_institutions())::text[]));
create policy put_by_worker on adverse_event_reporter for insert to fujie_worker with check (true);

-- The seal is opened by two persons: one asks, another decides, then who asked may look, each time on record.
create table adverse_event_unsealing (
  id            bigint generated always as identity primary key,
  event_id      bigint      not null references adverse_event,
  ground        text        not null,
  asked_at      timestamptz not null,
  asked_by      text        not null
);
create table adverse_event_unsealing_decision (
  unsealing_id  bigint      primary key references adverse_event_unsealing,
  verdict       text        not null check (verdict in ('agreed', 'refused')),
  decided_at    timestamptz not null,
  decided_by    text        not null
);
do $$ declare t text; begin
  foreach t in array array['adverse_event', 'adverse_event_reporter', 'adverse_event_detection', 'adverse_event_unsealing',
    'adverse_event_unsealing_decision'] loop
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;

create function adverse_events_of(accounts bytea[]) returns table (event_id bigint, institution text)
  language sql stable security definer set search_path = public, pg_temp as
  $$ select r.id, r.institution from adverse_event_reporter r where r.own = any (accounts) $$;
create function adverse_event_of_receipt(given bytea) returns table (event_id bigint, institution text)
  language sql stable security definer set search_path = public, pg_temp as
  $$ select r.id, r.institution from adverse_event_reporter r where r.receipt = given $$;
create function adverse_event_is_named(event bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp as
  $$ select r.identity is not null from adverse_event_reporter r where r.id = event $$;
-- Who reported, for whoever asked and was answered yes by somebody else.
create function adverse_event_unsealed(unsealing bigint, account text) returns table (event_id bigint, pseudonym text, identity bytea)
  language sql stable security definer set search_path = public, pg_temp as
  $$ select r.id, r.pseudonym, r.identity from adverse_event_unsealing u
       join adverse_event_unsealing_decision d on d.unsealing_id = u.id and d.verdict = 'agreed' and d.decided_by <> u.asked_by
       join adverse_event_reporter r on r.id = u.event_id
      where u.id = unsealing and u.asked_by = account $$;
revoke execute on function adverse_events_of, adverse_event_of_receipt, adverse_event_is_named, adverse_event_unsealed from public;
grant execute on function adverse_events_of, adverse_event_of_receipt, adverse_event_is_named, adverse_event_unsealed to fujie_app;
