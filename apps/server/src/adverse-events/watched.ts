/**
 * Events that are watched for by name 监测事件: those of the platform, and those that an institution added to them, in force on a day.
 * Source: henan-2025.mq.11#02.
 */
import { EVENT_KINDS, OWN_KIND } from '@fujie/core/adverse-events';
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RegisterSnapshot, WatchedEventRow } from '@fujie/core/registers';
import { watchedEvents } from '@fujie/core/registers';
import type { Bilingual } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { unfitField } from '../platform/http/problems.ts';

/** What an institution watches for beside the events of the platform. */
export function ownKinds(snapshot: RegisterSnapshot, institution: string, day: Day): readonly WatchedEventRow[] {
  return snapshot.inForce(watchedEvents, day).filter((row) => row.institution === institution);
}

type Needs = Pick<Deps, 'clock' | 'registers'>;

/** The codes of what is watched for at an institution, on the day of which something is told or now. */
export function kindsOf({ clock, registers }: Needs, institution: string, at: Instant): readonly string[] {
  const days = [dayOf(at), dayOf(clock.now())];
  const own = days.flatMap((day) => ownKinds(registers.current(), institution, day));
  return [...new Set([...Object.keys(EVENT_KINDS), ...own.map(({ code }) => `${OWN_KIND}${code}`)])];
}

/** Refuses an event of a kind that is not watched for at its institution, neither when it happened nor now. */
export function refuseUnwatched(
  deps: Needs,
  {
    institution,
    kind,
    occurredAt,
  }: { readonly institution: string; readonly kind: string; readonly occurredAt: Instant },
  field: string,
): void {
  const kinds = kindsOf(deps, institution, occurredAt);
  if (kinds.includes(kind)) return;
  throw unfitField(
    field,
    `\`${kind}\` is no event that is watched for here: give one of ${kinds.join(', ')}`,
    `“${kind}”不是本机构的监测事件，可用代码：${kinds.join('、')}`,
  );
}

/** What a watched event is called; its code where it has no name. */
export function kindName(snapshot: RegisterSnapshot, institution: string, kind: string): Bilingual {
  if (Object.hasOwn(EVENT_KINDS, kind)) {
    const { zh, en } = EVENT_KINDS[kind as keyof typeof EVENT_KINDS];
    return { zh, en };
  }
  const own = snapshot.nameOf(watchedEvents, `${institution}|${kind.slice(OWN_KIND.length)}`);
  return { zh: own?.nameZh ?? kind, en: own?.nameEn ?? own?.nameZh ?? kind };
}
