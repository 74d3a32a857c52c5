/** licence/outside: what an institution of Henan tests outside its licence is approved and registered. Source: henan-2025.lab.3#02, #03. */
import type { Day } from '@fujie/core/kernel';
import { licensedSubjects } from '@fujie/core/registers';
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseLicences } from '../src/laboratory/licences-due.ts';
import { raiseObligations } from '../src/laboratory/obligations.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { withdrawEntry } from '../src/registers/entry-change.ts';
import { counting } from './counted-rows.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const FROM = '2026-01-01' as Day;
const server = sharedServer({ now: '2026-11-02T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, ...rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: FROM, to: null })),
  );
const office = () => server.as('quality-office', { institution: 'H1' });
async function owed(): Promise<LoopsResponse['loops']> {
  const url = '/api/v1/loops?view=all&definition=licence/outside';
  return (await server.app.inject({ url, headers: await office() })).json<LoopsResponse>().loops;
}
async function say(id: number, stage: string, outcome: string, fields: object): Promise<number> {
  const url = `/api/v1/loops/${String(id)}/acts`;
  const payload = { key: `${stage}/${outcome}`, stage, outcome, fields };
  return (await server.app.inject({ method: 'POST', url, headers: await office(), payload })).statusCode;
}
const license = (subject: string) =>
  load('licensed-subject', {
    ...{ institution: 'H1', subject, items: null, registration: 'Z1', approvedOn: '2020-01-01' },
  });

beforeAll(async () => {
  await load(
    'region',
    { code: '41', nameZh: '河南', nameEn: null, kind: 'province', markPrefix: null },
    { code: '4101', nameZh: '郑州', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load('institution', {
    ...{ code: 'H1', nameZh: '市第一医院', nameEn: null, region: '4101', level: 3, ownership: 'public' },
    ...{ kind: 'general', supervisor: 'health', connectedOn: null },
  });
  const item = { kind: 'laboratory', unit: 'U/L', quantitative: true };
  await load(
    'item',
    { ...item, code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', category: 'chemistry' },
    { ...item, code: 'HBVDNA', nameZh: '乙肝病毒核酸', nameEn: 'HBV DNA', category: 'molecular' },
    { ...item, code: 'EGFR', nameZh: 'EGFR 基因突变', nameEn: 'EGFR', category: 'molecular' },
  );
  await load('instrument', { institution: 'H1', code: 'A', nameZh: '分析仪', items: ['ALT', 'HBVDNA'] });
});

test('asks for approval, then for the registration, which the register alone shows', async () => {
  await raiseObligations(server.deps);
  expect(await owed()).toEqual([]);
  await license('30.03');
  await Promise.all([raiseObligations(server.deps), raiseObligations(server.deps)]);
  const [loop, ...others] = await owed();
  expect([loop?.title.zh, others]).toEqual(['临床细胞分子遗传学专业未登记，仍开展：乙肝病毒核酸', []]);
  const id = loop?.id ?? 0;
  const approved = { application: '检验科申请，医务部审核同意', approval: '院字〔2026〕8 号' };
  expect(await say(id, 'review', 'ended', { doneOn: '2026-11-02' })).toBe(422);
  expect(await say(id, 'review', 'approved', { application: approved.application })).toBe(422);
  expect(await say(id, 'review', 'approved', approved)).toBe(200);
  expect(await say(id, 'register', 'ended', { doneOn: '2026-11-02' })).toBe(422);
  await license('30.05');
  await raiseObligations(server.deps);
  await raiseObligations(server.deps);
  const url = `/api/v1/loops/${String(id)}`;
  const shown = (await server.app.inject({ url, headers: await office() })).json<LoopResponse>();
  expect(shown.stages.map(({ id: stage, outcome }) => [stage, outcome?.zh])).toEqual([
    ['review', '批准开展'],
    ['register', '已停止开展或已登记'],
  ]);
  expect((await owed()).map(({ status }) => status)).toEqual(['closed']);
});

const commission = () => server.as('commission', { region: '4101' });
async function waive(id: number): Promise<number> {
  const url = `/api/v1/loops/${String(id)}/waivers`;
  const payload = { key: 'covered', stage: null, reason: 'covered', note: '视同在登记范围内' };
  return (await server.app.inject({ method: 'POST', url, headers: await commission(), payload })).statusCode;
}
const withdraw = (key: string) =>
  withdrawEntry(server.deps, programActor('test'), licensedSubjects, { key, from: FROM }, { note: '登记有误' });
const openOnes = async () => (await owed()).filter(({ status }) => status === 'open');

test('asks anew for what was covered in between, and not again for what the authority holds to be covered, nor for less of it', async () => {
  await load('instrument', { institution: 'H1', code: 'B', nameZh: '测序仪', items: ['EGFR'] });
  await withdraw('H1|30.05');
  server.clock.set(at('2026-11-03T09:00+08:00'));
  await raiseObligations(server.deps);
  const [loop] = await openOnes();
  expect(loop?.title.zh).toContain('EGFR');
  expect(await waive(loop?.id ?? 0)).toBe(200);
  server.clock.set(at('2026-11-04T09:00+08:00'));
  await raiseObligations(server.deps);
  expect(await openOnes()).toEqual([]);
  await load('instrument', { institution: 'H1', code: 'B', nameZh: '测序仪', items: ['ALT'] });
  await raiseObligations(server.deps);
  expect(await openOnes()).toEqual([]);
});

test('asks for what lies outside beside that, however many items these are', async () => {
  const items = Array.from({ length: 700 }, (_, n) => `MOL${((n * 7919) % 1_000_003).toString(36)}${String(n)}`);
  await load(
    'item',
    ...items.map((code) => ({
      ...{ code, nameZh: `项目${code}`, nameEn: code, kind: 'laboratory', category: 'molecular' },
      ...{ unit: null, quantitative: false },
    })),
  );
  await load('instrument', { institution: 'H1', code: 'B', nameZh: '测序仪', items });
  await raiseObligations(server.deps);
  expect(await openOnes()).toHaveLength(1);
});

test('looks at what was waived of what lies outside now, and at nothing else that ever was', async () => {
  const reads = async () => {
    const counted = counting(server.deps.worker);
    await raiseLicences({ ...server.deps, worker: counted.db });
    return counted.rows();
  };
  const before = await reads();
  await server.asOwner(sql`
    insert into loop (definition, subject, unit, opened_at, harm, status, stages, owners, told, flaws, state)
    select 'licence/outside', 'licence|' || unit || '|30.0' || n % 5 || '|' || n, unit, now(), 3, 'waived', '{}', '{}', '{}', '{}', '{}'
      from generate_series(1, 40) n cross join unnest(array['H1', 'H2']) unit`);
  expect(await reads()).toBe(before);
});
