import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DOCUMENT_KINDS, judge, parseFeedback, parseHookRequest } from './judge.ts';
import type { Hook } from './types.ts';

const id = fc.stringMatching(/^[A-Za-z0-9\-.]{1,64}$/);
const unknown = fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue(), { maxKeys: 2 });

const request = fc
  .record({
    hook: fc.constantFrom<Hook>('patient-view', 'order-select', 'order-sign'),
    hookInstance: fc.uuid(),
    patientId: id,
    encounterId: id,
    userId: id,
    orders: fc.array(id, { minLength: 1, maxLength: 4 }),
    role: fc.constantFrom('Practitioner', 'PractitionerRole'),
    extra: unknown,
    base: fc.constantFrom('', 'https://h.example/fhir/'),
  })
  .map((r) => ({
    ...r.extra,
    hook: r.hook,
    hookInstance: r.hookInstance,
    context: {
      ...r.extra,
      userId: `${r.role}/${r.userId}`,
      patientId: r.patientId,
      encounterId: r.encounterId,
      ...(r.hook === 'order-select' ? { selections: r.orders.map((order) => `ServiceRequest/${order}`) } : {}),
      ...(r.hook === 'patient-view'
        ? {}
        : {
            draftOrders: {
              resourceType: 'Bundle',
              type: 'collection',
              entry: r.orders.map((order) => ({
                fullUrl: `urn:order:${order}`,
                resource: {
                  resourceType: 'ServiceRequest',
                  id: order,
                  subject: { reference: `${r.base}Patient/${r.patientId}` },
                },
              })),
            },
          }),
    },
    prefetch: {
      patient: { resourceType: 'Patient', id: r.patientId },
      encounter: {
        resourceType: 'Encounter',
        id: r.encounterId,
        subject: { reference: `${r.base}Patient/${r.patientId}` },
      },
      user: { resourceType: r.role, id: r.userId },
    },
  }));

test('a request that carries what its hook needs, about one patient, is read as it is', () => {
  fc.assert(
    fc.property(request, (document) => {
      expect(judge(document, 'request')).toEqual([]);
      const read = parseHookRequest(document, document.hook);
      expect(read).toEqual({ ok: true, value: document });
    }),
  );
});

test('a request that names another patient anywhere is not read', () => {
  fc.assert(
    fc.property(request, id, fc.nat(2), (document, other, place) => {
      fc.pre(other !== document.context.patientId);
      const changed = structuredClone(document);
      if (place === 0) changed.prefetch.patient.id = other;
      else if (place === 1) changed.prefetch.encounter.subject.reference = `Patient/${other}`;
      else {
        const entry = changed.context.draftOrders?.entry[0];
        fc.pre(entry !== undefined);
        entry.resource.subject.reference = `Patient/${other}`;
      }
      expect(parseHookRequest(changed, changed.hook).ok).toBe(false);
    }),
  );
});

const entry = fc.record({
  card: fc.uuid(),
  outcome: fc.constantFrom('accepted', 'overridden'),
  suggestion: fc.uuid(),
  reason: fc.option(fc.stringMatching(/^[A-Z0-9-]{1,10}$/), { nil: undefined }),
  comment: fc.option(fc.string(), { nil: undefined }),
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
});

test('feedback with what its outcome needs is read as it is, in an object or as a bare list', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (entries) => {
      const feedback = entries.map(({ card, outcome, suggestion, reason, comment, at }) => ({
        card,
        outcome,
        outcomeTimestamp: at.toISOString(),
        ...(outcome === 'accepted' ? { acceptedSuggestions: [{ id: suggestion }] } : {}),
        ...(outcome === 'overridden' && (reason !== undefined || comment !== undefined)
          ? {
              overrideReason: {
                ...(reason === undefined ? {} : { reason: { code: reason } }),
                ...(comment === undefined ? {} : { userComment: comment }),
              },
            }
          : {}),
      }));
      expect(parseFeedback({ feedback })).toEqual({ ok: true, value: { feedback } });
      expect(parseFeedback(feedback)).toEqual({ ok: true, value: { feedback } });
    }),
  );
});

test('any JSON at all gets a verdict, and every fault has a path and both languages', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...DOCUMENT_KINDS), (document, kind) => {
      for (const { path, message, messageZh } of judge(document, kind)) {
        expect(typeof path).toBe('string');
        expect(message === '' || messageZh === '').toBe(false);
      }
    }),
  );
});
