-- Encryption at rest 静态加密: messages as they came, names of persons and of guardians are kept sealed under data keys, which
-- are kept wrapped by the secret of the installation. What stands here already is marked as in the clear until
-- `fujie keys reencrypt` has sealed it. Source: GB/T 39786, personal information protection law art. 51.
create table data_key (
  number     integer     primary key check (number > 0),
  wrapped    bytea       not null,
  -- New values are sealed under it from then on, when every server knows of it.
  seals_from timestamptz not null,
  created_at timestamptz not null default now()
);
revoke update, delete on data_key from fujie_app;

-- The form of a value that is not sealed: magic, cipher 0, form 1 (text), key 0.
create function pg_temp.in_the_clear(value text) returns bytea language sql immutable strict as
  $$ select '\x46554a494501000100000000'::bytea || convert_to(value, 'UTF8') $$;

-- When an encounter ended, which only its text said: a day is its beginning in China, and so on.
alter table resource add column ended_at timestamptz;
update resource r set ended_at = case
    when e.ended ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d.*([zZ]|[+-]\d\d:\d\d)$' then e.ended::timestamptz
    when e.ended ~ '^\d{4}(-\d\d){0,2}$' then (rpad(e.ended, 10, '-01-01') || ' 00:00+08')::timestamptz end
  from (select r.type, r.id, r.version, (d.content::json -> r.ix) -> 'period' ->> 'end' as ended
          from resource r join document d on d.id = r.document_id where r.type = 'Encounter') e
 where r.type = e.type and r.id = e.id and r.version = e.version and e.ended is not null;

-- One resource of a person of the scope, as before; what comes back is the sealed part of the document that holds it.
drop function content_of_person(bigint, integer, bigint);

-- The resources of a document in parts of 32: a report is one part, of a large one no reader takes more than it needs.
alter table document add column parts bytea[];
update document d set parts = (
  select array_agg(pg_temp.in_the_clear(p.part) order by p.n) from (
    select (e.n - 1) / 32 as n, string_agg(e.resource::text, chr(30) order by e.n) as part
      from json_array_elements(d.content::json) with ordinality as e (resource, n) group by 1) p);
update document set parts = '{}' where parts is null;
alter table document alter column parts set not null, drop column content;
alter table document alter column parts set storage external;

create function part_of_person(of_document bigint, place integer, of_person bigint) returns bytea
  language sql stable security definer set search_path = public, pg_temp as
  $$ select d.parts[place / 32 + 1] from document d
      where d.id = of_document and of_person = any (fujie_persons())
        and exists (select from resource r where r.person_id = of_person and r.current and r.document_id = of_document and r.ix = place) $$;
revoke execute on function part_of_person from public;
grant execute on function part_of_person to fujie_app;

alter table person alter column name_norm type bytea using pg_temp.in_the_clear(name_norm);
-- Keyed hash of the normalised name, by which a person is searched.
alter table person add column name_token bytea;
create index person_name on person (name_token) where name_token is not null;
alter table person_wish alter column guardian_name type bytea using pg_temp.in_the_clear(guardian_name);
