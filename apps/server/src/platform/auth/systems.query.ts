/** Connected systems 接入系统: what each is let do, the keys it signs in with, and the ids of its tokens that were shown already. */
import { randomBytes } from 'node:crypto';

import type { JSONWebKeySet } from 'jose';

import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { digest } from './digest.ts';
import type { Principal } from './permissions.ts';
import type { SystemKind } from './scopes.ts';
import { permissionsOfKinds, SYSTEM_KINDS } from './scopes.ts';

/** Public keys, or the address where they are published. */
export type SystemKeys = { readonly jwks: JSONWebKeySet } | { readonly jwksUrl: string };

interface SystemRow {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly kinds: readonly SystemKind[];
  readonly ehr_url: string | null;
  readonly jwks: JSONWebKeySet | null;
  readonly jwks_url: string | null;
}

export interface KnownSystem {
  readonly actor: Principal;
  readonly keys: SystemKeys | null;
}

/** Keys that were replaced are taken beside the new ones for as long as the change said. */
const COLUMNS = `id, name, institution, kinds, ehr_url, jwks_url,
  case when jwks is null or before_until is null or before_until <= now() then jwks
    else jsonb_build_object('keys', jwks -> 'keys' || coalesce((select jsonb_agg(k) from jsonb_array_elements(jwks_before -> 'keys') k
      where not exists (select from jsonb_array_elements(jwks -> 'keys') n where n ->> 'kid' = k ->> 'kid')), '[]')) end as jwks`;

/** The one that is found is noted as used, once an hour. */
const foundBy = (condition: string): string => `
  with found as (select ${COLUMNS} from system_client where ${condition} and not disabled),
  used as (update system_client set last_used_at = now()
    where id in (select id from found) and coalesce(last_used_at < now() - interval '1 hour', true))
  select * from found`;

function actorOf({ id, name, institution, kinds, ehr_url }: Omit<SystemRow, 'jwks' | 'jwks_url'>): Principal {
  const only = permissionsOfKinds(kinds);
  return {
    id,
    name,
    role: 'system',
    institution,
    department: null,
    practitioner: null,
    region: null,
    ...(only === undefined ? {} : { only }),
    ...(ehr_url === null ? {} : { launches: true }),
  };
}

function toSystem(row: SystemRow): KnownSystem {
  const actor = actorOf(row);
  if (row.jwks !== null) return { actor, keys: { jwks: row.jwks } };
  return { actor, keys: row.jwks_url === null ? null : { jwksUrl: row.jwks_url } };
}

/** The system of this id that may sign in, or null. */
export async function findSystem(db: Queryable, id: string): Promise<KnownSystem | null> {
  const [row] = await db.prepared<SystemRow>('system-by-id', foundBy('id = $1'), [id]);
  return row ? toSystem(row) : null;
}

/** The system whose CDS Hooks requests name this issuer, or null. */
export async function findSystemByIssuer(db: Queryable, issuer: string): Promise<KnownSystem | null> {
  const condition = '(issuer = $1 or (id = $1 and issuer is null))';
  const [row] = await db.prepared<SystemRow>('system-by-issuer', foundBy(condition), [issuer]);
  return row ? toSystem(row) : null;
}

/** The system that this token was given to, or null. */
export async function findActorByToken(db: Queryable, token: string): Promise<Principal | null> {
  const [row] = await db.prepared<SystemRow>('actor-by-token', foundBy('token_hash = $1'), [digest(token)]);
  return row ? actorOf(row) : null;
}

export interface NewSystemClient {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
}

/** Registers a connected system, or gives it a new token (random unless given); returns the token, stored only as a hash. */
export async function issueSystemToken(
  db: Queryable,
  client: NewSystemClient,
  token = `fj_${randomBytes(24).toString('base64url')}`,
): Promise<string> {
  await db.query(sql`
    insert into system_client (id, token_hash, name, institution)
    values (${client.id}, ${digest(token)}, ${client.name}, ${client.institution})
    on conflict (id) do update set token_hash = excluded.token_hash, name = excluded.name, institution = excluded.institution`);
  return token;
}

