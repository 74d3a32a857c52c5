/**
 * A fact that one server takes is in what another decides as soon as it is told of it: nothing here looks by itself, for all that is awaited
 * is due in a day. Source: taiyuan-2024.5.0#04, national-2022.art.24#01.
 */
import type { Day } from '@fujie/core/kernel';
import type { CheckResponse, IqcRecorded, IqcSeriesResponse, LoopResponse } from '@fujie/wire/contracts';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { startHolds } from '../src/laboratory/iqc-hold.ts';
import { startMeasuredMonths } from '../src/laboratory/iqc-measured.ts';
import { recordPastControl } from '../src/laboratory/iqc-past.ts';
import { sql } from '../src/platform/db/database.ts';
import type { RunningJob } from '../src/platform/jobs/job.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const NOW = '2024-06-15T20:00+08:00';
const DAY_MS = 86_400_000;
const writer = sharedRegion();
const { get, post } = requestsTo(writer);
const lab = () => writer.as('laboratory', { institution: 'H1', username: 'lab-1' });
const second = () => writer.as('laboratory', { institution: 'H1', username: 'lab-2' });

let reader: TestApp;
let jobs: readonly RunningJob[] = [];
let patient = '';
let asked = 0;

/** What the other server answers to an order form that was not open before. */
async function decided(item: string): Promise<string | null> {
  asked += 1;
  const response = await reader.app.inject({
    ...{ method: 'POST', url: '/api/v1/recognition/check', headers: writer.doctor },
    payload: { patient: { person: patient }, items: [{ item }], encounter: { id: `E-${String(asked)}` } },
  });
  expect(response.statusCode).toBe(200);
  return response.json<CheckResponse>().items[0]?.class ?? null;
}

const becomes = async (item: string, wanted: string): Promise<void> => expect.poll(() => decided(item)).toBe(wanted);

const put = async (register: string, row: object, from = '2020-01-01') =>
  importTyped(writer.deps, 'test', register, [{ row: { ...row }, from: from as Day }]);
