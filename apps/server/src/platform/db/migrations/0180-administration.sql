-- Administrators' work 三员分立: an account exists before it has a role, a role holds for a time, and what would let one
-- administrator do another's work waits until a second one has confirmed it. Source: GB/T 22239-2019 (security management centre).
alter table account
  -- Null: the account exists and opens nothing.
  alter column role drop not null,
  -- Days in China; null: without that end. The last day is not counted.
  add column role_from date,
  add column role_to   date,
  -- Who made it, and so knew its first password.
  add column made_by   text,
  add constraint account_role_time check (role_from < role_to);

create function role_holds(from_day date, to_day date) returns boolean language sql stable as
  $$ select coalesce(from_day <= (now() at time zone 'Asia/Shanghai')::date, true)
        and coalesce((now() at time zone 'Asia/Shanghai')::date < to_day, true) $$;

alter table system_client
  -- What it is let do, whatever its tokens say: see scopes.ts.
  add column kinds        text[] not null default '{read,write,recognition}',
  -- The keys there were before, which are taken until then.
  add column jwks_before  jsonb,
  add column before_until timestamptz,
  add column keys_at      timestamptz,
  -- Noted once an hour.
  add column last_used_at timestamptz,
  -- Where the hospital's record system 电子病历 has its FHIR server, and as whom this platform is known there (SMART App Launch).
  add column ehr_url       text unique,
  add column ehr_client_id text,
  -- Whether this platform proves itself there with its own key; otherwise by PKCE alone.
  add column ehr_signs     boolean not null default false;

-- Changes 待复核变更 that a second administrator confirms. What was asked is never altered.
create table admin_change (
  id         bigint generated always as identity primary key,
  kind       text        not null check (kind in ('role', 'system', 'peer')),
  subject    text        not null,
  content    jsonb       not null,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  verdict    text        check (verdict in ('confirmed', 'refused')),
  decided_by text,
  decided_at timestamptz,
  check ((verdict is null) = (decided_by is null) and (verdict is null) = (decided_at is null)),
  check (decided_by <> asked_by or verdict = 'refused')
);
create unique index admin_change_waiting on admin_change (kind, subject) where verdict is null;
revoke update, delete on admin_change from fujie_app;
grant update (verdict, decided_by, decided_at) on admin_change to fujie_app;
