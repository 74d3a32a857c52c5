/** On what ground a physician reads what other hospitals recorded, and what a person objects and consents to, everywhere. */
import type {
  AuditResponse,
  BreakGlassListResponse,
  CheckResponse,
  ExplainResponse,
  LoopsResponse,
  ReportChangesResponse,
  PersonResultsResponse,
  PersonSearchResponse,
  PrintResponse,
  RevealResponse,
  StatisticsCasesResponse,
  SystemNoticesResponse,
  WishesResponse,
  WishView,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, item, NOW, sharedRegion, storeEncounter } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, place, post } = requestsTo(region);
const office = () => region.as('quality-office', { institution: 'H2' });

beforeAll(async () => {
  await importTyped(region.deps, 'test', 'item', [item('HIVAB', 'HIV抗体', '30.00', { sensitive: 'hiv' })]);
});

const seen = async (handle: string, headers = region.doctor) => {
  const { body } = await get<PersonResultsResponse>(`persons/${handle}/results`, headers);
  return { items: body.results.map((r) => r.item?.code ?? null).sort(), person: body.person };
};

const wish = async (number: string, change: object, headers?: Record<string, string>) =>
  post<WishView>('wishes', headers ?? (await office()), {
    identifier: number,
    kind: 'objection',
    scope: 'all',
    speaker: 'self',
    reference: 'P-1',
    ...change,
  });

describe('a physician', () => {
  test('reads own results only without encounter, order or question, and is told why', async () => {
    const { id, handle, number } = await region.person([]);
    await region.result(id, { reportId: `rep-${String(id)}` });
    await region.result(id, { institution: 'H2', item: 'K' });
    const { items, person } = await seen(handle);
    expect(items).toEqual(['K']);
    expect(person).toMatchObject({
      results: 1,
      institutions: 1,
      access: { others: false, reason: { code: 'NO_RELATION' }, glassUntil: null },
    });
    expect((await check(handle, ['ALT'])).items[0]).toMatchObject({ class: null, candidates: [] });
    expect((await get(`recognition/reports/rep-${String(id)}`, region.doctor)).status).toBe(404);
    const found = await post<PersonSearchResponse>('persons/search', region.doctor, { q: number });
    expect(found.body.persons).toMatchObject([{ results: 1, institutions: 1 }]);
  });

  test.each([
    ['an open encounter', {}, true],
    [
      'one that ended lately',
      { status: 'finished', start: '2024-03-01T08:00+08:00', end: '2024-05-01T08:00+08:00' },
      true,
    ],
    ['one of long ago', { status: 'finished', start: '2024-03-01T08:00+08:00', end: '2024-04-01T08:00+08:00' }, false],
    ['one that was cancelled', { status: 'cancelled' }, false],
  ])('reads by the period of %s', async (_, encounter, reads) => {
    const { id, handle } = await region.person([]);
    await region.result(id);
    await storeEncounter(region.db, id, 'H2', encounter);
    expect((await seen(handle)).items).toEqual(reads ? ['ALT'] : []);
    expect((await seen(handle, region.otherDoctor)).items).toEqual([]);
  });

  test('reads after the system of the hospital asked, because that states the encounter; a glance does too', async () => {
    const patient = (number: string) => ({
      resourceType: 'Patient',
      id: 'p',
      identifier: [{ system: 'urn:fujie:id:resident-id', value: number }],
    });
    const asked = await region.person([]);
    await region.result(asked.id);
    await check(asked.handle, ['ALT'], { id: 'E-S' }, region.system);
    expect((await seen(asked.handle)).person.access).toMatchObject({ others: true, reason: { code: 'RELATION' } });
    const looked = await region.person([]);
    await region.result(looked.id);
    const glance = await region.app.inject({
      method: 'POST',
      url: '/cds-services/recognition-view',
      headers: region.system,
      payload: {
        hook: 'patient-view',
        hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
        context: { userId: 'Practitioner/D2', patientId: 'p', encounterId: 'e9' },
        prefetch: { patient: patient(looked.number) },
      },
    });
    expect(glance.statusCode).toBe(200);
    expect((await seen(looked.handle)).items).toEqual(['ALT']);
    const kept = await region.db.query(
      sql`select institution, encounter, practitioner from encounter_statement where person_id = ${looked.id}`,
    );
    expect(kept).toEqual([{ institution: 'H2', encounter: 'e9', practitioner: 'D2' }]);
  });

  test('asking on a page is no ground for asking again', async () => {
    const { id, handle } = await region.person([]);
    await region.result(id);
    for (let i = 0; i < 2; i++) expect((await check(handle, ['ALT'])).items[0]?.candidates).toEqual([]);
  });
});

