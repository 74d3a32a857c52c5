/** Connected systems 接入系统 that sign in with keys of their own, and the ids of their tokens that were shown already. */
import type { JSONWebKeySet } from 'jose';

import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { digest } from './digest.ts';
import type { Principal } from './permissions.ts';

/** Public keys, or the address where they are published. */
export type SystemKeys = { readonly jwks: JSONWebKeySet } | { readonly jwksUrl: string };

interface SystemRow {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly jwks: JSONWebKeySet | null;
  readonly jwks_url: string | null;
}

export interface KnownSystem {
  readonly actor: Principal;
  readonly keys: SystemKeys | null;
}

function toSystem(row: SystemRow): KnownSystem {
  const { id, name, institution } = row;
  const actor = { id, name, role: 'system', institution, department: null, practitioner: null, region: null } as const;
  if (row.jwks !== null) return { actor, keys: { jwks: row.jwks } };
  return { actor, keys: row.jwks_url === null ? null : { jwksUrl: row.jwks_url } };
}

/** The system of this id that may sign in, or null. */
export async function findSystem(db: Queryable, id: string): Promise<KnownSystem | null> {
  const rows = await db.query<SystemRow>(sql`
    select id, name, institution, jwks, jwks_url from system_client where id = ${id} and not disabled`);
  return rows[0] ? toSystem(rows[0]) : null;
}

/** The system whose CDS Hooks requests name this issuer, or null. */
export async function findSystemByIssuer(db: Queryable, issuer: string): Promise<KnownSystem | null> {
  const rows = await db.prepared<SystemRow>(
    'system-by-issuer',
    `select id, name, institution, jwks, jwks_url from system_client
      where (issuer = $1 or (id = $1 and issuer is null)) and not disabled`,
    [issuer],
  );
  return rows[0] ? toSystem(rows[0]) : null;
}

export interface SystemWithKeys {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly keys: SystemKeys;
  readonly issuer: string | null;
}

/** Registers a system with its keys, or gives it other ones; a token that it has keeps working. */
export async function putSystemKeys(db: Queryable, system: SystemWithKeys): Promise<void> {
  const jwks = 'jwks' in system.keys ? JSON.stringify(system.keys.jwks) : null;
  const url = 'jwksUrl' in system.keys ? system.keys.jwksUrl : null;
  await db.query(sql`
    insert into system_client (id, name, institution, jwks, jwks_url, issuer)
    values (${system.id}, ${system.name}, ${system.institution}, ${jwks}::jsonb, ${url}, ${system.issuer})
    on conflict (id) do update set name = excluded.name, institution = excluded.institution, jwks = excluded.jwks,
      jwks_url = excluded.jwks_url, issuer = excluded.issuer`);
}

/** Notes the id of a token of an issuer; false when it was shown before. What has expired is thrown away, a little at a time. */
export async function useTokenId(
  db: Queryable,
  token: { readonly issuer: string; readonly id: string; readonly until: Instant },
  now: Instant,
): Promise<boolean> {
  const rows = await db.prepared(
    'use-token-id',
    `with gone as (
       delete from used_token_id where (issuer, id_hash) in (
         select issuer, id_hash from used_token_id where expires_at < $4 order by expires_at limit 20 for update skip locked)
     )
     insert into used_token_id (issuer, id_hash, expires_at) values ($1, $2, $3) on conflict do nothing returning 1`,
    [token.issuer, digest(token.id), new Date(token.until), new Date(now)],
  );
  return rows.length > 0;
}
