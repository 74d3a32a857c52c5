/** Recalls of lots 试剂批号召回: entered with their notice, each result decided on, whoever relied on one told; what comes later is decided on as well. */
import type {
  LotRecalled,
  LotRecallsResponse,
  LoopResponse,
  ReagentsResponse,
  RecallResultsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseRecalls } from '../src/laboratory/lot-recall-loops.ts';
import { single, sql } from '../src/platform/db/database.ts';
import { amended, reportOf, sender } from './fhir-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, other, quality, commission, put } = laboratoryOf(region);
const colleague = () => lab('lab-9');
const ROOT = 'laboratory/resources/recalls';
const OF = { product: 'R-ALT', lot: '1' };
const NOTICE = { notice: '厂家召回函 2024-17', reason: '低值偏低', noticedOn: '2024-05-20', usedFrom: '2024-05-12' };

interface Line {
  readonly number: string;
  readonly day: string;
  readonly lots?: readonly string[];
  readonly value?: number;
  readonly status?: string;
  readonly extension?: readonly object[];
}

const report = ({ number, day, lots = [], value = 31, status, extension: own = [] }: Line) => {
  const days = { collected: `${day}T07:30:00+08:00`, issued: `${day}T08:05:00+08:00` };
  const bundle = reportOf({ ...days, number, mrn: '7101', lines: [{ item: 'ALT', value }] });
  const extension = [...lots.map((valueString) => ({ url: 'urn:fujie:extension:lot', valueString })), ...own];
  const standing = status === undefined ? {} : { status };
  const sent = amended(bundle, {
    DiagnosticReport: standing,
    Observation: { ...standing, ...(extension.length > 0 ? { extension } : {}) },
  });
  return sender(region, 'H1')('POST', '/fhir', sent);
};

const recall = async (who = lab()) =>
  (await get<RecallResultsResponse>(`${ROOT}/results?institution=H1&product=R-ALT&lot=1`, await who)).body;
const standings = async (): Promise<Readonly<Record<string, readonly unknown[]>>> =>
  Object.fromEntries((await recall()).results.map((one) => [one.report ?? '', [one.standing, one.isNamed]] as const));
const loop = async () => (await recall()).recall.loop?.id ?? 0;
const stages = async () => {
  const { body } = await get<LoopResponse>(`loops/${String(await loop())}`, await lab());
  return Object.fromEntries(body.stages.map(({ id, status }) => [id, status]));
};
const act = async (stage: string, outcome: string, fields: object, who: Promise<Record<string, string>>) =>
  post(`loops/${String(await loop())}/acts`, await who, { key: `${stage}-${outcome}`, stage, outcome, fields });

