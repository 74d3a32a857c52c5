/** Rounds of external quality assessment at their edges 室间质评: late, early, twice, too late, of somebody else. */
import type { Day } from '@fujie/core/kernel';
import exceljs from 'exceljs';
import { beforeAll, expect, test } from 'vitest';

import type {
  EqaMatrixResponse,
  EqaOrganisedRound,
  EqaOwnRound,
  EqaProgrammesResponse,
  EqaReturnedResponse,
  LoopsResponse,
} from '@fujie/wire/contracts';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const centre = () => region.as('qc-centre', { region: '14', username: 'centre-14' });
const lab = (person = 1) => region.as('laboratory', { institution: 'H1', username: `H1-lab-${String(person)}` });
const SAMPLES = ['1', '2', '3', '4', '5'];
const OPENS = '2024-05-20T10:00+08:00';
const CLOSES = '2024-05-21T17:00+08:00';
interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}

/** A round of an item with a target of 100 ± 10 for each sample, in which H1 takes part. */
async function roundOf(name: string, more: object = {}, item = 'ALT', lateRule = 'store'): Promise<string> {
  const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: name, nameZh: name, year: 2024, lateRule, samples: SAMPLES },
    ...{ opensAt: OPENS, closesAt: CLOSES },
    items: [
      { item, kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 }, passMark: 80, ...more },
    ],
    targets: SAMPLES.map((sample) => ({ item, sample, variant: 'A', value: 100 })),
  });
  expect(made.status).toBe(201);
  const path = `laboratory/eqa/rounds/${String(made.body.id)}`;
  const enrolments = [{ institution: 'H1', items: [item] }];
  expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
  return path;
}

const results = (...wrong: readonly string[]) =>
  SAMPLES.map((sample) => ({ item: 'ALT', sample, reported: wrong.includes(sample) ? '150' : '100', unit: 'U/L' }));
async function returned(path: string, rows = results()): Promise<number> {
  const saved = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: rows });
  if (saved.status !== 201) return saved.status;
  const step = `${path}/returns/${String(saved.body.version)}`;
  expect((await post(`${step}/check`, await lab(2), {})).status).toBe(204);
  return (await post(`${step}/submission`, await lab(), {})).status;
}
async function graded(path: string, version = 1): Promise<void> {
  expect((await post(`${path}/evaluations`, await centre(), {})).body).toEqual({ version, warnings: [] });
  expect((await post(`${path}/publication`, await centre(), { version })).status).toBe(204);
}
const outcomes = async (path: string) =>
  (await get<EqaOwnRound>(path, await lab())).body.scores.map(({ outcome, percent }) => [outcome, percent]);

beforeAll(() => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
});

test('nothing is taken once a round is graded, published or not', async () => {
  const path = await roundOf('graded');
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const late = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: results() });
  expect(late.status).toBe(201);
  expect((await post(`${path}/evaluations`, await centre(), {})).status).toBe(201);
  expect((await post(`${path}/returns/1/check`, await lab(2), {})).status).toBe(409);
  expect((await post(`${path}/publication`, await centre(), { version: 1 })).status).toBe(204);
  expect((await post(`${path}/returns`, await lab(), { after: 1, results: results() })).status).toBe(409);
  // Who tried is on record, as who did.
  const round = path.split('/').at(-1) ?? '';
  const tried = await region.db.query(
    sql`select actor, detail from audit_event where action = 'eqa:return' and outcome = 'refused' and subject = ${`eqa|${round}`} order by id`,
  );
  expect(tried).toEqual([
    { actor: 'H1-lab-2', detail: { act: 'checked', why: 'conflict' } },
    { actor: 'H1-lab-1', detail: { act: 'entered', why: 'conflict' } },
  ]);
});

