-- Months that are over and of which a run was decided since 待重算的质控月: the worker computes each anew for the register `iqc-measured` and
-- strikes it out.
create table iqc_month_due (
  institution text not null,
  month       text not null check (month ~ '^\d{4}-\d{2}$'),
  primary key (institution, month)
);

alter table iqc_month_due enable row level security;
create policy own on iqc_month_due to fujie_app using (institution = any ((select fujie_institutions())::text[]));
create policy worker on iqc_month_due to fujie_worker using (true);
revoke update, delete on iqc_month_due from fujie_app;
grant select, delete on iqc_month_due to fujie_worker;
