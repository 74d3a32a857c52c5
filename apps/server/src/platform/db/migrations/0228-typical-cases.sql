-- Of which de-identified case 去标识化病例 a typical case is told: a row of a release, which says nothing of where it happened.
-- Source: taiyuan-2024.7.4#03.
alter table weekly_return
  add typical_month text, add typical_city text, add typical_row integer,
  add check ((typical_month is null) = (typical_row is null) and (typical_city is null) = (typical_row is null)),
  add check (typical_row is null or typical is not null);
