/** What a laboratory works with: an instrument that ends marks and gives them back, certificates that are kept, people, lots, licences. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { entitledMarks } from '@fujie/core/recognition';
import type {
  ActivityRecorded,
  AffectedResults,
  InstrumentsResponse,
  IqcSeriesResponse,
  LicenceResponse,
  ReagentsResponse,
  ResourcesOverview,
  StaffResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { buildApp } from '../src/app.ts';
import { sql } from '../src/platform/db/database.ts';
import { jurisdictionOf } from '../src/recognition/jurisdiction.ts';
import { importTyped } from '../src/registers/change.ts';
import { amended, reportOf, sender } from './fhir-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, other, commission, put } = laboratoryOf(region);
const ROOT = 'laboratory/resources';
const PDF = Buffer.from('%PDF-1.4\n校准证书');
const ACTIVITIES = `${ROOT}/instruments/AN-1/activities`;
const calibrated = (change: object = {}) => ({
  ...{ activity: 'calibration', doneOn: '2027-01-04', dueOn: '2028-01-04', certificate: 'JZ-2027-1' },
  ...change,
});
const marksOf = (item: string): readonly string[] => {
  const day = dayOf(region.clock.now());
  const { parameters } = jurisdictionOf(region.deps.config.jurisdiction, day);
  return entitledMarks(region.deps.registers.current(), 'H1', item, day, parameters);
};

describe('an instrument', () => {
  const ON = '2024-05-20';

  test('tells what it would end, what it ended, and gives it back with its certificate', async () => {
    const sound = (await get<InstrumentsResponse>(`${ROOT}/instruments`, await lab())).body.instruments;
    expect(sound).toMatchObject([{ code: 'AN-1', isOverdue: false, endsOn: '2027-01-01' }]);
    expect(sound[0]?.marks.map(({ item, label }) => `${item.code} ${label}`)).toContain('ALT 晋HR');
    const due = { instrument: 'AN-1', activity: 'maintenance', dueOn: '2024-05-19' };
    await put('instrument-activity', [due]);
    expect(marksOf('ALT')).toEqual([]);
    const overdue = (await get<InstrumentsResponse>(`${ROOT}/instruments`, await lab())).body.instruments;
    expect(overdue).toMatchObject([{ isOverdue: true, endsOn: ON }]);
    expect(overdue[0]?.marks).toHaveLength(4);
    // Of each kind who is in date (henan-2025.lab.6#05).
    const { standings } = (await get<InstrumentsResponse>(`${ROOT}/instruments`, await lab())).body;
    expect(standings).toContainEqual({ activity: 'maintenance', inDate: [], overdue: ['AN-1'] });
    expect(standings.flatMap(({ inDate }) => inDate)).toContain('AN-1');
    const done = { activity: 'maintenance', doneOn: ON, dueOn: '2024-11-16', intervalDays: 180, certificate: 'BY-1' };
    const file = { name: '保养 记录.pdf', content: PDF.toString('base64') };
    const recorded = await post<ActivityRecorded>(ACTIVITIES, await lab(), { ...done, document: file });
    expect(recorded.status).toBe(201);
    // Sent twice it is the same act with the same file.
    expect((await post(ACTIVITIES, await lab(), { ...done, document: file })).body).toEqual(recorded.body);
    expect(marksOf('ALT')).toEqual(['晋HR']);
    const [after] = (await get<InstrumentsResponse>(`${ROOT}/instruments`, await lab())).body.instruments;
    expect(after?.activities.find(({ activity }) => activity === 'maintenance')).toMatchObject({
      ...{ doneOn: ON, dueOn: '2024-11-16', intervalDays: 180, certificate: 'BY-1', nearness: 'later' },
      documents: [{ name: '保养 记录.pdf', media: 'application/pdf', doneOn: ON, keptUntil: '2026-05-20' }],
    });
    // What was on record holds as it did for the days before (henan-2025.lab.6#09).
    const before = await get<InstrumentsResponse>(`${ROOT}/instruments?on=2024-05-19`, await lab());
    expect(before.body.instruments[0]?.activities[0]).toMatchObject({ dueOn: '2024-05-19', doneOn: null });
  });

  test.each([
    ['in the future', { doneOn: '2024-05-21' }, 422],
    ['due in a year that nobody means', { doneOn: ON, dueOn: '9999-12-31' }, 400],
    ['on a day that does not exist', { doneOn: '2024-02-30' }, 400],
    ['before what is on record', { doneOn: '2019-12-31' }, 422],
    ['due beyond its interval', { doneOn: ON, dueOn: '2025-06-01', intervalDays: 365 }, 422],
    ['with a file that is none of a certificate', { doneOn: ON, document: { name: 'a.pdf', content: 'AAAA' } }, 400],
  ])('is not recorded %s', async (_, change, status) => {
    expect((await post(ACTIVITIES, await lab(), calibrated(change))).status).toBe(status);
    const [row] = await region.db.query<{ n: number }>(sql`select count(*)::int as n from laboratory_document`);
    expect(row?.n).toBe(1);
  });
});

describe('a certificate', () => {
  const call = async (method: 'GET' | 'DELETE', headers: Record<string, string>) =>
    region.app.inject({ method, url: `/api/v1/${ROOT}/documents/1`, headers });

  test('is given as it came, within reach only, and not once it was tampered with', async () => {
    const given = await call('GET', await lab());
    expect([given.statusCode, given.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(given.rawPayload.equals(PDF)).toBe(true);
    expect((await call('GET', await other())).statusCode).toBe(404);
    expect((await call('GET', await commission())).statusCode).toBe(200);
    await region.asOwner(sql`update laboratory_document set content = '\\x25504446'`);
    expect((await call('GET', await lab())).statusCode).toBe(409);
    await region.asOwner(sql`update laboratory_document set content = ${PDF}`);
  });

  // henan-2025.lab.6#08: at least 2 years.
  test('is removed after two years and no day before, and the database holds to it, too', async () => {
    region.clock.set(at('2026-05-20T23:59+08:00'));
    expect((await call('DELETE', await lab())).statusCode).toBe(422);
    await region.asOwner(sql`update laboratory_document set recorded_at = now()`);
    await expect(region.asOwner(sql`delete from laboratory_document`)).rejects.toThrow(/is kept until/);
    await region.asOwner(sql`update laboratory_document set recorded_at = '2024-05-20T09:00+08:00'`);
    region.clock.set(at('2026-05-21T00:00+08:00'));
    expect((await call('DELETE', await other())).statusCode).toBe(404);
    expect((await call('DELETE', await lab())).statusCode).toBe(204);
    expect((await call('GET', await lab())).statusCode).toBe(404);
    region.clock.set(at('2024-05-20T09:00+08:00'));
    const trail = await region.db.query<{ outcome: string }>(
      sql`select outcome from audit_event where action = 'resource:remove' order by id`,
    );
    expect(trail.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  });
});

describe('people, lots and licences', () => {
  beforeAll(async () => {
    const system = { code: 'ALT-1', item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative', levels: 2 };
    await put('test-system', [{ ...system, rules: ['1_3s'], warnings: [] }]);
    await put('department', [{ code: 'JYK', nameZh: '检验科', kind: 'laboratory' }]);
    await put('practitioner', [
      { code: 'T1', nameZh: '检验甲', department: 'JYK', role: 'technician' },
      { code: 'T2', nameZh: '检验乙', department: 'JYK', role: 'technician' },
    ]);
    const days = { trainedOn: '2024-01-02', authorisedOn: '2024-01-03', authorisedBy: '主任', qualification: '技师' };
    await put('staff-authorisation', [
      { practitioner: 'T1', group: 'chemistry', work: 'both', ...days },
      { practitioner: 'T2', group: 'chemistry', work: 'both', ...days, authorisedUntil: '2024-05-18' },
    ]);
    const lot = { product: 'R-ALT', kind: 'reagent', nameZh: 'ALT 试剂', receivedOn: '2024-01-02', registration: 'Z1' };
    await put('reagent-lot', [{ ...lot, lot: '1', acceptedOn: '2024-01-03', expiresOn: '2024-05-19' }]);
    await put('reagent-lot', [{ ...lot, lot: '0', acceptedOn: '2024-01-03', expiresOn: '2024-05-30' }]);
    const used = { institution: 'H1', system: 'ALT-1', product: 'R-ALT' };
    await importTyped(region.deps, 'test', 'reagent-use', [
      { row: { ...used, lot: '0' }, from: '2024-01-04' as Day, to: '2024-05-10' as Day },
      { row: { ...used, lot: '1' }, from: '2024-05-10' as Day },
    ]);
    await put('licensed-subject', [
      { subject: '30.03', items: ['ALT', 'K'], registration: 'Z', approvedOn: '2020-01-01' },
    ]);
  });

  test('who measured without authorisation on that day is named with the item, henan-2025.lab.6#03', async () => {
    const material = { product: 'QC', lot: 'A1', level: 'N', nameZh: '质控品', expiresOn: '2024-12-31' };
    await put('control-material', [material]);
    const measured = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', value: 40, unit: 'U/L' };
    const results = [
      { ...measured, measuredAt: '2024-05-18T08:00+08:00', operator: 'T2' },
      { ...measured, measuredAt: '2024-05-19T08:00+08:00', operator: 'T2' },
      { ...measured, measuredAt: '2024-05-19T09:30+08:00', operator: 'T1' },
      { ...measured, measuredAt: '2024-05-20T08:00+08:00' },
    ];
    const technician = await region.as('laboratory', { institution: 'H1', username: 'lab-3', practitioner: 'T3' });
    expect((await post('laboratory/iqc/results', technician, { results })).status).toBe(200);
    const { body } = await get<StaffResponse>(`${ROOT}/staff`, await lab());
    expect(body.staff.map(({ practitioner, gap }) => [practitioner.nameZh, gap])).toEqual([
      ['检验乙', 'authorisation-expired'],
      ['检验甲', null],
    ]);
    // Who entered by hand without naming anybody measured it.
    expect(
      body.findings.map(({ practitioner, item, from, to, gap }) => [practitioner.code, item.code, from, to, gap]),
    ).toEqual([
      ['T3', 'ALT', '2024-05-20', '2024-05-20', 'not-authorised'],
      ['T2', 'ALT', '2024-05-19', '2024-05-19', 'authorisation-expired'],
    ]);
  });

  // national-2022.art.22#01: what a recalled lot may have affected is listed.
  test('results that name a lot, and those of its time that name none of its product, are listed for a lot', async () => {
    const report = (number: string, lots: readonly string[], issued: string) => {
      const days = { collected: `${issued}T07:30:00+08:00`, issued: `${issued}T08:05:00+08:00` };
      const bundle = reportOf({ ...days, number, mrn: '7101', lines: [{ item: 'ALT', value: 31 }] });
      const extension = lots.map((valueString) => ({ url: 'urn:fujie:extension:lot', valueString }));
      const entry = (bundle as { entry: { resource: Record<string, unknown> }[] }).entry.map(
        ({ resource, ...rest }) => ({
          ...rest,
          resource:
            resource['resourceType'] === 'Observation' && lots.length > 0 ? { ...resource, extension } : resource,
        }),
      );
      return sender(region, 'H1')('POST', '/fhir', { ...bundle, entry });
    };
    const sent = [
      await report('LOT-1', ['R-ALT|1', 'C-1|77'], '2024-05-14'),
      await report('LOT-2', [], '2024-05-15'),
      // It names another lot than the register says was in use: what it says itself counts.
      await report('LOT-3', ['R-ALT|0'], '2024-05-16'),
      // Before the lot was in use.
      await report('LOT-4', [], '2024-05-09'),
    ];
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    const affected = async (lot: string, who = lab()) =>
      (await get<AffectedResults>(`${ROOT}/reagents/affected?institution=H1&product=R-ALT&lot=${lot}`, await who)).body;
    const ofReports = ({ results }: AffectedResults) =>
      results.filter(({ report: number }) => number?.startsWith('LOT-')).map((one) => [one.report, one.isNamed]);
    const now = await affected('1');
    expect([now.named, ofReports(now)]).toEqual([
      1,
      [
        ['LOT-2', false],
        ['LOT-1', true],
      ],
    ]);
    expect(ofReports(await affected('0', commission()))).toEqual([
      ['LOT-3', true],
      ['LOT-4', false],
    ]);
    expect((await get(`${ROOT}/reagents/affected?institution=H1&product=R-ALT&lot=1`, await other())).status).toBe(404);
  });

  // henan-2025.lab.6#02, #08, #09: kept under its digest, as a new version, and nobody else may.
  test('a certificate of a person renews its day and is kept; refused without a file of a certificate', async () => {
    const route = `${ROOT}/staff/T1/certificates`;
    const document = { name: '授权书.pdf', content: PDF.toString('base64') };
    const entry = { part: 'authorisation', doneOn: '2024-05-20', until: '2024-06-15', document };
    expect((await post(route, await other(), entry)).status).toBe(404);
    expect((await post(route, await commission(), entry)).status).toBe(403);
    expect((await post(route, await lab(), { ...entry, doneOn: '2024-05-21' })).status).toBe(422);
    expect((await post(route, await lab(), { ...entry, until: '2023-12-31' })).status).toBe(422);
    expect((await post(route, await lab(), { ...entry, until: '9999-12-31' })).status).toBe(400);
    const text = { name: 'a.pdf', content: Buffer.from('a text').toString('base64') };
    expect((await post(route, await lab(), { ...entry, document: text })).status).toBe(400);
    expect((await post(route, await lab(), { ...entry, group: 'immunology' })).status).toBe(404);
    const recorded = await post<ActivityRecorded>(route, await lab(), entry);
    expect(recorded.status).toBe(201);
    const staffOn = async (day: string) =>
      (await get<StaffResponse>(`${ROOT}/staff?on=${day}`, await lab())).body.staff.find(
        ({ practitioner }) => practitioner.code === 'T1',
      );
    expect(await staffOn('2024-05-20')).toMatchObject({
      ...{ gap: null, endsOn: '2024-06-15', nearness: 'within-30', daysLeft: 26 },
      certificates: [{ part: 'authorisation', documents: [{ name: '授权书.pdf', keptUntil: '2026-05-20' }] }],
    });
    expect(await staffOn('2024-06-09')).toMatchObject({ nearness: 'within-7' });
    expect(await staffOn('2024-05-19')).toMatchObject({ gap: null, endsOn: null, authorisedUntil: null });
    const given = `/api/v1/${ROOT}/documents/${String(recorded.body.document)}`;
    expect((await region.app.inject({ url: given, headers: await lab() })).rawPayload.equals(PDF)).toBe(true);
    expect((await region.app.inject({ url: given, headers: await other() })).statusCode).toBe(404);
  });

  test('a line that names who was not authorised bears a remark, and is refused where the document says so', async () => {
    const named = (number: string, who: string): object => {
      const days = { collected: '2024-05-20T07:30:00+08:00', issued: '2024-05-20T08:05:00+08:00' };
      const bundle = reportOf({ ...days, number, mrn: '7001', lines: [{ item: 'ALT', value: 31 }] });
      const identifier = { system: 'urn:fujie:practitioner', value: who };
      const entry = (bundle as { entry: { resource: Record<string, unknown> }[] }).entry.map(
        ({ resource, ...rest }) => ({
          ...rest,
          resource:
            resource['resourceType'] === 'Observation' ? { ...resource, performer: [{ identifier }] } : resource,
        }),
      );
      return { ...bundle, entry };
    };
    const remarks = async (number: string, who: string) => {
      expect((await sender(region, 'H1')('POST', '/fhir', named(number, who))).statusCode).toBe(200);
      const rows = await region.db.query<{ warnings: readonly string[] }>(
        sql`select warnings from result where report_no = ${number} and item = 'ALT'`,
      );
      return rows[0]?.warnings;
    };
    // Nobody measured control of it on the day.
    expect(await remarks('ST-1', 'T2')).toEqual(expect.arrayContaining(['unauthorised-staff', 'iqc-missing']));
    expect(await remarks('ST-2', 'T1')).toEqual(['iqc-missing']);
    // The document that refuses is in force from 2025 on.
    region.clock.set(at('2026-03-02T09:00+08:00'));
    const strict = await buildApp({ ...region.deps, config: { ...region.deps.config, jurisdiction: 'henan' } });
    const refused = await sender({ ...region, app: strict, as: region.as }, 'H1')('POST', '/fhir', named('ST-3', 'T2'));
    expect([refused.statusCode, refused.body.includes('unauthorised-staff')]).toEqual([422, true]);
    const measured = { system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', value: 40, unit: 'U/L', operator: 'T2' };
    const entered = await strict.inject({
      ...{ method: 'POST', url: '/api/v1/laboratory/iqc/results', headers: await lab() },
      payload: { results: [{ ...measured, measuredAt: '2024-05-20T08:30+08:00' }] },
    });
    expect([entered.statusCode, entered.body.includes('unauthorised-staff')]).toEqual([422, true]);
    await strict.close();
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('a change of lot and what was done to the instrument stand on the charts of the system', async () => {
    const { body } = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
    expect(body.events.map(({ kind, text, at: on }) => [kind, text, on.slice(0, 10)])).toEqual([
      ['reagent-lot', 'R-ALT 0 → 1', '2024-05-10'],
      ['maintenance', '保养 maintenance BY-1', '2024-05-20'],
    ]);
  });

  test('a lot used beyond its day and items outside the licence are named, to the authority for all, national-2022.art.22#01', async () => {
    const lots = await get<ReagentsResponse>(`${ROOT}/reagents`, await lab());
    expect(lots.body.uses).toMatchObject([{ system: 'ALT-1', lot: '1', daysLeft: -1, faults: ['expired'] }]);
    const licence = await get<LicenceResponse>(`${ROOT}/licence?institution=H1`, await commission());
    expect(licence.body.outside.map(({ item, subject }) => [item.code, subject])).toEqual([['AST', '30.03']]);
    const overview = await get<ResourcesOverview>(`${ROOT}/overview`, await commission());
    expect(overview.body.institutions).toMatchObject([
      {
        institution: { code: 'H1' },
        instruments: 1,
        overdue: 0,
        marksEnded: 0,
        staffEnded: 1,
        lotFaults: 1,
        outside: 1,
      },
    ]);
    expect((await get(`${ROOT}/licence?institution=H1`, await other())).status).toBe(404);
  });

  test('two certificates of a person that come at the same time both count, and so do two acts of an instrument', async () => {
    const file = (name: string) => ({ name, content: PDF.toString('base64') });
    const days = { doneOn: '2024-05-20', until: '2024-07-01' };
    const parts = (['qualification', 'training', 'authorisation'] as const).map(async (part) =>
      post(`${ROOT}/staff/T2/certificates`, await lab(), { part, ...days, document: file(`${part}.pdf`) }),
    );
    expect((await Promise.all(parts)).map(({ status }) => status)).toEqual([201, 201, 201]);
    const { body } = await get<StaffResponse>(`${ROOT}/staff`, await lab());
    expect(body.staff.find(({ practitioner }) => practitioner.code === 'T2')).toMatchObject({
      ...{ qualifiedUntil: '2024-07-01', trainingUntil: '2024-07-01', authorisedUntil: '2024-07-01', gap: null },
    });
    const acts = ['2024-05-18', '2024-05-19', '2024-05-20'].map(async (doneOn) =>
      post(ACTIVITIES, await lab(), { activity: 'verification', doneOn, dueOn: '2024-11-20', certificate: doneOn }),
    );
    const statuses = (await Promise.all(acts)).map(({ status }) => status);
    // One that comes after a later act is refused, and not a fault of the server.
    expect(statuses.filter((status) => status !== 201 && status !== 422)).toEqual([]);
    expect(statuses).toContain(201);
  });

  test('results that name an instrument of another system are not listed for a lot that it did not use', async () => {
    await put('instrument', [{ code: 'AN-2', nameZh: '急诊分析仪', items: ['ALT'] }]);
    const system = { code: 'ALT-2', item: 'ALT', instrument: 'AN-2', unit: 'U/L', kind: 'quantitative', levels: 2 };
    await put('test-system', [{ ...system, rules: ['1_3s'], warnings: [] }]);
    for (const [number, display] of [
      ['DEV-1', 'AN-1'],
      ['DEV-2', '急诊分析仪'],
      ['DEV-3', '未登记仪器'],
    ] as const) {
      const days = { collected: '2024-05-17T07:30:00+08:00', issued: '2024-05-17T08:05:00+08:00' };
      const bundle = reportOf({ ...days, number, mrn: '7102', lines: [{ item: 'ALT', value: 31 }] });
      const named = amended(bundle, { Observation: { device: { display } } });
      expect((await sender(region, 'H1')('POST', '/fhir', named)).statusCode).toBe(200);
    }
    const url = `${ROOT}/reagents/affected?institution=H1&product=R-ALT&lot=1`;
    const { results } = (await get<AffectedResults>(url, await lab())).body;
    expect(results.flatMap(({ report }) => (report?.startsWith('DEV-') ? report : [])).sort()).toEqual([
      'DEV-1',
      'DEV-3',
    ]);
  });
});
