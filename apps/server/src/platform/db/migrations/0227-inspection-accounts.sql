-- The accounts of the team as they were when it was drawn, in its order 抽签时绑定的账号: who is bound to an inspector afterwards was not drawn.
alter table inspection add accounts text[];
grant update (accounts) on inspection to fujie_app;
