-- What waits for something to do is told of it once that is committed 待办唤醒: months of control to be computed anew, and what was recorded
-- in the loop of a run that was rejected.
create function fujie_wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('fujie_wake', tg_argv[0]);
  return null;
end $$;

create trigger wakes after insert on iqc_month_due for each statement execute function fujie_wake('measured-months');
create trigger wakes after insert or update on loop for each row when (new.definition = 'iqc/out-of-control')
  execute function fujie_wake('holds');
