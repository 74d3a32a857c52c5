/**
 * Keys 签名密钥 with which this installation signs tokens: made at first use, sealed at rest, replaced by themselves. A replaced
 * key is published for a while longer, so that what it signed is still taken.
 */
import type { JWK } from 'jose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

import type { Config } from '../config/config.ts';
import type { Database, Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { Vault } from './vault.ts';
import { createVault } from './vault.ts';

/** Access tokens are signed with the first, tokens of identity with the second, which every client can check. */
const ALGORITHMS = ['ES384', 'RS256'] as const;
export const REPLACED_AFTER_DAYS = 90;
const PUBLISHED_DAYS = 120;
const KEPT_MS = 60_000;
/** An unknown key is looked for at most so often. */
const LOOKED_FOR_MS = 5000;

export interface SigningKey extends JWK {
  readonly kid: string;
  readonly alg: string;
}

export interface IssuerKeys {
  /** Private keys, those that sign first. */
  all(): Promise<readonly SigningKey[]>;
  /** The key of this id, or null. */
  find(kid: string): Promise<SigningKey | null>;
}

export function createIssuerKeys(deps: { readonly db: Database; readonly config: Pick<Config, 'secret'> }): IssuerKeys {
  let loaded: Promise<readonly SigningKey[]> | null = null;
  let at = 0;
  const load = (keptMs: number): Promise<readonly SigningKey[]> => {
    const now = performance.now();
    if (loaded !== null && now - at < keptMs) return loaded;
    at = now;
    loaded = readKeys(deps.db, deps.config.secret).catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
  return {
    all: () => load(KEPT_MS),
    find: async (kid) => {
      const known = (await load(KEPT_MS)).find((key) => key.kid === kid);
      return known ?? (await load(LOOKED_FOR_MS)).find((key) => key.kid === kid) ?? null;
    },
  };
}

interface Known {
  readonly key: SigningKey;
  readonly isFresh: boolean;
}

async function readKeys(db: Database, secret: string): Promise<readonly SigningKey[]> {
  const vault = createVault(secret, 'issuer-keys');
  const known = await selectKeys(db, vault);
  const current = known.some(({ isFresh }) => isFresh) ? known : await db.tx((tx) => replaceKeys(tx, vault));
  return current.map(({ key }) => key);
}

/** The keys that are published. What another secret sealed is none: an installation whose secret was lost makes new ones. */
async function selectKeys(db: Queryable, vault: Vault): Promise<readonly Known[]> {
  const rows = await db.query<{ kid: string; sealed: Buffer; isFresh: boolean }>(sql`
    select kid, sealed, created_at > now() - make_interval(days => ${REPLACED_AFTER_DAYS}) as "isFresh"
      from issuer_key where created_at > now() - make_interval(days => ${PUBLISHED_DAYS}) order by id desc`);
  return rows.flatMap(({ kid, sealed, isFresh }) => {
    const text = vault.open(sealed, kid);
    return text === null ? [] : [{ key: JSON.parse(text) as SigningKey, isFresh }];
  });
}

/** Makes new keys, unless another server was faster; keys that are published no longer are thrown away. */
async function replaceKeys(tx: Queryable, vault: Vault): Promise<readonly Known[]> {
  await tx.query(sql`lock table issuer_key in share row exclusive mode`);
  const known = await selectKeys(tx, vault);
  if (known.some(({ isFresh }) => isFresh)) return known;
  for (const alg of [...ALGORITHMS].reverse()) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    const sealed = vault.seal(JSON.stringify({ ...jwk, kid, alg, use: 'sig' }), kid);
    await tx.query(sql`insert into issuer_key (kid, sealed) values (${kid}, ${sealed})`);
  }
  await tx.query(sql`delete from issuer_key where created_at < now() - make_interval(days => ${PUBLISHED_DAYS})`);
  return selectKeys(tx, vault);
}
