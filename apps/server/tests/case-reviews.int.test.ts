/** Cases that are gone over again 案例复盘: entered, reviewed with cause and action, counted, told to the departments concerned alone. Source: henan-2025.mq.26#01. */
import type { Day } from '@fujie/core/kernel';
import type {
  AdverseEventReceipt,
  CaseDetail,
  CaseEntered,
  CaseLessonsResponse,
  CaseReviewsResponse,
  CasesResponse,
  LoopResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
type Headers = Record<string, string>;

beforeAll(async () => {
  const load = (register: string, rows: readonly object[]) =>
    importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row: { ...row }, from: '2026-05-01' as Day })),
    );
  await load('region', [
    { nameEn: null, markPrefix: null, code: '41', nameZh: '河南', kind: 'province' },
    { nameEn: null, markPrefix: null, code: '4101', nameZh: '某市', kind: 'city' },
  ]);
  const hospital = { nameEn: null, region: '4101', level: 2, ownership: 'public', kind: 'general' };
  await load(
    'institution',
    ['H1', 'H2'].map((code) => ({ ...hospital, code, nameZh: code, supervisor: 'health', connectedOn: null })),
  );
  await load('department', [
    { institution: 'H1', code: 'INT', nameZh: '内科', nameEn: 'Medicine', kind: 'clinical' },
    { institution: 'H1', code: 'SUR', nameZh: '外科', nameEn: 'Surgery', kind: 'clinical' },
    { institution: 'H1', code: 'PED', nameZh: '儿科', nameEn: 'Paediatrics', kind: 'clinical' },
    { institution: 'H2', code: 'INT', nameZh: '内科', nameEn: 'Medicine', kind: 'clinical' },
  ]);
});

const office = (institution = 'H1') =>
  server.as('quality-office', { institution, username: `office-${institution}`, name: '质控办' });
const president = () => server.as('hospital-head', { institution: 'H1' });
const head = (department: string) =>
  server.as('department-head', { institution: 'H1', department, username: `head-${department}` });
const doctor = (department: string) =>
  server.as('doctor', { institution: 'H1', department, practitioner: 'P0', username: `doctor-${department}` });

async function ask<T>(headers: Headers, url: string, payload?: object): Promise<{ status: number; body: T }> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<T>() };
}
async function act(headers: Headers, loop: number, stage: string, outcome: string, fields: object, key = outcome) {
  const body = { key: `${stage}/${key}`, stage, outcome, fields };
  return (await ask(headers, `loops/${String(loop)}/acts`, body)).status;
}
const CASE = {
  ...{ kind: 'dispute', arisenOn: '2026-05-10', departments: ['INT', 'SUR'], key: 'case-1' },
  ...{ summary: '患者家属认为术后观察不及时', conclusion: '' },
};
const enter = async (change: object = {}, headers?: Headers) =>
  ask<CaseEntered>(headers ?? (await office()), 'case-reviews', { ...CASE, ...change });
/** A case of its own, entered. */
async function entered(key: string, change: object = {}): Promise<number> {
  const { status, body } = await enter({ key, summary: key, ...change });
  expect(status).toBe(201);
  return body.loop;
}
const ledger = async (headers?: Headers) =>
  (await ask<CaseReviewsResponse>(headers ?? (await office()), 'case-reviews?year=2026')).body;
const list = async (query = '', headers?: Headers) =>
  (await ask<CasesResponse>(headers ?? (await office()), `case-reviews/cases?year=2026${query}`)).body;
const lessons = async (headers: Headers) =>
  (await ask<CaseLessonsResponse>(headers, 'case-reviews/lessons')).body.lessons;
const countOf = (counts: CaseReviewsResponse['hospital'] | undefined, kind: string) => {
  const { reviewed = 0, cases = 0 } = counts?.find((one) => one.kind === kind) ?? {};
  return [reviewed, cases];
};

const REVIEW = { cause: 'judgement', rootCause: '夜间巡视间隔过长' };
const PLAN = { measure: '术后六小时内每小时巡视', measureOwner: '护士长', measureDue: '2026-06-18' };

