/**
 * Who sent a specimen in 送检机构, as its order says, and where its patient is there: as the laboratory was told, and once the sender is told as that one's own
 * visits say, of which the laboratory learns nothing. Source: core-systems.14#08.
 */
import type { Setting } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { departments } from '@fujie/core/registers';
import type { Encounter } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import { findEncounter } from './critical.query.ts';
import { departmentOf, settingOf } from './where.ts';

export interface Sender {
  readonly institution: string;
  readonly department: string | null;
  readonly setting: Setting;
}

/** Null: nobody else, or nobody whom the register holds, so that the whole of it is followed where it was tested. */
export function senderOf(
  { registers }: Pick<Deps, 'registers'>,
  institution: string,
  { orderer, encounter }: Pick<CriticalSuspect, 'orderer' | 'encounter'>,
): Sender | null {
  const sender = orderer?.institution ?? institution;
  const snapshot = registers.current();
  if (orderer === null || sender === institution || snapshot.institution(sender) === null) return null;
  const { practitioner } = orderer;
  const known = practitioner === null ? null : snapshot.practitioner(sender, practitioner);
  const named = [orderer.department, departmentOf(encounter), known?.department].flatMap((code) => code ?? []);
  // What no register of the sender holds may be a department of the laboratory.
  const ofSender = named.filter((code) => snapshot.nameOf(departments, `${sender}|${code}`) !== null);
  return {
    institution: sender,
    department: ofSender[0] ?? named[0] ?? null,
    setting: settingOf(encounter),
  };
}

/** Where a patient is by the visit that an institution has on record itself; null: it has none of that moment. Asked within its scope. */
export async function visitOf(
  tx: Queryable,
  institution: string,
  { person, at }: { readonly person: number | null; readonly at: Instant },
): Promise<Pick<Sender, 'department' | 'setting'> | null> {
  const stored = await findEncounter(tx, institution, { id: null, person: person ?? 0, at });
  if (stored === null) return null;
  const encounter = JSON.parse(stored) as Encounter;
  return { department: departmentOf(encounter), setting: settingOf(encounter) };
}
