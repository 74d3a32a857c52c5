import { describe, expect, test } from 'vitest';

import type { DocumentKind } from './judge.ts';
import { judge, parseFeedback, parseHookRequest } from './judge.ts';

const CARD_ID = '0f0b6e5e-0c1c-4f5a-9f0e-1a2b3c000000';

const orderSign = {
  hook: 'order-sign',
  hookInstance: CARD_ID,
  context: {
    userId: 'Practitioner/d1',
    patientId: 'p1',
    draftOrders: {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ fullUrl: 'urn:uuid:a', resource: { resourceType: 'ServiceRequest', id: 'o1' } }],
    },
  },
};
const card = { summary: 's', indicator: 'warning', source: { label: 'l' } };
const suggestion = { label: 'take', actions: [{ type: 'delete', description: 'd', resourceId: 'ServiceRequest/o1' }] };
const feedback = { card: CARD_ID, outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' };

/** Sets the member at a dotted path of a copy; undefined removes it. */
function having(document: object, path: string, value: unknown): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let owner: Record<string, unknown> = copy;
  for (const key of keys) owner = owner[key] as Record<string, unknown>;
  owner[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

const errors = (document: unknown, kind: DocumentKind): string[] =>
  judge(document, kind)
    .filter((issue) => issue.severity === 'error')
    .map((issue) => `${issue.path} ${issue.code}`);

describe('a request', () => {
  test('that carries what its hook needs has no fault', () => expect(judge(orderSign, 'request')).toEqual([]));

  test.each([
    ['hook', undefined, 'hook required'],
    ['hookInstance', 'one', 'hookInstance not-a-uuid'],
    ['context', undefined, 'context required'],
    ['context.userId', 'd1', 'context.userId not-a-typed-reference'],
    ['context.patientId', 'Patient/p1', 'context.patientId not-a-fhir-id'],
    ['context.encounterId', 'Encounter/e1', 'context.encounterId not-a-fhir-id'],
    ['context.draftOrders', undefined, 'context.draftOrders required'],
    ['context.draftOrders.resourceType', 'List', 'context.draftOrders.resourceType not-allowed'],
    ['context.draftOrders.entry.0.fullUrl', undefined, 'context.draftOrders.entry[0].fullUrl required'],
    ['context.draftOrders.entry.0.resource.id', undefined, 'context.draftOrders.entry[0].resource.id required'],
    ['prefetch', { patient: { id: 'p1' } }, 'prefetch.patient.resourceType required'],
    [
      'fhirAuthorization',
      { access_token: 't', token_type: 'Bearer', expires_in: 1, scope: 's', subject: 'c' },
      'fhirServer required',
    ],
  ])('with %s = %j is refused at that spot', (path, value, expected) => {
    expect(errors(having(orderSign, path, value), 'request')).toEqual([expected]);
  });

  test('for order-select needs selections written {type}/{id}', () => {
    const select = having(orderSign, 'hook', 'order-select') as object;
    expect(errors(select, 'request')).toEqual(['context.selections required']);
    expect(errors(having(select, 'context.selections', ['o1']), 'request')).toEqual([
      'context.selections[0] not-a-typed-reference',
    ]);
    expect(errors(having(select, 'context.selections', ['ServiceRequest/o1']), 'request')).toEqual([]);
  });

  test('may carry a null prefetch and members that nobody knows', () => {
    expect(
      judge({ ...orderSign, prefetch: { encounter: null }, extension: { 'org.example.x': [] } }, 'request'),
    ).toEqual([]);
  });

  const about = {
    ...orderSign,
    context: { ...orderSign.context, encounterId: 'e1' },
    prefetch: {
      patient: { resourceType: 'Patient', id: 'p1' },
      encounter: { resourceType: 'Encounter', id: 'e1', subject: { reference: 'http://h/fhir/Patient/p1/_history/2' } },
      user: { resourceType: 'Practitioner', id: 'd1' },
    },
  };

  test.each([
    ['prefetch.patient.id', 'p2', 'prefetch.patient.id'],
    ['prefetch.patient.id', undefined, 'prefetch.patient.id'],
    ['prefetch.patient.resourceType', 'Person', 'prefetch.patient.id'],
    ['prefetch.encounter.id', 'e2', 'prefetch.encounter.id'],
    ['prefetch.encounter.subject', { reference: 'Patient/p2' }, 'prefetch.encounter.subject'],
    ['prefetch.encounter.subject', { reference: 'https://h/fhir/Patient/p2' }, 'prefetch.encounter.subject'],
    ['prefetch.user.id', 'd2', 'prefetch.user.id'],
    [
      'context.draftOrders.entry.0.resource.subject',
      { reference: 'Patient/p2' },
      'context.draftOrders.entry[0].resource.subject',
    ],
  ])('with %s = %j mixes two subjects and is not read', (path, value, expected) => {
    expect(parseHookRequest(about, 'order-sign').ok).toBe(true);
    const read = parseHookRequest(having(about, path, value), 'order-sign');
    expect(read.ok ? [] : read.problems.map((problem) => `${problem.path} ${problem.code}`)).toEqual([
      `${expected} another-subject`,
    ]);
    expect(read.ok ? '' : read.problems[0]?.message).toMatch(/names `.+`, but `context\..+` names `.+`/);
  });

  test('may hold what names nobody by id, and the outcome of a read that failed', () => {
    for (const [path, value] of [
      ['prefetch.encounter.subject', { identifier: { value: '7' } }],
      ['prefetch.encounter', { resourceType: 'OperationOutcome', issue: [] }],
      ['context.draftOrders.entry.0.resource.subject', { reference: 'Location/ward' }],
    ] as const)
      expect(parseHookRequest(having(about, path, value), 'order-sign').ok).toBe(true);
  });

  test('is read for the hook of the service alone', () => {
    expect(parseHookRequest(orderSign, 'order-sign').ok).toBe(true);
    expect(parseHookRequest(orderSign, 'patient-view')).toMatchObject({
      ok: false,
      problems: [{ code: 'wrong-hook' }],
    });
  });
});

describe('a response', () => {
  test('without cards is complete', () => expect(judge({ cards: [] }, 'response')).toEqual([]));

  test.each([
    [
      'cds-resp-1: two recommended under at-most-one',
      {
        suggestions: [
          { ...suggestion, isRecommended: true },
          { ...suggestion, isRecommended: true },
        ],
        selectionBehavior: 'at-most-one',
      },
      'cards[0].suggestions too-many-recommended',
    ],
    [
      'cds-resp-2: a delete without resourceId',
      { suggestions: [{ label: 'x', actions: [{ type: 'delete', description: 'd' }] }], selectionBehavior: 'any' },
      'cards[0].suggestions[0].actions[0].resourceId required',
    ],
    [
      'cds-resp-3: appContext on an absolute link',
      { links: [{ label: 'l', url: 'https://a.example', type: 'absolute', appContext: 'x' }] },
      'cards[0].links[0].appContext not-allowed',
    ],
    [
      'cds-resp-4: an override reason without display',
      { overrideReasons: [{ code: '1' }] },
      'cards[0].overrideReasons[0].display required',
    ],
    [
      'cds-resp-5: an action without description',
      {
        suggestions: [{ label: 'x', actions: [{ type: 'delete', resourceId: 'ServiceRequest/o1' }] }],
        selectionBehavior: 'any',
      },
      'cards[0].suggestions[0].actions[0].description required',
    ],
    [
      'cds-resp-6: suggestions without selectionBehavior',
      { suggestions: [suggestion] },
      'cards[0].selectionBehavior required',
    ],
    [
      'cds-resp-7: an unknown action selection',
      { suggestions: [{ ...suggestion, actionSelectionBehavior: 'some' }], selectionBehavior: 'any' },
      'cards[0].suggestions[0].actionSelectionBehavior not-allowed',
    ],
    ['an unknown indicator', { indicator: 'hard-stop' }, 'cards[0].indicator not-allowed'],
    ['an empty source', { source: {} }, 'cards[0].source empty-object'],
    [
      'a relative link',
      { links: [{ label: 'l', url: '/results', type: 'absolute' }] },
      'cards[0].links[0].url not-an-absolute-url',
    ],
  ])('breaks %s', (_invariant, change, expected) => {
    expect(errors({ cards: [{ ...card, ...change }] }, 'response')).toEqual([expected]);
  });

  test('is advised, not refused, when a summary reaches 140 characters', () => {
    const of = (length: number) => judge({ cards: [{ ...card, summary: '字'.repeat(length) }] }, 'response');
    expect(of(139)).toEqual([]);
    expect(of(140)).toMatchObject([{ severity: 'warning', code: 'too-long' }]);
  });
});

describe('feedback', () => {
  test.each([
    ['cds-fb-1: another outcome', { outcome: 'ignored' }, 'feedback[0].outcome not-allowed'],
    ['cds-fb-2: accepted without suggestions', { outcome: 'accepted' }, 'feedback[0].acceptedSuggestions required'],
    [
      'cds-fb-3: an override reason without content',
      { overrideReason: { other: 1 } },
      'feedback[0].overrideReason required',
    ],
    ['a local time', { outcomeTimestamp: '2024-05-20T09:00:00+08:00' }, 'feedback[0].outcomeTimestamp not-utc'],
  ])('breaks %s', (_invariant, change, expected) => {
    expect(errors({ feedback: [{ ...feedback, ...change }] }, 'feedback')).toEqual([expected]);
  });

  test('is read from an object, and from the bare list that older clients send', () => {
    expect(parseFeedback({ feedback: [feedback] })).toEqual({ ok: true, value: { feedback: [feedback] } });
    expect(parseFeedback([feedback])).toEqual({ ok: true, value: { feedback: [feedback] } });
    expect(parseFeedback('x').ok).toBe(false);
  });
});

test('discovery lists each service once, with hook, id and description', () => {
  const service = {
    hook: 'order-sign',
    id: 'a',
    description: 'd',
    prefetch: { patient: 'Patient/{{context.patientId}}' },
  };
  expect(errors({ services: [service] }, 'services')).toEqual([]);
  expect(errors({ services: [service, service] }, 'services')).toEqual(['services[1].id duplicate']);
  expect(errors({ services: [{ ...service, description: undefined, prefetch: { patient: 1 } }] }, 'services')).toEqual([
    'services[0].description required',
    'services[0].prefetch.patient not-a-string',
  ]);
});