describe('a case', () => {
  test.each([
    ['of a department that is none of the hospital', { departments: ['INT', 'X'] }, 'departments.1'],
    ['of one department twice', { departments: ['INT', 'INT'] }, 'departments'],
    ['of a day to come', { arisenOn: '2026-05-19' }, 'arisenOn'],
    ['of a day of another century', { arisenOn: '1926-05-10' }, 'arisenOn'],
    ['of an adverse event that nobody reported', { event: 999 }, 'event'],
    ['of an event beyond all numbers', { event: 1e30 }, 'event'],
    ['of a complaint beyond all numbers', { complaint: 1e30 }, 'complaint'],
    ['of a complaint that there is not', { complaint: 999 }, 'complaint'],
    ['of which nothing is said', { summary: '  ' }, 'summary'],
  ])('%s is not entered', async (_, change, field) => {
    const { status, body } = await enter({ key: 'unfit', ...change });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  });

  test('is entered once however often it is sent, by the office alone, and stands sealed in its hospital', async () => {
    const { status, body } = await enter({ conclusion: '医学会：对等责任' });
    expect(status).toBe(201);
    const again = await Promise.all([1, 2].map(async () => enter({ conclusion: '医学会：对等责任' })));
    expect(again.map((one) => [one.status, one.body.loop])).toEqual([
      [201, body.loop],
      [201, body.loop],
    ]);
    expect((await enter({ summary: '另一件事' })).status).toBe(409);
    for (const other of [await president(), await head('INT'), await doctor('INT')])
      expect((await enter({ key: 'other' }, other)).status).toBe(403);
    const stored = await server.db.query<{ text: string }>(
      sql`select v::text || c::text as text from quality_case_version v join quality_case c on c.id = v.case_id`,
    );
    for (const { text } of stored) expect(text).not.toContain('家属');
    const scoped = server.deps.scoped({ institutions: ['H2'], persons: [] });
    for (const table of [sql`quality_case`, sql`quality_case_version`])
      expect(await scoped.query(sql`select from ${table}`)).toEqual([]);
    await expect(
      server.deps.scoped({ institutions: ['H1'], persons: [] }).query(sql`update quality_case set kind = 'petition'`),
    ).rejects.toThrow();
  });

  test('is read whole by office and head of the hospital, each time on record, and by nobody of another', async () => {
    const loop = await entered('read', { conclusion: '待鉴定' });
    const open = async (headers: Headers) => ask<CaseDetail>(headers, `case-reviews/${String(loop)}`);
    expect((await open(await office())).body).toMatchObject({
      ...{ kind: 'dispute', departments: [{ code: 'INT', nameZh: '内科' }, { code: 'SUR' }], mayAmend: true },
      versions: [{ version: 1, summary: 'read', conclusion: '待鉴定', by: '质控办' }],
    });
    expect((await open(await president())).body.mayAmend).toBe(false);
    expect((await open(await office('H2'))).status).toBe(404);
    for (const other of [await head('INT'), await doctor('INT')]) expect((await open(other)).status).toBe(403);
    const audited = await server.db.query(
      sql`select from audit_event where action = 'case-review:open' and subject = ${String(loop)} and outcome = 'done'`,
    );
    expect(audited).toHaveLength(2);
  });

  test('gets what came later as a version of its own; what was said stays, and nobody overtakes another', async () => {
    const loop = await entered('amend');
    const amend = async (version: number, summary: string, headers?: Headers) =>
      ask<CaseDetail>(headers ?? (await office()), `case-reviews/${String(loop)}/versions`, { version, summary });
    const [one, two] = [await amend(2, '补充：已鉴定'), await amend(2, '补充：已鉴定')];
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body.versions.map(({ version, summary }) => [version, summary])).toEqual([
      [2, '补充：已鉴定'],
      [1, 'amend'],
    ]);
    expect((await amend(2, '另一人的补充')).status).toBe(409);
    expect((await amend(5, '跳号')).status).toBe(409);
    expect((await amend(3, 'x', await office('H2'))).status).toBe(404);
    expect((await amend(3, 'x', await president())).status).toBe(403);
  });

  test('leads to the adverse event that it is of', async () => {
    const report = {
      ...{ class: 'device', harm: 'mild', department: 'SUR', occurredAt: '2026-05-09T10:00+08:00' },
      ...{ what: '术后出血', anonymous: true },
    };
    const event = (await ask<AdverseEventReceipt>(await doctor('SUR'), 'adverse-events', report)).body;
    expect(event.event).toBeGreaterThan(0);
    const loop = await entered('of-event', { event: event.event });
    const { body } = await ask<CaseDetail>(await office(), `case-reviews/${String(loop)}`);
    expect(body.event?.number).toBe(event.event);
    expect(
      (await enter({ key: 'of-event-2', event: event.event, departments: ['INT'] }, await office('H2'))).status,
    ).toBe(400);
  });
});

