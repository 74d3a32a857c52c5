-- Results under codes that nobody has mapped yet: found when a mapping or an item comes into force.
create index result_unmapped on result using gin (codes) where current and item is null;