describe('a broken glass', () => {
  test('opens for its time and one physician, is reviewed, and the person is told', async () => {
    const { id, handle } = await region.person([]);
    await region.result(id);
    const other = await region.as('doctor', { institution: 'H2', practitioner: 'N2' });
    expect(
      (await post(`persons/${handle}/break-glass`, region.doctor, { code: 'unregistered', note: ' ' })).status,
    ).toBe(400);
    const broken = await post(`persons/${handle}/break-glass`, region.doctor, {
      code: 'unregistered',
      note: '登记未到',
    });
    expect(broken).toMatchObject({
      status: 201,
      body: { until: '2024-05-20T10:00:00+08:00', reviewDue: '2024-05-27' },
    });
    expect((await seen(handle)).person.access).toMatchObject({
      others: true,
      reason: { code: 'BREAK_GLASS' },
      glassUntil: '2024-05-20T10:00:00+08:00',
    });
    expect((await seen(handle, other)).items).toEqual([]);
    const told = await region.db.query(sql`select kind, institution from person_entry where person_id = ${id}`);
    expect(told).toEqual([{ kind: 'break-glass', institution: 'H2' }]);

    const list = async () => (await get<BreakGlassListResponse>('break-glass', await office())).body;
    const entry = (await list()).entries.find((known) => known.note === '登记未到');
    expect(entry).toMatchObject({ nameMasked: '张*明', practitionerName: '李医生', review: null, overdue: false });
    const review = async (headers: Record<string, string>) =>
      (await post(`break-glass/${String(entry?.id)}/review`, headers, { verdict: 'justified', note: '属实' })).status;
    // The review is owed by its day, and the head of the hospital is told of one that nobody did (18#02).
    const owed = async () =>
      (await get<LoopsResponse>('loops?view=all&definition=access/break-glass', await office())).body.loops;
    const [loop] = await owed();
    expect([loop?.status, loop?.dueAt?.slice(0, 10), loop?.title.zh]).toEqual([
      ...['open', '2024-05-27', '紧急调阅复核：2024-05-20 09:00'],
    ]);
    const body = { key: 'r', stage: 'review', outcome: 'justified', fields: { note: '属实' } };
    expect((await post(`loops/${String(loop?.id)}/acts`, await office(), body)).status).toBe(422);
    region.clock.set(at('2024-05-28T00:00:01+08:00'));
    while ((await settleDue(region.deps)) > 0);
    const warned = await region.db.query<{ to_role: string }>(
      sql`select to_role from loop_alert where loop_id = ${loop?.id ?? 0} and percent = 100`,
    );
    expect(warned).toEqual([{ to_role: 'hospital-head' }]);
    region.clock.set(at(NOW));
    expect(await review(await region.as('quality-office', { institution: 'H3' }))).toBe(404);
    expect(await review(await office())).toBe(204);
    expect((await owed()).map(({ status }) => status)).toEqual(['closed']);
    expect(await review(await office())).toBe(409);
    expect((await list()).entries.find((known) => known.id === entry?.id)?.review).toMatchObject({
      verdict: 'justified',
    });
    region.clock.set(at('2024-05-20T10:00+08:00'));
    expect((await seen(handle)).items).toEqual([]);
    region.clock.set(at(NOW));
  });
});

