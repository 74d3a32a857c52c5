/** Laboratory indicators 检验质量指标 by the wire: of a month with their cases, of a region, over months. */
import type { Day } from '@fujie/core/kernel';
import type {
  IndicatorCases,
  IndicatorTrend,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
} from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { patientOf, reportOf, sender } from './fhir-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, other, commission, put } = laboratoryOf(region);

describe('the laboratory indicators of a month', () => {
  const ROUTE = 'laboratory/indicators';
  const MONTH = 'month=2024-05';

  test('count items, rounds and reports, and each number opens to what it counts, taiyuan-2024.5.2#02', async () => {
    const person = await region.person();
    const base = { status: 'final', reportedAt: '2024-05-10T10:00:00+08:00', collectedAt: '2024-05-10T09:00:00+08:00' };
    await region.result(person.id, { ...base, reportId: 'rep-1' });
    await region.result(person.id, {
      ...base,
      reportId: 'rep-2',
      status: 'corrected',
      collectedAt: '2024-05-10T07:00:00+08:00',
    });
    // Given in April, corrected in May: it is one of April, as late as it was then.
    const april = { id: 'given-before', reportId: 'rep-0', reportedAt: '2024-04-29T10:00:00+08:00' };
    await region.result(person.id, { ...base, ...april, collectedAt: '2024-04-29T09:00:00+08:00' });
    await region.asOwner(sql`update result set updated_at = reported_at where report_id = 'rep-0'`);
    const again = { version: 2, status: 'corrected', reportedAt: '2024-05-10T11:00:00+08:00' };
    await region.result(person.id, { ...base, ...april, ...again, collectedAt: '2024-04-29T09:00:00+08:00' });
    const { body } = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?${MONTH}`, await lab());
    const found = new Map(
      body.indicators.map(({ code, numerator, denominator, value }) => [code, [numerator, denominator, value]]),
    );
    expect([body.edition, body.indicators.length]).toEqual(['2025', 15]);
    expect([found.get('CL-12'), found.get('CL-13')]).toEqual([
      [null, 2, 180],
      [1, 2, 50],
    ]);
    // One round of this year, which the items on the lists passed.
    expect([found.get('CL-09'), found.get('CL-10')]).toEqual([
      [3, 3, 100],
      [3, 3, 100],
    ]);
    expect(found.get('CL-01')).toEqual([null, null, null]);
    const wrong = await get<IndicatorCases>(`${ROUTE}/CL-13/cases?${MONTH}`, await lab());
    expect(wrong.body).toMatchObject({
      total: 1,
      cases: [{ isCounted: true, detail: { zh: '2024-05-10' }, minutes: null }],
    });
    const slow = await get<IndicatorCases>(`${ROUTE}/CL-12/cases?${MONTH}`, await lab());
    expect(slow.body.cases[0]).toMatchObject({ detail: { zh: '2024-05-10' }, minutes: 180 });
    const taken = await get<IndicatorCases>(`${ROUTE}/CL-09/cases?${MONTH}`, await lab());
    expect(taken.body.cases).toMatchObject([
      { item: { code: 'ALT' }, isCounted: true, detail: { zh: '山西省临床检验中心 2024-1 合格' } },
      { item: { code: 'AST' } },
      { item: { code: 'K' } },
    ]);
  });

  test('stand beside each other for a region, and are closed to other hospitals', async () => {
    const { body } = await get<LaboratoryIndicatorsRegion>(`${ROUTE}/region?${MONTH}&edition=2015`, await commission());
    expect(body.institutions.map(({ institution }) => institution.code)).toEqual(['H1']);
    expect(body.institutions[0]?.figures.find(({ code }) => code === 'CL-10')).toMatchObject({
      numerator: 0,
      value: 0,
    });
    expect((await get(`${ROUTE}?institution=H1`, await other())).status).toBe(404);
  });

  const specimen = (number: string, given: object = {}, received = '2024-05-10T08:30:00+08:00') => ({
    fullUrl: `urn:uuid:${number}`,
    request: { method: 'POST', url: 'Specimen' },
    resource: {
      ...{ resourceType: 'Specimen', identifier: [{ system: 'urn:lis', value: number }], status: 'available' },
      ...{ subject: { reference: 'urn:uuid:p' }, receivedTime: received },
      collection: { collectedDateTime: '2024-05-10T08:00:00+08:00' },
      ...given,
    },
  });
  const tooLittle = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0490', code: 'QS' }] };

  // CL-03, CL-06: what a laboratory rejects reaches the platform without any report.
  test('count specimens from what was sent from then on, and what was entered by hand before', async () => {
    const counted = { indicator: 'CL-06', numerator: 5, denominator: 100, basis: 'LIS' };
    await put('laboratory-count', [
      { ...counted, month: '2024-04' },
      { ...counted, month: '2024-05' },
    ]);
    const patient = { fullUrl: 'urn:uuid:p', request: { method: 'POST', url: 'Patient' }, resource: patientOf() };
    const entry = [
      patient,
      specimen('S-1'),
      specimen('S-2', { status: 'unsatisfactory', condition: [tooLittle] }),
      specimen('S-3', {}, '2024-05-10T08:50:00+08:00'),
    ];
    const sent = await sender(region, 'H1')('POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(sent.statusCode).toBe(200);
    // Sent again under the same number, it is the same specimen.
    const again = { resourceType: 'Bundle', type: 'transaction', entry: [patient, specimen('S-1')] };
    expect((await sender(region, 'H1')('POST', '/fhir', again)).statusCode).toBe(200);
    const { body } = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?${MONTH}`, await lab());
    const of = (code: string) => body.indicators.find((one) => one.code === code);
    expect(of('CL-06')).toMatchObject({ standing: 'computed', numerator: 1, denominator: 3 });
    expect(of('CL-06')?.entered).toEqual({ numerator: 5, denominator: 100, basis: 'LIS' });
    expect(of('CL-03')).toMatchObject({ standing: 'computed', numerator: 1, denominator: 3, hasCases: true });
    expect(of('CL-01')).toMatchObject({ standing: 'missing', value: null });
    const cases = await get<IndicatorCases>(`${ROUTE}/CL-06/cases?${MONTH}`, await lab());
    expect(cases.body).toMatchObject({ total: 1, cases: [{ isCounted: true, detail: { zh: '2024-05-10' } }] });
    const earlier = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?${MONTH}&edition=2015`, await lab());
    // No report of these months names its specimen: how long it lay in the laboratory is not known.
    expect(earlier.body.indicators.find(({ code }) => code === 'CL-12')).toMatchObject({ standing: 'missing' });
    expect(earlier.body.indicators.find(({ code }) => code === 'CL-06')).toMatchObject({ denominator: 3, value: 30 });
  });

  // CL-04: a set is one puncture, and contaminated where one of its bottles is; CL-12 of 2015: from receipt to report.
  test('count blood cultures by set and by bottle, and the time in the laboratory, from what was sent', async () => {
    const collection = { collectedDateTime: '2024-03-10T08:00:00+08:00' };
    const culture = (number: string, set: string | null, given: object = {}) =>
      specimen(
        number,
        {
          collection,
          type: { coding: [{ system: 'http://snomed.info/sct', code: '446131002' }] },
          ...(set === null ? {} : { accessionIdentifier: { system: 'urn:lis:set', value: set } }),
          ...given,
        },
        '2024-03-10T08:20:00+08:00',
      );
    const contaminated = { coding: [{ system: 'urn:fujie:specimen-fault', code: 'contaminated' }] };
    const patient = { fullUrl: 'urn:uuid:p', request: { method: 'POST', url: 'Patient' }, resource: patientOf() };
    const entry = [
      patient,
      culture('BC-1', 'SET-1'),
      culture('BC-2', 'SET-1', { condition: [contaminated] }),
      culture('BC-3', 'SET-2'),
      culture('BC-4', null),
      specimen('BC-5', { collection, condition: [contaminated] }, '2024-03-10T08:20:00+08:00'),
    ];
    const send = sender(region, 'H1');
    const sent = await send('POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(sent.statusCode).toBe(200);
    const days = { collected: '2024-03-10T08:00:00+08:00', issued: '2024-03-10T09:00:00+08:00' };
    const report = reportOf({ ...days, number: 'BENCH-1', mrn: '1001', lines: [{ item: 'ALT', value: 31 }] }) as {
      entry: { resource: Record<string, unknown> }[];
    };
    const [own] = [specimen('BENCH-S', { collection }, '2024-03-10T08:20:00+08:00')];
    const lines = report.entry.map(({ resource, ...rest }) => ({
      ...rest,
      resource:
        resource['resourceType'] === 'Observation'
          ? { ...resource, specimen: { reference: 'urn:uuid:BENCH-S' } }
          : resource,
    }));
    const named = lines.find(({ resource }) => resource['resourceType'] === 'Patient') as unknown as {
      fullUrl: string;
    };
    const bottle = { ...own, resource: { ...own.resource, subject: { reference: named.fullUrl } } };
    const reported = await send('POST', '/fhir', { ...report, entry: [...lines, bottle] });
    expect([reported.statusCode, reported.statusCode === 200 ? '' : reported.body]).toEqual([200, '']);
    const figure = async (code: string, edition: string) => {
      const found = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?month=2024-03&edition=${edition}`, await lab());
      const one = found.body.indicators.find((indicator) => indicator.code === code);
      return [one?.standing, one?.numerator, one?.denominator, one?.value];
    };
    expect(await figure('CL-04', '2025')).toEqual(['computed', 1, 3, expect.closeTo(33.3, 1)]);
    expect(await figure('CL-04', '2015')).toEqual(['computed', 1, 4, 25]);
    expect(await figure('CL-12', '2015')).toEqual(['computed', null, 1, 40]);
    const cases = await get<IndicatorCases>(`${ROUTE}/CL-04/cases?month=2024-03`, await lab());
    expect(cases.body).toMatchObject({ total: 1, cases: [{ isCounted: true, detail: { zh: '2024-03-10' } }] });
    const slow = await get<IndicatorCases>(`${ROUTE}/CL-12/cases?month=2024-03&edition=2015`, await lab());
    expect(slow.body.cases).toMatchObject([{ detail: { zh: '2024-03-10' }, minutes: 40 }]);
  });

  test('stand over months beside region and target, as a sheet too; who is of a hospital sees no neighbour', async () => {
    const target = {
      year: 2024,
      target: 'CL-06',
      nameZh: '标本拒收率',
      source: 'institution',
      direction: 'down',
      aim: 0.5,
    };
    await put('quality-target', [target]);
    const { body } = await get<IndicatorTrend>(`${ROUTE}/CL-06/trend?${MONTH}&months=3`, await lab());
    expect(body.aims).toEqual([{ year: 2024, aim: 0.5, isLower: true }]);
    expect(body.months.map(({ month, own }) => [month, own?.standing, own?.numerator])).toEqual([
      ['2024-03', 'missing', null],
      ['2024-04', 'entered', 5],
      ['2024-05', 'computed', 1],
    ]);
    expect(body.months[2]?.region).toEqual({
      ...{ standing: null, median: null, least: null, greatest: null, computed: 1, entered: 0, missing: 0 },
    });
    const overseen = await get<IndicatorTrend>(`${ROUTE}/CL-06/trend?${MONTH}&months=3`, await commission());
    expect(overseen.body.institution).toBeNull();
    expect(overseen.body.months[1]?.region).toMatchObject({ standing: 'entered', median: 5, entered: 1 });
    expect((await get(`${ROUTE}/CL-06/trend?institution=H1`, await other())).status).toBe(404);
    expect((await get(`${ROUTE}/CL-06/trend?months=99`, await lab())).status).toBe(400);
    const sheet = await region.app.inject({ url: `/api/v1/${ROUTE}/CL-06/trend.xlsx?${MONTH}`, headers: await lab() });
    expect([sheet.statusCode, sheet.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  });

  // CL-11: an item without a round is assessed otherwise once a second person has signed its study.
  test('count an item as assessed otherwise by a study that was signed', async () => {
    const pairs = [10, 20, 30, 40, 50].map((reference) => ({ reference, test: reference }));
    const study = { kind: 'split-sample', item: 'ALT', title: 'ALT', reference: '市中心', tested: 'AN-1' };
    const data = { allowedPercent: 20, pairs };
    const { body } = await post<{ id: number }>('laboratory/studies', await lab(), {
      ...study,
      ...{ measuredOn: '2022-12-15', data },
    });
    const figure = async () => {
      const found = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?month=2022-12`, await lab());
      const one = found.body.indicators.find(({ code }) => code === 'CL-11');
      return [one?.standing, one?.numerator];
    };
    expect(await figure()).toEqual(['missing', null]);
    const second = await region.as('laboratory', { institution: 'H1', username: 'lab-2' });
    expect((await post(`laboratory/studies/${String(body.id)}/signature`, second, {})).status).toBe(200);
    expect(await figure()).toEqual(['computed', 1]);
  });

  // henan-2025.lab.7#05, henan-2023.t17.2#01: their own indicators, beside CL-07 which counts control alone.
  test('count reported items and bedside devices with control or a comparison that was signed, Henan', async () => {
    const item = {
      code: 'CREA',
      nameZh: '肌酐',
      nameEn: 'Creatinine',
      kind: 'laboratory',
      category: 'chemistry',
      quantitative: true,
    };
    await importTyped(region.deps, 'test', 'item', [{ row: item, from: '2024-01-01' as Day }]);
    await put('instrument', [{ code: 'BED-1', nameZh: '床旁肌酐仪', items: ['CREA'] }]);
    const system = { item: 'CREA', kind: 'quantitative', levels: 2, rules: ['1_3s'], pointOfCare: true };
    await put('test-system', [{ ...system, code: 'CREA@BED', instrument: 'BED-1' }]);
    const person = await region.person();
    const line = { status: 'final', reportId: 'covered', reportedAt: '2024-05-20T10:00:00+08:00' };
    await region.result(person.id, { ...line, item: 'CREA' });
    const asked = `${MONTH}&edition=henan`;
    const figure = async (code: string) => {
      const found = await get<LaboratoryIndicatorsResponse>(`${ROUTE}?${asked}`, await lab());
      const one = found.body.indicators.find((indicator) => indicator.code === code);
      return [one?.standing, one?.numerator, one?.denominator];
    };
    const casesOf = async (code: string) =>
      (await get<IndicatorCases>(`${ROUTE}/${code}/cases?${asked}`, await lab())).body.cases;
    const creatinine = async () => (await casesOf('HN-01')).find(({ item }) => item?.code === 'CREA');
    const before = await figure('HN-01');
    expect(await figure('HN-02')).toEqual(['computed', 0, 1]);
    expect(await creatinine()).toMatchObject({ isCounted: false, device: null, detail: { zh: '质控 0 天' } });
    const pairs = [40, 80, 120, 200, 300].map((reference) => ({ reference, test: reference }));
    const study = { kind: 'poct', item: 'CREA', title: '床旁肌酐比对', reference: '检验科', tested: 'BED-1' };
    const made = await post<{ id: number }>('laboratory/studies', await lab(), {
      ...study,
      ...{ measuredOn: '2024-04-10', data: { allowedPercent: 20, pairs } },
    });
    // Until a second person has signed it, it is none.
    expect([made.status, await figure('HN-02')]).toEqual([201, ['computed', 0, 1]]);
    const second = await region.as('laboratory', { institution: 'H1', username: 'lab-3' });
    expect((await post(`laboratory/studies/${String(made.body.id)}/signature`, second, {})).status).toBe(200);
    expect(await figure('HN-02')).toEqual(['computed', 1, 1]);
    expect(await figure('HN-01')).toEqual(['computed', Number(before[1]) + 1, before[2]]);
    expect(await creatinine()).toMatchObject({ isCounted: true, detail: { zh: '质控 0 天；比对 2024-04-10' } });
    expect(await casesOf('HN-02')).toMatchObject([
      { isCounted: true, item: null, loop: null, device: { code: 'BED-1', nameZh: '床旁肌酐仪' } },
    ]);
    const { body } = await get<IndicatorTrend>(`${ROUTE}/HN-02/trend?${asked}&months=3`, await lab());
    expect(body.months.at(-1)?.own).toMatchObject({ numerator: 1, denominator: 1 });
    const other = await get<{ readonly detail: string }>(`${ROUTE}/HN-01/trend?${MONTH}`, await lab());
    expect([other.status, other.body.detail]).toEqual([404, expect.stringContaining('`edition=henan`')]);
  });
});
