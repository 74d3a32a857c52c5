/** Measured months of control: what marks run on where a laboratory measures here, submitted or not, and after every change of it. */
import type { Day, Instant } from '@fujie/core/kernel';
import { entitledMarks } from '@fujie/core/recognition';
import type {
  IqcMonthResponse,
  IqcPeersResponse,
  IqcRegionResponse,
  IqcSubmitted,
  MarkEvidenceResponse,
} from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { dueLastMonth, writeMeasuredMonths } from '../src/laboratory/iqc-measured.ts';
import { insertDueMonths, takeDueMonth } from '../src/laboratory/iqc-month.query.ts';
import { recordPastControl } from '../src/laboratory/iqc-past.ts';
import { sql } from '../src/platform/db/database.ts';
import { jurisdictionOf } from '../src/recognition/jurisdiction.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });

const SYSTEM = { institution: 'H1', code: 'ALT-1', item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative' };
const typed = async (register: string, row: object, from = '2024-01-01') =>
  importTyped(region.deps, 'test', register, [{ row: { ...row }, from: from as Day }]);
const person = (id: string) => ({ id, name: id, role: 'laboratory' as const });

/** Each with 40 ± 1, in control. */
async function control(...days: readonly string[]): Promise<void> {
  await recordPastControl(region.deps, {
    ...{ institution: 'H1', bench: person('b'), reviewer: person('r'), rejected: [] },
    targets: [
      {
        ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', mean: '40', sd: '2', kind: 'fixed' },
        validFrom: at('2024-04-01T00:00+08:00'),
      },
    ],
    measurements: days.map((day, index) => ({
      ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', reading: String(39 + (index % 3)) },
      measuredAt: at(`${day}T08:00+08:00`),
    })),
  });
}

const marks = (): readonly string[] => {
  const { parameters } = jurisdictionOf(region.deps.config.jurisdiction, '2024-06-15' as Day);
  return entitledMarks(region.deps.registers.current(), 'H1', 'ALT', '2024-06-15' as Day, parameters);
};
const renewed = async (): Promise<number> => {
  await dueLastMonth(region.deps);
  return writeMeasuredMonths(region.deps);
};
const clock = (instant: string): Instant => {
  region.clock.set(at(instant));
  return region.clock.now();
};

// taiyuan-2024.5.0#02, #04 speak of quality; 5.3#02: what is reported late ends no mark by itself.
test('a month that was measured and not submitted keeps the mark, and what changes it changes the mark', async () => {
  clock('2024-05-31T18:00+08:00');
  await typed('test-system', { ...SYSTEM, levels: 1, rules: ['1_3s'], warnings: [] });
  const material = {
    institution: 'H1',
    product: 'QC',
    lot: 'A1',
    level: 'N',
    nameZh: '质控品',
    expiresOn: '2025-12-31',
  };
  await typed('control-material', material, '2024-04-01');
  const days = ['2024-05-06', '2024-05-20', '2024-05-21'];
  await control('2024-04-30', ...days);
  const { id: patient } = await region.person();
  for (const day of days.slice(1)) await region.result(patient, { reportedAt: `${day}T10:00+08:00` });
  clock('2024-06-02T09:00+08:00');
  expect(marks()).toEqual([]);
  expect(await renewed()).toBe(1);
  expect(marks()).toEqual(['晋HR']);
  const snapshot = () => region.deps.registers.current();
  expect(snapshot().iqcMonth('H1', 'ALT', '2024-05')).toBeNull();
  expect(snapshot().measuredMonth('H1', 'ALT', '2024-05')).toMatchObject({ testingDays: 2, qcDays: 2, cv: 2.5 });
  // Only what is measured here: of other items the submitted summary counts, or its lack.
  expect(snapshot().measuredMonth('H1', 'AST', '2024-05')).toBeNull();
  expect(await renewed()).toBe(0);

  // A day of patients without control ends it, also when it becomes known late; control of that day gives it back.
  await region.result(patient, { reportedAt: '2024-05-22T10:00+08:00' });
  expect(await renewed()).toBe(1);
  expect(marks()).toEqual([]);
  await control('2024-05-22');
  expect(await writeMeasuredMonths(region.deps)).toBe(1);
  expect(marks()).toEqual(['晋HR']);

  const evidence = await get<MarkEvidenceResponse>(
    'marks/evidence?institution=H1&item=ALT&day=2024-06-15',
    await lab(),
  );
  expect(evidence.body.months.slice(0, 2)).toMatchObject([
    { month: '2024-05', isMeasured: true, testingDays: 3, qcDays: 3, reportedOn: null },
    { month: '2024-04', isMeasured: false, testingDays: 22, qcDays: 22 },
  ]);
});

// henan-2025.lab.7#02 asks for control where an item is run: a system that never was runs none.
test('a system that is registered and was never started changes nothing, and nobody writes such a month by hand', async () => {
  await typed('test-system', { ...SYSTEM, code: 'ALT-2', levels: 1, rules: ['1_3s'], warnings: [] });
  expect(await renewed()).toBe(0);
  expect(marks()).toEqual(['晋HR']);
  const row = { institution: 'H1', item: 'ALT', month: '2024-05', testingDays: 1, qcDays: 1, cv: 1, agreement: null };
  const entry = { action: 'put', row, from: '2024-06-01' };
  expect((await post('registers/iqc-measured/entries', await lab(), entry)).status).toBe(403);
});

test('a month that is decided while it is computed is due again once the decision stands', async () => {
  const due = [{ institution: 'H1', month: '2024-04' }];
  const { worker } = region.deps;
  const taken = () => worker.tx((tx) => takeDueMonth(tx));
  await insertDueMonths(worker, due);
  await region.deps.scoped({ institutions: ['H1'], persons: [] }).tx(async (tx) => {
    await insertDueMonths(tx, due);
    expect(await taken()).toEqual(due[0]);
  });
  expect([await taken(), await taken()]).toEqual([due[0], null]);
});

// WS/T 403-2024, table A.1, no. 39: where an SD is limited in the place of a CV. That of 40, 41, 39 and 39 is 0.9574.
test('a month of an item whose SD is limited is judged, submitted, compared and marked by its SD', async () => {
  const limitedTo = async (maxSd: number): Promise<void> => {
    await typed('quality-requirement', { scope: '14', item: 'ALT', maxCv: null, maxSd, source: '测试' }, '2020-01-01');
    await renewed();
  };
  const month = async () => (await get<IqcMonthResponse>('laboratory/iqc/months/2024-05', await lab())).body.items[0];
  await limitedTo(0.9574);
  expect(region.deps.registers.current().measuredMonth('H1', 'ALT', '2024-05')).toMatchObject({ sd: 0.9574 });
  expect(await month()).toMatchObject({
    ...{ sd: 0.9574, verdict: 'meets', unit: 'U/L', series: [{ verdict: 'meets' }] },
    limits: { maxCv: null, maxSd: 0.9574, sdBelow: null },
  });
  expect(marks()).toEqual(['晋HR']);

  await limitedTo(0.9573);
  expect(await month()).toMatchObject({ verdict: 'exceeds', series: [{ verdict: 'exceeds' }] });
  expect(marks()).toEqual([]);
  const submitted = await post<IqcSubmitted>('laboratory/iqc/months/2024-05/submission', await lab(), {});
  expect([submitted.status, submitted.body]).toEqual([200, { submitted: 1, unchanged: 0 }]);
  const centre = await region.as('qc-centre', { region: '14' });
  const seen = await get<IqcRegionResponse>('laboratory/iqc/months/2024-05/region', centre);
  expect(seen.body.items.find(({ item }) => item.code === 'ALT')).toMatchObject({ failing: 1 });
  const peers = await get<IqcPeersResponse>('laboratory/iqc/months/2024-05/peers?item=ALT', centre);
  expect(peers.body.series).toMatchObject([{ isBeyond: true, limits: { maxSd: 0.9573 } }]);
  expect(peers.body.reported.find(({ institution }) => institution.code === 'H1')).toMatchObject({
    ...{ sd: 0.9574, isFailing: true },
  });
  const evidence = await get<MarkEvidenceResponse>(
    'marks/evidence?institution=H1&item=ALT&day=2024-06-15',
    await lab(),
  );
  expect(evidence.body.months[0]).toMatchObject({ month: '2024-05', sd: 0.9574 });
  expect(evidence.body.requirements).toContainEqual({
    ...{ scope: '14', maxCv: null, maxSd: 0.9573, sdBelow: null, byClass: null, minAgreement: null },
  });
});

test('a month that cannot be computed stays due, and those behind it are computed', async () => {
  const { worker, events } = region.deps;
  // What changed it is on record; of the later month the register is told nothing that it can keep.
  clock('2024-07-02T09:00+08:00');
  await control('2024-05-23', '2024-06-03');
  await region.result((await region.person()).id, { reportedAt: '2024-05-23T10:00+08:00' });
  await insertDueMonths(worker, [
    { institution: 'H1', month: '2024-06' },
    { institution: 'H1', month: '2024-05' },
  ]);
  const emit: typeof events.emit = async (tx, name, event) => {
    if ('note' in event && event.note === 'H1 2024-06') throw new Error('it cannot be kept');
    return events.emit(tx, name, event);
  };
  await expect(writeMeasuredMonths({ ...region.deps, events: { ...events, emit } })).rejects.toThrow(
    'it cannot be kept',
  );
  await region.deps.registers.refresh();
  expect(region.deps.registers.current().measuredMonth('H1', 'ALT', '2024-05')).toMatchObject({ testingDays: 4 });
  expect(await worker.query(sql`select distinct month from iqc_month_due`)).toEqual([{ month: '2024-06' }]);
  expect(await writeMeasuredMonths(region.deps)).toBe(1);
});
