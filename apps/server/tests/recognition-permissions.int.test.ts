/** Who may see and do what with decisions, reports and persons, and how sure it is whom a number names. */
import type { CheckResponse } from '@fujie/wire/contracts';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, post } = requestsTo(region);

describe('permissions', () => {
  test('a nurse, a foreign physician and a person’s unknown handle get nothing', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E12' });
    const nurse = await region.as('doctor', { institution: 'H2', practitioner: 'N2' });
    expect((await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }], nurse)).body.acts[0]).toMatchObject({
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
    const { id, handle } = await region.person(['H3']);
    await region.result(id, { reportId: 'report-1' });
    expect((await get('recognition/reports/report-1', region.system)).status).toBe(404);
    await check(handle, ['ALT'], { id: 'E13' }, region.system);
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
    const found = await post<{ persons: { person: string; nameMasked: string }[] }>('persons/search', region.doctor, {
      q: number,
    });
    expect(found.body.persons).toMatchObject([{ person: handle, nameMasked: '张*明' }]);
    expect((await post<{ persons: unknown[] }>('persons/search', region.doctor, { q: '张小' })).body.persons).toEqual(
      [],
    );
    const audited = await region.db.query(
      sql`select 1 from audit_event where person_id = ${id} and action = 'person:found'`,
    );
    expect(audited).toHaveLength(1);
  });
});

describe('a patient named by an identity number', () => {
  const ask = (patient: object) =>
    post<CheckResponse>('recognition/check', region.system, { patient, items: [{ item: 'ALT' }] });

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
