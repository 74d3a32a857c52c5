/** Scorecards of departments 科室质量得分: counted from records, read in the hospital; where results were used, recorded with the scores then. */
import type { Day } from '@fujie/core/kernel';
import type { ResultUsesResponse, ScoreCasesResponse, ScorecardsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { openLoop, recordInLoop } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const office = (institution = 'H2') =>
  region.as('quality-office', { institution, username: `office-${institution}`, name: '质控办' });
const head = (department: string) =>
  region.as('department-head', { institution: 'H2', department, username: `head-${department}` });

const scoresOf = async (headers: Record<string, string>, department: string, month = '?month=2024-05') => {
  const { body } = await get<ScorecardsResponse>(`scorecards${month}`, headers);
  const scores = body.departments.find((one) => one.department.code === department)?.scores ?? [];
  return Object.fromEntries(scores.map(({ measure, numerator, denominator }) => [measure, [numerator, denominator]]));
};
const uses = async (headers: Record<string, string>) =>
  (await get<ResultUsesResponse>('scorecards/uses', headers)).body;

/** A loop of the department of a kind, and its first step done after some minutes. */
async function followed(definition: string, subject: string, stage: string, minutes: number | null): Promise<void> {
  const by = { id: 'D2', name: '李医生', role: 'doctor' };
  const opened = at('2024-05-13T09:00+08:00');
  await region.deps.worker.tx(async (tx) => {
    const row = await openLoop(region.deps, tx, {
      ...{ definition, subject, unit: 'H2', department: 'INT', personId: null, occurredAt: opened, by },
      facts: { titleZh: subject, titleEn: subject },
    });
    if (row === null || minutes === null) return;
    const when = (opened + minutes * 60_000) as typeof opened;
    await recordInLoop(region.deps, tx, row.id, {
      ...{ key: 'done', kind: 'act', stage, outcome: 'cancelled', by, occurredAt: when, recordedAt: when },
      fields: { note: '已撤销' },
    });
  });
}

beforeAll(async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  const load = (register: string, rows: readonly object[]) =>
    importTyped(
      region.deps,
      'test',
      register,
      rows.map((row) => ({ row: row as Record<string, unknown>, from: '2020-01-01' as Day })),
    );
  await load('department', [{ institution: 'H2', code: 'SUR', nameZh: '外科', kind: 'clinical' }]);
  await region.db.query(sql`
    insert into recognition_daily (day, institution, department, item, issuer, measure, count, yuan)
    values ('2024-05-15', 'H2', 'INT', 'ALT', 'H1', 'opportunities', 20, 0), ('2024-05-15', 'H2', 'INT', 'ALT', 'H1', 'acceptedMust', 15, 0),
           ('2024-05-15', 'H2', 'INT', 'ALT', 'H1', 'explanationsDue', 4, 0), ('2024-05-15', 'H2', 'INT', 'ALT', 'H1', 'explanationsComplete', 3, 0),
           ('2024-04-15', 'H2', 'INT', 'ALT', 'H1', 'opportunities', 10, 0)`);
});

describe('a scorecard', () => {
  test('counts what is on record of a department in a month, and says nothing where nothing was asked', async () => {
    const card = await scoresOf(await office(), 'INT');
    expect(card).toMatchObject({ recognition: [15, 20], explanations: [3, 4], targets: [0, 0] });
    expect(await scoresOf(await office(), 'SUR')).toMatchObject({ recognition: [0, 0] });
    expect(await scoresOf(await office(), 'INT', '')).toMatchObject({ recognition: [0, 10] });
  });

  test('counts steps that the department owed, in time and late, and none of a report of an event', async () => {
    const before = (await scoresOf(await office(), 'INT'))['loops'] ?? [0, 0];
    // Answered in time; what the head owes after it is overdue by now.
    await followed('recognition/overlooked', 'S1', 'answer', 5);
    await followed('adverse-event/silent-department', 'S2', 'explain', 5);
    const after = (await scoresOf(await office(), 'INT'))['loops'] ?? [0, 0];
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 2]);
  });

  test('opens to the steps that it counts, what was not met first, for the office and the own head', async () => {
    await followed('recognition/overlooked', 'S3', 'answer', 5);
    await followed('adverse-event/silent-department', 'S4', 'explain', 5);
    const [met = 0, asked = 0] = (await scoresOf(await office(), 'INT'))['loops'] ?? [];
    const casesFor = async (headers: Record<string, string>, more = '') =>
      (await get<ScoreCasesResponse>(`scorecards/cases?month=2024-05&measure=loops${more}`, headers)).body;
    const { total, cases } = await casesFor(await office(), '&department=INT');
    expect([total, cases.length, cases.filter(({ standing }) => standing === 'met').length]).toEqual([
      ...[asked, asked, met],
    ]);
    expect(cases.at(0)?.standing).not.toBe('met');
    expect(cases.at(-1)).toMatchObject({ standing: 'met', department: { nameZh: '内科' } });
    expect(cases.map(({ kind }) => kind.zh).join()).not.toContain('不良事件');
    expect((await casesFor(await head('INT'))).total).toBe(asked);
    expect((await casesFor(await head('SUR'), '&department=INT')).cases).toEqual([]);
    expect((await casesFor(await office('H1'))).cases).toEqual([]);
    expect((await get('scorecards/cases?month=2024-05&measure=loops', region.doctor)).status).toBe(403);
    expect((await get('scorecards/cases?month=2024-05&measure=targets', await office())).status).toBe(400);
  });

  test('is read by everybody in the hospital and by nobody else, of months that have begun', async () => {
    expect(await scoresOf(region.doctor, 'INT')).toMatchObject({ recognition: [15, 20] });
    expect((await get('scorecards', await region.as('commission', { region: '1401' }))).status).toBe(403);
    expect(await scoresOf(await office('H1'), 'INT')).toMatchObject({ recognition: [0, 0] });
    expect((await get('scorecards?month=2024-06', region.doctor)).status).toBe(400);
  });
});

