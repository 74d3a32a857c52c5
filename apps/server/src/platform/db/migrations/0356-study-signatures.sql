-- The second person of the laboratory who signs a study 方法学评价复核: once, and not who entered it. Studies of before need none.
alter table laboratory_study add column awaits_signature boolean not null default false;
alter table laboratory_study alter column awaits_signature set default true;

create table laboratory_study_signature (
  study_id    bigint      primary key references laboratory_study,
  institution text        not null,
  signed_by   text        not null,
  signed_name text        not null,
  recorded_at timestamptz not null
);
alter table laboratory_study_signature enable row level security;
create policy own on laboratory_study_signature to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on laboratory_study_signature to fujie_worker using (true);
revoke update, delete on laboratory_study_signature from fujie_app;
