-- A version of a register entry is superseded by a newer one; nothing else about it ever changes.
revoke update on register_entry from fujie_app;
grant update (superseded_at, superseded_by_revision) on register_entry to fujie_app;
create index register_entry_register on register_entry (register, id) where superseded_at is null;
create index register_revision_register on register_revision (register, revision);
