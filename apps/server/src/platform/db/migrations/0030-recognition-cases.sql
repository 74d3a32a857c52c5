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
  answer      text   check (answer in ('ACCEPT', 'REPEAT')),
  act_id      bigint,
  opened      boolean not null default false,
  primary key (person_id, item, episode)
) with (fillfactor = 80);
create index recognition_case_day on recognition_case (institution, day);

alter table recognition_act add column episode text not null default '';
-- A double submission finds its act again: one final answer, one later explanation, one finding that nobody answered.
create unique index recognition_act_final on recognition_act (decision_id, item) where outcome in ('ACCEPTED', 'ORDER_ALLOWED');
create unique index recognition_act_overlooked on recognition_act (decision_id, item) where choice = 'OVERLOOKED';
create unique index recognition_act_explained on recognition_act (decision_id, item) where choice = 'REPEAT' and outcome = 'NOTED';

-- Rows of today are updated all day: leave them room in their page.
alter table recognition_daily set (fillfactor = 50);
create index recognition_daily_institution on recognition_daily (institution, day);

create index notice_recent on notice (institution, created_at desc);
create index recognition_case_act on recognition_case (act_id) where act_id is not null;

-- Every countable fact of recognition, one row each, with the unit it counts for. The daily counts are the sum of these
-- rows, and a number opens to its cases by them. Measures bear the names of the statistics contract.
create view recognition_fact as
select 'prompted' as measure, day, institution, department, item, issuer, 0::numeric as yuan, person_id, decision_id, null::bigint as act_id
  from recognition_case
union all
select case class when 'MUST' then 'opportunities' else 'encouraged' end, day, institution, department, item, issuer, 0, person_id, decision_id, null
  from recognition_case
union all
select 'opened', day, institution, department, item, issuer, 0, person_id, decision_id, null
  from recognition_case where opened
union all
select case when c.answer = 'ACCEPT' then case c.class when 'MUST' then 'acceptedMust' else 'acceptedMay' end
            when c.class = 'MUST' and a.code is not null then 'repeated' || a.code
            else 'repeatedMay' end,
       c.day, c.institution, c.department, c.item, c.issuer,
       case c.answer when 'ACCEPT' then coalesce(a.price, 0) else 0 end, c.person_id, a.decision_id, a.id
  from recognition_case c join recognition_act a on a.id = c.act_id
union all
select m.measure, coalesce(c.day, (a.acted_at at time zone 'Asia/Shanghai')::date), a.institution, coalesce(c.department, a.department, ''),
       a.item, coalesce(c.issuer, a.issuer, ''), 0, a.person_id, a.decision_id, a.id
  from recognition_act a
  left join recognition_case c on c.person_id = a.person_id and c.item = a.item and c.episode = a.episode
  cross join lateral (
    select 'blocked' where a.outcome = 'ORDER_BLOCKED'
    union all
    select 'overlooked' where a.choice = 'OVERLOOKED' and not exists (
      select from recognition_act f
       where f.decision_id = a.decision_id and f.item = a.item and f.outcome in ('ACCEPTED', 'ORDER_ALLOWED') and f.acted_at <= a.acted_at)
    union all
    select 'explanationsDue' where a.outcome = 'ORDER_ALLOWED' and a.detail ->> 'explanation' in ('complete', 'deferred')
    union all
    select 'explanationsComplete' where a.outcome = 'ORDER_ALLOWED' and (a.detail ->> 'explanation' = 'complete' or exists (
      select from recognition_act n
       where n.decision_id = a.decision_id and n.item = a.item and n.choice = 'REPEAT' and n.outcome = 'NOTED' and n.acted_at <= a.explanation_due_at))
  ) as m (measure)
union all
select 'timedOut', (asked_at at time zone 'Asia/Shanghai')::date, institution, coalesce(department, ''), '', '', 0, person_id, id, null
  from decision where (output ->> 'timedOut')::boolean;
