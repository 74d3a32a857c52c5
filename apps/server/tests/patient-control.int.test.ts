/** Patients' results as control 患者数据实时质控: learnt, put in force by a person, followed as they come, once each; alarms kept and opened by a few. */
import type {
  IqcPatientAlarmResponse,
  IqcPatientProposed,
  IqcPatientSettingsResponse,
  IqcPatientsResponse,
  LoopResponse,
} from '@fujie/wire/contracts';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { beforeAll, expect, test } from 'vitest';

import { findInForce } from '../src/laboratory/iqc-patient-steps.query.ts';
import { followPatients, replaySteps } from '../src/laboratory/iqc-patient-follow.ts';
import { learnAsOf } from '../src/laboratory/iqc-patients.ts';
import { sql } from '../src/platform/db/database.ts';
import { amended, reportOf, sender } from './fhir-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, other, quality, commission } = laboratoryOf(region);
const ROOT = 'laboratory/iqc/patients';
const OF = { institution: 'H1', item: 'ALT' };

interface Line {
  readonly number: string;
  readonly value?: number;
  readonly minute?: number;
  readonly display?: string;
  readonly status?: string;
}

/** A result of the item, by the way in which a hospital sends one. */
const report = async ({ number, value = 40, minute = 0, display, status }: Line): Promise<void> => {
  const issued = `2024-06-12T10:${String(minute).padStart(2, '0')}:00+08:00`;
  const bundle = reportOf({ collected: issued, issued, number, mrn: '7301', lines: [{ item: 'ALT', value }] });
  const standing = status === undefined ? {} : { status };
  const sent = amended(bundle, {
    DiagnosticReport: standing,
    Observation: { ...standing, ...(display === undefined ? {} : { device: { display } }) },
  });
  expect((await sender(region, 'H1')('POST', '/fhir', sent)).statusCode).toBe(200);
};
const settings = async () => (await get<IqcPatientSettingsResponse>(`${ROOT}/settings?item=ALT`, await lab())).body;
const propose = async (body: object = {}) =>
  post<IqcPatientProposed>(`${ROOT}/settings`, await lab(), {
    item: 'ALT',
    statistic: 'mean',
    falseAlarms: '0.01',
    ...body,
  });
const decide = async (id: number, decision: string, who = lab(), reason = '与历史一致') =>
  post(`${ROOT}/settings/${String(id)}/decisions`, await who, { decision, reason });
const steps = async () =>
  region.db.query<{ kind: string; seq: number; side: string | null; version: number | null }>(sql`
    select kind, seq, side, version from iqc_patient_point p join iqc_patient_setting s on s.id = p.setting_id
     where s.institution = 'H1' and s.item = 'ALT' and s.instrument = '' order by setting_id desc, seq`);
const kinds = async () => (await steps()).map(({ kind }) => kind);
const inForce = async () => {
  const one = (await findInForce(region.deps.worker, OF)).find(({ instrument }) => instrument === '');
  if (one === undefined) throw new Error('nothing is in force');
  return one;
};
/** Around what the history was around. */
const valueOf = (n: number): number => 45 + ((n * 7) % 11);
let setting = 0;

