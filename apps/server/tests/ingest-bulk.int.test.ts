import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { ingestMany } from '../src/ingest/bulk.ts';
import type { Actor } from '../src/platform/auth/permissions.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import { loadItems, reportOf } from './fhir-fixture.ts';

let server: TestApp;
const actor: Actor = {
  id: 'loader',
  name: 'loader',
  role: 'system',
  institution: 'H1',
  department: null,
  practitioner: null,
  region: null,
};

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'), { now: '2024-05-20T09:00+08:00' });
  await loadItems(server);
});

afterAll(async () => {
  await server.close();
});

const count = async (where: string): Promise<number> =>
  server.db.withClient(async (c) =>
    Number((await c.query<{ n: number }>(`select count(*) as n from ${where}`)).rows[0]?.n),
  );

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
  expect(await count("result where current and item = 'GLU'")).toBe(250);
  expect(await count("result where report_no = 'B-8'")).toBe(2);
  expect(await count("quarantine where channel = 'bulk' and state = 'open'")).toBe(2);
  expect(await count('person')).toBe(30);
  expect(await count("resource where type = 'Patient'")).toBe(30);
});

it('run again changes nothing', async () => {
  const documents = await count('document');
  const outcome = await ingestMany(
    server.deps,
    actor,
    Array.from({ length: 50 }, (_, n) => message(n + 20)),
  );
  expect(outcome).toMatchObject({ written: 0, unchanged: 50 });
  expect(await count('document')).toBe(documents);
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
  const [kept] = await server.db.withClient(
    async (c) =>
      (
        await c.query<{ raw: Buffer; problems: unknown }>('select raw, problems from quarantine where id = $1', [
          outcome.refused[0],
        ])
      ).rows,
  );
  expect(kept?.raw.toString()).toBe(stale);
  expect(kept?.problems).toMatchObject([{ code: 'version-conflict', path: 'Bundle.entry[0].request.ifMatch' }]);
});
