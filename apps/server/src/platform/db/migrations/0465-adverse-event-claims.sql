-- Awards for reports of adverse events 上报激励 that were claimed: nothing here leads to a report, its month or its department but by the
-- receipt, which only who reported has.
-- Source: henan-2025.mq.11#05.
create table adverse_event_claim (
  id           uuid        primary key default gen_random_uuid(),
  institution  text        not null,
  -- Keyed hashes, each under a name of its own: of the receipt, of the award, of the voucher.
  receipt      bytea       not null,
  award        bytea       not null,
  voucher      bytea       not null unique,
  rule         text        not null,
  amount       numeric,
  -- The day alone: the minute of a claim would tell whose session it was.
  redeemed_on  date,
  redeemed_by  text,
  unique (receipt, award)
);
create index adverse_event_claim_award on adverse_event_claim (award);
alter table adverse_event_claim enable row level security;
create policy own on adverse_event_claim to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on adverse_event_claim to fujie_worker using (true);
revoke update, delete on adverse_event_claim from fujie_app;
grant update (redeemed_on, redeemed_by) on adverse_event_claim to fujie_app;
