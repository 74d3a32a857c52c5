-- What laboratories ask of organisers of EQA 报名申请, within the time that an organiser sets for a round (an act of kind `enrolment`; a later one stands for
-- an earlier). Only ever added to. Who takes part stands in `eqa_enrolment`, whether the organiser enrolled it or accepted what it asked for.
alter table eqa_act drop constraint eqa_act_kind_check,
  add constraint eqa_act_kind_check check (kind in ('shipped', 'rescheduled', 'published', 'final', 'enrolment'));

create table eqa_request (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  items          text[]      not null check (cardinality(items) > 0),
  -- Of each item the method and the instrument.
  means          jsonb       not null,
  -- To whom and where samples are sent: a person of the laboratory, a telephone, an address.
  contact        text        not null,
  phone          text        not null,
  address        text        not null,
  note           text,
  asked_by       text        not null,
  asked_name     text        not null,
  recorded_at    timestamptz not null
);
create index eqa_request_round on eqa_request (round_id, institution, id);
create index eqa_request_institution on eqa_request (institution, id);

-- Accepted or refused 受理 by the organiser, withdrawn 撤回 by the laboratory.
create table eqa_request_act (
  id             bigint generated always as identity primary key,
  request_id     bigint      not null references eqa_request,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  kind           text        not null check (kind in ('accepted', 'refused', 'withdrawn')),
  reason         text,
  acted_by       text        not null,
  acted_name     text        not null,
  recorded_at    timestamptz not null,
  unique (request_id, kind),
  check (kind <> 'refused' or reason is not null)
);

do $$ declare t text; begin
  foreach t in array array['eqa_request', 'eqa_request_act'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('create policy organiser on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy own on %I for select to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
-- A laboratory asks through the platform, which judges whether it may: rounds that are offered to it are not its own yet.
revoke insert on eqa_request from fujie_app;
grant insert on eqa_request to fujie_worker;
