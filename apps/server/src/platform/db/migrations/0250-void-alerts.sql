-- An alert whose time the loop never reached by its records 预警作废: an act that was recorded late ended its stage before. It is kept and
-- counts for nothing. Source: henan-2025.mq.23#11.
alter table loop_alert add column void boolean not null default false;
drop index loop_alert_untold;
create index loop_alert_untold on loop_alert (id) where told_at is null and not superseded and not void;
grant update (void) on loop_alert to fujie_app, fujie_worker;
