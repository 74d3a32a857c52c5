/** Adverse events 不良事件 through the interface: reported and followed, and who reported is read by nobody. */
import { randomUUID } from 'node:crypto';

import type { OwnAdverseEvent } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { single, sql } from '../src/platform/db/database.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { adverseEventsOf, BODY, REPORTER } from './adverse-events-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { reporter, ask, report, loopOf, act } = adverseEventsOf(region);

describe('a report', () => {
  test('opens a loop whose statutory time runs from discovery, and holds nothing of who made it', async () => {
    const { event, receipt } = await report({ discoveredAt: '2024-05-20T08:10+08:00' });
    expect(receipt).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);
    const loop = await loopOf(event);
    await act(loop, 'statutory:major', { affected: 1 });
    const [stored] = await region.db.query<{ state: { stages: { id: string; dueAt: number }[] } }>(
      sql`select state from loop where id = ${loop}`,
    );
    expect(stored?.state.stages.find(({ id }) => id === 'authority')?.dueAt).toBe(at('2024-05-20T20:10+08:00'));
    const rows = await region.db.query(sql`select * from loop_record where loop_id = ${loop}`);
    expect(JSON.stringify(rows)).not.toContain(REPORTER);
  });

  test('is refused with what is wrong when its times cannot be', async () => {
    for (const [change, path] of [
      [{ occurredAt: '2024-05-20T09:30+08:00' }, 'body.occurredAt'],
      [{ discoveredAt: '2024-05-20T07:59+08:00' }, 'body.discoveredAt'],
      [{ department: 'NONE' }, 'body.department'],
    ] as const) {
      const { status, body } = await ask('POST', '/api/v1/adverse-events', await reporter(), { ...BODY, ...change });
      expect([status, (body?.['errors'] as { path: string }[] | undefined)?.[0]?.path]).toEqual([400, path]);
    }
  });

  test('is followed by its reporter, in the own list or by the receipt, up to the answer', async () => {
    const { event, receipt } = await report({ harm: 'hazard' });
    const loop = await loopOf(event);
    const stages = async (): Promise<readonly string[]> => {
      const { body } = await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt });
      return (body as unknown as OwnAdverseEvent).stages.map(({ title }) => title.zh);
    };
    // Which of the two analyses is owed, the grade says.
    expect((await stages()).filter((title) => title.endsWith('分析'))).toEqual([]);
    await act(loop, 'statutory:none', { grounds: '隐患' });
    await act(loop, 'triage:grade-4', { class: 'procedure' });
    expect((await stages()).filter((title) => title.endsWith('分析'))).toEqual(['简要分析']);
    await act(loop, 'review:reviewed', { why1: '未清点', rootCause: '流程缺失' });
    await act(loop, 'plan:none', { grounds: '已处理' });
    await act(loop, 'answer:answered', { answer: '已增加清点表，谢谢' });
    const own = await ask('GET', '/api/v1/adverse-events/own', await reporter());
    expect((own.body?.['events'] as { event: number }[] | undefined)?.find((one) => one.event === event)).toMatchObject(
      {
        answer: '已增加清点表，谢谢',
        status: 'open',
      },
    );
    const byReceipt = await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt: receipt.toLowerCase() });
    expect(byReceipt).toMatchObject({ status: 200, body: { event, answer: '已增加清点表，谢谢' } });
  });

  test('of harm is told to the authority, analysed to its root, put right by the department until that shows, and ends', async () => {
    const pump = { product: ' 输液泵 ', approval: '国械注准 20243140001', lot: 'P-77', udi: '(01)06901234567892' };
    const { event } = await report({ harm: 'moderate', ...pump, approval: '' });
    const loop = await loopOf(event);
    const [told] = await region.db.query(
      sql`select product, approval, lot, udi from adverse_event where id = ${event}`,
    );
    expect(told).toEqual({ ...pump, product: '输液泵', approval: null });
    await act(loop, 'triage:grade-2', { class: 'device' });
    const number = { nationalNumber: '豫械 2024-0031', reportedOn: '2024-05-20', product: '输液泵' };
    await act(loop, 'national:reported', { ...number, approval: pump.approval, lot: pump.lot, udi: pump.udi });
    await act(loop, 'statutory:ordinary', { affected: 1 });
    await act(loop, 'authority:reported', { authority: '市卫生健康委', receipt: '2024-118' });
    const whys = { why1: '流速输错', why2: '未双人核对', why3: '夜班一人' };
    await act(loop, 'analyse:analysed', { ...whys, people: '新人未培训', rootCause: '泵入无双人核对' });
    const measure = { measure: '泵入双人核对', measureKind: 'system', measureOwner: '护士长' };
    await act(loop, 'plan:planned', { ...measure, measureDue: '2024-06-20' });
    await act(loop, 'carry-out:done', { evidence: '核对单' });
    const effect = { indicator: '流速差错', before: 2.1, after: 0.3, measuredOn: '2024-05-20' };
    await act(loop, 'effect:effective', effect);
    await act(loop, 'answer:answered', { answer: '已改为双人核对' });
    await act(loop, 'share:not-shared', { grounds: '涉及设备厂家，另行通报' });
    const rows = await region.db.query(sql`select status from loop where id = ${loop}`);
    expect(rows).toEqual([{ status: 'closed' }]);
  });

  test('that is anonymous is in no list of anybody, and only its receipt leads to it', async () => {
    const { event, receipt } = await report({ anonymous: true });
    const own = await ask('GET', '/api/v1/adverse-events/own', await reporter());
    expect((own.body?.['events'] as { event: number }[] | undefined)?.map((one) => one.event)).not.toContain(event);
    expect((await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt })).status).toBe(200);
    const asked = await ask(
      'POST',
      `/api/v1/adverse-events/${String(event)}/unsealing`,
      await region.as('security-admin'),
      {
        ground: '法院调查令',
      },
    );
    expect(asked.status).toBe(422);
  });
});

