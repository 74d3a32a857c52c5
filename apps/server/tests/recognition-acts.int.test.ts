/** Acts under the law and under change: what forbids a repeat, what may still be accepted, who decides, which orders overlooked it. */
import type { ExplainResponse, ReportChangesResponse } from '@fujie/wire/contracts';
import { beforeEach, describe, expect, test } from 'vitest';

import type { Actor } from '../src/platform/auth/permissions.ts';
import { sql } from '../src/platform/db/database.ts';
import { recordActs } from '../src/recognition/acts.ts';
import { replayDecision } from '../src/recognition/replay.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, counted, get, place, post } = requestsTo(region);

beforeEach(() => {
  region.clock.set(at(NOW));
});

const SYSTEM: Actor = {
  id: 's',
  name: 's',
  role: 'system',
  institution: 'H2',
  department: null,
  practitioner: null,
  region: null,
  from: { kind: 'token', address: null, credential: null },
};

const REPEAT = { choice: 'REPEAT', code: 2, explanation: EXPLAINED };

describe('Article 19', () => {
  test('binds the item: naming a lesser result beside a MUST does not free the order', async () => {
    const { id, handle } = await region.person();
    const best = await region.result(id);
    const lesser = await region.result(id, { marks: [], collectedAt: '2024-05-17T08:00+08:00' });
    const { decision } = await check(handle, ['ALT']);
    const bare = await act(decision, [{ item: 'ALT', result: lesser, choice: 'REPEAT' }]);
    expect(bare.body.acts[0]).toMatchObject({ outcome: 'ORDER_BLOCKED', missing: [{ code: 'EXCEPTION_CODE' }] });
    const justified = await act(decision, [{ item: 'ALT', result: lesser, ...REPEAT }]);
    expect(justified.body.acts[0]).toMatchObject({ outcome: 'ORDER_ALLOWED' });
    expect(await counted(id)).toContain('ALT repeated2');
    const stored = await region.db.query(
      sql`select class, result_id from recognition_act where person_id = ${id} and outcome = 'ORDER_ALLOWED'`,
    );
    expect(stored).toEqual([{ class: 'MUST', result_id: best }]);
  });

  test('holds for a form: a MUST when it was opened is one when it is signed, even past midnight', async () => {
    await importTyped(region.deps, 'test', 'time-limit', [
      { row: { item: 'AST', region: '14', kind: 'ceiling', days: 2, source: '测试' }, from: '2024-01-01' } as never,
    ]);
    const { id, handle } = await region.person();
    const result = await region.result(id, { item: 'AST', collectedAt: '2024-05-18T08:00+08:00' });
    region.clock.set(at('2024-05-20T23:55+08:00'));
    expect((await check(handle, ['AST'], { id: 'E-night' })).items[0]).toMatchObject({ class: 'MUST' });
    region.clock.set(at('2024-05-21T00:05+08:00'));
    const signed = await check(handle, ['AST'], { id: 'E-night' });
    expect(signed.items[0]).toMatchObject({
      class: 'MUST',
      candidates: [{ heldSince: '2024-05-20T23:55:00+08:00', reasons: [] }],
    });
    const blocked = await act(signed.decision, [{ item: 'AST', result, choice: 'REPEAT' }]);
    expect(blocked.body.acts[0]).toMatchObject({ outcome: 'ORDER_BLOCKED' });
    const explained = await get<ExplainResponse>(`recognition/explain/${signed.decision}`, region.doctor);
    expect(explained.body.candidates[0]?.findings.find((f) => f.step === 'FORM')).toMatchObject({ state: 'met' });
    expect(await replayDecision(region.deps, signed.decision)).toMatchObject({ same: true });
    // Another form, and the same one half an hour after it was opened, see what holds by then.
    expect((await check(handle, ['AST'], { id: 'E-other' })).items[0]).toMatchObject({ class: 'MAY' });
    region.clock.set(at('2024-05-21T00:26+08:00'));
    expect((await check(handle, ['AST'], { id: 'E-night' })).items[0]).toMatchObject({ class: 'MAY' });
  });

  test('is not hidden by newer results without a mark: a daily value does not free the order', async () => {
    const { id, handle } = await region.person();
    const marked = await region.result(id, { item: 'CT-CHEST', collectedAt: '2024-05-10T08:00+08:00' });
    for (let i = 0; i < 60; i++) {
      const day = `2024-05-${String(11 + Math.floor(i / 8)).padStart(2, '0')}T${String(i % 8).padStart(2, '0')}:00+08:00`;
      await region.result(id, {
        item: 'CT-CHEST',
        marks: [],
        status: i % 2 === 0 ? 'final' : 'preliminary',
        collectedAt: day,
      });
    }
    const [item] = (await check(handle, ['CT-CHEST'])).items;
    expect(item).toMatchObject({ class: 'MUST', candidates: [{ result: { id: marked } }, {}, {}, {}, {}] });
    expect(item?.candidates).toHaveLength(5);
  });
});

