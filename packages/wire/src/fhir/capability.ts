/** What `/fhir` can do, as hospitals' systems read it. Source: FHIR R4, CapabilityStatement. */
import { AUDIT_SEARCH_PARAMETERS } from './audit-search.ts';
import { MAX_COUNT, SEARCH_PARAMETERS } from './search.ts';
import type { JsonObject, ResourceType } from './types.ts';
import { SUPPORTED_TYPES } from './types.ts';
import { TASK_SEARCH_PARAMETERS } from './task.ts';

export interface CapabilityOptions {
  /** Absolute address of `/fhir`. */
  readonly url: string;
  /** Day of the software's release or start, `YYYY-MM-DD`. */
  readonly date: string;
  readonly version: string;
}

const DOCUMENTATION = [
  'Results in: send one transaction Bundle per report (Patient, DiagnosticReport, Observation …). The same message twice is one result;',
  'a report number sent again with other content is a correction. `entered-in-error` withdraws; nothing is deleted.',
  'Ids that a sender chooses by PUT are its own: two institutions may both send Patient/1.',
  'A system reads what its own institution sent; results of others are offered through CDS Hooks and /api/v1/recognition.',
  'Who follows changes by _lastUpdated or _since asks again from ten minutes before the newest time it saw, and knows a version by id',
  'and versionId: a time is given when a message is read, and a message that takes longer to store appears behind later ones.',
  'A search on neither patient, identifier, _id nor _lastUpdated ends after five seconds; matches are counted up to 50,000.',
  'Modifiers and chained parameters other than those of patient are refused. A history takes _count and _since.',
  'Bodies come uncompressed, in UTF-8, up to 16 MB and 64 levels deep.',
  'Refused messages are kept in quarantine; the answer names the id. Search numbers of persons with POST _search, not in addresses.',
].join(' ');

function ofRecords(type: ResourceType): JsonObject {
  return {
    type,
    interaction: ['read', 'vread', 'update', 'history-instance', 'history-type', 'create', 'search-type'].map(
      (code) => ({ code }),
    ),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
    referencePolicy: ['literal', 'logical', 'local'],
    searchParam: SEARCH_PARAMETERS[type].map((p) => ({
      name: p.name,
      type: p.kind,
      documentation: `${p.zh} ${p.en}`,
    })),
    operation: [{ name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' }],
  };
}

/** For the audit administrator 审计管理员 alone. */
const AUDIT_EVENTS: JsonObject = {
  type: 'AuditEvent',
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  searchParam: AUDIT_SEARCH_PARAMETERS.map(([name, type, zh, en]) => ({ name, type, documentation: `${zh} ${en}` })),
};

/** Loops 闭环 of the own institution. */
const TASKS: JsonObject = {
  type: 'Task',
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  searchParam: TASK_SEARCH_PARAMETERS.map(([name, type, zh, en]) => ({ name, type, documentation: `${zh} ${en}` })),
};

/** What a connected system finds of adverse events 不良事件 is compared with what was reported; it is taken once and given back by no read. */
const ADVERSE_EVENTS: JsonObject = {
  type: 'AdverseEvent',
  documentation: [
    '系统检出的监测事件：identifier、actuality、event、subject（本机构患者号）、location（科室代码）与 date 必填，其余不读取。',
    'A watched event that data show: identifier, actuality, event in urn:fujie:adverse-event-kind, subject and location by identifier, date.',
    'Nothing else of it is read. 201 when it is taken, 200 when it was taken before.',
  ].join(' '),
  interaction: [{ code: 'create' }],
};

export function capabilityStatement(options: CapabilityOptions): JsonObject {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: options.date,
    publisher: 'Fujie 符节',
    kind: 'instance',
    software: { name: 'Fujie 符节', version: options.version },
    implementation: {
      description: '检查检验结果互认平台 Mutual recognition of examination and laboratory results',
      url: options.url,
    },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation: DOCUMENTATION,
        security: {
          cors: false,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                  display: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description:
            'SMART Backend Services (see .well-known/smart-configuration), or the bearer token of a connected system 接入系统公钥或令牌',
        },
        resource: [...SUPPORTED_TYPES.map(ofRecords), AUDIT_EVENTS, TASKS, ADVERSE_EVENTS],
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        searchParam: [
          { name: '_count', type: 'number', documentation: `每页条数 Page size, at most ${String(MAX_COUNT)}` },
          { name: '_total', type: 'token', documentation: '总数 How many match: none, estimate or accurate' },
        ],
      },
    ],
  };
}
