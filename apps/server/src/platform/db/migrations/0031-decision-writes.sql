-- What is written at every order is kept cheap: days grow with the table, so block ranges find them.
drop index decision_institution;
drop index decision_asked;
create index decision_asked on decision using brin (asked_at) with (pages_per_range = 32);
create index decision_timed_out on decision (institution, asked_at) where (output ->> 'timedOut')::boolean;
drop index recognition_case_day;
create index recognition_case_day on recognition_case using brin (day) with (pages_per_range = 32);

-- Prompted is what must or may be recognised: the two are counted, their sum is not.
create or replace view recognition_fact as
select case class when 'MUST' then 'opportunities' else 'encouraged' end as measure, day, institution, department, item, issuer,
       0::numeric as yuan, person_id, decision_id, null::bigint as act_id
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
