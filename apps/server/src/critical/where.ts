/** Where a patient is when a critical value 危急值 appears, and what its thresholds ask of a person. Source: henan-2025.mq.8. */
import type { Circumstances, Setting } from '@fujie/core/critical';
import { dayOf } from '@fujie/core/kernel';
import type { Encounter } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM } from '@fujie/wire/fhir';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import { findEncounter, findPersonFacts } from './critical.query.ts';

export interface Where {
  readonly setting: Setting;
  readonly department: string | null;
  readonly circumstances: Circumstances;
}

/** Where the patient is, and what thresholds ask of a person. */
export async function placeOf(
  deps: Pick<Deps, 'registers'>,
  tx: Queryable,
  institution: string,
  suspect: CriticalSuspect,
): Promise<Where> {
  const { personId, encounterId, collectedAt, reportedAt, requester, orderer } = suspect;
  const person = await findPersonFacts(tx, personId);
  const at = collectedAt ?? reportedAt;
  const stored =
    suspect.encounter === null ? await findEncounter(tx, institution, { id: encounterId, person: personId, at }) : null;
  const encounter = suspect.encounter ?? (stored === null ? null : (JSON.parse(stored) as Encounter));
  // Staff numbers of another institution say nothing here.
  const isOwn = (orderer?.institution ?? institution) === institution;
  const known = requester === null || !isOwn ? null : deps.registers.current().practitioner(institution, requester);
  const department = departmentOf(encounter) ?? known?.department ?? null;
  const reasons = (encounter?.reasonCode ?? []).flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));
  const diagnoses = [...suspect.diagnoses, ...reasons];
  return {
    setting: settingOf(encounter),
    department,
    circumstances: {
      birthOn: person.birthOn,
      sex: person.sex === 'male' || person.sex === 'female' ? person.sex : null,
      department,
      diagnoses: diagnoses.length === 0 ? null : diagnoses,
      on: dayOf(at),
    },
  };
}

/** Classes of encounters (HL7 v3 ActEncounterCode). Where none is known the patient has to be reached as one who is not here. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  EMER: 'emergency',
  OBSENC: 'emergency',
  AMB: 'outpatient',
  SS: 'outpatient',
  VR: 'outpatient',
  HH: 'outpatient',
  FLD: 'outpatient',
};

/** The department in which a visit is. */
export function departmentOf(encounter: Encounter | null): string | null {
  const provider = encounter?.serviceProvider?.identifier;
  return provider?.system === DEPARTMENT_SYSTEM ? (provider.value ?? null) : null;
}

export function settingOf(encounter: Encounter | null): Setting {
  return SETTINGS[encounter?.class?.code ?? ''] ?? 'unknown';
}
