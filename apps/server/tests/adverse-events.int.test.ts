/** Adverse events 不良事件 through the interface: reported, followed, counted, and who reported is read by nobody. */
import { must, parseDay } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { answerDetections } from '../src/adverse-events/detections.ts';
import { askSilentDepartments } from '../src/adverse-events/silent.ts';
import { single, sql } from '../src/platform/db/database.ts';
import { recordInLoop } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const REPORTER = 'whistle-7';

const reporter = () =>
  region.as('doctor', { username: REPORTER, name: '吹哨人', institution: 'H2', department: 'INT' });

const BODY = {
  what: '术后纱布清点不符，未告知家属',
  class: 'procedure',
  harm: 'severe',
  occurredAt: '2024-05-20T08:00+08:00',
  department: 'INT',
  anonymous: false,
};

async function ask(method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object) {
  const answer = await region.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Record<string, unknown>>() };
}

async function report(change: object = {}): Promise<{ event: number; receipt: string }> {
  const { status, body } = await ask('POST', '/api/v1/adverse-events', await reporter(), { ...BODY, ...change });
  expect(status).toBe(201);
  return body as { event: number; receipt: string };
}

async function loopOf(event: number): Promise<number> {
  const rows = await region.db.query<{ loop_id: number }>(sql`select loop_id from adverse_event where id = ${event}`);
  return rows[0]?.loop_id ?? 0;
}

/** As the routes of loops record it for the quality office. */
async function act(loop: number, what: string, fields: object = {}): Promise<void> {
  const [stage = '', outcome = ''] = what.split(':');
  const now = region.clock.now();
  const by = { id: 'office', name: '质控办', role: stage === 'carry-out' ? 'department-head' : 'quality-office' };
  await region.db.tx(async (tx) => {
    const times = { occurredAt: now, recordedAt: now };
    await recordInLoop(region.deps, tx, loop, {
      key: what,
      kind: 'act',
      stage,
      outcome,
      by,
      ...times,
      fields: { ...fields },
    });
  });
}

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
      expect([status, (body?.['errors'] as { path: string }[])[0]?.path]).toEqual([400, path]);
    }
  });

  test('is followed by its reporter, in the own list or by the receipt, up to the answer', async () => {
    const { event, receipt } = await report({ harm: 'hazard' });
    const loop = await loopOf(event);
    await act(loop, 'statutory:none', { grounds: '隐患' });
    await act(loop, 'triage:grade-4', { class: 'procedure' });
    await act(loop, 'review:reviewed', { why1: '未清点', rootCause: '流程缺失' });
    await act(loop, 'plan:none', { grounds: '已处理' });
    await act(loop, 'answer:answered', { answer: '已增加清点表，谢谢' });
    const own = await ask('GET', '/api/v1/adverse-events/own', await reporter());
    expect((own.body?.['events'] as { event: number }[]).find((one) => one.event === event)).toMatchObject({
      answer: '已增加清点表，谢谢',
      status: 'open',
    });
    const byReceipt = await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt: receipt.toLowerCase() });
    expect(byReceipt).toMatchObject({ status: 200, body: { event, answer: '已增加清点表，谢谢' } });
  });

  test('that is anonymous is in no list of anybody, and only its receipt leads to it', async () => {
    const { event, receipt } = await report({ anonymous: true });
    const own = await ask('GET', '/api/v1/adverse-events/own', await reporter());
    expect((own.body?.['events'] as { event: number }[]).map((one) => one.event)).not.toContain(event);
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

test('receipts cannot be tried out', async () => {
  const answers: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const receipt = `AAAAA-AAAAA-AAAAA-AAA${String(tries).padStart(2, '2')}`;
    answers.push((await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt })).status);
  }
  expect(answers.slice(0, 5)).toEqual([404, 404, 404, 404, 404]);
  expect(answers.at(-1)).toBe(429);
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
    expect((own.body?.['events'] as { event: number }[]).find((one) => one.event === event)).toMatchObject({
      unsealedAt: '2024-05-20T09:00:00+08:00',
    });
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
    await act(loop, 'triage:grade-4', { class: 'fall' });
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

  test('is not told by the number of the loop, which stands between earlier ones', async () => {
    const before = single(await region.db.query<{ most: number }>(sql`select max(id) as most from loop`)).most;
    const numbers = [];
    for (let n = 0; n < 6; n += 1) numbers.push(await loopOf((await report()).event));
    expect(numbers.every((number) => number < before + 16)).toBe(true);
    expect(new Set(numbers).size).toBe(6);
  });
});

