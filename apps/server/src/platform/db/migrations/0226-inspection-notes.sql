-- What somebody is writing at an inspection and has not saved 未提交的记录: for nobody but who writes, gone when it is saved or signed, so that
-- nothing of it is left in a browser that others use.
create table inspection_note (
  id            bigint generated always as identity unique,
  inspection_id bigint      not null references inspection,
  account       text        not null,
  -- The clause of an item, `statement`, or `verify:` and the number of a loop.
  field         text        not null,
  content       bytea       not null,
  at            timestamptz not null,
  primary key (inspection_id, account, field)
);
alter table inspection_note enable row level security;
create policy own on inspection_note to fujie_app using (exists (select from inspection i where i.id = inspection_id));
create policy worker on inspection_note to fujie_worker using (true);
revoke update on inspection_note from fujie_app;
grant update (content, at) on inspection_note to fujie_app;