describe('what an event taught', () => {
  const LESSON = '术后清点改为双人签字';
  const lessonsFor = async (role: 'nurse' | 'doctor', institution: string, department: string) => {
    const headers = await region.as(role, { username: `${role}-${institution}`, institution, department });
    const { status, body } = await ask('GET', '/api/v1/adverse-events/lessons', headers);
    expect(status).toBe(200);
    return body?.['lessons'];
  };

  test('is read by everybody of the hospital once it is shared, without where, when and of whom, and by no other hospital', async () => {
    region.clock.set(at('2024-05-20T09:23+08:00'));
    const { event } = await report({ harm: 'hazard' });
    const loop = await loopOf(event);
    await act(loop, 'statutory:none', { grounds: '隐患' });
    await act(loop, 'triage:grade-4', { class: 'procedure' });
    await act(loop, 'review:reviewed', { why1: '未清点', rootCause: '流程缺失' });
    await act(loop, 'plan:none', { grounds: '已处理' });
    expect(await lessonsFor('nurse', 'H2', 'SUR')).toEqual([]);
    await act(loop, 'share:shared', { lesson: LESSON });
    expect(await lessonsFor('nurse', 'H2', 'SUR')).toEqual([{ sharedOn: '2024-05-20', lesson: LESSON }]);
    expect(await lessonsFor('doctor', 'H3', 'INT')).toEqual([]);
    // Whoever opens the page on which events are reported is hidden by it, too.
    const entries = await region.db.query(sql`select actor from audit_event where action = 'adverse-event:report'`);
    expect(JSON.stringify(entries)).not.toContain('nurse-H2');
  });

  test('stands in the draft of the journal of its month', async () => {
    region.clock.set(at('2024-06-03T09:00+08:00'));
    const office = await region.as('quality-office', { institution: 'H2' });
    const { status, body } = await ask('POST', '/api/v1/journals/2024-05/drafts', office, {});
    expect(status).toBe(201);
    const sections = body?.['sections'] as { block: string; text: string }[];
    expect(sections.find(({ block }) => block === 'adverse-events')?.text).toContain(`经验分享：${LESSON}`);
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });
});

test('receipts cannot be tried out', async () => {
  const answers: number[] = [];
  // More than twice as many as in a minute: another minute may begin while they are tried.
  for (let tries = 0; tries < 24; tries += 1) {
    const receipt = `AAAAA-AAAAA-AAAAA-AAA${String(tries).padStart(2, '2')}`;
    answers.push((await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt })).status);
  }
  expect(answers.slice(0, 5)).toEqual([404, 404, 404, 404, 404]);
  expect(answers).toContain(429);
});