describe('the review of a case', () => {
  test('has cause, action and effect, is counted once it has both, and tells the departments what it teaches', async () => {
    const before = await ledger();
    const loop = await entered('whole');
    const counted = async () => {
      const { hospital, byDepartment } = await ledger();
      return [
        countOf(hospital, 'dispute'),
        countOf(byDepartment.find(({ department }) => department.code === 'SUR')?.counts, 'dispute'),
      ];
    };
    const [reviewed = 0, cases = 0] = countOf(before.hospital, 'dispute');
    const [ofSurgery = 0, inSurgery = 0] = countOf(
      before.byDepartment.find(({ department }) => department.code === 'SUR')?.counts,
      'dispute',
    );
    expect(await act(await office(), loop, 'review', 'reviewed', { cause: 'judgement' })).toBe(422);
    // The department carries out and learns; it does not review itself.
    expect(await act(await head('INT'), loop, 'review', 'reviewed', REVIEW)).toBe(404);
    expect(await act(await office(), loop, 'review', 'reviewed', REVIEW)).toBe(200);
    expect(await counted()).toEqual([
      [reviewed, cases + 1],
      [ofSurgery, inSurgery + 1],
    ]);
    expect(await act(await office(), loop, 'plan', 'planned', { measure: '加强巡视' })).toBe(422);
    expect(await act(await office(), loop, 'plan', 'planned', PLAN)).toBe(200);
    expect(await counted()).toEqual([
      [reviewed + 1, cases + 1],
      [ofSurgery + 1, inSurgery + 1],
    ]);
    expect(await lessons(await doctor('SUR'))).toEqual([]);
    expect(await act(await office(), loop, 'feed-back', 'told', { lesson: '术后巡视间隔须写入医嘱' })).toBe(200);
    expect(await lessons(await doctor('SUR'))).toMatchObject([
      {
        loop,
        kind: 'dispute',
        cause: { zh: '病情观察或判断不足' },
        lesson: '术后巡视间隔须写入医嘱',
        isHeldBack: false,
      },
    ]);
    expect(await lessons(await head('PED'))).toEqual([]);
    expect(await act(await head('SUR'), loop, 'carry-out', 'done', { evidence: '巡视记录' })).toBe(404);
    expect(await act(await head('INT'), loop, 'carry-out', 'done', { evidence: '巡视记录' })).toBe(200);
    // What had no effect is planned again, and the case has no action until then.
    expect(await act(await office(), loop, 'effect', 'ineffective', { reason: '抽查仍有漏巡' })).toBe(200);
    expect((await counted())[0]).toEqual([reviewed, cases + 1]);
    expect(await act(await office(), loop, 'plan', 'planned', PLAN, 'again')).toBe(200);
    // Who carries it out does not check the effect.
    expect(await act(await office(), loop, 'carry-out', 'done', { evidence: '巡视记录' }, 'again')).toBe(200);
    expect(await act(await office(), loop, 'effect', 'effective', { evidence: '抽查十份均符合' })).toBe(422);
    expect(await act(await president(), loop, 'effect', 'effective', { evidence: '抽查十份均符合' })).toBe(200);
    expect((await list('&kind=dispute')).cases.find((one) => one.loop === loop)).toMatchObject({
      ...{ standing: 'closed', isOverdue: false, waits: [], isOpenable: true },
    });
  });

  test('shows a department what it carries out and learns, and nothing of what was said of persons', async () => {
    const loop = await entered('guarded');
    const read = async () => ask<LoopResponse>(await head('INT'), `loops/${String(loop)}`);
    expect((await read()).status).toBe(404);
    await act(await office(), loop, 'review', 'reviewed', { ...REVIEW, rootCause: '值班医师某某未到场' });
    await act(await office(), loop, 'plan', 'planned', PLAN);
    const { status, body } = await read();
    expect(status).toBe(200);
    expect(body.stages.map(({ id }) => id)).toEqual(expect.arrayContaining(['plan', 'carry-out']));
    expect(JSON.stringify(body)).not.toContain('值班医师');
    expect(JSON.stringify(body)).toContain(PLAN.measure);
  });

  test.each([
    ['age', '对 63 岁患者须加强观察'],
    ['telephone', '家属电话 13812345678 已回访'],
    ['name', '张某的随访须由专人负责'],
  ])('holds a lesson back from departments that tells of somebody by %s', async (name, lesson) => {
    const loop = await entered(`held-${name}`, { departments: ['PED'] });
    await act(await office(), loop, 'review', 'reviewed', REVIEW);
    expect(await act(await office(), loop, 'feed-back', 'told', { lesson })).toBe(200);
    expect((await lessons(await office())).find((one) => one.loop === loop)).toMatchObject({ isHeldBack: true });
    expect((await lessons(await head('PED'))).map((one) => one.loop)).not.toContain(loop);
  });

  test('is released by the head of the hospital alone, with a reason, and counts no more', async () => {
    const loop = await entered('unfounded', { kind: 'petition' });
    const waive = async (headers: Headers, reason = 'unfounded') =>
      (
        await ask(headers, `loops/${String(loop)}/waivers`, {
          ...{ key: `w-${reason}`, stage: null, reason, note: '经核查与诊疗无关' },
        })
      ).status;
    const { unfounded } = await ledger();
    expect(countOf((await ledger()).hospital, 'petition')).toEqual([0, 1]);
    expect(await waive(await office())).toBe(422);
    expect(await waive(await president(), 'busy')).toBe(422);
    expect(await waive(await president())).toBe(200);
    const after = await ledger();
    expect([after.unfounded, countOf(after.hospital, 'petition')]).toEqual([unfounded + 1, [0, 0]]);
    expect((await list('&kind=petition')).cases).toEqual([]);
    expect((await list()).cases.find((one) => one.loop === loop)).toMatchObject({ standing: 'unfounded' });
  });
});