test('a round closes at no time that has passed; what was late is in time where its closing is moved beyond it', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('moved');
  const move = async (closesAt: string) =>
    (await post(`${path}/acts`, await centre(), { kind: 'rescheduled', closesAt, reason: '快递延误' })).status;
  expect(await move('2024-05-21T08:59+08:00')).toBe(400);
  expect(await move('2025-05-22T17:00+08:00')).toBe(400);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await returned(path)).toBe(201);
  const own = async () => (await get<EqaOwnRound>(path, await lab())).body.returns[0]?.submitted?.isLate;
  const status = async () =>
    (await get<EqaOrganisedRound>(`${path}/organiser`, await centre())).body.participants[0]?.status;
  expect([await own(), await status()]).toEqual([true, 'late']);
  expect(await move('2024-05-23T17:00+08:00')).toBe(204);
  expect([await own(), await status()]).toEqual([false, 'submitted']);
  region.clock.set(at('2024-05-23T18:00+08:00'));
  await graded(path);
  expect(await outcomes(path)).toEqual([['PASS', 100]]);
});

test('an item is appealed once at a time, and grades are not final while an appeal waits', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('appealed');
  expect(await returned(path, results('1', '2'))).toBe(201);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  const appeal = async () =>
    post<{ id: number }>(`${path}/appeals`, await lab(), { item: 'ALT', text: '样品运输异常' });
  expect((await appeal()).status).toBe(409);
  await graded(path);
  const { id } = (await appeal()).body;
  expect((await appeal()).status).toBe(409);
  expect((await post(`${path}/acts`, await centre(), { kind: 'final' })).status).toBe(409);
  const answer = { outcome: 'rejected', text: '复核无误' };
  expect((await post(`laboratory/eqa/appeals/${String(id)}/answer`, await centre(), answer)).status).toBe(204);
  const again = await appeal();
  expect(again.status).toBe(201);
  // What is conceded is corrected first.
  region.clock.set(at('2024-05-22T09:05+08:00'));
  const conceded = { outcome: 'accepted', text: '样品确有异常' };
  const answered = `laboratory/eqa/appeals/${String(again.body.id)}/answer`;
  expect((await post(answered, await centre(), conceded)).status).toBe(204);
  const final = async () => (await post(`${path}/acts`, await centre(), { kind: 'final' })).status;
  expect(await final()).toBe(409);
  expect((await post(`${path}/evaluations`, await centre(), { reason: '申诉采纳' })).body).toEqual({
    version: 2,
    warnings: [],
  });
  expect(await final()).toBe(409);
  expect((await post(`${path}/publication`, await centre(), { version: 2 })).status).toBe(204);
  expect(await final()).toBe(204);
});

test('what is left out of the statistics, or decided, is a result that was returned', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('decided');
  expect(await returned(path)).toBe(201);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  const cell = { institution: 'H1', item: 'ALT', sample: '1', reason: '单位错误' };
  const wrong = {
    excluded: [{ ...cell, institution: 'H9' }],
    decisions: [{ ...cell, sample: '9', verdict: 'acceptable' }],
  };
  const refused = await post<Refusal>(`${path}/evaluations`, await centre(), wrong);
  expect([refused.status, refused.body.errors.map((one) => [one.path, one.code])]).toEqual([
    422,
    [
      ['body.excluded[0]', 'no-such-result'],
      ['body.decisions[0]', 'no-such-result'],
    ],
  ]);
  expect((await post(`${path}/evaluations`, await centre(), { excluded: [cell] })).status).toBe(201);
});

test('the plan of a year names the rounds of a programme, and the half that has none', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const made = await post('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: 'planned', nameZh: 'planned', programme: 'SX-C-01', year: 2024 },
    ...{ lateRule: 'store', samples: SAMPLES, opensAt: OPENS, closesAt: CLOSES },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
  });
  expect(made.status).toBe(201);
  const programme = {
    ...{ organiser: 'SX-CCL', code: 'SX-C-01', nameZh: '临床化学', samples: 5, rounds: 2 },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 15 } }],
  };
  const foreign = { ...programme, organiser: 'QC-CN' };
  expect((await post('laboratory/eqa/programmes', await centre(), foreign)).status).toBe(404);
  expect((await post('laboratory/eqa/programmes', await centre(), programme)).status).toBe(204);
  expect((await post('laboratory/eqa/programmes', await centre(), { ...programme, rounds: 3 })).status).toBe(204);
  const { body } = await get<EqaProgrammesResponse>('laboratory/eqa/programmes/2024', await centre());
  expect(body.programmes).toMatchObject([
    { code: 'SX-C-01', rounds: 3, held: [{ round: 'planned' }], halvesWithout: ['second'] },
  ]);
  expect(
    (
      await get<EqaProgrammesResponse>(
        'laboratory/eqa/programmes/2024',
        await region.as('qc-centre', { region: '1401' }),
      )
    ).body,
  ).toMatchObject({
    programmes: [],
  });
});

