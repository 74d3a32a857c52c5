/** What laboratories owe: opened once from registers, closed by the register's own evidence, acted on by those whose task it is. */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { raiseObligations, startObligations } from '../src/laboratory/obligations.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const laboratory = () => region.as('laboratory', { institution: 'H2', department: 'LAB' });
const centre = () => region.as('qc-centre', { region: '14' });

const due = (dueOn: string, doneOn: string | null, from: string, to: string | null = null) => ({
  row: {
    institution: 'H2',
    instrument: 'OBL-1',
    activity: 'calibration',
    doneOn,
    dueOn,
    certificate: doneOn === null ? null : 'C-7',
  },
  from: from as Day,
  to: to as Day | null,
});

test('an instrument that falls due and a failed blind sample are owed once, and what the register shows as done closes', async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  const machine = { institution: 'H2', code: 'OBL-1', nameZh: '生化分析仪', model: null, items: ['ALT'] };
  await importTyped(region.deps, 'test', 'instrument', [{ row: machine, from: '2024-01-01' as Day }]);
  await importTyped(region.deps, 'test', 'instrument-activity', [due('2024-06-10', null, '2024-01-01')]);
  const failed = {
    institution: 'H2',
    item: 'ALT',
    measuredOn: '2024-05-16',
    verdictOn: '2024-05-17',
    outcome: 'FAIL',
    liftedOn: null,
  };
  await importTyped(region.deps, 'test', 'blind-sample', [{ row: failed, from: '2024-05-17' as Day }]);
  const first = await Promise.all([raiseObligations(region.deps), raiseObligations(region.deps)]);
  expect(first.reduce((sum, { opened }) => sum + opened, 0)).toBe(2);
  expect(await raiseObligations(region.deps)).toEqual({ opened: 0, closed: 0 });
  const mine = await get<LoopsResponse>('loops', await laboratory());
  expect(mine.body.loops.map(({ definition, title, dueAt }) => [definition.id, title.zh, dueAt])).toEqual([
    ['blind-sample/failed', expect.stringContaining('盲样考核不合格'), '2024-05-20T23:59:59+08:00'],
    ['instrument/activity-due', '生化分析仪：校准 2024-06-10 到期', '2024-06-10T23:59:59+08:00'],
  ]);
  expect((await get<LoopsResponse>('loops', await centre())).body.loops).toHaveLength(1);
  // The head of the institution hears of the sample at once, and of the instrument nothing.
  const head = await region.as('hospital-head', { institution: 'H2', practitioner: 'D2' });
  const told = (await get<LoopsResponse>('loops?view=told', head)).body.loops;
  expect(told.map(({ definition }) => definition.id)).toEqual(['blind-sample/failed']);
  // Nobody's word ends it: the register holds the day and the certificate, and the loop follows.
  const instrument = mine.body.loops.find(({ definition }) => definition.id === 'instrument/activity-due');
  for (const [outcome, fields] of [
    ['done', { doneOn: '2024-05-20', certificate: 'C-7' }],
    ['retired', { doneOn: '2024-05-20' }],
  ] as const) {
    const said = { key: outcome, stage: 'do', outcome, fields };
    expect((await post(`loops/${String(instrument?.id)}/acts`, await laboratory(), said)).status).toBe(422);
  }
  await importTyped(region.deps, 'test', 'instrument-activity', [
    due('2024-06-10', null, '2024-01-01', '2024-05-20'),
    due('2025-06-10', '2024-05-20', '2024-05-20'),
  ]);
  expect(await raiseObligations(region.deps)).toEqual({ opened: 0, closed: 1 });
  const closed = await get<LoopsResponse>('loops?view=closed', await laboratory());
  expect(closed.body.loops.map(({ definition, status, flaws }) => [definition.id, status, flaws])).toEqual([
    ['instrument/activity-due', 'closed', []],
  ]);
});

