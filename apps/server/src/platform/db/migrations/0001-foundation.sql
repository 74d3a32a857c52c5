-- Foundation: registers, persons, accepted documents, results, decisions, acts, statistics, quarantine, access.
create extension if not exists btree_gist;

-- Registers 目录: one row per version of an entry; versions of one key that are not superseded never overlap.
create table register_entry (
  id            bigint generated always as identity primary key,
  register      text        not null,
  key           text        not null,
  version       integer     not null check (version > 0),
  valid         daterange   not null check (not isempty(valid) and lower(valid) is not null and lower_inc(valid) and not upper_inc(valid)),
  data          jsonb       not null,
  publisher     text,
  source        text,
  revision      bigint      not null,
  recorded_at   timestamptz not null default now(),
  recorded_by   text        not null,
  superseded_at timestamptz,
  superseded_by_revision bigint,
  unique (register, key, version),
  constraint register_entry_no_overlap exclude using gist (register with =, key with =, valid with &&) where (superseded_at is null)
);
create index register_entry_current on register_entry (register, key) where superseded_at is null;

-- One row per change of any register: the number that a decision stores as "registers as known".
create table register_revision (
  revision    bigint generated always as identity primary key,
  register    text        not null,
  action      text        not null,
  entries     integer     not null,
  recorded_at timestamptz not null default now(),
  recorded_by text        not null,
  note        text
);

-- Persons 患者主索引. Identifier numbers are kept as keyed hashes only.
create table person (
  id         bigint generated always as identity primary key,
  name_norm  text,
  birth_on   date,
  sex        text check (sex in ('male', 'female', 'other', 'unknown')),
  created_at timestamptz not null default now()
);
create table person_identifier (
  kind       text    not null,
  issuer     text    not null default '',
  token      bytea   not null,
  person_id  bigint  not null references person,
  verified   boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (kind, issuer, token)
);
create index person_identifier_person on person_identifier (person_id);

-- Accepted documents 已接收文书: what was sent, once, as resolved (references rewritten); never changed.
create table document (
  id          bigint generated always as identity primary key,
  received_at timestamptz not null default now(),
  institution text        not null,
  channel     text        not null,
  sender      text        not null,
  digest      bytea       not null,
  -- A JSON array of the resources of the document, in order.
  content     text        not null
);
create index document_received on document (received_at);

-- FHIR resources other than Observation: where each version stands, and what it is searched by.
create table resource (
  type        text        not null,
  id          text        not null,
  version     integer     not null,
  current     boolean     not null default true,
  deleted     boolean     not null default false,
  document_id bigint      not null references document,
  ix          integer     not null,
  institution text        not null,
  person_id   bigint,
  updated_at  timestamptz not null default now(),
  status      text,
  effective_at timestamptz,
  codes       text[],
  categories  text[],
  identifiers text[],
  subject_ref text,
  refs        text[],
  primary key (type, id, version)
);
create unique index resource_current on resource (type, id) where current;
create index resource_person on resource (person_id, type, updated_at desc) where current and person_id is not null;
create index resource_updated on resource (type, updated_at desc, id) where current;
create index resource_identifiers on resource using gin (identifiers) where current and identifiers is not null;
create index resource_subject on resource (subject_ref, type) where current and subject_ref is not null;

-- Results 结果: each Observation, and each examination report as a result of its own. The decision path reads only this table.
create table result (
  person_id    bigint      not null,
  id           text        not null,
  version      integer     not null,
  current      boolean     not null default true,
  document_id  bigint      not null,
  ix           integer     not null,
  source_type  text        not null,
  institution  text        not null,
  report_id    text,
  report_no    text,
  item         text,
  codes        text[]      not null default '{}',
  categories   text[],
  identifiers  text[],
  subject_ref  text,
  name         text,
  status       text        not null,
  collected_at timestamptz,
  reported_at  timestamptz,
  updated_at   timestamptz not null default now(),
  value_num    double precision,
  comparator   text,
  value_text   text,
  unit         text,
  -- The value in the unit of the catalogue, when UCUM conversion succeeded.
  item_value   double precision,
  ref_low      double precision,
  ref_high     double precision,
  ref_text     text,
  flag         text,
  method       text,
  device       text,
  specimen     text,
  marks        text[]      not null default '{}',
  content      text        not null check (content in ('data', 'image', 'conclusion')),
  identity     text        not null default 'verified' check (identity in ('verified', 'unconfirmed', 'mismatch')),
  primary key (person_id, id, version)
);
create unique index result_current_id on result (id) where current;
create index result_person_item on result (person_id, item, collected_at desc) where current and item is not null;
create index result_report on result (report_id) where report_id is not null;
create index result_updated on result (updated_at desc, id) where current;

-- Which report number of an institution has been seen 报告号: idempotency across persons.
create table report_key (
  institution text   not null,
  report_no   text   not null,
  report_id   text   not null,
  person_id   bigint not null,
  digest      bytea  not null,
  version     integer not null default 1,
  primary key (institution, report_no)
);

