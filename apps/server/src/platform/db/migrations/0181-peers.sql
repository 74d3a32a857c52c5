-- Peers 接入端 that speak no HTTP (MLLP, DICOM): let in by registered addresses and the certificate of their TLS, from a day on and
-- until before another. Source: GB/T 22239-2019 (access control), henan-2025.mq.19#02.
create table peer (
  id          bigint generated always as identity primary key,
  name        text   not null,
  institution text   not null,
  protocol    text   not null check (protocol in ('mllp', 'dicom')),
  addresses   cidr[] not null check (cardinality(addresses) > 0),
  -- SHA-256 of the certificate.
  fingerprint bytea  not null check (length(fingerprint) = 32),
  from_day    date   not null,
  to_day      date,
  made_at     timestamptz not null default now(),
  -- One that was ended before it began holds on no day.
  check (from_day <= to_day)
);
create index peer_fingerprint on peer (fingerprint);
revoke update, delete on peer from fujie_app;
grant update (to_day) on peer to fujie_app;
