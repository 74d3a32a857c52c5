/** From one hospital's report to the other hospital's decision, through the interfaces that they use. */
import type { CheckResponse, ReportChangesResponse, PersonSearchResponse } from '@fujie/wire/contracts';
import type { Day } from '@fujie/core/kernel';
import { ITEM_SYSTEM } from '@fujie/wire/fhir';
import { expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';
import { sharedRegion, storeEncounter } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, post } = requestsTo(region);

const MARK = [{ url: 'urn:fujie:extension:mark', valueString: '晋HR' }];
const SENT = {
  collected: '2024-05-18T08:00:00+08:00',
  issued: '2024-05-18T11:00:00+08:00',
  lines: [{ item: 'ALT', value: 35 }],
};

/** The report with mark, method and reference interval on its lines, as a listed hospital prints it. */
function marked(parts: object, specimen = '静脉血'): unknown {
  const bundle = reportOf({ ...SENT, ...parts }) as { entry: { resource: Record<string, unknown> }[] };
  for (const { resource } of bundle.entry) {
    if (resource['resourceType'] !== 'Observation') continue;
    Object.assign(resource, {
      extension: MARK,
      specimen: { display: specimen },
      method: { text: '酶法' },
      referenceRange: [{ low: { value: 7, unit: 'U/L' }, high: { value: 40, unit: 'U/L' } }],
    });
  }
  return bundle;
}

/** A person whom H2 has in its care. */
async function handleOf(number: string): Promise<string> {
  const found = await post<PersonSearchResponse>('persons/search', region.doctor, { q: number });
  const handle = found.body.persons[0]?.person ?? '';
  await storeEncounter(region.db, region.deps.seal.personOf(handle) ?? 0, 'H2');
  return handle;
}

const accept = ({ decision, items }: CheckResponse) =>
  act(decision, [{ item: 'ALT', result: items[0]?.candidates[0]?.result.id, choice: 'ACCEPT' }]);

const changesOf = async () => (await get<ReportChangesResponse>('report-changes', region.doctor)).body.changes;

test('a report sent by FHIR is a MUST at once; its correction reaches who accepted it; its withdrawal ends the offer', async () => {
  const send = sender(region, 'H1');
  const sent = await send('POST', '/fhir', marked({ sequence: 124, number: 'W-1' }));
  expect(sent.statusCode).toBe(200);
  const person = await handleOf(residentId('1960-05-05', 124));
  const offered = await check(person, ['ALT'], { id: 'E1' });
  expect(offered.items[0]).toMatchObject({
    class: 'MUST',
    candidates: [{ basis: 'MARK', result: { value: '35', reportNumber: 'W-1' } }],
  });
  expect((await accept(offered)).body.acts[0]).toMatchObject({ outcome: 'ACCEPTED' });

  const corrected = {
    sequence: 124,
    number: 'W-1',
    status: 'corrected',
    lines: [{ item: 'ALT', value: 350 }],
    sending: '2',
  };
  expect((await send('POST', '/fhir', marked(corrected))).statusCode).toBe(200);
  expect((await check(person, ['ALT'], { id: 'E2' })).items[0]?.candidates).toMatchObject([
    { result: { value: '350', version: 2 } },
  ]);
  expect(await changesOf()).toMatchObject([{ change: 'corrected', decision: offered.decision }]);

  const withdrawn = {
    sequence: 124,
    number: 'W-1',
    status: 'entered-in-error',
    lines: [{ item: 'ALT', value: 350 }],
    sending: '3',
  };
  expect((await send('POST', '/fhir', marked(withdrawn))).statusCode).toBe(200);
  expect((await check(person, ['ALT'], { id: 'E3' })).items[0]).toMatchObject({ class: null, candidates: [] });
  expect((await changesOf()).map(({ change }) => change)).toEqual(['withdrawn', 'corrected']);
});

test('a result of urine is none of the serum item whose code it bears', async () => {
  const send = sender(region, 'H1');
  expect((await send('POST', '/fhir', marked({ sequence: 126, number: 'W-U' }, '随机尿'))).statusCode).toBe(200);
  const { items } = await check(await handleOf(residentId('1960-05-05', 126)), ['ALT'], { id: 'E-U' });
  expect(items[0]).toMatchObject({ class: 'NOT', candidates: [{ reasons: [{ code: 'ITEM_MISMATCH' }] }] });
});

