/** Audit entries as FHIR AuditEvents, in the form of IHE Basic Audit Log Patterns (BALP): type, agents, purpose, source, entities. */
import type { AuditAction, AuditOutcome } from '../contracts/audit-actions.ts';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '../contracts/audit-actions.ts';
import type { Problem } from '@fujie/core/kernel';
import type { Span } from './times.ts';
import { spanOf } from './times.ts';
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

type Letter = 'C' | 'R' | 'U' | 'D' | 'E';

/** How FHIR calls each action, and the interaction that it is most like. */
const KINDS: Readonly<Record<AuditAction, readonly [letter: Letter, interaction: string]>> = {
  public: ['R', 'read'],
  'signed-in': ['R', 'read'],
  'session:open': ['E', 'operation'],
  'session:close': ['E', 'operation'],
  'session:end': ['E', 'operation'],
  'token:issue': ['E', 'operation'],
  'policy:read': ['R', 'read'],
  'account:manage': ['R', 'search-type'],
  'account:read': ['R', 'search-type'],
  'account:grant': ['U', 'update'],
  'account:secure': ['U', 'update'],
  'system:read': ['R', 'search-type'],
  'system:manage': ['U', 'update'],
  'change:decide': ['U', 'update'],
  'change:ask': ['C', 'create'],
  'change:confirm': ['U', 'update'],
  'change:refuse': ['U', 'update'],
  'peer:register': ['C', 'create'],
  'peer:end': ['U', 'update'],
  'peer:connect': ['E', 'operation'],
  'peer:echo': ['E', 'operation'],
  'peer:message': ['C', 'create'],
  'account:add': ['C', 'create'],
  'account:password': ['U', 'update'],
  'account:disable': ['U', 'update'],
  'account:enable': ['U', 'update'],
  'account:token': ['U', 'update'],
  'account:own': ['R', 'read'],
  'account:role': ['U', 'update'],
  'account:elsewhere': ['U', 'update'],
  'account:second-factor': ['U', 'update'],
  'account:second-factor-remove': ['U', 'update'],
  'account:second-factor-reset': ['U', 'update'],
  'account:keys': ['U', 'update'],
  'account:application': ['U', 'update'],
  'account:application-remove': ['D', 'delete'],
  'person:search': ['E', 'search-type'],
  'person:found': ['R', 'search-type'],
  'person:read': ['R', 'read'],
  'person:reveal': ['R', 'read'],
  'person:break-glass': ['E', 'operation'],
  'break-glass:review': ['U', 'update'],
  'break-glass:read': ['R', 'search-type'],
  'wish:read': ['R', 'search-type'],
  'wish:write': ['C', 'create'],
  'wish:record': ['C', 'create'],
  'wish:lift': ['U', 'update'],
  'patient:own': ['R', 'read'],
  'patient:verify': ['E', 'operation'],
  'patient:open': ['E', 'operation'],
  'patient:close': ['E', 'operation'],
  'patient:looks': ['R', 'search-type'],
  'patient:records': ['R', 'search-type'],
  'patient-link:issue': ['C', 'create'],
  'patient-link:revoke': ['U', 'update'],
  'guardian:record': ['C', 'create'],
  'guardian:read': ['R', 'search-type'],
  'guardian:end': ['U', 'update'],
  'correction:read': ['R', 'search-type'],
  'correction:request': ['C', 'create'],
  'correction:answer': ['U', 'update'],
  'report:read': ['R', 'read'],
  'page:print': ['R', 'operation'],
  'recognition:glance': ['E', 'operation'],
  'recognition:check': ['E', 'operation'],
  'recognition:act': ['C', 'create'],
  'recognition:explain': ['R', 'read'],
  'recognition:bill': ['E', 'operation'],
  'recognition:replay': ['E', 'operation'],
  'notice:read': ['R', 'read'],
  'notice:fetch': ['R', 'search-type'],
  'report-change:read': ['R', 'search-type'],
  'report-change:issued': ['R', 'search-type'],
  'explanation:read': ['R', 'search-type'],
  'marks:read': ['R', 'read'],
  'register:read': ['R', 'search-type'],
  'register:write': ['U', 'update'],
  'register:export': ['R', 'operation'],
  'register:refusals': ['R', 'search-type'],
  'statistics:read': ['R', 'search-type'],
  'statistics:cases': ['R', 'search-type'],
  'statistics:case': ['R', 'read'],
  'statistics:rebuild': ['U', 'operation'],
  'statistics:deidentified': ['R', 'operation'],
  'fhir:read': ['R', 'read'],
  'fhir:search': ['E', 'search-type'],
  'fhir:history': ['R', 'history-type'],
  'fhir:write': ['C', 'create'],
  'quarantine:list': ['R', 'search-type'],
  'quarantine:read': ['R', 'read'],
  'quarantine:manage': ['U', 'update'],
  'quarantine:replayed': ['U', 'operation'],
  'quarantine:dismissed': ['U', 'update'],
  'person-review:read': ['R', 'search-type'],
  'watch:read': ['R', 'search-type'],
  'watch:review': ['U', 'update'],
  'watch:persons': ['R', 'search-type'],
  'watch:alert': ['C', 'create'],
  'watch:person-add': ['C', 'create'],
  'watch:person-lift': ['U', 'update'],
  'critical-value:read': ['R', 'search-type'],
  'critical-value:export': ['R', 'search-type'],
  'critical-value:statistics': ['R', 'search-type'],
  'loop:open': ['C', 'create'],
  'loop:list': ['R', 'search-type'],
  'loop:read': ['R', 'read'],
  'loop:statistics': ['R', 'search-type'],
  'loop:act': ['U', 'update'],
  'loop:manage': ['U', 'update'],
  'loop:dismiss': ['C', 'create'],
  'loop:replay': ['E', 'operation'],
  'adverse-event:report': ['C', 'create'],
  'adverse-event:read': ['R', 'search-type'],
  'adverse-event:statistics': ['R', 'search-type'],
  'adverse-event:detect': ['C', 'create'],
  'adverse-event:unseal': ['C', 'create'],
  'adverse-event:unseal-decide': ['U', 'update'],
  'adverse-event:unsealed': ['R', 'read'],
  'organisation:read': ['R', 'read'],
  'organisation:record': ['C', 'create'],
  'organisation:approve': ['U', 'update'],
  'organisation:sign': ['U', 'update'],
  'journal:read': ['R', 'read'],
  'journal:edit': ['C', 'create'],
  'journal:approve': ['U', 'update'],
  'journal:publish': ['U', 'update'],
  'complaint:submit': ['C', 'create'],
  'complaint:enter': ['C', 'create'],
  'complaint:follow': ['R', 'read'],
  'complaint:rate': ['U', 'update'],
  'complaint:own': ['R', 'search-type'],
  'complaint:read': ['R', 'search-type'],
  'complaint:statistics': ['R', 'search-type'],
  'dispatch:read': ['R', 'search-type'],
  'dispatch:enter': ['C', 'create'],
  'order-comment:read': ['R', 'search-type'],
  'weekly-return:read': ['R', 'read'],
  'weekly-return:submit': ['C', 'create'],
  'inspection:order': ['C', 'create'],
  'inspection:custody': ['U', 'update'],
  'inspection:read': ['R', 'read'],
  'inspection:conduct': ['U', 'update'],
  'inspection:answer': ['U', 'update'],
  'inspection:publish': ['U', 'update'],
  'inspection:statistics': ['R', 'search-type'],
  'notify:manage': ['U', 'update'],
  'notify:address': ['U', 'update'],
  'notify:preference': ['U', 'update'],
  'audit:read': ['R', 'search-type'],
  'audit:anchor': ['C', 'create'],
  'audit:verify': ['E', 'operation'],
  'audit:forget': ['D', 'delete'],
  'db:backup': ['R', 'operation'],
  'db:restore': ['C', 'operation'],
  'keys:rotate': ['C', 'create'],
  'keys:reencrypt': ['U', 'operation'],
};

