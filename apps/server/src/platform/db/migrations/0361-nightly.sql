-- What one server does by night for all that share the database 夜间任务: each day for which it was done, and what was found.
create table nightly (
  job   text  not null,
  day   date  not null,
  found jsonb not null,
  primary key (job, day)
);
revoke update, delete on nightly from fujie_app;
