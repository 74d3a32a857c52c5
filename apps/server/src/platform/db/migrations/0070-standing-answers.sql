-- A case 例 is answered by its latest final act; what became of it is derived from the acts by one statement, and the daily
-- counts are the facts of this view, so that counts kept as things happen equal those made anew.
alter table recognition_case
  -- The decision that opened the case, in the order stored: acts on earlier ones do not answer it.
  add column first_seq     bigint  not null default 0,
  -- False while only orders that asked nothing made the case.
  add column prompted      boolean not null default true,
  add column overlooked_id bigint,
  add column reordered_id  bigint;
update recognition_case c set first_seq = d.seq, prompted = d.kind <> 'order' from decision d where d.id = c.decision_id;

alter table recognition_act drop constraint recognition_act_choice_check;
alter table recognition_act add constraint recognition_act_choice_check
  check (choice in ('ACCEPT', 'REPEAT', 'OVERLOOKED', 'OPENED', 'ORDERED'));
create unique index recognition_act_ordered on recognition_act (decision_id, item) where choice = 'ORDERED';

-- The state of each case as its acts make it: the latest final answer of the class of the case stands. What concerns a result
-- of the institution itself, or was done before the case, answers nothing.
create view recognition_case_state as
select k.person_id, k.item, k.episode, standing.choice as answer, standing.id as act_id, passed.id as overlooked_id,
       case when standing.choice = 'ACCEPT' then again.id end as reordered_id,
       exists (select from recognition_act o join decision d on d.id = o.decision_id
                where o.person_id = k.person_id and o.item = k.item and o.episode = k.episode and o.choice = 'OPENED'
                  and o.issuer is distinct from o.institution and d.seq >= k.first_seq) as opened
  from recognition_case k
  left join lateral (
    select a.id, a.choice, a.decision_id from recognition_act a join decision d on d.id = a.decision_id
     where a.person_id = k.person_id and a.item = k.item and a.episode = k.episode and a.class = k.class
       and a.outcome in ('ACCEPTED', 'ORDER_ALLOWED') and a.issuer is distinct from a.institution and d.seq >= k.first_seq
     order by a.acted_at desc, a.id desc limit 1) standing on true
  left join lateral (
    select a.id from recognition_act a
     where a.person_id = k.person_id and a.item = k.item and a.episode = k.episode and a.class = k.class
       and a.choice = 'OVERLOOKED' and not exists (
         select from recognition_act f
          where f.person_id = a.person_id and f.item = a.item and f.episode = a.episode
            and f.outcome in ('ACCEPTED', 'ORDER_ALLOWED') and f.acted_at <= a.acted_at
            and (f.decision_id = a.decision_id or (f.result_id = a.result_id and f.result_version = a.result_version)))
     order by a.id limit 1) passed on true
  left join lateral (
    select a.id from recognition_act a
     where a.decision_id = standing.decision_id and a.item = k.item and a.choice = 'ORDERED' limit 1) again on true;

-- Results of the institution itself answer nothing: only those of others are recognised.
create or replace view recognition_fact as
select case class when 'MUST' then 'opportunities' else 'encouraged' end as measure, day, institution, department, item, issuer,
       0::numeric as yuan, person_id, decision_id, null::bigint as act_id, episode
  from recognition_case
union all
select 'unprompted', day, institution, department, item, issuer, 0, person_id, decision_id, null, episode
  from recognition_case where not prompted
union all
select 'opened', day, institution, department, item, issuer, 0, person_id, decision_id, null, episode
  from recognition_case where opened
union all
select case when c.answer = 'ACCEPT' and c.reordered_id is not null then 'reordered'
            when c.answer = 'ACCEPT' then case c.class when 'MUST' then 'acceptedMust' else 'acceptedMay' end
            when c.class = 'MUST' and a.code is null then 'overlooked'
            when c.class = 'MUST' then 'repeated' || a.code
            else 'repeatedMay' end,
       c.day, c.institution, c.department, c.item, c.issuer,
       case when c.answer = 'ACCEPT' and c.reordered_id is null then coalesce(a.price, 0) else 0 end,
       c.person_id, a.decision_id, a.id, c.episode
  from recognition_case c join recognition_act a on a.id = c.act_id
union all
select case c.class when 'MUST' then 'overlooked' else 'passedOver' end, c.day, c.institution, c.department, c.item, c.issuer, 0,
       c.person_id, a.decision_id, a.id, c.episode
  from recognition_case c join recognition_act a on a.id = c.overlooked_id
union all
select m.measure, (a.acted_at at time zone 'Asia/Shanghai')::date, a.institution, coalesce(a.department, ''), a.item,
       coalesce(a.issuer, ''), 0, a.person_id, a.decision_id, a.id, a.episode
  from recognition_act a
  cross join lateral (
    select a.outcome = 'ORDER_ALLOWED' and a.detail ->> 'explanation' in ('complete', 'deferred') and not exists (
      select from recognition_act f
       where f.person_id = a.person_id and f.item = a.item and f.episode = a.episode and f.outcome in ('ACCEPTED', 'ORDER_ALLOWED')
         and (f.acted_at, f.id) > (a.acted_at, a.id)) as is_owed) as o
  cross join lateral (
    select 'blocked' where a.outcome = 'ORDER_BLOCKED'
    union all
    select 'incomplete' where a.outcome = 'ACCEPT_INCOMPLETE'
    union all
    select 'explanationsDue' where o.is_owed
    union all
    select 'explanationsComplete' where o.is_owed and (a.detail ->> 'explanation' = 'complete' or exists (
      select from recognition_act n
       where n.decision_id = a.decision_id and n.item = a.item and n.choice = 'REPEAT' and n.outcome = 'NOTED' and n.acted_at <= a.explanation_due_at))
  ) as m (measure)
union all
select 'timedOut', (asked_at at time zone 'Asia/Shanghai')::date, institution, coalesce(department, ''), '', '', 0, person_id, id, null, ''
  from decision where (output ->> 'timedOut')::boolean;
