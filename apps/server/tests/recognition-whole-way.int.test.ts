/** From the question at ordering to chart, bill and statistics, as a physician and a hospital's system go it. */
import type {
  BillResponse,
  CheckResponse,
  ClauseResponse,
  ClausesResponse,
  ExplainResponse,
  StatisticsCasesResponse,
  StatisticsResponse,
} from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, post } = requestsTo(region);

describe('an order for which an earlier result exists', () => {
  test('is told value, mark, class and reason; acceptance writes the chart and the statistics', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const answer = await check(handle, ['ALT', 'TBIL'], { id: 'E1', class: 'outpatient' });
    expect(answer).toMatchObject({
      identity: 'certain',
      person: handle,
      timedOut: false,
      emergency: false,
      savable: '9.00',
    });
    expect(answer.items[0]).toMatchObject({
      item: 'ALT',
      class: 'MUST',
      price: '9.00',
      candidates: [
        {
          class: 'MUST',
          basis: 'MARK',
          ageHours: 49,
          ageDays: 2,
          result: { id: result, value: '35', marks: ['晋HR'], institution: { nameZh: '太原第一医院' } },
        },
      ],
    });
    expect(answer.items[1]).toMatchObject({ item: 'TBIL', class: null, candidates: [] });

    const acts = await act(answer.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    expect(acts.body.acts[0]).toMatchObject({ outcome: 'ACCEPTED', missing: [] });
    const chart = acts.body.acts[0]?.chartText ?? '';
    for (const part of [
      '35 U/L',
      '太原第一医院',
      '2024-05-18',
      '丙氨酸氨基转移酶',
      '7–40',
      '酶法',
      '晋HR',
      `NO-${result}`,
      '互认范围 山西省',
      '判定 应当互认',
      '李医生',
    ])
      expect(chart).toContain(part);

    const explained = await get<ExplainResponse>(`recognition/explain/${answer.decision}?item=ALT`, region.doctor);
    expect(explained.body.candidates[0]?.findings.find((f) => f.step === 'MARK')).toMatchObject({ state: 'met' });
    expect(explained.body.candidates[0]?.marks).toMatchObject([
      { scope: '14', label: '晋HR', day: '2024-05-18', entitled: true },
    ]);
    expect(explained.body.clauses.map((c) => c.id)).toContain('national-2022.art.16#01');
    // A document that governs other work applies, and no decision names it.
    expect(explained.body.packs.map(({ id }) => id)).toEqual(['national-2022', 'taiyuan-2024']);
    const documents = await get<ClausesResponse>('clauses?pack=core-systems', region.doctor);
    expect(documents.body.packs.filter(({ applies }) => applies).map(({ id }) => id)).toContain('core-systems');
    const handling = documents.body.clauses.find(({ id }) => id === 'core-systems.14');
    expect(handling?.items.find(({ id }) => id === 'core-systems.14#03')?.basis).toBe('contested');
    for (const id of ['national-2022.art.19', 'national-2022.art.19#02', 'national-2022.art.19.4'])
      expect((await get<ClauseResponse>(`clauses/${encodeURIComponent(id)}`, region.doctor)).body.clause.id).toBe(
        'national-2022.art.19',
      );
    expect((await get('clauses/elsewhere.art.1', region.doctor)).status).toBe(404);
    expect(explained.body.acts).toMatchObject([{ choice: 'ACCEPT', outcome: 'ACCEPTED' }]);

    const office = await region.as('quality-office', { institution: 'H2' });
    const statistics = await get<StatisticsResponse>(
      'statistics/recognition?from=2024-05-01&to=2024-05-31&by=item',
      office,
    );
    const row = statistics.body.rows.find((r) => r.key === 'ALT');
    expect(row).toMatchObject({
      counts: { prompted: 1, opportunities: 1, acceptedMust: 1, yuanSaved: '9.00' },
      grossRecognitionRate: { numerator: 1, denominator: 1, value: 1 },
      accessRate: { numerator: 0, denominator: 1, value: 0 },
    });
    const cases = await get<StatisticsCasesResponse>(
      'statistics/recognition/cases?from=2024-05-01&to=2024-05-31&by=item&key=ALT&measure=acceptedMust',
      office,
    );
    expect(cases.body.cases).toMatchObject([
      { decision: answer.decision, person: handle, class: 'MUST', choice: 'ACCEPT', yuan: '9.00', issuer: 'H1' },
    ]);
  });

  test('asked again in the same encounter is one case, and the answered result is not prompted again', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const first = await check(handle, ['ALT'], { id: 'E-again' });
    await check(handle, ['ALT'], { id: 'E-again' });
    expect(first.items[0]?.answered).toBeNull();
    await act(first.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    const later = await check(handle, ['ALT'], { id: 'E-again' });
    expect(later.items[0]).toMatchObject({ class: 'MUST', answered: 'ACCEPT' });
    const cases = await region.db.query(sql`select 1 from recognition_case where person_id = ${id}`);
    expect(cases).toHaveLength(1);
  });

  test('may be repeated with a case of Article 19 and, in Taiyuan, the explanation with possible effects (D-11)', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id, { item: 'K' });
    const answer = await check(handle, ['K'], {
      id: 'E2',
      plannedMeasures: [{ kind: 'surgery', at: '2024-05-21T08:00+08:00' }],
    });
    expect(answer.items[0]?.candidates[0]?.suggestions.map((s) => [s.code, s.strength])).toEqual([
      [2, 'detected'],
      [3, 'detected'],
    ]);
    const repeat = (more: object) => act(answer.decision, [{ item: 'K', result, choice: 'REPEAT', ...more }]);
    expect((await repeat({})).body.acts[0]).toMatchObject({
      outcome: 'ORDER_BLOCKED',
      missing: [{ code: 'EXCEPTION_CODE' }],
    });
    const { possibleEffects, ...incomplete } = EXPLAINED;
    expect(possibleEffects).not.toBe('');
    expect((await repeat({ code: 3, explanation: incomplete })).body.acts[0]).toMatchObject({
      outcome: 'ORDER_BLOCKED',
      missing: [{ code: 'explanation.possibleEffects' }],
    });
    expect((await repeat({ code: 3, explanation: EXPLAINED })).body.acts[0]).toMatchObject({
      outcome: 'ORDER_ALLOWED',
      missing: [],
      flags: [],
    });
  });

  test('from an emergency goes on at once; the explanation follows within 24 hours and is then complete', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E-emergency', class: 'emergency' });
    expect(answer).toMatchObject({ emergency: true, items: [{ class: 'MUST', needsAnswer: false }] });
    const repeat = { item: 'ALT', result, choice: 'REPEAT', code: 4 };
    const allowed = await act(answer.decision, [repeat]);
    expect(allowed.body.acts[0]).toMatchObject({
      outcome: 'ORDER_ALLOWED',
      explanationDueAt: '2024-05-21T09:00:00+08:00',
    });
    const later = await act(answer.decision, [{ ...repeat, explanation: EXPLAINED }]);
    expect(later.body.acts[0]).toMatchObject({ outcome: 'ORDER_ALLOWED', act: allowed.body.acts[0]?.act });
    const facts = await region.db.query<{ measure: string }>(
      sql`select measure from recognition_fact where decision_id = ${answer.decision} and measure like 'explanations%' order by 1`,
    );
    expect(facts.map((f) => f.measure)).toEqual(['explanationsComplete', 'explanationsDue']);
  });
});