describe('the figures', () => {
  test('open to just the cases that they count, adverse events beside them, in their own hospital', async () => {
    await entered('counted', { kind: 'injury', departments: ['SUR'] });
    const { hospital, byDepartment, kinds, years, isFollowed } = await ledger();
    expect([isFollowed, kinds.length, years[0]]).toEqual([true, 5, '2026']);
    for (const { kind, cases } of hospital) {
      const { total, cases: rows } = await list(`&kind=${kind}`);
      expect([kind, total, rows.length]).toEqual([kind, cases, cases]);
    }
    for (const { department, counts } of byDepartment)
      for (const { kind, cases } of counts)
        expect((await list(`&kind=${kind}&department=${department.code}`)).total).toBe(cases);
    expect(countOf(hospital, 'adverse-event')[1]).toBeGreaterThan(0);
    expect((await list('&kind=adverse-event')).cases[0]?.isOpenable).toBe(false);
    expect((await ledger(await office('H2'))).hospital.every(({ cases }) => cases === 0)).toBe(true);
    expect((await list('', await office('H2'))).total).toBe(0);
    expect((await ask(await head('INT'), 'case-reviews')).status).toBe(403);
    expect((await ask(await office(), 'case-reviews?year=1')).status).toBe(400);
  });

  test('name what is overdue', async () => {
    const loop = await entered('late', { kind: 'malpractice' });
    server.clock.set((server.clock.now() + 31 * 86_400_000) as ReturnType<typeof server.clock.now>);
    const row = (await list('&kind=malpractice')).cases.find((one) => one.loop === loop);
    expect(row).toMatchObject({ standing: 'open', isOverdue: true, waits: [{ zh: '复盘分析' }] });
  });
});