test('the certificate of a year asks of each round its own pass mark', async () => {
  for (const [name, passMark] of [
    ['c-1', 80],
    ['c-2', 100],
  ] as const) {
    region.clock.set(at('2024-05-21T09:00+08:00'));
    const path = await roundOf(name, { passMark }, 'K');
    const rows = results('1').map((row) => ({ ...row, item: 'K' }));
    expect([name, await returned(path, rows)]).toEqual([name, 201]);
    region.clock.set(at('2024-05-22T09:00+08:00'));
    await graded(path);
  }
  const { body } = await get<{ items: { item: string }[] }>('laboratory/eqa/certificates/2024', await lab());
  expect(body.items.map(({ item }) => item)).not.toContain('K');
});

test('a failure that a correction brings opens its rectification, however late, and the one that an earlier correction took away', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('corrected');
  expect(await returned(path, results('1', '2'))).toBe(201);
  const decided = async (version: number, value: number) => {
    const targets = ['1', '2'].map((sample) => ({ item: 'ALT', sample, variant: 'A', value }));
    expect((await post(`${path}/targets`, await centre(), { targets })).status).toBe(204);
    const made = await post(`${path}/evaluations`, await centre(), { reason: '复核靶值后更正' });
    expect(made.body).toEqual({ version, warnings: [] });
    expect((await post(`${path}/publication`, await centre(), { version })).status).toBe(204);
    await raiseObligations(region.deps);
    const { body } = await get<LoopsResponse>('loops', await lab());
    return body.loops.filter(({ title }) => title.zh.includes('corrected')).length;
  };
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await decided(1, 150)).toBe(0);
  // Longer after the first publication than facts are looked back on.
  region.clock.set(at('2024-07-15T09:00+08:00'));
  expect(await decided(2, 100)).toBe(1);
  expect(await decided(3, 150)).toBe(0);
  expect(await decided(4, 100)).toBe(1);
});

test('a round that has closed before it is made is refused: nobody could return anything', async () => {
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const made = await post<Refusal>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: 'past', nameZh: 'past', year: 2024, lateRule: 'refuse', samples: SAMPLES },
    ...{ opensAt: OPENS, closesAt: CLOSES },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
  });
  expect([made.status, made.body.errors.map(({ path }) => path)]).toEqual([400, ['body.closesAt']]);
});

test('a round that opens or closes in a year that nobody means is refused by the time', async () => {
  region.clock.set(at('2024-05-19T09:00+08:00'));
  const field = async (times: object) => {
    const made = await post<Refusal>('laboratory/eqa/rounds', await centre(), {
      ...{ organiser: 'SX-CCL', round: 'far', nameZh: 'far', year: 2024, lateRule: 'refuse', samples: SAMPLES },
      ...{ opensAt: OPENS, closesAt: CLOSES, ...times },
      items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
    });
    return [made.status, made.body.errors.map(({ path }) => path)];
  };
  expect(await field({ closesAt: '9999-12-31T17:00+08:00' })).toEqual([400, ['body.closesAt']]);
  expect(await field({ opensAt: '0202-05-20T10:00+08:00' })).toEqual([400, ['body.opensAt']]);
});

