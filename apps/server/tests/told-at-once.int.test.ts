/**
 * Who else is told of a loop, at once or before its limit: the head of the department that tests or examines, and of the hospital. Source:
 * henan-2025.lab.7#04, mq.8#05, mq.11#08, mq.11#09.
 */
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import type { Opening } from '../src/platform/loops/loops.ts';
import { openLoop, recordInLoop, settleDue } from '../src/platform/loops/loops.ts';
import { textOf } from './doubles/mail-server.ts';
import { startOtherEnds } from './doubles/other-ends.ts';
import { at } from './recognition-fixture.ts';
import { loadRows, sharedServer } from './shared-server.ts';

const ends = await startOtherEnds({ now: () => server.clock.now() });
const { mails } = ends.mail;
const server = sharedServer({ now: '2026-03-02T10:00+08:00', jurisdiction: 'henan', env: ends.env });
afterAll(() => ends.close());

const DEPARTMENTS = [
  ['WARD', '内科', 'clinical'],
  ['JYK', '检验科', 'laboratory'],
  ['YXK', '影像科', 'imaging'],
] as const;
beforeAll(async () => {
  await loadRows(server, 'region', [{ code: '4101', nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null }]);
  const hospital = { code: 'H1', nameZh: '甲医院', nameEn: null, region: '4101', level: 2, ownership: 'public' };
  await loadRows(server, 'institution', [{ ...hospital, kind: 'general', supervisor: 'health', connectedOn: null }]);
  await loadRows(
    server,
    'department',
    DEPARTMENTS.map(([code, nameZh, kind]) => ({ institution: 'H1', code, nameZh, nameEn: null, kind })),
  );
});

const head = (department: string) =>
  server.as('department-head', { institution: 'H1', department, username: department });
const leader = () => server.as('hospital-head', { institution: 'H1', practitioner: 'P1', username: 'leader' });
const office = { id: 'H1/office', name: '医务科', role: 'quality-office' };

async function open(definition: string, subject: string, more: Partial<Opening> = {}): Promise<number> {
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      ...{ definition, subject, unit: 'H1', department: null, personId: null, occurredAt: server.clock.now() },
      ...{ by: { id: 'platform', name: '平台', role: 'platform' }, facts: {}, ...more },
    }),
  );
  return row?.id ?? 0;
}
async function seen(headers: Record<string, string>, view: string): Promise<readonly number[]> {
  const answer = await server.app.inject({ method: 'GET', url: `/api/v1/loops?view=${view}`, headers });
  return answer.json<LoopsResponse>().loops.map(({ id }) => id);
}
const statusOf = async (headers: Record<string, string>, id: number) => {
  const answer = await server.app.inject({ method: 'GET', url: `/api/v1/loops/${String(id)}`, headers });
  return { status: answer.statusCode, body: answer.json<LoopResponse>() };
};

test('of a run out of control the head of the laboratory hears at once, by mail too, and no other head of a department', async () => {
  const own = await head('JYK');
  const mail = async (headers: Record<string, string>, address: string) => {
    const url = '/api/v1/account/notifications/addresses';
    const payload = { channel: 'email', address };
    const added = await server.app.inject({ method: 'POST', url, headers, payload });
    const code = /(?<!\d)\d{6}(?!\d)/.exec(textOf(mails.at(-1)))?.[0] ?? '';
    const { id } = added.json<{ id: number }>();
    await server.app.inject({ method: 'POST', url: `${url}/${String(id)}/code`, headers, payload: { code } });
  };
  await mail(own, 'jyk@example.org');
  await mail(await head('WARD'), 'ward@example.org');
  ends.clear();

  const loop = await open('iqc/out-of-control', 'run-1', { facts: { run: 'run-1' } });
  expect(await seen(own, 'told')).toEqual([loop]);
  expect(await seen(own, 'mine')).toEqual([]);
  const { status, body } = await statusOf(own, loop);
  expect(status).toBe(200);
  expect(body.alerts).toContainEqual(
    expect.objectContaining({ percent: 0, to: { role: 'department-head', at: 'section' } }),
  );
  for (const other of [await head('WARD'), await head('YXK')]) {
    expect([await seen(other, 'open'), await seen(other, 'told')]).toEqual([[], []]);
    expect((await statusOf(other, loop)).status).toBe(404);
  }
  await tellReaders(server.deps);
  await sendDue(server.deps, createChannels(server.deps.config));
  expect(mails).toHaveLength(1);
  expect(mails[0]?.to).toBe('jyk@example.org');
  expect(textOf(mails[0])).toContain('请知悉');
});

test('of a critical value that is not verified it hears before the limit, and for an examination the head of imaging', async () => {
  const own = { department: 'WARD', occurredAt: at('2026-03-02T10:00+08:00') };
  const tested = await open('critical-value/inpatient', 'K-1', { ...own, facts: { kind: 'laboratory' } });
  const examined = await open('critical-value/inpatient', 'CT-1', { ...own, facts: { kind: 'examination' } });
  const both = async () =>
    Promise.all(
      ['JYK', 'YXK'].map(async (code) => (await seen(await head(code), 'open')).filter((id) => id >= tested)),
    );
  server.clock.set(at('2026-03-02T10:03:59+08:00'));
  await settleDue(server.deps);
  expect(await both()).toEqual([[], []]);
  server.clock.set(at('2026-03-02T10:04+08:00'));
  await settleDue(server.deps);
  expect(await both()).toEqual([[tested], [examined]]);
});

test.each([
  ['ordinary', false],
  ['negligence', true],
  ['major', true],
  ['extraordinary', true],
])('of an event that is judged %s the head of the hospital hears at once: %s', async (outcome, isTold) => {
  const facts = { harm: 'mild', discoveredAt: '2026-03-02T10:00+08:00' };
  const loop = await open('adverse-event/report', `event-${outcome}`, { facts, department: 'WARD' });
  const now = server.clock.now();
  expect(await seen(await leader(), 'told')).not.toContain(loop);
  await server.db.tx((tx) =>
    recordInLoop(server.deps, tx, loop, {
      ...{ key: 'judged', kind: 'act', stage: 'statutory', outcome, by: office },
      ...{ occurredAt: now, recordedAt: now, fields: { affected: 1 } },
    }),
  );
  const told = await seen(await leader(), 'told');
  expect(told.includes(loop)).toBe(isTold);
  expect((await seen(await leader(), 'mine')).includes(loop)).toBe(false);
});
