/**
 * A critical value 危急值 of a specimen that another institution sent in 外送标本: the laboratory H1, the sender H2 with its ward, who acts at each, and the
 * loops of both. Source: core-systems.14#08.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, beforeEach, expect } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import type { CriticalParts } from './critical-fixture.ts';
import { message, seedCritical, VERIFIED } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';

const FROM = '2020-01-01' as Day;

/** Its institutions, and who is at the sender. */
async function seedInstitutions(deps: TestApp['deps']): Promise<void> {
  await seedCritical(deps);
  const hospital = { region: '140105', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
  const load = (register: string, ...rows: readonly Json[]) =>
    importTyped(
      deps,
      'test',
      register,
      rows.map((row) => ({ from: FROM, row })),
    );
  await load('region', { code: '140105', nameZh: '小店区', kind: 'district' });
  await load(
    'institution',
    { ...hospital, code: 'H1', nameZh: '检验中心' },
    { ...hospital, code: 'H2', nameZh: '送检医院', nameEn: 'Sending hospital' },
  );
  await load('department', { institution: 'H2', code: 'INT', nameZh: '内科', kind: 'clinical' });
  await load('practitioner', {
    ...{ code: 'D2', nameZh: '李医生', institution: 'H2', department: 'INT', role: 'physician' },
  });
}

export type Who = keyof typeof PEOPLE;
const AT_WARD = { institution: 'H2', department: 'INT' };
const PEOPLE = {
  bench: ['laboratory', { institution: 'H1', department: 'JYK', practitioner: 'T1', name: '检验师' }],
  tester: ['quality-office', { institution: 'H1', name: '检验中心质控' }],
  ownBench: ['laboratory', { institution: 'H2', department: 'JYK', practitioner: 'T2', name: '送检医院检验师' }],
  nurse: ['nurse', { ...AT_WARD, practitioner: 'N2', name: '内科护士' }],
  doctor: ['doctor', { ...AT_WARD, practitioner: 'D2', name: '李医生' }],
  office: ['quality-office', { institution: 'H2', name: '送检医院医务科' }],
  stranger: ['quality-office', { institution: 'H3', name: '无关医院' }],
} as const;

export const named = (system: string, value: string) => ({ identifier: { system: `urn:fujie:${system}`, value } });
/** Who ordered it: a physician of the other institution, whose number alone would be one of the own. */
const BY_DOCTOR = {
  identifier: { ...named('practitioner', 'D2').identifier, assigner: named('institution', 'H2') },
};

type Sent = CriticalParts & { readonly requester?: Json | null };

/** A report with the order on which it is based. */
export function ordered(body: Json, requester: Json | null): Json {
  const { entry } = body as { entry: { fullUrl: string; request: Json; resource: Json }[] };
  const fullUrl = 'urn:uuid:00000000-0000-4000-8000-777700000001';
  entry.push({
    ...{ fullUrl, request: { method: 'POST', url: 'ServiceRequest' } },
    resource: {
      ...{ resourceType: 'ServiceRequest', status: 'completed', intent: 'order' },
      ...{ subject: { reference: entry[0]?.fullUrl }, ...(requester && { requester }) },
    },
  });
  Object.assign(entry[1]?.resource ?? {}, { basedOn: [{ reference: fullUrl }] });
  return body;
}

export type Step = readonly [who: Who, stage: string, outcome: string, fields: Json];
export const CONFIRMED: Step = ['bench', 'verify', 'confirmed', VERIFIED];
export const TOLD: Step = ['bench', 'notify', 'told', { channel: 'telephone', receiver: '内科护士站' }];
export const RECEIVED: Step = ['nurse', 'receive', 'received', { value: '6.9', readBack: true }];
export const INFORMED: Step = ['nurse', 'inform', 'told', { doctor: '李医生' }];
export const DOUBTED: Step = ['doctor', 'act', 'doubted', { reason: '心电图正常' }];

interface Row {
  readonly loop: number;
  readonly definition: string;
  readonly unit: string;
  readonly department: string | null;
  readonly status: string;
  readonly waiting: string;
  readonly value: string;
}

/** What an act of a stage says. */
export const saidIn = ({ records }: LoopResponse, stage: string) =>
  records.findLast((one) => one.stage?.zh === stage)?.fields.map(({ title, value }) => [title.zh, value.zh]);

/** What is done and asked at both institutions of one server; each test begins at ten in the morning. */
export function sentIn(server: TestApp) {
  const send = sender(server);
  let today = '2026-03-02';
  /** Sets the time of the day, and the day for what is tested from there on. */
  const clock = (time: string, day = today): void => {
    today = day;
    server.clock.set(at(`${today}T${time}:00+08:00`));
  };
  beforeAll(() => seedInstitutions(server.deps));
  beforeEach(() => clock('10:00'));

  const as = (who: Who) => {
    const [role, more] = PEOPLE[who];
    return server.as(role, { ...more });
  };

  let serial = 700;
  const nextSerial = (): number => (serial += 1);
  const post = async (body: Json): Promise<void> => {
    const answer = await send('POST', '/fhir', body);
    expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  };
  /** Sends a potassium of a patient of the other institution. */
  async function potassium(
    value: number,
    number: string,
    { requester = BY_DOCTOR, ...parts }: Sent = {},
  ): Promise<void> {
    const times = { collected: `${today}T09:30:00+08:00`, issued: `${today}T10:00:00+08:00` };
    await post(
      ordered(
        message(value, { mrn: number, sequence: nextSerial(), residentId: null, number, ...times, ...parts }),
        requester,
      ),
    );
  }

  async function ask<T>(who: Who, url: string, payload?: object, expected = 200): Promise<T> {
    const method = payload === undefined ? 'GET' : 'POST';
    const headers = await as(who);
    const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
    expect([url, answer.statusCode, answer.statusCode === expected ? '' : answer.body]).toEqual([url, expected, '']);
    return answer.json<T>();
  }

  let acts = 0;
  async function take(loop: number, ...steps: readonly Step[]): Promise<void> {
    for (const [who, stage, outcome, fields] of steps)
      await ask(who, `loops/${String(loop)}/acts`, { key: `sent-${String((acts += 1))}`, stage, outcome, fields });
  }
  const rows = (): Promise<readonly Row[]> =>
    server.db.query<Row>(
      sql`select l.id as loop, l.definition, l.unit, l.department, l.status, array_to_string(l.stages, ' ') as waiting, v.value
        from critical_value v join loop l on l.id = v.loop_id order by l.id`,
    );
  const rowOf = async (loop: number) => (await rows()).find((one) => one.loop === loop);
  /** The rows that something brought. */
  async function raisedBy(work: Promise<void> | (() => Promise<void>)): Promise<readonly Row[]> {
    const before = new Set((await rows()).map(({ loop }) => loop));
    await (typeof work === 'function' ? work() : work);
    return (await rows()).filter(({ loop }) => !before.has(loop));
  }
  /** The loop at the laboratory of a potassium, and that at the sender once it was told. */
  async function told(
    number: string,
    parts: Sent = { encounter: 'IMP' },
  ): Promise<{ laboratory: number; care: number }> {
    const [laboratory] = await raisedBy(() => potassium(6.9, number, parts));
    const [care, ...others] = await raisedBy(() => take(laboratory?.loop ?? 0, CONFIRMED, TOLD));
    expect([laboratory?.definition, laboratory?.unit, others]).toEqual(['critical-value/sent-in', 'H1', []]);
    return { laboratory: laboratory?.loop ?? 0, care: care?.loop ?? 0 };
  }
  const page = (who: Who, loop: number) => ask<LoopResponse>(who, `loops/${String(loop)}`);
  const mine = async (who: Who, definition: string) =>
    (await ask<LoopsResponse>(who, `loops?view=mine&definition=critical-value/${definition}`)).loops.map(
      ({ id }) => id,
    );

  return { nextSerial, clock, post, potassium, ask, take, rowOf, raisedBy, told, page, mine };
}
