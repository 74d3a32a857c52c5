/**
 * What authorities do regularly 主管部门定期职责: asked for when the interval is nearly over, of each authority by itself, ended by what it says it
 * did (national-2022.art.27#01, art.33#01, sichuan-2025.req.2#02, henan-2023.t27.2#01). The published inspection: inspections.int.test.ts.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopRecorded, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { endInspectionDuty, raiseAuthorityDuties } from '../src/inspection/authority-duties.ts';
import { sql } from '../src/platform/db/database.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

type Headers = Record<string, string>;

const TRAINED = { heldOn: '2024-05-18', topic: '互认流程', participants: 86, evidence: '签到表' };
const ASSESSED = { heldOn: '2024-05-19', period: '2023 年', institutions: 2, result: '平均 91 分', evidence: '评分表' };

const commission = (server: TestApp, region: string) =>
  server.as('commission', { region, username: `commission-${region}` });

/** The duties that an authority sees, or owes, with their days. */
async function listed(server: TestApp, headers: Headers, view: 'all' | 'mine' = 'all'): Promise<readonly string[]> {
  const answer = await server.app.inject({ url: `/api/v1/loops?view=${view}`, headers });
  return answer
    .json<LoopsResponse>()
    .loops.filter(({ definition }) => definition.id.startsWith('authority/'))
    .map(({ definition, dueAt, status }) => `${definition.id} ${dueAt?.slice(0, 10) ?? ''} ${status}`)
    .sort();
}

async function loopOf(server: TestApp, headers: Headers, definition: string): Promise<number> {
  const answer = await server.app.inject({ url: `/api/v1/loops?view=open&definition=${definition}`, headers });
  return answer.json<LoopsResponse>().loops[0]?.id ?? 0;
}

async function act(server: TestApp, headers: Headers, loop: number, what: string, fields: object) {
  const [stage, outcome] = what.split(':');
  const answer = await server.app.inject({
    ...{ method: 'POST', url: `/api/v1/loops/${String(loop)}/acts`, headers },
    payload: { key: what, stage, outcome, fields },
  });
  return { status: answer.statusCode, body: answer.json<LoopRecorded>() };
}

const raiseOn = async (server: TestApp, day: string): Promise<void> => {
  server.clock.set(at(`${day}T09:00:00+08:00`));
  await raiseAuthorityDuties(server.deps);
};

describe('in any place', () => {
  const region = sharedRegion();
  const city = () => commission(region, '1401');

  test('are asked of the city of each institution, once, and of nobody else', async () => {
    await Promise.all([raiseAuthorityDuties(region.deps), raiseAuthorityDuties(region.deps)]);
    const owed = ['assessment', 'inspection', 'training'].map((duty) => `authority/${duty} 2024-06-19 open`);
    expect(await listed(region, await city(), 'mine')).toEqual(owed);
    expect(await listed(region, await commission(region, '1402'), 'mine')).toEqual(owed);
    expect(await listed(region, await commission(region, '140105'))).toEqual([]);
    // The province sees both, and owes neither.
    expect(await listed(region, await commission(region, '14'), 'mine')).toEqual([]);
  });

  test('a training ends by day, matter, number and evidence, and comes again 30 days before a year is over', async () => {
    const loop = await loopOf(region, await city(), 'authority/training');
    const { evidence: _, ...unproven } = TRAINED;
    expect((await act(region, await city(), loop, 'train:trained', unproven)).status).toBe(422);
    const office = await region.as('quality-office', { institution: 'H2', username: 'office' });
    expect((await act(region, office, loop, 'train:trained', TRAINED)).status).toBe(404);
    expect((await act(region, await city(), loop, 'train:trained', TRAINED)).body.status).toBe('closed');
    const again = async (day: string) => {
      await raiseOn(region, day);
      return (await listed(region, await city())).filter((one) => /training.*open/.test(one));
    };
    expect(await again('2025-04-17')).toEqual([]);
    expect(await again('2025-04-18')).toEqual(['authority/training 2025-05-18 open']);
    expect(await again('2025-04-19')).toEqual(['authority/training 2025-05-18 open']);
  });

  test('an assessment that found breaches waits until they are pursued; the authority above hears of what is overdue', async () => {
    const loop = await loopOf(region, await city(), 'authority/assessment');
    expect((await act(region, await city(), loop, 'assess:breaches', ASSESSED)).status).toBe(422);
    const breaches = { ...ASSESSED, breaches: '1 家未按规定互认' };
    expect((await act(region, await city(), loop, 'assess:breaches', breaches)).body.waiting).toEqual(['pursue']);
    const pursued = { sanction: '责令改正并通报', evidence: '决定书' };
    expect((await act(region, await city(), loop, 'pursue:pursued', pursued)).body.status).toBe('closed');
    await settleDue(region.deps);
    const told = await region.app.inject({
      url: '/api/v1/loops?view=told',
      headers: await commission(region, '14'),
    });
    const names = told.json<LoopsResponse>().loops.map(({ definition }) => definition.id);
    expect(names.filter((name) => name === 'authority/inspection')).toHaveLength(2);
  });

  test('what a local figure makes shorter is asked for earlier', async () => {
    const row = { loop: 'authority/assessment', parameter: 'interval', institution: null, value: 30, note: '每月' };
    await importTyped(region.deps, 'test', 'loop-parameter', [{ row, from: '2020-01-01' as Day }]);
    await raiseOn(region, '2025-04-20');
    // The last was on 19 May 2024: long over, so that as long is given as is told ahead.
    expect((await listed(region, await city())).filter((one) => one.startsWith('authority/assessment'))).toEqual([
      expect.stringMatching(/closed$/),
      'authority/assessment 2025-05-20 open',
    ]);
  });

  test('an inspection that is asked for again is ended by another publication, also of the same day', async () => {
    const other = await commission(region, '1402');
    const loop = await loopOf(region, other, 'authority/inspection');
    const publishAt = async (time: string): Promise<number> => {
      region.clock.set(at(`2025-04-21T${time}+08:00`));
      await publishedBy(region, 'region.1402');
      return region.deps.worker.tx((tx) => endInspectionDuty(region.deps, tx, 'region.1402'));
    };
    expect(await publishAt('09:00:00')).toBe(1);
    const reopening = { key: 'again', stage: 'inspect', note: '另一家未查' };
    const url = `/api/v1/loops/${String(loop)}/reopenings`;
    const reopened = await region.app.inject({ method: 'POST', url, headers: other, payload: reopening });
    expect(reopened.statusCode).toBe(200);
    // The one that was public before says nothing of it.
    expect(await region.deps.worker.tx((tx) => endInspectionDuty(region.deps, tx, 'region.1402'))).toBe(0);
    expect(await publishAt('15:00:00')).toBe(1);
    expect(await loopOf(region, other, 'authority/inspection')).toBe(0);
  });
});