const OUTCOMES: Readonly<Record<AuditOutcome, string>> = { done: '0', refused: '4', failed: '8' };

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

/** What a search for AuditEvents asks. */
export interface AuditSearch {
  /** Instants `[from, to)`. */
  readonly from: number | null;
  readonly to: number | null;
  readonly agent: string | null;
  /** Handle of the person. */
  readonly patient: string | null;
  readonly actions: readonly AuditAction[] | null;
  readonly outcome: AuditOutcome | null;
  readonly entity: string | null;
  readonly count: number;
  readonly after: number | null;
  readonly applied: readonly (readonly [string, string])[];
}

export const AUDIT_SEARCH_PARAMETERS = [
  ['date', 'date', '记录时间', 'When it was recorded'],
  ['agent', 'reference', '操作者账号', 'Account of who did it'],
  ['patient', 'reference', '患者句柄', 'Handle of the patient'],
  ['action', 'token', '动作 C R U D E', 'C, R, U, D or E'],
  ['subtype', 'token', '审计动作', 'Action as Fujie calls it'],
  ['outcome', 'token', '结果 0 4 8', '0 done, 4 refused, 8 failed'],
  ['entity', 'reference', '对象', 'What it was done to'],
] as const;

const MOST = 200;
const DEFAULT_COUNT = 50;

