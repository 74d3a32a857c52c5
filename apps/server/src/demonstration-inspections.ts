/** The inspections of a demonstration 演示检查, as its authority ordered them and the centre kept a share. */
import { plantInspection } from './inspection/past.ts';
import type { PastInspection } from './inspection/past.ts';
import type { Actor } from './platform/auth/permissions.ts';
import { programActor } from './platform/auth/program-actor.ts';
import type { Deps } from './platform/deps.ts';

type Person = Pick<Actor, 'id' | 'name' | 'region'>;

/** Plants them, each at its moments of the past. */
export async function openPastInspections(
  deps: Deps,
  [authority, centre]: readonly [Person, Person],
  stories: readonly PastInspection[],
): Promise<void> {
  const program = programActor('demonstration');
  const people = {
    authority: { ...program, ...authority, role: 'commission' as const },
    centre: { ...program, ...centre, role: 'qc-centre' as const },
  };
  for (const story of stories) await plantInspection(deps, people, story);
  await deps.audit.record({
    ...{ actor: program, action: 'inspection:order', subject: 'demonstration', outcome: 'done' },
    detail: { what: 'planted', plans: stories.length },
  });
}
