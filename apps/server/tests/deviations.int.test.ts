/** Deviations from the average 偏离监测: run on the statistics of a month, each a loop with cause, requirement, correction and check. */
import type { Day } from '@fujie/core/kernel';
import type { DeviationsResponse, LoopRecorded, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { raiseDeviations } from '../src/statistics/deviations.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const office = (institution: string) =>
  region.as('quality-office', { institution, username: `office-${institution}`, name: `质控办 ${institution}` });
const head = (institution: string) => region.as('hospital-head', { institution, username: `head-${institution}` });
const city = () => region.as('commission', { region: '1401', username: 'city', name: '市卫健委' });
const elsewhere = () => region.as('commission', { region: '1402', username: 'elsewhere' });

/** Accepted of a hundred decisions of April; the last stands apart. */
const APRIL = { C1: 58, C2: 60, C3: 62, C4: 64, C5: 66, LOW: 51 };

/** The counts of a month as acts leave them: a hundred decisions, so many accepted, of two items. */
async function counted(day: string, accepted: Readonly<Record<string, number>>, opportunities = 100): Promise<void> {
  for (const [institution, count] of Object.entries(accepted))
    await region.db.query(sql`
      insert into recognition_daily (day, institution, department, item, issuer, measure, count, yuan)
      values (${day}::date, ${institution}, 'INT', 'ALT', 'H1', 'opportunities', ${opportunities}, 0),
             (${day}::date, ${institution}, 'INT', 'ALT', 'H1', 'acceptedMust', ${count - 1}, 0),
             (${day}::date, ${institution}, 'INT', 'AST', 'H1', 'acceptedMust', 1, 0)`);
}

const raised = async (day: string) => {
  region.clock.set(at(`${day}T09:00+08:00`));
  return raiseDeviations(region.deps);
};
const shown = async (headers: Record<string, string>, month = '') =>
  (await get<DeviationsResponse>(`statistics/deviations${month}`, headers)).body;
const ratiosOf = ({ rows }: DeviationsResponse) =>
  rows
    .filter(({ measure, opportunities }) => measure === 'recognition-ratio' && opportunities > 0)
    .map(({ institution, verdict }) => [institution.code, verdict]);
const owed = async () =>
  (await get<LoopsResponse>('loops?view=all&definition=recognition/deviation', await city())).body.loops;

beforeAll(async () => {
  await importTyped(
    region.deps,
    'test',
    'institution',
    Object.keys(APRIL).map((code) => ({
      from: '2020-01-01' as Day,
      row: {
        ...{ code, nameZh: `${code} 医院`, region: '140105', level: 2, ownership: 'public', kind: 'general' },
        supervisor: 'health',
      },
    })),
  );
  await counted('2024-04-15', APRIL);
});

describe('a deviation', () => {
  test('is found once the statistics of its month are settled, and opened once however often it is looked for', async () => {
    expect(await raised('2024-05-03')).toEqual({ opened: 0, checked: 0 });
    expect(await raised('2024-05-04')).toEqual({ opened: 1, checked: 0 });
    expect(await raised('2024-05-05')).toEqual({ opened: 0, checked: 0 });
    const loops = await owed();
    expect(loops.map(({ unit, title }) => [unit.code, title.zh])).toEqual([
      ['LOW', '2024-04 互认率明显偏低：本机构 51.0%，同类 62.0%'],
    ]);
  });

  test('shows the authority every institution, an institution itself beside the mean of its peers alone', async () => {
    const all = await shown(await city());
    expect([all.month, all.settled]).toEqual(['2024-04', true]);
    expect(ratiosOf(all)).toEqual([...['C1', 'C2', 'C3', 'C4', 'C5'].map((code) => [code, 'within']), ['LOW', 'low']]);
    const own = await shown(await office('LOW'));
    expect(new Set(own.rows.map(({ institution }) => institution.code))).toEqual(new Set(['LOW']));
    expect(own.rows[0]).toMatchObject({ value: 0.51, opportunities: 100, peers: 5, verdict: 'low' });
    expect(own.rows[0]?.mean).toBeCloseTo(0.62, 9);
    expect(own.rows[0]?.loop).toMatchObject({ month: '2024-04', status: 'open' });
    expect(own.rows[1]).toMatchObject({ measure: 'recognised-items', value: 2, verdict: 'within', loop: null });
    expect(ratiosOf(await shown(await elsewhere()))).toEqual([]);
    expect((await get('statistics/deviations?month=2024-06', await city())).status).toBe(400);
    expect((await get('statistics/deviations', region.doctor)).status).toBe(403);
  });

  test('is compared by the figures of the region, which an institution cannot set for itself', async () => {
    const figure = (institution: string | null, parameter: string, value: number) =>
      importTyped(region.deps, 'test', 'loop-parameter', [
        {
          from: '2024-01-01' as Day,
          row: { loop: 'recognition/deviation', parameter, institution, value, note: '试' },
        },
      ]);
    await figure('LOW', 'ratio', 90);
    expect(ratiosOf(await shown(await office('LOW')))).toEqual([['LOW', 'low']]);
    await figure(null, 'opportunities', 101);
    expect(ratiosOf(await shown(await city())).every(([, verdict]) => verdict === 'not-compared')).toBe(true);
    await figure(null, 'opportunities', 100);
    expect(ratiosOf(await shown(await office('LOW')))).toEqual([['LOW', 'low']]);
  });

  test('asks for cause, requirement and correction, and figures of a month after say whether it is put right', async () => {
    const [{ id } = { id: 0 }] = await owed();
    const record = async (headers: Record<string, string>, key: string, what: string, fields: object) => {
      const [stage, outcome] = what.split(':');
      const answer = await post<LoopRecorded>(`loops/${String(id)}/acts`, headers, { key, stage, outcome, fields });
      return answer.status === 200 ? answer.body.waiting : answer.status;
    };
    const cause = { causeKind: 'reluctance', cause: '门诊未调阅外院结果' };
    expect((await get<LoopsResponse>('loops?view=all', await head('LOW'))).body.loops.map((one) => one.id)).toContain(
      id,
    );
    expect(await record(await city(), '0', 'begin:begun', { responsible: '医务科' })).toBe(422);
    expect(await record(await office('LOW'), '1', 'begin:begun', { responsible: '医务科' })).toEqual(['cause']);
    expect(await record(await office('LOW'), '2', 'cause:found', { causeKind: 'reluctance' })).toBe(422);
    expect(await record(await office('LOW'), '3', 'cause:found', cause)).toEqual(['require']);
    const asked = { requirement: '每周抽查', dueOn: '2024-05-20' };
    expect(await record(await city(), '4', 'require:required', asked)).toEqual(['correct']);
    region.clock.set(at('2024-05-10T09:00+08:00'));
    expect(await record(await office('LOW'), '5', 'correct:corrected', { measures: '已培训' })).toEqual(['check']);
    // Nobody says of oneself that the figures are right, and May began before it was put right.
    const within = { comparedMonth: '2024-05', comparison: '62%' };
    expect(await record(await office('LOW'), '6', 'check:within', within)).toBe(422);
    await counted('2024-05-20', APRIL);
    expect(await raised('2024-06-05')).toEqual({ opened: 0, checked: 0 });
    // June still deviates: the cause is sought again.
    await counted('2024-06-20', APRIL);
    expect(await raised('2024-07-05')).toEqual({ opened: 0, checked: 1 });
    expect(await raised('2024-07-06')).toEqual({ opened: 0, checked: 0 });
    expect(await record(await office('LOW'), '7', 'cause:found', cause)).toEqual(['require']);
    expect(await record(await city(), '8', 'require:required', { ...asked, dueOn: '2024-07-20' })).toEqual(['correct']);
    await record(await office('LOW'), '9', 'correct:corrected', { measures: '逐医师反馈' });
    await counted('2024-07-20', { ...APRIL, LOW: 58 });
    await counted('2024-08-20', { ...APRIL, LOW: 58 });
    expect(await raised('2024-08-05')).toEqual({ opened: 0, checked: 0 });
    expect(await raised('2024-09-05')).toEqual({ opened: 0, checked: 1 });
    expect((await owed()).map(({ status }) => status)).toEqual(['closed']);
    const [row] = (await shown(await office('LOW'), '?month=2024-04')).rows;
    expect(row?.loop).toMatchObject({ id, status: 'closed' });
  });

  test('that the authority found justified is not asked about again for a year, in the same direction', async () => {
    await counted('2024-09-20', APRIL);
    expect(await raised('2024-10-05')).toEqual({ opened: 1, checked: 0 });
    const [{ id } = { id: 0 }] = await owed().then((loops) => loops.filter(({ status }) => status === 'open'));
    const record = async (headers: Record<string, string>, stage: string, outcome: string, fields: object) =>
      post(`loops/${String(id)}/acts`, headers, { key: stage, stage, outcome, fields });
    await record(await office('LOW'), 'begin', 'begun', { responsible: '医务科' });
    await record(await office('LOW'), 'cause', 'found', { causeKind: 'patients', cause: '收治危重为主' });
    await record(await city(), 'require', 'justified', { reason: '核实属实' });
    expect((await owed()).filter(({ status }) => status === 'open')).toEqual([]);
    await counted('2024-10-20', APRIL);
    expect(await raised('2024-11-05')).toEqual({ opened: 0, checked: 0 });
    await counted('2024-11-20', { ...APRIL, LOW: 90 });
    expect(await raised('2024-12-05')).toEqual({ opened: 1, checked: 0 });
  });
});
