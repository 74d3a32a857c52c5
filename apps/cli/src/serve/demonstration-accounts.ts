/** The accounts of the demonstration 演示账号, known without loading what makes it. */
import { createHmac } from 'node:crypto';

import type { Config, Role } from '@fujie/server/platform';

import { DEMO_ACCOUNTS } from '../simulate/accounts.ts';

export interface DemonstrationAccount {
  readonly kind: 'person' | 'system';
  readonly labelZh: string;
  readonly labelEn: string;
  readonly username: string;
  /** Password of a person, token of a system. Derived from the secret of this installation, so it is never stored. */
  readonly secret: string;
  readonly role: Role;
}

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
