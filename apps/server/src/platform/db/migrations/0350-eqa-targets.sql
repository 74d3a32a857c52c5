-- Targets of a round 靶值: of what kind, for which group of participants, what the panel of experts found, who entered them and when.
alter table eqa_sample
  add column kind         text        not null default 'reference' check (kind in ('reference', 'formulation', 'experts', 'consensus')),
  -- Method, instrument and reagent; null: all. The key is by which the same name is one, however it is spelled.
  add column peers        text,
  add column peers_key    text        not null default '',
  add column experts      jsonb,
  add column note         text,
  add column entered_by   text,
  add column entered_name text,
  add column recorded_at  timestamptz;
update eqa_sample s set entered_by = r.created_by, entered_name = r.created_name, recorded_at = r.recorded_at from eqa_round r where r.id = s.round_id;
alter table eqa_sample
  alter column kind drop default,
  alter column entered_by set not null,
  alter column entered_name set not null,
  alter column recorded_at set not null;
