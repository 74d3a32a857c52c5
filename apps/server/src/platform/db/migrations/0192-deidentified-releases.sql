-- Releases 去标识化发布: what was given of the cases of a month, by city, is given again as it was, and never made a second time.
-- Source: GB/T 37964-2019, personal information protection law art. 73.
create table deidentified_release (
  month      text        not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  city       text        not null,
  k          integer     not null check (k >= 5),
  -- Rows and figures; null: too few persons, and nothing is given.
  given      jsonb,
  made_at    timestamptz not null,
  primary key (month, city)
);
revoke update, delete on deidentified_release from fujie_app;
