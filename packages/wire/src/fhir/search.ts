/** Search parameters of `/fhir`: read into a typed query, with everything unknown named. Source: FHIR R4, search. */
import type { Problem } from '@fujie/core/kernel';

import type { Span } from './times.ts';
import { spanOf } from './times.ts';
import type { ResourceType } from './types.ts';

export type DatePrefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

export interface TokenMatch {
  /** Null: any system; empty: explicitly none. */
  readonly system: string | null;
  readonly code: string;
}

export interface DateMatch {
  readonly prefix: DatePrefix;
  readonly span: Span;
}

/** Each list is an AND of ORs, as repeated parameters and commas mean it. */
export interface SearchQuery {
  readonly type: ResourceType;
  readonly ids: readonly (readonly string[])[];
  readonly identifiers: readonly (readonly TokenMatch[])[];
  /** References to the patient: `Patient/1`, or a bare id. */
  readonly patients: readonly (readonly string[])[];
  readonly patientIdentifiers: readonly (readonly TokenMatch[])[];
  readonly codes: readonly (readonly TokenMatch[])[];
  readonly categories: readonly (readonly TokenMatch[])[];
  readonly statuses: readonly (readonly string[])[];
  readonly dates: readonly (readonly DateMatch[])[];
  readonly updated: readonly (readonly DateMatch[])[];
  readonly count: number;
  readonly cursor: string | null;
  readonly countOnly: boolean;
  /** `_total`: how many match is said beside the page. */
  readonly withTotal: boolean;
  /** The parameters that were applied, for the self link. */
  readonly applied: readonly (readonly [string, string])[];
  readonly unknown: readonly string[];
}

export interface SearchParameter {
  readonly name: string;
  readonly kind: 'token' | 'reference' | 'date' | 'special';
  readonly zh: string;
  readonly en: string;
}

const P = (name: string, kind: SearchParameter['kind'], zh: string, en: string): SearchParameter => ({
  name,
  kind,
  zh,
  en,
});

const EVERY: readonly SearchParameter[] = [
  P('_id', 'token', '资源编号', 'Logical id'),
  P('_lastUpdated', 'date', '最后更新时间', 'When last changed'),
];
const IDENTIFIER = P('identifier', 'token', '标识', 'Business identifier');
const STATUS = P('status', 'token', '状态', 'Status');
const PATIENT = P('patient', 'reference', '患者', 'The patient');
const SUBJECT = P('subject', 'reference', '患者', 'The subject, a patient');
const CODE = P('code', 'token', '项目编码', 'What was done');
const CATEGORY = P('category', 'token', '类别', 'Category');

/** Parameters by type, as the CapabilityStatement declares them. */
export const SEARCH_PARAMETERS: Readonly<Record<ResourceType, readonly SearchParameter[]>> = {
  Patient: [...EVERY, IDENTIFIER],
  Organization: [...EVERY, IDENTIFIER],
  Practitioner: [...EVERY, IDENTIFIER],
  PractitionerRole: [...EVERY, IDENTIFIER],
  Encounter: [...EVERY, IDENTIFIER, PATIENT, SUBJECT, STATUS, P('date', 'date', '就诊时间', 'Start of the encounter')],
  ServiceRequest: [
    ...EVERY,
    IDENTIFIER,
    PATIENT,
    SUBJECT,
    STATUS,
    CODE,
    CATEGORY,
    P('authored', 'date', '开立时间', 'When it was ordered'),
  ],
  Specimen: [
    ...EVERY,
    IDENTIFIER,
    PATIENT,
    SUBJECT,
    STATUS,
    P('collected', 'date', '采集时间', 'When it was collected'),
  ],
  DiagnosticReport: [
    ...EVERY,
    IDENTIFIER,
    PATIENT,
    SUBJECT,
    STATUS,
    CODE,
    CATEGORY,
    P('date', 'date', '检查检验时间', 'Clinically relevant time'),
  ],
  Observation: [
    ...EVERY,
    IDENTIFIER,
    PATIENT,
    SUBJECT,
    STATUS,
    CODE,
    CATEGORY,
    P('date', 'date', '采集或检查时间', 'Clinically relevant time'),
  ],
  ImagingStudy: [
    ...EVERY,
    IDENTIFIER,
    PATIENT,
    SUBJECT,
    STATUS,
    P('started', 'date', '检查开始时间', 'When the study began'),
  ],
};

