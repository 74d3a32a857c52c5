-- Meetings and visits 会议与下科室: each belongs to the loop of its period. What was said stands sealed in versions that are only ever
-- added; which of them its chair signed stands beside them. Source: henan-2025.mq.1#05, #06, #08, mq.2#03, mq.5#11.
create table quality_meeting (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  loop_id       bigint      not null references loop,
  kind          text        not null,
  department    text,
  period        text        not null,
  entered_at    timestamptz not null
);
create index quality_meeting_loop on quality_meeting (loop_id);
create index quality_meeting_entered on quality_meeting (institution, entered_at);

create table quality_meeting_version (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  meeting_id    bigint      not null references quality_meeting,
  version       integer     not null,
  held_at       timestamptz not null,
  present       integer     not null,
  members       integer     not null,
  quorate       boolean     not null,
  content       bytea       not null,
  -- Why it stands in the place of the version before.
  reason        text,
  -- The record of the loop that it gave rise to.
  record        bigint,
  entered_by    text        not null,
  entered_name  text        not null,
  entered_at    timestamptz not null,
  unique (meeting_id, version)
);

create table quality_meeting_approval (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  meeting_id    bigint      not null references quality_meeting,
  version       integer     not null,
  approved_by   text        not null,
  approved_name text        not null,
  approved_at   timestamptz not null,
  unique (meeting_id, version)
);

-- A decision 决定事项 and the loop that follows it up; its number is that in the minutes.
create table quality_decision (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  meeting_id    bigint      not null references quality_meeting,
  number        integer     not null,
  loop_id       bigint      not null unique references loop,
  unique (meeting_id, number)
);

-- The journal 质量安全月报 of a month: drafts, what the head approved, what was published. Figures of a version never change.
create table quality_journal (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  month         text        not null,
  version       integer     not null,
  content       bytea       not null,
  figures       jsonb       not null,
  edited_by     text        not null,
  edited_name   text        not null,
  edited_at     timestamptz not null,
  unique (institution, month, version)
);
create table quality_journal_step (
  id            bigint generated always as identity primary key,
  institution   text        not null,
  month         text        not null,
  version       integer     not null,
  step          text        not null check (step in ('approved', 'published')),
  by_id         text        not null,
  by_name       text        not null,
  at            timestamptz not null,
  unique (institution, month, version, step)
);

do $$ declare t text; begin
  foreach t in array array['quality_meeting', 'quality_meeting_version', 'quality_meeting_approval', 'quality_decision',
    'quality_journal', 'quality_journal_step'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