/** An inspection that an authority makes public now. */
async function publishedBy({ db, clock }: TestApp, unit: string): Promise<void> {
  const now = sql`to_timestamp(${clock.now()}::float8 / 1000)`;
  await db.query(sql`
    with plan as (insert into inspection_plan (unit, terms, ordered_by, ordered_name, ordered_at) values (${unit}, '{"subject":"testing"}', 'c', 'c', ${now}) returning id),
      draw as (insert into inspection_draw (plan_id, unit, number, lists, lists_digest, frozen_at, frozen_by) select id, ${unit}, 1, '{}', '', ${now}, 'c' from plan returning id, plan_id)
    insert into inspection (plan_id, draw_id, unit, institution, inspectors, published_at) select plan_id, id, ${unit}, 'H3', '{}', ${now} from draw`);
}

async function settleIn(server: TestApp, province: string): Promise<void> {
  const load = (register: string, ...rows: readonly Readonly<Record<string, unknown>>[]) =>
    importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row, from: '2026-01-01' as Day, to: null })),
    );
  await load(
    'region',
    { code: province, nameZh: '某省', nameEn: null, kind: 'province', markPrefix: null },
    { code: `${province}01`, nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null },
  );
  await load('institution', {
    ...{ code: 'H1', nameZh: '市第一医院', nameEn: null, region: `${province}01`, level: 3, ownership: 'public' },
    ...{ kind: 'general', supervisor: 'health', connectedOn: null },
  });
  await load('qc-organisation', { code: 'QC', nameZh: '省临检中心', level: 'province', region: province });
}

describe('in Sichuan', () => {
  const sichuan = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'sichuan' });
  beforeAll(() => settleIn(sichuan, '51'));

  test('the departments consult each quarter, told of 14 days before', async () => {
    await raiseOn(sichuan, '2026-05-18');
    const city = await commission(sichuan, '5101');
    const loop = await loopOf(sichuan, city, 'authority/consultation');
    const held = { heldOn: '2026-05-18', departments: '卫健、医保、财政', topics: '价格', decisions: '两周内公布' };
    expect((await act(sichuan, city, loop, 'hold:held', held)).body.status).toBe('closed');
    const open = async (day: string) => {
      await raiseOn(sichuan, day);
      return (await listed(sichuan, city)).filter((one) => /consultation.*open/.test(one));
    };
    expect(await open('2026-08-03')).toEqual([]);
    expect(await open('2026-08-04')).toEqual(['authority/consultation 2026-08-18 open']);
  });
});

describe('in Henan', () => {
  const henan = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
  beforeAll(() => settleIn(henan, '41'));

  test('the province, which has a centre, hears it and sees to what is wanting; the city has none', async () => {
    await raiseOn(henan, '2026-05-18');
    const province = await commission(henan, '41');
    const loop = await loopOf(henan, province, 'authority/centre-review');
    const heard = { heldOn: '2026-05-18', centres: 1, result: '88 分', evidence: '评分表', wanted: '未分析指标' };
    expect((await act(henan, province, loop, 'review:wanting', heard)).body.waiting).toEqual(['improve']);
    const improved = { improved: '已补报', evidence: '分析报告' };
    expect((await act(henan, province, loop, 'improve:improved', improved)).body.status).toBe('closed');
    expect((await listed(henan, await commission(henan, '4101'))).join()).not.toContain('centre-review');
  });

  test('of a city that has a centre the province hears when nobody evaluates it', async () => {
    const row = { code: 'QC-1', nameZh: '市临检中心', level: 'city', region: '4101' };
    await importTyped(henan.deps, 'test', 'qc-organisation', [{ row, from: '2026-01-01' as Day, to: null }]);
    await raiseOn(henan, '2026-05-18');
    henan.clock.set(at('2026-06-18T09:00:00+08:00'));
    await settleDue(henan.deps);
    const city = await loopOf(henan, await commission(henan, '4101'), 'authority/centre-review');
    const told = await henan.app.inject({ url: '/api/v1/loops?view=told', headers: await commission(henan, '41') });
    expect(told.json<LoopsResponse>().loops.map(({ id }) => id)).toContain(city);
  });
});