/** Reads the parameters of a search; what is not known is refused, since an auditor must not take more for less. */
export function parseAuditSearch(parameters: readonly (readonly [string, string])[]): {
  readonly search: AuditSearch;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const applied: (readonly [string, string])[] = [];
  const search = {
    from: null as number | null,
    to: null as number | null,
    agent: null as string | null,
    patient: null as string | null,
    actions: null as readonly AuditAction[] | null,
    outcome: null as AuditOutcome | null,
    entity: null as string | null,
    count: DEFAULT_COUNT,
    after: null as number | null,
  };
  const narrow = (wanted: (action: AuditAction) => boolean): void => {
    search.actions = (search.actions ?? AUDIT_ACTIONS).filter(wanted);
  };
  const refuse = (name: string, en: string, zh: string): void => {
    problems.push({ code: 'invalid-parameter', path: name, message: `${name}: ${en}`, messageZh: `${name}：${zh}` });
  };
  for (const [name, value] of parameters) {
    if (name !== '_cursor' && name !== '_format') applied.push([name, value]);
    const code = value.slice(value.lastIndexOf('|') + 1);
    switch (name.replace(/:identifier$/, '')) {
      case 'date':
        if (!narrowDates(search, value)) refuse(name, 'write a date such as ge2024-05-01', '请写日期，如 ge2024-05-01');
        break;
      case 'agent':
        search.agent = code;
        break;
      case 'patient':
        search.patient = code.replace(/^Patient\//, '');
        break;
      case 'entity':
        search.entity = code;
        break;
      case 'action':
        narrow((action) => KINDS[action][0] === code);
        break;
      case 'subtype':
        narrow((action) => action === code || KINDS[action][1] === code);
        break;
      case 'outcome': {
        const outcome = AUDIT_OUTCOMES.find((known) => OUTCOMES[known] === code);
        if (outcome === undefined) refuse(name, 'write 0, 4 or 8', '请写 0、4 或 8');
        else search.outcome = outcome;
        break;
      }
      case '_count':
        search.count = Math.min(MOST, Math.max(1, Math.trunc(Number(value)) || DEFAULT_COUNT));
        break;
      case '_cursor':
        if (/^\d{1,15}$/.test(value)) search.after = Number(value);
        else refuse(name, 'this is not a page link of ours', '分页参数无效');
        break;
      case '_format':
        break;
      default:
        refuse(name, 'is not known for AuditEvent', 'AuditEvent 不支持该检索参数');
    }
  }
  return { search: { ...search, applied }, problems };
}

function narrowDates(search: { from: number | null; to: number | null }, value: string): boolean {
  const match = /^(eq|ge|gt|le|lt|sa|eb)?(.+)$/.exec(value);
  const span = spanOf(match?.[2] ?? '');
  if (span === null) return false;
  const [from, to] = boundsOf(match?.[1] ?? 'eq', span);
  if (from !== null) search.from = Math.max(search.from ?? from, from);
  if (to !== null) search.to = Math.min(search.to ?? to, to);
  return true;
}

function boundsOf(prefix: string, { start, end }: Span): readonly [from: number | null, to: number | null] {
  switch (prefix) {
    case 'ge':
      return [start, null];
    case 'gt':
    case 'sa':
      return [end, null];
    case 'le':
      return [null, end];
    case 'lt':
    case 'eb':
      return [null, start];
    default:
      return [start, end];
  }
}
