-- Telling people of loops 通知: where they want to be told, and what was sent to whom. An alert is resolved to its readers once, in
-- one transaction; each reader of each alert has one delivery.
-- Source: henan-2025.mq.23#11.
create table notify_address (
  id           bigint generated always as identity primary key,
  -- A person's own, or a group of a unit: one of the two.
  username     text        references account,
  unit         text,
  -- Of a group: what it is told of; null: of everything in the unit.
  department   text,
  role         text,
  channel      text        not null check (channel in ('email', 'sms', 'webhook', 'wecom', 'dingtalk')),
  -- Mailbox, telephone, address of a robot and what signs for it: sealed.
  address      bytea       not null,
  secret       bytea,
  -- Until the code that was sent there came back, nothing else is sent there.
  code_hash    text,
  code_until   timestamptz,
  failures     smallint    not null default 0,
  verified_at  timestamptz,
  removed_at   timestamptz,
  created_by   text        not null,
  created_at   timestamptz not null,
  check ((username is null) <> (unit is null))
);
create index notify_address_own on notify_address (username) where removed_at is null;
create index notify_address_unit on notify_address (unit) where removed_at is null;

create table notify_preference (
  username       text     primary key references account,
  -- Minutes of the day; what harms life is told all the same.
  quiet_from     smallint check (quiet_from between 0 and 1439),
  quiet_to       smallint check (quiet_to between 0 and 1439),
  -- Bundled every so many minutes, or once a day at a minute of the day; neither: at once.
  digest_minutes smallint check (digest_minutes between 5 and 1440),
  digest_at      smallint check (digest_at between 0 and 1439)
);

create table delivery (
  id           bigint generated always as identity primary key,
  alert_id     bigint      not null references loop_alert,
  loop_id      bigint      not null references loop,
  unit         text        not null,
  stage        text        not null,
  address_id   bigint      not null references notify_address,
  -- `superseded`: a later one for the same reader, or the stage was over before it was sent.
  status       text        not null check (status in ('pending', 'sent', 'given-up', 'superseded')),
  next_at      timestamptz not null,
  attempts     smallint    not null default 0,
  -- What is sent in one message; sent again it has the same name.
  bundle       uuid,
  sent_at      timestamptz,
  fault        text,
  unique (alert_id, address_id)
);
create index delivery_due on delivery (next_at) where status = 'pending';
create index delivery_of_address on delivery (address_id, id);

-- When the readers of an alert were found; what was found before this table is not told any more.
alter table loop_alert add column told_at timestamptz;
update loop_alert set told_at = found_at;
drop index loop_alert_found;
create index loop_alert_untold on loop_alert (id) where told_at is null and not superseded;

alter table delivery enable row level security;
create policy own on delivery to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on delivery to fujie_worker using (true);
revoke update, delete on notify_address, notify_preference, delivery from fujie_app;
grant update (code_hash, code_until, failures, verified_at, removed_at) on notify_address to fujie_app;
grant update (quiet_from, quiet_to, digest_minutes, digest_at) on notify_preference to fujie_app;
grant update (status, next_at, attempts, bundle, sent_at, fault) on delivery to fujie_worker;
grant update (told_at) on loop_alert to fujie_worker;