describe('a use of results', () => {
  const USE = {
    ...{ kind: 'doctor-assessment', department: 'INT', practitioner: 'D2', from: '2024-05', to: '2024-05' },
    ...{ result: '定期考核合格', decidedOn: '2024-05-18', decidedBy: '医师定期考核委员会' },
  };
  const record = async (change: object, headers?: Record<string, string>) =>
    (await post('scorecards/uses', headers ?? (await office()), { ...USE, ...change })).status;

  test('names who is concerned, and lies in the past', async () => {
    const { practitioner: _, ...nobody } = USE;
    expect((await post('scorecards/uses', await office(), nobody)).status).toBe(400);
    expect(await record({ practitioner: 'D3' })).toBe(400);
    expect(await record({ department: 'PED' })).toBe(400);
    expect(await record({ decidedOn: '2024-05-21' })).toBe(400);
    expect(await record({ decidedOn: '0204-05-18' })).toBe(400);
    expect(await record({ from: '2024-06', to: '2024-06' })).toBe(400);
    expect(await record({ corrects: 999_999 })).toBe(400);
    expect(await record({ corrects: 1e30 })).toBe(400);
    expect(await record({}, await head('INT'))).toBe(403);
    expect((await uses(await office())).uses).toEqual([]);
  });

  test('keeps the scores as they stood, is read by office and own head alone, and is corrected by another entry once', async () => {
    expect(await record({})).toBe(200);
    const [first] = (await uses(await office())).uses;
    expect(first).toMatchObject({
      practitioner: { code: 'D2', name: '李医生' },
      result: '定期考核合格',
      corrected: false,
    });
    expect(first?.scores.find(({ measure }) => measure === 'recognition')).toMatchObject({
      numerator: 15,
      denominator: 20,
    });
    await region.db.query(
      sql`update recognition_daily set count = 18 where measure = 'acceptedMust' and department = 'INT'`,
    );
    expect((await uses(await office())).uses[0]?.scores).toEqual(first?.scores);
    expect((await uses(await head('INT'))).uses).toHaveLength(1);
    expect((await uses(await head('SUR'))).uses).toEqual([]);
    expect((await uses(await office('H1'))).uses).toEqual([]);
    expect((await get('scorecards/uses', region.doctor)).status).toBe(403);
    const corrects = first?.id ?? 0;
    expect(await record({ corrects }, await office('H1'))).toBe(400);
    expect([await record({ corrects, result: '优秀' }), await record({ corrects })]).toEqual([200, 409]);
    expect((await uses(await office())).uses.map(({ result, corrected }) => [result, corrected])).toEqual([
      ['优秀', false],
      ['定期考核合格', true],
    ]);
    const stored = await region.db.query<{ text: string }>(sql`select u::text as text from quality_result_use u`);
    for (const { text } of stored) expect(text).not.toContain('合格');
    await expect(region.db.query(sql`update quality_result_use set kind = 'award'`)).rejects.toThrow();
  });

  test('corrects what was recorded long ago, though five hundred others came since', async () => {
    expect(await record({ result: '最早一条' })).toBe(200);
    const oldest = (await uses(await office())).uses.find(({ result }) => result === '最早一条')?.id ?? 0;
    await region.db.query(sql`
      insert into quality_result_use (institution, kind, department, practitioner, from_month, to_month, result, scores, decided_on,
        decided_by, recorded_by, recorded_name, recorded_at)
      select u.institution, u.kind, u.department, u.practitioner, u.from_month, u.to_month, u.result, u.scores, u.decided_on,
        u.decided_by, u.recorded_by, u.recorded_name, u.recorded_at
        from quality_result_use u cross join generate_series(1, 500) where u.id = ${oldest}`);
    expect((await uses(await office())).uses.map(({ id }) => id)).not.toContain(oldest);
    expect(await record({ corrects: oldest, result: '更正后' })).toBe(200);
  });

  test('is recorded once however often it is sent, by several clicks at once too', async () => {
    const key = 'use-sent-1';
    const before = (await uses(await office('H1'))).uses.length;
    const sender = await office('H1');
    const own = { department: 'INT', kind: 'award', practitioner: undefined, key };
    const sent = await Promise.all(Array.from({ length: 5 }, async () => record(own, sender)));
    expect(sent).toEqual([200, 200, 200, 200, 200]);
    expect(await record({ ...own, result: '优秀' }, sender)).toBe(409);
    expect((await uses(sender)).uses).toHaveLength(before + 1);
  });
});
