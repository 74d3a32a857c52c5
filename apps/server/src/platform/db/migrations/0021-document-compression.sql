-- Documents are written once per report and read rarely: the quick compression, where this PostgreSQL was built with it.
do $$ begin
  alter table document alter column content set compression lz4;
exception when feature_not_supported then
  raise notice 'PostgreSQL without lz4: documents are compressed by the default method';
end $$;
