/** What the organiser of rounds 室间质评 decides and sees: targets, what counts, corrections, the plan of a year, each value that was returned. */
import type {
  EqaMatrixResponse,
  EqaOrganisedRound,
  EqaOwnRound,
  EqaProgrammesResponse,
  EqaReturnedResponse,
  LoopsResponse,
} from '@fujie/wire/contracts';
import exceljs from 'exceljs';
import { beforeAll, expect, test } from 'vitest';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import type { Refusal } from './eqa-edges-fixture.ts';
import { CLOSES, OPENS, results, SAMPLES, smallRoundsOf } from './eqa-edges-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { centre, lab, roundOf, returned, graded } = smallRoundsOf(region);

beforeAll(() => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
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
    ...{
      organiser: 'SX-CCL',
      round: 'planned',
      nameZh: 'planned',
      nameEn: 'Planned',
      programme: 'SX-C-01',
      year: 2024,
    },
    ...{ lateRule: 'store', samples: SAMPLES, opensAt: OPENS, closesAt: CLOSES },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
  });
  expect(made.status).toBe(201);
  const programme = {
    ...{ organiser: 'SX-CCL', code: 'SX-C-01', nameZh: '临床化学', nameEn: 'Chemistry', samples: 5, rounds: 2 },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 15 } }],
  };
  const foreign = { ...programme, organiser: 'QC-CN' };
  expect((await post('laboratory/eqa/programmes', await centre(), foreign)).status).toBe(404);
  expect((await post('laboratory/eqa/programmes', await centre(), programme)).status).toBe(204);
  const twice = { ...programme, code: 'SX-C-02', isNew: true };
  const organiser = await centre();
  const twins = [1, 2, 3].map(async () => post('laboratory/eqa/programmes', organiser, twice));
  expect((await Promise.all(twins)).map(({ status }) => status).sort()).toEqual([204, 400, 400]);
  // Entered as new under a code that is taken, it does not put itself in the place of what stands there.
  const another = { ...programme, nameZh: '电解质', isNew: true };
  const taken = await post('laboratory/eqa/programmes', await centre(), another);
  expect(taken).toMatchObject({ status: 400, body: { errors: [{ path: 'body.code' }] } });
  expect((await post('laboratory/eqa/programmes', await centre(), { ...programme, rounds: 3 })).status).toBe(204);
  const { body } = await get<EqaProgrammesResponse>('laboratory/eqa/programmes/2024', await centre());
  expect(body.programmes).toMatchObject([
    {
      code: 'SX-C-01',
      nameEn: 'Chemistry',
      rounds: 3,
      held: [{ round: 'planned', nameEn: 'Planned' }],
      halvesWithout: ['second'],
    },
    { code: 'SX-C-02', held: [] },
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

test('an item that names no unit is asked for in that of the register, a qualitative one in none', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const items = [
    { item: 'K', kind: 'quantitative', criterion: { type: 'pct', percent: 6 } },
    { item: 'TBIL', kind: 'quantitative', unit: 'mg/dL', criterion: { type: 'pct', percent: 15 } },
    { item: 'AST', kind: 'qualitative', criterion: { type: 'agreement' } },
  ];
  const programme = { organiser: 'SX-CCL', code: 'SX-C-02', nameZh: '电解质', samples: 5, rounds: 2, items };
  expect((await post('laboratory/eqa/programmes', await centre(), programme)).status).toBe(204);
  const { body } = await get<EqaProgrammesResponse>('laboratory/eqa/programmes/2024', await centre());
  const units = [
    ['K', 'mmol/L'],
    ['TBIL', 'mg/dL'],
    ['AST', null],
  ];
  expect(body.programmes.find(({ code }) => code === 'SX-C-02')?.items.map(({ item, unit }) => [item, unit])).toEqual(
    units,
  );
  const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: 'no-unit', nameZh: 'no-unit', programme: 'SX-C-02', year: 2024, items },
    ...{ lateRule: 'store', samples: SAMPLES, opensAt: OPENS, closesAt: CLOSES },
  });
  expect(made.status).toBe(201);
  const round = await get<EqaOrganisedRound>(`laboratory/eqa/rounds/${String(made.body.id)}/organiser`, await centre());
  expect(round.body.round.items.map(({ item, unit }) => [item, unit])).toEqual(units);
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