describe('a result that changed after the decision', () => {
  test('is not accepted: corrected or withdrawn, the physician is told to ask again', async () => {
    for (const status of ['corrected', 'entered-in-error']) {
      const { id, handle } = await region.person();
      const result = await region.result(id);
      const { decision } = await check(handle, ['ALT']);
      await region.result(id, { id: result, version: 2, status, value: 350 });
      const refused = await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
      expect(refused).toMatchObject({ status: 409, body: { errors: [{ code: 'result-changed' }] } });
      expect(refused.body.detailZh).toContain('请重新核对');
      // Nor is an order withheld because of it.
      expect((await act(decision, [{ item: 'ALT', result, choice: 'REPEAT' }])).status).toBe(409);
      expect(await region.db.query(sql`select 1 from recognition_act where person_id = ${id}`)).toEqual([]);
    }
  });

  test('at the same moment is either told to its acceptor or not accepted', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT']);
    const accepting = await region.db.withClient(async (client) => {
      await client.query('begin');
      await client.query('update result set current = false where id = $1', [result]);
      const waiting = act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
      await client.query('commit');
      return waiting;
    });
    expect(accepting.status).toBe(409);
  });

  test('is prompted again in the encounter in which it was answered', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const first = await check(handle, ['ALT']);
    await act(first.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    expect((await check(handle, ['ALT'])).items[0]).toMatchObject({ answered: 'ACCEPT' });
    await region.result(id, { id: result, version: 2, status: 'corrected', value: 350 });
    expect((await check(handle, ['ALT'])).items[0]).toMatchObject({ class: 'MUST', answered: null });
  });

  test('and had been accepted in the hospital’s own system is told to who accepted it there', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E-told' });
    await region.result(id, { id: result, version: 2, status: 'entered-in-error' });
    const told = recordActs(
      region.deps,
      SYSTEM,
      { decision, practitioner: 'D2', acts: [{ item: 'ALT', result, choice: 'ACCEPT' }] },
      { isReported: true },
    );
    await expect(told).rejects.toMatchObject({ type: 'conflict' });
    const { changes } = (await get<ReportChangesResponse>('report-changes', region.doctor)).body;
    expect(changes.filter((one) => one.decision === decision)).toMatchObject([{ change: 'withdrawn', status: 'open' }]);
  });
});

describe('who decides', () => {
  test('is the physician who is signed in, or whom the hospital’s system names; in force, and of that institution', async () => {
    await importTyped(region.deps, 'test', 'practitioner', [
      {
        row: { code: 'D9', nameZh: '已离职', institution: 'H2', department: 'INT', role: 'physician' },
        from: '2020-01-01',
        to: '2024-01-01',
      } as never,
    ]);
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT']);
    const accept = [{ item: 'ALT', result, choice: 'ACCEPT' }];
    const former = await region.as('doctor', { institution: 'H2', practitioner: 'D9' });
    const nameless = await region.as('doctor', { institution: 'H2' });
    const REFUSED = { outcome: 'REFUSED', missing: [{ code: 'TREATING_PHYSICIAN' }], chartText: null };
    expect((await act(decision, accept, former)).body.acts[0]).toMatchObject(REFUSED);
    expect((await act(decision, accept, nameless)).body.acts[0]).toMatchObject(REFUSED);
    for (const practitioner of ['D3', 'N2', 'D9', 'nobody'])
      expect((await act(decision, accept, region.system, { practitioner })).body.acts[0]).toMatchObject(REFUSED);
    expect((await act(decision, accept, former, { practitioner: 'D2' })).status).toBe(403);
    expect((await act(decision, accept, region.system, { practitioner: 'D2' })).body.acts[0]).toMatchObject({
      outcome: 'ACCEPTED',
    });
    // What was accepted is not read out to who may not act.
    const nurse = await region.as('doctor', { institution: 'H2', practitioner: 'N2' });
    expect((await act(decision, accept, nurse)).body.acts[0]).toMatchObject(REFUSED);
    const named = await post('recognition/check', region.doctor, {
      patient: { person: handle },
      items: [{ item: 'ALT' }],
      practitioner: 'D3',
    });
    expect(named.status).toBe(403);
  });
});

