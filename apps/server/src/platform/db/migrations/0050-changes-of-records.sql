-- Late redeliveries are told from corrections by what was accepted before, oldest first.
alter table report_key
  add column earlier bytea[] not null default '{}',
  drop column version,
  drop column person_id;

-- Resources are never deleted. Of a report, `refs` names the lines that did not come with it, and its images.
alter table resource drop column deleted;
create index resource_refs on resource using gin (refs) where current and refs is not null;
