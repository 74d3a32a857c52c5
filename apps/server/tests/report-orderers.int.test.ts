/** report/changed: who ordered a report 开单医师 is told when it is corrected or withdrawn, or whoever stands in where nobody is found. */
import type {
  IssuedChangesResponse,
  LoopRecorded,
  LoopResponse,
  LoopsResponse,
  ReportChangesResponse,
} from '@fujie/wire/contracts';
import type { Day } from '@fujie/core/kernel';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { orderersOf } from '../src/ingest/orderers.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import type { CriticalParts } from './critical-fixture.ts';
import { message, NOW, seedCritical } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW, jurisdiction: 'henan' });
const send = sender(server);
type Headers = Record<string, string>;

const FROM = '2020-01-01' as Day;
beforeAll(async () => {
  await seedCritical(server.deps);
  const hospital = { region: '140105', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
  await importTyped(server.deps, 'test', 'region', [
    { from: FROM, row: { code: '140105', nameZh: '小店区', kind: 'district' } },
  ]);
  await importTyped(
    server.deps,
    'test',
    'institution',
    ['H1', 'H2'].map((code) => ({ from: FROM, row: { ...hospital, code, nameZh: code } })),
  );
  await importTyped(server.deps, 'test', 'department', [
    { from: FROM, row: { institution: 'H2', code: 'SUR', nameZh: '外科', kind: 'clinical' } },
  ]);
  await importTyped(server.deps, 'test', 'practitioner', [
    { from: FROM, row: { code: 'D2', nameZh: '李医生', institution: 'H2', department: 'SUR', role: 'physician' } },
  ]);
});

beforeEach(() => {
  server.clock.set(at('2026-03-02T10:20:00+08:00'));
});

const doctor = (institution: string, practitioner: string, department: string) =>
  server.as('doctor', { institution, practitioner, department, name: `${practitioner}医生` });
const head = () => server.as('department-head', { institution: 'H1', department: 'INT' });
const office = (institution = 'H1') => server.as('quality-office', { institution });

const numbered = (value: string, assigner?: string): Json => ({
  identifier: {
    ...{ system: 'urn:fujie:practitioner', value },
    ...(assigner && { assigner: { identifier: { system: 'urn:fujie:institution', value: assigner } } }),
  },
});

let serial = 400;
/** Sends a report that names the order on which it is based. */
async function report(value: number, number: string, requester: Json | null, more: CriticalParts = {}): Promise<void> {
  const body = message(value, { mrn: number, sequence: (serial += 1), residentId: null, number, ...more }) as {
    entry: { fullUrl: string; request: Json; resource: Json }[];
  };
  const [patient, sent] = body.entry;
  const fullUrl = 'urn:uuid:00000000-0000-4000-8000-888800000001';
  body.entry.push({
    ...{ fullUrl, request: { method: 'POST', url: 'ServiceRequest' } },
    resource: {
      ...{ resourceType: 'ServiceRequest', status: 'completed', intent: 'order' },
      ...{ subject: { reference: patient?.fullUrl }, ...(requester && { requester }) },
    },
  });
  Object.assign(sent?.resource ?? {}, { basedOn: [{ reference: fullUrl }] });
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
}

async function ask<T>(headers: Headers, url: string, payload?: object): Promise<T> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.json<T>();
}
const loopsOf = async (headers: Headers, view = 'mine') =>
  (await ask<LoopsResponse>(headers, `loops?view=${view}&definition=report/changed`)).loops;
const act = (headers: Headers, loop: number, what: string, fields: object = {}) => {
  const [stage, outcome] = what.split(':');
  return ask<LoopRecorded>(headers, `loops/${String(loop)}/acts`, { key: what, stage, outcome, fields });
};
const saidIn = async (headers: Headers, loop: number) =>
  (await ask<LoopResponse>(headers, `loops/${String(loop)}`)).records[0]?.fields.map(({ title, value }) => [
    title.zh,
    value.zh,
  ]);
const corrected = { status: 'corrected', issued: '2026-03-02T10:15:00+08:00' } as const;