-- Quarantine 隔离区: what was refused, as it came, with the reason; corrected and replayed, or dismissed with a reason.
create table quarantine (
  id           bigint generated always as identity primary key,
  received_at  timestamptz not null default now(),
  institution  text,
  sender       text        not null,
  channel      text        not null,
  content_type text,
  raw          bytea       not null,
  problems     jsonb       not null,
  state        text        not null default 'open' check (state in ('open', 'replayed', 'dismissed')),
  corrected    bytea,
  closed_at    timestamptz,
  closed_by    text,
  close_note   text,
  document_id  bigint
);
create index quarantine_open on quarantine (received_at desc) where state = 'open';

-- Decisions 判定: one row per question asked at ordering; append-only.
create table decision (
  id           uuid        primary key,
  kind         text        not null,
  asked_at     timestamptz not null,
  as_of        timestamptz not null,
  person_id    bigint      not null,
  institution  text        not null,
  department   text,
  practitioner text,
  encounter    text,
  order_ref    text,
  jurisdiction text        not null,
  packs        jsonb       not null,
  revision     bigint      not null,
  input        jsonb       not null,
  output       jsonb       not null,
  actor        text        not null
);
create index decision_person on decision (person_id, asked_at desc);
create index decision_institution on decision (institution, asked_at desc);

-- Acts 处置: what the physician did with an offered result; append-only.
create table recognition_act (
  id           bigint generated always as identity primary key,
  decision_id  uuid        not null,
  acted_at     timestamptz not null,
  person_id    bigint      not null,
  institution  text        not null,
  department   text,
  practitioner text        not null,
  encounter    text,
  order_ref    text,
  item         text        not null,
  result_id    text,
  result_version integer,
  issuer       text,
  class        text        not null check (class in ('MUST', 'MAY', 'NOT')),
  choice       text        not null check (choice in ('ACCEPT', 'REPEAT', 'OVERLOOKED', 'OPENED')),
  outcome      text        not null,
  code         integer,
  other_codes  integer[],
  local_code   text,
  note         text,
  explanation  jsonb,
  explanation_due_at timestamptz,
  flags        text[]      not null default '{}',
  chart_text   text,
  fee          jsonb,
  price        numeric(12, 2),
  detail       jsonb       not null default '{}',
  actor        text        not null
);
create index recognition_act_decision on recognition_act (decision_id);
create index recognition_act_person on recognition_act (person_id, acted_at desc);
create index recognition_act_institution on recognition_act (institution, acted_at desc);
create index recognition_act_result on recognition_act (result_id) where choice = 'ACCEPT';

-- Additive daily counts behind the statistics; rebuildable from decisions and acts.
create table recognition_daily (
  day         date   not null,
  institution text   not null,
  department  text   not null default '',
  item        text   not null,
  issuer      text   not null default '',
  measure     text   not null,
  count       bigint not null default 0,
  yuan        numeric(14, 2) not null default 0,
  primary key (day, institution, department, item, issuer, measure)
);

-- Notices 通知: what a person or institution must be told, such as the correction of a result that it accepted.
create table notice (
  id          bigint generated always as identity primary key,
  created_at  timestamptz not null default now(),
  institution text        not null,
  practitioner text,
  kind        text        not null,
  person_id   bigint,
  subject     jsonb       not null,
  read_at     timestamptz,
  read_by     text
);
create index notice_open on notice (institution, created_at desc) where read_at is null;

-- Accounts of people, and connected systems.
create table account (
  username      text primary key,
  password_hash text not null,
  name          text not null,
  role          text not null,
  institution   text,
  department    text,
  practitioner  text,
  region        text,
  disabled      boolean not null default false,
  created_at    timestamptz not null default now()
);
create table session (
  token_hash bytea primary key,
  username   text not null references account on delete cascade,
  created_at timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  expires_at timestamptz not null
);
create table system_client (
  id          text primary key,
  token_hash  bytea not null unique,
  name        text not null,
  institution text not null,
  disabled    boolean not null default false,
  created_at  timestamptz not null default now()
);

-- Audit 审计: every read, change, decision and refusal that touches a person or a register; append-only.
create table audit_event (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default now(),
  actor       text        not null,
  role        text        not null,
  institution text,
  action      text        not null,
  person_id   bigint,
  subject     text,
  outcome     text        not null,
  detail      jsonb
);
create index audit_event_person on audit_event (person_id, at desc) where person_id is not null;

-- Settings of this installation, such as what the demonstration loaded.
create table setting (
  name  text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- The role the application works under: append-only tables refuse update and delete.
do $$ begin
  if not exists (select from pg_roles where rolname = 'fujie_app') then create role fujie_app nologin; end if;
  -- Whoever migrates without being superuser must be a member to act under the role.
  if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, 'fujie_app', 'member') then
    execute format('grant fujie_app to %I', current_user);
  end if;
end $$;
alter default privileges in schema public grant select, insert, update, delete on tables to fujie_app;
alter default privileges in schema public grant usage on sequences to fujie_app;
grant usage on schema public to fujie_app;
grant select, insert, update, delete on all tables in schema public to fujie_app;
grant usage on all sequences in schema public to fujie_app;
revoke update, delete on document, decision, recognition_act, audit_event, register_revision from fujie_app;
revoke delete on register_entry, resource, result, quarantine, person, person_identifier from fujie_app;