const DATE_NAMES = new Set(['date', 'authored', 'collected', 'started']);
const NOT_CRITERIA = new Set(['_count', '_cursor', '_format', '_pretty', '_summary', '_total']);
const TOTALS: readonly string[] = ['none', 'estimate', 'accurate'];
/** Ways to say “the patient with this number”. */
const OF_PATIENT = new Set([':identifier', '.identifier', ':Patient.identifier']);
export const MAX_COUNT = 200;
const DEFAULT_COUNT = 20;

/** Reads parameters in the order given; what cannot be read is a problem, what is not known is listed. */
export function parseSearch(
  type: ResourceType,
  parameters: readonly (readonly [string, string])[],
): { query: SearchQuery; problems: Problem[] } {
  const problems: Problem[] = [];
  const lists = {
    ids: [] as string[][],
    identifiers: [] as TokenMatch[][],
    patients: [] as string[][],
    patientIdentifiers: [] as TokenMatch[][],
    codes: [] as TokenMatch[][],
    categories: [] as TokenMatch[][],
    statuses: [] as string[][],
    dates: [] as DateMatch[][],
    updated: [] as DateMatch[][],
  };
  const unknown: string[] = [];
  const applied: [string, string][] = [];
  const known = new Set(SEARCH_PARAMETERS[type].map((p) => p.name));
  let count = DEFAULT_COUNT;
  let cursor: string | null = null;
  let countOnly = false;
  let withTotal = false;
  for (const [name, value] of parameters) {
    if (value === '') continue;
    if (value.includes('\0')) {
      problems.push(invalid(name, value.replaceAll('\0', '\\0'), 'text', '文本'));
      continue;
    }
    if (name === '_count') {
      const wanted = Number(value);
      if (!Number.isInteger(wanted) || wanted < 0) problems.push(invalid(name, value, 'a whole number', '非负整数'));
      else if (wanted === 0) countOnly = true;
      else count = Math.min(wanted, MAX_COUNT);
    } else if (name === '_cursor') cursor = value;
    else if (name === '_summary') {
      if (value === 'count') countOnly = true;
      else if (value !== 'false') unknown.push(`${name}=${value}`);
    } else if (name === '_total') {
      if (!TOTALS.includes(value)) problems.push(invalid(name, value, TOTALS.join(', '), ` ${TOTALS.join('、')} 之一`));
      withTotal = value !== 'none';
    }
    if (NOT_CRITERIA.has(name)) {
      if (name !== '_cursor' && name !== '_format') applied.push([name, value]);
      continue;
    }
    const base = /^[^:.]*/.exec(name)?.[0] ?? '';
    const rest = name.slice(base.length);
    if (!known.has(base)) {
      unknown.push(name);
      continue;
    }
    const isPatient = base === 'patient' || base === 'subject';
    // What follows the name changes what is meant; to ignore it would find what was not asked for.
    if (rest !== '' && !(isPatient && (rest === ':Patient' || OF_PATIENT.has(rest)))) {
      problems.push(NOT_MODIFIED(name, base));
      continue;
    }
    if (isPatient && OF_PATIENT.has(rest)) lists.patientIdentifiers.push(identifiers(name, value, problems));
    else if (base === '_id') lists.ids.push(value.split(','));
    else if (base === 'identifier') lists.identifiers.push(identifiers(name, value, problems));
    else if (isPatient) lists.patients.push(value.split(','));
    else if (base === 'code') lists.codes.push(tokens(value));
    else if (base === 'category') lists.categories.push(tokens(value));
    else if (base === 'status') lists.statuses.push(tokens(value).map((t) => t.code));
    else if (base === '_lastUpdated') lists.updated.push(dates(name, value, problems));
    else if (DATE_NAMES.has(base)) lists.dates.push(dates(name, value, problems));
    applied.push([name, value]);
  }
  return { query: { type, ...lists, count, cursor, countOnly, withTotal, applied, unknown }, problems };
}

