/** Many messages at once: each stored once, none in the way of the others. */
import { expect, it } from 'vitest';

import { ingestMany } from '../src/ingest/bulk.ts';
import type { Actor } from '../src/platform/auth/permissions.ts';
import { countOf, fhirServer, kept, reportOf } from './fhir-fixture.ts';

const server = fhirServer();
const actor: Actor = {
  id: 'loader',
  name: 'loader',
  role: 'system',
  institution: 'H1',
  department: null,
  practitioner: null,
  region: null,
  from: { kind: 'token', address: null, credential: null },
};

const message = (n: number, value = 5): string =>
  JSON.stringify(
    reportOf({
      number: `B-${String(n)}`,
      mrn: `B${String(n % 30)}`,
      sequence: (n % 30) * 2,
      lines: [{ item: 'GLU', value, unit: 'mmol/L' }],
    }),
  );

it('stores each report once, corrections as versions, and keeps what is refused', async () => {
  const messages = [
    ...Array.from({ length: 250 }, (_, n) => message(n)),
    message(7),
    message(8, 6),
    'not json',
    JSON.stringify(reportOf({ number: 'B-bad', residentId: '990101196005051241' })),
  ];
  const outcome = await ingestMany(server.deps, actor, messages, { group: 40 });
  expect(outcome).toMatchObject({
    messages: 254,
    written: 251,
    unchanged: 1,
    refused: [expect.any(Number), expect.any(Number)],
  });
  expect(await countOf(server, "result where current and item = 'GLU'")).toBe(250);
  expect(await countOf(server, "result where report_no = 'B-8'")).toBe(2);
  expect(await countOf(server, "quarantine where channel = 'bulk' and state = 'open'")).toBe(2);
  expect(await countOf(server, 'person')).toBe(30);
  expect(await countOf(server, "resource where type = 'Patient'")).toBe(30);
});

it('run again changes nothing', async () => {
  const documents = await countOf(server, 'document');
  const outcome = await ingestMany(
    server.deps,
    actor,
    Array.from({ length: 50 }, (_, n) => message(n + 20)),
  );
  expect(outcome).toMatchObject({ written: 0, unchanged: 50 });
  expect(await countOf(server, 'document')).toBe(documents);
});

it('keeps a message whose condition does not hold, and goes on with the others', async () => {
  const stale = JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        request: { method: 'PUT', url: 'Organization/bulk', ifMatch: 'W/"7"' },
        resource: { resourceType: 'Organization', id: 'bulk', name: '检验科' },
      },
    ],
  });
  const outcome = await ingestMany(server.deps, actor, [stale, message(2000)]);
  expect(outcome).toMatchObject({ messages: 2, written: 1, unchanged: 0, refused: [expect.any(Number)] });
  const refused = await kept(server, outcome.refused[0]);
  expect(refused.raw.toString()).toBe(stale);
  expect(refused.problems).toMatchObject([{ code: 'version-conflict', path: 'Bundle.entry[0].request.ifMatch' }]);
});
