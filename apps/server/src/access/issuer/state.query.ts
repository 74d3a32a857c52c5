/** What the issuer keeps between two requests: by a digest of what leads there, sealed, so that a copy of it opens nothing. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

import { digest } from '../../platform/auth/digest.ts';
import type { Vault } from '../../platform/auth/vault.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { sql } from '../../platform/db/database.ts';

interface Row {
  readonly sealed: Buffer;
  readonly consumed: number | null;
}

/** The state of one kind of thing, such as authorisation codes. */
export function createState(db: Queryable, vault: Vault, model: string): Adapter {
  const read = (rows: readonly Row[]): AdapterPayload | undefined => {
    const [row] = rows;
    const text = row === undefined ? null : vault.open(row.sealed, model);
    if (row === undefined || text === null) return undefined;
    const payload = JSON.parse(text) as AdapterPayload;
    return row.consumed === null ? payload : { ...payload, consumed: row.consumed };
  };
  return {
    upsert: async (id, payload, expiresIn) => {
      await db.query(sql`
        with gone as (
          delete from issuer_state where (model, id_hash) in (
            select model, id_hash from issuer_state where expires_at < now() order by expires_at limit 20 for update skip locked)
        )
        insert into issuer_state (model, id_hash, sealed, uid, grant_id, expires_at)
        values (${model}, ${digest(id)}, ${vault.seal(JSON.stringify(payload), model)}, ${payload.uid ?? null},
          ${payload.grantId ?? null}, ${expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000)})
        on conflict (model, id_hash) do update set sealed = excluded.sealed, uid = excluded.uid, grant_id = excluded.grant_id,
          expires_at = excluded.expires_at`);
    },
    find: async (id) =>
      read(
        await db.query<Row>(sql`
          select sealed, extract(epoch from consumed_at)::int as consumed from issuer_state
           where model = ${model} and id_hash = ${digest(id)} and (expires_at is null or expires_at > now())`),
      ),
    findByUid: async (uid) =>
      read(
        await db.query<Row>(sql`
          select sealed, extract(epoch from consumed_at)::int as consumed from issuer_state
           where model = ${model} and uid = ${uid} and (expires_at is null or expires_at > now())`),
      ),
    // Devices without a browser do not sign in here.
    findByUserCode: async () => undefined,
    consume: async (id) => {
      await db.query(
        sql`update issuer_state set consumed_at = now() where model = ${model} and id_hash = ${digest(id)}`,
      );
    },
    destroy: async (id) => {
      await db.query(sql`delete from issuer_state where model = ${model} and id_hash = ${digest(id)}`);
    },
    revokeByGrantId: async (grantId) => {
      await db.query(sql`delete from issuer_state where grant_id = ${grantId}`);
    },
  };
}