test('a panel of experts sets the target of a group, in versions with who and when; others go by what is for all', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('panel');
  const rows = results().map((row) => ({ ...row, method: '干化学 ', reported: '130' }));
  expect(await returned(path, rows)).toBe(201);
  const experts = [128, 130, 132].map((value, i) => ({ laboratory: `专家${String(i)}`, value }));
  const cell = { item: 'ALT', sample: '1', kind: 'experts', group: '干化学' };
  const enter = async (...targets: readonly object[]) =>
    post<Refusal>(`${path}/targets`, await centre(), { targets, note: '省内三家参考实验室' });
  const refused = await enter(
    { ...cell, experts: experts.slice(1) },
    { ...cell, experts: [...experts, ...experts.slice(2)] },
    { ...cell, experts, value: 130 },
    { ...cell, kind: 'reference', experts },
    { ...cell, sample: '9', experts },
    { ...cell, kind: 'consensus', experts },
  );
  expect([refused.status, refused.body.errors.map((one) => [one.path, one.code])]).toEqual([
    422,
    [
      ['body.targets[0].experts', 'too-few-experts'],
      ['body.targets[1].experts', 'duplicate-row'],
      ...[2, 3, 4, 5].map((place) => [`body.targets[${String(place)}]`, 'unfit-target']),
    ],
  ]);
  expect((await enter({ ...cell, experts: experts.map((one) => ({ ...one, value: one.value - 30 })) })).status).toBe(
    204,
  );
  expect((await enter(...SAMPLES.map((sample) => ({ ...cell, sample, experts })))).status).toBe(204);
  const { known, groups } = (await get<EqaOrganisedRound>(`${path}/organiser`, await centre())).body;
  const ofPanel = known.filter(({ kind, sample }) => kind === 'experts' && sample === '1');
  expect([groups, ofPanel.map(({ value, isCurrent, by, note }) => [value, isCurrent, by, note])]).toEqual([
    ['干化学'],
    [
      [130, true, 'centre-14', '省内三家参考实验室'],
      [100, false, 'centre-14', '省内三家参考实验室'],
    ],
  ]);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  await graded(path);
  const own = async () => (await get<EqaOwnRound>(path, await lab())).body.scores[0];
  expect(await own()).toMatchObject({
    outcome: 'PASS',
    cells: [{ target: 130, kind: 'experts', group: '干化学', n: 3, passedOver: [] }, {}, {}, {}, {}],
  });
  // Taken back, it goes by the reference value of all.
  expect((await enter(...SAMPLES.map((sample) => ({ ...cell, sample, kind: 'consensus' })))).status).toBe(204);
  expect((await post(`${path}/evaluations`, await centre(), { reason: '撤回专家组定值' })).body).toEqual({
    version: 2,
    warnings: [],
  });
  expect((await post(`${path}/publication`, await centre(), { version: 2 })).status).toBe(204);
  expect(await own()).toMatchObject({
    outcome: 'FAIL',
    cells: [{ target: 100, kind: 'reference', group: 'all' }, {}, {}, {}, {}],
  });
});

