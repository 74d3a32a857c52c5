-- What the sender of a use of results 结果应用 calls it: a second click, or a second try after a lost answer, is the same one. Null: nothing names it.
alter table quality_result_use add column sent_key text;
create unique index quality_result_use_sent on quality_result_use (institution, recorded_by, sent_key);
