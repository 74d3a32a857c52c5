/** Years that the workday calendar lacks 工作日历缺年份: asked of the authority that keeps it, shown where a limit was counted, ended by the entry. */
import type { Day } from '@fujie/core/kernel';
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { startLoops } from '../src/loops/jobs.ts';
import { raiseWorkdayYears } from '../src/loops/workday-years.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' };
let province: Record<string, string>;
let city: Record<string, string>;
let office: Record<string, string>;

/** A comment that is owed within ten working days. */
async function owed(subject: string, opened: string): Promise<number> {
  region.clock.set(at(opened));
  const row = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      ...{ definition: 'recognition/comment', subject, unit: 'H2', department: 'INT', personId: null },
      ...{ occurredAt: at(opened), by: PLATFORM, facts: {} },
    }),
  );
  if (row === null) throw new Error('it was opened before');
  return row.id;
}

const enter = (...days: readonly (readonly [day: string, working: boolean])[]) =>
  importTyped(
    region.deps,
    'test',
    'workday',
    days.map(([day, working]) => ({ row: { day, working, nameZh: null }, from: '2024-01-01' as Day })),
  );

const asked = async (headers: Record<string, string>) =>
  (await get<LoopsResponse>('loops?definition=loops/workday-calendar&view=open', headers)).body.loops;
const page = async (id: number, headers: Record<string, string>) =>
  (await get<LoopResponse>(`loops/${String(id)}`, headers)).body;

async function commentOf(id: number) {
  const stage = (await page(id, office)).stages.find((one) => one.id === 'comment');
  return [stage?.dueAt, stage?.onWeekendsAlone];
}

beforeAll(async () => {
  province = await region.as('commission', { region: '14', username: 'province' });
  city = await region.as('commission', { region: '1401', username: 'city' });
  office = await region.as('quality-office', { institution: 'H2' });
});

describe('a year that open limits reach', () => {
  test('is nobody’s as long as nothing is open', async () => {
    region.clock.set(at('2024-04-25T09:00+08:00'));
    expect(await raiseWorkdayYears(region.deps)).toEqual({ opened: 0, closed: 0 });
  });

  test('is asked of the province, once, within seven days; the page says that the limit was counted on weekends alone', async () => {
    const loop = await owed('may', '2024-04-26T09:00+08:00');
    expect(await commentOf(loop)).toEqual(['2024-05-10T23:59:59+08:00', [2024]]);
    expect(await raiseWorkdayYears(region.deps)).toEqual({ opened: 1, closed: 0 });
    expect(await raiseWorkdayYears(region.deps)).toEqual({ opened: 0, closed: 0 });
    const [found] = await asked(province);
    expect(found).toMatchObject({ isMine: true, dueAt: '2024-05-03T23:59:59+08:00', unit: { code: '14' } });
    expect(found?.title).toEqual({
      zh: '工作日历缺 2024 年：工作日时限暂按周末推算',
      en: 'The workday calendar lacks 2024: working days are counted on weekends alone',
    });
    expect(await asked(city)).toEqual([]);
  });

  test('is ended by the import of that year, and the limit counted anew', async () => {
    const loops = startLoops(region.deps);
    // Labour Day of 2024: five days off, the Sunday before and the Saturday after worked.
    await enter(
      ...[['2024-04-28', true] as const, ['2024-05-11', true] as const],
      ...['01', '02', '03'].map((day) => [`2024-05-${day}`, false] as const),
    );
    await loops.stop();
    expect(await asked(province)).toEqual([]);
    const [closed] = (await get<LoopsResponse>('loops?definition=loops/workday-calendar&view=closed', province)).body
      .loops;
    const { stages } = await page(closed?.id ?? 0, province);
    expect(stages.map(({ status, outcome }) => [status, outcome?.en])).toEqual([['met', 'Entered']]);
    const { loops: open } = (await get<LoopsResponse>('loops?definition=recognition/comment&view=open', office)).body;
    expect(await commentOf(open[0]?.id ?? 0)).toEqual(['2024-05-13T23:59:59+08:00', []]);
  });
});

describe('the next year', () => {
  test.each([
    ['2024-11-30T23:59:59+08:00', 0],
    ['2024-12-01T00:00:00+08:00', 1],
  ])('at %s: %d asked', async (now, opened) => {
    region.clock.set(at(now));
    expect(await raiseWorkdayYears(region.deps)).toEqual({ opened, closed: 0 });
  });

  test('is to be entered before it begins, and a limit that reaches it says so', async () => {
    const [found] = await asked(province);
    expect(found?.dueAt).toBe('2024-12-31T23:59:59+08:00');
    const within = await owed('within', '2024-12-17T09:00+08:00');
    expect(await commentOf(within)).toEqual(['2024-12-31T23:59:59+08:00', []]);
    const across = await owed('across', '2024-12-18T09:00+08:00');
    expect(await commentOf(across)).toEqual(['2025-01-01T23:59:59+08:00', [2025]]);
    await enter(['2025-01-01', false]);
    // A second look, of this server or another, that found it open and comes to it when the first is through.
    const first = raiseWorkdayYears(region.deps);
    const { worker } = region.deps;
    const behind: typeof worker.tx = async (work) => {
      await first;
      return worker.tx(work);
    };
    await Promise.all([first, raiseWorkdayYears({ ...region.deps, worker: { ...worker, tx: behind } })]);
    expect(await asked(province)).toEqual([]);
    expect((await page(found?.id ?? 0, province)).records.filter(({ kind }) => kind === 'act')).toHaveLength(1);
    expect(await commentOf(across)).toEqual(['2025-01-02T23:59:59+08:00', []]);
    // Taken back, it is asked for again.
    await post('registers/workday/entries', province, {
      ...{ action: 'withdraw', key: '2025-01-01', from: '2024-01-01', note: '误录' },
    });
    await raiseWorkdayYears(region.deps);
    expect((await asked(province)).map(({ id }) => id)).toEqual([found?.id]);
  });
});
