-- Runs of an institution are found system by system, by the index of a series: one index less to change for each verdict of a bulk.
drop index iqc_run_day;