beforeAll(async () => {
  region.clock.set(at('2024-06-12T09:00+08:00'));
  const { id: patient } = await region.person();
  await region.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content, item_value, device)
    select ${patient}, 'past-' || n, 1, 0, 0, 'Observation', 'H1', 'ALT', case when n % 10 = 3 then 'entered-in-error' else 'final' end, t, t, 'data',
        30 + (n * 7919 % 41), case when n % 3 = 0 then 'AN-1' end
      from generate_series(1, 900) n, lateral (select timestamptz '2024-04-20 08:00+08' + make_interval(hours => n) as t) x`);
});

test('limits are learnt from what was reported by the instrument that is asked for, and withdrawn results teach nothing', async () => {
  const path = `${ROOT}?item=ALT&statistic=mean&falseAlarms=0.01`;
  const { body } = await get<IqcPatientsResponse>(path, await lab());
  expect(body.instruments).toEqual([
    { code: '', results: 540 },
    { code: 'AN-1', results: 270 },
  ]);
  expect([body.learnt, body.learntFrom, body.learntUntil]).toEqual([540, '2024-04-13', '2024-06-05']);
  const own = await get<IqcPatientsResponse>(`${path}&instrument=AN-1`, await lab());
  expect([own.body.learnt, own.body.instrument]).toEqual([270, 'AN-1']);
  expect((await propose({ instrument: 'AN-9' })).status).toBe(422);
});

test('of more results than are read at once the latest before the last days are learnt from, and the time says from when', async () => {
  const day = dayOf(region.clock.now());
  const wanted = { ...OF, instrument: '', statistic: 'mean', falseAlarms: 0.01 } as const;
  const all = await learnAsOf(region.deps, wanted, day);
  expect(formatInstant(all.span.from)).toBe('2024-04-13T00:00:00+08:00');
  const cut = await learnAsOf(region.deps, wanted, day, 400);
  const earliest = (await learnAsOf(region.deps, { ...wanted, instrument: 'AN-1' }, day, 400)).earlier[0]?.atMs ?? 0;
  expect(cut.span.from).toBe(Math.min(cut.earlier[0]?.atMs ?? 0, earliest));
  expect(cut.span.to).toBe(all.span.to);
  // What came in the last days takes nothing from it.
  await region.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content, item_value)
    select person_id, 'last-' || n, 1, 0, 0, 'Observation', 'H1', 'ALT', 'final', t, t, 'data', 40
      from result, generate_series(1, 400) n, lateral (select timestamptz '2024-06-07 08:00+08' + make_interval(mins => n) as t) x where id = 'past-1'`);
  expect((await learnAsOf(region.deps, wanted, day, 400)).earlier).toHaveLength(cut.earlier.length);
});

test('limits are proposed with the data that taught them, and a person of the laboratory alone puts them in force', async () => {
  const proposed = await propose();
  expect(proposed.status).toBe(201);
  setting = proposed.body.id;
  const one = (await settings()).settings.find(({ id }) => id === setting);
  expect(one).toMatchObject({ state: 'proposed', learnt: 540, wantedAlarms: 0.01, statistic: 'mean', since: null });
  expect([one?.learntFrom.slice(0, 10), one?.learntTo.slice(0, 10)]).toEqual(['2024-04-13', '2024-06-05']);
  expect(one?.falseAlarmRate).toBeLessThan(0.1);
  for (const [who, status] of [
    [other(), 404],
    [quality(), 403],
    [commission(), 403],
  ] as const)
    expect((await decide(setting, 'in-force', who)).status).toBe(status);
  expect((await decide(setting, 'in-force', lab(), ' ')).status).toBe(400);
  expect((await decide(setting, 'stopped')).status).toBe(409);
  expect((await decide(setting, 'in-force')).status).toBe(204);
  expect((await decide(setting, 'declined')).status).toBe(409);
  const again = (await settings()).settings.find(({ id }) => id === setting);
  expect(again).toMatchObject({ state: 'in-force', until: null, decisions: [{ decision: 'in-force' }] });
  expect((await get<IqcPatientSettingsResponse>(`${ROOT}/settings`, await other())).body.settings).toEqual([]);
});

