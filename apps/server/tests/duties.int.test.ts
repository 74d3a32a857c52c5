/** Duties of recognition 互认职责 as they arise from acts and are ended by them: explanations, chart entries, prompts passed over. */
import type { LoopRecorded, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { recount } from '../src/recognition/cases.query.ts';
import { waitingFor } from './locks.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post, check, act, place } = requestsTo(region);
const office = () => region.as('quality-office', { institution: 'H2' });
const head = () => region.as('department-head', { institution: 'H2', department: 'INT' });

interface Duty {
  readonly id: number;
  readonly kind: string;
  readonly status: string;
  readonly stages: readonly string[];
  readonly assignee: string | null;
}
const dutiesOf = async (person: number): Promise<readonly Duty[]> =>
  region.db.query<Duty>(
    sql`select id, definition as kind, status, stages, assignee from loop where person_id = ${person} order by id`,
  );
const kinds = async (person: number): Promise<readonly string[]> =>
  (await dutiesOf(person)).map(({ kind, status }) => `${kind.replace('recognition/', '')} ${status}`);
const minutesLater = (minutes: number): void => {
  region.clock.set((region.clock.now() + minutes * 60_000) as ReturnType<typeof at>);
};

describe('a repeat whose explanation is to follow', () => {
  test('is a loop of the physician until the act brings it, and none where the act has it already', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    await region.result(id);
    await region.result(id, { item: 'AST' });
    const emergency = { id: 'E1', class: 'emergency' };
    const { decision } = await check(handle, ['ALT', 'AST'], emergency);
    const repeat = { choice: 'REPEAT', code: 4 };
    await act(decision, [
      { item: 'ALT', result: null, ...repeat },
      { item: 'AST', result: null, ...repeat, explanation: EXPLAINED },
    ]);
    expect(await dutiesOf(id)).toMatchObject([{ kind: 'recognition/explanation', status: 'open', assignee: 'H2/D2' }]);
    const [loop] = await dutiesOf(id);
    const shown = await get<LoopResponse>(`loops/${String(loop?.id)}`, region.doctor);
    expect(shown.body.loop).toMatchObject({ isMine: true, title: { zh: '说明复检：丙氨酸氨基转移酶' } });
    expect(shown.body.loop.dueAt).toBe('2024-05-21T09:00:00+08:00');
    expect(shown.body.stages[0]?.outcomes).toMatchObject([{ page: '/explanations' }]);
    const elsewhere = await post(`loops/${String(loop?.id)}/acts`, region.doctor, {
      key: 'here',
      stage: 'explain',
      outcome: 'explained',
      fields: { purpose: '复核', necessity: '必要', toldTo: 'patient', at: NOW },
    });
    expect(elsewhere.status).toBe(422);
    minutesLater(60);
    await act(decision, [{ item: 'ALT', result: null, ...repeat, explanation: EXPLAINED }]);
    expect(await kinds(id)).toEqual(['explanation closed']);
    const closed = await get<LoopResponse>(`loops/${String(loop?.id)}`, region.doctor);
    expect(closed.body.records.at(-1)).toMatchObject({ kind: 'act', by: { name: '李医生', role: 'doctor' } });
  });

  test('is withdrawn when the result is accepted after all', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const first = await check(handle, ['ALT'], { id: 'E2', class: 'emergency' });
    await act(first.decision, [{ item: 'ALT', result: null, choice: 'REPEAT', code: 4 }]);
    minutesLater(5);
    const second = await check(handle, ['ALT'], { id: 'E2', class: 'emergency' });
    await act(second.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    expect(await kinds(id)).toEqual(['explanation void', 'chart-entry open']);
  });
});