/** The record system of a hospital 电子病历, from which a person opens pages here (SMART App Launch). */
export interface EhrServer {
  /** Address of its FHIR server: `iss` of a launch. */
  readonly url: string;
  /** As whom this platform is known there. */
  readonly clientId: string;
  /** Whether this platform proves itself with its own key; otherwise by PKCE alone. */
  readonly signs: boolean;
}

export interface SystemWithKeys {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly keys: SystemKeys;
  readonly issuer: string | null;
  /** All unless given. */
  readonly kinds?: readonly SystemKind[] | undefined;
  readonly ehr?: EhrServer | null | undefined;
  /** Days for which the keys that there were are taken beside the new ones. */
  readonly overlapDays?: number | undefined;
}

/** Registers a system with its keys, or gives it other ones; a token that it has keeps working. */
export async function putSystemKeys(db: Queryable, system: SystemWithKeys): Promise<void> {
  const jwks = 'jwks' in system.keys ? JSON.stringify(system.keys.jwks) : null;
  const url = 'jwksUrl' in system.keys ? system.keys.jwksUrl : null;
  const ehr = system.ehr ?? null;
  await db.query(sql`
    insert into system_client (id, name, institution, jwks, jwks_url, issuer, kinds, keys_at, ehr_url, ehr_client_id, ehr_signs)
    values (${system.id}, ${system.name}, ${system.institution}, ${jwks}::jsonb, ${url}, ${system.issuer},
      ${[...(system.kinds ?? SYSTEM_KINDS)]}::text[], now(), ${ehr?.url ?? null}, ${ehr?.clientId ?? null}, ${ehr?.signs ?? false})
    on conflict (id) do update set name = excluded.name, institution = excluded.institution, jwks = excluded.jwks,
      jwks_url = excluded.jwks_url, issuer = excluded.issuer, kinds = excluded.kinds, ehr_url = excluded.ehr_url,
      ehr_client_id = excluded.ehr_client_id, ehr_signs = excluded.ehr_signs,
      keys_at = case when (system_client.jwks, system_client.jwks_url) is distinct from (excluded.jwks, excluded.jwks_url)
        then now() else system_client.keys_at end,
      jwks_before = case when system_client.jwks is distinct from excluded.jwks then system_client.jwks else system_client.jwks_before end,
      before_until = case when system_client.jwks is distinct from excluded.jwks
        then now() + make_interval(days => ${system.overlapDays ?? 0}) else system_client.before_until end`);
}

/** A connected system as administrators see it: public keys only, and whether it has a token, never which. */
export interface RegisteredSystem {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly kinds: readonly SystemKind[];
  readonly jwks: JSONWebKeySet | null;
  readonly jwksUrl: string | null;
  readonly before: JSONWebKeySet | null;
  readonly beforeUntil: Date | null;
  readonly keysAt: Date | null;
  readonly issuer: string | null;
  readonly hasToken: boolean;
  readonly disabled: boolean;
  readonly lastUsedAt: Date | null;
  readonly ehrUrl: string | null;
  readonly ehrClientId: string | null;
  readonly ehrSigns: boolean;
}

export async function listSystems(db: Queryable, id: string | null = null): Promise<readonly RegisteredSystem[]> {
  return db.query<RegisteredSystem>(sql`
    select id, name, institution, kinds, jwks, jwks_url as "jwksUrl",
      case when before_until > now() then jwks_before end as before, case when before_until > now() then before_until end as "beforeUntil",
      coalesce(keys_at, created_at) as "keysAt", issuer, token_hash is not null as "hasToken", disabled,
      last_used_at as "lastUsedAt", ehr_url as "ehrUrl", ehr_client_id as "ehrClientId", ehr_signs as "ehrSigns"
      from system_client where ${id}::text is null or id = ${id} order by institution, id`);
}

/** The system whose record system has its FHIR server at this address, or null. */
export async function findSystemByEhr(db: Queryable, url: string): Promise<RegisteredSystem | null> {
  const [row] = await db.query<{ id: string }>(sql`
    select id from system_client where ehr_url = ${url} and not disabled`);
  const [system] = row === undefined ? [] : await listSystems(db, row.id);
  return system ?? null;
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