test('each result is followed once, by whichever of two workers, in the order in which it came, and none from before', async () => {
  region.clock.set(at('2024-06-12T11:05+08:00'));
  for (let n = 0; n < 25; n += 1) await report({ number: `PB-${String(n)}`, value: valueOf(n), minute: n });
  await report({ number: 'PB-other', value: 40, minute: 30, display: 'AN-1' });
  await report({ number: 'PB-early', value: 40, minute: 30, status: 'preliminary' });
  await region.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content, item_value)
    select person_id, 'late-1', 1, 0, 0, 'Observation', 'H1', 'ALT', 'final', '2024-06-12 08:59+08', now(), 'data', 40 from result where id = 'past-1'`);
  const taken = await Promise.all([followPatients(region.deps), followPatients(region.deps)]);
  expect(taken[0] + taken[1]).toBe(28);
  expect((await steps()).map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  expect(await followPatients(region.deps)).toBe(0);
  const { charts, settings: all } = await settings();
  expect(charts.map(({ points }) => points.length)).toEqual([6]);
  expect(all.find(({ id }) => id === setting)?.followed).toBe(25);
});

test('what is corrected or withdrawn is a step of its own, and the steps give again what is remembered', async () => {
  await report({ number: 'PB-24', value: 47, minute: 24, status: 'corrected' });
  await report({ number: 'PB-23', value: valueOf(23), minute: 23, status: 'entered-in-error' });
  await report({ number: 'PB-early', value: 40, minute: 30, status: 'final' });
  await followPatients(region.deps);
  expect((await kinds()).slice(25)).toEqual(['corrected', 'withdrawn', 'result']);
  const now = await inForce();
  expect(now.state.recent.map(({ value }) => value).slice(-2)).toEqual([47, 40]);
  expect(await replaySteps(region.deps.worker, now)).toEqual(now.state);
});

test('a shift raises one alarm, told by count and time, whose results are opened by the own laboratory and audited', async () => {
  for (let n = 0; n < 24; n += 1) await report({ number: `PS-${String(n)}`, value: 62, minute: 31 + n });
  await followPatients(region.deps);
  const { alarms } = await settings();
  expect(alarms).toHaveLength(1);
  const [alarm] = alarms;
  expect(alarm).toMatchObject({ side: 'high', item: { code: 'ALT' }, instrument: '', changed: 0 });
  expect(alarm?.results).toBeGreaterThan(1);
  expect(JSON.stringify(alarms)).not.toMatch(/PS-|7301/);
  const path = `${ROOT}/alarms/${String(alarm?.id)}/results`;
  const { body } = await get<IqcPatientAlarmResponse>(path, await lab());
  expect(body.results).toHaveLength(Math.min(alarm?.results ?? 0, 40));
  expect(body.results[0]?.report).toMatch(/^PS-/);
  const [seen] = await region.db.query<{ n: number }>(
    sql`select count(*)::int as n from audit_event where subject = 'patients|H1|ALT|' and action = 'iqc:read' and person_id is not null`,
  );
  expect(seen?.n).toBe(1);
  for (const who of [other(), commission()]) expect((await get(path, await who)).status).toBe(404);
  expect((await get(path, await quality())).status).toBe(200);
  const last = body.results[0]?.report ?? '';
  await report({ number: last, value: 62, minute: 31 + Number(last.slice(3)), status: 'entered-in-error' });
  await followPatients(region.deps);
  expect((await settings()).alarms.map(({ changed }) => changed)).toEqual([1]);
});

const loopOf = async (): Promise<number> => (await settings()).alarms[0]?.loop?.id ?? 0;
const act = async (loop: number, stage: string, outcome: string, fields: object, who = lab()) =>
  (
    await post(`loops/${String(loop)}/acts`, await who, {
      ...{ key: `${stage}-${outcome}-${String(region.clock.now())}`, stage, outcome, fields },
    })
  ).status;
const later = (minutes: number): void => region.clock.set((region.clock.now() + minutes * 60_000) as never);

test('the laboratory is told by a loop: what was no fault a second person confirms, or sends back; what was found is put right and reviewed', async () => {
  const loop = await loopOf();
  const { body } = await get<LoopResponse>(`loops/${String(loop)}`, await lab());
  expect(body.loop.title.zh).toContain('移动统计量高于上限');
  const none = { why: 'population', reason: '体检人群比例上升' };
  expect(await act(loop, 'cause', 'no-fault', none)).toBe(200);
  expect(await act(loop, 'confirm', 'confirmed', { conclusion: '同意' })).toBe(422);
  expect(await act(loop, 'confirm', 'returned', { reason: '请核对校准' }, lab('lab-2'))).toBe(200);
  later(1);
  expect(await act(loop, 'cause', 'found', { causeKind: 'calibrator', cause: '校准后整体偏高' })).toBe(200);
  expect(await act(loop, 'correct', 'corrected', { measures: '重新校准', patients: '复测 10 份' })).toBe(200);
  expect(await act(loop, 'review', 'agreed', { conclusion: '同意' })).toBe(422);
  // While it is looked into, what is still beyond belongs to it; once it is over, the statistic begins anew.
  await report({ number: 'PL-0', value: 62, minute: 57 });
  await followPatients(region.deps);
  expect((await settings()).alarms).toHaveLength(1);
  expect(await act(loop, 'review', 'agreed', { conclusion: '同意' }, quality())).toBe(200);
  await report({ number: 'PL-1', value: 62, minute: 58 });
  await followPatients(region.deps);
  expect((await kinds()).slice(-2)).toEqual(['restarted', 'result']);
  const now = await inForce();
  expect([now.alarm, now.state.recent.length]).toEqual([null, 1]);
  expect(await replaySteps(region.deps.worker, now)).toEqual(now.state);
});

test('an alarm that was no fault counts as wrong of the rule that told of it, once a second person has confirmed that', async () => {
  later(10);
  for (let n = 0; n < 20; n += 1) await report({ number: `PN-${String(n)}`, value: 62, minute: 59 });
  await followPatients(region.deps);
  const loop = await loopOf();
  later(1);
  const wrong = async () =>
    (
      await region.db.query<{ note: string; by: string }>(sql`
        select d.reason as note, d.by_id as by from loop_alert_dismissal d join loop_alert a on a.id = d.alert_id where a.loop_id = ${loop}`)
    ).map(({ note }) => note);
  expect(await act(loop, 'cause', 'no-fault', { why: 'limits', reason: '控制限学习期过短' })).toBe(200);
  expect(await wrong()).toEqual([]);
  expect(await act(loop, 'confirm', 'confirmed', { conclusion: '同意，重新学习控制限' }, lab('lab-2'))).toBe(200);
  expect(await wrong()).toEqual(['wrong']);
  expect((await settings()).alarms.map(({ loop: of }) => of?.cause)).toEqual(['no-fault', 'found']);
});

test('other limits take the place of those in force, which stay as they were; stopped, nothing is followed', async () => {
  const { body } = await propose({ statistic: 'ewma', falseAlarms: '0.001' });
  region.clock.set(at('2024-06-12T11:30+08:00'));
  expect((await decide(body.id, 'in-force')).status).toBe(204);
  const states = (await settings()).settings.map(({ id, state }) => [id, state]);
  expect(states).toEqual([
    [body.id, 'in-force'],
    [setting, 'replaced'],
  ]);
  const before = (await steps()).length;
  expect((await decide(body.id, 'stopped')).status).toBe(204);
  await report({ number: 'PX-1', minute: 59 });
  expect(await followPatients(region.deps)).toBe(0);
  expect(await steps()).toHaveLength(before);
});

test('what was learnt, decided, followed and alarmed is altered and removed by nobody', async () => {
  for (const tampering of [
    sql`update iqc_patient_setting set low = 0`,
    sql`delete from iqc_patient_decision`,
    sql`update iqc_patient_point set side = null`,
    sql`delete from iqc_patient_alarm`,
  ])
    await expect(region.deps.worker.query(tampering)).rejects.toThrow(/permission denied/);
});

test('an item that cannot be followed waits, and keeps no other from its turn', async () => {
  await followPatients(region.deps);
  const wait = (item: string) =>
    region.asOwner(sql`
      insert into patient_control_due (institution, item, device, result_id, version, status, value, reported_at)
      values ('H1', ${item}, null, ${`waits-${item}`}, 1, 'final', 1, now())`);
  await wait('FIRST');
  await wait('SECOND');
  const { worker } = region.deps;
  let transactions = 0;
  const tx: typeof worker.tx = (work) =>
    ++transactions === 1 ? Promise.reject(new Error('the database is away')) : worker.tx(work);
  await expect(followPatients({ ...region.deps, worker: { ...worker, tx } })).rejects.toThrow('1 items');
  expect(await worker.query(sql`select item from patient_control_due`)).toEqual([{ item: 'FIRST' }]);
  expect(await followPatients(region.deps)).toBe(1);
});
