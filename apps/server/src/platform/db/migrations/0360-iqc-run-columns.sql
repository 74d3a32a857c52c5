-- A verdict 判定 names what it rests on: its results and, for each, the target by which it was judged. Level and z follow from those, which are
-- never altered (henan-2025.lab.6#09). How it was judged is stored once for all verdicts of an institution that were judged alike.
create table iqc_rules (
  institution text  not null,
  -- Of the rules as text.
  digest      uuid  not null,
  settings    jsonb not null,
  primary key (institution, digest)
);
alter table iqc_rules enable row level security;
create policy own on iqc_rules to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on iqc_rules to fujie_worker using (true);
revoke update, delete on iqc_rules from fujie_app;

insert into iqc_rules (institution, digest, settings)
select distinct institution, md5(settings::text)::uuid, settings from iqc_run;

create function pg_temp.numbers(points jsonb, name text) returns bigint[] immutable language sql as
  $$ select coalesce(array_agg((point ->> name)::bigint order by place), '{}') from jsonb_array_elements(points) with ordinality as p (point, place) $$;
alter table iqc_run add column targets bigint[];
alter table iqc_run
  alter column targets type bigint[] using pg_temp.numbers(points, 'target'),
  alter column targets set not null,
  alter column points type bigint[] using pg_temp.numbers(points, 'result'),
  alter column settings type uuid using md5(settings::text)::uuid,
  drop constraint iqc_run_institution_system_run_version_key,
  drop column id,
  add primary key (institution, system, run, version);
alter table iqc_run rename column points to results;
alter table iqc_run rename column settings to rules;
drop function pg_temp.numbers;

-- Few results are corrected, and none twice.
alter table iqc_result drop constraint iqc_result_corrects_key;
create unique index iqc_result_corrects on iqc_result (corrects) where corrects is not null;
