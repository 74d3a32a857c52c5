-- Studies of a laboratory 方法学评价: split samples, POCT against the central laboratory, comparison of methods, verification of precision. Only
-- ever added to: a correction is a study that names the one it replaces.
create table laboratory_study (
  id             bigint generated always as identity primary key,
  institution    text        not null,
  kind           text        not null check (kind in ('split-sample', 'poct', 'glucose-meter', 'comparison', 'precision')),
  item           text        not null,
  title          text        not null,
  unit           text,
  -- The partner laboratory, the central analyser, the method in use, or the material.
  reference      text        not null,
  -- What is tested: instrument, method, device.
  tested         text        not null,
  measured_on    date        not null,
  data           jsonb       not null,
  verdict        text        not null check (verdict in ('acceptable', 'not acceptable')),
  corrects       bigint      unique references laboratory_study,
  reason         text,
  entered_by     text        not null,
  entered_name   text        not null,
  recorded_at    timestamptz not null,
  check ((corrects is null) = (reason is null))
);
create index laboratory_study_item on laboratory_study (institution, item, measured_on desc);

alter table laboratory_study enable row level security;
create policy own on laboratory_study to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on laboratory_study to fujie_worker using (true);
revoke update, delete on laboratory_study from fujie_app;
