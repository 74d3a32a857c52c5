/** Internal quality control by the wire: measurements, verdicts, a rejected run that takes the mark away and what gives it back. */
import { dayOf } from '@fujie/core/kernel';
import { entitledMarks } from '@fujie/core/recognition';
import type {
  IqcAffectedResponse,
  IqcMonthResponse,
  IqcOverviewResponse,
  IqcRecorded,
  IqcSeriesResponse,
  LoopResponse,
  LoopsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { buildApp } from '../src/app.ts';
import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { resultSeals } from '../src/laboratory/iqc-seals.ts';
import { insertResult } from '../src/laboratory/iqc.query.ts';
import { raiseObligations } from '../src/laboratory/obligations.ts';
import { jurisdictionOf } from '../src/recognition/jurisdiction.ts';
import { sql } from '../src/platform/db/database.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { beginControl, measured } from './iqc-fixture.ts';
import { waitingFor } from './locks.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const second = () => region.as('laboratory', { institution: 'H1', username: 'lab-2' });
const foreign = () => region.as('laboratory', { institution: 'H2' });

interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}
const send = async (results: readonly object[], headers?: Record<string, string>) =>
  post<IqcRecorded & { errors: { code: string; path: string }[] }>('laboratory/iqc/results', headers ?? (await lab()), {
    results,
  });
const marks = (): readonly string[] => {
  const day = dayOf(region.clock.now());
  const { parameters } = jurisdictionOf(region.deps.config.jurisdiction, day);
  return entitledMarks(region.deps.registers.current(), 'H1', 'ALT', day, parameters);
};

beforeAll(async () => beginControl(region));

describe('measurements', () => {
  test('what comes is judged as runs; what comes twice is one, and another value under its name is refused', async () => {
    const first = [measured('N', 41, '2024-05-20T08:00+08:00'), measured('P', 121, '2024-05-20T08:05+08:00')];
    const { body } = await send(first);
    expect(body).toMatchObject({ taken: 2, known: 0, held: [], runs: [{ verdict: 'accept', levels: 2, version: 1 }] });
    expect((await send(first)).body).toMatchObject({ taken: 0, known: 2, runs: [] });
    const other = await send([measured('N', 42, '2024-05-20T08:00+08:00')]);
    expect([other.status, other.body.errors.map(({ code }) => code)]).toEqual([422, ['duplicate-measurement']]);
  });

  test('two messages that name measurements of different systems alike at one time: the second is told by its row', async () => {
    const one = {
      institution: 'H1',
      system: 'OTHER',
      product: 'QC',
      lot: 'A1',
      level: 'N',
      value: '40',
      reading: '40',
    };
    const measuredAt = at('2024-05-20T07:00+08:00');
    const sent = await region.deps.worker.tx(async (tx) => {
      await insertResult(
        tx,
        {
          ...{
            ...one,
            measuredAt,
            run: 'R',
            purpose: 'temporary',
            operator: null,
            reagentLot: null,
            calibratorLot: null,
          },
          ...{
            channel: 'json',
            key: 'X-1',
            repeatOf: null,
            corrects: null,
            isVoid: false,
            reason: null,
            isLate: false,
          },
          ...{ enteredBy: 'other', enteredName: 'other', recordedAt: measuredAt },
        },
        resultSeals(region.deps.config),
      );
      const sending = send([measured('N', 41, '2024-05-20T07:00+08:00', { key: 'X-1' })]);
      let isDone = false;
      void sending.finally(() => (isDone = true));
      while (!isDone) {
        const waiting = await waitingFor(region.db, 'transactionid');
        isDone ||= waiting > 0;
      }
      return { sending };
    });
    const { status, body } = await sent.sending;
    expect([status, body.errors.map(({ code, path }) => [path, code])]).toEqual([
      422,
      [['results[0]', 'duplicate-measurement']],
    ]);
  });

  test('each refusal names the row, what is wrong and what helps, and nothing of its message is taken', async () => {
    const wrong = await send([
      measured('N', '41,5', '2024-05-20T08:30+08:00'),
      measured('N', 41, '2024-05-20T09:30+08:00'),
      measured('P', 120, '2024-05-20T08:30+08:00', { unit: 'mmol/L' }),
      measured('P', 120, '2024-04-30T08:30+08:00'),
      measured('X', 120, '2024-05-20T08:30+08:00'),
      measured('N', 'high', '2024-05-20T08:31+08:00'),
      measured('N', 40, '2024-05-20T08:32+08:00', { system: 'NONE' }),
      measured('N', 40, '2024-05-20T08:33+08:00'),
      measured('N', 41, '2024-05-20T08:33+08:00'),
    ]);
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ code, path }) => [path, code])).toEqual([
      ['results[0].value', 'decimal-comma'],
      ['results[1].measuredAt', 'in-future'],
      ['results[2].unit', 'wrong-unit'],
      ['results[3].lot', 'lot-not-in-use'],
      ['results[4].lot', 'unknown-lot'],
      ['results[5].value', 'not-a-number'],
      ['results[6].system', 'unknown-system'],
      ['results[8]', 'duplicate-measurement'],
    ]);
    const series = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
    expect(series.body.results).toHaveLength(2);
  });

  test('are judged by a target of a size that judges, and what happened to their system has happened', async () => {
    const target = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', kind: 'fixed', mean: 40, sd: 2 };
    const field = async (path: string, body: object): Promise<unknown> => {
      const refused = await post<Refusal>(`laboratory/iqc/${path}`, await lab(), body);
      return [refused.status, refused.body.errors.map((one) => one.path)];
    };
    expect(await field('targets', { ...target, mean: 1e300 })).toEqual([400, ['body.mean']]);
    expect(await field('targets', { ...target, sd: 1e-300 })).toEqual([400, ['body.sd']]);
    const event = { system: 'ALT-1', kind: 'maintenance', text: '更换比色杯' };
    expect(await field('events', { ...event, at: '2024-05-20T09:01+08:00' })).toEqual([400, ['body.at']]);
  });

  test('another institution neither reads nor writes', async () => {
    expect((await get('laboratory/iqc/systems/ALT-1?institution=H1', await foreign())).status).toBe(404);
    expect((await send([measured('N', 40, '2024-05-20T08:40+08:00')], await foreign())).status).toBe(422);
    const { body } = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
    const [first] = body.results;
    const correction = { value: '40', reason: '抄录错误' };
    expect(
      (await post(`laboratory/iqc/results/${String(first?.id)}/correction`, await foreign(), correction)).status,
    ).toBe(404);
  });
});

