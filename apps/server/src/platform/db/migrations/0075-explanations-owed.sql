-- Explanations 解释说明 that are still owed: the order went on, and what the patient was told was to follow. One given after its
-- time is owed no more, though it does not count as given in time.
create index recognition_act_due on recognition_act (institution, explanation_due_at) where explanation_due_at is not null;

create view explanation_owed as
select (a.acted_at at time zone 'Asia/Shanghai')::date as day, a.institution, coalesce(a.department, '') as department, a.item,
       coalesce(a.issuer, '') as issuer, a.person_id, a.decision_id, a.id as act_id, a.episode, a.acted_at, a.explanation_due_at as due_at,
       a.practitioner, a.encounter, a.result_id, a.class, a.code
  from recognition_act a
 where a.explanation_due_at is not null and a.outcome = 'ORDER_ALLOWED' and a.detail ->> 'explanation' = 'deferred'
   and not exists (
     select from recognition_act f
      where f.person_id = a.person_id and f.item = a.item and f.episode = a.episode and f.outcome in ('ACCEPTED', 'ORDER_ALLOWED')
        and (f.acted_at, f.id) > (a.acted_at, a.id))
   and not exists (
     select from recognition_act n
      where n.decision_id = a.decision_id and n.item = a.item and n.choice = 'REPEAT' and n.outcome = 'NOTED');
