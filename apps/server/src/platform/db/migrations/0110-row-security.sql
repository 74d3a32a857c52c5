-- The second lock 行级安全: whatever a statement forgets to ask, the database shows the application only the records of the
-- scope that its connection has entered (institutions, persons), and takes records of those institutions only. A connection
-- that has entered none sees nothing. The worker, which takes results in and runs jobs, sees all; grants bind both alike.
-- Source: GB/T 22239-2019 (access control), national-2022.art.32 to 36, henan-2025.mq.19#07.
do $$ begin
  if not exists (select from pg_roles where rolname = 'fujie_worker') then create role fujie_worker nologin; end if;
  if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, 'fujie_worker', 'member') then
    execute format('grant fujie_worker to %I', current_user);
  end if;
  -- Policies are asked before operators that might tell of rows they refuse. Containment of arrays tells nothing, and without
  -- this its indexes would not serve a search. Needs a superuser; `fujie db migrate` says so where it was not possible.
  if (select rolsuper from pg_roles where rolname = current_user) then
    alter function pg_catalog.arraycontains(anyarray, anyarray) leakproof;
    alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof;
  else
    raise notice 'Ask a superuser: alter function pg_catalog.arraycontains(anyarray, anyarray) leakproof; and the same for arrayoverlap; searches are slow without';
  end if;
end $$;
grant fujie_app to fujie_worker;

create function fujie_institutions() returns text[] language sql stable as
  $$ select nullif(current_setting('fujie.institutions', true), '')::text[] $$;
create function fujie_persons() returns bigint[] language sql stable as
  $$ select nullif(current_setting('fujie.persons', true), '')::bigint[] $$;

-- Records of an institution.
do $$ declare t text; begin
  foreach t in array array['document', 'report_key', 'quarantine', 'person_review', 'decision', 'recognition_act', 'recognition_case', 'notice'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app using (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
  end loop;
  -- Records of a person, wherever it was examined.
  foreach t in array array['resource', 'result'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to fujie_app
      using (person_id = any ((select fujie_persons())::bigint[]) or institution = any ((select fujie_institutions())::text[]))
      with check (institution = any ((select fujie_institutions())::text[]))', t);
    execute format('create policy worker on %I to fujie_worker using (true)', t);
  end loop;
end $$;

-- Persons: those of the scope, and whom its institutions have as patients: they sent a record of them, or asked at ordering.
alter table person enable row level security;
create policy own on person to fujie_app using (
  id = any ((select fujie_persons())::bigint[])
  or exists (select from resource r where r.person_id = person.id and r.type = 'Patient' and r.current
    and r.institution = any ((select fujie_institutions())::text[]))
  or exists (select from decision d where d.person_id = person.id and d.institution = any ((select fujie_institutions())::text[])));
create policy worker on person to fujie_worker using (true);
alter table person_identifier enable row level security;
create policy own on person_identifier to fujie_app using (
  person_id = any ((select fujie_persons())::bigint[])
  or (kind = 'mrn' and issuer = any ((select fujie_institutions())::text[])));
create policy worker on person_identifier to fujie_worker using (true);

-- Views show what whoever asks may see.
alter view recognition_fact set (security_invoker = true);
alter view recognition_case_state set (security_invoker = true);
alter view explanation_owed set (security_invoker = true);

-- One resource as it was sent, when it is of a person of the scope: the document around it may hold others.
create function content_of_person(of_document bigint, place integer, of_person bigint) returns text
  language sql stable security definer set search_path = public, pg_temp as
  $$ select (d.content::json -> place)::text from document d
      where d.id = of_document and of_person = any (fujie_persons())
        and exists (select from resource r where r.person_id = of_person and r.current and r.document_id = of_document and r.ix = place) $$;
revoke execute on function content_of_person from public;
grant execute on function content_of_person to fujie_app;
