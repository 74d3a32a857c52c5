/** From the JSON of a worked example to what `classify`, `detectExceptions` and `decideAct` look at. */
import type { ActInput, CandidateInput, DetectInput, Strength, TimedFact } from '@fujie/core/recognition';

import { agreement } from './mark-input.ts';
import type { Json } from './read-json.ts';
import {
  dayAt,
  InputFault,
  isJson,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  optionalDayAt,
  optionalTextAt,
  presenceAt,
  textAt,
  textsAt,
  withAlias,
  wordAt,
} from './read-json.ts';

const CLASSES = ['MUST', 'MAY', 'NOT'] as const;
const CHOICES = ['ACCEPT', 'REPEAT'] as const;
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function timeAt(from: Json, field: string, otherwise?: string): string {
  const text = textAt(from, field, otherwise);
  if (!TIME.test(text)) throw new InputFault(`\`${field}\` is \`${text}\`, not an ISO 8601 time`);
  return text;
}

export function candidateInput(json: Json): CandidateInput {
  const order = objectAt(json, 'order');
  const receiver = objectAt(json, 'receiver');
  const registry = objectAt(json, 'registry');
  const at = timeAt(order, 'at');
  const region = textAt(receiver, 'region');
  return {
    order: { item: textAt(order, 'item', ''), at, ...places(order) },
    receiver: { region },
    result: result(objectAt(json, 'result'), registry, at),
    registry: {
      timeLimit: timeLimit(registry),
      negative: presenceAt(registry, 'negative', false),
      agreements: Object.fromEntries(
        Object.entries(objectAt(registry, 'agreements')).map(([code, value]) => [code, agreement(value)]),
      ),
      consortium: consortium(registry, region),
    },
  };
}

function places(json: Json): { specimen?: string; bodySite?: string } {
  const specimen = optionalTextAt(json, 'specimen');
  const bodySite = optionalTextAt(withAlias(json, 'bodySite', 'bodyPart'), 'bodySite');
  return { ...(specimen === null ? {} : { specimen }), ...(bodySite === null ? {} : { bodySite }) };
}

function result(json: Json, registry: Json, orderedAt: string): CandidateInput['result'] {
  const collectedAt = timeAt(json, 'collectedAt', orderedAt);
  const item = optionalTextAt(json, 'item');
  const interval = withAlias(json, 'referenceInterval', 'interval');
  const status = textAt(json, 'status', 'final');
  return {
    ...(item === null ? {} : { item }),
    ...places(json),
    identity: wordAt(json, 'identity', ['verified', 'unconfirmed', 'mismatch'], 'verified'),
    status: status === 'amended' || status === 'corrected' ? 'corrected' : status === 'final' ? 'final' : 'preliminary',
    content: wordAt(json, 'content', ['data', 'image', 'conclusion'], 'data'),
    integrity: wordAt(json, 'integrity', ['ok', 'failed'], 'ok'),
    source: source(textAt(json, 'source', 'platform')),
    printedMarks: textsAt(json, 'printedMarks'),
    ...(json['entitledAtIssue'] === undefined || json['entitledAtIssue'] === null
      ? {}
      : { entitledAtIssue: textsAt(json, 'entitledAtIssue') }),
    collectedAt,
    reportedOn: dayAt(json, 'reportedOn', collectedAt),
    method: presenceAt(json, 'method', true),
    referenceInterval: presenceAt(interval, 'referenceInterval', true),
    doubtWindows: objectsAt(json, 'doubtWindows').map((window) => ({
      from: dayAt(window, 'from'),
      to: dayAt(window, 'to'),
    })),
    issuerSuspended: presenceAt(json, 'issuerSuspended', presenceAt(registry, 'issuerSuspended', false)),
  };
}

function source(word: string): 'platform' | 'paper-confirmed' | 'paper' {
  return word === 'platform' || word === 'paper-confirmed' ? word : 'paper';
}

