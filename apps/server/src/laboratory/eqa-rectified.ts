/**
 * The rectification of a failed round of EQA 室间质评整改, in the register of suspensions once its centre has confirmed it: with the next round
 * passed the mark comes back. Source: taiyuan-2024.5.0#05, sichuan-2025.3#04.
 */
import { dayOf } from '@fujie/core/kernel';
import { rectifiedSuspension } from '@fujie/core/recognition';
import { suspensions } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { LoopRecorded } from '../platform/events/events.ts';

export const RECTIFICATION = 'eqa/rectification';

/** Says in the register that a rectification is verified, or, once it is open again, that it is not. */
export async function followRectification(
  { clock, events, registers }: Pick<Deps, 'clock' | 'events' | 'registers'>,
  tx: Queryable,
  { definition, subject, state: { status, stages } }: LoopRecorded,
): Promise<void> {
  const isConfirmed = stages.some(({ id, outcome }) => id === 'confirm' && outcome === 'confirmed');
  // Released from or withdrawn, nothing was verified; what else is owed, such as naming 通报, holds no mark back.
  if (definition !== RECTIFICATION || (status !== 'open' && !(status === 'closed' && isConfirmed))) return;
  const [, organiser = '', round = '', item = '', institution = ''] = subject.split('|');
  const verifiedOn = isConfirmed ? dayOf(clock.now()) : null;
  const entry = rectifiedSuspension(registers.current(), { organiser, round, item, institution }, verifiedOn);
  if (entry === null) return;
  await events.emit(tx, 'entries-due', {
    ...{ register: suspensions.id, program: 'laboratory', note: subject },
    rows: [{ row: { ...entry.row }, from: entry.from, to: entry.to }],
  });
}
