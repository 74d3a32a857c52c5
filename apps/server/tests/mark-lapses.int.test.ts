/** Marks that lapse: one loop by cause and day, ended by the registers alone, and nothing asked twice. */
import type { Day } from '@fujie/core/kernel';
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { raiseLapses } from '../src/laboratory/lapses.ts';
import { raiseObligations } from '../src/laboratory/obligations.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const laboratory = () => region.as('laboratory', { institution: 'H1', department: 'LAB' });
const office = () => region.as('quality-office', { institution: 'H1' });
const loops = async (view = 'open') =>
  (await get<LoopsResponse>(`loops?view=${view}&definition=mark/lapsed`, await laboratory())).body.loops;

const from = '2020-01-01' as Day;
const calibrated = (dueOn: string, since: string, to: string | null = null) => ({
  row: { institution: 'H1', instrument: 'AN-1', activity: 'calibration', dueOn },
  from: since as Day,
  to: to as Day | null,
});

test('an instrument that is overdue ends many marks: one loop names them, points to what is owed, and ends with the register', async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  // In May every mark holds, and of what ends in July with the half-year nothing is due yet: all four took part.
  expect(await raiseLapses(region.deps)).toEqual({ opened: 0, ended: 0 });
  await importTyped(region.deps, 'test', 'instrument-activity', [
    calibrated('2026-12-31', '2020-01-01', '2024-05-01'),
    calibrated('2024-05-18', '2024-05-01'),
  ]);
  await raiseObligations(region.deps);
  const both = await Promise.all([raiseLapses(region.deps), raiseLapses(region.deps)]);
  expect(both.reduce((sum, { opened }) => sum + opened, 0)).toBe(1);
  const [loop, ...others] = await loops();
  expect(others).toEqual([]);
  expect(loop?.title.zh).toBe(
    '互认标识 2024-05-19 失效：仪器检定校准等逾期（4 项：丙氨酸氨基转移酶、天门冬氨酸氨基转移酶、胸部CT平扫 …）',
  );
  expect(loop?.dueAt).toBe('2024-06-18T23:59:59+08:00');
  const { body } = await get<LoopResponse>(`loops/${String(loop?.id)}`, await laboratory());
  const owed = await get<LoopsResponse>('loops?view=open&definition=instrument/activity-due', await laboratory());
  expect(body.follows).toEqual(owed.body.loops.map(({ id }) => id));
  const cause = body.records[0]?.fields.find(({ title }) => title.en === 'Cause');
  expect(cause?.value.zh).toMatch(/^仪器检定校准等逾期$/);
  expect(cause?.value.en).not.toMatch(/\p{Script=Han}/u);

  // Nobody's word ends it.
  const said = { key: 'x', stage: 'restore', outcome: 'restored', fields: { restoredOn: '2024-05-20' } };
  expect((await post(`loops/${String(loop?.id)}/acts`, await laboratory(), said)).status).toBe(422);
  await importTyped(region.deps, 'test', 'instrument-activity', [
    calibrated('2024-05-18', '2024-05-01', '2024-05-20'),
    calibrated('2025-05-20', '2024-05-20'),
  ]);
  expect(await raiseLapses(region.deps)).toEqual({ opened: 0, ended: 1 });
  expect((await loops('closed'))[0]).toMatchObject({ id: loop?.id, status: 'closed', flaws: [] });
});

test('a failed round is followed up by its rectification; an item that is given up is released from by name', async () => {
  await importTyped(region.deps, 'test', 'iqc-monthly', [
    { row: { institution: 'H1', item: 'K', month: '2024-03', testingDays: 22, qcDays: 22, cv: 2.5 }, from },
  ]);
  await importTyped(region.deps, 'test', 'eqa-outcome', [
    { row: { organiser: 'SX-CCL', round: '2024-1', item: 'K', institution: 'H1', outcome: 'FAIL' }, from },
  ]);
  await raiseObligations(region.deps);
  expect((await raiseLapses(region.deps)).opened).toBe(1);
  const [loop] = await loops();
  expect(loop?.title.zh).toContain('（1 项：钾）');
  const rectification = await get<LoopsResponse>('loops?view=open&definition=eqa/rectification', await laboratory());
  const { body } = await get<LoopResponse>(`loops/${String(loop?.id)}`, await laboratory());
  expect(body.follows).toEqual(rectification.body.loops.map(({ id }) => id));
  const waiver = { key: 'w', stage: null, reason: 'given-up', note: '停止开展' };
  expect((await post(`loops/${String(loop?.id)}/waivers`, await office(), waiver)).status).toBe(200);
  // What a person released from stays released.
  expect(await raiseLapses(region.deps)).toEqual({ opened: 0, ended: 0 });
  expect(await loops()).toEqual([]);
});

test('an end that is known is told thirty days ahead, and is averted by the register', async () => {
  region.clock.set(at('2024-06-01T09:00+08:00'));
  await importTyped(region.deps, 'test', 'iqc-monthly', [
    { row: { institution: 'H1', item: 'AST', month: '2024-05', testingDays: 22, qcDays: 22, cv: 2.5 }, from },
  ]);
  const suspension = (suspendedTo: string | null, since: string, to: string | null = null) => ({
    row: {
      ...{ code: 'S-1', institution: 'H1', item: 'AST', cause: 'AUTHORITY_ORDER' },
      ...{ suspendedFrom: '2024-06-20', suspendedTo, doubtFrom: null },
    },
    from: since as Day,
    to: to as Day | null,
  });
  await importTyped(region.deps, 'test', 'suspension', [suspension(null, '2024-05-01')]);
  expect((await raiseLapses(region.deps)).opened).toBe(1);
  const [loop] = await loops();
  expect(loop).toMatchObject({
    title: { zh: expect.stringContaining('2024-06-20 失效') as string },
    dueAt: '2024-06-19T23:59:59+08:00',
  });
  await importTyped(region.deps, 'test', 'suspension', [
    suspension(null, '2024-05-01', '2024-06-01'),
    suspension('2024-06-20', '2024-06-01'),
  ]);
  expect(await raiseLapses(region.deps)).toEqual({ opened: 0, ended: 1 });
});
