-- Samples of repeats and of prompts passed over 点评抽样: one draw for an institution and month, that anybody repeats from its seed and the
-- acts up to the last one there was. What was said of each stands in its loop. Source: national-2022.art.18#01, sichuan-2025.6#01.
create table order_sample (
  id          bigint generated always as identity primary key,
  institution text        not null,
  month       text        not null,
  seed        text        not null,
  -- SHA-256 of the lists from which it was drawn.
  lists       text        not null,
  last_act    bigint      not null,
  candidates  integer     not null,
  drawn_at    timestamptz not null,
  unique (institution, month)
);
create table order_sample_act (
  sample_id   bigint      not null references order_sample,
  institution text        not null,
  act_id      bigint      not null,
  stratum     text        not null,
  loop_id     bigint      not null unique references loop,
  primary key (sample_id, act_id)
);
do $$ declare t text; begin
  foreach t in array array['order_sample', 'order_sample_act'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
    execute format('revoke update, delete on %I from fujie_app', t);
  end loop;
end $$;
