-- Certificates and records of laboratories 检验文件: kept as they came, under their digest, at least two years (henan-2025.lab.6#08); never
-- altered (henan-2025.lab.6#09). Only the worker removes one, and the database refuses it before.
create table laboratory_document (
  id           bigint generated always as identity primary key,
  institution  text        not null,
  -- What it is about: instrument|activity.
  subject      text        not null,
  done_on      date        not null,
  name         text        not null,
  media        text        not null check (media in ('application/pdf', 'image/png', 'image/jpeg')),
  size         integer     not null check (size between 1 and 5242880),
  digest       bytea       not null check (length(digest) = 32),
  content      bytea       not null,
  entered_by   text        not null,
  entered_name text        not null,
  recorded_at  timestamptz not null
);
create index laboratory_document_subject on laboratory_document (institution, subject, done_on);

alter table laboratory_document enable row level security;
create policy own on laboratory_document to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on laboratory_document to fujie_worker using (true);
revoke update, delete on laboratory_document from fujie_app;
grant select, delete on laboratory_document to fujie_worker;

create function refuse_early_removal() returns trigger language plpgsql as $$
begin
  if old.recorded_at > now() - interval '2 years' then
    raise exception 'document % is kept until %', old.id, (old.recorded_at + interval '2 years')::date;
  end if;
  return old;
end $$;
create trigger kept_two_years before delete on laboratory_document for each row execute function refuse_early_removal();
