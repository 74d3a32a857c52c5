/** Certificates of the past 既往人员证书, for a demonstration; what was recorded before is left as it is. */
import type { Day } from '@fujie/core/kernel';
import { startOfDay } from '@fujie/core/kernel';
import type { StaffCertificateEntry } from '@fujie/wire/contracts';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { findDocuments } from './documents.query.ts';
import { recordCertificate } from './staff.ts';

export interface PastCertificate extends StaffCertificateEntry {
  readonly practitioner: string;
}

const NOON_MS = 12 * 3_600_000;

/** Records each on its day, as somebody of the laboratory would. */
export async function recordPastCertificates(
  deps: Deps,
  { institution, name }: Readonly<Record<'institution' | 'name', string>>,
  certificates: readonly PastCertificate[],
): Promise<void> {
  const actor = { ...programActor('demonstration'), name, role: 'laboratory', institution } as const;
  const known = await findDocuments(deps.worker, institution);
  for (const { practitioner: code, ...entry } of certificates) {
    if (known.some(({ subject, doneOn }) => subject.includes(code) && doneOn === entry.doneOn)) continue;
    const at = startOfDay(entry.doneOn as Day) + NOON_MS;
    const then = { ...deps, clock: { now: () => at as ReturnType<typeof startOfDay> } };
    await recordCertificate(then, actor, { institution, code }, entry);
  }
}
