/** Passwords that people choose for themselves 本人设置密码. */
import type { Database } from '../platform/db/database.ts';
import { findByPassword } from '../platform/auth/accounts.query.ts';
import type { Principal } from '../platform/auth/permissions.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { passwordFault } from './password-rules.ts';

/** Refuses a password that the rules do not take, or that is the one there was. */
export async function refuseUnfitPassword(
  deps: { readonly db: Database },
  actor: Principal,
  password: string,
): Promise<void> {
  const fault = passwordFault(password, { username: actor.id, name: actor.name });
  if (fault !== null) throw unfit(fault.en, fault.zh);
  if ((await findByPassword(deps.db, actor.id, password)) !== null)
    throw unfit('This is the password there was: take another one', '新密码与原密码相同，请另设一个');
}

function unfit(message: string, messageZh: string): HttpProblem {
  return new HttpProblem('refused', { en: `${message}.`, zh: `${messageZh}。` }, [
    { code: 'unfit-password', path: 'body.password', message, messageZh },
  ]);
}
