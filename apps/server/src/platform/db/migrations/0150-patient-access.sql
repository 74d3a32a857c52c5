-- Patients on a page of their own 患者本人查询: links that institutions hand out, one-time codes, sessions, guardians, requests
-- for correction. Secrets are kept as hashes; records are only ever added, an end or an answer is a row of its own.
-- Source: personal information protection law, art. 31, 44 to 46, 50.

create table patient_link (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  institution  text        not null,
  token_hash   bytea       not null unique,
  issued_at    timestamptz not null,
  issued_by    text        not null,
  expires_at   timestamptz not null,
  failures     integer     not null default 0,
  used_at      timestamptz,
  revoked_at   timestamptz
);
create index patient_link_person on patient_link (person_id, institution);

-- Codes that were sent, and those that were not because nobody is known by what was typed: nothing outside tells them apart.
create table patient_verification (
  token_hash   bytea       primary key,
  person_id    bigint,
  link_id      bigint      references patient_link,
  code_hash    bytea       not null,
  -- Under which wrong codes are counted: of whoever is known and whoever is not alike.
  counted_as   text        not null,
  expires_at   timestamptz not null,
  failures     integer     not null default 0,
  used_at      timestamptz
);
create index patient_verification_expires on patient_verification (expires_at);

-- Guardians 监护人 of minors; `guardian_id`: the guardian, a person of the register of persons too.
create table guardianship (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  guardian_id  bigint      not null check (guardian_id <> person_id),
  relation     text        not null,
  reference    text        not null,
  institution  text        not null,
  from_day     date        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);
create index guardianship_person on guardianship (person_id);
create index guardianship_guardian on guardianship (guardian_id);
create index guardianship_institution on guardianship (institution, recorded_at desc);
create table guardianship_end (
  guardianship_id bigint   primary key references guardianship,
  person_id    bigint      not null,
  institution  text        not null,
  reference    text        not null,
  from_day     date        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);

-- `person_id`: who was verified; `guardianship_id`: through which the page of a child is open instead of the own one.
create table patient_session (
  token_hash   bytea       primary key,
  person_id    bigint      not null,
  guardianship_id bigint   references guardianship,
  opened_at    timestamptz not null,
  expires_at   timestamptz not null
);
create index patient_session_expires on patient_session (expires_at);

-- Requests for correction 更正申请 and what the institution that issued the record answered.
create table correction_request (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  institution  text        not null,
  result_id    text,
  result_version integer   check ((result_id is null) = (result_version is null)),
  -- Sealed, as it may say who somebody is: what is wrong, what should stand, who spoke.
  wrong        bytea       not null,
  wanted       bytea       not null,
  guardian_name     bytea,
  guardian_relation text,
  due_on       date        not null,
  asked_at     timestamptz not null,
  asked_by     text        not null
);
create index correction_request_person on correction_request (person_id, asked_at desc);
create index correction_request_institution on correction_request (institution, asked_at desc);
create table correction_answer (
  request_id   bigint      primary key references correction_request,
  person_id    bigint      not null,
  institution  text        not null,
  verdict      text        not null check (verdict in ('accepted', 'refused')),
  reason       text        not null,
  answered_at  timestamptz not null,
  answered_by  text        not null
);

do $$ declare t text; begin
  foreach t in array array['patient_link', 'guardianship', 'guardianship_end', 'correction_request', 'correction_answer',
                           'patient_verification', 'patient_session'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke delete on %I from fujie_app', t);
  end loop;
  -- Codes and sessions are the worker's: by them it is found out who is asking.
  foreach t in array array['patient_link', 'guardianship', 'guardianship_end', 'correction_answer'] loop
    execute format('create policy own on %I to fujie_app
      using (person_id = any ((select fujie_persons())::bigint[]) or institution = any ((select fujie_institutions())::text[]))
      with check (institution = any ((select fujie_institutions())::text[]))', t);
  end loop;
  foreach t in array array['guardianship', 'guardianship_end', 'correction_request', 'correction_answer'] loop
    execute format('revoke update on %I from fujie_app', t);
  end loop;
end $$;
grant delete on patient_verification, patient_session to fujie_worker;
create policy own on correction_request to fujie_app
  using (person_id = any ((select fujie_persons())::bigint[]) or institution = any ((select fujie_institutions())::text[]))
  with check (person_id = any ((select fujie_persons())::bigint[]));

-- What a person says on the own page is recorded by no institution.
alter table person_wish alter column institution drop not null,
  add constraint person_wish_recorder check ((institution is null) = (channel = 'page'));
alter table person_wish_lift alter column institution drop not null,
  add constraint person_wish_lift_recorder check ((institution is null) = (channel = 'page'));
create policy patient on person_wish for insert to fujie_app
  with check (channel = 'page' and person_id = any ((select fujie_persons())::bigint[]));
create policy patient on person_wish_lift for insert to fujie_app
  with check (channel = 'page' and person_id = any ((select fujie_persons())::bigint[]));
