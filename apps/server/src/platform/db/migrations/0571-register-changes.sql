-- What changed of the registers 目录 after a revision: a server takes up that and reads the rest no second time.
create index register_entry_revision on register_entry (revision);
create index register_entry_superseded on register_entry (superseded_by_revision) where superseded_by_revision is not null;
