-- Purpose and consent 目的与同意: on what ground a person's results of other institutions are read, what the person objects
-- or consents to, and what was read without the ordinary ground. Rows are only ever added; a lift is a row of its own.
-- Source: personal information protection law, art. 13, 28, 29, 31, 44; GB/T 39725-2020 chapter 11.1.

-- The system of an institution asked at ordering: with that it states that the person is in its care.
create table encounter_statement (
  person_id    bigint      not null,
  institution  text        not null,
  stated_at    timestamptz not null,
  encounter    text,
  practitioner text,
  stated_by    text        not null
);
create index encounter_statement_person on encounter_statement (person_id, institution, stated_at desc);

-- Objections 反对 and consents 同意, from a day to the day before they end; `scope_code`: an institution, or a sensitive class.
create table person_wish (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  kind         text        not null check (kind in ('objection', 'consent')),
  scope        text        not null check (scope in ('all', 'institution', 'class')),
  scope_code   text        check ((scope = 'all') = (scope_code is null)),
  from_day     date        not null,
  to_day       date        check (to_day > from_day),
  speaker      text        not null check (speaker in ('self', 'guardian')),
  guardian_name     text,
  guardian_relation text,
  -- Paper at the quality office, or the person on a page of their own.
  channel      text        not null check (channel in ('paper', 'page')),
  reference    text        not null,
  institution  text        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);
create index person_wish_person on person_wish (person_id);
create index person_wish_institution on person_wish (institution, recorded_at desc);
create table person_wish_lift (
  wish_id      bigint      not null references person_wish,
  person_id    bigint      not null,
  from_day     date        not null,
  channel      text        not null check (channel in ('paper', 'page')),
  reference    text        not null,
  institution  text        not null,
  recorded_at  timestamptz not null,
  recorded_by  text        not null
);
create index person_wish_lift_wish on person_wish_lift (wish_id);

-- Looks without the ordinary ground 紧急调阅, and what the quality office found of each.
create table break_glass (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  institution  text        not null,
  practitioner text        not null,
  actor        text        not null,
  code         text        not null check (code in ('emergency', 'unregistered', 'consultation', 'other')),
  note         text        not null,
  from_at      timestamptz not null,
  until_at     timestamptz not null check (until_at > from_at),
  review_due   date        not null
);
create index break_glass_person on break_glass (person_id, institution, practitioner, until_at desc);
create index break_glass_institution on break_glass (institution, from_at desc);
create table break_glass_review (
  break_glass_id bigint    primary key references break_glass,
  person_id    bigint      not null,
  institution  text        not null,
  verdict      text        not null check (verdict in ('justified', 'not-justified')),
  note         text        not null,
  reviewed_at  timestamptz not null,
  reviewed_by  text        not null
);

-- What the person is told 告知患者.
create table person_entry (
  id           bigint generated always as identity primary key,
  person_id    bigint      not null,
  institution  text        not null,
  at           timestamptz not null,
  kind         text        not null,
  subject      jsonb       not null
);
create index person_entry_person on person_entry (person_id, at desc);

do $$ declare t text; begin
  foreach t in array array['encounter_statement', 'person_wish', 'person_wish_lift', 'break_glass', 'break_glass_review', 'person_entry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app
      using (person_id = any ((select fujie_persons())::bigint[]) or institution = any ((select fujie_institutions())::text[]))
      with check (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
