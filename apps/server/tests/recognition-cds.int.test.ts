/** Services, cards and suggestions of CDS Hooks at ordering. */
import type { Card, DiscoveryResponse } from '@fujie/wire/cds-hooks';
import { judge } from '@fujie/wire/cds-hooks';
import { LOINC_SYSTEM, mrnSystem } from '@fujie/wire/fhir';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { hooksOf, item, order, patientOf } from './recognition-hooks.ts';

const region = sharedRegion();
const { ask, tell } = hooksOf(region);

describe('discovery', () => {
  test('lists the three services to anyone, as the specification wants it, with CORS for browsers', async () => {
    const response = await region.app.inject({ method: 'GET', url: '/cds-services' });
    expect(judge(response.json(), 'services')).toEqual([]);
    expect(response.json<DiscoveryResponse>().services.map((s) => [s.hook, s.id])).toEqual([
      ['patient-view', 'recognition-view'],
      ['order-select', 'recognition-select'],
      ['order-sign', 'recognition-sign'],
    ]);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    const preflight = await region.app.inject({
      method: 'OPTIONS',
      url: '/cds-services/recognition-sign',
      headers: { origin: 'https://ehr.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
  });
});

describe('a hook request', () => {
  test('for an order with an earlier marked result answers one critical card that deletes the draft and records the reuse', async () => {
    const { id, number } = await region.person();
    const result = await region.result(id);
    const { cards, response } = await ask({
      orders: [order('o1', item('ALT')), order('o2', item('AST'))],
      patient: patientOf(number),
    });
    expect(judge(response.json(), 'response')).toEqual([]);
    expect(cards).toHaveLength(1);
    const [card] = cards as [Card];
    expect(card.indicator).toBe('critical');
    expect(card.summary).toMatch(/^应当互认：丙氨酸氨基转移酶 35 U\/L，太原第一医院 2024-05-18（晋HR）/);
    for (const part of ['35 U/L', '7–40', '酶法', '晋HR', '2024-05-18 08:00']) expect(card.detail).toContain(part);
    expect(card.overrideReasons?.map((r) => r.code).slice(0, 6)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(card.links?.[0]?.url).toMatch(
      new RegExp(`^http://localhost:\\d+/r/rep\\d+\\?decision=[0-9a-f-]{36}&result=${result}$`),
    );
    const actions = card.suggestions?.[0]?.actions ?? [];
    expect(actions[0]).toMatchObject({ type: 'delete', resourceId: 'ServiceRequest/o1' });
    expect(actions[1]).toMatchObject({
      type: 'create',
      resource: { resourceType: 'DetectedIssue', patient: { reference: 'Patient/p' } },
    });
  });

  test('reads local codes through approved mappings, LOINC of one item, and only the selected drafts under order-select', async () => {
    const { id, number } = await region.person();
    await region.result(id, { item: 'ALT' });
    await region.result(id, { item: 'TBIL', marks: [] });
    const orders = [
      order('o1', { system: 'urn:test:h2', code: 'L-ALT' }),
      order('o2', { system: LOINC_SYSTEM, code: '1975-2' }),
      order('o3', { system: 'urn:x', code: '?' }),
    ];
    const all = await ask({ orders, patient: patientOf(number) });
    expect(all.cards.map((c) => c.indicator)).toEqual(['critical', 'warning']);
    const selected = await ask({
      orders,
      patient: patientOf(number),
      hook: 'order-select',
      service: 'recognition-select',
      context: { selections: ['ServiceRequest/o2'] },
    });
    expect(selected.cards.map((c) => c.indicator)).toEqual(['warning']);
  });

  test('splits a panel into the rest, and answers nothing when there is nothing to say', async () => {
    const { id, number } = await region.person();
    await region.result(id, { item: 'ALT' });
    const { cards } = await ask({
      orders: [order('o1', item('LIVER'), { requester: { reference: 'Practitioner/D2' } })],
      patient: patientOf(number),
    });
    const actions = cards[0]?.suggestions?.[0]?.actions.map((a) => [
      a.type,
      a.resource?.['resourceType'] ?? a.resourceId,
    ]);
    expect(actions).toEqual([
      ['delete', 'ServiceRequest/o1'],
      ['create', 'DetectedIssue'],
      ['create', 'ServiceRequest'],
      ['create', 'ServiceRequest'],
    ]);
    const nothing = await ask({ orders: [order('o1', item('K'))], patient: patientOf(number) });
    expect(nothing).toMatchObject({ status: 200, cards: [] });
  });

  test('calls a result of the ordering institution its own', async () => {
    const { id, number } = await region.person();
    await region.result(id, { institution: 'H2' });
    const { cards } = await ask({ orders: [order('o1', item('ALT'))], patient: patientOf(number) });
    for (const card of cards) expect(card.detail).toContain('已有本院结果');
    const { id: other, number: otherNumber } = await region.person();
    await region.result(other);
    const foreign = await ask({ orders: [order('o1', item('ALT'))], patient: patientOf(otherNumber) });
    expect(foreign.cards[0]?.detail).toContain('已有外院结果');
  });

  test('in an emergency never says critical', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const { cards } = await ask({
      orders: [order('o1', item('ALT'))],
      patient: patientOf(number),
      encounter: { resourceType: 'Encounter', id: 'E1', status: 'in-progress', class: { code: 'EMER' } },
    });
    expect(cards.map((c) => c.indicator)).toEqual(['warning']);
  });

  test('on opening a chart answers one quiet line, and stores no decision', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const { cards } = await ask({ hook: 'patient-view', service: 'recognition-view', patient: patientOf(number) });
    expect(cards).toMatchObject([{ indicator: 'info' }]);
    expect(await region.db.query(sql`select 1 from decision where person_id = ${id}`)).toHaveLength(0);
  });

  test('about a person who does not fit the number offers nothing', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const orders = [order('o1', item('ALT'))];
    expect((await ask({ orders, patient: patientOf(number, { name: [{ text: '李四' }] }) })).cards).toEqual([]);
    expect((await ask({ orders, patient: patientOf(number, { birthDate: '1990-01-01' }) })).cards).toEqual([]);
    expect(
      (
        await ask({
          orders,
          patient: { resourceType: 'Patient', id: 'p', identifier: [{ system: mrnSystem('H1'), value: '1' }] },
        })
      ).cards,
    ).toEqual([]);
  });

  test('that mixes two patients is refused by naming both, and shows nobody’s results', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const orders = [order('o1', item('ALT'))];
    for (const asked of [
      { patient: patientOf(number, { id: 'someone-else' }) },
      { patient: patientOf(number), encounter: { resourceType: 'Encounter', id: 'E2' } },
      {
        patient: patientOf(number),
        encounter: { resourceType: 'Encounter', id: 'E1', subject: { reference: 'Patient/someone-else' } },
      },
      {
        patient: patientOf(number),
        orders: [order('o1', item('ALT'), { subject: { reference: 'Patient/someone-else' } })],
      },
    ]) {
      const { status, response } = await ask({ orders, ...asked });
      expect([status, response.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
        400,
        'another-subject',
      ]);
    }
    expect(await region.db.query(sql`select 1 from decision where person_id = ${id}`)).toEqual([]);
  });

  test('splits a panel without what was accepted, and orders again what was repeated for a reason', async () => {
    const { id, number } = await region.person();
    for (const code of ['ALT', 'AST']) await region.result(id, { item: code });
    const context = { encounterId: `E-${String(id)}` };
    const about = { patient: patientOf(number), context };
    const single = await ask({ orders: [order('o1', item('ALT')), order('o2', item('AST'))], ...about });
    const [accepted, repeated] = single.cards as [Card, Card];
    const told = await tell([
      {
        card: accepted.uuid,
        outcome: 'accepted',
        acceptedSuggestions: [{ id: accepted.suggestions?.[0]?.uuid }],
        outcomeTimestamp: '2024-05-20T01:00:00Z',
      },
      {
        card: repeated.uuid,
        outcome: 'overridden',
        overrideReason: { reason: { code: '1', system: 'urn:fujie:exception' }, userComment: '病情变化' },
        outcomeTimestamp: '2024-05-20T01:00:00Z',
      },
    ]);
    expect(told.json<{ acts: { outcome: string }[] }>().acts.map((a) => a.outcome)).toEqual([
      'ACCEPTED',
      'ORDER_ALLOWED',
    ]);
    const { cards } = await ask({ orders: [order('o3', item('LIVER'))], ...about });
    const [suggestion] = cards[0]?.suggestions ?? [];
    expect(
      suggestion?.actions.map((a) => a.resourceId ?? (a.resource?.['code'] as { text?: string } | undefined)?.text),
    ).toEqual(['ServiceRequest/o3', '天门冬氨酸氨基转移酶', '总胆红素']);
    expect(cards[0]?.links?.some((link) => link.url.includes('/explain/'))).toBe(true);
    await tell({
      card: cards[0]?.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: suggestion?.uuid }],
      outcomeTimestamp: '2024-05-20T01:00:00Z',
    });
    const acts = await region.db.query(
      sql`select item, choice from recognition_act where person_id = ${id} order by item, id`,
    );
    expect(acts).toEqual([
      { item: 'ALT', choice: 'ACCEPT' },
      { item: 'AST', choice: 'REPEAT' },
    ]);
  });

  test('keeps every component of many panels, and refuses whole what is too much to judge', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const panels = (count: number) => Array.from({ length: count }, (_, i) => order(`o${String(i)}`, item('LIVER')));
    const many = await ask({ orders: panels(120), patient: patientOf(number) });
    expect(many.cards).toHaveLength(120);
    for (const card of many.cards) expect(card.suggestions?.[0]?.actions).toHaveLength(4);
    const most = await ask({ orders: panels(334), patient: patientOf(number) });
    expect([most.status, most.response.json<{ detail: string }>().detail]).toEqual([
      400,
      'The orders come to 1002 items, panels taken apart; ask about at most 1000 at once.',
    ]);
  });

  test('sees a surgery of today among the drafts, selected or not, until the day ends', async () => {
    const { id, number } = await region.person();
    await region.result(id, { item: 'K' });
    const surgery = order(
      's1',
      { system: 'urn:x', code: 'chole' },
      {
        category: [{ coding: [{ code: '387713003' }] }],
        occurrenceDateTime: '2024-05-20',
      },
    );
    const { cards } = await ask({
      orders: [order('o1', item('K')), surgery],
      patient: patientOf(number),
      hook: 'order-select',
      service: 'recognition-select',
      context: { selections: ['ServiceRequest/o1'] },
    });
    expect(cards[0]?.detail).toContain('可考虑第十九条情形 3');
  });

  test('is refused by what is wrong with it: 401, 404, 412, 400', async () => {
    const { number } = await region.person();
    const orders = [order('o1', item('ALT'))];
    const missing = await ask({ orders, patient: patientOf(number), headers: {} });
    const wrong = await ask({ orders, patient: patientOf(number), headers: { authorization: 'Bearer nonsense' } });
    expect([missing.status, wrong.status]).toEqual([401, 401]);
    expect(wrong.response.json<{ detail: string }>().detail).toBe(missing.response.json<{ detail: string }>().detail);
    expect((await ask({ orders, patient: patientOf(number), service: 'nothing' })).status).toBe(404);
    expect((await ask({ orders, patient: null })).status).toBe(412);
    const bad = await ask({ orders, patient: patientOf(number), context: { patientId: 'Patient/p' } });
    expect(bad.status).toBe(400);
    expect(bad.response.json<{ errors: { path: string }[] }>().errors[0]?.path).toBe('context.patientId');
    expect(
      (await ask({ orders, patient: patientOf(number), hook: 'order-select', context: { selections: [] } })).status,
    ).toBe(400);
  });
});
