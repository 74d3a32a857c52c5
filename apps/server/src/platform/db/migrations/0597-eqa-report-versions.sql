-- Which version of the grades of each round a report 室间质评定期报告 holds, in the order of `rounds`: grades that are corrected later are reported anew.
alter table eqa_report add column versions integer[];
update eqa_report e set versions = array(
  select coalesce((select max(a.version) from eqa_act a
    where a.round_id = u.round and a.kind = 'published' and a.recorded_at <= e.recorded_at), 1)
  from unnest(e.rounds) with ordinality as u(round, place) order by u.place);
alter table eqa_report alter column versions set not null,
  add constraint eqa_report_versions check (cardinality(versions) = cardinality(rounds));
