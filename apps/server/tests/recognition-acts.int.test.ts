/** Acts under the law and under change: what forbids a repeat, what may still be accepted, who decides, what is counted. */
import { must, parseInstant } from '@fujie/core/kernel';
import type { CheckResponse, DecisionsResponse, ExplainResponse, NoticesResponse } from '@fujie/wire/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Actor } from '../src/platform/auth/permissions.ts';
import { sql } from '../src/platform/db/database.ts';
import { recordActs } from '../src/recognition/acts.ts';
import { replayDecision } from '../src/recognition/replay.ts';
import { importTyped } from '../src/registers/change.ts';
import { rebuildStatistics } from '../src/statistics/statistics.query.ts';
import type { Region } from './recognition-fixture.ts';
import { NOW, startRegion } from './recognition-fixture.ts';

let region: Region;

beforeAll(async () => {
  region = await startRegion();
});

afterAll(async () => {
  await region.close();
});

const at = (text: string) => must(parseInstant(text));

beforeEach(() => {
  region.clock.set(at(NOW));
});

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

async function send<T>(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  payload?: object,
): Promise<Answer<T>> {
  const response = await region.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json<T>() };
}

async function check(
  person: string,
  items: readonly string[],
  encounter: object = { id: 'E1' },
  headers = region.doctor,
): Promise<CheckResponse> {
  const answer = await send<CheckResponse>('POST', 'recognition/check', headers, {
    patient: { person },
    items: items.map((item) => ({ item })),
    encounter,
  });
  expect([answer.status, answer.body.timedOut]).toEqual([200, false]);
  return answer.body;
}

const act = (decision: string, acts: readonly object[], headers = region.doctor, more: object = {}) =>
  send<DecisionsResponse & { detailZh: string; errors: { code: string }[] }>('POST', 'recognition/decisions', headers, {
    decision,
    acts,
    ...more,
  });

const place = (personId: number, items: readonly string[], encounter: string | null, change: object = {}) =>
  region.db.tx((tx) =>
    region.deps.events.emit(tx, 'order-placed', {
      personId,
      institution: 'H2',
      department: 'INT',
      practitioner: 'D2',
      encounter,
      orderRef: `o-${String(personId)}`,
      items,
      emergency: false,
      placedAt: region.clock.now(),
      authoredAt: region.clock.now(),
      ...change,
    }),
  );

async function counted(personId: number): Promise<readonly string[]> {
  const facts = await region.db.query<{ fact: string }>(
    sql`select item || ' ' || measure as fact from recognition_fact where person_id = ${personId} and item <> '' order by 1`,
  );
  return facts.map(({ fact }) => fact);
}

const SYSTEM: Actor = {
  id: 's',
  name: 's',
  role: 'system',
  institution: 'H2',
  department: null,
  practitioner: null,
  region: null,
};

