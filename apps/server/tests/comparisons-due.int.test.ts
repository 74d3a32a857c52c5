/** comparison/due: a laboratory of Henan compares what no EQA assesses, and bedside tests, at intervals. Source: henan-2025.lab.8#03, #04. */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { comparisonsOnceChanged, raiseComparisons } from '../src/laboratory/comparisons-due.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { counting } from './counted-rows.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const FROM = '2026-01-10' as Day;
// 183 days after 10 January lie 12 July, 30 days before that 12 June.
const server = sharedServer({ now: '2026-06-11T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, ...rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: FROM, to: null })),
  );
const lab = (username = 'lab-1') => server.as('laboratory', { institution: 'H1', username });
async function owed(view = 'open'): Promise<LoopsResponse['loops']> {
  const url = `/api/v1/loops?view=${view}&definition=comparison/due`;
  const answer = await server.app.inject({ url, headers: await lab() });
  return answer.json<LoopsResponse>().loops;
}
async function send(url: string, headers: Record<string, string>, payload: object): Promise<{ id: number }> {
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1/laboratory/studies${url}`, headers, payload });
  expect(answer.statusCode).toBeLessThan(300);
  return answer.json();
}
const titles = async () => (await owed()).map(({ title }) => title.zh).sort();

/** Recorded by one and signed by another of the laboratory; `bias` moves each result. */
async function compare(kind: string, item: string, measuredOn: string, bias = 1.01): Promise<void> {
  const data = {
    allowedPercent: 20,
    pairs: [10, 20, 30, 40, 50].map((reference) => ({ reference, test: reference * bias })),
  };
  const title = `${item} ${measuredOn} ${String(bias)}`;
  const study = { kind, item, title, reference: '市中心医院', tested: 'AN-1', measuredOn, data };
  const { id } = await send('', await lab(), study);
  await send(`/${String(id)}/signature`, await lab('lab-2'), {});
}

beforeAll(async () => {
  await load(
    'region',
    { code: '41', nameZh: '河南', nameEn: null, kind: 'province', markPrefix: null },
    { code: '4101', nameZh: '郑州', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load('qc-organisation', { code: 'Q41', nameZh: '省临检中心', level: 'province', region: '41' });
  await load('institution', {
    ...{ code: 'H1', nameZh: '市第一医院', nameEn: null, region: '4101', level: 3, ownership: 'public' },
    ...{ kind: 'general', supervisor: 'health', connectedOn: null },
  });
  const item = { kind: 'laboratory', category: 'chemistry', unit: 'U/L', quantitative: true };
  await load(
    'item',
    { ...item, code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT' },
    { ...item, code: 'ALD', nameZh: '醛缩酶', nameEn: 'Aldolase' },
    { ...item, code: 'LAC', nameZh: '乳酸', nameEn: 'Lactate' },
  );
  await load('eqa-round', {
    ...{ organiser: 'Q41', round: 'R1', item: 'ALT', year: 2026, closedOn: '2026-05-10', publishedOn: null },
  });
  await load('instrument', { institution: 'H1', code: 'AN-1', nameZh: '生化仪', items: ['ALT', 'ALD', 'LAC'] });
  const system = { institution: 'H1', instrument: 'AN-1', kind: 'quantitative', levels: 2, rules: ['1_3s'] };
  await load(
    'test-system',
    { ...system, code: 'ALT@AN-1', item: 'ALT' },
    { ...system, code: 'ALD@AN-1', item: 'ALD' },
    { ...system, code: 'LAC@BED', item: 'LAC', pointOfCare: true },
  );
});

test('is told 30 days ahead of items without a round and of bedside tests, and of what has a round not', async () => {
  await raiseComparisons(server.deps);
  expect(await titles()).toEqual([]);
  server.clock.set(at('2026-06-12T09:00+08:00'));
  await Promise.all([raiseComparisons(server.deps), raiseComparisons(server.deps)]);
  expect(await titles()).toEqual(['床旁检测比对到期（乳酸）', '无室间质评项目比对到期（醛缩酶）']);
  expect((await owed()).map(({ dueAt }) => dueAt)).toEqual([
    ...['2026-07-12T23:59:59+08:00', '2026-07-12T23:59:59+08:00'],
  ]);
});

test('is over by a study that is acceptable and signed, of the kind that is asked for; nobody says so himself', async () => {
  const [bedside] = (await owed()).filter(({ title }) => title.zh.startsWith('床旁'));
  const said = await server.app.inject({
    ...{ method: 'POST', url: `/api/v1/loops/${String(bedside?.id)}/acts`, headers: await lab() },
    payload: { key: 'x', stage: 'compare', outcome: 'compared', fields: { doneOn: '2026-06-12' } },
  });
  expect(said.statusCode).toBe(422);
  const look = comparisonsOnceChanged(server.deps);
  await look();
  await compare('poct', 'LAC', '2026-06-12', 1.5);
  await compare('split-sample', 'LAC', '2026-06-12');
  await look();
  expect(await titles()).toHaveLength(2);
  await compare('poct', 'LAC', '2026-06-12');
  await look();
  expect(await titles()).toEqual(['无室间质评项目比对到期（醛缩酶）']);
});

test('is asked once while it is open, though its next interval comes near, and is over when a round is planned', async () => {
  server.clock.set(at('2026-12-20T09:00+08:00'));
  await raiseComparisons(server.deps);
  // Twice the interval after 10 January lies 11 January, 30 days before that 12 December; of lactate 183 days after 12 June lie 12 December.
  expect(await titles()).toEqual(['床旁检测比对到期（乳酸）', '无室间质评项目比对到期（醛缩酶）']);
  await load('eqa-round', {
    ...{ organiser: 'Q41', round: 'R2', item: 'ALD', year: 2027, closedOn: '2027-03-10', publishedOn: null },
  });
  await raiseComparisons(server.deps);
  expect(await titles()).toEqual(['床旁检测比对到期（乳酸）']);
  expect((await owed('all')).map(({ status }) => status).sort()).toEqual(['closed', 'closed', 'open']);
});

test('of what is asked for together, what was compared is asked for again in its next interval though the rest still waits', async () => {
  const item = { kind: 'laboratory', category: 'chemistry', unit: 'mmol/L', quantitative: true };
  await load(
    'item',
    { ...item, code: 'GLU', nameZh: '葡萄糖', nameEn: 'Glucose' },
    { ...item, code: 'KET', nameZh: '酮体', nameEn: 'Ketones' },
  );
  const bedside = { institution: 'H1', instrument: 'AN-1', kind: 'quantitative', levels: 2, rules: ['1_3s'] };
  await load(
    'test-system',
    ...['GLU', 'KET'].map((code) => ({ ...bedside, code: `${code}@BED`, item: code, pointOfCare: true })),
  );
  const asked = async () => (await titles()).filter((title) => /葡萄糖|酮体/.test(title));
  await raiseComparisons(server.deps);
  expect(await asked()).toEqual(['床旁检测比对到期（葡萄糖、酮体）']);
  await compare('poct', 'GLU', '2026-12-20');
  // 183 days after 20 December lie 21 June, 30 days before that 22 May.
  for (const [now, titled] of [
    ['2027-05-21', ['床旁检测比对到期（葡萄糖、酮体）']],
    ['2027-05-22', ['床旁检测比对到期（葡萄糖、酮体）', '床旁检测比对到期（葡萄糖）']],
  ] as const) {
    server.clock.set(at(`${now}T09:00+08:00`));
    await raiseComparisons(server.deps);
    expect(await asked()).toEqual(titled);
  }
});

test('is asked for again when it is needed again in the same interval', async () => {
  const only = async (item: string) =>
    (await titles()).filter((title) => title === `床旁检测比对到期（${item}）`).length;
  const system = { institution: 'H1', instrument: 'AN-1', code: 'GLU@BED', item: 'GLU', kind: 'quantitative' };
  for (const [now, pointOfCare, count] of [
    ['2027-05-22', true, 1],
    ['2027-05-22', false, 0],
    ['2027-05-23', true, 1],
  ] as const) {
    server.clock.set(at(`${now}T09:00+08:00`));
    await load('test-system', { ...system, levels: 2, rules: ['1_3s'], pointOfCare });
    await raiseComparisons(server.deps);
    expect(await only('葡萄糖')).toBe(count);
  }
});

test('looks at what was waived in an interval that is asked about, and at nothing else that ever was', async () => {
  const reads = async () => {
    const counted = counting(server.deps.worker);
    await raiseComparisons({ ...server.deps, worker: counted.db });
    return counted.rows();
  };
  const before = await reads();
  await server.asOwner(sql`
    insert into loop (definition, subject, unit, opened_at, harm, status, stages, owners, told, flaws, state)
    select 'comparison/due', 'comparison|' || unit || '|bedside|' || date '2019-01-01' + n || '|LAC|2019-01-01', unit, now(), 3, 'waived',
           '{}', '{}', '{}', '{}', '{}'
      from generate_series(1, 40) n cross join unnest(array['H1', 'H2']) unit`);
  expect(await reads()).toBe(before);
});
