-- External quality assessment 室间质评: rounds of an organiser, what laboratories return, what is made of it. Only ever added to; how a round
-- stands follows from its acts and the time. `unit` is the organiser's region: its centre sees all of a round, a laboratory its own part.
create table eqa_round (
  id             bigint generated always as identity primary key,
  unit           text        not null,
  organiser      text        not null,
  round          text        not null,
  name_zh        text        not null,
  year           integer     not null,
  opens_at       timestamptz not null,
  closes_at      timestamptz not null,
  late_rule      text        not null check (late_rule in ('refuse', 'store')),
  -- Numbers that participants find on the vials.
  samples        text[]      not null,
  -- Item, unit, kind, criterion, pass mark, smallest group, possible values.
  items          jsonb       not null,
  created_by     text        not null,
  created_name   text        not null,
  recorded_at    timestamptz not null,
  unique (organiser, round),
  check (opens_at < closes_at)
);

-- What a sample really is 样品: its variant, and its target where one is known beforehand. Nobody but the organiser sees it;
-- a later row stands for an earlier one.
create table eqa_sample (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  item           text        not null,
  sample         text        not null,
  variant        text        not null,
  value          numeric,
  uncertainty    numeric,
  -- Responses that are accepted of a qualitative item.
  accepted       text[]
);
create index eqa_sample_round on eqa_sample (round_id, id);

-- Who takes part with which items 报名; a later row of an institution stands for an earlier one.
create table eqa_enrolment (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  items          text[]      not null,
  -- Items from which the organiser releases it 豁免.
  excused        text[]      not null default '{}',
  variant        text        not null,
  reason         text,
  entered_by     text        not null,
  recorded_at    timestamptz not null
);
create index eqa_enrolment_round on eqa_enrolment (round_id, institution, id desc);
create index eqa_enrolment_institution on eqa_enrolment (institution, round_id);

create table eqa_act (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  kind           text        not null check (kind in ('shipped', 'rescheduled', 'published', 'final')),
  opens_at       timestamptz,
  closes_at      timestamptz,
  -- Of the evaluation that is published.
  version        integer,
  reason         text,
  acted_by       text        not null,
  acted_name     text        not null,
  recorded_at    timestamptz not null
);
create index eqa_act_round on eqa_act (round_id, id);

create table eqa_receipt (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  condition      text        not null check (condition in ('good', 'thawed', 'leaking', 'missing', 'other')),
  note           text,
  received_at    timestamptz not null,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null
);
create index eqa_receipt_round on eqa_receipt (round_id, institution, id);

-- The matrix of a laboratory 回报表, each state of it a version.
create table eqa_return (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  version        integer     not null,
  results        jsonb       not null,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null,
  unique (round_id, institution, version)
);

-- A second person's check 复核 of a version, and its return 上报.
create table eqa_return_act (
  id             bigint generated always as identity primary key,
  return_id      bigint      not null references eqa_return,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  kind           text        not null check (kind in ('checked', 'submitted')),
  late           boolean     not null default false,
  receipt        text,
  address        text,
  acted_by       text        not null,
  acted_name     text        not null,
  recorded_at    timestamptz not null,
  unique (return_id, kind)
);
create index eqa_return_act_round on eqa_return_act (round_id, institution, id);

-- A grading of the whole round 评价, with what it rests on; a correction is another version with its reason.
create table eqa_evaluation (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  version        integer     not null,
  reason         text,
  targets        jsonb       not null,
  excluded       jsonb       not null,
  decisions      jsonb       not null,
  evaluated_by   text        not null,
  evaluated_name text        not null,
  recorded_at    timestamptz not null,
  unique (round_id, version)
);

create table eqa_score (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  version        integer     not null,
  institution    text        not null,
  item           text        not null,
  outcome        text        not null check (outcome in ('PASS', 'FAIL', 'ABSENT', 'PENDING')),
  percent        numeric,
  review         integer     not null,
  cells          jsonb       not null,
  unique (round_id, version, institution, item),
  foreign key (round_id, version) references eqa_evaluation (round_id, version)
);
create index eqa_score_institution on eqa_score (institution, round_id);

-- Who looked at a pair of returns that are alike 雷同审核, and what was found.
create table eqa_review (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  first          text        not null,
  second         text        not null,
  finding        text        not null check (finding in ('cleared', 'confirmed', 'open')),
  note           text        not null,
  reviewed_by    text        not null,
  reviewed_name  text        not null,
  recorded_at    timestamptz not null
);
create index eqa_review_round on eqa_review (round_id, id);

-- An objection to a score 申诉, and its answer.
create table eqa_appeal (
  id             bigint generated always as identity primary key,
  round_id       bigint      not null references eqa_round,
  unit           text        not null,
  institution    text        not null,
  item           text        not null,
  text           text        not null,
  answers        bigint      unique references eqa_appeal,
  outcome        text        check (outcome in ('accepted', 'rejected')),
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null,
  check ((answers is null) = (outcome is null))
);
create index eqa_appeal_round on eqa_appeal (round_id, id);

do $$ declare t text; begin
  foreach t in array array['eqa_round', 'eqa_sample', 'eqa_enrolment', 'eqa_act', 'eqa_receipt', 'eqa_return', 'eqa_return_act', 'eqa_evaluation',
    'eqa_score', 'eqa_review', 'eqa_appeal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('create policy organiser on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
  foreach t in array array['eqa_receipt', 'eqa_return', 'eqa_return_act', 'eqa_appeal'] loop
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
  end loop;
end $$;
create policy own on eqa_enrolment for select to fujie_app using (institution = any ((select fujie_institutions())::text[]));
-- A laboratory sees the rounds it is enrolled in and how they stand, and a score of its own once that version is published.
create policy enrolled on eqa_round for select to fujie_app using (exists (
  select from eqa_enrolment e where e.round_id = eqa_round.id and e.institution = any ((select fujie_institutions())::text[])));
create policy enrolled on eqa_act for select to fujie_app using (exists (
  select from eqa_enrolment e where e.round_id = eqa_act.round_id and e.institution = any ((select fujie_institutions())::text[])));
create policy own on eqa_score for select to fujie_app using (institution = any ((select fujie_institutions())::text[]) and exists (
  select from eqa_act a where a.round_id = eqa_score.round_id and a.kind = 'published' and a.version = eqa_score.version));
