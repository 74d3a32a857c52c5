-- Whom an alert may reach: also the authority above the one that handles a loop 上级主管部门.
alter table loop_alert drop constraint loop_alert_to_at_check;
alter table loop_alert add check (to_at in ('person', 'department', 'institution', 'region', 'above'));