export interface HistoryQuery {
  readonly count: number;
  /** Only versions of this instant and later, in milliseconds since 1970. */
  readonly since: number | null;
  readonly cursor: string | null;
  /** The parameters that were applied, for the links. */
  readonly applied: readonly (readonly [string, string])[];
}

/** Reads the parameters of a history; one that is not known would ask for something else, and is a problem. */
export function parseHistory(parameters: readonly (readonly [string, string])[]): {
  query: HistoryQuery;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const applied: [string, string][] = [];
  let count = MAX_COUNT;
  let since: number | null = null;
  let cursor: string | null = null;
  for (const [name, value] of parameters) {
    if (value === '' || name === '_format' || name === '_pretty') continue;
    if (name === '_cursor') cursor = value;
    else if (name === '_count') {
      const wanted = Number(value);
      if (!Number.isInteger(wanted) || wanted < 1) problems.push(invalid(name, value, 'a whole number', '正整数'));
      count = Math.min(wanted, MAX_COUNT);
    } else if (name === '_since') {
      since = spanOf(value.replace(' ', '+'))?.start ?? null;
      if (since === null) problems.push(invalid(name, value, 'an instant', '时刻'));
    } else {
      problems.push({
        code: 'not-supported-parameter',
        path: name,
        message: `The parameter ${name} is not known for a history`,
        messageZh: `历史查询不支持参数 ${name}`,
      });
    }
    if (name !== '_cursor') applied.push([name, value]);
  }
  return { query: { count, since, cursor, applied }, problems };
}

/** `a,b` with `\,` for a comma inside. */
function alternatives(value: string): string[] {
  return value.split(/(?<!\\),/).map((part) => part.replace(/\\([\\,|$])/g, '$1'));
}

export function tokens(value: string): TokenMatch[] {
  return alternatives(value).map((part) => {
    const bar = part.indexOf('|');
    return bar < 0 ? { system: null, code: part } : { system: part.slice(0, bar), code: part.slice(bar + 1) };
  });
}

/** Numbers are kept as keyed hashes: a system alone finds nothing, and says so. */
function identifiers(name: string, value: string, problems: Problem[]): TokenMatch[] {
  const matches = tokens(value);
  if (matches.some((match) => match.code === '')) {
    problems.push(invalid(name, value, 'a number; a system alone is not searched', '标识号码；不支持仅按 system 检索'));
  }
  return matches;
}

const NOT_MODIFIED = (name: string, base: string): Problem => ({
  code: 'not-supported-modifier',
  path: name,
  message: `\`${name}\` is not supported; \`${base}\` is searched as it stands`,
  messageZh: `不支持 ${name}；参数 ${base} 不能带修饰符或链式条件`,
});

function dates(name: string, value: string, problems: Problem[]): DateMatch[] {
  const matches: DateMatch[] = [];
  for (const part of alternatives(value)) {
    const match = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d.*)$/.exec(part);
    // A plus sign that was not escaped arrives as a space.
    const span = match?.[2] === undefined ? null : spanOf(match[2].replace(' ', '+'));
    if (!match || span === null)
      problems.push(invalid(name, part, 'a date such as ge2024-05-01', '日期，例如 ge2024-05-01'));
    else matches.push({ prefix: (match[1] ?? 'eq') as DatePrefix, span });
  }
  return matches;
}

function invalid(name: string, value: string, expected: string, expectedZh: string): Problem {
  return {
    code: 'invalid-parameter',
    path: name,
    message: `\`${name}=${value}\` is not ${expected}`,
    messageZh: `参数 ${name}=${value} 不是${expectedZh}`,
  };
}
