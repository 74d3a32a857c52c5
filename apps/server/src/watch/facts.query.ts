/** Who holds which key, who treats whom, and what is known of persons who were read. */
import type { Day } from '@fujie/core/kernel';
import type { Holder, ReadPerson } from '@fujie/core/watch';

import type { Queryable } from '../platform/db/database.ts';
import { raw, sql } from '../platform/db/database.ts';
import { PART, resourceIn } from '../platform/db/document-parts.ts';

/** The accounts that open something. */
export async function findHolders(db: Queryable): Promise<ReadonlyMap<string, Holder>> {
  const rows = await db.query<Holder>(sql`
    select username as account, name, role, institution, department, practitioner from account
     where not disabled and role is not null`);
  return new Map(rows.map((row) => [row.account, row]));
}

/** Physicians of an institution who asked through its system, or signed an order, for a person since an instant. */
export async function findTreating(
  db: Queryable,
  institution: string,
  persons: readonly number[],
  since: number,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const rows = await db.query<{ person: number; practitioner: string }>(sql`
    select s.person_id as person, s.practitioner from encounter_statement s
     where s.person_id = any(${persons}) and s.institution = ${institution} and s.practitioner is not null
       and s.stated_at >= to_timestamp(${since}::float8 / 1000)
    union
    select a.person_id, a.practitioner from recognition_act a
     where a.person_id = any(${persons}) and a.institution = ${institution} and a.acted_at >= to_timestamp(${since}::float8 / 1000)`);
  const found = new Map<number, Set<string>>();
  for (const { person, practitioner } of rows) found.set(person, (found.get(person) ?? new Set()).add(practitioner));
  return found;
}

/** Persons of whom an institution took in a result of its own since an instant: they are patients there. */
export async function findExamined(
  db: Queryable,
  institution: string,
  persons: readonly number[],
  since: number,
): Promise<ReadonlySet<number>> {
  const rows = await db.query<{ person: number }>(sql`
    select p.person from unnest(${persons}::bigint[]) as p (person)
     where exists (select from result r where r.person_id = p.person and r.institution = ${institution} and r.current
       and coalesce(r.reported_at, r.collected_at, r.updated_at) >= to_timestamp(${since}::float8 / 1000))`);
  return new Set(rows.map(({ person }) => person));
}

interface PersonRow extends Omit<ReadPerson, 'address'> {
  /** The part of a message in which the newest Patient of the person stands. */
  readonly part: string | null;
  readonly ix: number | null;
}

/** Persons as the watch knows them, the address as a hospital sent it. */
export async function findReadPersons(
  db: Queryable,
  persons: readonly number[],
  day: Day,
): Promise<ReadonlyMap<number, ReadPerson>> {
  if (persons.length === 0) return new Map();
  const rows = await db.query<PersonRow>(sql`
    select p.id as person, p.name_norm as name, sent.part, sent.ix,
           case when p.name_token is null then 0 else
             (select count(*)::int - 1 from (select from person o where o.name_token = p.name_token limit 100) o) end as namesakes,
           exists (select from watched_person w left join watched_person_lift l on l.watched_id = w.id
             where w.person_id = p.id and w.from_day <= ${day} and (w.to_day is null or w.to_day > ${day})
               and (l.from_day is null or l.from_day > ${day})) as "wellKnown"
      from person p
      left join lateral (
        select ${raw(PART)} as part, r.ix from resource r join document d on d.id = r.document_id
         where r.person_id = p.id and r.type = 'Patient' and r.current order by r.updated_at desc limit 1) sent on true
     where p.id = any(${persons})`);
  return new Map(
    rows.map(({ part, ix, name, ...row }) => [
      row.person,
      { ...row, name: name === '' ? null : name, address: part === null ? null : addressIn(resourceIn(part, ix ?? 0)) },
    ]),
  );
}

/** The address of a Patient as one text; null: none was sent. */
function addressIn(patient: string): string | null {
  const { address } = JSON.parse(patient) as { readonly address?: readonly { readonly text?: string }[] };
  const text = address?.[0]?.text?.replaceAll(/\s/g, '') ?? '';
  return text === '' ? null : text;
}