const SYSTEM = {
  ...{ institution: 'H1', code: 'ALT-1', item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative' },
  ...{ levels: 1, rules: ['1_3s'], warnings: [] },
};
const required = (item: string, maxCv: number) =>
  put('quality-requirement', { scope: '14', item, maxCv, source: '测试' });
const calibrationDue = (dueOn: string) =>
  put('instrument-activity', { institution: 'H1', instrument: 'AN-1', activity: 'calibration', dueOn });
const graded = (outcome: string) =>
  put('eqa-outcome', { organiser: 'SX-CCL', round: '2024-1', item: 'K', institution: 'H1', outcome });
const submitted = (cv: number) =>
  put('iqc-monthly', { institution: 'H1', item: 'AST', month: '2024-05', testingDays: 22, qcDays: 22, cv });

async function send(value: number, measuredAt: string): Promise<IqcRecorded> {
  const of = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N' };
  const { status, body } = await post<IqcRecorded>('laboratory/iqc/results', await lab(), {
    results: [{ ...of, value, measuredAt }],
  });
  expect(status).toBe(200);
  return body;
}

async function correct(measuredAt: string, to: object): Promise<void> {
  const from = measuredAt.slice(0, 10);
  const series = await get<IqcSeriesResponse>(`laboratory/iqc/systems/ALT-1?from=${from}&to=${from}`, await lab());
  const found = series.body.results.find((one) => Date.parse(one.measuredAt) === at(measuredAt));
  const path = `laboratory/iqc/results/${String(found?.id)}/correction`;
  expect((await post(path, await lab(), { reason: '抄录错误', ...to })).status).toBe(201);
}

beforeAll(async () => {
  writer.clock.set(at(NOW));
  await put('test-system', SYSTEM, '2024-01-01');
  const material = { institution: 'H1', product: 'QC', lot: 'A1', level: 'N', nameZh: '质控品' };
  await put('control-material', { ...material, expiresOn: '2025-12-31' }, '2024-04-01');
  await put('iqc-monthly', { institution: 'H1', item: 'K', month: '2024-05', testingDays: 22, qcDays: 22, cv: 2.5 });
  await submitted(2.5);
  const person = (id: string) => ({ id, name: id, role: 'laboratory' as const });
  const days = ['2024-05-06', '2024-05-20', '2024-05-21', '2024-05-22'];
  const of = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N' };
  await recordPastControl(writer.deps, {
    ...{ institution: 'H1', bench: person('b'), reviewer: person('r'), rejected: [] },
    targets: [{ ...of, mean: '40', sd: '2', kind: 'fixed', validFrom: at('2024-04-01T00:00+08:00') }],
    // Control that began before the month is control of the whole month.
    measurements: ['2024-04-30', ...days].map((day, index) => ({
      ...{ ...of, reading: String(39 + (index % 3)) },
      measuredAt: at(`${day}T08:00+08:00`),
    })),
  });
  const { id, handle } = await writer.person();
  patient = handle;
  for (const day of days) await writer.result(id, { reportedAt: `${day}T10:00+08:00`, marks: [] });
  for (const item of ['ALT', 'AST', 'K'])
    await writer.result(id, {
      ...{ item, collectedAt: '2024-06-15T08:00+08:00', reportedAt: '2024-06-15T11:00+08:00' },
    });
  reader = await startTestApp(inject('adminUrl'), {
    ...{ databaseUrl: writer.databaseUrl, now: NOW, jurisdiction: 'taiyuan' },
  });
  jobs = [startMeasuredMonths(reader.deps, DAY_MS), startHolds(reader.deps, DAY_MS)];
});

afterAll(async () => {
  await Promise.all(jobs.map((job) => job.stop()));
  await reader.close();
});

const CASES: readonly (readonly [string, string, () => Promise<unknown>, () => Promise<unknown>])[] = [
  ['what is required of an item', 'AST', () => required('AST', 2), () => required('AST', 5)],
  ['a month as it was submitted', 'AST', () => submitted(6), () => submitted(2.5)],
  ['when a calibration is due', 'AST', () => calibrationDue('2024-06-01'), () => calibrationDue('2026-12-31')],
  ['the score of a round of external assessment', 'K', () => graded('FAIL'), () => graded('PASS')],
  ['what is required of an item that is measured here', 'ALT', () => required('ALT', 1), () => required('ALT', 5)],
  [
    'how many levels a test system is controlled by',
    'ALT',
    () => put('test-system', { ...SYSTEM, levels: 2 }, '2024-01-01'),
    () => put('test-system', SYSTEM, '2024-01-01'),
  ],
  [
    'a control result of a month that is over, void and measured again',
    'ALT',
    () => correct('2024-05-22T08:00+08:00', { void: true }),
    () => send(40, '2024-05-22T09:00+08:00'),
  ],
  [
    'a control result of a month that is over, corrected',
    'ALT',
    () => correct('2024-05-22T09:00+08:00', { value: '45.5' }),
    () => correct('2024-05-22T09:00+08:00', { value: '40' }),
  ],
];

test.each(CASES)(
  '%s is in the decision once it is committed, and its correction too',
  async (_, item, change, back) => {
    await becomes(item, 'MUST');
    await change();
    await becomes(item, 'MAY');
    await back();
    await becomes(item, 'MUST');
  },
);

// A day of patients without control ends a month that was whole, and control of that day makes it so again.
test('a result of a patient of a month that is over is in the decision once it is reported', async () => {
  await becomes('ALT', 'MUST');
  const late = reportOf({
    ...{ number: 'LATE-1', mrn: '7001', lines: [{ item: 'ALT', value: 31 }] },
    ...{ collected: '2024-05-23T08:00:00+08:00', issued: '2024-05-23T10:00:00+08:00' },
  });
  expect((await sender(writer, 'H1')('POST', '/fhir', late)).statusCode).toBe(200);
  await becomes('ALT', 'MAY');
  await send(40, '2024-05-23T08:00+08:00');
  await becomes('ALT', 'MUST');
});

// henan-2025.lab.7#04, #06: a rejected run lets nothing out until it is settled.
test('a rejected run is in the decision, and so is the end of its event', async () => {
  await becomes('ALT', 'MUST');
  const { held } = await send(47, '2024-06-15T08:00+08:00');
  await becomes('ALT', 'MAY');
  const loop = held[0]?.loop ?? 0;
  const act = async (stage: string, outcome: string, fields: object, headers = lab()): Promise<void> => {
    const body = { key: stage, stage, outcome, fields };
    expect((await post(`loops/${String(loop)}/acts`, await headers, body)).status).toBeLessThan(202);
  };
  const isCorrected = async (): Promise<boolean> => {
    const at = await reader.db.query(sql`select from iqc_event where loop_id = ${loop} and kind = 'corrective-action'`);
    return at.length > 0;
  };
  const isVerified = async (): Promise<boolean> => {
    const { body } = await get<LoopResponse>(`loops/${String(loop)}`, await lab());
    return body.stages.find(({ id }) => id === 'verify')?.status.startsWith('met') === true;
  };
  writer.clock.set(at('2024-06-15T12:00+08:00'));
  await act('cause', 'found', { causeKind: 'reagent', cause: '试剂失效' });
  await act('correct', 'corrected', { measures: '更换试剂' });
  // The correction is taken up before the run that shows that it helped.
  await expect.poll(isCorrected).toBe(true);
  writer.clock.set(at(NOW));
  await send(40, '2024-06-15T19:00+08:00');
  await expect.poll(isVerified).toBe(true);
  await post('laboratory/iqc/affected/decisions', await lab(), { loop, reason: '无需更正' });
  await act('review', 'agreed', { conclusion: '同意恢复' }, second());
  await becomes('ALT', 'MUST');
});