test('a centre and an authority read why, without values and charts', async () => {
  const { id, handle } = await region.person();
  const result = await region.result(id);
  const { decision } = await check(handle, ['ALT']);
  await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
  const explain = async (headers: Record<string, string>) =>
    (await get<ExplainResponse>(`recognition/explain/${decision}?item=ALT`, headers)).body;
  expect((await explain(region.doctor)).candidates[0]?.candidate.result.value).toBe('35');
  for (const role of ['qc-centre', 'commission'] as const) {
    const seen = await explain(await region.as(role, { region: '14' }));
    expect(seen.candidates[0]).toMatchObject({
      candidate: { class: 'MUST', result: { value: null, valueNumber: null } },
    });
    expect(seen.acts).toMatchObject([{ outcome: 'ACCEPTED', chartText: null }]);
  }
});

test('a time that is none is refused by name, in the question and in the explanation', async () => {
  const { id, handle } = await region.person();
  const result = await region.result(id);
  const asked = await post('recognition/check', region.doctor, {
    patient: { person: handle },
    items: [{ item: 'ALT' }],
    encounter: { id: 'E1', changeEvents: [{ kind: 'rescue', at: 'x' }] },
  });
  expect(asked.status).toBe(400);
  const { decision } = await check(handle, ['ALT']);
  const told = await act(decision, [{ item: 'ALT', result, ...REPEAT, explanation: { ...EXPLAINED, at: 'x' } }]);
  expect(told.status).toBe(400);
});

describe('an order', () => {
  test('after an answer given earlier in the encounter is not overlooked', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    region.clock.set(at('2024-05-20T08:00+08:00'));
    const { decision } = await check(handle, ['ALT']);
    await act(decision, [{ item: 'ALT', result, ...REPEAT }]);
    region.clock.set(at('2024-05-20T10:00+08:00'));
    expect((await check(handle, ['ALT'])).items[0]).toMatchObject({ answered: 'REPEAT' });
    await place(id, ['ALT'], 'E1');
    expect(await counted(id)).not.toContain('ALT overlooked');
  });

  test('is no oversight in an emergency that nobody asked about', async () => {
    const { id } = await region.person();
    await region.result(id);
    await place(id, ['ALT'], 'E-er', { emergency: true });
    expect(await counted(id)).toEqual([]);
  });

  test('without a question is an opportunity that was never prompted', async () => {
    const { id, handle } = await region.person();
    await region.result(id);
    await place(id, ['ALT'], 'E1');
    expect(await counted(id)).toEqual(['ALT opportunities', 'ALT overlooked', 'ALT unprompted']);
    await check(handle, ['ALT'], { id: 'E1' });
    expect(await counted(id)).toEqual(['ALT opportunities', 'ALT overlooked']);
  });

  test('found overlooked is cleared by feedback on an earlier card of the same form', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const select = await check(handle, ['ALT']);
    await check(handle, ['ALT']);
    region.clock.set(at('2024-05-20T09:10+08:00'));
    await place(id, ['ALT'], 'E1');
    expect(await counted(id)).toContain('ALT overlooked');
    region.clock.set(at(NOW));
    await act(select.decision, [{ item: 'ALT', result, ...REPEAT }]);
    expect(await counted(id)).not.toContain('ALT overlooked');
  });
});
