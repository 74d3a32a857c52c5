-- Under which name a blind sample 飞行盲样 was registered, as a keyed hash: what is reported under its number of anybody else is none of its results.
-- Null: hidden before the name was asked for.
alter table blind_sample add column name_token bytea;