describe('a rejected run', () => {
  let loop = 0;

  test('holds back its system and takes the mark of the item, at once', async () => {
    expect(marks()).toEqual(['晋HR']);
    region.clock.set(at('2024-05-21T08:10+08:00'));
    const { id: patient } = await region.person();
    await region.result(patient, { reportedAt: '2024-05-20T15:00+08:00' });
    const { body } = await send([
      measured('N', 46.1, '2024-05-21T08:00+08:00'),
      measured('P', 121, '2024-05-21T08:05+08:00'),
    ]);
    expect(body.runs).toMatchObject([
      { verdict: 'reject', fired: [{ rule: '1_2s' }, { rule: '1_3s', isRejecting: true }] },
    ]);
    loop = body.held[0]?.loop ?? 0;
    expect(marks()).toEqual([]);
    const overview = await get<IqcOverviewResponse>('laboratory/iqc/overview', await lab());
    expect(overview.body.systems).toMatchObject([
      { code: 'ALT-1', today: 'out-of-control', heldSince: '2024-05-21', loop },
      // Neither a target nor a result: nobody has begun, which is something else than a run that was left out.
      { code: 'AST-1', today: 'not-begun' },
    ]);
    const mine = await get<LoopsResponse>('loops', await lab());
    expect(mine.body.loops.map(({ id, title }) => [id, title.zh])).toEqual([
      [loop, '丙氨酸氨基转移酶（AN-1）失控：1-3s'],
    ]);
    const opened = (await get<LoopResponse>(`loops/${String(loop)}`, await lab())).body;
    expect(opened.about).toBe('/laboratory/iqc/systems/ALT-1?institution=H1');
    // Codes of registers by their names, a time to the minute.
    const said = (opened.records[0]?.fields ?? []).map(({ title, value }) => [title.en, value.zh, value.en]);
    expect(said).toContainEqual(['Item', '丙氨酸氨基转移酶', 'ALT']);
    expect(said).toContainEqual(['Instrument', '分析仪', '分析仪']);
    expect(said.find(([title]) => title === 'Last run in control')?.[1]).toMatch(/^2024-05-2\d \d\d:\d\d$/);
  });

  test('lets no line of the system out with a mark, and none at all where the document says so', async () => {
    const report = (number: string) =>
      reportOf({
        number,
        mrn: '7001',
        lines: [{ item: 'ALT', value: 31 }],
        collected: '2024-05-21T07:30:00+08:00',
        issued: '2024-05-21T08:05:00+08:00',
      });
    const taken = await sender(region, 'H1')('POST', '/fhir', report('IQC-1'));
    expect(taken.statusCode).toBe(200);
    const rows = await region.db.query<{ warnings: readonly string[] }>(
      sql`select warnings from result where report_no = 'IQC-1' and item = 'ALT'`,
    );
    expect(rows).toEqual([{ warnings: ['iqc-out-of-control'] }]);
    // The document that refuses is in force from 2025 on.
    region.clock.set(at('2026-03-02T09:00+08:00'));
    const later = { mrn: '7001', collected: '2026-03-02T07:30:00+08:00', issued: '2026-03-02T08:05:00+08:00' };
    const strict = await buildApp({ ...region.deps, config: { ...region.deps.config, jurisdiction: 'henan' } });
    const send = sender({ ...region, app: strict, as: region.as }, 'H1');
    const line = (item: string, number: string) => reportOf({ ...later, number, lines: [{ item, value: 31 }] });
    const refused = await send('POST', '/fhir', line('ALT', 'IQC-2'));
    expect([refused.statusCode, refused.body.includes('iqc-out-of-control')]).toEqual([422, true]);
    expect((await send('POST', '/fhir', line('AST', 'IQC-3'))).statusCode).toBe(200);
    await strict.close();
  });

  test('is settled by cause, correction, a run in control after it, the patients and a second person; then the mark is back', async () => {
    const act = async (stage: string, outcome: string, fields: object, headers?: Record<string, string>) =>
      post(`loops/${String(loop)}/acts`, headers ?? (await lab()), {
        ...{ key: `${stage}/${outcome}/${String(region.clock.now())}`, stage, outcome, fields },
      });
    region.clock.set(at('2024-05-21T08:40+08:00'));
    expect((await act('cause', 'found', { causeKind: 'reagent', cause: '试剂失效' })).status).toBe(200);
    expect((await act('correct', 'corrected', { measures: '更换试剂并校准' })).status).toBe(200);
    expect((await act('verify', 'in-control', { run: '自称' })).status).toBe(422);
    // What only a measurement can say leads to where it is entered.
    const { stages } = (await get<LoopResponse>(`loops/${String(loop)}`, await lab())).body;
    expect(stages.find(({ id }) => id === 'verify')?.outcomes.map(({ page }) => page)).toEqual([
      '/laboratory/iqc/entry?instrument=AN-1',
      '/laboratory/iqc/entry?instrument=AN-1',
    ]);
    expect(await settleHolds(region.deps)).toBe(0);
    region.clock.set(at('2024-05-21T09:00+08:00'));
    await send([measured('N', 46.5, '2024-05-21T08:50+08:00'), measured('P', 121, '2024-05-21T08:51+08:00')]);
    await settleHolds(region.deps);
    region.clock.set(at('2024-05-21T10:20+08:00'));
    await send([measured('N', 40.5, '2024-05-21T10:10+08:00'), measured('P', 119, '2024-05-21T10:11+08:00')]);
    expect(await settleHolds(region.deps)).toBe(0);
    // Results of patients since the last good run are decided on: by a list, which meets the stage.
    const affected = await get<IqcAffectedResponse>(`laboratory/iqc/affected?loop=${String(loop)}`, await lab());
    expect(affected.body.counts).toMatchObject({ results: 2, open: 2 });
    const kept = { loop, reason: '复测 2 份，无需更正' };
    expect((await post('laboratory/iqc/affected/decisions', await lab(), kept)).status).toBe(200);
    expect(marks()).toEqual([]);
    const self = await act('review', 'agreed', { conclusion: '同意' });
    expect(self.status).toBe(422);
    expect((await act('review', 'agreed', { conclusion: '同意恢复' }, await second())).status).toBe(200);
    expect(await settleHolds(region.deps)).toBe(1);
    expect(marks()).toEqual(['晋HR']);
    const series = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
    expect(series.body.events.map(({ kind }) => kind)).toEqual(['corrective-action']);
    expect(series.body.loops).toMatchObject([{ id: loop, status: 'closed' }]);
    expect(series.body.system.heldSince).toBeNull();
  });

  test('that a correction shows to be none ends, once another person confirms it, as if it never had been', async () => {
    region.clock.set(at('2024-05-22T08:10+08:00'));
    const { body } = await send([
      measured('N', 51, '2024-05-22T08:00+08:00'),
      measured('P', 121, '2024-05-22T08:05+08:00'),
    ]);
    expect(body.held).toHaveLength(1);
    expect(marks()).toEqual([]);
    const wrong = (await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab())).body.results.find(
      ({ value }) => value === 51,
    );
    const path = `laboratory/iqc/results/${String(wrong?.id)}/correction`;
    // A correction is a reading like any other.
    for (const [value, code] of [
      ['4,1', 'decimal-comma'],
      ['-41', 'impossible-value'],
    ] as const) {
      const refused = await post<Refusal>(path, await lab(), { value, reason: '抄录错误' });
      expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code, path: 'body.value' }]]);
    }
    expect((await post(path, await lab(), { value: '41', reason: '抄录错误，仪器记录为 41' })).status).toBe(201);
    expect((await post(path, await lab(), { value: '42', reason: '再次更正' })).status).toBe(409);
    await region.deps.registers.refresh();
    expect(marks()).toEqual([]);
    const confirmed = { key: 'confirm', stage: 'confirm', outcome: 'confirmed', fields: { reason: '已核对仪器记录' } };
    expect((await post(`loops/${String(body.held[0]?.loop)}/acts`, await second(), confirmed)).status).toBe(200);
    await settleHolds(region.deps);
    expect(marks()).toEqual(['晋HR']);
    const { results, runs } = (
      await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1?from=2024-05-22', await lab())
    ).body;
    expect(results.map(({ value, isCorrected }) => [value, isCorrected])).toEqual([
      [41, true],
      [121, false],
    ]);
    expect(runs).toMatchObject([{ verdict: 'accept', version: 2 }]);
  });
});