describe('the bill of a visit', () => {
  test('is checked by what was accepted and repeated in it, panels included, and only by who may', async () => {
    const { id, handle } = await region.person();
    for (const code of ['ALT', 'K']) await region.result(id, { item: code });
    const encounter = `V-${String(id)}`;
    const { decision } = await check(handle, ['ALT', 'K'], { id: encounter });
    await act(decision, [
      { item: 'ALT', result: null, choice: 'ACCEPT' },
      { item: 'K', result: null, choice: 'REPEAT', code: 2, explanation: EXPLAINED },
    ]);
    const bill = {
      setting: 'outpatient',
      lines: [
        { kind: 'item', item: 'ALT', amount: '9.00' },
        { kind: 'item', item: 'K', amount: '6.00' },
        { kind: 'panel', item: 'LIVER', amount: '21.00' },
        { kind: 'consultation', amount: '15.00' },
        { kind: 'in-house-consultation', amount: '30.00' },
        { kind: 'medicine', amount: '99.00' },
      ],
    };
    const judged = await post<BillResponse>('recognition/bills', region.system, {
      ...bill,
      encounter: `Encounter/${encounter}`,
    });
    expect(judged.body.items.map((i) => [i.item, i.case])).toEqual([
      ['ALT', '28.1'],
      ['K', '28.3'],
    ]);
    expect(judged.body.panels).toEqual([{ panel: 'LIVER', charged: '21.00', maxCharge: '14.00' }]);
    expect(judged.body.violations.map((v) => [v.item, v.reason.code])).toEqual([
      ['ALT', 'RECHARGE_ACCEPTED_ITEM'],
      [null, 'CONSULT_WITHOUT_RECORD'],
      ['LIVER', 'BUNDLED_RECHARGE'],
    ]);
    expect(judged.body.violations[0]?.reason.clauses).toContain('national-2022.art.18#02');
    const right = await post<BillResponse>('recognition/bills', region.system, {
      decision,
      setting: 'outpatient',
      departmentRecords: ['ALT'],
      lines: [...bill.lines.slice(1, 2), ...bill.lines.slice(3), { kind: 'panel', item: 'LIVER', amount: '14.00' }],
    });
    expect(right.body.violations).toEqual([]);
    expect(right.body.items[0]?.case).toBe('28.2');
    const foreign = await region.as('system', { institution: 'H3', username: 'h3-his' });
    expect((await post<BillResponse>('recognition/bills', foreign, { ...bill, encounter })).body.items).toEqual([]);
    expect((await post('recognition/bills', region.doctor, { ...bill, encounter })).status).toBe(403);
    expect((await post('recognition/bills', region.system, bill)).status).toBe(400);
  });
});

