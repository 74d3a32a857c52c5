-- Papers of EQA 质评报告与证书 that were given out: by the code on a paper anybody can see what it says, and whether it still stands.
create table eqa_paper (
  id             bigint generated always as identity primary key,
  code           text        not null unique,
  kind           text        not null check (kind in ('report', 'certificate')),
  institution    text        not null,
  -- The round of a report, the year of a certificate.
  round_id       bigint      references eqa_round,
  year           integer     not null,
  content        jsonb       not null,
  issued_by      text        not null,
  recorded_at    timestamptz not null
);
create index eqa_paper_of on eqa_paper (institution, kind, year, id desc);
alter table eqa_paper enable row level security;
create policy own on eqa_paper to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on eqa_paper to fujie_worker using (true);
revoke update, delete on eqa_paper from fujie_app;
