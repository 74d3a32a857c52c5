-- Whom an alert may reach: also the department that tests or examines 检查检验科室, wherever the patient lies.
alter table loop_alert drop constraint loop_alert_to_at_check;
alter table loop_alert add check (to_at in ('person', 'department', 'section', 'institution', 'region', 'above'));
