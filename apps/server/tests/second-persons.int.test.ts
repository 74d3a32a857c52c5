/** Second persons 双人复核 of laboratories: whoever did it, or took part in it, is none, whichever account is used (henan-2025.lab.6#09). */
import type { Day } from '@fujie/core/kernel';
import type {
  EqaOwnRound,
  IqcRecorded,
  IqcSeriesResponse,
  LoopResponse,
  LoopsResponse,
  StudyResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { reviewAffected } from '../src/laboratory/iqc-affected.ts';
import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { importTyped } from '../src/registers/change.ts';
import { beginControl, material, measured, SYSTEM } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const staff = (username: string, practitioner: string) =>
  region.as('laboratory', { institution: 'H1', username, practitioner });
/** One person with two accounts, and two others. */
const own = () => staff('wang-1', 'T1');
const ownToo = () => staff('wang-2', 'T1');
const second = () => staff('zhao', 'T2');
const third = () => staff('qian', 'T3');
const centre = () => region.as('qc-centre', { region: '14' });

beforeAll(async () => {
  await beginControl(region);
  region.clock.set(at('2024-05-20T20:00+08:00'));
  await importTyped(region.deps, 'test', 'department', [
    { row: { institution: 'H1', code: 'JYK', nameZh: '检验科', kind: 'laboratory' }, from: '2024-01-01' as Day },
  ]);
  const person = { institution: 'H1', department: 'JYK', role: 'technician' };
  const rows = ['T1', 'T2', 'T3'].map((code) => ({
    row: { ...person, code, nameZh: code },
    from: '2024-01-01' as Day,
  }));
  const clerk = { row: { ...person, code: 'A1', nameZh: 'A1', role: 'administrator' }, from: '2024-01-01' as Day };
  await importTyped(region.deps, 'test', 'practitioner', [...rows, clerk]);
});

test('a study is signed by another person, not by another account of who entered it', async () => {
  const pairs = [10, 20, 30, 40, 50].map((reference) => ({ reference, test: reference }));
  const { body } = await post<{ id: number }>('laboratory/studies', await own(), {
    ...{ kind: 'split-sample', item: 'ALT', title: 'ALT', reference: '市中心', tested: 'AN-1' },
    ...{ measuredOn: '2024-05-17', data: { allowedPercent: 20, pairs } },
  });
  const sign = async (who: Record<string, string>) =>
    (await post(`laboratory/studies/${String(body.id)}/signature`, who, {})).status;
  const isOwnEntry = async (who: Record<string, string>) =>
    (await get<StudyResponse>(`laboratory/studies/${String(body.id)}`, who)).body.isOwnEntry;
  expect([await isOwnEntry(await own()), await isOwnEntry(await ownToo()), await isOwnEntry(await second())]).toEqual([
    ...[true, true, false],
  ]);
  expect([await sign(await own()), await sign(await ownToo())]).toEqual([409, 409]);
  expect(await sign(await second())).toBe(200);
});

test('a matrix of a round is checked by another person, and the page does not offer it to who entered it', async () => {
  const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: '2024-9', nameZh: '加测', year: 2024, lateRule: 'refuse', samples: ['1'] },
    ...{ opensAt: '2024-05-20T19:00+08:00', closesAt: '2024-05-21T10:00+08:00' },
    items: [
      { item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 15 }, minimumGroup: 3 },
    ],
  });
  const round = `laboratory/eqa/rounds/${String(made.body.id)}`;
  await post(`${round}/enrolments`, await centre(), { enrolments: [{ institution: 'H1', items: ['ALT'] }] });
  await post(`${round}/acts`, await centre(), { kind: 'shipped' });
  const results = [{ item: 'ALT', sample: '1', reported: '60', unit: 'U/L', method: 'IFCC', instrument: 'AN-1' }];
  expect((await post(`${round}/returns`, await own(), { after: 0, results })).status).toBe(201);
  const isOwnEntry = async (who: Record<string, string>) => (await get<EqaOwnRound>(round, who)).body.isOwnEntry;
  expect([await isOwnEntry(await ownToo()), await isOwnEntry(await second())]).toEqual([true, false]);
  const check = async (who: Record<string, string>) => (await post(`${round}/returns/1/check`, who, {})).status;
  expect([await check(await ownToo()), await check(await second())]).toEqual([403, 204]);
});

