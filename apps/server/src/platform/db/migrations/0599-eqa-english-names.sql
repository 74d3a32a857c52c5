-- Names in English of programmes and rounds of EQA 质评计划与轮次的英文名称; null: they have none.
alter table eqa_programme add column name_en text;
alter table eqa_round add column name_en text;
