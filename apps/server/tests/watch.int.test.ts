/** The watch over keys and reading, from the audit to the judgement of an alert. */
import type { Day } from '@fujie/core/kernel';
import type {
  RegistersResponse,
  WatchAlertResponse,
  WatchedPersonsResponse,
  WatchResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, it, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { partsOf } from '../src/platform/db/document-parts.ts';
import { importTyped } from '../src/registers/change.ts';
import { judgeHours } from '../src/watch/judge.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const office = () => region.as('security-admin', { username: 'guard' });
const alertsOf = async (query = ''): Promise<WatchResponse> =>
  (await get<WatchResponse>(`watch/alerts${query}`, await office())).body;

const site = (institution: string, latitude: number, network: string) => ({
  row: { institution, code: '1', nameZh: '院本部', latitude, longitude: 112.5, networks: [network] },
  from: '2020-01-01' as Day,
});

/** A Patient as a hospital sent it, with its address. */
async function livesAt(person: number, text: string): Promise<void> {
  const sent = partsOf([JSON.stringify({ resourceType: 'Patient', id: 'p', address: [{ text }] })]);
  await region.db.query(sql`
    with sent as (
      insert into document (institution, channel, sender, digest, parts) values ('H2', 'fhir', 'test', '', ${sent}) returning id)
    insert into resource (type, id, version, document_id, ix, institution, person_id)
    select 'Patient', ${`patient-${String(person)}`}, 1, id, 0, 'H2', ${person} from sent`);
}

/** An account opened the record of a patient of its department. */
async function did(account: string, time: string, address: string): Promise<void> {
  region.clock.set(at(time));
  await region.deps.audit.record({
    actor: {
      id: account,
      name: account,
      role: 'doctor',
      institution: 'H2',
      department: 'INT',
      practitioner: 'D2',
      region: null,
      from: { kind: 'session', address, credential: `${account} ${address}` },
    },
    action: 'person:read',
    personId: patient,
    outcome: 'done',
  });
}

const judge = async (time: string): Promise<number> => {
  region.clock.set(at(time));
  return judgeHours(region.deps);
};

let patient: number;
beforeAll(async () => {
  ({ id: patient } = await region.person());
  await region.db.query(sql`
    insert into encounter_statement (person_id, institution, stated_at, practitioner, stated_by)
    values (${patient}, 'H2', '2024-05-19T09:00+08:00', 'D2', 'test')`);
  await importTyped(region.deps, 'test', 'site', [site('H2', 37.8, '10.2.0.0/16'), site('H3', 40.1, '10.3.0.0/16')]);
  await importTyped(region.deps, 'test', 'duty', [
    {
      row: { institution: 'H2', practitioner: 'N2', weekdays: '12345', starts: '08:00', ends: '17:00' },
      from: '2020-01-01' as Day,
    },
  ]);
  for (const username of ['li', 'spare'])
    await region.as('doctor', { username, institution: 'H2', practitioner: 'D2' });
  await region.as('doctor', { username: 'night', institution: 'H2', practitioner: 'N2' });
});

test('one key in two places is told once, with the entries that show it, whoever judges the hour', async () => {
  await judge('2024-05-20T09:05+08:00');
  for (const [time, address] of [
    ['2024-05-20T09:10+08:00', '10.2.0.5'],
    ['2024-05-20T09:15+08:00', '10.3.0.5'],
    ['2024-05-20T09:20+08:00', '10.2.0.5'],
    ['2024-05-20T09:25+08:00', '203.0.113.9'],
  ] as const)
    await did('li', time, address);
  expect(await judge('2024-05-20T10:01+08:00')).toBe(0);
  region.clock.set(at('2024-05-20T10:05+08:00'));
  const raised = await Promise.all([judgeHours(region.deps), judgeHours(region.deps)]);
  expect(raised.sort()).toEqual([0, 1]);
  expect(await judge('2024-05-20T11:05+08:00')).toBe(0);
  const { alerts, rules, watchedUntil } = await alertsOf();
  expect(watchedUntil).toBe('2024-05-20T11:00:00+08:00');
  expect(alerts).toMatchObject([
    { rule: 'TWO_PLACES', account: 'li', severity: 'high', clause: 'henan-2025.mq.19#05', evidence: 3, review: null },
  ]);
  expect(alerts[0]?.why.zh).toBe('10 分钟内先后在 太原第二医院 院本部、大同第三医院 院本部、太原第二医院 院本部 使用');
  expect(rules.find(({ rule }) => rule === 'TWO_PLACES')).toMatchObject({ raised: 1, open: 1 });
  const entries = await region.db.query(sql`select detail from audit_event where action = 'watch:alert'`);
  expect(entries).toEqual([{ detail: { raised: 1 } }]);
});

test('whoever reviews sees who, when and from where, a masked name, and nothing of what was read', async () => {
  const [alert] = (await alertsOf()).alerts;
  const { body } = await get<WatchAlertResponse>(`watch/alerts/${String(alert?.id)}`, await office());
  expect(body.evidence.map(({ address }) => address)).toEqual(['10.2.0.5', '10.3.0.5', '10.2.0.5']);
  expect(body.evidence[0]).toMatchObject({ account: 'li', action: 'person:read', nameMasked: '张*明' });
  expect(Object.keys(body.evidence[0] ?? {})).not.toContain('subject');
  const told = await region.db.query(
    sql`select from audit_event where action = 'watch:read' and person_id = ${patient} and actor = 'guard'`,
  );
  expect(told).toHaveLength(1);
});

test('an alert is judged once, by somebody else than whom it is about', async () => {
  const [alert] = (await alertsOf('?state=open')).alerts;
  const url = `watch/alerts/${String(alert?.id)}/review`;
  const judgement = { verdict: 'explained', note: '转诊途中' };
  await region.db.query(sql`update account set role = 'security-admin' where username = 'li'`);
  const own = await region.as('security-admin', { username: 'li' });
  expect((await post(url, own, judgement)).status).toBe(422);
  expect((await post(url, await office(), { verdict: 'explained', note: ' ' })).status).toBe(400);
  expect((await post(url, await office(), judgement)).status).toBe(204);
  expect((await post(url, await office(), { ...judgement, verdict: 'false-alarm' })).status).toBe(409);
  expect((await alertsOf('?state=open')).alerts).toEqual([]);
  const judged = await alertsOf('?state=judged&rule=TWO_PLACES');
  expect(judged.alerts).toMatchObject([{ review: { verdict: 'explained', note: '转诊途中', by: 'guard' } }]);
  expect(judged.rules.find(({ rule }) => rule === 'TWO_PLACES')).toMatchObject({ raised: 1, open: 0, explained: 1 });
});

test('a physician who opens persons of the hospital whom nobody treats is told, and whom the department treats is not', async () => {
  const old = { institution: 'H2', collectedAt: '2024-01-01T08:00+08:00', reportedAt: '2024-01-01T09:00+08:00' };
  const strangers = await Promise.all([1, 2, 3].map(async () => region.person([])));
  for (const { id } of strangers) await region.result(id, { ...old, reportId: `old-${String(id)}` });
  for (const [index, { id }] of strangers.entries()) await livesAt(id, index < 2 ? '迎泽街 1号' : '迎泽街2号');
  region.clock.set(at('2024-05-20T11:10+08:00'));
  for (const { handle } of strangers) expect((await get(`persons/${handle}/results`, region.doctor)).status).toBe(200);
  await judge('2024-05-20T12:05+08:00');
  const { alerts } = await alertsOf('?rule=NO_ENCOUNTER');
  expect(alerts).toMatchObject([{ severity: 'medium', why: { en: expect.stringContaining('3 persons') as string } }]);
  const neighbours = (await alertsOf('?rule=KIN')).alerts.map(({ why }) => why.en);
  expect(neighbours).toEqual(['2 persons without relation live at one address']);
});

describe('the list of well-known persons', () => {
  it('is kept by person, for those who keep it, and shows who opened one without treating them', async () => {
    const { id, handle, number } = await region.person();
    const added = await post<{ id: number }>('watch/persons', await office(), {
      identifier: number,
      reason: '公众人物',
    });
    expect(added.status).toBe(201);
    const { body } = await get<WatchedPersonsResponse>('watch/persons', await office());
    expect(body.persons).toMatchObject([{ nameMasked: '张*明', standing: true, reason: '公众人物' }]);
    expect(JSON.stringify(body)).not.toContain(number);
    for (const db of [region.deps.db, region.deps.scoped({ institutions: ['H2'], persons: [patient] })])
      expect(await db.query(sql`select from watched_person`)).toEqual([]);
    region.clock.set(at('2024-05-20T12:10+08:00'));
    await get(`persons/${handle}`, region.doctor);
    await judge('2024-05-20T13:05+08:00');
    expect((await alertsOf('?rule=WELL_KNOWN')).alerts).toMatchObject([{ severity: 'medium' }]);
    const lift = `watch/persons/${String(added.body.id)}/lift`;
    expect((await post(lift, await office(), { reason: '本人要求' })).status).toBe(204);
    expect((await post(lift, await office(), { reason: '本人要求' })).status).toBe(409);
    expect((await get<WatchedPersonsResponse>('watch/persons', await office())).body.persons[0]?.standing).toBe(false);
    const told = await region.db.query(
      sql`select action from audit_event where person_id = ${id} and actor = 'guard' order by id`,
    );
    expect(told.map((row) => row['action'])).toEqual([
      'watch:person-add',
      'watch:persons',
      'watch:person-lift',
      'watch:persons',
    ]);
  });

  it('takes nobody whose number it does not know', async () => {
    const unknown = { identifier: 'DEMO99999999', reason: 'x' };
    expect((await post('watch/persons', await office(), unknown)).status).toBe(404);
  });
});

test('at the end of a day its counts are kept, duties and several keys of one person are told', async () => {
  for (const minute of ['10', '11', '12']) await did('night', `2024-05-20T22:${minute}+08:00`, '10.2.0.7');
  await judge('2024-05-21T00:05+08:00');
  expect((await alertsOf('?rule=OFF_DUTY')).alerts).toMatchObject([{ account: 'night', evidence: 3 }]);
  const several = (await alertsOf('?rule=SEVERAL_KEYS')).alerts;
  expect(several.map(({ why }) => why.en).join()).toContain('spare');
  await region.db.query(sql`update account set role = 'security-admin' where username = 'spare'`);
  const spare = await region.as('security-admin', { username: 'spare' });
  const named = several.find(({ why }) => why.en.includes('spare'));
  const judgement = { verdict: 'explained', note: '备用' };
  expect((await post(`watch/alerts/${String(named?.id)}/review`, spare, judgement)).status).toBe(422);
  const days = await region.db.query(sql`select day, persons from watch_day where account = 'night'`);
  expect(days).toEqual([{ day: '2024-05-20', persons: 1 }]);
  expect(await region.db.query(sql`select from watch_window`)).toHaveLength(16);
});

test('networks and rosters are read by whoever keeps them, each office its own', async () => {
  const quality = await region.as('quality-office', { institution: 'H2' });
  const read = async (headers: Record<string, string>, url: string) =>
    region.app.inject({ url: `/api/v1/registers${url}`, headers });
  for (const url of ['/site?institution=H3', '/site/export.csv']) {
    const shown = await read(quality, url);
    expect([url, shown.body.includes('10.2.0.0/16'), shown.body.includes('10.3.0.0/16')]).toEqual([url, true, false]);
    expect((await read(region.doctor, url)).statusCode).toBe(403);
  }
  const listed = (await read(region.doctor, '')).json<RegistersResponse>().registers.map(({ id }) => id);
  expect(listed.filter((id) => id === 'site' || id === 'duty' || id === 'item')).toEqual(['item']);
});

test('what was found is never changed or taken away, and an hour is found by its index', async () => {
  for (const table of ['watch_alert', 'watch_review', 'watch_window', 'watch_day', 'watched_person'] as const) {
    const gone = region.deps.worker.pool.query(`delete from ${table}`);
    await expect(gone).rejects.toMatchObject({ code: '42501' });
  }
  const plan = await region.db.tx(async (tx) => {
    await tx.query(sql`set local enable_seqscan = off`);
    return tx.query(sql`explain select id from audit_event where at >= '2024-05-20' and at < '2024-05-21'`);
  });
  expect(JSON.stringify(plan)).toContain('audit_event_at');
});