function timeLimit(registry: Json): { readonly days?: number; readonly hours?: number } | null {
  if (!isJson(registry['timeLimit'])) return null;
  const days = numberAt(registry['timeLimit'], 'days');
  const hours = numberAt(registry['timeLimit'], 'hours');
  return days === null && hours === null
    ? null
    : { ...(days === null ? {} : { days }), ...(hours === null ? {} : { hours }) };
}

function consortium(
  registry: Json,
  region: string,
): { kind: string; province: string; declaredFrom: string | null } | null {
  const json = registry['consortium'];
  if (!isJson(json)) return null;
  return {
    kind: textAt(json, 'kind', 'close-knit'),
    province: textAt(json, 'province', region.slice(0, 2)),
    declaredFrom: optionalDayAt(json, 'declaredFrom'),
  };
}

/** Facts of the encounter may stand in `encounter` or beside it; those of the item in `registry`, in `item` or beside them. */
export function detectInput(json: Json): DetectInput {
  const order = objectAt(json, 'order');
  const encounter = { ...json, ...objectAt(json, 'encounter') };
  const item = { ...json, ...(isJson(json['item']) ? json['item'] : {}), ...objectAt(json, 'registry') };
  const planned = withAlias(encounter, 'plannedMeasures', 'measures', 'planned');
  const events = withAlias(encounter, 'events', 'changeEvents');
  const orderItem = optionalTextAt(order, 'item');
  const encounterClass = optionalTextAt(encounter, 'class');
  const purpose = optionalTextAt(encounter, 'purpose');
  return {
    order: { ...(orderItem === null ? {} : { item: orderItem }), at: timeAt(order, 'at') },
    result: { collectedAt: timeAt(objectAt(json, 'result'), 'collectedAt') },
    encounter: {
      ...(encounterClass === null ? {} : { class: encounterClass }),
      rescue: presenceAt(encounter, 'rescue', false),
      ...(purpose === null ? {} : { purpose }),
      plannedMeasures: timed(planned, 'plannedMeasures'),
      events: timed(events, 'events'),
    },
    registry: {
      rapidChangeHours: numberAt(item, 'rapidChangeHours'),
      majorMeasures: textsAt(withAlias(item, 'majorMeasures', 'tiedMeasures'), 'majorMeasures'),
    },
  };
}

function timed(json: Json, field: string): readonly TimedFact[] {
  return objectsAt(json, field).map((fact) => ({ kind: textAt(fact, 'kind', ''), at: timeAt(fact, 'at') }));
}

export function actInput(json: Json): ActInput {
  const explanation = objectAt(json, 'explanation');
  const chart = json['chart'];
  return {
    role: textAt(json, 'role', 'treating-physician'),
    class: wordAt(json, 'class', CLASSES),
    choice: wordAt(json, 'choice', CHOICES),
    receiverRegion: textAt(json, 'receiverRegion', ''),
    orderedAt: timeAt(json, 'orderedAt'),
    detected: listAt(json, 'detected').map(detected),
    code: numberAt(json, 'code'),
    otherCodes: listAt(withAlias(json, 'otherCodes', 'codes'), 'otherCodes').filter((code) => typeof code === 'number'),
    note: optionalTextAt(json, 'note'),
    explanation: {
      purpose: optionalTextAt(withAlias(explanation, 'purpose', 'reason'), 'purpose'),
      necessity: optionalTextAt(explanation, 'necessity'),
      possibleEffects: optionalTextAt(explanation, 'possibleEffects'),
      toldTo: optionalTextAt(explanation, 'toldTo'),
      at: optionalTextAt(explanation, 'at'),
    },
    reasons: textsAt(json, 'reasons'),
    ...(isJson(chart)
      ? {
          chart: {
            result: shown(chart['result']),
            institution: shown(chart['institution']),
            date: shown(chart['date']),
          },
        }
      : {}),
  };
}

function detected(value: unknown): readonly [number, Strength] {
  const [code, strength] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof code !== 'number' || (strength !== 'detected' && strength !== 'suggested')) {
    throw new InputFault('an entry of `detected` is not [code, "detected" or "suggested"]');
  }
  return [code, strength];
}

/** A value of the chart as text; a number counts as written. */
function shown(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}
