-- Decisions in the order in which they were stored; counts are rebuilt in that order.
alter table decision add column seq bigint generated always as identity;
create index decision_seq on decision (seq);
create index decision_asked on decision (asked_at);

-- One case 例 per patient, item and encounter: the unit in which recognition is counted. `episode` is the institution with
-- its encounter, or with the day where no encounter was named. The first final act answers the case.
create table recognition_case (
  person_id   bigint not null,
  item        text   not null,
  episode     text   not null,
  day         date   not null,
  institution text   not null,
  department  text   not null,
  issuer      text   not null,
  class       text   not null check (class in ('MUST', 'MAY')),
  decision_id uuid   not null,
  answer      text   check (answer in ('ACCEPT', 'REPEAT', 'OVERLOOKED')),
  act_id      bigint,
  opened      boolean not null default false,
  primary key (person_id, item, episode)
) with (fillfactor = 80);
create index recognition_case_day on recognition_case (institution, day);

alter table recognition_act add column episode text not null default '';
-- A double submission finds its act again: one final answer and one later explanation per decision and item.
create unique index recognition_act_final on recognition_act (decision_id, item) where outcome in ('ACCEPTED', 'ORDER_ALLOWED', 'OVERLOOKED');
create unique index recognition_act_explained on recognition_act (decision_id, item) where choice = 'REPEAT' and outcome = 'NOTED';

-- Rows of today are updated all day: leave them room in their page.
alter table recognition_daily set (fillfactor = 50);
create index recognition_daily_institution on recognition_daily (institution, day);

create index notice_recent on notice (institution, created_at desc);