describe('what data show', () => {
  const detect = async (key: string, kind: string, occurredAt = '2024-05-19T10:00+08:00') =>
    ask('POST', '/api/v1/adverse-events/detected', await region.as('system', { institution: 'H2' }), {
      events: [{ key, kind, department: 'INT', occurredAt }],
    });
  const statusOf = async (key: string): Promise<string | undefined> => {
    const rows = await region.db.query<{ status: string }>(
      sql`select l.status from adverse_event_detection d join loop l on l.id = d.loop_id where d.key = ${key}`,
    );
    return rows[0]?.status;
  };

  test('and nobody reported reminds the department until a report answers it', async () => {
    expect((await detect('or-1', 'return-to-theatre')).body).toEqual({ taken: 1, reported: 0 });
    expect((await detect('or-1', 'return-to-theatre')).body).toEqual({ taken: 0, reported: 0 });
    expect(await statusOf('or-1')).toBe('open');
    await report({ kind: 'fall' });
    expect(await statusOf('or-1')).toBe('open');
    await report({ kind: 'return-to-theatre', occurredAt: '2024-05-19T09:00+08:00' });
    // To end at once would tell the head of the department in which minute it was reported.
    await answerDetections(region.deps);
    expect(await statusOf('or-1')).toBe('open');
    region.clock.set(at('2024-05-21T00:10+08:00'));
    await answerDetections(region.deps);
    expect(await statusOf('or-1')).toBe('closed');
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('comes as FHIR too: taken once by its identifier, refused with an outcome at each place', async () => {
    const send = async (change: object) =>
      region.app.inject({
        method: 'POST',
        url: '/fhir/AdverseEvent',
        headers: {
          ...(await region.as('system', { institution: 'H2' })),
          'content-type': 'application/fhir+json',
        },
        payload: JSON.stringify({
          resourceType: 'AdverseEvent',
          identifier: { system: 'urn:h2:events', value: 'E-1' },
          actuality: 'actual',
          event: { coding: [{ system: 'urn:fujie:adverse-event-kind', code: 'unexpected-death' }] },
          subject: { identifier: { system: 'urn:fujie:mrn:H2', value: 'M-1' } },
          location: { identifier: { system: 'urn:fujie:department', value: 'INT' } },
          date: '2024-05-19T10:00:00+08:00',
          ...change,
        }),
      });
    expect((await send({})).statusCode).toBe(201);
    const again = await send({});
    expect([again.statusCode, again.headers['content-type']]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    expect(await statusOf('urn:h2:events|E-1')).toBe('open');
    const pathsOf = async (change: object) => {
      const answer = await send({ identifier: { system: 'urn:h2:events', value: 'E-2' }, ...change });
      const { issue } = answer.json<{ issue: { expression?: string[] }[] }>();
      return [answer.statusCode, issue.flatMap(({ expression = [] }) => expression)];
    };
    const elsewhere = { identifier: { system: 'urn:fujie:department', value: 'NONE' } };
    const place = 'AdverseEvent.location.identifier';
    expect(await pathsOf({ location: elsewhere })).toEqual([422, [place]]);
    expect(await pathsOf({ date: '2024-06-20T10:00:00+08:00' })).toEqual([422, ['AdverseEvent.date']]);
    expect(await pathsOf({ subject: undefined, location: undefined })).toEqual([
      422,
      ['AdverseEvent.subject.identifier', place],
    ]);
    expect(await statusOf('urn:h2:events|E-2')).toBeUndefined();
    await report({ kind: 'unexpected-death', occurredAt: '2024-05-19T09:00+08:00' });
    region.clock.set(at('2024-05-21T00:10+08:00'));
    await answerDetections(region.deps);
    expect(await statusOf('urn:h2:events|E-1')).toBe('closed');
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('and was reported before needs no reminder', async () => {
    await report({ kind: 'naloxone' });
    expect((await detect('nx-1', 'naloxone')).body).toEqual({ taken: 1, reported: 1 });
    expect(await statusOf('nx-1')).toBe('closed');
  });
});

describe('counts', () => {
  const statistics = async (query: string, headers: Record<string, string>) =>
    ask('GET', `/api/v1/adverse-events/statistics?from=2024-05-01&to=2024-05-31&${query}`, headers);
  const office = () => region.as('quality-office', { institution: 'H2' });

  test('are per 100 discharges, by grade and the rest, and each opens to its cases without who reported', async () => {
    await discharged('2024-05', { H2: 400 });
    const { event } = await report({ harm: 'none', serviceStage: 'surgery' });
    await act(await loopOf(event), 'triage:grade-3', { class: 'procedure' });
    const { n } = single(
      await region.db.query<{ n: number }>(sql`select count(*)::int as n from adverse_event where institution = 'H2'`),
    );
    const byDepartment = await statistics('by=department', await office());
    expect(byDepartment.body).toMatchObject({
      total: { events: n, discharges: 400, per100: n / 4 },
      rows: [{ key: 'H2|INT', name: { zh: '内科' }, events: n }],
      target: null,
    });
    const byGrade = await statistics('by=grade', await office());
    const grades = (byGrade.body?.['rows'] as { key: string; events: number; nearMisses: number }[]).filter(
      ({ key }) => key === 'grade-3',
    );
    expect(grades).toMatchObject([{ events: 1, nearMisses: 1 }]);
    const cases = await ask(
      'GET',
      '/api/v1/adverse-events?from=2024-05-01&to=2024-05-31&by=grade&key=grade-3',
      await office(),
    );
    expect(cases.body).toMatchObject({ events: [{ event, grade: { zh: 'Ⅲ级 未造成后果事件' } }], more: false });
    expect(JSON.stringify(cases.body)).not.toContain(REPORTER);
  });

  test('end at the department of its head, and at the region of its commission', async () => {
    const surgery = await region.as('department-head', { institution: 'H2', department: 'SURG' });
    expect((await statistics('', surgery)).body).toMatchObject({ total: { events: 0 }, rows: [] });
    const commission = await region.as('commission', { region: '1402' });
    expect((await statistics('', commission)).body).toMatchObject({ total: { events: 0 } });
  });

  test('of a department with discharges and no report for three months ask it why, once a month', async () => {
    for (const month of ['2024-02', '2024-03', '2024-04']) await discharged(month, { H2: 30, H3: 10 });
    expect(await askSilentDepartments(region.deps)).toBe(1);
    expect(await askSilentDepartments(region.deps)).toBe(0);
    const rows = await region.db.query(
      sql`select unit, department, owners from loop where definition = 'adverse-event/silent-department'`,
    );
    expect(rows).toEqual([{ unit: 'H2', department: 'INT', owners: ['department:department-head'] }]);
  });
});

/** Discharges of internal medicine in a month, by institution. */
async function discharged(month: string, counts: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(counts).map(([institution, discharges]) => ({
    row: { institution, department: 'INT', month, discharges },
    from: must(parseDay('2020-01-01')),
  }));
  await importTyped(region.deps, 'test', 'discharge-count', rows);
}