test('the organiser sees each value that was asked for, what was corrected, and the versions behind it', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('matrix');
  const enrolments = [{ institution: 'H2', items: ['ALT'] }];
  expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
  expect((await post(`${path}/acts`, await centre(), { kind: 'shipped' })).status).toBe(204);
  const receipt = { condition: 'thawed', receivedAt: '2024-05-21T08:30:00+08:00', note: '冰袋已化' };
  expect((await post(`${path}/receipt`, await lab(), receipt)).status).toBe(204);
  expect(await returned(path, results('2'))).toBe(201);
  const again = results().filter(({ sample }) => sample !== '5');
  expect((await post(`${path}/returns`, await lab(), { after: 1, results: again })).body).toEqual({ version: 2 });
  const matrix = async (query = '') => get<EqaMatrixResponse>(`${path}/matrix${query}`, await centre());
  const first = async () =>
    (await matrix()).body.rows[0]?.cells.map(({ reported, state, corrected }) => [reported, state, corrected]);
  // What is not returned yet is nobody's business.
  expect((await first())?.[1]).toEqual(['150', 'in time', null]);
  expect((await post(`${path}/returns/2/check`, await lab(2), {})).status).toBe(204);
  expect((await post(`${path}/returns/2/submission`, await lab(), {})).status).toBe(201);
  expect(await first()).toEqual([
    ['100', 'in time', null],
    ['100', 'in time', '150'],
    ...[3, 4].map(() => ['100', 'in time', null]),
    ['', 'blank', '100'],
  ]);
  expect((await matrix()).body).toMatchObject({
    ...{ item: 'ALT', samples: SAMPLES },
    rows: [
      { institution: { code: 'H1' }, receipt, status: 'submitted', versions: 2, outcome: null },
      {
        institution: { code: 'H2' },
        receipt: null,
        status: 'not participating',
        versions: 0,
        cells: [{ state: 'missing' }, {}, {}, {}, {}],
      },
    ],
  });
  const { body } = await get<EqaReturnedResponse>(`${path}/returns/H1`, await centre());
  expect(body.returns.map(({ version, results: rows }) => [version, rows.length])).toEqual([
    [2, 4],
    [1, 5],
  ]);
  expect([(await get(`${path}/returns/H3`, await centre())).status, (await matrix('?item=AST')).status]).toEqual([
    404, 400,
  ]);
  expect((await get(`${path}/matrix`, await region.as('qc-centre', { region: '1401' }))).status).toBe(404);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  await graded(path);
  expect((await matrix()).body.rows[0]).toMatchObject({
    outcome: 'PASS',
    cells: [{ z: 0, zClass: 'acceptable' }, {}, {}, {}, {}],
  });
  const file = await region.app.inject({ url: `/api/v1/${path}/matrix.xlsx`, headers: await centre() });
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(new Uint8Array(file.rawPayload).buffer);
  const row = workbook.worksheets[0]?.getRow(3);
  expect([1, 3, 7, 10, 11, 12, 13, 14].map((place) => row?.getCell(place).text)).toEqual([
    ...['H1', '已融化', '2', '2', '100', '按时', '150', '0.00'],
  ]);
  expect(workbook.worksheets[0]?.rowCount).toBe(11);
});

test('a connected system returns by its key: once however often it is sent, until the second of closing, checked by a person', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  await importTyped(region.deps, 'test', 'instrument', [
    {
      row: { institution: 'H1', code: 'AU-1', nameZh: '生化分析仪', items: ['ALT'], model: 'AU 5800' },
      from: '2024-01-01' as Day,
    },
  ]);
  const path = await roundOf('system', {}, 'ALT', 'refuse');
  const system = await region.as('system', { institution: 'H1' });
  const { body } = await get<EqaOwnRound>(path, system);
  expect([body.round.items.map(({ item, unit }) => [item, unit]), body.choices.instrument]).toEqual([
    [['ALT', 'U/L']],
    ['AU 5800'],
  ]);
  const send = async (after: number, rows: readonly object[]) =>
    post<Refusal & { readonly version: number }>(`${path}/returns`, system, { after, results: rows });
  const wrong = await send(0, [{ ...results()[0], reported: '1,5', unit: 'g/L' }]);
  expect([wrong.status, wrong.body.errors.map((one) => [one.path, one.code])]).toEqual([
    422,
    [
      ['body.results[0].unit', 'wrong-unit'],
      ['body.results[0].reported', 'decimal-comma'],
    ],
  ]);
  const rows = results().map((row) => ({ ...row, instrument: ' au5800 ' }));
  for (let time = 0; time < 2; time += 1) expect((await send(0, rows)).body).toEqual({ version: 1 });
  const kept = (await get<EqaOwnRound>(path, await lab())).body.returns;
  expect([kept.length, kept[0]?.results[0]?.instrument]).toEqual([1, 'AU 5800']);
  expect((await send(0, results('1'))).status).toBe(409);
  expect((await post(`${path}/returns/1/check`, system, {})).status).toBe(403);
  expect((await post(`${path}/returns/1/submission`, system, {})).status).toBe(409);
  expect((await post(`${path}/returns/1/check`, await lab(), {})).status).toBe(204);
  region.clock.set(at('2024-05-21T17:00:00+08:00'));
  const receipt = await post<{ receipt: string }>(`${path}/returns/1/submission`, system, {});
  expect(receipt.status).toBe(201);
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  expect((await post(`${path}/returns/1/submission`, system, {})).body).toEqual(receipt.body);
  expect((await send(0, rows)).body).toEqual({ version: 1 });
  expect((await send(1, results('1'))).status).toBe(409);
  expect((await get(path, await region.as('system', { institution: 'H2' }))).status).toBe(404);
});