test('a complaint is named only once the hospital was asked to investigate it', async () => {
  const complaint = async (subject: string, startedAt: number | null, unit = 'H1'): Promise<number> => {
    const state = JSON.stringify({ stages: [{ id: 'investigate', startedAt }] });
    const rows = await server.deps.worker.query<{ id: number }>(sql`
      insert into loop (definition, subject, unit, opened_at, harm, status, stages, owners, told, flaws, state)
      values ('complaint/handling', ${subject}, ${unit}, now(), 3, 'open', '{}', '{}', '{}', '{}', ${state}::jsonb) returning id`);
    return rows[0]?.id ?? 0;
  };
  const name = async (loop: number) => (await enter({ key: `of-${String(loop)}`, complaint: loop })).status;
  expect(await name(await complaint('untold', null))).toBe(400);
  expect(await name(await complaint('of another', 1, 'H2'))).toBe(400);
  expect(await name(await entered('no-complaint'))).toBe(400);
  expect(await name(await complaint('asked', 1))).toBe(201);
});

test('holds back no lesson in the place of another: fifty that tell of somebody leave the older one to be read', async () => {
  const tell = async (key: string, lesson: string) => {
    const loop = await entered(key, { departments: ['PED'], kind: 'petition' });
    await act(await office(), loop, 'review', 'reviewed', REVIEW);
    expect(await act(await office(), loop, 'feed-back', 'told', { lesson })).toBe(200);
    return loop;
  };
  const readable = await tell('readable', '交接须双人核对');
  const held = await tell('held', '对 63 岁患者须加强观察');
  // Told fifty times over, each a moment later.
  await server.asOwner(sql`
    with of as (select l.*, n from loop l cross join generate_series(1, 50) n where l.id = ${held}),
    loops as (
      insert into loop (definition, subject, unit, opened_at, harm, status, stages, owners, told, flaws, state)
      select definition, subject || n, unit, opened_at, harm, status, stages, owners, told, flaws, state from of returning id, subject),
    acts as (
      insert into loop_record (loop_id, unit, key, kind, stage, outcome, occurred_at, recorded_at, by_id, by_name, by_role, content)
      select loops.id, r.unit, r.key, r.kind, r.stage, r.outcome, r.occurred_at, r.recorded_at, r.by_id, r.by_name, r.by_role, r.content
        from loops cross join loop_record r where r.loop_id = ${held} and r.stage = 'feed-back' returning id, loop_id)
    insert into quality_case (loop_id, institution, kind, arisen_on, departments)
    select id, 'H1', 'petition', '2026-05-10', '{PED}' from loops`);
  await server.asOwner(sql`
    update loop l set state = jsonb_set(state, '{stages}', (
        select jsonb_agg(case when s ->> 'id' = 'feed-back' then s || jsonb_build_object('by', r.id::text, 'doneAt', (s ->> 'doneAt')::float8 + l.id) else s end)
          from jsonb_array_elements(state -> 'stages') s))
      from loop_record r where r.loop_id = l.id and r.stage = 'feed-back' and l.subject like (select subject || '_%' from loop where id = ${held})`);
  expect((await lessons(await office())).map(({ isHeldBack }) => isHeldBack)).toEqual(Array(50).fill(true));
  expect((await lessons(await head('PED'))).map(({ loop }) => loop)).toContain(readable);
});