describe('plain JSON', () => {
  test('takes the codes of a hospital and LOINC as CDS Hooks does, and says which codes it does not know', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'ALT' });
    await region.result(id, { item: 'TBIL', marks: [] });
    const asked = await post<CheckResponse>('recognition/check', region.doctor, {
      patient: { person: handle },
      items: [
        { item: 'L-ALT', system: 'urn:test:h2' },
        { item: '1975-2', system: 'http://loinc.org' },
        { item: 'ALT', system: 'urn:test:unmapped', orderRef: 'o3' },
        { item: 'NOPE' },
        { item: 'AST' },
      ],
    });
    expect(asked.body.items.map((i) => [i.item, i.known, i.class])).toEqual([
      ['ALT', true, 'MUST'],
      ['TBIL', true, 'MAY'],
      ['urn:test:unmapped|ALT', false, null],
      ['NOPE', false, null],
      ['AST', true, null],
    ]);
  });

  test('and CDS Hooks name one encounter alike, by its visit number', async () => {
    const { id, handle, number } = await region.person();
    await region.result(id);
    await check(handle, ['ALT'], { id: 'Encounter/V-77' });
    await check(handle, ['ALT'], { id: 'https://h2.example/fhir/Encounter/V-77/_history/1' });
    await region.app.inject({
      method: 'POST',
      url: '/cds-services/recognition-sign',
      headers: region.system,
      payload: {
        hook: 'order-sign',
        hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
        context: {
          userId: 'Practitioner/D2',
          patientId: 'p',
          encounterId: 'e9',
          draftOrders: {
            resourceType: 'Bundle',
            type: 'collection',
            entry: [
              {
                fullUrl: 'urn:uuid:1',
                resource: {
                  resourceType: 'ServiceRequest',
                  id: 'o1',
                  code: { coding: [{ system: 'urn:fujie:item', code: 'ALT' }] },
                },
              },
            ],
          },
        },
        prefetch: {
          patient: {
            resourceType: 'Patient',
            id: 'p',
            identifier: [{ system: 'urn:fujie:id:resident-id', value: number }],
          },
          encounter: { resourceType: 'Encounter', id: 'e9', identifier: [{ system: 'urn:h2', value: 'V-77' }] },
        },
      },
    });
    const decisions = await region.db.query(sql`select encounter from decision where person_id = ${id}`);
    expect(decisions).toEqual([{ encounter: 'V-77' }, { encounter: 'V-77' }, { encounter: 'V-77' }]);
    const cases = await region.db.query(sql`select episode from recognition_case where person_id = ${id}`);
    expect(cases).toHaveLength(1);
  });
});

describe('a panel', () => {
  test('is split: recognised components are covered, the rest remains, and the charge has a limit (Article 18)', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'ALT' });
    await region.result(id, { item: 'TBIL', marks: [] });
    const answer = await check(handle, ['LIVER'], { id: 'E-panel' });
    expect(answer.items.map((i) => [i.item, i.panel, i.class])).toEqual([
      ['ALT', 'LIVER', 'MUST'],
      ['AST', 'LIVER', null],
      ['TBIL', 'LIVER', 'MAY'],
    ]);
    expect(answer.panels).toMatchObject([
      {
        panel: 'LIVER',
        covered: ['ALT'],
        offered: ['TBIL'],
        remaining: ['AST', 'TBIL'],
        price: '21.00',
        maxCharge: '14.00',
      },
    ]);
    const bill = await post('recognition/panels', region.doctor, {
      panel: 'LIVER',
      charged: '21.00',
      accepted: ['ALT'],
    });
    expect(bill.body).toEqual({ maxCharge: '14.00', violation: 'BUNDLED_RECHARGE', remaining: ['AST', 'TBIL'] });
  });
});

describe('two submissions at once', () => {
  test('leave one act, one answer and one count', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E-race' });
    const send = () => act(answer.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    const done = await Promise.all([send(), send(), send(), send()]);
    expect(new Set(done.map((d) => d.body.acts[0]?.act)).size).toBe(1);
    expect(done.every((d) => d.body.acts[0]?.outcome === 'ACCEPTED')).toBe(true);
    const acts = await region.db.query(sql`select 1 from recognition_act where decision_id = ${answer.decision}`);
    expect(acts).toHaveLength(1);
    const facts = await region.db.query(
      sql`select 1 from recognition_fact where decision_id = ${answer.decision} and measure = 'acceptedMust'`,
    );
    expect(facts).toHaveLength(1);
  });

  test('one accepting and one repeating leave the answer that came first', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E-race-2' });
    const choose = (rest: object) => act(answer.decision, [{ item: 'ALT', result, ...rest }]);
    const done = await Promise.all([
      choose({ choice: 'ACCEPT' }),
      choose({ choice: 'REPEAT', code: 2, explanation: EXPLAINED }),
    ]);
    const outcomes = new Set(done.map((d) => `${String(d.body.acts[0]?.act)} ${d.body.acts[0]?.outcome ?? ''}`));
    expect(outcomes.size).toBe(1);
  });
});