test('a late result decides every run anew that looks back on it', async () => {
  region.clock.set(at('2024-05-24T09:00+08:00'));
  await send([measured('N', 44.5, '2024-05-24T08:00+08:00'), measured('P', 121, '2024-05-24T08:01+08:00')]);
  const { body } = await send([
    measured('N', 44.4, '2024-05-23T08:00+08:00'),
    measured('P', 120, '2024-05-23T08:01+08:00'),
  ]);
  expect(body.runs.map(({ measuredAt, verdict, version }) => [measuredAt.slice(0, 10), verdict, version])).toEqual([
    ['2024-05-23', 'warning', 1],
    ['2024-05-24', 'reject', 2],
  ]);
});

test('a month is submitted once it is over, with the testing days that control covers, and again when what is on record changes', async () => {
  const path = 'laboratory/iqc/months/2024-05';
  const month = async (): Promise<IqcMonthResponse> => (await get<IqcMonthResponse>(path, await lab())).body;
  const submit = async (headers?: Record<string, string>) =>
    post<{ submitted: number; unchanged: number }>(`${path}/submission`, headers ?? (await lab()), {});
  region.clock.set(at('2024-05-31T09:00+08:00'));
  expect((await submit()).status).toBe(400);
  // Results of patients of a day with an accepted run, and of one without; one of the day between was stored above.
  const { id: patient } = await region.person();
  for (const day of ['2024-05-20', '2024-05-25']) await region.result(patient, { reportedAt: `${day}T10:00+08:00` });
  region.clock.set(at('2024-06-02T09:00+08:00'));
  const { dueOn, items } = await month();
  expect([dueOn, items.map(({ item }) => item.code)]).toEqual(['2024-06-10', ['ALT']]);
  expect(items).toMatchObject([{ testingDays: 3, qcDays: 2, missingDays: ['2024-05-25'], isCurrent: false }]);
  // Of what a rule looked back on, only the run that it rejected is out; the cumulative figures are without the same points.
  expect(items[0]?.series.map(({ level, out, cumulative }) => [level, out, cumulative?.n])).toEqual([
    ['N', 3, 4],
    ['P', 0, 7],
  ]);
  // Owed from the end of the month until it is submitted (national-2022.art.24#02).
  expect(await raiseObligations(region.deps)).toEqual({ opened: 1, closed: 0 });
  const owed = async (view: string) =>
    (await get<LoopsResponse>(`loops?view=${view}`, await lab())).body.loops.filter(
      ({ definition }) => definition.id === 'iqc/month-due',
    );
  expect(await owed('mine')).toMatchObject([
    { title: { zh: '2024-05 室内质控月汇总待报送' }, dueAt: '2024-06-10T23:59:59+08:00' },
  ]);
  expect((await submit()).body).toEqual({ submitted: 1, unchanged: 0 });
  expect(await raiseObligations(region.deps)).toEqual({ opened: 0, closed: 1 });
  expect(await owed('closed')).toMatchObject([{ status: 'closed', flaws: [] }]);
  expect((await submit()).body).toEqual({ submitted: 0, unchanged: 1 });
  expect(region.deps.registers.current().iqcMonth('H1', 'ALT', '2024-05')).toMatchObject({ testingDays: 3, qcDays: 2 });
  expect((await month()).items).toMatchObject([{ isCurrent: true, submitted: { reportedOn: '2024-06-02' } }]);
  // What was measured on the other day becomes known later: the version follows, the day of reporting stays.
  region.clock.set(at('2024-06-12T09:00+08:00'));
  await send([measured('N', 40, '2024-05-25T08:00+08:00'), measured('P', 120, '2024-05-25T08:01+08:00')]);
  expect((await submit()).body).toEqual({ submitted: 1, unchanged: 0 });
  expect(region.deps.registers.current().iqcMonth('H1', 'ALT', '2024-05')).toMatchObject({
    ...{ qcDays: 3, reportedOn: '2024-06-02' },
  });
});
