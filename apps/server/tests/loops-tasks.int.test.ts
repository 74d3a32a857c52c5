/** Loops 闭环 as FHIR tasks: listed and read by the systems of the institution that owes them. */
import { expect, test } from 'vitest';

import { openLoop } from '../src/platform/loops/loops.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-02T10:00+08:00' });

const open = async (subject: string, unit: string): Promise<string> => {
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      definition: 'critical-value/inpatient',
      subject,
      unit,
      department: 'INT',
      personId: null,
      occurredAt: server.clock.now(),
      by: { id: 'H1/T1', name: '检验师', role: 'laboratory' },
      facts: { item: 'K', value: '6.9' },
    }),
  );
  return String(row?.id);
};

interface Bundle {
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
}

test('a system of the institution finds its tasks by status, kind and time, and no other does', async () => {
  const [own, other] = [await open('own', 'H1'), await open('other', 'H2')];
  const headers = await server.as('system', { institution: 'H1' });
  const get = async (query: string) => server.app.inject({ url: `/fhir/Task${query}`, headers });
  const ids = async (query: string) =>
    ((await get(query)).json<Bundle>().entry ?? []).map(({ resource }) => resource.id);
  expect(await ids('')).toEqual([own]);
  expect(await ids('?status=requested&code=urn:fujie:loop|critical-value/inpatient')).toEqual([own]);
  expect(await ids('?status=completed,in-progress')).toEqual([]);
  expect(await ids('?_lastUpdated=ge2026-03-02T10:00:00%2B08:00')).toEqual([own]);
  expect(await ids('?_lastUpdated=ge2026-03-02T10:00:01%2B08:00')).toEqual([]);
  for (const query of ['colour=red', 'status=constructor', 'code=%00', 'owner=a%00b'])
    expect([query, (await get(`?${query}`)).statusCode]).toEqual([query, 400]);
  expect((await get(`/${other}`)).statusCode).toBe(404);
  const task = (await get(`/${own}`)).json<object>();
  expect(task).toMatchObject({
    resourceType: 'Task',
    status: 'requested',
    priority: 'stat',
    performerType: [{ coding: [{ code: 'laboratory' }] }],
    restriction: { period: { end: '2026-03-02T10:05:00+08:00' } },
  });
});