// national-2022.art.24#01, henan-2025.lab.7#04: who takes part in a change of a run does not let its results out.
describe('a rejected run whose results were corrected away', () => {
  const series = async () =>
    (await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1?from=2024-05-20&to=2024-05-24', await own())).body;
  const correct = async (who: Record<string, string>, value: number, change: object) => {
    const found = (await series()).results.find((one) => one.value === value && !one.isVoid);
    const path = `laboratory/iqc/results/${String(found?.id)}/correction`;
    expect((await post(path, who, { reason: '抄录错误', ...change })).status).toBe(201);
  };
  const confirm = async (loop: number, who: Record<string, string>) => {
    const act = { stage: 'confirm', outcome: 'confirmed', fields: { reason: '核对原始记录无误' } };
    const key = `confirm/${String(Math.random())}`;
    return (await post(`loops/${String(loop)}/acts`, who, { key, ...act })).status;
  };
  const rejected = async (n: number, p: number, time: string, day = '20'): Promise<number> => {
    const results = [
      measured('N', n, `2024-05-${day}T${time}+08:00`),
      measured('P', p, `2024-05-${day}T${time}+08:00`),
    ];
    const { body } = await post<IqcRecorded>('laboratory/iqc/results', await third(), { results });
    expect(body.held, JSON.stringify(body)).toBeDefined();
    return body.held[0]?.loop ?? 0;
  };

  test('is confirmed by no other account of who corrected it', async () => {
    const loop = await rejected(51, 121, '08:00');
    await correct(await own(), 51, { value: '41' });
    // Nobody is offered what would be refused: the page and the inbox say that it is for somebody else.
    const offered = async (who: Record<string, string>) => {
      const { loop: shown, stages } = (await get<LoopResponse>(`loops/${String(loop)}`, who)).body;
      const stage = stages.find(({ id }) => id === 'confirm');
      const row = (await get<LoopsResponse>('loops?view=mine', who)).body.loops.find(({ id }) => id === loop);
      return [
        stage?.isBarred,
        (stage?.outcomes.length ?? 0) > 0,
        shown.isMine,
        row?.waiting.map((one) => one.isBarred),
      ];
    };
    for (const who of [own(), ownToo()]) expect(await offered(await who)).toEqual([true, false, false, [true]]);
    expect(await offered(await second())).toEqual([false, true, true, [false]]);
    expect([await confirm(loop, await own()), await confirm(loop, await ownToo())]).toEqual([422, 422]);
    expect(await confirm(loop, await second())).toBe(200);
    await settleHolds(region.deps);
  });

  test('nor by anybody who is no laboratory staff by the register, as whom a record system names one', async () => {
    const loop = await rejected(54, 121, '09:00');
    await correct(await own(), 54, { value: '41' });
    const act = { stage: 'confirm', outcome: 'confirmed', fields: { reason: '核对原始记录无误' } };
    const by = async (practitioner: string) =>
      post<{ errors?: { path: string }[] }>(
        `loops/${String(loop)}/acts`,
        await region.as('system', { institution: 'H1' }),
        {
          ...{ ...act, key: `his/${practitioner}`, by: { practitioner, role: 'laboratory' } },
        },
      );
    const { status, body } = await by('A1');
    expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['body.by.role']]);
    expect((await by('T2')).status).toBe(200);
    await settleHolds(region.deps);
  });

  test('two who each voided a result of it do not confirm each other, in whichever order', async () => {
    const loop = await rejected(52, 150, '10:00');
    await correct(await own(), 52, { void: true });
    await correct(await second(), 150, { void: true });
    expect([await confirm(loop, await own()), await confirm(loop, await ownToo())]).toEqual([422, 422]);
    expect(await confirm(loop, await second())).toBe(422);
    expect(await confirm(loop, await third())).toBe(200);
    await settleHolds(region.deps);
  });

  test('nor one who changes more of it once it is to be confirmed', async () => {
    const loop = await rejected(53, 122, '12:00');
    await correct(await own(), 53, { value: '41' });
    await correct(await second(), 122, { value: '123' });
    expect([await confirm(loop, await own()), await confirm(loop, await second())]).toEqual([422, 422]);
    expect(await confirm(loop, await third())).toBe(200);
    await settleHolds(region.deps);
    expect((await series()).loops.map(({ status }) => status)).toEqual(['void', 'void', 'void', 'void']);
  });

  test('nor one whose correction took away what a rule looked back on', async () => {
    expect(await rejected(44.5, 123, '14:00')).toBe(0);
    const loop = await rejected(44.6, 124, '16:00');
    expect(loop).toBeGreaterThan(0);
    await correct(await own(), 44.6, { reason: '抄录错误', value: '44.7' });
    await correct(await second(), 44.5, { value: '40' });
    expect([await confirm(loop, await own()), await confirm(loop, await second())]).toEqual([422, 422]);
    expect(await confirm(loop, await third())).toBe(200);
  });

  const act = async (loop: number, who: Record<string, string>, stage: string, outcome: string, more: object) =>
    post<{ errors?: { path: string }[] }>(`loops/${String(loop)}/acts`, who, {
      ...{ key: `${stage}/${String(Math.random())}`, stage, outcome, fields: {} },
      ...more,
    });
  const causes = async (loop: number) =>
    (await get<LoopResponse>(`loops/${String(loop)}`, await own())).body.records.flatMap((one) =>
      one.kind === 'act' && one.stage?.zh === '查明原因' ? [one] : [],
    );

  test('nor is what the platform recorded of it replaced, or overtaken by an act of before; and who took part does not review it', async () => {
    region.clock.set(at('2024-05-21T20:00+08:00'));
    const loop = await rejected(55, 145, '08:00', '21');
    await correct(await own(), 55, { void: true });
    await correct(await second(), 145, { void: true });
    const found = { fields: { causeKind: 'none', cause: '偶然误差' } };
    const corrects = (await causes(loop)).at(-1)?.id;
    const replaced = await act(loop, await second(), 'cause', 'found', { ...found, corrects });
    expect([replaced.status, replaced.body.errors?.map(({ path }) => path)]).toEqual([400, ['body.corrects']]);
    const earlier = { ...found, occurredAt: '2024-05-21T10:00+08:00' };
    const overtaken = await act(loop, await second(), 'cause', 'found', earlier);
    expect([overtaken.status, overtaken.body.errors?.map(({ path }) => path)]).toEqual([400, ['body.occurredAt']]);
    // Sent back, it goes the way of any other: who took part in the changes does not agree in the end.
    region.clock.set(at('2024-05-21T20:10+08:00'));
    const reason = { fields: { reason: '请重新查找原因' } };
    expect((await act(loop, await third(), 'confirm', 'returned', reason)).status).toBe(200);
    region.clock.set(at('2024-05-21T20:20+08:00'));
    expect((await act(loop, await third(), 'cause', 'found', found)).status).toBe(200);
    expect((await act(loop, await third(), 'correct', 'corrected', { fields: { measures: '校准' } })).status).toBe(200);
    await settleHolds(region.deps);
    region.clock.set(at('2024-05-21T20:40+08:00'));
    const good = [measured('N', 40, '2024-05-21T20:30+08:00'), measured('P', 120, '2024-05-21T20:30+08:00')];
    await post('laboratory/iqc/results', await third(), { results: good });
    await settleHolds(region.deps);
    // Of no patient's result is anything to be decided.
    await reviewAffected(region.deps);
    const agreed = { fields: { conclusion: '同意' } };
    for (const who of [own(), second(), third()])
      expect((await act(loop, await who, 'review', 'agreed', agreed)).status).toBe(422);
    const office = await region.as('quality-office', { institution: 'H1' });
    expect((await act(loop, office, 'review', 'agreed', agreed)).status).toBe(200);
    await settleHolds(region.deps);
  });

  test('nor do two confirm each other who each set a target of its lot', async () => {
    region.clock.set(at('2024-05-22T20:00+08:00'));
    const lot = { product: 'QC', lot: 'C3' };
    for (const level of ['N', 'P']) {
      const entry = { action: 'put', row: { ...material(level), ...lot }, from: '2024-05-22' };
      expect((await post('registers/control-material/entries', await own(), entry)).status).toBe(200);
    }
    const values = [10.02, 10.1, 9.9, 10.05, 9.98, 9.95, 10.01, 20];
    const results = values.flatMap((value, n) =>
      ['N', 'P'].map((level) =>
        measured(level, value, `2024-05-22T0${String(n + 1)}:00+08:00`, { lot: 'C3', run: `C3-${String(n)}` }),
      ),
    );
    const loop =
      (await post<IqcRecorded>('laboratory/iqc/results', await third(), { results })).body.held[0]?.loop ?? 0;
    expect(loop).toBeGreaterThan(0);
    for (const [who, level] of [
      [await own(), 'N'],
      [await second(), 'P'],
    ] as const) {
      const target = { system: 'ALT-1', ...lot, level, kind: 'manufacturer', mean: 10, sd: 8 };
      const set = { ...target, validFrom: '2024-05-22T00:00+08:00', reason: '厂家值' };
      expect((await post('laboratory/iqc/targets', who, set)).status).toBe(201);
    }
    expect([await confirm(loop, await own()), await confirm(loop, await second())]).toEqual([422, 422]);
    expect(await confirm(loop, await third())).toBe(200);
    await settleHolds(region.deps);
  });

  test('nor whoever changed the control rules, which its cause says', async () => {
    region.clock.set(at('2024-05-23T20:00+08:00'));
    const loop = await rejected(45.2, 133, '08:00', '23');
    expect(loop).toBeGreaterThan(0);
    const row = { ...SYSTEM, rules: ['1_3s'], warnings: [] };
    const put = async (who: Record<string, string>, more: object) => {
      const entry = { action: 'put', row, note: '规则调整', ...more };
      return (await post('registers/test-system/entries', who, entry)).status;
    };
    // From the next day on by the laboratory, for the days before by its centre alone.
    expect(await put(await own(), { from: '2024-01-01' })).toBe(422);
    expect(await put(await own(), { from: '2024-05-24', endPrevious: true })).toBe(200);
    expect(await put(await centre(), { from: '2024-01-01', to: '2024-05-24' })).toBe(200);
    const good = [measured('N', 40, '2024-05-23T19:00+08:00'), measured('P', 120, '2024-05-23T19:00+08:00')];
    expect((await post('laboratory/iqc/results', await third(), { results: good })).status).toBe(200);
    const said = (await causes(loop)).at(-1);
    expect(JSON.stringify(said)).toContain('质控规则已由');
    expect(JSON.stringify(said)).toContain('H1/T1');
    expect(JSON.stringify(said)).not.toContain('补录');
    expect([await confirm(loop, await own()), await confirm(loop, await ownToo())]).toEqual([422, 422]);
    expect(await confirm(loop, await second())).toBe(200);
  });
});
