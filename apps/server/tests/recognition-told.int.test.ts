/** What others are told of acts: the hospital's system of corrections, physicians of explanations that they owe, readers of cases. */
import type {
  OwedExplanationsResponse,
  StatisticsCasesResponse,
  StatisticsResponse,
  SystemNoticesResponse,
} from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act: actOn, check, get } = requestsTo(region);

const act = async (decision: string, change: object): Promise<void> => {
  expect((await actOn(decision, [{ item: 'ALT', ...change }])).status).toBe(200);
};

describe('a hospital that only uses CDS Hooks', () => {
  const fetchSince = async (since: string | null, headers = region.system) =>
    get<SystemNoticesResponse>(
      `recognition/notices${since === null ? '' : `?since=${encodeURIComponent(since)}`}`,
      headers,
    );
  const change = (personId: number, results: readonly string[], how: 'corrected' | 'withdrawn') =>
    region.db.tx((tx) =>
      region.deps.events.emit(tx, 'results-recorded', {
        personId,
        institution: 'H1',
        changed: results.map((id) => ({ id, change: how })),
      }),
    );

  test('fetches what became of results that its physicians accepted, and nothing of others', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'N1' });
    await act(decision, { result, choice: 'ACCEPT' });
    await change(id, [result], 'corrected');
    const { body } = await fetchSince(null);
    expect(body).toMatchObject({
      notices: [
        {
          ...{
            kind: 'result-corrected',
            basis: 'accepted',
            loop: expect.any(Number) as number,
            at: '2024-05-20T09:00:00+08:00',
            person: handle,
            practitioner: 'D2',
          },
          ...{ encounter: 'N1', decision, item: 'ALT', result, issuer: 'H1' },
        },
      ],
      more: false,
      next: '2024-05-20T00:50:00.000Z',
    });
    expect((await fetchSince(null, await region.as('system', { institution: 'H3' }))).body.notices).toEqual([]);
    expect((await fetchSince(null, region.doctor)).status).toBe(403);
    expect((await fetchSince('2024-02-30T09:00:00Z')).status).toBe(400);
    const audited = await region.db.query(
      sql`select 1 from audit_event where person_id = ${id} and action = 'notice:read'`,
    );
    expect(audited).toHaveLength(1);
  });

  test('is asked again of each of two changes that are recorded at once', async () => {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'N2' });
    await act(decision, { result, choice: 'ACCEPT' });
    await change(id, [result], 'corrected');
    await Promise.all([change(id, [result], 'corrected'), change(id, [result], 'withdrawn')]);
    const records = await region.db.query<{ kind: string }>(
      sql`select r.kind from loop_record r join loop l on l.id = r.loop_id where l.definition = 'report/changed' and l.person_id = ${id} and r.kind in ('opened', 'reopened')`,
    );
    expect(records.map(({ kind }) => kind).sort()).toEqual(['opened', 'opened', 'opened', 'reopened', 'reopened']);
  });

  test('misses none of many at one instant, and is told the last minutes again', async () => {
    const since = '2024-05-20T02:00:00Z';
    const { id } = await region.person();
    const notice = (time: string, count: number) =>
      region.db.query(sql`
        insert into report_reliance (changed_at, unit, practitioner, change, basis, person_id, decision_id, item, result_id, issuer)
        select ${time}::timestamptz, 'H2', 'D2', 'withdrawn', 'accepted', ${id}, gen_random_uuid(), 'ALT', 'x' || n, 'H1'
          from generate_series(1, ${count}::int) as n`);
    await notice('2024-05-20T02:00:01.25Z', 250);
    await notice('2024-05-20T02:00:02Z', 3);
    region.clock.set(at('2024-05-20T10:05+08:00'));
    const first = (await fetchSince(since)).body;
    expect([first.notices.length, first.more, first.next]).toEqual([250, true, '2024-05-20T02:00:01.250Z']);
    const second = (await fetchSince(first.next)).body;
    expect([second.notices.length, second.more, second.next]).toEqual([3, false, '2024-05-20T01:55:00.000Z']);
    region.clock.set(at(NOW));
  });
});

describe('an explanation that is owed', () => {
  const owed = async (headers: Record<string, string>) =>
    (await get<OwedExplanationsResponse>('recognition/explanations', headers)).body;
  const overdue = async (office: Record<string, string>) => {
    const range = 'from=2024-05-01&to=2024-05-31';
    const statistics = await get<StatisticsResponse>(`statistics/recognition?${range}&by=item`, office);
    const opened = await get<StatisticsCasesResponse>(
      `statistics/recognition/cases?${range}&measure=explanationsOverdue`,
      office,
    );
    expect(opened.body.cases).toHaveLength(statistics.body.total.counts.explanationsOverdue);
    return statistics.body.total.counts.explanationsOverdue;
  };

  test('is listed for its physician and the quality office, overdue after its time, until it is supplied', async () => {
    const office = await region.as('quality-office', { institution: 'H2' });
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT'], { id: 'X1', class: 'emergency' });
    const repeat = { result, choice: 'REPEAT', code: 4 };
    await act(decision, repeat);
    expect(await owed(region.doctor)).toMatchObject({
      explanations: [
        {
          ...{ decision, item: 'ALT', itemName: { zh: '丙氨酸氨基转移酶' }, code: 4, overdue: false },
          ...{ dueAt: '2024-05-21T09:00:00+08:00', person: handle, personName: '张*明', practitionerName: '李医生' },
        },
      ],
      total: 1,
      overdue: 0,
    });
    expect((await owed(office)).explanations).toMatchObject([{ decision, personName: null }]);
    expect((await owed(region.otherDoctor)).total).toBe(0);
    expect((await owed(await region.as('quality-office', { institution: 'H3' }))).total).toBe(0);
    expect((await get('recognition/explanations', region.system)).status).toBe(403);
    expect(await overdue(office)).toBe(0);

    region.clock.set(at('2024-05-21T09:01+08:00'));
    expect(await owed(office)).toMatchObject({ explanations: [{ overdue: true }], total: 1, overdue: 1 });
    expect(await overdue(office)).toBe(1);
    await act(decision, { ...repeat, explanation: EXPLAINED });
    expect((await owed(region.doctor)).total).toBe(0);
    expect(await overdue(office)).toBe(0);
    region.clock.set(at(NOW));
  });
});

describe('the cases of a number', () => {
  test('come page by page, each once, with how many there are', async () => {
    const { id, handle } = await region.person();
    await region.result(id);
    for (let n = 0; n < 205; n++) await check(handle, ['ALT'], { id: `P${String(n)}` });
    const office = await region.as('quality-office', { institution: 'H2' });
    const query = 'statistics/recognition/cases?from=2024-05-01&to=2024-05-31&measure=opportunities';
    const first = (await get<StatisticsCasesResponse>(query, office)).body;
    expect(first.cases).toHaveLength(200);
    const second = (
      await get<StatisticsCasesResponse>(`${query}&after=${encodeURIComponent(first.next ?? '')}`, office)
    ).body;
    expect([second.total, second.next]).toEqual([first.total, null]);
    const decisions = new Set([...first.cases, ...second.cases].map((shown) => shown.decision));
    expect(decisions.size).toBe(first.total);
    expect((await get(`${query}&after=x`, office)).status).toBe(400);
  });
});
