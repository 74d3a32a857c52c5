-- Critical values of specimens that are sent in 外送标本危急值: the laboratory follows its part and the institution that sent the specimen its own,
-- each in a loop and a row of its unit. Source: core-systems.14#08.
alter table critical_value
  -- In the row of who tested: who sent the specimen.
  add column sent_by text,
  -- In the row of who sent it: who tested, and its loop.
  add column tested_by text,
  add column told_from bigint references loop,
  add constraint critical_value_chain check ((tested_by is null) = (told_from is null) and (sent_by is null or told_from is null));
create unique index critical_value_told_from on critical_value (told_from) where told_from is not null;
