-- Whether a round of EQA 室间质评 is graded: a laboratory sees no grades before they are published, and returns nothing after they are made.
create function eqa_is_graded(round bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp as
  'select exists (select from eqa_evaluation where round_id = round)';
revoke execute on function eqa_is_graded from public;
grant execute on function eqa_is_graded to fujie_app;
