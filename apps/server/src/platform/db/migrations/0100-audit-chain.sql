-- Audit 审计: each entry says for what purpose and from where, and is chained by SM3 to the one before it in its institution, day
-- and lane. Entries from before this migration get a place in lane '' and no hash: nothing vouches for them.
alter table audit_event
  add column department text,
  add column purpose text,
  add column origin text,
  add column address text,
  add column credential text,
  add column day date,
  add column lane text,
  add column seq integer,
  add column hash bytea;
update audit_event e set day = p.day, lane = '', seq = p.seq, hash = ''
  from (select id, (at at time zone 'Asia/Shanghai')::date as day,
               row_number() over (partition by institution, (at at time zone 'Asia/Shanghai')::date order by id) as seq
          from audit_event) p
 where e.id = p.id;
alter table audit_event
  alter column day set not null,
  alter column lane set not null,
  alter column seq set not null,
  alter column hash set not null,
  add column chain text not null generated always as (coalesce(institution, '')) stored,
  add constraint audit_event_chained check (lane = '' or (length(hash) = 32 and purpose is not null and origin is not null));
create unique index audit_event_chain on audit_event (day, chain, lane, seq);

-- Anchors 审计锚点: signed statements of how far the chains had come; each names the one before, none is ever changed.
create table audit_anchor (
  no          bigint      primary key check (no > 0),
  day         date        not null,
  -- The day was over: no entry may follow.
  closed      boolean     not null,
  statement   text        not null,
  hash        bytea       not null,
  signature   bytea       not null,
  recorded_at timestamptz not null default now()
);
create unique index audit_anchor_closed on audit_anchor (day) where closed;
create index audit_anchor_day on audit_anchor (day, no);
revoke update, delete on audit_anchor from fujie_app;

-- The only way in which entries go: a whole day that is anchored and older than laboratory records are kept (henan-2025.lab.6#08).
create function audit_forget(gone date) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entries bigint;
begin
  if gone >= ((now() at time zone 'Asia/Shanghai')::date - interval '24 months')::date then
    raise exception 'audit entries of % are younger than 24 months', gone;
  end if;
  if not exists (select from audit_anchor where day = gone and closed) then
    raise exception 'audit entries of % are not anchored', gone;
  end if;
  delete from audit_event where day = gone;
  get diagnostics entries = row_count;
  return entries;
end $$;
revoke all on function audit_forget(date) from public;
grant execute on function audit_forget(date) to fujie_app;
