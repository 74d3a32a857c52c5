/** What a rejected run may have affected 失控影响的患者结果: listed from the last good run on, decided on one by one, and asked again for what comes later. */
import { latestOfEach, iqcHolds } from '@fujie/core/registers';
import type { IqcAffectedDecided, IqcAffectedResponse, IqcRecorded, LoopResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { reviewAffected } from '../src/laboratory/iqc-affected.ts';
import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { sql } from '../src/platform/db/database.ts';
import { amended, reportOf, sender } from './fhir-fixture.ts';
import { beginControl, measured, SYSTEM, RULES } from './iqc-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, other, quality, commission, put } = laboratoryOf(region);
const ROOT = 'laboratory/iqc/affected';

interface Line {
  readonly number: string;
  readonly time: string;
  readonly display?: string;
  readonly value?: number;
  readonly status?: string;
}

const report = async ({ number, time, display, value = 31, status }: Line): Promise<void> => {
  const issued = `2024-05-${time.length > 5 ? time : `20T${time}`}:00+08:00`;
  const bundle = reportOf({ collected: issued, issued, number, mrn: '7201', lines: [{ item: 'ALT', value }] });
  const standing = status === undefined ? {} : { status };
  const sent = amended(bundle, {
    DiagnosticReport: standing,
    Observation: { ...standing, ...(display === undefined ? {} : { device: { display } }) },
  });
  const answer = await sender(region, 'H1')('POST', '/fhir', sent);
  expect(answer.statusCode).toBe(200);
};

let loop = 0;
const view = async (who = lab(), page = '1') =>
  get<IqcAffectedResponse>(`${ROOT}?loop=${String(loop)}&page=${page}`, await who);
const standings = async () =>
  Object.fromEntries((await view()).body.results.map((one) => [one.report ?? '', [one.standing, one.isNamed]]));
const decide = async (body: object, who = lab()) =>
  post<IqcAffectedDecided>(`${ROOT}/decisions`, await who, { loop, ...body });
const act = async (stage: string, outcome: string, fields: object, who = lab()) =>
  post(`loops/${String(loop)}/acts`, await who, {
    key: `${stage}-${String(region.clock.now())}`,
    stage,
    outcome,
    fields,
  });
const stages = async () => {
  const { body } = await get<LoopResponse>(`loops/${String(loop)}`, await lab());
  return Object.fromEntries(body.stages.map(({ id, status }) => [id, status]));
};
async function measure(n: number, time: string): Promise<IqcRecorded> {
  const results = [measured('N', n, `2024-05-20T${time}+08:00`), measured('P', 121, `2024-05-20T${time}+08:00`)];
  const { status, body } = await post<IqcRecorded>('laboratory/iqc/results', await lab(), { results });
  expect(status).toBe(200);
  return body;
}
const isHeld = async (): Promise<boolean> => {
  await region.deps.registers.refresh();
  return latestOfEach(region.deps.registers.current().all(iqcHolds)).some(({ row }) => row.releasedOn === null);
};

beforeAll(async () => {
  await beginControl(region);
  await put('instrument', [{ code: 'AN-2', nameZh: '二号分析仪', items: ['ALT'] }]);
  await put('test-system', [{ ...SYSTEM, ...RULES, code: 'ALT-2', instrument: 'AN-2' }]);
  region.clock.set(at('2024-05-20T12:00+08:00'));
  await measure(40.5, '08:00');
  await report({ number: 'OC-0', time: '07:30', display: 'AN-1' });
  await report({ number: 'OC-1', time: '09:00', display: 'AN-1' });
  await report({ number: 'OC-2', time: '09:10' });
  await report({ number: 'OC-3', time: '09:20', display: 'AN-2' });
  await report({ number: 'OC-4', time: '09:30', display: 'AN-1' });
  await report({ number: 'OC-5', time: '09:40', status: 'entered-in-error' });
  loop = (await measure(47, '10:00')).held[0]?.loop ?? 0;
});

test('lists what its instrument or none that is named reported since the last good run, to its own institution alone', async () => {
  expect(await standings()).toEqual({ 'OC-4': ['open', true], 'OC-2': ['open', false], 'OC-1': ['open', true] });
  const { body } = await view(quality());
  expect(body).toMatchObject({ instrument: 'AN-1', until: null, mayDecide: true, counts: { results: 3, open: 3 } });
  expect([body.since, body.rejectedAt].map((time) => time?.slice(0, 16))).toEqual([
    '2024-05-20T08:00',
    '2024-05-20T10:00',
  ]);
  expect((await view(lab(), '2')).body.results).toEqual([]);
  expect([(await view(other())).status, (await view(commission())).status]).toEqual([404, 404]);
  const [seen] = await region.db.query<{ n: number }>(
    sql`select count(*)::int as n from audit_event where subject = ${`out-of-control|${String(loop)}`}`,
  );
  expect(seen?.n).toBe(3);
});

test('each is kept for a reason, or is corrected or withdrawn by its own report; nobody says so elsewhere', async () => {
  await act('cause', 'found', { causeKind: 'reagent', cause: '试剂失效' });
  await act('correct', 'corrected', { measures: '更换试剂' });
  const idOf = async (number: string) => (await view()).body.results.find((one) => one.report === number)?.id ?? '';
  const one = { results: [await idOf('OC-1')], reason: '留样复测一致' };
  expect([(await decide(one, other())).status, (await decide(one, quality())).status]).toEqual([404, 403]);
  expect((await decide({ ...one, reason: ' ' })).status).toBe(400);
  expect((await decide(one)).body.counts).toMatchObject({ open: 2, asIs: 1 });
  await report({ number: 'OC-4', time: '09:30', display: 'AN-1', value: 44, status: 'corrected' });
  // What is released while the system is held is concerned as well; what comes once it is in control again is not.
  await report({ number: 'OC-6', time: '11:00', display: 'AN-1' });
  region.clock.set(at('2024-05-20T13:00+08:00'));
  await measure(40, '12:30');
  await settleHolds(region.deps);
  await report({ number: 'OC-7', time: '12:50', display: 'AN-1' });
  await reviewAffected(region.deps);
  expect(await standings()).toEqual({
    ...{ 'OC-6': ['open', true], 'OC-2': ['open', false], 'OC-4': ['corrected', true], 'OC-1': ['as-is', true] },
  });
  expect(await stages()).toMatchObject({ verify: 'met', patients: 'running', review: 'waiting' });
  expect((await act('patients', 'assessed', { between: 12, changed: 0 })).status).toBe(422);
  const due = (await get<LoopResponse>(`loops/${String(loop)}`, await lab())).body.stages;
  expect(due.find(({ id }) => id === 'patients')?.outcomes.map(({ page }) => page)).toEqual([
    `/laboratory/iqc/affected?loop=${String(loop)}`,
  ]);
});

test('its stage is met with the last decision, who decided does not agree to it, and another person does', async () => {
  expect((await decide({ reason: '低值未受影响' }, lab('lab-2'))).body.counts).toMatchObject({ open: 0, asIs: 3 });
  expect(await stages()).toMatchObject({ patients: 'met', review: 'running' });
  expect((await decide({ reason: 'x' })).status).toBe(409);
  expect((await act('review', 'agreed', { conclusion: '同意' }, lab('lab-2'))).status).toBe(422);
  expect((await act('review', 'agreed', { conclusion: '同意' }, quality())).status).toBe(200);
  await settleHolds(region.deps);
  expect(await isHeld()).toBe(false);
});

test('what comes later and is concerned opens the review again, and holds nothing back', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  await report({ number: 'OC-8', time: '09:50', display: 'AN-1' });
  // A look at what was stored since it came finds nothing, one at what was stored since then finds it.
  await reviewAffected(region.deps, at('2024-05-21T09:00:01+08:00'));
  expect(await standings()).not.toHaveProperty('OC-8');
  await reviewAffected(region.deps, at('2024-05-21T09:00+08:00'));
  await settleHolds(region.deps);
  expect([(await standings())['OC-8'], await isHeld()]).toEqual([['open', true], false]);
  expect(await stages()).toMatchObject({ patients: 'running', review: 'waiting' });
  await report({ number: 'OC-8', time: '09:50', status: 'entered-in-error' });
  await reviewAffected(region.deps);
  expect(await stages()).toMatchObject({ patients: 'met', review: 'running' });
});
