/** Tests that are stopped 暂停开展: told at ordering and refused at release where the document says so, henan-2025.lab.8#02, henan-2025.lab.6#05. */
import type { Day } from '@fujie/core/kernel';
import type { HookResponse } from '@fujie/wire/cds-hooks';
import type { CheckResponse } from '@fujie/wire/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { buildApp } from '../src/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const DAY = '2026-03-02';
let strict: Awaited<ReturnType<typeof buildApp>>;

const put = (register: string, rows: readonly object[]) =>
  importTyped(
    region.deps,
    'test',
    register,
    rows.map((row) => ({ row: { institution: 'H2', ...row }, from: '2026-01-01' as Day })),
  );
/** The round that H2 failed, and its rectification once the centre has confirmed it. */
const FAILED = { organiser: 'SX-CCL', round: '2024-1', item: 'ALT' };
const rectified = () =>
  importTyped(region.deps, 'test', 'suspension', [
    {
      row: {
        ...{ code: 'EQA:SX-CCL:2024-1:ALT:H2', institution: 'H2', item: 'ALT', cause: 'EQA_FAIL' },
        ...{ suspendedFrom: '2024-05-01', doubtFrom: '2024-04-18', rectifiedOn: DAY },
      },
      from: '2024-05-01' as Day,
    },
  ]);

beforeAll(async () => {
  // The document that stops them is in force from 2025 on.
  region.clock.set(at(`${DAY}T09:00+08:00`));
  strict = await buildApp({ ...region.deps, config: { ...region.deps.config, jurisdiction: 'henan' } });
  await put('eqa-outcome', [{ ...FAILED, outcome: 'FAIL' }]);
  await put('instrument', [{ code: 'AN-2', nameZh: '生化仪', items: ['AST', 'TBIL'] }]);
  await put('instrument-activity', [
    { instrument: 'AN-2', activity: 'calibration', dueOn: '2026-03-01', doneOn: '2025-03-01' },
  ]);
});

afterAll(async () => {
  await strict.close();
});

const asked = async (app = strict): Promise<CheckResponse> => {
  const { handle } = await region.person();
  const items = ['ALT', 'LIVER', 'K'].map((item) => ({ item }));
  const payload = { patient: { person: handle }, items, encounter: { id: 'E1' } };
  const response = await app.inject({
    ...{ method: 'POST', url: '/api/v1/recognition/check', headers: region.doctor, payload },
  });
  expect(response.statusCode).toBe(200);
  return response.json<CheckResponse>();
};
const stopsOf = ({ items }: CheckResponse) =>
  Object.fromEntries(items.map(({ item, stops = [] }) => [item, stops.map(({ code }) => code)]));

const released = async (item: string, app = strict) => {
  const days = { collected: `${DAY}T07:30:00+08:00`, issued: `${DAY}T08:05:00+08:00` };
  const bundle = reportOf({
    ...days,
    number: `ST-${item}-${String(Math.random())}`,
    mrn: '8101',
    lines: [{ item, value: 31 }],
  });
  const response = await sender({ ...region, app, as: region.as }, 'H2')('POST', '/fhir', bundle);
  return [response.statusCode, ['item-suspended', 'instrument-overdue'].filter((code) => response.body.includes(code))];
};

test('the order is told why the own laboratory may not run an item, by itself or in a panel', async () => {
  const check = await asked();
  expect(stopsOf(check)).toEqual({
    ALT: ['item-suspended'],
    ...{ AST: ['instrument-overdue'], TBIL: ['instrument-overdue'], K: [] },
  });
  expect(check.items.flatMap(({ stops = [] }) => stops.flatMap(({ clauses }) => clauses))).toContain(
    'henan-2025.lab.8#02',
  );
});

