-- Complaints 监督举报: what was said and by whom, sealed, for the authority of the region alone; how it is handled is a loop, which the
-- institution complained about takes part in. Followed by a code of which only the hash is kept.
-- Source: taiyuan-2024.3.2#03, 7.1#03.
create table complaint (
  id           bigint generated always as identity primary key,
  loop_id      bigint      not null unique references loop,
  institution  text        not null,
  -- `region.` and the code of the region whose authority handles it.
  unit         text        not null,
  channel      text        not null check (channel in ('page', 'telephone', 'letter')),
  category     text        not null,
  -- The section whose task it is by the kind of institution; null: the region has no such division.
  section      text,
  content      bytea       not null,
  name         bytea,
  contact      bytea,
  code_hash    bytea       not null unique,
  received_at  timestamptz not null,
  entered_by   text        not null
);
create index complaint_received on complaint (unit, received_at);
alter table complaint enable row level security;
create policy own on complaint to fujie_app using (unit = any ((select fujie_institutions())::text[]));
create policy worker on complaint to fujie_worker using (true);
revoke update, delete on complaint from fujie_app;
