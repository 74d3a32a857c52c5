-- A correction that was refused in its turn stays beside the original, with what was still wrong.
alter table quarantine add column corrected_problems jsonb;
