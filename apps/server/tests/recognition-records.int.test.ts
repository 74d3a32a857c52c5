/** What becomes of decisions on record: results withdrawn, orders that overlook them, replay, a database that is slow. */
import type { CheckRequest, ExplainResponse, ReportChangesResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { createChecks } from '../src/recognition/check.ts';
import { explainStored } from '../src/recognition/explain.ts';
import { replayDecision, replayDecisions } from '../src/recognition/replay.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { waitingFor } from './locks.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, place } = requestsTo(region);

const overlooked = async (personId: number) =>
  (
    await region.db.query<{ item: string }>(
      sql`select item from recognition_act where person_id = ${personId} and choice = 'OVERLOOKED' order by item`,
    )
  ).map((r) => r.item);

describe('a result that is corrected or withdrawn', () => {
  test('is told to the physician and the quality office that accepted it, in the transaction of the change, and offered no more', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E1' });
    await act(answer.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    const office = await region.as('quality-office', { institution: 'H2' });
    const foreign = await region.as('quality-office', { institution: 'H3' });
    const withdraw = (fails: boolean) =>
      region.db.tx(async (tx) => {
        await region.deps.events.emit(tx, 'results-recorded', {
          personId: id,
          institution: 'H1',
          changed: [{ id: result, change: 'withdrawn' }],
        });
        if (fails) throw new Error('the document could not be stored');
      });
    await expect(withdraw(true)).rejects.toThrow('could not be stored');
    const changesOf = async (headers: Record<string, string>) =>
      (await get<ReportChangesResponse>('report-changes', headers)).body.changes;
    expect(await changesOf(office)).toHaveLength(0);
    await withdraw(false);
    const [told] = await changesOf(region.doctor);
    expect(told).toMatchObject({
      ...{ change: 'withdrawn', basis: 'accepted', status: 'open', decision: answer.decision },
      ...{
        person: handle,
        personName: '张*明',
        item: { nameZh: '丙氨酸氨基转移酶' },
        issuer: { nameZh: '太原第一医院' },
      },
    });
    expect(await changesOf(office)).toMatchObject([{ loop: told?.loop, person: null, personName: null }]);
    expect(await changesOf(foreign)).toHaveLength(0);

    await region.result(id, { id: result, version: 2, status: 'entered-in-error' });
    expect((await check(handle, ['ALT'], { id: 'E1b' })).items[0]).toMatchObject({ class: null, candidates: [] });
  });
});

describe('an order that arrives', () => {
  test('without an answer to a MUST is found overlooked, once', async () => {
    const { id, handle } = await region.person();
    await region.result(id);
    await region.result(id, { item: 'TBIL', marks: [] });
    await check(handle, ['ALT', 'TBIL'], { id: 'E2' });
    await place(id, ['ALT', 'TBIL'], 'E2');
    await place(id, ['ALT', 'TBIL'], 'E2');
    expect(await overlooked(id)).toEqual(['ALT', 'TBIL']);
    const facts = await region.db.query<{ measure: string; item: string }>(
      sql`select measure, item from recognition_fact where person_id = ${id} and measure in ('overlooked', 'passedOver') order by item`,
    );
    // V is a MUST alone; what may be recognised was passed over.
    expect(facts.map((fact) => [fact.item, fact.measure])).toEqual([
      ['ALT', 'overlooked'],
      ['TBIL', 'passedOver'],
    ]);
  });

  test('after an answer, in an emergency, or with nothing to recognise is not', async () => {
    const answered = await region.person();
    const result = await region.result(answered.id);
    const { decision } = await check(answered.handle, ['ALT'], { id: 'E3' });
    await act(decision, [{ item: 'ALT', result, choice: 'REPEAT', code: 1, note: '黄疸', explanation: EXPLAINED }]);
    await place(answered.id, ['ALT'], 'E3');
    expect(await overlooked(answered.id)).toEqual([]);

    const urgent = await region.person();
    await region.result(urgent.id);
    await check(urgent.handle, ['ALT'], { id: 'E4', class: 'emergency' });
    await place(urgent.id, ['ALT'], 'E4');
    expect(await overlooked(urgent.id)).toEqual([]);

    const fresh = await region.person();
    await place(fresh.id, ['ALT'], null);
    expect(await overlooked(fresh.id)).toEqual([]);
  });

  test('that never asked is judged as of the time it was placed, panels taken apart', async () => {
    const { id } = await region.person();
    await region.result(id);
    await place(id, ['LIVER'], 'E5');
    expect(await overlooked(id)).toEqual(['ALT']);
    const decisions = await region.db.query<{ kind: string }>(sql`select kind from decision where person_id = ${id}`);
    expect(decisions).toEqual([{ kind: 'order' }]);
  });

  test('of long ago, loaded as history, is nobody’s oversight', async () => {
    const { id } = await region.person();
    await region.result(id, { collectedAt: '2024-03-01T08:00+08:00', reportedAt: '2024-03-01T09:00+08:00' });
    await place(id, ['ALT'], 'E6', { placedAt: at('2024-03-02T09:00+08:00') });
    expect(await overlooked(id)).toEqual([]);
  });

  test('before the feedback that was given in time takes the finding back', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E7' });
    await place(id, ['ALT'], 'E7', { placedAt: at('2024-05-20T09:10+08:00') });
    const count = async () =>
      (await region.db.query(sql`select 1 from recognition_fact where person_id = ${id} and measure = 'overlooked'`))
        .length;
    expect(await count()).toBe(1);
    await act(decision, [{ item: 'ALT', result, choice: 'REPEAT', code: 2, explanation: EXPLAINED }]);
    expect(await count()).toBe(0);
  });
});