test('who ordered a report is told of its correction though nobody accepted it, and confirms; the department sees it', async () => {
  const mine = await doctor('H1', 'D1', 'INT');
  await report(4.4, 'O-1', numbered('D1'), { encounter: 'IMP' });
  expect(await loopsOf(mine)).toEqual([]);
  await report(5.1, 'O-1', numbered('D1'), { ...corrected, encounter: 'IMP' });
  const [loop, ...others] = await loopsOf(mine);
  expect([others, loop?.title.zh, loop?.waiting.map(({ id }) => id)]).toEqual([
    ...[[], '所开医嘱的报告已被更正', ['told']],
  ]);
  const id = loop?.id ?? 0;
  expect((await loopsOf(await head(), 'department')).map((one) => one.id)).toEqual([id]);
  const { changes } = await ask<ReportChangesResponse>(mine, `report-changes?loop=${String(id)}`);
  expect(changes).toMatchObject([{ basis: 'ordered', change: 'corrected', standIn: null, item: { code: 'K' } }]);
  await act(mine, id, 'told:read');
  expect((await act(mine, id, 'review:measures', { measures: '已复查并调整补钾' })).status).toBe('closed');
  await report(5.1, 'O-1', numbered('D1'), { ...corrected, status: 'entered-in-error', encounter: 'IMP' });
  expect(await loopsOf(mine)).toMatchObject([{ id, title: { zh: '所开医嘱的报告已被撤回' } }]);
});

test('who ordered it and has no account is stood in for by the head of the ordering department, and the loop says so', async () => {
  await report(4.4, 'O-2', numbered('D8'), { encounter: 'IMP' });
  await report(5.1, 'O-2', numbered('D8'), { ...corrected, encounter: 'IMP' });
  const [loop] = await loopsOf(await head());
  expect(loop).toMatchObject({ title: { zh: '所开医嘱的报告已被更正' }, waiting: [{ id: 'head' }] });
  const said = await saidIn(await head(), loop?.id ?? 0);
  expect(said).toContainEqual(['代为处理的原因', '开单医师没有账号']);
  expect(said).toContainEqual(['开单医师', 'D8']);
  const { changes } = await ask<ReportChangesResponse>(await head(), `report-changes?loop=${String(loop?.id)}`);
  expect(changes).toMatchObject([{ basis: 'ordered', standIn: 'no-account', practitioner: 'D8' }]);
  const done = await act(await head(), loop?.id ?? 0, 'head:no-consequence', { assessment: '差异不影响诊疗' });
  expect(done.status).toBe('closed');
  // Given an account since, the physician is asked of the next change, and no colleague.
  const late = await doctor('H1', 'D8', 'INT');
  const colleague = await doctor('H1', 'D4', 'INT');
  await report(5.1, 'O-2', numbered('D8'), { ...corrected, status: 'entered-in-error', encounter: 'IMP' });
  expect(await loopsOf(late)).toMatchObject([{ id: loop?.id, waiting: [{ id: 'told' }] }]);
  expect(await loopsOf(colleague)).toEqual([]);
});

test('an order that names nobody who is known leaves it to the quality office, and to nobody of the same number', async () => {
  const namesake = await doctor('H1', 'D7', 'INT');
  for (const [number, requester] of [
    ['O-3', null],
    ['O-8', numbered('D7', 'H9')],
  ] as const) {
    await report(4.4, number, requester);
    await report(5.1, number, requester, corrected);
  }
  const loops = await loopsOf(await office());
  expect(loops.map(({ waiting }) => waiting.map(({ id }) => id))).toEqual([['office'], ['office']]);
  for (const { id } of loops)
    expect(await saidIn(await office(), id)).toContainEqual(['代为处理的原因', '医嘱未写明可查到的开单医师']);
  expect(await loopsOf(namesake)).toEqual([]);
});

test('a department that the hospital of who ordered it does not have leaves it to the quality office there', async () => {
  await report(4.4, 'O-9', numbered('D9', 'H2'), { encounter: 'IMP' });
  await report(5.1, 'O-9', numbered('D9', 'H2'), { ...corrected, encounter: 'IMP' });
  const [loop] = await loopsOf(await office('H2'));
  expect(loop).toMatchObject({ department: null, waiting: [{ id: 'office' }] });
});

