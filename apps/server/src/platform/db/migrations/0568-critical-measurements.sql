-- What each critical measurement of the specimen of a critical value 危急值 says, by its result: how it is signed, against which limit it stands. Once
-- the one that is shown is withdrawn, another one is shown and verified as itself. Source: core-systems.14#02, core-systems.14#03.
alter table critical_value add column measurements jsonb not null default '{}';
grant update (measurements) on critical_value to fujie_app;
