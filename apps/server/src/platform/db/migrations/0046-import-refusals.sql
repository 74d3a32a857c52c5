-- Imports of registers that were refused, with their first faults; like revisions they are only ever added.
create table import_refusal (
  id bigint generated always as identity primary key,
  register text not null,
  file_name text,
  refused_at timestamptz not null default now(),
  refused_by text not null,
  dry_run boolean not null,
  faults integer not null,
  first_faults jsonb not null
);
revoke update, delete on import_refusal from fujie_app;
