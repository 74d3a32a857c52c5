/** Facts that marks rest on, by the wire: each shows in the doctor's decision on another server at once. */
import type { Day } from '@fujie/core/kernel';
import type { CheckResponse, IqcRecorded, LoopsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildApp } from '../src/app.ts';
import { createDeps } from '../src/compose.ts';
import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { raiseObligations } from '../src/laboratory/obligations.ts';
import { importTyped } from '../src/registers/change.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const centre = () => region.as('qc-centre', { region: '14' });
const commission = () => region.as('commission', { region: '1401' });
const from = '2024-01-01' as Day;
/** Another server of the same database, at which the doctor asks. */
let elsewhere: FastifyInstance;
let close: () => Promise<void>;

beforeAll(async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  const parts = await createDeps(region.deps.config, {
    store: { ...region.deps, keys: region.keys, close: () => Promise.resolve() },
    clock: region.clock,
    log: region.deps.log,
  });
  elsewhere = await buildApp(parts.deps);
  close = async () => {
    await elsewhere.close();
    await parts.close();
  };
});

afterAll(async () => close());

describe('what changes a mark shows in the decision of a doctor, on whichever server', () => {
  const person: { handle: string } = { handle: '' };

  /** The class of the ALT of this morning, which carries 晋HR. */
  async function verdict(): Promise<string | undefined> {
    const answer = await elsewhere.inject({
      ...{ method: 'POST', url: '/api/v1/recognition/check', headers: region.doctor },
      payload: { patient: { person: person.handle }, items: [{ item: 'ALT' }], encounter: { id: 'E1' } },
    });
    return answer.json<CheckResponse>().items[0]?.class ?? undefined;
  }

  /** Looks until it is so; a change that never comes ends with the test's own limit. */
  async function becomes(wanted: string): Promise<void> {
    while ((await verdict()) !== wanted) await new Promise((resolve) => setImmediate(resolve));
  }

  async function put(register: string, headers: Record<string, string>, row: object, since: string): Promise<void> {
    const answer = await post(`registers/${register}/entries`, headers, { action: 'put', row, from: since });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([200, expect.anything()]);
  }

  beforeAll(async () => {
    const { id, handle } = await region.person();
    person.handle = handle;
    await region.result(id, { collectedAt: '2024-05-20T07:00+08:00', reportedAt: '2024-05-20T08:00+08:00' });
  });

  test('a calibration that is overdue, and one that is recorded', async () => {
    await becomes('MUST');
    const activity = { institution: 'H1', instrument: 'AN-1', activity: 'calibration' };
    await put('instrument-activity', await lab(), { ...activity, dueOn: '2024-05-19' }, '2020-01-01');
    await becomes('MAY');
    await put(
      'instrument-activity',
      await lab(),
      { ...activity, doneOn: '2024-05-20', dueOn: '2025-05-20' },
      '2020-01-01',
    );
    await becomes('MUST');
  });

  test('an order of the authority that suspends, and its end', async () => {
    const suspension = {
      code: 'S-1',
      institution: 'H1',
      item: 'ALT',
      cause: 'AUTHORITY_ORDER',
      suspendedFrom: '2024-05-20',
    };
    await put('suspension', await commission(), suspension, '2024-05-20');
    await becomes('MAY');
    await put('suspension', await commission(), { ...suspension, suspendedTo: '2024-05-20' }, '2024-05-20');
    await becomes('MUST');
  });

  test('a run out of control, and its correction', async () => {
    const system = {
      institution: 'H1',
      code: 'ALT-1',
      item: 'ALT',
      instrument: 'AN-1',
      unit: 'U/L',
      kind: 'quantitative',
    };
    await importTyped(region.deps, 'test', 'test-system', [
      { row: { ...system, levels: 2, rules: ['1_3s'], warnings: [] }, from },
    ]);
    const lot = { institution: 'H1', product: 'QC', lot: 'A1', level: 'N', nameZh: '质控品', expiresOn: '2024-12-31' };
    await importTyped(region.deps, 'test', 'control-material', [{ row: lot, from }]);
    const target = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N' };
    const set = { ...target, kind: 'provisional', mean: 40, sd: 2, validFrom: '2024-05-01T00:00+08:00' };
    expect((await post('laboratory/iqc/targets', await lab(), set)).status).toBe(201);
    const measured = { ...target, value: 52, unit: 'U/L', measuredAt: '2024-05-20T07:30+08:00' };
    const sent = await post<IqcRecorded>('laboratory/iqc/results', await lab(), {
      results: [measured],
    });
    expect(sent.body.runs).toMatchObject([{ verdict: 'reject' }]);
    await becomes('MAY');
    const series = await get<{ results: { id: number }[] }>('laboratory/iqc/systems/ALT-1', await lab());
    const wrong = `laboratory/iqc/results/${String(series.body.results[0]?.id)}/correction`;
    expect((await post(wrong, await lab(), { value: '40', reason: '抄录错误' })).status).toBe(201);
    // Who corrected it does not let results out by that alone.
    const second = await region.as('laboratory', { institution: 'H1', username: 'lab-2' });
    const confirmed = { key: 'confirm', stage: 'confirm', outcome: 'confirmed', fields: { reason: '已核对仪器记录' } };
    expect((await post(`loops/${String(sent.body.held[0]?.loop)}/acts`, second, confirmed)).status).toBe(200);
    await settleHolds(region.deps);
    await becomes('MUST');
  });

  test('the publication of a failed round, and of its correction', async () => {
    const organised = 'laboratory/eqa/rounds';
    const made = await post<{ id: number }>(organised, await centre(), {
      ...{ organiser: 'SX-CCL', round: '2024-9', nameZh: '加测', year: 2024, lateRule: 'refuse', samples: ['1'] },
      ...{ opensAt: '2024-05-20T09:30+08:00', closesAt: '2024-05-20T10:00+08:00' },
      items: [
        { item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 15 }, minimumGroup: 3 },
      ],
      targets: [{ item: 'ALT', sample: '1', variant: 'A', value: 40 }],
    });
    const round = `${organised}/${String(made.body.id)}`;
    await post(`${round}/enrolments`, await centre(), { enrolments: [{ institution: 'H1', items: ['ALT'] }] });
    await post(`${round}/acts`, await centre(), { kind: 'shipped' });
    region.clock.set(at('2024-05-20T09:40+08:00'));
    const results = [{ item: 'ALT', sample: '1', reported: '60', unit: 'U/L', method: 'IFCC', instrument: 'AN-1' }];
    expect((await post(`${round}/returns`, await lab(), { after: 0, results })).status).toBe(201);
    const second = await region.as('laboratory', { institution: 'H1', username: 'lab-2' });
    await post(`${round}/returns/1/check`, second, {});
    expect((await post(`${round}/returns/1/submission`, await lab(), {})).status).toBe(201);
    region.clock.set(at('2024-05-20T10:30+08:00'));
    expect((await post(`${round}/evaluations`, await centre(), {})).status).toBe(201);
    expect((await post(`${round}/publication`, await centre(), { version: 1 })).status).toBe(204);
    await becomes('MAY');
    const corrected = [{ item: 'ALT', sample: '1', variant: 'A', value: 60 }];
    expect((await post(`${round}/targets`, await centre(), { targets: corrected })).status).toBe(204);
    const again = { reason: '靶值录入错误' };
    expect((await post(`${round}/evaluations`, await centre(), again)).status).toBe(201);
    expect((await post(`${round}/publication`, await centre(), { version: 2 })).status).toBe(204);
    await becomes('MUST');
  });

  test('a blind sample that is revealed as failed, and lifted', async () => {
    const alt = { item: 'ALT', criterion: { type: 'pct', percent: 10 }, value: 40 };
    const hidden = { code: 'B-0', institution: 'H1', mrn: 'M-0', name: '李明', handedOn: '2024-05-20', targets: [alt] };
    const { body } = await post<{ id: number }>('laboratory/blind-samples', await centre(), hidden);
    const times = { collected: '2024-05-20T07:30:00+08:00', issued: '2024-05-20T08:20:00+08:00' };
    const report = { ...times, number: 'B-0', mrn: 'M-0', sequence: 902, lines: [{ item: 'ALT', value: 52 }] };
    expect((await sender(region)('POST', '/fhir', reportOf(report))).statusCode).toBe(200);
    expect((await post(`laboratory/blind-samples/${String(body.id)}/reveal`, await centre(), {})).status).toBe(204);
    await becomes('MAY');
    const failed = {
      institution: 'H1',
      item: 'ALT',
      measuredOn: '2024-05-20',
      verdictOn: '2024-05-20',
      outcome: 'FAIL',
    };
    await put('blind-sample', await commission(), { ...failed, outcome: 'PASS' }, '2024-05-20');
    await becomes('MUST');
  });

  test('a round passed after a failed one, once the centre has confirmed the rectification and as long as nobody opens it again', async () => {
    const graded = async (round: string, outcome: string): Promise<void> => {
      const of = { organiser: 'SX-CCL', round, item: 'ALT' };
      const days = { year: 2024, closedOn: '2024-05-20', publishedOn: '2024-05-20' };
      await put('eqa-round', await centre(), { ...of, ...days }, '2024-05-20');
      await put('eqa-outcome', await centre(), { ...of, institution: 'H1', outcome }, '2024-05-20');
    };
    await graded('X-1', 'FAIL');
    await becomes('MAY');
    await raiseObligations(region.deps);
    const { body } = await get<LoopsResponse>('loops?view=open&definition=eqa/rectification', await lab());
    const loop = `loops/${String(body.loops.find(({ title }) => title.zh.includes('X-1'))?.id)}`;
    const act = async (headers: Record<string, string>, stage: string, outcome: string, fields = {}): Promise<void> => {
      expect((await post(`${loop}/acts`, headers, { key: stage, stage, outcome, fields })).status).toBe(200);
    };
    // Who of a laboratory does it, the laboratory says: not whoever may release it from it.
    const assigned = { key: 'to', practitioner: 'D1' };
    expect((await post(`${loop}/assignments`, await centre(), assigned)).status).toBe(422);
    const found = { causeKind: 'technical', cause: '加样误差', patients: '复测 12 份，无需更正' };
    await act(await lab(), 'analyse', 'found', found);
    await act(await lab(), 'correct', 'corrected', { measures: '校准加样器' });
    const office = await region.as('quality-office', { institution: 'H1' });
    await act(office, 'verify', 'effective', { evidence: '盲测 5 份全部符合' });
    await graded('X-2', 'PASS');
    expect(await verdict()).toBe('MAY');
    await act(await centre(), 'confirm', 'confirmed');
    await becomes('MUST');
    const again = { key: 'again', stage: 'correct', note: '盲测记录不实' };
    expect((await post(`${loop}/reopenings`, await centre(), again)).status).toBe(200);
    await becomes('MAY');
  });
});