describe('who reported', () => {
  test('stands in no entry of the audit: of a report, of a failed one, of reading the own list', async () => {
    const { event } = await report();
    await ask('POST', '/api/v1/adverse-events', await reporter(), { what: 'x' });
    await ask('GET', '/api/v1/adverse-events/form', await reporter());
    await ask('GET', '/api/v1/adverse-events/own', await reporter());
    const entries = await region.db.query(
      sql`select * from audit_event where action = 'adverse-event:report' order by id`,
    );
    expect(JSON.stringify(entries)).not.toContain(REPORTER);
    const [done] = entries.filter(({ subject }) => subject === String(event));
    expect(done).toMatchObject({
      role: 'public',
      department: null,
      credential: null,
      address: null,
      institution: 'H2',
    });
    const refused = entries.filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    const names = entries.map(({ actor }) => actor);
    expect(new Set(names).size).toBe(names.length);
    const verified = await ask('POST', '/api/v1/audit/verifications', await region.as('audit-admin'), {
      day: '2024-05-20',
    });
    expect(verified.body).toMatchObject({ found: 0 });
  });

  test('cannot be read by any statement of the application, nor of the worker', async () => {
    await report();
    for (const db of [region.deps.scoped({ institutions: ['H2'], persons: [] }), region.deps.worker])
      expect(await db.query(sql`select * from adverse_event_reporter`)).toEqual([]);
  });

  test('is made known only when one asks and another agrees; the office and the reporter hear of it', async () => {
    const { event } = await report();
    const asking = await region.as('security-admin');
    const deciding = await region.as('audit-admin');
    const url = `/api/v1/adverse-events/${String(event)}/unsealing`;
    expect((await ask('POST', url, deciding, { ground: '法院调查令 2024-11' })).status).toBe(403);
    const asks = await Promise.all([1, 2].map(() => ask('POST', url, asking, { ground: '法院调查令 2024-11' })));
    expect(asks.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body } = asks.find(({ status }) => status === 201) ?? { body: null };
    const unsealing = `/api/v1/adverse-events/unsealings/${String(body?.['id'])}`;
    expect((await ask('POST', `${unsealing}/open`, asking)).status).toBe(422);
    expect((await ask('POST', `${unsealing}/decision`, asking, { verdict: 'agreed' })).status).toBe(403);
    expect((await ask('POST', `${unsealing}/decision`, deciding, { verdict: 'agreed' })).status).toBe(204);
    expect((await ask('POST', `${unsealing}/decision`, deciding, { verdict: 'refused' })).status).toBe(409);
    expect((await ask('POST', `${unsealing}/open`, deciding)).status).toBe(403);
    expect(await ask('POST', `${unsealing}/open`, asking)).toEqual({
      status: 200,
      body: { account: REPORTER, name: '吹哨人' },
    });
    // Who read what was asked is on record, too.
    expect((await ask('GET', '/api/v1/adverse-events/unsealings', deciding)).status).toBe(200);
    expect(
      await region.db.query(
        sql`select from audit_event where action = 'adverse-event:unsealings' and outcome = 'done'`,
      ),
    ).toHaveLength(1);
    const loops = await region.db.query(
      sql`select from loop where definition = 'adverse-event/seal-opened' and unit = 'H2' and owners @> array['institution:quality-office']`,
    );
    expect(loops).toHaveLength(1);
    const own = await ask('GET', '/api/v1/adverse-events/own', await reporter());
    expect((own.body?.['events'] as { event: number }[] | undefined)?.find((one) => one.event === event)).toMatchObject(
      {
        unsealedAt: '2024-05-20T09:00:00+08:00',
      },
    );
    const actions = await region.db.query<{ action: string; actor: string }>(
      sql`select action, actor from audit_event where subject = ${String(event)} and action like 'adverse-event:unseal%' order by id`,
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'adverse-event:unseal',
      'adverse-event:unseal-decide',
      'adverse-event:unsealed',
    ]);
  });
});

