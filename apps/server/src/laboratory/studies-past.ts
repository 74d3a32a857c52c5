/** Studies of the past 既往方法学评价, for a demonstration; what was recorded before is left as it is. */
import type { StudyEntry } from '@fujie/wire/contracts';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { recordStudy, signStudy } from './studies.ts';
import { findStudies } from './studies.query.ts';

/** Records them as somebody of the laboratory would. */
export async function recordPastStudies(
  deps: Deps,
  { institution, name, reviewer }: Readonly<Record<'institution' | 'name' | 'reviewer', string>>,
  entries: readonly StudyEntry[],
): Promise<void> {
  const actor = { ...programActor('demonstration'), name, role: 'laboratory', institution } as const;
  for (const entry of entries) {
    const known = await findStudies(deps.worker, { institution, item: entry.item });
    if (known.some(({ title }) => title === entry.title)) continue;
    const id = await recordStudy(deps, actor, entry);
    await signStudy(deps, { ...actor, id: reviewer, name: reviewer }, id);
  }
}
