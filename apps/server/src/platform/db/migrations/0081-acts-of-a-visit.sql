-- The bill of a visit is checked by what was done in it.
create index recognition_act_encounter on recognition_act (institution, encounter) where encounter is not null;