describe('an accepted result', () => {
  test('is to be written into the chart: one loop for a decision, open again when more is accepted', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    const alt = await region.result(id);
    const ast = await region.result(id, { item: 'AST' });
    const { decision } = await check(handle, ['ALT', 'AST']);
    await act(decision, [{ item: 'ALT', result: alt, choice: 'ACCEPT' }]);
    await act(decision, [{ item: 'ALT', result: alt, choice: 'ACCEPT' }]);
    const [loop] = await dutiesOf(id);
    const confirmed = await post<LoopRecorded>(`loops/${String(loop?.id)}/acts`, region.system, {
      key: 'emr-1',
      stage: 'write',
      outcome: 'confirmed',
      fields: { document: 'EMR-1' },
      by: { practitioner: 'D2', role: 'doctor' },
    });
    expect([confirmed.status, confirmed.body.status]).toEqual([200, 'closed']);
    minutesLater(10);
    await act(decision, [{ item: 'AST', result: ast, choice: 'ACCEPT' }]);
    expect(await kinds(id)).toEqual(['chart-entry open']);
    const shown = await get<LoopResponse>(`loops/${String(loop?.id)}`, region.doctor);
    expect(shown.body.loop.title.zh).toBe('写入病历：丙氨酸氨基转移酶、天门冬氨酸氨基转移酶');
    minutesLater(1);
    const byHand = await post<LoopRecorded>(`loops/${String(loop?.id)}/acts`, region.doctor, {
      key: 'hand',
      stage: 'write',
      outcome: 'by-hand',
      fields: { place: '病程记录', complete: true },
    });
    expect(byHand.body.status).toBe('closed');
  });

  test('is not forgotten when two of one visit are accepted at the same instant', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    const alt = await region.result(id);
    const ast = await region.result(id, { item: 'AST' });
    const { decision } = await check(handle, ['ALT', 'AST']);
    const [held] = await region.db.query<{ episode: string }>(
      sql`select distinct episode from recognition_case where person_id = ${id}`,
    );
    const keys = { personId: id, episode: held?.episode ?? '', items: ['ALT', 'AST'] };
    const both = await region.db.tx(async (tx) =>
      recount(tx, keys, async () => {
        const accepted = [
          act(decision, [{ item: 'ALT', result: alt, choice: 'ACCEPT' }]),
          act(decision, [{ item: 'AST', result: ast, choice: 'ACCEPT' }]),
        ];
        await expect.poll(() => waitingFor(region.db, 'advisory')).toBe(2);
        return { accepted };
      }),
    );
    await Promise.all(both.accepted);
    const [loop] = await dutiesOf(id);
    const shown = await get<LoopResponse>(`loops/${String(loop?.id)}`, region.doctor);
    expect(shown.body.loop.title.zh.replace('写入病历：', '').split('、').sort()).toEqual(
      ['丙氨酸氨基转移酶', '天门冬氨酸氨基转移酶'].sort(),
    );
  });
});

describe('a must-recognise prompt that an order passed over', () => {
  test('asks the doctor, then the head, then the office: one loop for the order', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    await region.result(id);
    await region.result(id, { item: 'AST' });
    await check(handle, ['ALT', 'AST'], { id: 'E3' });
    minutesLater(1);
    await place(id, ['ALT', 'AST'], 'E3');
    await place(id, ['ALT', 'AST'], 'E3');
    const [loop, ...others] = await dutiesOf(id);
    expect([loop?.kind, loop?.stages, others]).toEqual(['recognition/overlooked', ['answer'], []]);
    const acts = `loops/${String(loop?.id)}/acts`;
    const answer = { key: 'why', stage: 'answer', outcome: 'no-reason', fields: { note: '未细看提示' } };
    expect((await post<LoopRecorded>(acts, region.doctor, answer)).body.waiting).toEqual(['judge']);
    const mine = await get<LoopsResponse>('loops?view=mine', await head());
    expect(mine.body.loops.map((one) => one.id)).toContain(loop?.id);
    const judged = { key: 'judged', stage: 'judge', outcome: 'unjustified', fields: { note: '结果可用' } };
    expect((await post<LoopRecorded>(acts, await head(), judged)).body.waiting).toEqual(['correct']);
    const corrected = { key: 'done', stage: 'correct', outcome: 'corrected', fields: { measures: '科内学习' } };
    expect((await post<LoopRecorded>(acts, await office(), corrected)).body.status).toBe('closed');
  });

  test('is withdrawn when the answer that was given before the order arrives late', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E4' });
    minutesLater(10);
    await place(id, ['ALT'], 'E4');
    expect(await kinds(id)).toEqual(['overlooked open']);
    region.clock.set(at('2024-05-20T09:02+08:00'));
    await act(decision, [{ item: 'ALT', result, choice: 'REPEAT', code: 1, note: '病情变化', explanation: EXPLAINED }]);
    expect(await kinds(id)).toEqual(['overlooked void']);
  });

  test('is answered by the reason that the doctor chooses after the order', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'E5' });
    minutesLater(1);
    await place(id, ['ALT'], 'E5');
    minutesLater(30);
    await act(decision, [{ item: 'ALT', result, choice: 'REPEAT', code: 1, note: '病情变化', explanation: EXPLAINED }]);
    expect((await dutiesOf(id))[0]).toMatchObject({ status: 'open', stages: ['judge'], assignee: null });
  });

  test('asks nobody for what may be recognised only', async () => {
    region.clock.set(at(NOW));
    const { id, handle } = await region.person();
    await region.result(id, { item: 'TBIL', marks: [] });
    await check(handle, ['TBIL'], { id: 'E6' });
    minutesLater(1);
    await place(id, ['TBIL'], 'E6');
    expect(await kinds(id)).toEqual([]);
  });
});
