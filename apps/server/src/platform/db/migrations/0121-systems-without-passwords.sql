-- Systems that sign in with keys of their own, and the issuer of this installation: its keys and its state.
alter table system_client
  alter column token_hash drop not null,
  -- Public keys of the system, or the address where it publishes them.
  add column jwks     jsonb,
  add column jwks_url text,
  -- Issuer that its CDS Hooks requests name; null: its id.
  add column issuer   text unique;

-- Ids of tokens that were shown once already.
create table used_token_id (
  issuer     text        not null,
  id_hash    bytea       not null,
  expires_at timestamptz not null,
  primary key (issuer, id_hash)
);
create index used_token_id_expiry on used_token_id (expires_at);

-- Programs at which people sign in with their account here, by OpenID Connect or SMART App Launch.
create table application (
  id            text primary key,
  name          text    not null,
  redirect_uris text[]  not null,
  -- Sealed; null: a public program, protected by PKCE alone.
  secret        bytea,
  leave_uris    text[]  not null default '{}',
  launch_url    text,
  disabled      boolean not null default false,
  created_at    timestamptz not null default now()
);

create table issuer_key (
  id         bigint generated always as identity primary key,
  kid        text        not null unique,
  sealed     bytea       not null,
  created_at timestamptz not null default now()
);

-- What the issuer keeps between two requests: found by a digest, sealed at rest.
create table issuer_state (
  model      text        not null,
  id_hash    bytea       not null,
  sealed     bytea       not null,
  uid        text,
  grant_id   text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id_hash)
);
create index issuer_state_uid on issuer_state (uid) where uid is not null;
create index issuer_state_grant on issuer_state (grant_id) where grant_id is not null;
create index issuer_state_expiry on issuer_state (expires_at);
