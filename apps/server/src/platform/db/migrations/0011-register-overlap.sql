-- Versions of one key never overlap: by a 64-bit hash of the key, which the index compares several times faster than the
-- text. Two keys with one hash would only be refused wrongly, never let an overlap in.
alter table register_entry drop constraint register_entry_no_overlap;
alter table register_entry add constraint register_entry_no_overlap
  exclude using gist (hashtextextended(register || '/' || key, 0) with =, valid with &&) where (superseded_at is null);
