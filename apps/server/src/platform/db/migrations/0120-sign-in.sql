-- Sign-in 登录: what a second factor needs, whom an issuer elsewhere knows, sessions one can name, and failures counted for all servers.
alter table account
  alter column password_hash drop not null,
  add column must_change_password boolean not null default false,
  -- Issuer and subject of the account elsewhere, bound when its person first came from there.
  add column issuer  text,
  add column subject text,
  -- Sealed with a key that follows from the secret of the installation.
  add column totp_secret  bytea,
  add column totp_pending bytea,
  -- The last 30 seconds whose code was used.
  add column totp_step    bigint not null default 0,
  add constraint account_elsewhere unique (issuer, subject);

alter table session
  add column id       uuid not null default gen_random_uuid() unique,
  -- What is still missing before this is a session; null: nothing.
  add column needs    text check (needs in ('code', 'password', 'enrolment')),
  add column via      text not null default 'password',
  add column address  text,
  add column device   text,
  add column id_token bytea;
create index session_username on session (username);

create table recovery_code (
  username  text  not null references account on delete cascade,
  code_hash bytea not null,
  primary key (username, code_hash)
);

-- A bucket that leaks, by the digest of a username, device or address.
create table sign_in_failure (
  who   bytea            primary key,
  level double precision not null,
  at    timestamptz      not null,
  until timestamptz      not null
);
create index sign_in_failure_at on sign_in_failure (at);