describe('an objection', () => {
  test('to all is honoured in decisions, pages, reports, notices and cases, and tells nothing', async () => {
    const { id, handle, number } = await region.person();
    const result = await region.result(id, { reportId: `rep-${String(id)}` });
    const accepted = await check(handle, ['ALT'], { id: 'E1' }, region.system);
    await act(accepted.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
    const open = await check(handle, ['ALT'], { id: 'E2' });
    expect((await wish(number, {})).status).toBe(201);

    const never = await region.person();
    const nothing = (answer: CheckResponse) => ({ ...answer, decision: '', person: '', savable: null });
    const withheld = await check(handle, ['ALT'], { id: 'E3' }, region.system);
    expect(nothing(withheld)).toEqual(nothing(await check(never.handle, ['ALT'], { id: 'E3' }, region.system)));
    expect((await act(open.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }])).status).toBe(409);
    expect(await seen(handle)).toMatchObject({ items: [], person: { results: 0, institutions: 0 } });
    for (const headers of [region.doctor, region.system])
      expect((await get(`recognition/reports/rep-${String(id)}`, headers)).status).toBe(404);
    const explained = await get<ExplainResponse>(`recognition/explain/${accepted.decision}?item=ALT`, region.doctor);
    expect(explained.body).toMatchObject({
      candidates: [{ candidate: { class: 'MUST', result: { value: null, reportNumber: null } } }],
      acts: [{ chartText: null }],
    });
    await region.db.tx((tx) =>
      region.deps.events.emit(tx, 'results-recorded', {
        personId: id,
        institution: 'H1',
        changed: [{ id: result, change: 'corrected' }],
      }),
    );
    const { changes } = (await get<ReportChangesResponse>('report-changes', region.doctor)).body;
    const told = changes.find((one) => one.decision === accepted.decision);
    expect(told).toMatchObject({ change: 'corrected', item: null, issuer: null, report: null });
    const fetched = await get<SystemNoticesResponse>('recognition/notices', region.system);
    expect(fetched.body.notices.find((one) => one.loop === told?.loop)?.text.zh).toBe(
      '您已使用的一项结果已被更正，请与患者核实。',
    );
    const cases = await get<StatisticsCasesResponse>(
      'statistics/recognition/cases?from=2024-05-01&to=2024-05-31&by=item&key=ALT&measure=opportunities',
      await office(),
    );
    expect(cases.body.cases.filter((known) => known.decision === accepted.decision)).toMatchObject([{ person: null }]);
    await place(id, ['ALT'], 'E4');
    const overlooked = await region.db.query(
      sql`select 1 from recognition_act where person_id = ${id} and choice = 'OVERLOOKED' and encounter = 'E4'`,
    );
    expect(overlooked).toEqual([]);
  });

  test('to an institution withholds what it issued, until it is lifted; the record stays', async () => {
    const { id, handle, number } = await region.person();
    await region.result(id);
    await region.result(id, { institution: 'H3', item: 'K' });
    const recorded = await wish(number, { scope: 'institution', institution: 'H1' });
    expect((await seen(handle)).items).toEqual(['K']);
    const lift = (headers: Record<string, string>, from: string) =>
      post(`wishes/${String(recorded.body.id)}/lift`, headers, { from, reference: 'P-2' });
    expect((await lift(await region.as('quality-office', { institution: 'H3' }), '2024-05-20')).status).toBe(404);
    expect((await lift(await office(), '2024-05-01')).status).toBe(400);
    expect((await lift(await office(), '2024-05-20')).status).toBe(204);
    expect((await seen(handle)).items).toEqual(['ALT', 'K']);
    const onRecord = await post<WishesResponse>('wishes/search', await office(), { identifier: number });
    expect(onRecord.body.wishes).toMatchObject([
      { kind: 'objection', to: '2024-05-20', standing: false, reference: 'P-1' },
    ]);
    await expect(region.db.query(sql`update person_wish set scope = 'all'`)).rejects.toMatchObject({ code: '42501' });
  });

  test('is recorded for a patient of the own institution only, and with everything it needs', async () => {
    const { number } = await region.person([]);
    expect((await wish(number, {})).status).toBe(404);
    const own = await region.person();
    expect((await wish(own.number, { scope: 'institution' })).status).toBe(400);
    expect((await wish(own.number, { scope: 'class' })).status).toBe(400);
    expect((await wish(own.number, { from: '2024-02-30' })).status).toBe(400);
    expect((await wish(own.number, {}, region.doctor)).status).toBe(403);
  });
});

