-- Blind samples 飞行盲样 hidden among ordinary ones. Only the centre that hid them and the authority above see these rows: a laboratory sees the
-- ordinary record of an ordinary patient. Only ever added to. `unit` is the centre's region.
create table blind_sample (
  id             bigint generated always as identity primary key,
  unit           text        not null,
  -- The centre's own number of it.
  code           text        not null,
  institution    text        not null,
  -- Keyed hash of the record number under which it is registered there, by which its results are found.
  token          bytea       not null,
  handed_on      date        not null,
  -- Item, criterion, value or accepted responses.
  targets        jsonb       not null,
  created_by     text        not null,
  created_name   text        not null,
  recorded_at    timestamptz not null,
  unique (unit, code)
);

-- How it ended: revealed 揭盲 with each result beside its target, or withdrawn.
create table blind_sample_end (
  id             bigint generated always as identity primary key,
  sample_id      bigint      not null unique references blind_sample,
  unit           text        not null,
  kind           text        not null check (kind in ('revealed', 'withdrawn')),
  compared       jsonb       not null,
  reason         text,
  acted_by       text        not null,
  acted_name     text        not null,
  recorded_at    timestamptz not null
);

do $$ declare t text; begin
  foreach t in array array['blind_sample', 'blind_sample_end'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('create policy centre on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
