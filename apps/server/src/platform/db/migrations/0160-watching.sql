-- The watch over keys and reading 异常使用监测: what was looked at, what was found, and how it was judged. Rows are only ever added.
-- Source: henan-2025.mq.19#05 to #07.

-- Entries come in the order of their time, so that the ranges of pages tell where an hour stands: kilobytes, and nothing to keep at
-- each insert.
create index audit_event_at on audit_event using brin (at) with (pages_per_range = 32, autosummarize = on);

-- Windows that were judged, each once.
create table watch_window (
  until        timestamptz primary key,
  uses         integer     not null,
  alerts       integer     not null,
  judged_at    timestamptz not null
);
-- What each account did on a day that is over: the history against which later days are judged.
create table watch_day (
  account      text        not null,
  day          date        not null,
  persons      integer     not null,
  devices      text[]      not null,
  primary key (account, day)
);
create index watch_day_day on watch_day (day);
-- Alerts 预警: evidence are entries of the audit, by number; of persons and what was read they hold nothing themselves.
create table watch_alert (
  id           bigint generated always as identity primary key,
  rule         text        not null,
  severity     text        not null check (severity in ('high', 'medium', 'low')),
  account      text        not null,
  institution  text,
  at           timestamptz not null,
  episode      text        not null unique,
  events       bigint[]    not null,
  facts        jsonb       not null,
  found_at     timestamptz not null
);
create table watch_review (
  alert_id     bigint      primary key references watch_alert,
  verdict      text        not null check (verdict in ('confirmed', 'explained', 'false-alarm')),
  note         text        not null,
  reviewed_at  timestamptz not null,
  reviewed_by  text        not null
);
-- Well-known persons 重点保护人员, by person and never by number; from a day to the day before they end.
create table watched_person (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  from_day     date        not null,
  to_day       date        check (to_day > from_day),
  reason       text        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);
create index watched_person_person on watched_person (person_id);
create table watched_person_lift (
  watched_id   bigint      primary key references watched_person,
  person_id    bigint      not null,
  from_day     date        not null,
  reason       text        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);
do $$ declare t text; begin
  foreach t in array array['watched_person', 'watched_person_lift'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (person_id = any ((select fujie_persons())::bigint[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
  end loop;
  foreach t in array array['watch_window', 'watch_day', 'watch_alert', 'watch_review', 'watched_person', 'watched_person_lift'] loop
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;

-- Who is on the list, by number: for the office that keeps it, which then enters the scope of these persons.
create function watched_persons() returns bigint[]
  language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(array_agg(distinct person_id), '{}') from watched_person $$;
revoke execute on function watched_persons from public;
grant execute on function watched_persons to fujie_app;
