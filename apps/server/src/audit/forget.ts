/**
 * Deletion of audit entries past the limit 到期删除: whole anchored days, after an anchor has stated from which day on entries are
 * kept; itself on record. The database refuses anything younger (henan-2025.lab.6#08: two years, GB/T 22239: six months).
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';

import type { Deps } from '../platform/deps.ts';
import { AUDIT_JOB, makeAnchors } from './anchor.ts';
import { findClosedDays, findDays, forgetDay } from './anchors.query.ts';
import type { AuditKey } from './key.ts';

/** Deletes what is past the limit; returns the days that went. */
export async function forgetOldDays(
  deps: Pick<Deps, 'db' | 'clock' | 'audit'>,
  key: AuditKey,
  months: number,
): Promise<readonly Day[]> {
  const limit = monthsBefore(dayOf(deps.clock.now()), months);
  const closed = await findClosedDays(deps.db);
  const old = (await findDays(deps.db)).filter((day) => day < limit && closed.has(day));
  if (old.length === 0) return [];
  await makeAnchors(deps, key, limit);
  for (const day of old) {
    const entries = await forgetDay(deps.db, day);
    await deps.audit.record({
      actor: AUDIT_JOB,
      action: 'audit:forget',
      subject: day,
      outcome: 'done',
      detail: { entries },
    });
  }
  return old;
}

/** The same day so many months earlier, or the last of that month. */
export function monthsBefore(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = year * 12 + month - 1 - months;
  const last = new Date(Date.UTC(Math.floor(first / 12), (first % 12) + 1, 0)).getUTCDate();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(Math.floor(first / 12))}-${two((first % 12) + 1)}-${two(Math.min(date, last))}` as Day;
}