test('who ordered it at another hospital is told there, and the laboratory sees whether it is confirmed', async () => {
  const other = await doctor('H2', 'D2', 'SUR');
  await report(4.4, 'O-4', numbered('D2', 'H2'));
  await report(5.1, 'O-4', numbered('D2', 'H2'), corrected);
  expect(await loopsOf(other)).toMatchObject([{ title: { zh: '所开医嘱的报告已被更正' } }]);
  expect(await loopsOf(await server.as('department-head', { institution: 'H2', department: 'SUR' }), 'department')) //
    .toHaveLength(1);
  const lab = await server.as('laboratory', { institution: 'H1', department: 'LAB', username: 'bench' });
  const { reports } = await ask<IssuedChangesResponse>(lab, 'report-changes/issued?from=2026-03-01&to=2026-03-03');
  expect(reports.flatMap(({ institutions }) => institutions)).toContainEqual(
    expect.objectContaining({ institution: expect.objectContaining({ code: 'H2' }) as unknown, told: 1, confirmed: 0 }),
  );
});

test('the final of a preliminary report, and what was issued long ago, is told to nobody who ordered it', async () => {
  const mine = await doctor('H1', 'D5', 'INT');
  await report(4.4, 'O-5', numbered('D5'), { status: 'preliminary' });
  await report(5.1, 'O-5', numbered('D5'), { ...corrected, status: 'final' });
  for (const [number, day] of [
    ['O-6', '2025-11-30'],
    ['O-7', '2025-12-10'],
  ] as const) {
    const then = { collected: `${day}T07:00:00+08:00`, issued: `${day}T08:00:00+08:00` };
    await report(4.4, number, numbered('D5'), then);
    await report(5.1, number, numbered('D5'), { ...then, status: 'corrected' });
  }
  const { changes } = await ask<ReportChangesResponse>(mine, 'report-changes');
  expect(changes).toHaveLength(1);
});

test('an order that stands within its report, or within it who ordered, is followed to the physician', async () => {
  const mine = await doctor('H1', 'D6', 'INT');
  const physician = {
    ...{ resourceType: 'Practitioner', id: 'who' },
    identifier: [{ system: 'urn:fujie:practitioner', value: 'D6' }],
  };
  const role = { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: '#who' } };
  const within = async (number: string, requester: string, contained: readonly object[], more: CriticalParts = {}) => {
    const body = message(more.status === undefined ? 4.4 : 5.1, {
      ...{ mrn: number, sequence: (serial += 1), residentId: null, number, ...more },
    }) as { entry: { fullUrl: string; resource: Json }[] };
    const [patient, sent] = body.entry;
    const order = {
      ...{ resourceType: 'ServiceRequest', id: 'order', status: 'completed', intent: 'order' },
      ...{ subject: { reference: patient?.fullUrl }, requester: { reference: requester } },
    };
    Object.assign(sent?.resource ?? {}, { contained: [order, ...contained], basedOn: [{ reference: '#order' }] });
    const answer = await send('POST', '/fhir', body);
    expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  };
  await within('O-20', '#who', [physician]);
  await within('O-20', '#who', [physician], corrected);
  expect(await loopsOf(mine)).toMatchObject([{ title: { zh: '所开医嘱的报告已被更正' } }]);
  await within('O-21', '#role', [physician, role]);
  await within('O-21', '#role', [physician, role], corrected);
  expect(await loopsOf(mine)).toHaveLength(2);
});

test('who ordered many results, of a patient told apart from another one, is read by as many questions as of one', async () => {
  for (const number of ['N-1', 'N-2', 'N-3', 'N-4'])
    await report(4.4, number, numbered('D5'), { encounter: 'IMP', specimen: number });
  const ids = (
    await server.db.query<{ id: string }>(sql`select id from result where current and report_no like 'N-%' order by id`)
  ).map(({ id }) => id);
  const questionsFor = async (results: readonly string[]): Promise<number> => {
    let questions = 0;
    const counted = <F extends (...given: never[]) => unknown>(ask: F) =>
      ((...given: Parameters<F>) => {
        questions += 1;
        return ask(...given);
      }) as F;
    const { query, prepared } = server.db;
    const found = await orderersOf({ query: counted(query), prepared: counted(prepared) }, 'H1', results);
    expect(found).toEqual(
      results.map((result) => ({ result, institution: null, department: 'INT', practitioner: 'D5' })),
    );
    return questions;
  };
  expect(ids).toHaveLength(4);
  expect(await questionsFor(ids)).toBe(await questionsFor(ids.slice(0, 1)));
});
