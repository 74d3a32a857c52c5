/** Adverse events 不良事件 beside the data: what they show and nobody reported, and what is counted of them. */
import { must, parseDay } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { answerDetections } from '../src/adverse-events/detections.ts';
import { askSilentDepartments } from '../src/adverse-events/silent.ts';
import { single, sql } from '../src/platform/db/database.ts';
import { findRecords } from '../src/platform/loops/loops.query.ts';
import { importTyped } from '../src/registers/change.ts';
import { adverseEventsOf, REPORTER } from './adverse-events-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { ask, report, loopOf, act } = adverseEventsOf(region);

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

  test('keys of the platform’s own questions are taken by no system', async () => {
    expect((await detect('platform/report-changed/1', 'return-to-theatre')).status).toBe(400);
  });

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
    const grades = (
      byGrade.body?.['rows'] as { key: string; events: number; nearMisses: number }[] | undefined
    )?.filter(({ key }) => key === 'grade-3');
    expect(grades).toMatchObject([{ events: 1, nearMisses: 1 }]);
    const cases = await ask(
      'GET',
      '/api/v1/adverse-events?from=2024-05-01&to=2024-05-31&by=grade&key=grade-3',
      await office(),
    );
    expect(cases.body).toMatchObject({ events: [{ event, grade: { zh: 'Ⅲ级 未造成后果事件' } }], more: false });
    expect(JSON.stringify(cases.body)).not.toContain(REPORTER);
  });

  test('by grade, as closed, in time and put right open to just the events that they count', async () => {
    const { event: near } = await report({ harm: 'hazard' });
    const loop = await loopOf(near);
    await act(loop, 'triage:grade-4', { class: 'procedure' });
    await act(loop, 'statutory:none', { grounds: '隐患' });
    await act(loop, 'review:reviewed', { why1: '未清点', rootCause: '流程缺失' });
    await act(loop, 'plan:planned', {
      measure: '清点',
      measureKind: 'system',
      measureOwner: '护士长',
      measureDue: '2024-06-20',
    });
    await act(loop, 'carry-out:done', { evidence: '清点表' });
    const { total } = (await statistics('by=grade', await office())).body as { total: Record<string, number> };
    const casesOf = async (counted: string, more = ''): Promise<number[]> => {
      const path = `/api/v1/adverse-events?from=2024-05-01&to=2024-05-31&counted=${counted}${more}`;
      const { status, body } = await ask('GET', path, await office());
      expect([counted, status, JSON.stringify(body).includes(REPORTER)]).toEqual([counted, 200, false]);
      return (body as { events: { event: number }[] }).events.map(({ event }) => event);
    };
    for (const counted of ['nearMisses', 'graded', 'closed', 'closedInTime', 'systemic'])
      expect([counted, (await casesOf(counted)).length]).toEqual([counted, total[counted]]);
    expect(await casesOf('systemic')).toContain(near);
    expect(await casesOf('nearMisses', '&by=grade&key=grade-4')).toContain(near);
    expect(await casesOf('nearMisses', '&by=grade&key=grade-1')).toEqual([]);
    expect(await casesOf('closed')).not.toContain(near);
  });

  test('are listed as they were reported, the newest first, from one page to the next', async () => {
    const reported: number[] = [];
    for (let minute = 10; minute < 18; minute += 1) {
      region.clock.set(at(`2024-05-20T09:${String(minute)}+08:00`));
      reported.unshift((await report()).event);
    }
    region.clock.set(at('2024-05-20T09:00+08:00'));
    const listed = async (more: string): Promise<number[]> => {
      const { body } = await ask('GET', `/api/v1/adverse-events?from=2024-05-20&to=2024-05-20${more}`, await office());
      return (body as { events: { event: number }[] }).events.map(({ event }) => event);
    };
    expect((await listed('')).slice(0, 8)).toEqual(reported);
    expect((await listed(`&before=${String(reported[3])}`)).slice(0, 4)).toEqual(reported.slice(4));
  });

  test('of what data showed open to these for whoever may see them, reported or not', async () => {
    const system = await region.as('system', { institution: 'H2' });
    const unreported = {
      key: 'tr-1',
      kind: 'transfusion-reaction',
      department: 'INT',
      occurredAt: '2024-05-19T10:00+08:00',
    };
    expect((await ask('POST', '/api/v1/adverse-events/detected', system, { events: [unreported] })).body).toEqual({
      ...{ taken: 1, reported: 0 },
    });
    const { body } = await statistics('by=department', await office());
    const shown = body?.['detections'] as { loop: number; isReported: boolean; kind: { zh: string } }[];
    const { detected, detectedReported } = body as { detected: number; detectedReported: number };
    expect(detected).toBeGreaterThan(detectedReported);
    expect([shown.length, shown.filter(({ isReported }) => isReported).length]).toEqual([detected, detectedReported]);
    expect(JSON.stringify(shown)).not.toContain(REPORTER);
    const head = await region.as('department-head', { institution: 'H2', department: 'SURG' });
    expect((await statistics('', head)).body).toMatchObject({ detected: 0, detections: [] });
    const commission = await region.as('commission', { region: '14' });
    expect((await statistics('', commission)).body).toMatchObject({ detected, detections: null });
  });

  test('end at the department of its head, and at the region of its commission', async () => {
    const surgery = await region.as('department-head', { institution: 'H2', department: 'SURG' });
    expect((await statistics('', surgery)).body).toMatchObject({ total: { events: 0 }, rows: [] });
    const commission = await region.as('commission', { region: '1402' });
    expect((await statistics('', commission)).body).toMatchObject({ total: { events: 0 } });
  });

  test('of a department with discharges and no report for three months ask it why, once a month, and of one with few after six', async () => {
    for (const month of ['2024-02', '2024-03', '2024-04']) await discharged(month, { H2: 30, H3: 10 });
    expect(await askSilentDepartments(region.deps)).toBe(2);
    expect(await askSilentDepartments(region.deps)).toBe(0);
    expect(await silent()).toEqual([
      ['H2', 'INT', '2024-02 – 2024-04', 90],
      ['H3', 'INT', '2023-11 – 2024-04', 30],
    ]);
  });

  test('and of any that treats or tests after six months, where discharges are counted; never of an office', async () => {
    const throughout = must(parseDay('2023-11-01'));
    const department = (institution: string, code: string, kind: string, from = throughout) => ({
      ...{ from, row: { institution, code, nameZh: code, kind } },
    });
    await importTyped(region.deps, 'test', 'department', [
      department('H3', 'LAB', 'laboratory'),
      department('H3', 'OFFICE', 'other'),
      department('H3', 'NEW', 'imaging', must(parseDay('2023-11-02'))),
      department('H1', 'LAB', 'laboratory'),
    ]);
    expect(await askSilentDepartments(region.deps)).toBe(1);
    expect((await silent()).filter(([, code]) => code !== 'INT')).toEqual([['H3', 'LAB', '2023-11 – 2024-04', 0]]);
  });
});

/** Departments that were asked why they report nothing, since when, and with how many discharges. */
async function silent(): Promise<readonly (readonly unknown[])[]> {
  const loops = await region.db.query<{ id: number; unit: string; department: string }>(
    sql`select id, unit, department from loop where definition = 'adverse-event/silent-department' order by unit, department`,
  );
  const records = await findRecords(
    region.db,
    loops.map(({ id }) => id),
  );
  return loops.map(({ id, unit, department }) => {
    const opened = records.get(id)?.find(({ kind }) => kind === 'opened');
    const facts = opened?.kind === 'opened' ? opened.facts : {};
    return [unit, department, facts['period'], facts['discharges']];
  });
}

/** Discharges of internal medicine in a month, by institution. */
async function discharged(month: string, counts: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(counts).map(([institution, discharges]) => ({
    row: { institution, department: 'INT', month, discharges },
    from: must(parseDay('2020-01-01')),
  }));
  await importTyped(region.deps, 'test', 'discharge-count', rows);
}