describe('a sensitive class', () => {
  test('of another institution needs consent; its own physicians read it without', async () => {
    const { id, handle, number } = await region.person();
    await region.result(id, { item: 'HIVAB', marks: [] });
    await region.result(id, { item: 'HIVAB', institution: 'H2', marks: [] });
    const asked = async () =>
      (await check(handle, ['HIVAB'], { id: 'E1' }, region.system)).items[0]?.candidates.map(
        (c) => c.result.institution.code,
      );
    expect(await asked()).toEqual(['H2']);
    expect((await seen(handle)).items).toEqual(['HIVAB']);
    expect((await wish(number, { kind: 'consent', scope: 'class', sensitiveClass: 'hiv' })).status).toBe(201);
    expect((await asked())?.sort()).toEqual(['H1', 'H2']);
    expect((await seen(handle)).items).toEqual(['HIVAB', 'HIVAB']);
  });

  test('is shown without consent while a life is in danger, and only then', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: 'HIVAB', marks: [] });
    const asked = async (encounter: object) =>
      (await check(handle, ['HIVAB'], encounter, region.system)).items[0]?.candidates.length;
    expect(await asked({ id: 'E1', class: 'emergency' })).toBe(0);
    expect(await asked({ id: 'E1', class: 'emergency', rescue: true })).toBe(1);
    await post(`persons/${handle}/break-glass`, region.doctor, { code: 'emergency', note: '昏迷' });
    expect((await seen(handle)).items).toEqual(['HIVAB']);
  });

  test('may hide behind a code that nobody knows: what is unmapped of others is withheld', async () => {
    const { id, handle } = await region.person();
    await region.result(id, { item: null as never });
    await region.result(id, { item: null as never, institution: 'H2' });
    expect((await seen(handle)).items).toEqual([null]);
  });

  test('of a child is opened by the guardian, who is named', async () => {
    const { id, number } = await region.person();
    await region.asOwner(sql`update person set birth_on = '2015-01-01' where id = ${id}`);
    const consent = { kind: 'consent', scope: 'all' };
    expect(await wish(number, consent)).toMatchObject({ status: 422, body: { errors: [{ code: 'GUARDIAN_NEEDED' }] } });
    const given = await wish(number, {
      ...consent,
      speaker: 'guardian',
      guardianName: '张大明',
      guardianRelation: '父亲',
    });
    expect(given).toMatchObject({ status: 201, body: { speaker: 'guardian', guardianName: '张大明' } });
  });
});

describe('what is masked', () => {
  test('is revealed field by field to whoever has the relation, each on record', async () => {
    const { id, handle } = await region.person();
    const reveal = (field: string, headers = region.doctor) =>
      post<RevealResponse>(`persons/${handle}/reveal`, headers, { field });
    expect((await reveal('name')).body).toEqual({ field: 'name', value: '张小明' });
    expect((await reveal('phone')).body).toEqual({ field: 'phone', value: null });
    const stranger = await region.person([]);
    expect((await post(`persons/${stranger.handle}/reveal`, region.doctor, { field: 'name' })).status).toBe(403);
    const audited = await region.db.query(
      sql`select outcome, detail ->> 'field' as field from audit_event where action = 'person:reveal' and person_id in (${id}, ${stranger.id}) order by id`,
    );
    expect(audited).toEqual([
      { outcome: 'done', field: 'name' },
      { outcome: 'done', field: 'phone' },
      { outcome: 'refused', field: 'name' },
    ]);
  });
});

describe('a print', () => {
  test('of a page with a person is on record before it happens, under the number that the paper carries', async () => {
    const { id, handle } = await region.person(['H2']);
    await region.result(id, { reportId: `print-${String(id)}` });
    const announce = (body: object, headers = region.doctor) => post<PrintResponse>('prints', headers, body);
    const page = await announce({ person: handle });
    const report = await announce({ report: `print-${String(id)}` });
    expect([page.status, report.status]).toEqual([201, 201]);
    const auditor = await region.as('audit-admin');
    for (const [{ entry }, subject] of [
      [page.body, null],
      [report.body, `print-${String(id)}`],
    ] as const) {
      const found = await get<AuditResponse>(`audit/events?id=${String(entry)}`, auditor);
      expect(found.body.entries).toMatchObject([{ id: entry, action: 'page:print', person: handle, subject }]);
    }
    expect((await announce({ report: 'nobody' })).status).toBe(404);
    // What may be opened may be printed, however long its id.
    for (const [length, status] of [
      [64, 404],
      [65, 400],
    ] as const) {
      const report = 'r'.repeat(length);
      expect([
        (await announce({ report })).status,
        (await get(`recognition/reports/${report}`, region.doctor)).status,
      ]).toEqual([status, status]);
    }
    // Nobody has a paper numbered for what they may not read, nor learns that there is such a report.
    expect((await announce({ report: `print-${String(id)}` }, region.otherDoctor)).status).toBe(404);
    expect((await announce({})).status).toBe(400);
    expect((await announce({ person: handle }, await office())).status).toBe(403);
  });
});
