/**
 * Sessions of patients 患者会话, who have no account: short, for one person, and while a guardian has the page of a child open,
 * only as long as the guardianship holds. Asked as the worker: it is not yet known who is asking.
 */
import { randomBytes } from 'node:crypto';

import { DEFAULT_ACCESS, mayActFor } from '@fujie/core/access';
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { digest } from './digest.ts';
import type { OwnPage } from './permissions.ts';

/** Opens the own page of a person; what has ended is thrown away. */
export async function openPatientSession(
  worker: Queryable,
  person: number,
  now: Instant,
  minutes: number,
): Promise<{ readonly token: string; readonly endsAt: Instant }> {
  const token = randomBytes(32).toString('base64url');
  const endsAt = (now + minutes * 60_000) as Instant;
  await worker.query(sql`
    with ended as (delete from patient_session where expires_at < ${new Date(now)})
    insert into patient_session (token_hash, person_id, opened_at, expires_at)
    values (${digest(token)}, ${person}, ${new Date(now)}, ${new Date(endsAt)})`);
  return { token, endsAt };
}

export async function closePatientSession(worker: Queryable, token: string): Promise<void> {
  await worker.query(sql`delete from patient_session where token_hash = ${digest(token)}`);
}

/** Opens the page of a child in a session, or with null the own one again. */
export async function turnPatientSession(worker: Queryable, token: string, guardianship: number | null): Promise<void> {
  await worker.query(sql`
    update patient_session set guardianship_id = ${guardianship} where token_hash = ${digest(token)}`);
}

interface SessionRow {
  verified: number;
  expires_at: Date;
  child: number | null;
  relation: string | null;
  guardian: string | null;
  birth_on: Day | null;
  from_day: Day | null;
  to_day: Day | null;
}

/** The page that a token opens; null: none, any more. */
export async function findPatientPage(worker: Queryable, token: string, now: Instant): Promise<OwnPage | null> {
  const [row] = await worker.prepared<SessionRow>(
    'patient-session',
    `select s.person_id as verified, s.expires_at, g.person_id as child, g.relation, p.name_norm as guardian, c.birth_on, g.from_day,
            (select e.from_day from guardianship_end e where e.guardianship_id = g.id) as to_day
       from patient_session s
       left join guardianship g on g.id = s.guardianship_id
       left join person c on c.id = g.person_id
       left join person p on p.id = s.person_id
      where s.token_hash = $1 and s.expires_at > $2`,
    [digest(token), new Date(now)],
  );
  if (row === undefined) return null;
  const { verified, child, birth_on: birthOn, from_day: from, to_day: to } = row;
  const endsAt = row.expires_at.getTime();
  if (child === null || from === null) return { verified, person: verified, guardian: null, endsAt };
  if (!mayActFor({ from, to, birthOn }, dayOf(now), DEFAULT_ACCESS)) return null;
  return { verified, person: child, guardian: { name: row.guardian ?? '', relation: row.relation ?? '' }, endsAt };
}