describe('when it was reported', () => {
  const head = () => region.as('department-head', { institution: 'H2', department: 'INT' });
  const MINUTE = '09:17';

  test('is a day for the head of the department, and neither list, loop, alert, task, count nor number tells more', async () => {
    region.clock.set(at(`2024-05-20T${MINUTE}+08:00`));
    const { event } = await report({ kind: 'fall', harm: 'mild' });
    const loop = await loopOf(event);
    const reads = async (): Promise<readonly { status: number; body: Record<string, unknown> | null }[]> =>
      Promise.all(
        [
          '/api/v1/loops?view=open',
          '/api/v1/loops?view=all',
          '/api/v1/loops/counts',
          `/api/v1/loops/${String(loop)}`,
          `/fhir/Task/${String(loop)}`,
          '/api/v1/adverse-events?from=2024-05-01&to=2024-05-31',
          '/api/v1/adverse-events/statistics?from=2024-05-01&to=2024-05-31',
          '/api/v1/loops/statistics?from=2024-05-01&to=2024-05-31',
        ].map(async (url) => ask('GET', url, await head())),
      );
    // On the day itself there is nothing that a head who looks again and again could see appear.
    const first = await reads();
    expect(first.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 200, 200, 200]);
    const told = await region.db.query(
      sql`select from loop_alert where loop_id = ${loop} and to_role = 'department-head'`,
    );
    expect(told).toEqual([]);
    region.clock.set(at('2024-05-20T15:00+08:00'));
    await act(loop, 'statutory:none', { grounds: '未造成损害' });
    await act(loop, 'triage:grade-4', { class: 'accident' });
    region.clock.set(at('2024-05-21T09:00+08:00'));
    const after = await reads();
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
    expect(after.filter(({ body }) => JSON.stringify(body).includes(MINUTE))).toEqual([]);
    expect(after[3]?.body).toMatchObject({ loop: { openedAt: '2024-05-20T00:00:00+08:00' } });
    expect(after[5]?.body?.['events']).toContainEqual(
      expect.objectContaining({ event, reportedAt: '2024-05-20T00:00:00+08:00' }),
    );
    // Who grades it has 24 hours from the minute.
    const office = await ask(
      'GET',
      `/api/v1/loops/${String(loop)}`,
      await region.as('quality-office', { institution: 'H2' }),
    );
    expect(office.body).toMatchObject({ loop: { openedAt: `2024-05-20T${MINUTE}:00+08:00` } });
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('is told by no place in a list and no count while the office still owes what is counted from that minute', async () => {
    region.clock.set(at('2024-05-20T09:00+08:00'));
    const { event } = await report({ kind: 'fall', harm: 'mild' });
    const loop = await loopOf(event);
    region.clock.set(at('2024-05-20T15:00+08:00'));
    await act(loop, 'triage:grade-4', { class: 'accident' });
    // To be judged by the office until 09:00 of the next day; analysed by the department in a fortnight.
    const isAfter = async (time: number): Promise<boolean> => {
      const after = `2.${String(time)}.1`;
      const { status, body } = await ask('GET', `/api/v1/loops?view=department&after=${after}`, await head());
      expect(status).toBe(200);
      return (body as { loops: { id: number }[] }).loops.some(({ id }) => id === loop);
    };
    const judged = at('2024-05-21T09:00+08:00');
    expect([await isAfter(judged - 1000), await isAfter(judged + 1000)]).toEqual([true, true]);
    const { body } = await ask('GET', `/api/v1/loops/${String(loop)}`, await head());
    const analysed = at((body as { loop: { dueAt: string } }).loop.dueAt);
    expect([await isAfter(analysed - 1000), await isAfter(analysed + 1000)]).toEqual([true, false]);
    const counts = async (time: string) => {
      region.clock.set(at(time));
      const answer = await ask('GET', '/api/v1/loops/counts', await head());
      return { ...answer.body, now: null };
    };
    expect(await counts('2024-05-21T09:01:00+08:00')).toEqual(await counts('2024-05-21T08:59:00+08:00'));
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('is not told by the number of the loop, which stands between earlier ones', async () => {
    const facts = { titleZh: '疑', titleEn: 'Doubt', rule: 'IN_BULK', person: 'x', count: 5, answers: 'office' };
    // Room behind those of the hospital for four times as many as are reported here and before.
    for (let opened = 0; opened < 24; opened += 1)
      await region.db.tx((tx) =>
        openLoop(region.deps, tx, {
          ...{
            definition: 'loops/closure-doubt',
            subject: randomUUID(),
            unit: 'H2',
            department: null,
            personId: null,
            facts,
          },
          ...{ occurredAt: region.clock.now(), by: { id: 'platform', name: '平台', role: 'platform' } },
        }),
      );
    const last = single(
      await region.db.query<{ id: number }>(
        sql`select max(id) as id from loop where definition <> 'adverse-event/report'`,
      ),
    ).id;
    const numbers = [];
    for (let n = 0; n < 20; n += 1) numbers.push(await loopOf((await report()).event));
    expect(numbers.filter((number) => number >= last + 16)).toEqual([]);
    expect(new Set(numbers).size).toBe(20);
  });

  test('is not told by the number of the event either, between two that the reader reports', async () => {
    const events = [];
    for (let n = 0; n < 12; n += 1) events.push((await report()).event);
    expect(events.toSorted((a, b) => a - b)).not.toEqual(events);
    expect(new Set(events.map((event) => Math.floor(event / 100_000))).size).toBe(1);
    region.clock.set(at('2024-05-21T09:00+08:00'));
    const next = (await report()).event;
    region.clock.set(at('2024-05-20T09:00+08:00'));
    expect(events.filter((event) => event >= next)).toEqual([]);
  });
});
