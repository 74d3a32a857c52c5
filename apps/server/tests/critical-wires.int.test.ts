/**
 * Critical values 危急值 on every wire by which patient results come: the loop and its first alert are written in the transaction that
 * stores the result, so that nothing has to look for them later. No job runs in this file.
 */
import { beforeAll, expect, test } from 'vitest';

import { ingestMany } from '../src/demonstration.ts';
import { tellReaders } from '../src/notify/told.ts';
import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { message, NOW, seedCritical } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);

beforeAll(async () => {
  await seedCritical(server.deps);
  await server.db.query(sql`
    insert into notify_address (unit, channel, address, verified_at, created_by, created_at)
    values ('H1', 'email', ${sealed('ward@example.org')}, now(), 'test', now())`);
});

async function taken(method: 'POST' | 'PUT', url: string, body: Json): Promise<void> {
  const answer = await send(method, url, body);
  expect([answer.statusCode < 300, answer.statusCode < 300 ? '' : answer.body]).toEqual([true, '']);
}

/** The observation of a message by itself, of a patient who is known. */
function alone(bundle: Json, patient: string): Json {
  const { entry } = bundle as { entry: { resource: Json }[] };
  const line = entry.find(({ resource }) => resource['resourceType'] === 'Observation')?.resource ?? {};
  const issued = '2026-03-02T09:50:00+08:00';
  return { ...line, subject: { reference: `Patient/${patient}` }, effectiveDateTime: issued, issued };
}

const WIRES: readonly (readonly [wire: string, sent: (value: number) => Promise<void>])[] = [
  ['a FHIR transaction', (value) => taken('POST', '/fhir', message(value, { mrn: 'W1', sequence: 301 }))],
  [
    'a FHIR resource by itself',
    async (value) => {
      const bundle = message(value, { mrn: 'W2', sequence: 303 });
      const { entry } = bundle as { entry: { resource: Json }[] };
      await taken('PUT', '/fhir/Patient/w2', { ...entry[0]?.resource, id: 'w2' });
      await taken('POST', '/fhir/Observation', alone(bundle, 'w2'));
    },
  ],
  [
    'a file of messages',
    async (value) => {
      const line = JSON.stringify(message(value, { mrn: 'W3', sequence: 305 }));
      expect(await ingestMany(server.deps, 'H1', [line])).toMatchObject({ written: 1, refused: [] });
    },
  ],
  [
    'a refused message that the laboratory corrects by hand',
    async (value) => {
      const corrected = JSON.stringify(message(value, { mrn: 'W4', sequence: 307 }));
      const wrong = JSON.parse(corrected.replace('"status":"final"', '"status":"finished"')) as Json;
      const refused = await send('POST', '/fhir', wrong);
      const answer = await server.app.inject({
        method: 'POST',
        url: `/api/v1/quarantine/${String(refused.headers['x-fujie-quarantine'])}/replay`,
        headers: await server.as('laboratory', { institution: 'H1' }),
        payload: { corrected },
      });
      expect(answer.statusCode).toBe(200);
    },
  ],
];

interface Written {
  readonly loop: number;
  /** Transactions that wrote the result, the critical value, the loop and its alert. */
  readonly transactions: readonly string[];
}
const written = (): Promise<readonly Written[]> =>
  server.db.query<Written>(sql`
    select v.loop_id as loop, array_agg(distinct x) as transactions from critical_value v join result r on r.id = v.result_id and r.current
      join loop l on l.id = v.loop_id join loop_alert a on a.loop_id = l.id,
      lateral unnest(array[r.xmin::text, v.xmin::text, l.xmin::text, a.xmin::text]) x group by v.loop_id order by v.loop_id`);

test.each(WIRES)('by %s is told in the transaction that stores it, and waits in the outbox', async (_, sent) => {
  const before = (await written()).length;
  await sent(4.5);
  expect(await written()).toHaveLength(before);
  await sent(6.9);
  const [own, ...more] = (await written()).slice(before);
  expect(more).toEqual([]);
  expect(own?.transactions).toHaveLength(1);
  await tellReaders(server.deps);
  const notices = await server.db.query(sql`select status from delivery where loop_id = ${own?.loop ?? 0}`);
  expect(notices).toEqual([{ status: 'pending' }]);
});
