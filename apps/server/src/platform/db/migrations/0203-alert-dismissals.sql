-- Alerts that were of no use 预警驳回: who said so of which one, and why; a rule that is dismissed too often comes back to its owner.
-- Source: henan-2025.mq.23#11.
create table loop_alert_dismissal (
  id           bigint generated always as identity primary key,
  alert_id     bigint      not null unique references loop_alert,
  unit         text        not null,
  reason       text        not null check (reason in ('not-relevant', 'duplicate', 'wrong', 'already-done')),
  -- In words: sealed.
  note         bytea       not null,
  dismissed_at timestamptz not null,
  by_id        text        not null,
  by_name      text        not null,
  by_role      text        not null
);
create index loop_alert_rule on loop_alert (unit, at) where not superseded;
alter table loop_alert_dismissal enable row level security;
create policy own on loop_alert_dismissal to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on loop_alert_dismissal to fujie_worker using (true);
revoke update, delete on loop_alert_dismissal from fujie_app;