describe('replay', () => {
  test('gives the same answer after registers and results were corrected, and says so when it does not', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    await region.result(id, { item: 'K' });
    const answer = await check(handle, ['ALT', 'K', 'LIVER'], {
      id: 'E10',
      plannedMeasures: [{ kind: 'surgery', at: '2024-05-21T08:00+08:00' }],
    });
    expect(answer.items[0]?.class).toBe('MUST');
    await importTyped(region.deps, 'test', 'suspension', [
      {
        row: {
          code: 'S1',
          institution: 'H1',
          item: 'ALT',
          cause: 'BLIND_SAMPLE_FAIL',
          suspendedFrom: '2024-05-19',
          doubtFrom: '2024-05-10',
        },
        from: '2024-05-19',
      } as never,
    ]);
    await region.result(id, { id: result, version: 2, value: 350, status: 'corrected', marks: [] });
    expect(await replayDecision(region.deps, answer.decision)).toMatchObject({ same: true, differences: [] });
    const now = await check(handle, ['ALT'], { id: 'E11' });
    expect(now.items[0]?.class).toBe('MAY');

    let count = 0;
    for await (const replay of replayDecisions(region.deps, { from: '2024-05-01', to: '2024-05-31', sample: null })) {
      count += 1;
      expect([replay.decision, replay.differences]).toEqual([replay.decision, []]);
    }
    expect(count).toBeGreaterThan(5);

    await region.asOwner(
      sql`update decision set output = jsonb_set(output, '{items,0,1}', '"MAY"') where id = ${answer.decision}`,
    );
    const altered = await replayDecision(region.deps, answer.decision);
    expect(altered).toMatchObject({ same: false, rules: 'same', differences: [{ item: 'ALT' }] });
    expect(await replayDecision(region.deps, '00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});

describe('replay of a decision', () => {
  test('sees what was recorded then and passed over, and nothing that came later', async () => {
    const { id, handle } = await region.person();
    const seen = await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E-known' });
    const later = await region.result(id, {
      collectedAt: '2024-05-19T08:00+08:00',
      reportedAt: '2024-05-19T09:00+08:00',
    });
    expect(await replayDecision(region.deps, answer.decision)).toMatchObject({ same: true });
    await region.asOwner(sql`update result set updated_at = '2024-05-19T10:00+08:00' where id = ${later}`);
    const replay = await replayDecision(region.deps, answer.decision);
    expect(replay?.differences[0]?.recomputed?.candidates.map((c) => c.id)).toEqual([later, seen]);
    expect(replay?.differences[0]?.stored?.candidates.map((c) => c.id)).toEqual([seen]);
  });

  test('is explained with the entries of registers that it rests on', async () => {
    const { id, handle } = await region.person();
    await region.result(id);
    const answer = await check(handle, ['ALT', 'TBIL'], { id: 'E-why' });
    const why = await get<ExplainResponse>(`recognition/explain/${answer.decision}?item=ALT`, region.doctor);
    expect(why.body).toMatchObject({
      timedOut: false,
      identity: 'certain',
      registers: [{ register: 'recognition-list', code: 'SX-2023', title: '互认清单', from: '2023-06-20' }],
    });
    const all = await explainStored(region.deps, answer.decision);
    expect(all.map((one) => [one.item.code, one.candidates.length])).toEqual([
      ['ALT', 1],
      ['TBIL', 0],
    ]);
    expect(await explainStored(region.deps, '00000000-0000-4000-8000-000000000000')).toEqual([]);
  });

  test('tells a change of the rules apart from a change of the answer', async () => {
    const { id, handle } = await region.person();
    await region.result(id);
    const answer = await check(handle, ['ALT'], { id: 'E-rules' });
    await region.asOwner(
      sql`update decision set pack_digest = 'of another day', packs = '[]' where id = ${answer.decision}`,
    );
    expect(await replayDecision(region.deps, answer.decision)).toMatchObject({ same: true, rules: 'changed' });
    await region.asOwner(sql`update decision set pack_digest = null where id = ${answer.decision}`);
    expect(await replayDecision(region.deps, answer.decision)).toMatchObject({ same: true, rules: 'unknown' });
  });
});

describe('a database that does not answer in time', () => {
  const doctor = {
    id: 'd',
    name: 'd',
    role: 'doctor',
    institution: 'H2',
    department: null,
    practitioner: 'D2',
    region: null,
    from: { kind: 'token', address: null, credential: null },
  } as const;
  const whileLocked = <T>(table: 'result' | 'recognition_daily', work: () => Promise<T>): Promise<T> =>
    region.db.withClient(async (client) => {
      await client.query('begin');
      await client.query('set local role none');
      await client.query(`lock table ${table} in access exclusive mode`);
      try {
        return await work();
      } finally {
        await client.query('rollback');
      }
    });
  /** What is known two seconds after the question is shown (recognition decision, section 3). */
  const timeIsOver = (): void => {
    const now = region.clock.now();
    region.clock.set((now + 2000) as typeof now);
    region.clock.set(now);
  };
  const factsOf = async (personId: number) =>
    (
      await region.db.query<{ measure: string }>(
        sql`select measure from recognition_fact where person_id = ${personId} order by 1`,
      )
    ).map((fact) => fact.measure);
  const question = (person: string): CheckRequest => ({
    patient: { person },
    items: [{ item: 'AST' }],
    encounter: { id: 'E-slow' },
  });

  test('delays no order: the answer is empty, and counted; the classification follows, prompted to nobody', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'AST' });
    const checks = createChecks(region.deps);
    const answer = await whileLocked('result', async () => {
      const asked = checks.check(doctor, question(handle));
      timeIsOver();
      return asked;
    });
    expect(answer).toMatchObject({ timedOut: true, items: [] });
    await checks.drain();
    expect(checks.timeouts()).toBe(1);
    const why = await get<ExplainResponse>(`recognition/explain/${answer.decision}?item=AST`, region.doctor);
    expect(why).toMatchObject({
      status: 200,
      body: { timedOut: true, candidates: [{ candidate: { class: 'MUST' } }] },
    });
    expect(await factsOf(id)).toEqual(['timedOut']);
    const stored = await region.db.query<{ class: string }>(
      sql`select output #>> '{items,0,1}' as class from decision where id = ${answer.decision}`,
    );
    expect(stored).toEqual([{ class: 'MUST' }]);
    expect(await replayDecision(region.deps, answer.decision)).toMatchObject({ same: true });
    // Nobody was shown anything: the order that follows is nobody’s oversight.
    await place(id, ['AST'], 'E-slow');
    expect(await factsOf(id)).toEqual(['timedOut']);
  });

  test('only while storing shows what is known in time', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'AST' });
    const checks = createChecks(region.deps);
    const answer = await whileLocked('recognition_daily', async () => {
      const asked = checks.check(doctor, question(handle));
      await expect.poll(() => waitingFor(region.db, 'relation')).toBe(1);
      timeIsOver();
      return asked;
    });
    expect(answer).toMatchObject({ timedOut: false, items: [{ class: 'MUST' }] });
    await checks.drain();
    expect(await factsOf(id)).toEqual(['opportunities']);
  });

  test('when a MUST follows a MAY stores neither the question nor what becomes of its case: never one without the other', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'AST', marks: [], collectedAt: '2024-05-17T08:00+08:00' });
    const checks = createChecks(region.deps);
    await checks.check(doctor, question(handle));
    await region.result(id, { item: 'AST' });
    const broken = { ...region.deps.worker, tx: () => Promise.reject(new Error('the connection was lost')) };
    const failing = createChecks({ ...region.deps, worker: broken });
    await failing.check(doctor, question(handle));
    await failing.drain();
    const decisions = () => region.db.query(sql`select from decision where person_id = ${id}`);
    expect(await decisions()).toHaveLength(1);
    expect(await factsOf(id)).toEqual(['encouraged']);
    await checks.check(doctor, question(handle));
    await checks.drain();
    expect(await decisions()).toHaveLength(2);
    expect(await factsOf(id)).toEqual(['opportunities']);
  });

  test('at all is no failure of the question: empty, counted, and no oversight of whoever orders', async () => {
    const { id, handle, number } = await region.person();
    await region.result(id, { item: 'AST' });
    const broken = connect(region.databaseUrl);
    await broken.close();
    const checks = createChecks({
      ...region.deps,
      scoped: () => broken,
      worker: { ...region.deps.worker, prepared: broken.prepared },
    });
    expect(await checks.check(doctor, question(handle))).toMatchObject({ timedOut: true, items: [] });
    await checks.drain();
    expect(checks.timeouts()).toBe(1);
    // Known again, the platform finds that it had been asked in this encounter, before it knew about whom.
    const late = createChecks(region.deps);
    const identified = Promise.reject(new Error('the index of persons does not answer'));
    const unknown = { ...question(handle), patient: { identifier: { system: 'urn:x', value: number } } };
    await late.check(doctor, unknown, { identified });
    await late.drain();
    await place(id, ['AST'], 'E-slow');
    expect(await factsOf(id)).toEqual([]);
  });
});
