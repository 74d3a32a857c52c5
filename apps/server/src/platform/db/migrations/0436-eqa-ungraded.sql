-- Samples by which nobody is graded 不评价样品 in a version of the grades: item, sample, reason.
alter table eqa_evaluation add column ungraded jsonb not null default '[]';
