-- Inspections 双随机一公开: plans, their draws with what was frozen and committed to before, the inspections that follow and what was found.
-- What was frozen, committed to or found is never written again. Source: national-2022.art.26#01, #02.
create table inspection_plan (
  id           bigint generated always as identity primary key,
  -- `region.` and the code of the region whose authority orders it.
  unit         text        not null,
  terms        jsonb       not null,
  ordered_by   text        not null,
  ordered_name text        not null,
  ordered_at   timestamptz not null
);
create index inspection_plan_unit on inspection_plan (unit, id);

create table inspection_draw (
  id            bigint generated always as identity primary key,
  plan_id       bigint      not null references inspection_plan,
  unit          text        not null,
  number        smallint    not null,
  lists         jsonb       not null,
  lists_digest  text        not null,
  frozen_at     timestamptz not null,
  frozen_by     text        not null,
  -- What will be known of later, and from which day on; null: nothing is mixed in.
  public_source text,
  public_on     date,
  public_value  text,
  seed          text,
  drawn_at      timestamptz,
  voided_at     timestamptz,
  voided_by     text,
  void_reason   text,
  unique (plan_id, number)
);
-- One at a time: another one only once the last was given up, on record.
create unique index inspection_draw_standing on inspection_draw (plan_id) where voided_at is null;

-- What a custodian committed to. The share itself reaches the server only when it is revealed.
create table inspection_share (
  draw_id        bigint      not null references inspection_draw,
  place          smallint    not null check (place in (1, 2)),
  unit           text        not null,
  custodian      text        not null,
  custodian_name text        not null,
  commitment     text        not null,
  committed_at   timestamptz not null,
  share          text,
  revealed_at    timestamptz,
  primary key (draw_id, place),
  unique (draw_id, custodian)
);

create table inspection_replacement (
  id        bigint generated always as identity primary key,
  draw_id   bigint      not null references inspection_draw,
  unit      text        not null,
  party     text        not null,
  inspector text,
  reason    text        not null check (reason in ('conflict', 'unavailable', 'ceased')),
  note      text        not null,
  by_name   text        not null,
  at        timestamptz not null
);
create index inspection_replacement_draw on inspection_replacement (draw_id, id);

create table inspection (
  id           bigint generated always as identity primary key,
  plan_id      bigint      not null references inspection_plan,
  draw_id      bigint      not null references inspection_draw,
  unit         text        not null,
  institution  text        not null,
  inspectors   text[]      not null,
  -- Made from the documents in force on the day of the visit.
  checklist    jsonb,
  -- When the party learned of it: before, it sees nothing.
  notified_at  timestamptz,
  concluded_at timestamptz,
  statement    bytea,
  stated_at    timestamptz,
  stated_by    text,
  published_at timestamptz,
  -- The loop of its publication.
  loop_id      bigint references loop,
  -- Replaced, or its draw was given up.
  dropped_at   timestamptz,
  unique (draw_id, institution)
);
create index inspection_unit on inspection (unit, id);
create index inspection_institution on inspection (institution, id);

create table inspection_finding (
  id            bigint generated always as identity primary key,
  inspection_id bigint      not null references inspection,
  item          text        not null,
  verdict       text        not null check (verdict in ('conform', 'nonconform', 'not-applicable')),
  severity      text check (severity in ('immediate', 'within-15', 'within-30')),
  facts         bytea       not null,
  samples       integer,
  inspector     text        not null,
  by_name       text        not null,
  at            timestamptz not null
);
create index inspection_finding_inspection on inspection_finding (inspection_id, id);

create table inspection_signature (
  id            bigint generated always as identity primary key,
  inspection_id bigint      not null references inspection,
  inspector     text        not null,
  by_name       text        not null,
  -- Of what was found as the inspector saw it: a later change takes the signature away.
  digest        text        not null,
  at            timestamptz not null,
  unique (inspection_id, inspector, digest)
);

do $$ declare t text; begin
  foreach t in array array['inspection_plan', 'inspection_draw', 'inspection_share', 'inspection_replacement'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (unit = any ((select fujie_institutions())::text[]))', t);
  end loop;
  foreach t in array array['inspection_finding', 'inspection_signature'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (exists (select from inspection i where i.id = inspection_id))', t);
  end loop;
  alter table inspection enable row level security;
  create policy own on inspection to fujie_app using (
    unit = any ((select fujie_institutions())::text[])
    or notified_at is not null and dropped_at is null and institution = any ((select fujie_institutions())::text[]));
  foreach t in array array['inspection_plan', 'inspection_draw', 'inspection_share', 'inspection_replacement', 'inspection',
                           'inspection_finding', 'inspection_signature'] loop
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
grant update (public_value, seed, drawn_at, voided_at, voided_by, void_reason) on inspection_draw to fujie_app;
grant update (share, revealed_at) on inspection_share to fujie_app;
grant update (inspectors, checklist, notified_at, concluded_at, statement, stated_at, stated_by, published_at, loop_id, dropped_at)
  on inspection to fujie_app;
