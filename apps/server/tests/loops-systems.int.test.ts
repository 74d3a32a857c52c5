/** Loops 闭环 and the record systems of hospitals: read as FHIR tasks by those that owe them, and proven by orders and notes. */
import type { Day } from '@fujie/core/kernel';
import type { LoopRecorded, LoopResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { openLoop } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();

const open = async (subject: string, unit: string): Promise<string> => {
  const row = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      definition: 'critical-value/inpatient',
      subject,
      unit,
      department: 'INT',
      personId: null,
      occurredAt: region.clock.now(),
      by: { id: 'H1/T1', name: '检验师', role: 'laboratory' },
      facts: { item: 'K', value: '6.9' },
    }),
  );
  return String(row?.id);
};

interface Bundle {
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
}

test('a system of the institution finds its tasks by status, kind and time, and no other does', async () => {
  region.clock.set(at('2026-03-02T10:00+08:00'));
  const [own, other] = [await open('own', 'H1'), await open('other', 'H2')];
  const headers = await region.as('system', { institution: 'H1' });
  const get = async (query: string) => region.app.inject({ url: `/fhir/Task${query}`, headers });
  const ids = async (query: string) =>
    ((await get(query)).json<Bundle>().entry ?? []).map(({ resource }) => resource.id);
  expect(await ids('')).toEqual([own]);
  expect(await ids('?status=requested&code=urn:fujie:loop|critical-value/inpatient')).toEqual([own]);
  expect(await ids('?status=completed,in-progress')).toEqual([]);
  expect(await ids('?_lastUpdated=ge2026-03-02T10:00:00%2B08:00')).toEqual([own]);
  expect(await ids('?_lastUpdated=ge2026-03-02T10:00:01%2B08:00')).toEqual([]);
  for (const query of ['colour=red', 'status=constructor', 'code=%00', 'owner=a%00b'])
    expect([query, (await get(`?${query}`)).statusCode]).toEqual([query, 400]);
  expect((await get(`/${other}`)).statusCode).toBe(404);
  const task = (await get(`/${own}`)).json<object>();
  expect(task).toMatchObject({
    resourceType: 'Task',
    status: 'requested',
    priority: 'stat',
    performerType: [{ coding: [{ code: 'laboratory' }] }],
    restriction: { period: { end: '2026-03-02T10:05:00+08:00' } },
  });
});

