-- Results in: how a result found its item, what is doubtful about it, and what a version of a resource looked like.
alter table result
  add column item_by  text check (item_by in ('item', 'mapping', 'loinc')),
  add column warnings text[] not null default '{}';

alter table resource
  add column digest   bytea,
  -- Of a Patient: how certain the link to its person is.
  add column identity text check (identity in ('verified', 'unconfirmed', 'mismatch'));

-- What a reviewer has to look at 身份复核: records that were not linked, or fit two persons. No number and no name stands here.
create table person_review (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default now(),
  seen_at     timestamptz not null default now(),
  institution text        not null,
  patient_id  text        not null,
  person_id   bigint      not null,
  other_person_id bigint,
  reason      text        not null,
  fields      text[]      not null default '{}',
  state       text        not null default 'open' check (state in ('open', 'resolved')),
  unique (institution, patient_id, reason)
);
create index person_review_open on person_review (institution, at desc) where state = 'open';

-- A message is replayed at most once; one too large to keep is noted by its size and digest.
alter table quarantine
  add column size   bigint,
  add column digest bytea,
  add column request jsonb;
create index quarantine_institution on quarantine (institution, id desc);
