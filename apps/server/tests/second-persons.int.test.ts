/** Second persons 双人复核 of laboratories: whoever did it, or took part in it, is none, whichever account is used (henan-2025.lab.6#09). */
import type { Day } from '@fujie/core/kernel';
import type { EqaOwnRound, IqcRecorded, IqcSeriesResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { importTyped } from '../src/registers/change.ts';
import { beginControl, measured } from './iqc-fixture.ts';
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
    (await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1?from=2024-05-20', await own())).body;
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
  const rejected = async (n: number, p: number, time: string): Promise<number> => {
    const results = [measured('N', n, `2024-05-20T${time}+08:00`), measured('P', p, `2024-05-20T${time}+08:00`)];
    const { body } = await post<IqcRecorded>('laboratory/iqc/results', await third(), { results });
    return body.held[0]?.loop ?? 0;
  };

  test('is confirmed by no other account of who corrected it', async () => {
    const loop = await rejected(51, 121, '08:00');
    await correct(await own(), 51, { value: '41' });
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
});
