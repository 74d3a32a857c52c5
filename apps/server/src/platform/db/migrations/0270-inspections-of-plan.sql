-- Public pages count the inspections of a plan 检查计划.
create index inspection_plan_draw on inspection (plan_id, draw_id) where dropped_at is null;
