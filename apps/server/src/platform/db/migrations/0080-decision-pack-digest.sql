-- What the packs said when a decision was made: replay tells a change of the rules from a change of the answer by it.
alter table decision add column pack_digest text;
