/** eqa/interval: an organiser of Henan is asked for a round before the interval is over, and no more once one is planned. Source: henan-2025.lab.15#02. */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

// 183 days after 10 May lie 9 November, 60 days before that 10 September.
const server = sharedServer({ now: '2026-09-09T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, row: Readonly<Record<string, unknown>>, from = '2025-01-01') =>
  importTyped(server.deps, 'test', register, [{ row, from: from as Day, to: null }]);
const round = (name: string, item: string, closedOn: string) =>
  load('eqa-round', { organiser: 'Q41', round: name, item, year: 2026, closedOn, publishedOn: null });
const centre = (region = '41') => server.as('qc-centre', { region, username: `centre-${region}` });
async function owed(headers: Record<string, string>, kind = 'eqa/interval'): Promise<LoopsResponse['loops']> {
  const answer = await server.app.inject({ url: `/api/v1/loops?view=all&definition=${kind}`, headers });
  return answer.json<LoopsResponse>().loops;
}

beforeAll(async () => {
  await load('region', { code: '41', nameZh: '河南', nameEn: null, kind: 'province', markPrefix: null });
  await load('region', { code: '42', nameZh: '湖北', nameEn: null, kind: 'province', markPrefix: null });
  await load('qc-organisation', { code: 'Q41', nameZh: '省临检中心', level: 'province', region: '41' });
  const item = { kind: 'laboratory', category: 'chemistry', unit: 'U/L', quantitative: true };
  await load('item', { ...item, code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT' });
  await load('item', { ...item, code: 'AST', nameZh: '天门冬氨酸氨基转移酶', nameEn: 'AST' });
});

test('opens 60 days before the interval is over, for that organiser alone, and is ended by rounds of all items; nobody says so himself', async () => {
  await round('2026-1', 'ALT', '2026-05-10');
  await round('2026-1', 'AST', '2026-05-10');
  await raiseObligations(server.deps);
  expect(await owed(await centre())).toEqual([]);
  server.clock.set(at('2026-09-10T09:00+08:00'));
  await Promise.all([raiseObligations(server.deps), raiseObligations(server.deps)]);
  const [loop, ...others] = await owed(await centre());
  expect([others, loop?.title.zh, loop?.dueAt, loop?.status]).toEqual([
    ...[[], '省临检中心：质评间隔将满（丙氨酸氨基转移酶、天门冬氨酸氨基转移酶）', '2026-11-09T23:59:59+08:00', 'open'],
  ]);
  expect(await owed(await centre('42'))).toEqual([]);
  const said = await server.app.inject({
    ...{ method: 'POST', url: `/api/v1/loops/${String(loop?.id)}/acts`, headers: await centre() },
    payload: { key: 'x', stage: 'plan', outcome: 'planned', fields: { record: '2026-2' } },
  });
  expect(said.statusCode).toBe(422);
  await round('2026-2', 'ALT', '2026-11-20');
  await raiseObligations(server.deps);
  expect((await owed(await centre())).map(({ status }) => status)).toEqual(['open']);
  await round('2026-2', 'AST', '2026-11-20');
  await raiseObligations(server.deps);
  await raiseObligations(server.deps);
  expect((await owed(await centre())).map(({ status }) => status)).toEqual(['closed']);
  // Near the end of a half-year without one it is asked by the interval, and not by the half-year as well (national-2022.art.7#03).
  server.clock.set(at('2027-05-05T09:00+08:00'));
  await raiseObligations(server.deps);
  expect([await owed(await centre()), await owed(await centre(), 'eqa/half-year')].map(({ length }) => length)).toEqual(
    [2, 0],
  );
});