test('a value without a unit, or without a value, is no MUST', async () => {
  const send = sender(region, 'H1');
  const unitless = marked({ sequence: 128, mrn: '1003', number: 'W-3' }) as {
    entry: { resource: { valueQuantity?: object } }[];
  };
  for (const { resource } of unitless.entry) if (resource.valueQuantity) resource.valueQuantity = { value: 35 };
  expect((await send('POST', '/fhir', unitless)).statusCode).toBe(200);
  const first = await check(await handleOf(residentId('1960-05-05', 128)), ['ALT'], { id: 'E1' });
  expect(first.items[0]).toMatchObject({ class: 'MAY', candidates: [{ reasons: [{ code: 'REPORT_INCOMPLETE' }] }] });

  const empty = marked({ sequence: 130, mrn: '1004', number: 'W-4' }) as typeof unitless;
  for (const { resource } of empty.entry) delete resource.valueQuantity;
  expect((await send('POST', '/fhir', empty)).statusCode).toBe(200);
  const second = await check(await handleOf(residentId('1960-05-05', 130)), ['ALT'], { id: 'E1' });
  expect(second.items[0]).toMatchObject({ class: 'NOT', candidates: [{ reasons: [{ code: 'NOT_A_RESULT' }] }] });
});

test('a result under a code that nobody knew is offered once its mapping is in force', async () => {
  const bundle = marked({ sequence: 132, mrn: '1005', number: 'W-5' }) as {
    entry: { resource: Record<string, unknown> }[];
  };
  for (const { resource } of bundle.entry)
    if (resource['resourceType'] === 'Observation')
      resource['code'] = { coding: [{ system: 'urn:h1:lis', code: 'X-ALT' }] };
  expect((await sender(region, 'H1')('POST', '/fhir', bundle)).statusCode).toBe(200);
  const person = await handleOf(residentId('1960-05-05', 132));
  expect((await check(person, ['ALT'], { id: 'E1' })).items[0]).toMatchObject({ class: null, candidates: [] });
  const from = '2020-01-01' as Day;
  const row = { institution: 'H2', system: 'urn:h1:lis', code: 'X-ALT', item: 'ALT', state: 'approved' };
  await importTyped(region.deps, 'test', 'code-mapping', [{ from, row }]);
  expect((await check(person, ['ALT'], { id: 'E1' })).items[0]).toMatchObject({ class: null, candidates: [] });
  await importTyped(region.deps, 'test', 'code-mapping', [{ from, row: { ...row, institution: 'H1' } }]);
  expect((await check(person, ['ALT'], { id: 'E1' })).items[0]).toMatchObject({
    class: 'MUST',
    candidates: [{ result: { value: '35' } }],
  });
});

test('an order sent by FHIR after a prompt that nobody answered is found overlooked; one of long ago is not', async () => {
  await sender(region, 'H1')('POST', '/fhir', marked({ sequence: 126, mrn: '1002', number: 'W-2' }));
  const person = await handleOf(residentId('1960-05-05', 126));
  const { decision } = await check(person, ['ALT'], { id: 'E9' });
  const order = (id: string, authoredOn: string): object => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${id}`,
        request: { method: 'POST', url: 'Patient' },
        resource: patientOf({ institution: 'H2', mrn: '77', sequence: 126 }),
      },
      {
        fullUrl: `urn:uuid:00000000-0000-4000-8000-10000000000${id}`,
        request: { method: 'POST', url: 'ServiceRequest' },
        resource: {
          resourceType: 'ServiceRequest',
          status: 'active',
          intent: 'order',
          authoredOn,
          code: { coding: [{ system: ITEM_SYSTEM, code: 'ALT' }] },
          subject: { reference: `urn:uuid:00000000-0000-4000-8000-00000000000${id}` },
        },
      },
    ],
  });
  const overlooked = async (): Promise<unknown[]> =>
    region.db.query(sql`select decision_id, item from recognition_act where choice = 'OVERLOOKED'`);
  const old = await sender(region, 'H2')('POST', '/fhir', order('1', '2024-05-10T09:00:00+08:00'));
  expect(old.statusCode).toBe(200);
  expect(await overlooked()).toEqual([]);
  const placed = await sender(region, 'H2')('POST', '/fhir', order('2', '2024-05-20T09:00:00+08:00'));
  expect(placed.statusCode).toBe(200);
  expect(await overlooked()).toEqual([{ decision_id: decision, item: 'ALT' }]);
});
