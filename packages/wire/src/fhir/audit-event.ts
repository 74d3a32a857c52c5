/** Audit entries as FHIR AuditEvents, in the form of IHE Basic Audit Log Patterns (BALP): type, agents, purpose, source, entities. */
import type { AuditAction, AuditOutcome } from '../contracts/audit-actions.ts';
import { KINDS, OUTCOMES } from './audit-kinds.ts';
import type { JsonObject } from './types.ts';
import { INSTITUTION_SYSTEM } from './systems.ts';

export const AUDIT_ACTION_SYSTEM = 'urn:fujie:audit-action';
export const ACCOUNT_SYSTEM = 'urn:fujie:account';
export const PERSON_HANDLE_SYSTEM = 'urn:fujie:person';
const AUDIT_CHAIN_EXTENSION = 'urn:fujie:extension:audit-chain';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const DCM = 'http://dicom.nema.org/resources/ontology/DCM';

/** What an AuditEvent is made from. */
export interface AuditFacts {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly institution: string | null;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly purpose: string | null;
  readonly origin: 'session' | 'token' | 'certificate' | 'cli' | 'job' | 'none' | null;
  readonly address: string | null;
  readonly credential: string | null;
  /** Handle of the person. */
  readonly person: string | null;
  readonly subject: string | null;
  readonly day: string;
  readonly lane: string;
  readonly seq: number;
  readonly hash: string;
}

const coding = (system: string, code: string): JsonObject => ({ system, code });
const concept = (system: string, code: string): JsonObject => ({ coding: [coding(system, code)] });

/** `base64` encodes a text in UTF-8, which is the caller's to know how. */
export function auditEvent(facts: AuditFacts, base64: (text: string) => string): JsonObject {
  const { action, purpose, subject, person } = facts;
  const [letter, interaction] = KINDS[action];
  const purposes = purpose === null ? {} : { purposeOfEvent: [concept(`${TERMINOLOGY}/v3-ActReason`, purpose)] };
  const entities = [
    ...(person === null ? [] : [patientEntity(person)]),
    ...(subject === null || subject === '' ? [] : [subjectEntity(subject, interaction, base64)]),
  ];
  return {
    resourceType: 'AuditEvent',
    id: String(facts.id),
    ...(facts.lane === '' ? {} : { extension: [chainExtension(facts)] }),
    type: typeOf(facts),
    subtype: [coding('http://hl7.org/fhir/restful-interaction', interaction), coding(AUDIT_ACTION_SYSTEM, action)],
    action: letter,
    recorded: facts.at,
    outcome: OUTCOMES[facts.outcome],
    ...purposes,
    agent: agentsOf(facts),
    source: {
      ...(facts.institution === null ? {} : { site: facts.institution }),
      observer: { display: 'Fujie 符节' },
      type: [coding(`${TERMINOLOGY}/security-source-type`, '4')],
    },
    ...(entities.length === 0 ? {} : { entity: entities }),
  };
}

function typeOf({ action, origin }: AuditFacts): JsonObject {
  if (action.startsWith('session:')) return coding(DCM, '110114');
  return origin === 'cli' || origin === 'job'
    ? coding(DCM, '110100')
    : coding(`${TERMINOLOGY}/audit-event-type`, 'rest');
}

/** Who asked, with what, and who answered. */
function agentsOf({ actor, role, institution, purpose, origin, address, credential }: AuditFacts): JsonObject[] {
  const network = address === null ? {} : { network: { address, type: '2' } };
  const isSystem = origin === 'token';
  const who: JsonObject = {
    type: isSystem ? concept(DCM, '110153') : concept(`${TERMINOLOGY}/v3-ParticipationType`, 'IRCP'),
    role: [concept('urn:fujie:role', role)],
    who: { identifier: { system: ACCOUNT_SYSTEM, value: actor } },
    ...(institution === null ? {} : { extension: [atInstitution(institution)] }),
    requestor: true,
    ...(credential === null ? {} : { policy: [`urn:fujie:credential:${credential}`] }),
    ...(isSystem ? network : {}),
    ...(purpose === null ? {} : { purposeOfUse: [concept(`${TERMINOLOGY}/v3-ActReason`, purpose)] }),
  };
  const client: JsonObject = {
    type: concept(DCM, '110153'),
    who: { display: origin ?? 'unknown' },
    requestor: false,
    ...network,
  };
  const server: JsonObject = { type: concept(DCM, '110152'), who: { display: 'Fujie 符节' }, requestor: false };
  return isSystem ? [who, server] : [who, client, server];
}

function atInstitution(institution: string): JsonObject {
  return {
    url: 'urn:fujie:extension:institution',
    valueIdentifier: { system: INSTITUTION_SYSTEM, value: institution },
  };
}

function patientEntity(person: string): JsonObject {
  return {
    what: { identifier: { system: PERSON_HANDLE_SYSTEM, value: person } },
    type: coding(`${TERMINOLOGY}/audit-entity-type`, '1'),
    role: coding(`${TERMINOLOGY}/object-role`, '1'),
  };
}

function subjectEntity(subject: string, interaction: string, base64: (text: string) => string): JsonObject {
  const type = coding(`${TERMINOLOGY}/audit-entity-type`, '2');
  if (interaction === 'search-type') {
    return { type, role: coding(`${TERMINOLOGY}/object-role`, '24'), query: base64(subject) };
  }
  return { what: { display: subject }, type, role: coding(`${TERMINOLOGY}/object-role`, '4') };
}

function chainExtension({ day, lane, seq, hash }: AuditFacts): JsonObject {
  return { url: AUDIT_CHAIN_EXTENSION, valueString: `${day} ${lane} ${String(seq)} ${hash}` };
}
