-- A critical value 危急值 rests on every critical result of its specimen: it stands as long as one of them does, and goes with its
-- result to another person. Source: core-systems.14#03.
alter table critical_value add column other_results text[] not null default '{}';
create index critical_value_other_results on critical_value using gin (other_results);
grant update (person_id, result_id, report_id, other_results) on critical_value to fujie_app;
grant update (person_id) on loop to fujie_app;
-- Closed loops of a unit are read the newest first; what was sent together is found by its name.
create index loop_unit on loop (unit, id);
create index delivery_bundle on delivery (bundle) where status = 'pending';
