/** What is counted of decisions, acts and orders, who sees it, and that it can be made anew. */
import type {
  CheckResponse,
  DeidentifiedResponse,
  OwedExplanationsResponse,
  StatisticsCasesResponse,
  StatisticsResponse,
} from '@fujie/wire/contracts';
import { beforeEach, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { rebuildStatistics } from '../src/statistics/statistics.query.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, counted, get, place } = requestsTo(region);

beforeEach(() => {
  region.clock.set(at(NOW));
});

const REPEAT = { choice: 'REPEAT', code: 2, explanation: EXPLAINED };

/** The counts as they are kept, and the cases that they are derived from. */
const kept = async () => ({
  daily: await region.db.query(sql`select * from recognition_daily where count <> 0 order by 1, 2, 3, 4, 5, 6`),
  cases: await region.db.query(sql`select * from recognition_case order by person_id, item, episode`),
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

describe('the statistics', () => {
  test('kept as things happen equal those recomputed from decisions and acts', async () => {
    const { id, handle } = await region.person();
    const results = {
      ALT: await region.result(id),
      AST: await region.result(id, { item: 'AST' }),
      TBIL: await region.result(id, { item: 'TBIL', marks: [] }),
    };
    const one = await check(handle, ['ALT', 'AST', 'TBIL'], { id: 'E8' });
    await act(one.decision, [
      { item: 'ALT', result: results.ALT, choice: 'OPENED' },
      { item: 'ALT', result: results.ALT, choice: 'OPENED' },
      { item: 'AST', result: results.AST, choice: 'REPEAT' },
      { item: 'TBIL', result: results.TBIL, choice: 'ACCEPT' },
    ]);
    await act(one.decision, [
      { item: 'ALT', result: results.ALT, choice: 'ACCEPT' },
      { item: 'AST', result: results.AST, choice: 'REPEAT', code: 6, note: '会诊要求', explanation: EXPLAINED },
    ]);
    const two = await check(handle, ['ALT'], { id: 'E8' });
    await act(two.decision, [{ item: 'ALT', result: results.ALT, choice: 'REPEAT', code: 2, explanation: EXPLAINED }]);
    region.clock.set(at('2024-05-21T09:00+08:00'));
    await check(handle, ['ALT'], { id: 'E9' });
    await place(id, ['ALT'], 'E9', { placedAt: at('2024-05-21T09:01+08:00') });
    region.clock.set(at(NOW));

    const before = await kept();
    expect(before.daily.length).toBeGreaterThan(10);
    await rebuildStatistics(region.db);
    expect(await kept()).toEqual(before);
  });

  test('a wrong count does not survive a rebuild', async () => {
    await region.db.query(sql`update recognition_daily set count = count + 7`);
    await rebuildStatistics(region.db);
    const wrong = await region.db.query(sql`
      select d.* from recognition_daily d
       where d.count <> (select count(*) from recognition_fact f where (f.day, f.institution, f.department, f.item, f.issuer, f.measure)
         = (d.day, d.institution, d.department, d.item, d.issuer, d.measure))`);
    expect(wrong).toEqual([]);
  });

  test('show the head of a department what was done there, and explain nothing of another one', async () => {
    const inside = await region.person();
    const outside = await region.person();
    const [inINT, inSUR] = [await region.result(inside.id), await region.result(outside.id)];
    const surgeon = await region.as('doctor', { institution: 'H2', practitioner: 'D9', department: 'SUR' });
    const here = await check(inside.handle, ['ALT'], { id: 'EH', class: 'emergency' });
    const there = await check(outside.handle, ['ALT'], { id: 'ES', class: 'emergency' }, surgeon);
    const repeated = { item: 'ALT', choice: 'REPEAT', code: 4 };
    await act(here.decision, [{ ...repeated, result: inINT }]);
    await act(there.decision, [{ ...repeated, result: inSUR }], surgeon);
    const head = await region.as('department-head', { institution: 'H2', department: 'INT' });
    const range = 'from=2024-05-01&to=2024-05-31';
    const counts = await get<StatisticsResponse>(`statistics/recognition?${range}&by=department`, head);
    expect(counts.body.rows.map((row) => row.key)).toEqual(['H2|INT']);
    const cases = await get<StatisticsCasesResponse>(
      `statistics/recognition/cases?${range}&measure=opportunities`,
      head,
    );
    const decisions = cases.body.cases.map((row) => row.decision);
    expect(decisions).toContain(here.decision);
    expect(decisions).not.toContain(there.decision);
    expect(cases.body.cases.every((row) => row.person === null && row.department === 'INT')).toBe(true);
    const owed = await get<OwedExplanationsResponse>('recognition/explanations', head);
    expect(owed.body.explanations.map((row) => row.department)).toContain('INT');
    expect(owed.body.explanations.map((row) => row.department)).not.toContain('SUR');
    expect((await get(`recognition/explain/${here.decision}`, head)).status).toBe(200);
    expect((await get(`recognition/explain/${there.decision}`, head)).status).toBe(404);
  });

  test('show each role its own: the hospital itself, an authority its region without patients, everyone else nothing', async () => {
    const range = 'from=2024-05-01&to=2024-05-31';
    const keys = async (headers: Record<string, string>) =>
      (await get<StatisticsResponse>(`statistics/recognition?${range}`, headers)).body.rows.map((r) => r.key);
    expect(await keys(await region.as('quality-office', { institution: 'H2' }))).toEqual(['H2']);
    expect(await keys(await region.as('quality-office', { institution: 'H3' }))).toEqual([]);
    expect(await keys(await region.as('commission', { region: '14' }))).toContain('H2');
    expect(await keys(await region.as('commission', { region: '1402' }))).not.toContain('H2');
    expect((await get(`statistics/recognition?${range}`, region.doctor)).status).toBe(403);
    const cases = await get<StatisticsCasesResponse>(
      `statistics/recognition/cases?${range}&measure=prompted`,
      await region.as('commission', { region: '14' }),
    );
    expect(cases.body.cases.length).toBeGreaterThan(0);
    expect(cases.body.cases.every((c) => c.person === null)).toBe(true);
    const foreign = await get(
      `statistics/recognition?${range}&institution=H2`,
      await region.as('quality-office', { institution: 'H3' }),
    );
    expect(foreign.status).toBe(403);
    expect(
      (
        await get(
          'statistics/recognition?from=2024-02-30&to=2024-03-01',
          await region.as('commission', { region: '14' }),
        )
      ).status,
    ).toBe(400);
  });

  test('open every number to as many cases as it counts', async () => {
    const commission = await region.as('commission', { region: '14' });
    const range = 'from=2024-05-01&to=2024-05-31';
    const { counts } = (await get<StatisticsResponse>(`statistics/recognition?${range}`, commission)).body.total;
    const { repeated, yuanSaved, ...plain } = counts;
    expect(Number(yuanSaved)).toBeGreaterThan(0);
    const expected = [
      ...Object.entries(plain),
      ...Object.entries(repeated).map(([code, n]) => [`repeated&code=${code}`, n] as const),
    ];
    for (const [measure, count] of expected) {
      const cases = await get<StatisticsCasesResponse>(
        `statistics/recognition/cases?${range}&measure=${measure}`,
        commission,
      );
      expect([measure, cases.body.cases.length]).toEqual([measure, count]);
    }
  });
});

describe('counts', () => {
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
    const before = await kept();
    expect(before.daily.length).toBeGreaterThan(20);
    await rebuildStatistics(region.db);
    expect(await kept()).toEqual(before);
  });
});

describe('cases without anybody in them', () => {
  const SETTLED = '2024-06-08T09:00+08:00';
  const exported = async (covered: string, month = '2024-05') => {
    const headers = await region.as('commission', { region: covered });
    return get<DeidentifiedResponse>(`statistics/recognition/deidentified?month=${month}`, headers);
  };
  const treat = async (count: number, from: number) => {
    for (let n = from; n < from + count; n++) {
      const { id, handle } = await region.person();
      await region.result(id);
      await check(handle, ['ALT'], { id: `E${String(n)}` }, region.otherDoctor);
    }
  };

  test('are given of a month that is over, by whole cities, and are on record', async () => {
    await treat(12, 0);
    region.clock.set(at('2024-06-07T09:00+08:00'));
    expect(await exported('14')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('2024-06-08') as string },
    });
    region.clock.set(at(SETTLED));
    const [{ status, body }, whole] = await Promise.all([exported('1402'), exported('14')]);
    expect([whole.status, whole.body.csv.includes(',1402')]).toEqual([200, true]);
    expect([status, body]).toMatchObject([
      200,
      { month: '2024-05', cities: ['1402'], withheld: 0, total: 12, suppressed: 0, rows: 12 },
    ]);
    const lines = body.csv.trim().split('\r\n');
    expect(lines).toHaveLength(1 + 12 + 2);
    expect(lines[1]).toMatch(/^(40-49)?,(fe)?(male)?,1402\d*,2024-05[\d-]*,ALT,[^,]+,MUST,,$/);
    expect(lines.at(-1)).toContain(`审计编号 Audit ${String(body.entry)}`);
    const [entry] = await region.db.query<{ action: string; outcome: string; detail: object }>(
      sql`select action, outcome, detail from audit_event where id = ${body.entry}`,
    );
    expect(entry).toMatchObject({
      action: 'statistics:deidentified',
      outcome: 'done',
      detail: { month: '2024-05', cities: ['1402'], rows: 12 },
    });
  });

  test('are the same as often as they are asked for, whatever has come since; none can change or forget them', async () => {
    region.clock.set(at(SETTLED));
    const rowsOf = ({ body }: Awaited<ReturnType<typeof exported>>) => body.csv.split('\r\n').slice(0, -3);
    const first = rowsOf(await exported('1402'));
    region.clock.set(at(NOW));
    await treat(10, 12);
    region.clock.set(at(SETTLED));
    expect(rowsOf(await exported('1402'))).toEqual(first);
    const all = rowsOf(await exported('14'));
    expect(all.filter((line) => line.includes(',1402'))).toEqual(first.slice(1));
    for (const write of [sql`update deidentified_release set k = 5`, sql`delete from deidentified_release`])
      await expect(region.deps.worker.query(write)).rejects.toMatchObject({ code: '42501' });
  });

  test('are refused where too few are alike, of less than a city, and by whatever would cut a release in parts', async () => {
    region.clock.set(at(SETTLED));
    expect((await exported('1402', '2024-04')).status).toBe(422);
    expect((await exported('140202')).status).toBe(422);
    for (const part of ['2024-05&institution=H3', '2024-05&k=5', '2024-05-20'])
      expect([part, (await exported('14', part)).status]).toEqual([part, 400]);
    const office = await region.as('quality-office', { institution: 'H3' });
    expect((await get('statistics/recognition/deidentified?month=2024-05', office)).status).toBe(403);
  });
});
