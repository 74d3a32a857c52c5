/** Who sent a specimen in 送检机构, as its order says, and where its patient is there. Source: core-systems.14#08. */
import type { Setting } from '@fujie/core/critical';
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
export async function senderOf(
  { registers }: Pick<Deps, 'registers'>,
  tx: Queryable,
  institution: string,
  { orderer, personId, collectedAt, reportedAt, encounter: said }: CriticalSuspect,
): Promise<Sender | null> {
  const sender = orderer?.institution ?? institution;
  const snapshot = registers.current();
  if (orderer === null || sender === institution || snapshot.institution(sender) === null) return null;
  const asked = { id: null, person: personId, at: collectedAt ?? reportedAt };
  // What the sender itself says of the visit counts before what the laboratory was told.
  const stored = await findEncounter(tx, sender, asked);
  const encounter = stored === null ? said : (JSON.parse(stored) as Encounter);
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
