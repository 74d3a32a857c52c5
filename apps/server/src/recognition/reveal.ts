/**
 * What is masked on pages, unmasked one field at a time 逐项显示: for whoever has a ground to look at the person, each on
 * record. Identifiers and telephone numbers are read from the record of the patient as it was sent; nothing of them is kept
 * elsewhere in the clear. Source: personal information protection law, art. 51; GB/T 39725-2020 chapter 11.1.
 */
import type { JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import type { RevealRequest, RevealResponse } from '@fujie/wire/contracts';
import { HEALTH_CARD_SYSTEM, PASSPORT_SYSTEM, RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { personOf } from './person-routes.ts';
import { findPatientRecords } from './reports.query.ts';

export async function reveal(
  deps: Deps,
  actor: Actor,
  handle: string,
  field: RevealRequest['field'],
): Promise<RevealResponse> {
  const { row, access } = await personOf(deps, actor, handle);
  const records = await findPatientRecords(within(deps, actor, [row.id]).db, row.id);
  const readable = records.filter(
    (record) => record.institution === actor.institution || access.showsPersonOf(record.institution),
  );
  const isRefused = access.ground === null && readable.length === 0;
  await deps.audit.record({
    actor,
    action: 'person:reveal',
    personId: row.id,
    outcome: isRefused ? 'refused' : 'done',
    detail: { field },
  });
  if (isRefused) {
    throw new HttpProblem('not-permitted', {
      en: 'The person is not in the care of your institution: an encounter, an order or a broken glass is needed.',
      zh: '该患者不在本机构诊疗中：需要就诊、医嘱或紧急调阅。',
    });
  }
  // The own record first: it is what the hospital itself was told.
  const own = [...readable].sort((a, b) => rank(actor, a.institution) - rank(actor, b.institution));
  const patients = patientsIn(own);
  const value = field === 'name' ? row.name_norm : firstOf(patients, field === 'phone' ? phoneOf : identifierOf);
  return { field, value };
}

/** The telephone numbers of records, in their order, each once. */
export function phonesIn(records: readonly { readonly content: string | null }[]): readonly string[] {
  return [...new Set(patientsIn(records).flatMap((patient) => phoneOf(patient) ?? []))];
}

function patientsIn(records: readonly { readonly content: string | null }[]): readonly JsonObject[] {
  return records.flatMap(({ content }) => {
    const patient: unknown = content === null ? null : JSON.parse(content);
    return isObject(patient) ? [patient] : [];
  });
}

const rank = (actor: Actor, institution: string): number => (institution === actor.institution ? 0 : 1);

function firstOf(patients: readonly JsonObject[], read: (patient: JsonObject) => string | null): string | null {
  for (const patient of patients) {
    const found = read(patient);
    if (found !== null) return found;
  }
  return null;
}

const objectsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function phoneOf(patient: JsonObject): string | null {
  const phone = objectsIn(patient['telecom']).find(({ system }) => system === 'phone' || system === 'sms');
  return typeof phone?.['value'] === 'string' ? phone['value'] : null;
}

const DOCUMENTS: readonly unknown[] = [RESIDENT_ID_SYSTEM, PASSPORT_SYSTEM, HEALTH_CARD_SYSTEM];

function identifierOf(patient: JsonObject): string | null {
  const known = objectsIn(patient['identifier']).filter(({ system }) => DOCUMENTS.includes(system));
  const [first] = known.sort((a, b) => DOCUMENTS.indexOf(a['system']) - DOCUMENTS.indexOf(b['system']));
  return typeof first?.['value'] === 'string' ? first['value'] : null;
}
