/** Who decides 接诊医师: a physician of the institution, in force that day; nobody speaks for another. Source: national-2022.art.4. */
import type { Day } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { practitioners } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import { HttpProblem } from '../platform/http/problems.ts';

/** Staff code for whom an actor asks or acts: a person for themselves only, a hospital's system for whom it names. */
export function ownPractitioner(actor: Actor, named: string | undefined): string | null {
  if (actor.role === 'system') return named ?? null;
  if (named === undefined || named === actor.practitioner) return actor.practitioner ?? '';
  throw new HttpProblem(
    'not-permitted',
    {
      en: 'You ask and act as yourself only; leave `practitioner` out.',
      zh: '只能以本人名义操作，请勿填写 practitioner。',
    },
    [
      {
        code: 'not-yourself',
        path: 'body.practitioner',
        message: `\`${named}\` is not the signed-in practitioner`,
        messageZh: `${named} 不是当前登录人员`,
      },
    ],
  );
}

export function isTreatingPhysician(
  snapshot: RegisterSnapshot,
  practitioner: string,
  institution: string,
  day: Day,
): boolean {
  const registered = snapshot.find(practitioners, `${institution}|${practitioner}`, day);
  return registered?.role === 'physician';
}
