-- What an institution sent, last changed first: searches and histories walk this order, never another institution's rows.
drop index result_updated;
create index result_changed on result (institution, updated_at desc, id);
drop index resource_updated;
create index resource_changed on resource (institution, type, updated_at desc, id);
-- Lines that carry a number of their own; most do not, and cost nothing here.
create index result_identifiers on result using gin (identifiers) where current and identifiers <> '{}';
-- Earlier versions by id, also those that stand under another person.
create index result_earlier on result (id) where not current;
