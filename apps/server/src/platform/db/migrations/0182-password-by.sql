-- Which administrator knows the password of an account, until its person has replaced it: never who confirms it as an administrator's.
alter table account add column password_by text;
update account set password_by = made_by where must_change_password;
