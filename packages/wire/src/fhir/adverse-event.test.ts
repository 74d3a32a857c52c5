import { describe, expect, test } from 'vitest';

import { parseAdverseEvent } from './adverse-event.ts';

const EVENT = {
  resourceType: 'AdverseEvent',
  identifier: { system: 'urn:h2:events', value: 'E-1' },
  actuality: 'actual',
  event: {
    coding: [
      { system: 'http://snomed.info/sct', code: '0' },
      { system: 'urn:fujie:adverse-event-kind', code: 'fall' },
    ],
  },
  subject: { identifier: { system: 'urn:fujie:mrn:H2', value: 'M-7' } },
  location: { identifier: { system: 'urn:fujie:department', value: 'INT' } },
  date: '2026-03-02T09:00:00+08:00',
};
const KINDS = ['fall', 'own/E-7'];
const pathsOf = (change: object) => {
  const read = parseAdverseEvent({ ...EVENT, ...change }, 'H2', KINDS);
  return read.ok ? [] : read.problems.map(({ path }) => path);
};

describe('an adverse event of a connected system', () => {
  test('names itself, its kind, patient, department and minute', () => {
    expect(parseAdverseEvent(EVENT, 'H2', KINDS)).toEqual({
      ok: true,
      value: {
        key: 'urn:h2:events|E-1',
        kind: 'fall',
        department: 'INT',
        occurredAt: Date.parse('2026-03-02T09:00:00+08:00'),
        patient: 'M-7',
      },
    });
  });

  test('is of a kind that the institution watches for by itself, too', () => {
    const coding = [{ system: 'urn:fujie:adverse-event-kind', code: 'own/E-7' }];
    expect(parseAdverseEvent({ ...EVENT, event: { coding } }, 'H2', KINDS)).toMatchObject({
      value: { kind: 'own/E-7' },
    });
    expect(pathsOf({ event: { coding: [{ ...coding[0], code: 'own/E-8' }] } })).toEqual(['AdverseEvent.event']);
  });

  test('is refused with each fault at its place', () => {
    expect(pathsOf({ date: '2026-03-02' })).toEqual(['AdverseEvent.date']);
    expect(pathsOf({ identifier: { value: 'E-1' } })).toEqual(['AdverseEvent.identifier']);
    expect(pathsOf({ identifier: { system: 'urn:s', value: 'x'.repeat(194) } })).toEqual([]);
    expect(pathsOf({ identifier: { system: 'urn:s', value: 'x'.repeat(195) } })).toEqual(['AdverseEvent.identifier']);
    expect(pathsOf({ event: { coding: [{ system: 'urn:fujie:adverse-event-kind', code: 'constructor' }] } })).toEqual([
      'AdverseEvent.event',
    ]);
    // A number that another institution gave is nobody's here.
    expect(pathsOf({ subject: { identifier: { system: 'urn:fujie:mrn:H3', value: 'M-7' } } })).toEqual([
      'AdverseEvent.subject.identifier',
    ]);
    expect(pathsOf({ location: { reference: 'Location/1' } })).toEqual(['AdverseEvent.location.identifier']);
    expect(parseAdverseEvent([], 'H2', KINDS)).toMatchObject({ ok: false, problems: { length: 7 } });
  });
});
