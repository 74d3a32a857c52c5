/** Critical values 危急值 over the wire to their close: of an examination, and of an outpatient whom nobody reaches. */
import type { CriticalValuesResponse, LoopResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { examination, message, NOW, seedCritical, VERIFIED } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);

beforeAll(() => seedCritical(server.deps));

const clock = (time: string): void => server.clock.set(at(`2026-03-02T${time}:00+08:00`));
type Role = 'laboratory' | 'nurse' | 'doctor' | 'quality-office';
const as = (role: Role) =>
  server.as(role, { institution: 'H1', department: 'INT', practitioner: `P-${role}`, name: `${role} of H1` });

async function raisedBy(body: Json): Promise<number> {
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  const rows = await server.db.query<{ loop: number }>(sql`select max(loop_id) as loop from critical_value`);
  return rows[0]?.loop ?? 0;
}

let acts = 0;
async function act(loop: number, role: Role, [stage, outcome, fields]: readonly [string, string, Json]) {
  acts += 1;
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1/loops/${String(loop)}/acts`,
    headers: await as(role),
    payload: { key: `act-${String(acts)}`, stage, outcome, fields },
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}
const done = async (loop: number, role: Role, step: readonly [string, string, Json]): Promise<void> => {
  const { status, body } = await act(loop, role, step);
  expect([step[0], status, status === 200 ? '' : body]).toEqual([step[0], 200, '']);
};

async function shown(loop: number, role: Role): Promise<LoopResponse> {
  const answer = await server.app.inject({
    method: 'GET',
    url: `/api/v1/loops/${String(loop)}`,
    headers: await as(role),
  });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}
const stageOf = ({ stages }: LoopResponse, id: string) => stages.find((one) => one.id === id);

const TOLD = ['notify', 'told', { channel: 'telephone', receiver: '护士' }] as const;
const RECEIVED = ['receive', 'received', { value: '急性心肌梗死', readBack: true }] as const;
const INFORMED = ['inform', 'told', { doctor: '李医生' }] as const;

describe.each([
  ['an electrocardiogram', { item: 'ECG', finding: 'I21.9', category: 'EC' }, 'E1', 301],
  ['an image', { item: 'CT', finding: 'I71.0', category: 'CT' }, 'E2', 303],
  ['a pathology report', { item: 'PATH', finding: 'C18.2', category: 'PAT' }, 'E3', 305],
  ['an examination that no register knows', { item: 'HOLTER', finding: 'AA', category: 'EC' }, 'E4', 307],
])('%s', (_, concluded, mrn, sequence) => {
  let loop = 0;
  beforeAll(async () => {
    clock('10:00');
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
    const body = JSON.stringify(examination({ mrn, sequence, encounter: 'IMP' }, concluded));
    const said = concluded.finding === 'AA' ? body.replace('http://hl7.org/fhir/sid/icd-10', system) : body;
    loop = await raisedBy(JSON.parse(said) as Json);
  });

  test('is asked who read it and who looked again, and nothing of a specimen', async () => {
    const page = await shown(loop, 'laboratory');
    expect(page.loop.waiting.map(({ id }) => id)).toEqual(['reread']);
    const confirmed = stageOf(page, 'reread')?.outcomes.find(({ id }) => id === 'confirmed');
    expect(confirmed?.fields.map(({ name, required }) => [name, required])).toEqual([
      ['reader', true],
      ['checker', true],
      ['looked', true],
    ]);
    const untrue = { specimen: '无', control: true };
    expect((await act(loop, 'laboratory', ['verify', 'confirmed', untrue])).status).toBe(409);
    const unseen = { reader: '张医师', checker: '王主任', looked: false };
    expect((await act(loop, 'laboratory', ['reread', 'confirmed', unseen])).status).toBe(422);
  });

  test('closes by what is true of it, and stands as verified in the register', async () => {
    clock('10:03');
    await done(loop, 'laboratory', ['reread', 'confirmed', { reader: '张医师', checker: '王主任', looked: true }]);
    await done(loop, 'laboratory', TOLD);
    await done(loop, 'nurse', RECEIVED);
    await done(loop, 'nurse', INFORMED);
    const treated = { seenAt: '2026-03-02T10:02:00+08:00', measures: '启动胸痛中心流程' };
    await done(loop, 'doctor', ['act', 'treated', treated]);
    await done(loop, 'doctor', ['hand-over', 'handed', { takenOverBy: '王医生' }]);
    await done(loop, 'doctor', ['recheck', 'rechecked', { result: 'ST 段回落' }]);
    const page = await shown(loop, 'quality-office');
    expect([page.loop.status, page.loop.flaws]).toEqual(['closed', []]);
    const answer = await server.app.inject({
      method: 'GET',
      url: '/api/v1/critical-values?from=2026-03-02&to=2026-03-02',
      headers: await as('quality-office'),
    });
    const row = answer.json<CriticalValuesResponse>().values.find((one) => one.loop === loop);
    expect(row).toMatchObject({ status: 'closed', verified: { by: 'laboratory of H1', outcome: { zh: '属实' } } });
  });
});

describe('an outpatient whom nobody reaches', () => {
  const tried = (whom: string) => ['reach', 'unreached', { channel: 'telephone', tried: whom }] as const;
  const EXHAUSTED = ['reach', 'exhausted', { reason: '无人接听', takenOverBy: '总值班' }] as const;
  let loop = 0;
  beforeAll(async () => {
    clock('10:00');
    loop = await raisedBy(message(7.1, { mrn: 'F1', sequence: 311, encounter: 'AMB' }));
    clock('10:03');
    await done(loop, 'laboratory', ['verify', 'confirmed', VERIFIED]);
    await done(loop, 'laboratory', TOLD);
    await done(loop, 'nurse', ['receive', 'received', { value: '7.1', readBack: true }]);
    await done(loop, 'nurse', INFORMED);
  });

  const refused = async (attempts: number, kinds: number): Promise<void> => {
    const { status, body } = await act(loop, 'doctor', EXHAUSTED);
    expect([status, body]).toMatchObject([
      422,
      {
        errors: [
          {
            code: 'too-few',
            path: 'body.fields.tried',
            messageZh: `已记录 ${String(attempts)} 次，“联系对象”${String(kinds)} 种；至少须记录 3 次、2 种`,
          },
        ],
      },
    ]);
  };

  test('is not given up before it was tried, and an attempt says whom it was', async () => {
    await refused(0, 0);
    expect(await act(loop, 'doctor', ['reach', 'unreached', { channel: 'telephone' }])).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.fields.tried' }] },
    });
    expect((await act(loop, 'doctor', tried('stranger'))).status).toBe(400);
  });

  test('is not given up after twice, nor after three times of one kind, and is after the next of another', async () => {
    clock('10:10');
    await done(loop, 'doctor', tried('patient'));
    clock('10:15');
    await done(loop, 'nurse', tried('patient'));
    await refused(2, 1);
    clock('10:20');
    await done(loop, 'doctor', tried('patient'));
    await refused(3, 1);
    const waiting = stageOf(await shown(loop, 'doctor'), 'reach');
    expect(waiting).toMatchObject({ attempts: 3, tries: { least: 3, source: 'local', kinds: 2 } });
    clock('10:25');
    await done(loop, 'doctor', tried('community'));
    clock('10:26');
    await done(loop, 'doctor', EXHAUSTED);
    const page = await shown(loop, 'doctor');
    expect(page.loop.flaws).toEqual([]);
    expect(stageOf(page, 'reach')).toMatchObject({ status: 'met', attempts: 4 });
    await done(loop, 'doctor', ['act', 'elsewhere', { institution: '县医院' }]);
    await done(loop, 'doctor', ['recheck', 'none', { reason: '已在县医院复查' }]);
    expect((await shown(loop, 'doctor')).loop.status).toBe('closed');
  });

  test('is tried twice, of two kinds, and not given up: one attempt is missing', async () => {
    clock('11:00');
    loop = await raisedBy(
      message(7.1, { mrn: 'F2', sequence: 313, encounter: 'EMER', issued: '2026-03-02T11:00:00+08:00' }),
    );
    clock('11:02');
    await done(loop, 'laboratory', ['verify', 'confirmed', VERIFIED]);
    await done(loop, 'laboratory', TOLD);
    await done(loop, 'nurse', ['receive', 'received', { value: '7.1', readBack: true }]);
    await done(loop, 'nurse', INFORMED);
    await done(loop, 'doctor', tried('patient'));
    await done(loop, 'doctor', tried('family'));
    await refused(2, 2);
    await done(loop, 'doctor', tried('police'));
    await done(loop, 'doctor', EXHAUSTED);
  });

  test('is read again first where an examination showed it', async () => {
    clock('12:00');
    const parts = { mrn: 'F3', sequence: 315, encounter: 'AMB', issued: '2026-03-02T12:00:00+08:00' } as const;
    loop = await raisedBy(examination(parts, { item: 'ECG', finding: 'I21.9', category: 'EC' }));
    await done(loop, 'laboratory', ['reread', 'confirmed', { reader: '张医师', checker: '王主任', looked: true }]);
    expect((await shown(loop, 'laboratory')).loop.waiting.map(({ id }) => id)).toEqual(['notify']);
  });
});
