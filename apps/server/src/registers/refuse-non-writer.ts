/** Who does not keep a register 目录 is refused, and the attempt is on record. */
import type { Actor } from '../platform/auth/permissions.ts';
import { mayWriteRegister } from '../platform/auth/register-writers.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';

export async function refuseNonWriter(deps: Deps, actor: Actor, register: string): Promise<void> {
  if (mayWriteRegister(actor, register)) return;
  await deps.audit.record({
    actor,
    action: 'register:write',
    subject: register,
    outcome: 'refused',
    detail: { reason: 'not-permitted' },
  });
  throw new HttpProblem('not-permitted', {
    en: `Role \`${actor.role}\` does not keep register \`${register}\`; ask its owner.`,
    zh: `角色“${actor.role}”不负责维护目录“${register}”，请联系其维护单位。`,
  });
}
