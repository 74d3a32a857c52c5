/** eqa/half-year: an organiser is warned of a half-year without a round, and no more once one is planned. Source: national-2022.art.7#03, sichuan-2025.3#03. */
import type { Day } from '@fujie/core/kernel';
import { suspensions } from '@fujie/core/registers';
import type { LoopRecorded, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-11-01T09:00+08:00', jurisdiction: 'sichuan' });
const load = (register: string, row: Readonly<Record<string, unknown>>, from = '2025-01-01') =>
  importTyped(server.deps, 'test', register, [{ row, from: from as Day, to: null }]);
const round = (name: string, closedOn: string) =>
  load('eqa-round', { organiser: 'Q51', round: name, item: 'ALT', year: 2026, closedOn, publishedOn: null });
const centre = (region = '51') => server.as('qc-centre', { region, username: `centre-${region}` });
async function owed(headers: Record<string, string>): Promise<LoopsResponse['loops']> {
  const answer = await server.app.inject({ url: '/api/v1/loops?view=all&definition=eqa/half-year', headers });
  return answer.json<LoopsResponse>().loops;
}

beforeAll(async () => {
  await load('region', { code: '51', nameZh: '四川', nameEn: null, kind: 'province', markPrefix: null });
  await load('region', { code: '52', nameZh: '贵州', nameEn: null, kind: 'province', markPrefix: null });
  await load('qc-organisation', { code: 'Q51', nameZh: '省临检中心', level: 'province', region: '51' });
  await load('item', {
    ...{ code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', kind: 'laboratory', category: 'chemistry' },
    ...{ unit: 'U/L', quantitative: true },
  });
});

test('opens 60 days before its end, and is ended by a round of the register; nobody says so himself', async () => {
  await round('2026-1', '2026-05-10');
  const now = server.clock.now();
  server.clock.set(at('2026-10-31T09:00+08:00'));
  await raiseObligations(server.deps);
  expect(await owed(await centre())).toEqual([]);
  server.clock.set(now);
  await Promise.all([raiseObligations(server.deps), raiseObligations(server.deps)]);
  const [loop, ...others] = await owed(await centre());
  expect([others, loop?.title.zh, loop?.dueAt, loop?.status]).toEqual([
    ...[[], '省临检中心：2026-H2 未排轮次（丙氨酸氨基转移酶）', '2026-12-31T23:59:59+08:00', 'open'],
  ]);
  expect(await owed(await centre('52'))).toEqual([]);
  const said = await server.app.inject({
    ...{ method: 'POST', url: `/api/v1/loops/${String(loop?.id)}/acts`, headers: await centre() },
    payload: { key: 'x', stage: 'plan', outcome: 'planned', fields: { record: '2026-2' } },
  });
  expect(said.statusCode).toBe(422);
  await round('2026-2', '2026-12-20');
  await raiseObligations(server.deps);
  expect((await owed(await centre())).map(({ status }) => status)).toEqual(['closed']);
});

// sichuan-2025.3#04: a mark waits for the confirmation, not for the naming beside it.
test('a rectification that its centre confirmed is in the register of suspensions while the naming is still owed', async () => {
  const hospital = { nameZh: 'H1', nameEn: null, region: '51', level: 3, ownership: 'public', kind: 'general' };
  await load('institution', { ...hospital, code: 'H1', supervisor: 'health', connectedOn: null });
  const graded = async (name: string, closedOn: string, outcome: string) => {
    const of = { organiser: 'Q51', round: name, item: 'ALT' };
    await load('eqa-round', { ...of, year: 2026, closedOn, publishedOn: closedOn });
    await load('eqa-outcome', { ...of, institution: 'H1', outcome });
  };
  await graded('2026-S', '2026-10-20', 'FAIL');
  await raiseObligations(server.deps);
  const lab = () => server.as('laboratory', { institution: 'H1', department: 'LAB' });
  const answer = await server.app.inject({
    url: '/api/v1/loops?view=open&definition=eqa/rectification',
    headers: await lab(),
  });
  const id = answer.json<LoopsResponse>().loops[0]?.id;
  const act = async (headers: Record<string, string>, stage: string, outcome: string, fields: object = {}) => {
    const payload = { key: stage, stage, outcome, fields };
    const said = await server.app.inject({
      ...{ method: 'POST', url: `/api/v1/loops/${String(id)}/acts`, headers, payload },
    });
    return said.json<LoopRecorded>();
  };
  const suspension = () => server.deps.registers.current().all(suspensions)[0]?.row;
  await act(await lab(), 'analyse', 'found', { causeKind: 'technical', cause: '加样误差', patients: '复测 12 份' });
  await act(await lab(), 'correct', 'corrected', { measures: '校准加样器' });
  await act(await server.as('quality-office', { institution: 'H1' }), 'verify', 'effective', { evidence: '盲测符合' });
  expect(suspension()).toMatchObject({ institution: 'H1', item: 'ALT', rectifiedOn: null, suspendedTo: null });
  expect(await act(await centre(), 'confirm', 'confirmed')).toMatchObject({ status: 'open', waiting: ['name'] });
  while (suspension()?.rectifiedOn === null) await new Promise((resolve) => setImmediate(resolve));
  expect(suspension()?.rectifiedOn).toBe('2026-11-01');
  expect(await act(await centre(), 'name', 'named', { receipt: '川临检〔2026〕12 号' })).toMatchObject({
    status: 'closed',
  });
});
