-- A row for each decision 每次判定各一行: what is not committed yet leaves its own, whatever the worker strikes out meanwhile.
alter table iqc_month_due drop constraint iqc_month_due_pkey, add column id bigint generated always as identity primary key;
create index iqc_month_due_month on iqc_month_due (month desc, institution);
