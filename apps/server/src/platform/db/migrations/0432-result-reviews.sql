-- Results under review 受影响结果评估, whatever asks for it: a recalled lot, a rejected run. What they are about is named as its audit names it.
alter table laboratory_recall_result rename to laboratory_review_result;
alter table laboratory_recall_decision rename to laboratory_review_decision;

alter table laboratory_review_result add column subject text;
update laboratory_review_result set subject = concat_ws('|', 'recall', institution, product, lot);
alter table laboratory_review_result drop constraint laboratory_recall_result_pkey;
alter table laboratory_review_result alter column subject set not null, drop column product, drop column lot;
alter table laboratory_review_result add primary key (institution, subject, result_id);

drop index laboratory_recall_decision_of;
alter table laboratory_review_decision add column subject text;
update laboratory_review_decision set subject = concat_ws('|', 'recall', institution, product, lot);
alter table laboratory_review_decision alter column subject set not null, drop column product, drop column lot;
create index laboratory_review_decision_of on laboratory_review_decision (institution, subject, result_id, id desc);
