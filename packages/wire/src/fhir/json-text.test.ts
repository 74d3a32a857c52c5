import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keptText, scanMessage, servedText, withMember } from './json-text.ts';

function keep(text: string, resolve: (reference: string) => string = (r) => r): string {
  const scan = scanMessage(text, false);
  const span = scan.resources[0];
  if (!span) throw new Error('no resource');
  const { resourceType, meta } = JSON.parse(text) as { resourceType: string; meta?: Record<string, unknown> };
  return keptText(text, span, { type: resourceType, id: 'x1', meta }, resolve);
}

describe('the text of a message', () => {
  it('names members that stand twice, also when one is written with escapes', () => {
    expect(scanMessage('{"a":{"b":1,"c":[{"d":1,"\\u0064":2}]},"a":3}', false).duplicates).toEqual(['a.c[0].d', 'a']);
  });

  it('does not take equal members of different objects, or text that looks like members, for duplicates', () => {
    expect(scanMessage('{"a":{"x":1},"b":{"x":"\\",\\"x\\":\\\\"},"c":["x","x"]}', false).duplicates).toEqual([]);
  });

  it('takes another value for one member and keeps every digit of the others', () => {
    const text = '{"resourceType":"Observation","status" : "final","valueQuantity":{"value":6.30,"status":1}}';
    expect(withMember(text, 'status', '"amended"')).toBe(
      '{"resourceType":"Observation","status":"amended","valueQuantity":{"value":6.30,"status":1}}',
    );
    expect(withMember('{"a":1.0}', 'b', '2.0')).toBe('{"a":1.0,"b":2.0}');
  });

  it('gives measured values back with all their digits', () => {
    const text =
      '{ "resourceType" : "Observation", "valueQuantity": { "value": 6.30 }, "id":"old", "meta":{"versionId":"9","tag":[{"code":"t"}]} }';
    const served = servedText(keep(text), 'Observation', 2, '2026-05-05T08:00:00+08:00');
    expect(served).toContain('6.30');
    expect(JSON.parse(served)).toEqual({
      resourceType: 'Observation',
      id: 'x1',
      meta: { versionId: '2', lastUpdated: '2026-05-05T08:00:00+08:00', tag: [{ code: 't' }] },
      valueQuantity: { value: 6.3 },
    });
  });

  it('replaces references wherever they stand and leaves other text alone', () => {
    const text =
      '{"resourceType":"DiagnosticReport","subject":{"reference":"urn:uuid:1","display":"urn:uuid:1"},"result":[{"reference":"urn:uuid:2"},{"reference":"Observation/7"}],"conclusion":"urn:uuid:1"}';
    const kept = keep(text, (r) => r.replace('urn:uuid:1', 'Patient/a').replace('urn:uuid:2', 'Observation/b'));
    expect(JSON.parse(kept)).toEqual({
      resourceType: 'DiagnosticReport',
      id: 'x1',
      subject: { reference: 'Patient/a', display: 'urn:uuid:1' },
      result: [{ reference: 'Observation/b' }, { reference: 'Observation/7' }],
      conclusion: 'urn:uuid:1',
    });
  });

  it('finds each resource of a Bundle and nothing that only looks like one', () => {
    const bundle = {
      resourceType: 'Bundle',
      link: [{ resource: { a: 1 } }],
      entry: [{ fullUrl: 'u' }, { resource: { resourceType: 'Patient', contained: [{ resource: 1 }] } }],
    };
    const scan = scanMessage(JSON.stringify(bundle), true);
    expect(scan.resources.map((r) => [r.entry, r.members.map((m) => m.key)])).toEqual([
      [1, ['resourceType', 'contained']],
    ]);
  });

  it('keeps any JSON as it was but for type, id and meta', () => {
    const members = fc.dictionary(
      fc.string().filter((k) => !['resourceType', 'id', 'meta', '__proto__'].includes(k)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(members, fc.constantFrom(0, 1, 3), (value, indent) => {
        const text = JSON.stringify({ id: 'sent', ...value, resourceType: 'Patient' }, null, indent);
        expect(JSON.parse(keep(text))).toEqual(
          JSON.parse(JSON.stringify({ resourceType: 'Patient', id: 'x1', ...value })),
        );
        expect(scanMessage(text, false).duplicates).toEqual([]);
      }),
    );
  });
});