describe('what a record system proves by an order or a note', () => {
  const { get, post } = requestsTo(region);
  const doctor = () => region.as('doctor', { institution: 'H2', department: 'INT', practitioner: 'D2' });
  const office = () => region.as('quality-office', { institution: 'H2' });
  const system = () => region.as('system', { institution: 'H2' });
  let loop: string;
  const act = async (stage: string, outcome: string, more: object) =>
    post<LoopRecorded & { errors?: { path: string }[] }>(`loops/${loop}/acts`, await system(), {
      ...{ key: `emr/${stage}`, stage, outcome, by: { practitioner: 'D2', role: 'doctor' } },
      ...more,
    });
  const order = { resource: 'MedicationRequest', system: 'urn:h2:orders', value: 'YZ-20260302-17' };
  const note = { resource: 'Composition', system: 'urn:h2:notes', value: 'BC-88' };
  const treated = { seenAt: '2024-07-01T09:05+08:00', measures: '10% 葡萄糖酸钙 10 ml 静推' };

  beforeAll(async () => {
    region.clock.set(at('2024-07-01T09:00+08:00'));
    const bench = { institution: 'H2', code: 'L1', nameZh: '孙检验', role: 'technician', department: 'INT' };
    await importTyped(region.deps, 'test', 'practitioner', [{ row: bench, from: '2022-01-01' as Day, to: null }]);
    const row = await region.db.tx((tx) =>
      openLoop(region.deps, tx, {
        ...{ definition: 'critical-value/inpatient', subject: 'H2|R9|K', unit: 'H2', department: 'INT' },
        ...{ personId: null, occurredAt: region.clock.now(), facts: {} },
        by: { id: 'lis', name: 'LIS', role: 'system' },
      }),
    );
    loop = String(row?.id);
    const steps = [
      ['verify', 'confirmed', { specimen: '无溶血', control: true }, { practitioner: 'L1', role: 'laboratory' }],
      ['notify', 'told', { channel: 'telephone', receiver: '赵护士' }, { practitioner: 'L1', role: 'laboratory' }],
      ['receive', 'received', { value: '6.9', readBack: true }, { practitioner: 'N2', role: 'nurse' }],
      ['inform', 'told', { doctor: '李医生' }, { practitioner: 'N2', role: 'nurse' }],
    ] as const;
    for (const [stage, outcome, fields, by] of steps) await act(stage, outcome, { fields, by });
    region.clock.set(at('2024-07-01T09:20+08:00'));
  });

  test('is refused with every fault at its field when the author, the time or the document is not right', async () => {
    const faultsOf = async (stage: string, outcome: string, more: object) => {
      const { status, body } = await act(stage, outcome, { fields: {}, occurredAt: '2024-07-01T09:06+08:00', ...more });
      return [status, body.errors?.map(({ path }) => path)];
    };
    const by = (practitioner: string, role = 'doctor') => ({ by: { practitioner, role }, proof: order });
    // Of another institution, of another role by the register, of a role that does not owe it.
    expect(await faultsOf('act', 'treated', by('D3'))).toEqual([400, ['body.by.practitioner']]);
    expect(await faultsOf('act', 'treated', by('N2'))).toEqual([400, ['body.by.role']]);
    expect(await faultsOf('act', 'treated', by('N2', 'nurse'))).toEqual([400, ['body.by.role']]);
    const untimed = { proof: order, occurredAt: undefined };
    expect(await faultsOf('act', 'treated', untimed)).toEqual([400, ['body.occurredAt']]);
    const toCome = { proof: order, occurredAt: '2024-07-01T10:00+08:00' };
    expect(await faultsOf('act', 'treated', toCome)).toEqual([400, ['body.occurredAt']]);
    expect(await faultsOf('hand-over', 'handed', { proof: order })).toEqual([400, ['body.proof.resource']]);
    expect(await faultsOf('recheck', 'rechecked', { proof: note })).toEqual([400, ['body.proof.resource']]);
    const byHand = { key: 'own', stage: 'act', outcome: 'treated', fields: treated, proof: order };
    expect(await post(`loops/${loop}/acts`, await doctor(), byHand)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'body.proof' }] },
    });
    const { records } = (await get<LoopResponse>(`loops/${loop}`, await office())).body;
    expect(records.filter(({ proof }) => proof !== null)).toEqual([]);
  });

  test('ends the stages of treatment and hand-over at the times of their own, once, and is shown with its number', async () => {
    const sent = { fields: treated, occurredAt: '2024-07-01T09:06+08:00', proof: order };
    expect((await act('act', 'treated', sent)).body).toMatchObject({ isNew: true, flaws: [] });
    expect((await act('act', 'treated', sent)).body).toMatchObject({ isNew: false });
    // Under the key of one order no other is taken for recorded.
    expect((await act('act', 'treated', { ...sent, proof: { ...order, value: 'YZ-18' } })).status).toBe(409);
    const handed = { fields: { takenOverBy: '陈医生' }, occurredAt: '2024-07-01T09:15+08:00', proof: note };
    expect((await act('hand-over', 'handed', handed)).body).toMatchObject({ waiting: ['recheck'], flaws: [] });
    const { stages, records } = (await get<LoopResponse>(`loops/${loop}`, await office())).body;
    const doneAt = stages.flatMap(({ id, status, doneAt: done, by }) =>
      ['act', 'hand-over'].includes(id) ? [[id, status, done, by]] : [],
    );
    expect(doneAt).toEqual([
      ['act', 'met', '2024-07-01T09:06:00+08:00', '李医生'],
      ['hand-over', 'met', '2024-07-01T09:15:00+08:00', '李医生'],
    ]);
    const from = expect.any(String) as string;
    expect(records.flatMap(({ proof }) => proof ?? [])).toEqual([
      { ...order, from },
      { ...note, from },
    ]);
  });

  test('and what is over asks for nothing: no alert of it is offered to be dismissed, nor is a dismissal taken', async () => {
    const alerts = async () => {
      const { alerts: all } = (await get<LoopResponse>(`loops/${loop}`, await doctor())).body;
      return all.filter(({ to }) => to.role === 'doctor').map(({ key, mayDismiss }) => [key, mayDismiss] as const);
    };
    const told = await alerts();
    expect(told.map(([, mayDismiss]) => mayDismiss)).toContain(true);
    expect((await act('recheck', 'rechecked', { fields: { result: '4.6' } })).body).toMatchObject({ status: 'closed' });
    expect((await alerts()).map(([, mayDismiss]) => mayDismiss)).not.toContain(true);
    const late = { alert: told.find(([, mayDismiss]) => mayDismiss)?.[0], reason: 'duplicate', note: '已办结' };
    expect((await post(`loops/${loop}/dismissals`, await doctor(), late)).status).toBe(409);
  });
});
