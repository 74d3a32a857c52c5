-- What the sender of a dispatch meeting 调度会 or of a study 方法学评价 calls it: a second click, or a second try after a lost answer, is the same one.
-- Null: nothing names it.
alter table dispatch_meeting add column sent_key text;
create unique index dispatch_meeting_sent on dispatch_meeting (unit, entered_by, sent_key);
alter table laboratory_study add column sent_key text;
create unique index laboratory_study_sent on laboratory_study (institution, entered_by, sent_key);