test('an own list of critical values is to be reviewed after a year, and ends with the registers alone', async () => {
  const reviewed = (reviewedOn: string) => ({
    row: {
      ...{
        institution: 'H2',
        item: 'K',
        code: 'own',
        specimen: null,
        sex: null,
        ageFrom: null,
        ageTo: null,
        ageUnit: null,
      },
      ...{ department: null, diagnosis: null, low: 2.8, high: 6.2, inclusive: true, findings: null, repeat: null },
      ...{ firstOnlyDays: null, reviewedOn, source: '院内' },
    },
    from: '2023-01-01' as Day,
  });
  const office = await region.as('quality-office', { institution: 'H2' });
  const review = 'loops?view=all&definition=critical-value/list-review';
  await importTyped(region.deps, 'test', 'critical-threshold', [reviewed('2023-06-10')]);
  expect(await raiseObligations(region.deps)).toMatchObject({ opened: 1 });
  const [open] = (await get<LoopsResponse>(review, office)).body.loops;
  expect(open).toMatchObject({ status: 'open', isMine: true, dueAt: '2024-06-09T23:59:59+08:00' });
  const act = { key: 'x', stage: 'do', outcome: 'done', fields: { doneOn: '2024-05-20', certificate: '会议纪要' } };
  expect((await post(`loops/${String(open?.id)}/acts`, office, act)).status).toBe(422);
  await importTyped(region.deps, 'test', 'critical-threshold', [reviewed('2024-05-20')]);
  expect(await raiseObligations(region.deps)).toEqual({ opened: 0, closed: 1 });
  expect((await get<LoopsResponse>(review, office)).body.loops).toMatchObject([{ status: 'closed', flaws: [] }]);
});

test('a test system that is registered in arrears opens the month that is owed since, at once', async () => {
  const jobs = startObligations(region.deps);
  await raiseObligations(region.deps);
  const system = {
    institution: 'H2',
    code: 'ALT-9',
    item: 'ALT',
    instrument: 'OBL-1',
    unit: 'U/L',
    kind: 'quantitative',
  };
  const row = { ...system, levels: 2, rules: ['1_3s'] };
  await importTyped(region.deps, 'test', 'test-system', [{ row, from: '2024-04-01' as Day }]);
  await jobs.stop();
  const owed = await get<LoopsResponse>('loops?view=open&definition=iqc/month-due', await laboratory());
  expect(owed.body.loops).toMatchObject([{ title: { zh: '2024-04 室内质控月汇总待报送' } }]);
});

// national-2022.art.7#03
test('of a half-year without a round of an item that had one its centre is asked, and its commission told when it is over', async () => {
  const round = {
    organiser: 'SX-CCL',
    round: 'LATE-1',
    item: 'ALT',
    year: 2025,
    closedOn: '2025-05-10',
    publishedOn: null,
  };
  await importTyped(region.deps, 'test', 'eqa-round', [{ row: round, from: '2025-01-01' as Day }]);
  const commission = () => region.as('commission', { region: '14' });
  const loops = async (headers: Record<string, string>, view: string) =>
    (await get<LoopsResponse>(`loops?view=${view}&definition=eqa/half-year`, headers)).body.loops.map(
      ({ dueAt }) => dueAt,
    );
  const end = '2025-12-31T23:59:59+08:00';
  region.clock.set(at('2025-10-31T23:59+08:00'));
  await raiseObligations(region.deps);
  expect(await loops(await centre(), 'mine')).toEqual([]);
  region.clock.set(at('2025-11-01T00:00+08:00'));
  await raiseObligations(region.deps);
  expect(await loops(await centre(), 'mine')).toEqual([end]);
  region.clock.set(at('2025-12-31T23:59:58+08:00'));
  await settleDue(region.deps);
  expect(await loops(await commission(), 'told')).toEqual([]);
  region.clock.set(at('2026-01-01T00:00+08:00'));
  await settleDue(region.deps);
  expect(await loops(await commission(), 'told')).toEqual([end]);
});
