/** The data keys 数据密钥 of a database: kept wrapped by the secret of the installation, numbered, never deleted. */
import { randomBytes } from 'node:crypto';

import { createVault } from '../auth/vault.ts';
import type { Queryable } from './database.ts';
import { sql } from './database.ts';
import type { KeyRing } from './key-ring.ts';

interface DataKeyRow {
  readonly number: number;
  readonly wrapped: Buffer;
  readonly seals: boolean;
}

/** The secret of the installation does not open the keys of this database. */
export class WrongSecret extends Error {
  override readonly name = 'WrongSecret';

  constructor() {
    super(
      'FUJIE_SECRET（或 FUJIE_DATA_DIR/secret）不是本数据库的密钥，已存数据无法解密，拒绝启动；请换回与该数据库一同保管的密钥 / ' +
        'FUJIE_SECRET (or FUJIE_DATA_DIR/secret) is not the secret of this database: what is stored cannot be opened. Start with the secret that was kept with it',
    );
  }
}

const vaultOf = (secret: string): ReturnType<typeof createVault> => createVault(secret, 'data-keys');
const placeOf = (number: number): string => `data-key:${String(number)}`;

/** Takes up every key of the database; makes the first where there is none. */
export async function loadKeys(db: Queryable, secret: string, ring: KeyRing): Promise<void> {
  const vault = vaultOf(secret);
  let rows = await findKeys(db);
  if (rows.length === 0) {
    await insertKey(db, secret, 1, 0);
    rows = await findKeys(db);
  }
  for (const { number, wrapped, seals } of rows) {
    const key = vault.open(wrapped, placeOf(number));
    if (key === null) throw new WrongSecret();
    ring.add(number, Buffer.from(key, 'base64'), seals);
  }
}

async function findKeys(db: Queryable): Promise<DataKeyRow[]> {
  return db.query<DataKeyRow>(sql`select number, wrapped, seals_from <= now() as seals from data_key order by number`);
}

/** Adds a key, unless somebody else has added one of that number; it seals after so many seconds. */
async function insertKey(db: Queryable, secret: string, number: number, seconds: number): Promise<boolean> {
  const wrapped = vaultOf(secret).seal(randomBytes(32).toString('base64'), placeOf(number));
  const rows = await db.query(sql`
    insert into data_key (number, wrapped, seals_from)
    values (${number}, ${wrapped}, now() + make_interval(secs => ${seconds}))
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** Servers look for new keys this often. */
export const KEYS_EVERY_MS = 15_000;
/** A new key seals only when every server has had the time to learn of it. */
const SEALS_AFTER_SECONDS = 60;

/** Makes a new key; answers its number and when it begins to seal. */
export async function rotateKey(
  db: Queryable,
  secret: string,
  seconds = SEALS_AFTER_SECONDS,
): Promise<{ readonly number: number; readonly sealsInSeconds: number }> {
  const rows = await findKeys(db);
  const number = (rows.at(-1)?.number ?? 0) + 1;
  if (!(await insertKey(db, secret, number, seconds))) throw new Error('another key was made at the same moment');
  return { number, sealsInSeconds: seconds };
}
