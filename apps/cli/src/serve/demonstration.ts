/** Fills an empty database with the demonstration region, once, and knows its accounts. */
import { createHmac } from 'node:crypto';

import { dayOf } from '@fujie/core/kernel';
import { importTyped, ingestMany } from '@fujie/server/demonstration';
import type { Config, Deps, NewAccount, Role } from '@fujie/server/platform';
import { issueSystemToken, putAccount, sql } from '@fujie/server/platform';

import { DEMO_ACCOUNTS, loadDemonstration } from '../simulate/command.ts';

export interface DemonstrationAccount {
  readonly kind: 'person' | 'system';
  readonly labelZh: string;
  readonly labelEn: string;
  readonly username: string;
  /** Password of a person, token of a system. Derived from the secret of this installation, so it is never stored. */
  readonly secret: string;
  readonly role: Role;
}

export interface DemonstrationSize {
  readonly persons: number;
  readonly days: number;
  readonly seed: number;
}

const SETTING = 'demonstration';

/** The accounts of the demonstration with their passwords and tokens. */
export function demonstrationAccounts(
  config: Pick<Config, 'secret' | 'jurisdiction'>,
): readonly DemonstrationAccount[] {
  return DEMO_ACCOUNTS.filter((a) => a.jurisdiction === config.jurisdiction).map((a) => ({
    kind: a.role === 'system' ? 'system' : 'person',
    labelZh: a.labelZh,
    labelEn: a.labelEn,
    username: a.username,
    role: a.role,
    secret:
      (a.role === 'system' ? 'fj_' : '') + derive(config.secret, a.username).slice(0, a.role === 'system' ? 32 : 10),
  }));
}

function derive(secret: string, username: string): string {
  return createHmac('sha256', secret).update(`demonstration:${username}`).digest('base64url').replace(/[-_]/g, 'x');
}

/** Loads the demonstration when the database has never held one and has no registers of its own. */
export async function loadDemonstrationOnce(
  deps: Deps,
  size: DemonstrationSize,
  progress: (text: string, done: number, total: number) => void,
): Promise<void> {
  const [state] = await deps.db.query<{ loaded: boolean; used: boolean }>(sql`
    select exists (select from setting where name = ${SETTING} and value ->> 'complete' = 'true') as loaded,
      exists (select from register_entry) and not exists (select from setting where name = ${SETTING}) as used`);
  if (state?.used === true) {
    throw new Error(
      'This database holds registers that are not the demonstration. Start without --demo, or give another database.',
    );
  }
  if (state?.loaded !== true) {
    const { jurisdiction } = deps.config;
    if (jurisdiction !== 'taiyuan' && jurisdiction !== 'sichuan') {
      throw new Error(
        `No demonstration region for jurisdiction \`${jurisdiction}\`: set FUJIE_JURISDICTION to taiyuan or sichuan`,
      );
    }
    await putSetting(deps, { ...size, complete: false });
    await loadDemonstration(
      {
        importRegister: (id, entries) => importTyped(deps, 'demonstration', id, entries),
        ingest: (bundles, sender) => ingestMany(deps, sender, bundles),
        progress,
      },
      { ...size, jurisdiction, today: dayOf(deps.clock.now()) },
    );
  }
  await putAccounts(deps);
  if (state?.loaded !== true) await putSetting(deps, { ...size, complete: true });
}

async function putSetting(deps: Deps, value: DemonstrationSize & { readonly complete: boolean }): Promise<void> {
  await deps.db.query(sql`
    insert into setting (name, value) values (${SETTING}, ${JSON.stringify(value)}::jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now()`);
}

async function putAccounts(deps: Deps): Promise<void> {
  const secrets = new Map(demonstrationAccounts(deps.config).map((a) => [a.username, a.secret]));
  for (const a of DEMO_ACCOUNTS) {
    const secret = secrets.get(a.username);
    if (secret === undefined) continue;
    if (a.role === 'system') {
      await issueSystemToken(deps.db, { id: a.username, name: a.labelZh, institution: a.institution ?? '' }, secret);
    } else {
      const account: NewAccount = {
        username: a.username,
        password: secret,
        name: a.name,
        role: a.role,
        institution: a.institution,
        department: a.department,
        practitioner: a.practitioner,
        region: a.region,
      };
      await putAccount(deps.db, account);
    }
  }
}
