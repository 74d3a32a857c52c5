-- Dispatch meetings 调度会: entered by the authority of a region; whoever is asked for something or named in one sees that it was held and
-- what is asked of them. What becomes of it is a loop. Source: taiyuan-2024.7.4#02, 3.2#04.
create table dispatch_meeting (
  id         bigint generated always as identity primary key,
  -- `region.` and the code of the region.
  unit       text        not null,
  -- Units that are asked for something or named.
  shown_to   text[]      not null,
  held_on    date        not null,
  title      bytea       not null,
  present    bytea       not null,
  minutes    bytea       not null,
  entered_at timestamptz not null,
  entered_by text        not null
);
create index dispatch_meeting_unit on dispatch_meeting (unit, held_on);
create table dispatch_point (
  id         bigint generated always as identity primary key,
  meeting_id bigint      not null references dispatch_meeting,
  number     integer     not null,
  unit       text        not null,
  -- Who is asked, or named.
  asked      text        not null,
  kind       text        not null check (kind in ('decision', 'naming')),
  text       bytea       not null,
  due_on     date        not null,
  loop_id    bigint      not null unique references loop,
  unique (meeting_id, number)
);
alter table dispatch_meeting enable row level security;
create policy own on dispatch_meeting to fujie_app
  using (unit = any ((select fujie_institutions())::text[]) or shown_to && (select fujie_institutions())::text[])
  with check (unit = any ((select fujie_institutions())::text[]));
alter table dispatch_point enable row level security;
create policy own on dispatch_point to fujie_app
  using (unit = any ((select fujie_institutions())::text[]) or asked = any ((select fujie_institutions())::text[]))
  with check (unit = any ((select fujie_institutions())::text[]));
do $$ declare t text; begin
  foreach t in array array['dispatch_meeting', 'dispatch_point'] loop
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
