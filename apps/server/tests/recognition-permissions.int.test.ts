import type { CheckResponse, DecisionsResponse } from '@fujie/wire/contracts';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { Region } from './recognition-fixture.ts';
import { startRegion } from './recognition-fixture.ts';

let region: Region;

beforeAll(async () => {
  region = await startRegion();
});

afterAll(async () => {
  await region.close();
});

async function check(
  person: string,
  items: readonly string[],
  encounter: object,
  headers = region.doctor,
): Promise<CheckResponse> {
  const response = await region.app.inject({
    method: 'POST',
    url: '/api/v1/recognition/check',
    headers,
    payload: { patient: { person }, items: items.map((item) => ({ item })), encounter },
  });
  expect(response.statusCode).toBe(200);
  return response.json<CheckResponse>();
}

async function act(decision: string, acts: readonly object[], headers = region.doctor) {
  const response = await region.app.inject({
    method: 'POST',
    url: '/api/v1/recognition/decisions',
    headers,
    payload: { decision, acts },
  });
  return {
    status: response.statusCode,
    acts: response.statusCode === 200 ? response.json<DecisionsResponse>().acts : [],
  };
}

async function get<T>(
  url: string,
  headers: Record<string, string>,
): Promise<{ readonly status: number; readonly body: T }> {
  const response = await region.app.inject({ method: 'GET', url: `/api/v1/${url}`, headers });
  return { status: response.statusCode, body: response.json<T>() };
}

describe('permissions', () => {
  test('a nurse, a foreign physician and a person’s unknown handle get nothing', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E12' });
    const nurse = await region.as('doctor', { institution: 'H2', practitioner: 'N2' });
    expect((await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }], nurse)).acts[0]).toMatchObject({
      outcome: 'REFUSED',
      missing: [{ code: 'TREATING_PHYSICIAN' }],
    });
    expect((await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }], region.otherDoctor)).status).toBe(404);
    expect((await get(`recognition/explain/${decision}`, region.otherDoctor)).status).toBe(404);
    expect((await get(`recognition/explain/${decision}`, await region.as('commission', { region: '14' }))).status).toBe(
      200,
    );
    expect((await get(`recognition/explain/${decision}`, await region.as('commission', { region: '51' }))).status).toBe(
      404,
    );
    expect((await get('persons/p1-aaaaaaaaaaaaaaaa/results', region.doctor)).status).toBe(404);
    expect((await act(decision, [{ item: 'K', result, choice: 'ACCEPT' }])).status).toBe(422);
  });

  test('a hospital’s system reads reports of its own patients only, and every look is audited', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { reportId: 'report-1' });
    expect((await get('recognition/reports/report-1', region.system)).status).toBe(404);
    await check(handle, ['ALT'], { id: 'E13' });
    expect((await get('recognition/reports/report-1', region.system)).status).toBe(200);
    expect((await get('recognition/reports/report-1', region.doctor)).body).toMatchObject({
      footnotes: ['‘晋HR’为可在全省范围内互认的检验项目'],
    });
    expect((await get('recognition/reports/none', region.doctor)).status).toBe(404);
    const { decision } = await check(handle, ['ALT'], { id: 'E14' });
    const opened = () =>
      region.db.query(sql`select 1 from recognition_fact where person_id = ${id} and measure = 'opened'`);
    expect(await opened()).toHaveLength(0);
    for (let i = 0; i < 2; i++) await get(`recognition/reports/report-1?decision=${decision}`, region.system);
    expect(await opened()).toHaveLength(1);
    expect((await get(`recognition/reports/report-1?decision=${decision}`, region.otherDoctor)).status).toBe(200);
    const audited = await region.db.query<{ action: string }>(
      sql`select action from audit_event where person_id = ${id} order by id`,
    );
    expect(audited.map((a) => a.action)).toEqual([
      ...['recognition:check', 'report:read', 'report:read', 'recognition:check'],
      ...['report:read', 'recognition:act', 'report:read', 'recognition:act', 'report:read'],
    ]);
  });

  test('a search finds by identity number or exact name, masks the name, and is audited for each person shown', async () => {
    const { id, handle, number } = await region.person();
    const found = await get<{ persons: { person: string; nameMasked: string }[] }>(
      `persons?q=${number}`,
      region.doctor,
    );
    expect(found.body.persons).toMatchObject([{ person: handle, nameMasked: '张*明' }]);
    expect(
      (await get<{ persons: unknown[] }>(`persons?q=${encodeURIComponent('张小')}`, region.doctor)).body.persons,
    ).toEqual([]);
    const audited = await region.db.query(
      sql`select 1 from audit_event where person_id = ${id} and action = 'person:found'`,
    );
    expect(audited).toHaveLength(1);
  });
});

describe('a patient named by an identity number', () => {
  const ask = async (patient: object) => {
    const response = await region.app.inject({
      method: 'POST',
      url: '/api/v1/recognition/check',
      headers: region.system,
      payload: { patient, items: [{ item: 'ALT' }] },
    });
    return { status: response.statusCode, body: response.json<CheckResponse>() };
  };

  test('is certain by the number, unconfirmed when name or birth disagree, unknown otherwise', async () => {
    const { id, number, handle } = await region.person();
    await region.result(id);
    const identifier = { system: RESIDENT_ID_SYSTEM, value: number };
    expect((await ask({ identifier })).body).toMatchObject({
      identity: 'certain',
      person: handle,
      items: [{ class: 'MUST' }],
    });
    expect((await ask({ identifier, name: '张 小明' })).body.identity).toBe('certain');
    for (const other of [{ name: '王五' }, { birthDate: '1990-01-01' }]) {
      expect((await ask({ identifier, ...other })).body).toMatchObject({
        identity: 'unconfirmed',
        person: null,
        items: [{ class: null }],
      });
    }
    expect((await ask({ identifier: { ...identifier, value: '990001198001019990' } })).body.identity).toBe('unknown');
    expect((await ask({ identifier: { system: 'urn:elsewhere', value: number } })).body.identity).toBe('unknown');
    expect((await ask({})).status).toBe(400);
  });
});