const EXPLAINED = {
  purpose: '复核',
  necessity: '必要',
  possibleEffects: '再次采血',
  toldTo: 'patient',
  at: '2024-05-20T09:05+08:00',
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
    const explained = await send<ExplainResponse>('GET', `recognition/explain/${signed.decision}`, region.doctor);
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
    const notices = await send<NoticesResponse>('GET', 'notices', region.doctor);
    expect(notices.body.notices.filter((notice) => notice.decision === decision)).toMatchObject([
      { kind: 'result-withdrawn' },
    ]);
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
    const named = await send('POST', 'recognition/check', region.doctor, {
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
    (await send<ExplainResponse>('GET', `recognition/explain/${decision}?item=ALT`, headers)).body;
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
  const asked = await send('POST', 'recognition/check', region.doctor, {
    patient: { person: handle },
    items: [{ item: 'ALT' }],
    encounter: { id: 'E1', changeEvents: [{ kind: 'rescue', at: 'x' }] },
  });
  expect(asked.status).toBe(400);
  const { decision } = await check(handle, ['ALT']);
  const told = await act(decision, [{ item: 'ALT', result, ...REPEAT, explanation: { ...EXPLAINED, at: 'x' } }]);
  expect(told.status).toBe(400);
});

describe('what is counted', () => {
  test('is one standing answer per case, the latest, whichever card it was given on', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const select = await check(handle, ['ALT']);
    const sign = await check(handle, ['ALT']);
    await act(select.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    expect(await counted(id)).toEqual(['ALT acceptedMust', 'ALT opportunities']);
    await act(sign.decision, [{ item: 'ALT', result, choice: 'REPEAT' }]);
    await act(sign.decision, [{ item: 'ALT', result, choice: 'REPEAT' }]);
    expect(await counted(id)).toEqual(['ALT acceptedMust', 'ALT blocked', 'ALT opportunities']);
    region.clock.set(at('2024-05-20T09:10+08:00'));
    await act(sign.decision, [{ item: 'ALT', result, ...REPEAT }]);
    expect(await counted(id)).toEqual([
      'ALT blocked',
      'ALT explanationsComplete',
      'ALT explanationsDue',
      'ALT opportunities',
      'ALT repeated2',
    ]);
  });

  test('becomes more when a MUST follows a MAY in one encounter, and only an answer to the MUST answers it', async () => {
    const { id, handle } = await region.person();
    const may = await region.result(id, { marks: [], collectedAt: '2024-05-17T08:00+08:00' });
    const first = await check(handle, ['ALT']);
    await act(first.decision, [{ item: 'ALT', result: may, choice: 'ACCEPT' }]);
    expect(await counted(id)).toEqual(['ALT acceptedMay', 'ALT encouraged']);
    const better = await region.result(id);
    const second = await check(handle, ['ALT']);
    expect(await counted(id)).toEqual(['ALT opportunities']);
    await act(second.decision, [{ item: 'ALT', result: better, choice: 'ACCEPT' }]);
    expect(await counted(id)).toEqual(['ALT acceptedMust', 'ALT opportunities']);
  });

  test('leaves out results of the institution itself: shown, not mutual recognition', async () => {
    const { id, handle } = await region.person();
    const own = await region.result(id, { institution: 'H2', marks: [] });
    const answer = await check(handle, ['ALT']);
    expect(answer.items[0]).toMatchObject({ class: 'MAY', candidates: [{ own: true }] });
    await act(answer.decision, [{ item: 'ALT', result: own, choice: 'ACCEPT' }]);
    await place(id, ['ALT'], 'E1');
    expect(await counted(id)).toEqual([]);
  });

  test('knows an acceptance that was ordered all the same: neither accepted nor saved', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT']);
    await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    await place(id, ['ALT'], 'E1');
    expect(await counted(id)).toEqual(['ALT opportunities', 'ALT reordered']);
  });

  test('keeps an acceptance apart that the chart lacks a field for', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id, { value: null });
    const { decision } = await check(handle, ['ALT']);
    const answer = await act(decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    expect(answer.body.acts[0]).toMatchObject({ outcome: 'ACCEPT_INCOMPLETE', chartText: null });
    expect(await counted(id)).toEqual(['ALT incomplete', 'ALT opportunities']);
  });
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

describe('counts', () => {
  const daily = () => region.db.query(sql`select * from recognition_daily where count <> 0 order by 1, 2, 3, 4, 5, 6`);
  const cases = () => region.db.query(sql`select * from recognition_case order by person_id, item, episode`);

  /** A small generator of its own, so that a failing sequence comes again. */
  function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
  }

  test('kept as things happen, in any order, equal those made anew from decisions and acts', async () => {
    const roll = dice(20240520);
    const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
    const items = ['ALT', 'AST', 'TBIL', 'K'];
    for (let life = 0; life < 8; life++) {
      const { id, handle } = await region.person();
      const decisions: CheckResponse[] = [];
      const results: string[] = [];
      region.clock.set(at(NOW));
      for (let step = 0; step < 40; step++) {
        region.clock.set((region.clock.now() + roll(40) * 60_000) as never);
        const encounter = one([{ id: 'E1' }, { id: 'E2' }, {}]);
        switch (roll(7)) {
          case 0:
            results.push(
              await region.result(id, {
                item: one(items),
                marks: one([[], ['晋HR']]),
                institution: one(['H1', 'H1', 'H2']),
                content: one(['data', 'data', 'conclusion']),
                value: one([35, 35, null]),
              }),
            );
            break;
          case 1:
          case 2:
            decisions.push(await check(handle, [one(items), one(items)], encounter));
            break;
          case 3:
          case 4: {
            if (decisions.length === 0) break;
            const { decision, items: judged } = one(decisions);
            const item = one(judged);
            const candidate = item.candidates[roll(item.candidates.length)];
            if (candidate === undefined) break;
            const choice = one([{ choice: 'ACCEPT' }, { choice: 'OPENED' }, { choice: 'REPEAT' }, REPEAT]);
            const done = await act(decision, [{ item: item.item, result: candidate.result.id, ...choice }]);
            expect([200, 409]).toContain(done.status);
            break;
          }
          case 5:
            await place(id, [one(items), one(items)], encounter.id ?? null, { orderRef: `o-${life}-${step}` });
            break;
          default: {
            const known = results[roll(results.length)];
            if (known === undefined) break;
            const [row] = await region.db.query<{ version: number; item: string; institution: string }>(
              sql`select version, item, institution from result where id = ${known} and current`,
            );
            if (row === undefined) break;
            const status = one(['corrected', 'entered-in-error']);
            await region.result(id, {
              ...row,
              id: known,
              version: row.version + 1,
              status,
              marks: one([[], ['晋HR']]),
            });
          }
        }
      }
    }
    const before = { daily: await daily(), cases: await cases() };
    expect(before.daily.length).toBeGreaterThan(20);
    await rebuildStatistics(region.db);
    expect(await daily()).toEqual(before.daily);
    expect(await cases()).toEqual(before.cases);
  });
});
