-- What the platform finds by itself of a visit may be of no department that is known: the office is reminded then.
alter table adverse_event_detection alter column department drop not null;