test('the answer refuses the item in so many words: why, since when, and who may measure it', async () => {
  const { items } = await asked();
  const said = (code: string) => {
    const { refused, stops = [], elsewhere = [] } = items.find(({ item }) => item === code) ?? {};
    return [refused, stops.map(({ since }) => since), elsewhere.map(({ code: place }) => place)];
  };
  expect(said('ALT')).toEqual([true, ['2024-05-01'], ['H1']]);
  expect(said('AST')).toEqual([true, ['2026-03-02'], ['H1']]);
  expect(said('K')).toEqual([undefined, [], []]);
});

test('its record system is given a card for each, whoever the patient is, which no reason overrides', async () => {
  const patient = { resourceType: 'Patient', id: 'p', identifier: [{ system: 'urn:nobody', value: '1' }] };
  const order = (id: string, code: string) => ({
    fullUrl: `urn:uuid:${id}`,
    resource: {
      ...{ resourceType: 'ServiceRequest', id, status: 'draft', intent: 'order', subject: { reference: 'Patient/p' } },
      code: { coding: [{ system: 'urn:fujie:item', code }] },
    },
  });
  const payload = {
    ...{ hook: 'order-sign', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' },
    context: {
      ...{ userId: 'Practitioner/D2', patientId: 'p', encounterId: 'E1' },
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [order('o1', 'ALT'), order('o2', 'K')] },
    },
    prefetch: { patient },
  };
  const response = await strict.inject({
    ...{ method: 'POST', url: '/cds-services/recognition-sign', headers: region.system, payload },
  });
  expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
  const { cards } = response.json<HookResponse>();
  expect(cards.map(({ indicator, summary }) => [indicator, summary.includes('暂停开展')])).toEqual([
    ['critical', true],
  ]);
  const [card] = cards;
  expect(card?.overrideReasons).toBeUndefined();
  // To take the draft back is all that it proposes.
  expect(card?.selectionBehavior).toBe('at-most-one');
  expect(card?.suggestions?.map(({ isRecommended, actions }) => [isRecommended, actions])).toEqual([
    [true, [expect.objectContaining({ type: 'delete', resourceId: 'ServiceRequest/o1' })]],
  ]);
  expect(card?.extension).toEqual({
    'urn:fujie:refusal': {
      ...{ refused: true, item: 'ALT', orderRef: 'ServiceRequest/o1' },
      stops: [{ code: 'item-suspended', clauses: ['henan-2025.lab.8#02'], since: '2024-05-01' }],
      elsewhere: [expect.objectContaining({ code: 'H1' })],
    },
  });
  // It is taken back: that is told, and is no act of recognition.
  const feedback = [
    {
      ...{ card: card?.uuid, outcome: 'accepted', outcomeTimestamp: `${DAY}T01:00:10Z` },
      acceptedSuggestions: [{ id: card?.suggestions?.[0]?.uuid }],
    },
  ];
  const told = await strict.inject({
    ...{ method: 'POST', url: '/cds-services/recognition-sign/feedback', headers: region.system },
    payload: { feedback },
  });
  expect([told.statusCode, told.body]).toEqual([200, expect.stringContaining('"acts":[]')]);
});

test('no report of it goes out, and where no document stops it, it is neither told nor refused', async () => {
  expect(await released('ALT')).toEqual([422, ['item-suspended']]);
  expect(await released('AST')).toEqual([422, ['instrument-overdue']]);
  expect((await released('K'))[0]).toBe(200);
  expect((await released('ALT', region.app))[0]).toBe(200);
  expect(stopsOf(await asked(region.app))).toMatchObject({ ALT: [], AST: [] });
});

test('it is taken up again once the rectification is confirmed and what was due is done', async () => {
  await rectified();
  await put('instrument-activity', [
    { instrument: 'AN-2', activity: 'calibration', dueOn: '2027-03-01', doneOn: DAY, certificate: 'JZ-1' },
  ]);
  expect(stopsOf(await asked())).toEqual({ ALT: [], AST: [], TBIL: [], K: [] });
  expect((await released('ALT'))[0]).toBe(200);
});
