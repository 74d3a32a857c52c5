-- Lots of reagents and calibrators 试剂与校准品批号 by which a result was measured, as `product|lot`, where the sender names them: what a recalled lot
-- may have affected is found by them (national-2022.art.22#01).
alter table result add column lots text[] not null default '{}';
create index result_lots on result using gin (lots) where current and cardinality(lots) > 0;