beforeAll(async () => {
  await put('test-system', [
    {
      ...{ code: 'ALT-1', item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative', levels: 2 },
      ...{ rules: ['1_3s'], warnings: [] },
    },
  ]);
  const lot = { product: 'R-ALT', kind: 'reagent', nameZh: 'ALT 试剂', receivedOn: '2024-01-02', registration: 'Z1' };
  await put('reagent-lot', [
    { ...lot, lot: '1', acceptedOn: '2024-01-03', expiresOn: '2024-12-31' },
    { ...lot, lot: '9', acceptedOn: '2024-01-03', expiresOn: '2024-05-01' },
  ]);
  await put('reagent-use', [{ system: 'ALT-1', product: 'R-ALT', lot: '1' }], '2024-05-10');
  const sent = [
    await report({ number: 'RC-0', day: '2024-05-11', lots: ['R-ALT|1'] }),
    await report({ number: 'RC-1', day: '2024-05-14', lots: ['R-ALT|1'] }),
    await report({ number: 'RC-2', day: '2024-05-15' }),
    await report({ number: 'RC-3', day: '2024-05-16', lots: ['R-ALT|0'] }),
    await report({ number: 'RC-4', day: '2024-05-16', lots: ['R-ALT|1'] }),
  ];
  expect(sent.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
});

test('is entered by the own laboratory with a notice that has come, for a lot on record', async () => {
  const entry = { ...OF, ...NOTICE };
  expect((await post(ROOT, await other(), entry)).status).toBe(404);
  expect((await post(ROOT, await commission(), entry)).status).toBe(403);
  expect((await post(ROOT, await lab(), { ...entry, lot: '77' })).status).toBe(404);
  expect((await post(ROOT, await lab(), { ...entry, noticedOn: '2024-05-21' })).status).toBe(422);
  expect((await post(ROOT, await lab(), { ...entry, usedTo: '2024-05-11' })).status).toBe(422);
  expect((await get(`${ROOT}/results?institution=H1&product=R-ALT&lot=1`, await lab())).status).toBe(404);
  // What may be recalled is chosen from the register, with the day from which it was used.
  const lots = async () => (await get<LotRecallsResponse>(`${ROOT}?institution=H1`, await lab())).body.lots;
  expect(await lots()).toEqual([
    { product: 'R-ALT', lot: '1', nameZh: 'ALT 试剂', usedFrom: '2024-05-10' },
    { product: 'R-ALT', lot: '9', nameZh: 'ALT 试剂', usedFrom: null },
  ]);
  const searched = await get<LotRecallsResponse>(`${ROOT}?institution=H1&lot=r-alt%209`, await lab());
  expect(searched.body.lots.map(({ lot }) => lot)).toEqual(['9']);
  const { status, body } = await post<LotRecalled>(ROOT, await lab(), entry);
  expect((await lots()).map(({ lot }) => lot)).toEqual(['9']);
  expect([status, body.counts]).toEqual([201, expect.objectContaining({ open: body.counts.results, asIs: 0 })]);
  const reagents = await get<ReagentsResponse>('laboratory/resources/reagents', await lab());
  expect(reagents.body.uses).toMatchObject([{ lot: '1', faults: ['recalled'] }]);
});

test('lists what names the lot or came from its systems in the time that is concerned, and nothing else', async () => {
  const found = await standings();
  expect(Object.entries(found).filter(([number]) => number.startsWith('RC-'))).toEqual([
    ['RC-4', ['open', true]],
    ['RC-2', ['open', false]],
    ['RC-1', ['open', true]],
  ]);
  expect(await stages()).toMatchObject({ stop: 'running', review: 'running', confirm: 'waiting' });
  // What they say is read by who reviews them at the own institution alone, and audited for each person.
  const saying = async (who: Promise<Record<string, string>>) => [
    ...new Set((await recall(who)).results.map(({ value, unit }) => [value, unit].join(' '))),
  ];
  const looks = sql`select count(*)::int as n from audit_event where action = 'resource:read' and person_id is not null`;
  const before = single(await region.db.query<{ n: number }>(looks)).n;
  expect([await saying(quality()), await saying(commission())]).toEqual([['31 U/L'], [' ']]);
  expect(single(await region.db.query<{ n: number }>(looks)).n).toBe(before + 1);
  expect((await recall(commission())).recall).toMatchObject({ notice: NOTICE.notice, systems: 1 });
  expect((await get(`${ROOT}/results?institution=H1&product=R-ALT&lot=1`, await other())).status).toBe(404);
});

test('a notice that says more concerns more results, and its earlier version stays', async () => {
  expect((await post(ROOT, await lab(), { ...OF, ...NOTICE, usedFrom: '2024-05-11' })).status).toBe(201);
  expect(await standings()).toMatchObject({ 'RC-0': ['open', true] });
  const versions = await region.db.query<{ n: number }>(
    sql`select count(*)::int as n from register_entry where register = 'lot-recall'`,
  );
  expect(versions[0]?.n).toBe(2);
  const { body } = await get<LoopResponse>(`loops/${String(await loop())}`, await lab());
  expect(JSON.stringify(body.records)).toContain('2024-05-11');
});

test('each result is released as is, for a reason, or is corrected or withdrawn by its own report', async () => {
  expect((await post(`${ROOT}/review`, await lab(), OF)).status).toBe(422);
  const { results } = await recall();
  const idOf = (number: string) => results.find((one) => one.report === number)?.id ?? '';
  const decision = { ...OF, results: [idOf('RC-1')], reason: '留样复测一致' };
  expect((await post(`${ROOT}/decisions`, await other(), decision)).status).toBe(404);
  expect((await post(`${ROOT}/decisions`, await lab(), { ...decision, reason: ' ' })).status).toBe(400);
  expect((await post(`${ROOT}/decisions`, await lab(), decision)).status).toBe(200);
  expect(
    (await report({ number: 'RC-4', day: '2024-05-16', lots: ['R-ALT|0'], value: 44, status: 'corrected' })).statusCode,
  ).toBe(200);
  expect((await report({ number: 'RC-2', day: '2024-05-15', status: 'entered-in-error' })).statusCode).toBe(200);
  expect(await standings()).toMatchObject({
    ...{ 'RC-1': ['as-is', true], 'RC-4': ['corrected', true], 'RC-2': ['withdrawn', false], 'RC-0': ['open', true] },
  });
  // What was looked at is that version: once it changes, its record says how it stands.
  expect(
    (await report({ number: 'RC-1', day: '2024-05-14', lots: ['R-ALT|1'], value: 35, status: 'corrected' })).statusCode,
  ).toBe(200);
  expect(await standings()).toMatchObject({ 'RC-1': ['corrected', true] });
});

test('the review ends once nothing is open, and another person agrees or sends it back', async () => {
  expect((await post(`${ROOT}/decisions`, await lab(), { ...OF, reason: '低值未受影响' })).status).toBe(200);
  // Its evidence is the list, so that nobody says it elsewhere.
  const said = { results: 1, asIs: 1, corrected: 0, withdrawn: 0 };
  expect((await act('review', 'reviewed', said, lab())).status).toBe(422);
  const ended = await post<LotRecalled>(`${ROOT}/review`, await colleague(), OF);
  expect([ended.status, ended.body.counts]).toEqual([
    200,
    expect.objectContaining({ open: 0, corrected: 2, withdrawn: 1 }),
  ]);
  expect((await post(`${ROOT}/decisions`, await lab(), { ...OF, reason: 'x' })).status).toBe(409);
  expect(await stages()).toMatchObject({ review: 'met', stop: 'running', confirm: 'waiting' });
  const stopped = { stoppedOn: '2024-05-20', measures: '封存并退货' };
  expect((await act('stop', 'stopped', stopped, colleague())).status).toBe(200);
  // Neither who ended the review agrees, nor who decided on a result.
  for (const who of [colleague, lab])
    expect((await act('confirm', 'agreed', { conclusion: '同意' }, who())).status).toBe(422);
  expect((await act('confirm', 'returned', { reason: '补充复测数据' }, quality())).status).toBe(200);
  expect(await stages()).toMatchObject({ review: 'running' });
  expect((await post(`${ROOT}/review`, await lab(), OF)).status).toBe(200);
  expect((await act('confirm', 'agreed', { conclusion: '同意' }, quality())).status).toBe(200);
  expect((await recall()).recall.loop?.status).toBe('closed');
});

test('what comes later and is concerned opens the review again', async () => {
  expect((await report({ number: 'RC-5', day: '2024-05-20', lots: ['R-ALT|1'] })).statusCode).toBe(200);
  expect((await report({ number: 'RC-5A', day: '2024-05-20' })).statusCode).toBe(200);
  // A look at what was stored since they came finds nothing, one at what was stored since then finds them.
  const now = region.clock.now();
  await raiseRecalls(region.deps, (now + 1) as typeof now);
  expect(await standings()).not.toHaveProperty('RC-5');
  await raiseRecalls(region.deps, now);
  expect(await standings()).toMatchObject({ 'RC-5A': ['open', false] });
  expect((await report({ number: 'RC-5A', day: '2024-05-20', status: 'entered-in-error' })).statusCode).toBe(200);
  expect(await standings()).toMatchObject({ 'RC-5': ['open', true] });
  const { body } = await get<LotRecallsResponse>(`${ROOT}?institution=H1`, await commission());
  expect(body.recalls).toMatchObject([
    { lot: '1', loop: { status: 'open' }, counts: { open: 1, corrected: 2, withdrawn: 2 } },
  ]);
  expect(await stages()).toMatchObject({ review: 'running' });
});

test('results that are listed while the review is being ended are decided on first, or ask for it again', async () => {
  expect((await post(`${ROOT}/decisions`, await lab(), { ...OF, reason: '留样复测一致' })).status).toBe(200);
  expect((await report({ number: 'RC-6', day: '2024-05-20', lots: ['R-ALT|1'] })).statusCode).toBe(200);
  const [ended] = await Promise.all([post(`${ROOT}/review`, await colleague(), OF), raiseRecalls(region.deps)]);
  await raiseRecalls(region.deps);
  expect([200, 422]).toContain(ended.status);
  expect((await recall()).recall.counts.open).toBe(1);
  expect(await stages()).toMatchObject({ review: 'running' });
});

test('a notice whose day cannot be is refused by the day, and nothing of it is recorded', async () => {
  const field = async (change: object) => {
    const { status, body } = await post<{ errors?: { path: string }[] }>(ROOT, await lab(), {
      ...{ ...OF, lot: '9', ...NOTICE },
      ...change,
    });
    return [status, body.errors?.map(({ path }) => path)];
  };
  expect(await field({ noticedOn: '2024-05-21' })).toEqual([422, ['body.noticedOn']]);
  expect(await field({ noticedOn: '2024-02-30' })).toEqual([400, ['body.noticedOn']]);
  expect(await field({ usedFrom: '0204-05-12' })).toEqual([400, ['body.usedFrom']]);
  expect(await field({ usedTo: '9999-12-31' })).toEqual([400, ['body.usedTo']]);
  const { body } = await get<LotRecallsResponse>(`${ROOT}?institution=H1`, await lab());
  expect(body.recalls).toHaveLength(1);
});

test('a recall that the register holds no more is owed no more; entered anew it is owed again, with what was done', async () => {
  const last = async () => {
    const rows = await region.db.query<{ status: string }>(
      sql`select status from loop where definition = 'reagent/recall'`,
    );
    return rows.map(({ status }) => status);
  };
  const id = await loop();
  const withdrawn = await post('registers/lot-recall/entries', await lab(), {
    ...{ action: 'withdraw', key: 'H1|R-ALT|1', from: '2024-05-20', note: '厂家撤销通知' },
  });
  expect(withdrawn.status).toBe(200);
  await Promise.all([raiseRecalls(region.deps), raiseRecalls(region.deps)]);
  expect(await last()).toEqual(['void']);
  await raiseRecalls(region.deps);
  const { body } = await get<LoopResponse>(`loops/${String(id)}`, await lab());
  expect(body.records.filter(({ kind }) => kind === 'withdrawn')).toHaveLength(1);
  expect((await post(`${ROOT}/decisions`, await lab(), { ...OF, reason: '维持' })).status).toBe(404);
  expect((await post(ROOT, await lab(), { ...OF, ...NOTICE })).status).toBe(201);
  expect(await last()).toEqual(['open']);
  expect(await stages()).toMatchObject({ stop: 'met', review: 'running' });
});

test('a line is remarked that names a lot in another form, or one that had expired or was recalled', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const remarks = async (line: Line) => {
    expect((await report(line)).statusCode).toBe(200);
    const rows = await region.db.query<{ warnings: readonly string[] }>(
      sql`select warnings from result where report_no = ${line.number} and item = 'ALT' and current`,
    );
    return rows[0]?.warnings.filter((warning) => warning.startsWith('lot-'));
  };
  const own = (url: string, valueString: string) => ({ extension: [{ url, valueString }] });
  const day = '2024-05-21';
  expect(await remarks({ number: 'LR-1', day, lots: ['R-ALT|1'] })).toEqual(['lot-unfit']);
  expect(await remarks({ number: 'LR-2', day, lots: ['R-ALT|9'] })).toEqual(['lot-unfit']);
  expect(await remarks({ number: 'LR-3', day, lots: ['R-ALT|8'] })).toEqual([]);
  expect(await remarks({ number: 'LR-4', day, lots: ['R-ALT 8'] })).toEqual(['lot-unread']);
  expect(await remarks({ number: 'LR-5', day, ...own('http://lis.example/reagent-lot', '8') })).toEqual(['lot-unread']);
  expect(await remarks({ number: 'LR-6', day, ...own('http://lis.example/priority', '8') })).toEqual([]);
});

test('recalls are listed page by page, and no more lots to choose from than fit on one', async () => {
  const many = Array.from({ length: 60 }, (_, index) => `M-${String(index + 100)}`);
  const lot = { product: 'R-MANY', kind: 'reagent', nameZh: '多批试剂', receivedOn: '2024-01-02', registration: 'Z1' };
  await put(
    'reagent-lot',
    many.map((code) => ({ ...lot, lot: code, acceptedOn: '2024-01-03', expiresOn: '2024-12-31' })),
  );
  const page = async (query: string) =>
    (await get<LotRecallsResponse>(`${ROOT}?institution=H1${query}`, await lab())).body;
  expect((await page('')).lots).toHaveLength(50);
  expect((await page('&lot=M-159')).lots.map(({ lot: code }) => code)).toEqual(['M-159']);
  const before = (await page('')).total;
  await put(
    'lot-recall',
    many.map((code) => ({ product: 'R-MANY', lot: code, ...NOTICE, usedTo: null })),
    '2024-05-20',
  );
  const [first, second] = [await page(''), await page('&page=2')];
  expect([first.total, first.page, first.pageSize, first.recalls.length]).toEqual([before + 60, 1, 40, 40]);
  const shown = [...first.recalls, ...second.recalls].map(({ product, lot: code }) => `${product} ${code}`);
  expect([new Set(shown).size, second.recalls.length]).toEqual([before + 60, before + 20]);
});
