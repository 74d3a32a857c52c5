/** Complaints as they are kept. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface NewComplaint {
  readonly loop: number;
  readonly institution: string;
  readonly unit: string;
  readonly channel: 'page' | 'telephone' | 'letter';
  readonly category: string;
  readonly section: string | null;
  readonly content: string;
  readonly name: string | null;
  readonly contact: string | null;
  readonly codeHash: Buffer;
  readonly receivedAt: number;
  readonly enteredBy: string;
}

export async function insertComplaint(tx: Queryable, one: NewComplaint): Promise<void> {
  await tx.query(sql`
    insert into complaint (loop_id, institution, unit, channel, category, section, content, name, contact, code_hash, received_at, entered_by)
    values (${one.loop}, ${one.institution}, ${one.unit}, ${one.channel}, ${one.category}, ${one.section}, ${sealed(one.content)},
      ${sealed(one.name)}, ${sealed(one.contact)}, ${one.codeHash}, to_timestamp(${one.receivedAt}::float8 / 1000), ${one.enteredBy})`);
}

export interface ComplaintRow {
  readonly id: number;
  readonly loop: number;
  readonly institution: string;
  readonly unit: string;
  readonly channel: 'page' | 'telephone' | 'letter';
  readonly category: string;
  readonly section: string | null;
  readonly content: Buffer;
  readonly name: Buffer | null;
  readonly contact: Buffer | null;
  readonly receivedMs: number;
  readonly status: LoopState['status'];
  readonly dueMs: number | null;
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
}

const COMPLAINT = sql`select c.id, c.loop_id as loop, c.institution, c.unit, c.channel, c.category, c.section, c.content, c.name, c.contact,
  extract(epoch from c.received_at)::float8 * 1000 as "receivedMs", l.status, extract(epoch from l.due_at)::float8 * 1000 as "dueMs", l.state
  from complaint c join loop l on l.id = c.loop_id`;

/** By the hash of its code, whoever asks. */
export async function findByCode(db: Queryable, codeHash: Buffer): Promise<ComplaintRow | null> {
  const rows = await db.query<ComplaintRow>(sql`${COMPLAINT} where c.code_hash = ${codeHash}`);
  return rows[0] ?? null;
}

export interface ComplaintFilter {
  readonly from: number | null;
  readonly to: number | null;
  readonly institution: string | null;
}

const within = ({ from, to, institution }: ComplaintFilter) => sql`
  (${from}::float8 is null or c.received_at >= to_timestamp(${from}::float8 / 1000))
  and (${to}::float8 is null or c.received_at < to_timestamp(${to}::float8 / 1000))
  and (${institution}::text is null or c.institution = ${institution})`;

export async function findComplaints(
  db: Queryable,
  filter: ComplaintFilter & {
    readonly state: 'open' | 'closed' | 'late' | null;
    /** These alone. */
    readonly ids: readonly number[] | null;
    readonly before: number | null;
  },
  most: number,
): Promise<readonly ComplaintRow[]> {
  const { state, ids, before } = filter;
  return db.query<ComplaintRow>(sql`${COMPLAINT} where ${within(filter)}
    and (${state}::text is null or (${state} = 'open' and l.status = 'open') or (${state} = 'closed' and l.status <> 'open')
      or (${state} = 'late' and 'late' = any(l.flaws)))
    and (${ids}::bigint[] is null or c.id = any(${ids}::bigint[])) and (${before}::bigint is null or c.id < ${before}) order by c.id desc limit ${most}`);
}

/** Of all complaints of a filter what counting needs, without what was said. */
export async function findForCounting(
  db: Queryable,
  filter: ComplaintFilter,
): Promise<readonly Pick<ComplaintRow, 'id' | 'institution' | 'category' | 'receivedMs' | 'status' | 'state'>[]> {
  return db.query(sql`select c.id, c.institution, c.category, extract(epoch from c.received_at)::float8 * 1000 as "receivedMs", l.status, l.state
    from complaint c join loop l on l.id = c.loop_id where ${within(filter)} order by c.id`);
}
