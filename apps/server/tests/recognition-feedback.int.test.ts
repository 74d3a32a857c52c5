/** Feedback on the cards of CDS Hooks: whose act it is, and what is refused. */
import type { Card } from '@fujie/wire/cds-hooks';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { hooksOf, item, order, patientOf } from './recognition-hooks.ts';

const region = sharedRegion();
const { ask, tell } = hooksOf(region);

describe('feedback', () => {
  async function prompted() {
    const { id, number } = await region.person();
    await region.result(id);
    const { cards } = await ask({
      orders: [order('o1', item('ALT'))],
      patient: patientOf(number),
      context: { encounterId: `E-${String(id)}` },
    });
    const [card] = cards as [Card];
    return { id, card };
  }

  test('that a suggestion was accepted is the act of the physician, with its chart text, once', async () => {
    const { card, id } = await prompted();
    const accepted = {
      card: card.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: card.suggestions?.[0]?.uuid }],
      outcomeTimestamp: '2024-05-20T01:00:00Z',
    };
    expect((await tell(accepted)).statusCode).toBe(200);
    expect((await tell(accepted)).statusCode).toBe(200);
    const acts = await region.db.query<{ choice: string; practitioner: string; chart_text: string }>(
      sql`select choice, practitioner, chart_text from recognition_act where person_id = ${id}`,
    );
    expect(acts).toMatchObject([{ choice: 'ACCEPT', practitioner: 'D2' }]);
    expect(acts[0]?.chart_text).toContain('李医生');
  });

  test('with an override reason is a repeat by that case of Article 19, whose explanation was due while the form was valid', async () => {
    const { card, id } = await prompted();
    await tell({
      card: card.uuid,
      outcome: 'overridden',
      overrideReason: { reason: { code: '1', system: 'urn:fujie:exception' }, userComment: '黄疸加重' },
      outcomeTimestamp: '2024-05-20T01:00:00Z',
    });
    const acts = await region.db.query(
      sql`select choice, outcome, code, note, flags, explanation_due_at = '2024-05-20T09:30+08:00' as due from recognition_act where person_id = ${id}`,
    );
    expect(acts).toEqual([
      {
        choice: 'REPEAT',
        outcome: 'ORDER_ALLOWED',
        code: 1,
        note: '黄疸加重',
        flags: ['EXPLANATION_MISSING'],
        due: true,
      },
    ]);
  });

  test('without a reason stays a blocked order, because a MUST needs a case of Article 19', async () => {
    const { card, id } = await prompted();
    const response = await tell({ card: card.uuid, outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' });
    expect(response.json<{ acts: { missing: { code: string }[] }[] }>().acts[0]?.missing[0]?.code).toBe(
      'EXCEPTION_CODE',
    );
    const acts = await region.db.query(sql`select outcome from recognition_act where person_id = ${id}`);
    expect(acts).toEqual([{ outcome: 'ORDER_BLOCKED' }]);
  });

  test('takes every entry that it can and names those that it cannot', async () => {
    const { card, id } = await prompted();
    const entry = { outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' };
    const response = await tell([
      { ...entry, card: '5b2c8c1e-7f43-4b51-9a55-0d9c1f2a3bff' },
      {
        ...entry,
        card: card.uuid,
        outcome: 'accepted',
        acceptedSuggestions: [{ id: card.suggestions?.[0]?.uuid }],
      },
    ]);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      acts: [{ item: 'ALT', outcome: 'ACCEPTED' }],
      errors: [{ path: 'feedback[0].card', code: 'unknown-card' }],
    });
    expect(await region.db.query(sql`select choice from recognition_act where person_id = ${id}`)).toHaveLength(1);
  });

  test('on the line of an opened chart is taken and records nothing', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const { cards } = await ask({ hook: 'patient-view', service: 'recognition-view', patient: patientOf(number) });
    const told = await tell({
      card: cards[0]?.uuid,
      outcome: 'overridden',
      outcomeTimestamp: '2024-05-20T01:00:00Z',
    });
    expect([told.statusCode, told.json()]).toEqual([200, { acts: [], errors: [] }]);
  });

  test('is the act of the physician whose role was prefetched; without anyone known it is refused', async () => {
    const { id, number } = await region.person();
    await region.result(id);
    const context = { userId: 'PractitionerRole/R1' };
    const about = { orders: [order('o1', item('ALT'))], patient: patientOf(number), context };
    const staff = { system: 'urn:fujie:practitioner', value: 'D2' };
    for (const user of [
      { resourceType: 'PractitionerRole', id: 'R1', practitioner: { reference: 'Practitioner/D2' } },
      { resourceType: 'PractitionerRole', id: 'R1', practitioner: { identifier: staff } },
      {
        resourceType: 'PractitionerRole',
        id: 'R1',
        contained: [{ resourceType: 'Practitioner', identifier: [staff] }],
      },
    ]) {
      const { cards } = await ask({ ...about, user });
      const [row] = await region.db.query(
        sql`select practitioner from decision where person_id = ${id} order by seq desc limit 1`,
      );
      expect([cards.length, row]).toEqual([1, { practitioner: 'D2' }]);
    }
    const { cards } = await ask(about);
    const told = await tell({ card: cards[0]?.uuid, outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' });
    expect([told.statusCode, told.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
      422,
      'unknown-practitioner',
    ]);
  });

  test('on a card of another institution, of nobody, or in no form is refused', async () => {
    const { card } = await prompted();
    const entry = { card: card.uuid, outcome: 'overridden', outcomeTimestamp: '2024-05-20T01:00:00Z' };
    const foreign = await region.as('system', { institution: 'H3', username: 'h3-his' });
    expect((await tell(entry, foreign)).statusCode).toBe(404);
    expect((await tell({ ...entry, card: '5b2c8c1e-7f43-4b51-9a55-0d9c1f2a3bff' })).statusCode).toBe(400);
    expect((await tell({ ...entry, outcome: 'ignored' })).statusCode).toBe(400);
  });
});
