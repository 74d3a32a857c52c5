/**
 * Every route × every role × records of the own and of another institution, compared with the policy. A route that has no entry
 * here fails; so does an answer that shows, or a request that changes, what is another's (henan-2025.mq.19#02 and #07).
 */
import { beforeAll, describe, expect, it } from 'vitest';

import { openPatientSession } from '../src/platform/auth/patient-sessions.query.ts';
import type { Permission, Role } from '../src/platform/auth/permissions.ts';
import { PERMISSIONS, reachOf, ROLES } from '../src/platform/auth/permissions.ts';
import { institutionsOf } from '../src/platform/auth/scope.ts';
import { raw, single, sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { patientCookie } from '../src/platform/http/server.ts';
import type { Call, Records } from './authorisation-calls.ts';
import { OTHER, OWN } from './authorisation-calls.ts';
import { MATRIX } from './authorisation-routes.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
/** Ends the session with which the other routes are tried; its own test is that of sessions. */
const LAST = ['DELETE /api/v1/session', 'DELETE /api/v1/my/session'];

const TABLES = [
  'document',
  'resource',
  'result',
  'report_key',
  'quarantine',
  'decision',
  'recognition_act',
  'break_glass',
  'break_glass_review',
  'person_wish',
  'person_wish_lift',
  'person_entry',
  'patient_link',
  'guardianship',
  'guardianship_end',
  'correction_request',
  'correction_answer',
  'adverse_event',
  'adverse_event_reporter',
  'adverse_event_detection',
];

let own: Records;
let other: Records;

async function recordsOf(institution: string, sequence: number): Promise<Records> {
  const send = sender(region, institution);
  const headers = await region.as('system', { institution, username: `system-${institution}` });
  const patient = `MRN-${institution}`;
  const sent = await send(
    'POST',
    '/fhir',
    reportOf({ institution, number: `REPORT-${institution}`, mrn: patient, sequence, sending: String(sequence) }),
  );
  expect(sent.statusCode).toBe(200);
  const refused = await send('POST', '/fhir', `BROKEN-${institution}`);
  const { person_id, public_id } = single(
    await region.db.query<{ person_id: number; public_id: string }>(sql`
      select person_id, id as public_id from resource where type = 'Patient' and institution = ${institution}`),
  );
  const report = single(
    await region.db.query<{ id: string }>(
      sql`select id from resource where type = 'DiagnosticReport' and institution = ${institution}`,
    ),
  );
  const person = region.deps.seal.handleOf(person_id);
  await region.result(person_id, { institution: 'H1', reportId: `FROM-H1-${institution}` });
  const check = await region.app.inject({
    method: 'POST',
    url: '/api/v1/recognition/check',
    headers,
    payload: { patient: { person }, items: [{ item: 'ALT' }], encounter: { id: `VISIT-${institution}` } },
  });
  const { decision } = check.json<{ decision: string }>();
  await region.db.query(sql`
      insert into report_reliance (unit, practitioner, person_id, issuer, result_id, item, decision_id, basis, change, changed_at)
      values (${institution}, ${institution.replace('H', 'D')}, ${person_id}, 'H1', ${`NOTICE-${institution}`}, 'ALT', ${decision},
        'accepted', 'corrected', '2024-05-20T08:00:00+08:00')`);
  const { glass, wish, link, guardianship, correction } = single(
    await region.db.query<Record<'glass' | 'wish' | 'link' | 'guardianship' | 'correction', number>>(sql`
      with broken as (
        insert into break_glass (person_id, institution, practitioner, actor, code, note, from_at, until_at, review_due)
        values (${person_id}, ${institution}, 'X9', 'test', 'other', ${`GLASS-${institution}`}, now(), now() + interval '1 hour', '2024-05-27')
        returning id),
      wished as (
        insert into person_wish (person_id, kind, scope, from_day, speaker, channel, reference, institution, recorded_at, recorded_by)
        values (${person_id}, 'consent', 'all', '2024-05-01', 'self', 'paper', ${`WISH-${institution}`}, ${institution}, '2024-05-01', 'test')
        returning id),
      linked as (
        insert into patient_link (person_id, institution, token_hash, issued_at, issued_by, expires_at)
        values (${person_id}, ${institution}, ${Buffer.from(institution)}, now(), 'test', now()) returning id),
      guarded as (
        insert into guardianship (person_id, guardian_id, relation, reference, institution, from_day, recorded_at, recorded_by)
        values (${person_id}, 0, '母亲', ${`GUARDIAN-${institution}`}, ${institution}, '2024-05-01', '2024-05-01', 'test') returning id),
      asked as (
        insert into correction_request (person_id, institution, wrong, wanted, due_on, asked_at, asked_by)
        values (${person_id}, ${institution}, ${sealed(`WRONG-${institution}`)}, ${sealed('x')}, '2024-06-01', '2024-05-01', 'test') returning id)
      select broken.id as glass, wished.id as wish, linked.id as link, guarded.id as guardianship, asked.id as correction
        from broken, wished, linked, guarded, asked`),
  );
  const loop = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      definition: 'critical-value/inpatient',
      subject: `LOOP-${institution}`,
      unit: institution,
      department: 'INT',
      personId: person_id,
      occurredAt: region.clock.now(),
      by: { id: 'test', name: 'test', role: 'system' },
      facts: { titleZh: `LOOP-${institution}` },
    }),
  );
  const { meeting } = single(
    await region.db.query<{ meeting: number }>(sql`
      with held as (
        insert into quality_meeting (institution, loop_id, kind, department, period, entered_at)
        values (${institution}, ${loop?.id}, 'department', 'INT', '2024-05', now()) returning id),
      said as (
        insert into quality_meeting_version (institution, meeting_id, version, held_at, present, members, quorate, content, entered_by, entered_name, entered_at)
        select ${institution}, id, 1, '2024-05-20', 1, 1, true, ${sealed(JSON.stringify({ chair: 'D2', present: [], agenda: [], minutes: `MEETING-${institution}`, decisions: [] }))}, 'test', 'test', now() from held)
      select id as meeting from held`),
  );
  await region.db.query(sql`
    with written as (
      insert into quality_journal (institution, month, version, content, figures, edited_by, edited_name, edited_at)
      values (${institution}, '2024-04', 1, ${sealed(JSON.stringify([{ block: 'other', heading: 'x', text: `JOURNAL-${institution}` }]))},
        '{"figures":[],"charts":[],"departmentsWithout":[]}', 'test', 'test', now()) returning institution)
    insert into quality_journal_step (institution, month, version, step, by_id, by_name, at)
    select institution, '2024-04', 1, 'published', 'test', 'test', now() from written`);
  const whistle = await region.as('laboratory', { username: `WHISTLE-${institution}`, institution });
  const reported = await region.app.inject({
    method: 'POST',
    url: '/api/v1/adverse-events',
    headers: whistle,
    payload: {
      what: `EVENT-${institution}`,
      class: 'procedure',
      harm: 'none',
      occurredAt: '2024-05-20T08:00+08:00',
      department: 'INT',
      anonymous: false,
    },
  });
  const { event } = reported.json<{ event: number }>();
  const { unsealing } = single(
    await region.db.query<{ unsealing: number }>(sql`
      insert into adverse_event_unsealing (event_id, ground, asked_at, asked_by) values (${event}, 'test', now(), 'somebody')
      returning id as unsealing`),
  );
  return {
    institution,
    loop: String(loop?.id),
    meeting: String(meeting),
    person,
    patient: public_id,
    report: report.id,
    decision,
    quarantined: String(refused.headers['x-fujie-quarantine']),
    glass: String(glass),
    wish: String(wish),
    link: String(link),
    guardianship: String(guardianship),
    correction: String(correction),
    event: String(event),
    unsealing: String(unsealing),
    marks: [
      patient,
      `REPORT-${institution}`,
      `BROKEN-${institution}`,
      `VISIT-${institution}`,
      person,
      decision,
      `NOTICE-${institution}`,
      `GLASS-${institution}`,
      `WISH-${institution}`,
      `GUARDIAN-${institution}`,
      `WRONG-${institution}`,
      `LOOP-${institution}`,
      `EVENT-${institution}`,
      `MEETING-${institution}`,
      `JOURNAL-${institution}`,
    ],
  };
}

beforeAll(async () => {
  own = await recordsOf(OWN, 700);
  other = await recordsOf(OTHER, 702);
});

const REGIONAL: readonly Role[] = ['commission', 'qc-centre'];
const BOUND: readonly Role[] = [
  'doctor',
  'nurse',
  'department-head',
  'laboratory',
  'quality-office',
  'hospital-head',
  'system',
];

async function headersOf(role: Role): Promise<Record<string, string>> {
  if (role === 'patient') {
    const person = region.deps.seal.personOf(own.person) ?? 0;
    const { token } = await openPatientSession(region.db, person, region.clock.now(), 20);
    return { cookie: `${patientCookie(region.deps.config)}=${token}` };
  }
  if (REGIONAL.includes(role)) return region.as(role, { region: '1401' });
  if (!BOUND.includes(role)) return region.as(role);
  return region.as(role, { institution: OWN, ...(role === 'doctor' ? { practitioner: 'D2' } : {}), department: 'INT' });
}

const routes = (): {
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly can: Permission;
}[] =>
  region.app.routeTable
    .map(({ method, url, can }) => ({ key: `${method} ${url.replace(/(?<=.)\/$/, '')}`, method, url, can }))
    .filter(({ key, url }) => !LAST.includes(key) && url !== '/assets/*');

async function ask(
  method: string,
  url: string,
  { params, query, payload, type }: Call,
  headers: Record<string, string>,
) {
  const address = url.replaceAll(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(params?.[name] ?? 'none'));
  const text = payload === undefined ? undefined : typeof payload === 'string' ? payload : JSON.stringify(payload);
  const asked = `${address}?${new URLSearchParams(query).toString()}${text ?? ''}`;
  const answer = await region.app.inject({
    method: method as 'GET',
    url: `${address}?${new URLSearchParams(query).toString()}`,
    headers: { ...headers, ...(text === undefined ? {} : { 'content-type': type ?? 'application/json' }) },
    ...(text === undefined ? {} : { payload: text }),
  });
  return { status: answer.statusCode, body: answer.body, asked: decodeURIComponent(asked) };
}

/** What institution `OTHER` has on record, as a digest of each table. */
async function standOf(institution: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of TABLES) {
    const rows = await region.db.query<{ digest: string }>(sql`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${raw(table)} t where institution = ${institution}`);
    digests[table] = single(rows).digest;
  }
  for (const table of ['loop', 'loop_record', 'loop_alert', 'loop_alert_dismissal', 'report_reliance']) {
    const stand = await region.db.query<{ digest: string }>(sql`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${raw(table)} t where unit = ${institution}`);
    digests[table] = single(stand).digest;
  }
  const rows = await region.db.query<{ digest: string }>(sql`
    select md5(coalesce(string_agg(data::text, '|' order by id), '')) as digest from register_entry where data ->> 'institution' = ${institution}`);
  digests['register_entry'] = single(rows).digest;
  return digests;
}

it('every route has its entry, and no entry is of a route that is gone', () => {
  expect(Object.keys(MATRIX).sort()).toEqual([...new Set(routes().map(({ key }) => key))].sort());
});

it('every permission is asked for by a route or a command, and the scopes of the database reach as far as the policy says', () => {
  const snapshot = region.deps.registers.current();
  for (const [permission, reaches] of Object.entries(PERMISSIONS))
    for (const [role, reach] of Object.entries(reaches) as [Role, string][]) {
      const actor = {
        id: 'x',
        name: 'x',
        role,
        institution: OWN,
        department: null,
        practitioner: null,
        region: '1401',
        from: { kind: 'none', address: null, credential: null },
      } as const;
      const scope = institutionsOf(snapshot, actor);
      if (reach === 'region') expect([permission, role, scope]).toEqual([permission, role, ['H1', 'H2']]);
      else if (reach !== 'platform' && permission !== 'signed-in' && permission !== 'account:own')
        expect([permission, role, scope]).toEqual([permission, role, [OWN]]);
    }
});

/** Who lists accounts and their sessions names each, and says nothing of reports. */
const OF_ACCOUNTS = ['GET /api/v1/accounts', 'GET /api/v1/sessions'];

describe.each(ROLES)('%s', (role) => {
  it('is refused by every route whose permission it lacks, and by no other; none tells it who reported an adverse event', async () => {
    const headers = await headersOf(role);
    for (const { key, method, url, can } of routes()) {
      const { status, body, asked } = await ask(method, url, MATRIX[key]?.(own) ?? {}, headers);
      if (!OF_ACCOUNTS.includes(key)) expect([key, body.includes('WHISTLE-')]).toEqual([key, false]);
      // A wrong password is refused to everyone alike.
      if (key === 'POST /api/v1/session') continue;
      const isAllowed = reachOf(role, can) !== null;
      if (!isAllowed)
        expect([key, status, own.marks.filter((mark) => body.includes(mark) && !asked.includes(mark))]).toEqual([
          ...[key, 403, []],
        ]);
      else {
        expect([key, status]).not.toEqual([key, 401]);
        expect([key, status]).not.toEqual([key, 500]);
      }
    }
  });

  it('is shown nothing, and changes nothing, of an institution beyond its reach', async () => {
    const headers = await headersOf(role);
    const before = await standOf(OTHER);
    for (const { key, method, url, can } of routes()) {
      const reach = reachOf(role, can);
      // Whom an institution treats is decided by the relation, which has tests of its own. Who lacks the permission is refused above, with
      // an answer that shows no record, before anybody looks whose record it is.
      if (reach === 'patients' || reach === null) continue;
      const { status, body, asked } = await ask(method, url, MATRIX[key]?.(other) ?? {}, headers);
      expect([key, status]).not.toEqual([key, 500]);
      const shown = other.marks.filter((mark) => body.includes(mark) && !asked.includes(mark));
      // Administrators of the platform and of its audit see that something happened, and to whom by number, not what it was.
      const isOfPlatform =
        reach === 'platform' && shown.every((mark) => mark === other.person || mark === other.decision);
      if (!isOfPlatform) expect([key, shown]).toEqual([key, []]);
    }
    const after = await standOf(OTHER);
    // The administrator of the platform may load every register, and no record of anybody.
    if (role === 'admin') delete after['register_entry'];
    expect(before).toMatchObject(after);
  });
});

it('the loop of an adverse event tells nobody who reported it, not even whoever handles it', async () => {
  const { loop } = single(
    await region.db.query<{ loop: number }>(sql`select loop_id as loop from adverse_event where id = ${own.event}`),
  );
  for (const role of ROLES) {
    const headers = await headersOf(role);
    const { body: read } = await ask('GET', '/api/v1/loops/:id', { params: { id: String(loop) } }, headers);
    expect([role, read.includes('WHISTLE-')]).toEqual([role, false]);
    if (role === 'quality-office') expect(read).toContain(`EVENT-${OWN}`);
  }
});

it('whoever has a reach is shown what is within it', async () => {
  const seen = async (role: Role, key: string): Promise<string[]> => {
    const route = routes().find((known) => known.key === key);
    const { body } = await ask(route?.method ?? '', route?.url ?? '', MATRIX[key]?.(own) ?? {}, await headersOf(role));
    return own.marks.filter((mark) => body.includes(mark));
  };
  expect(await seen('system', 'GET /fhir/:type/:id/_history')).toContain('MRN-H2');
  expect(await seen('laboratory', 'GET /api/v1/quarantine/:id')).toContain('BROKEN-H2');
  expect(await seen('quality-office', 'GET /api/v1/statistics/recognition/cases')).toContain(own.decision);
  expect(await seen('commission', 'GET /api/v1/statistics/recognition/cases')).toContain(own.decision);
  expect(await seen('doctor', 'GET /api/v1/report-changes')).toContain(own.decision);
  expect(await seen('doctor', 'GET /api/v1/loops/:id')).toContain('LOOP-H2');
  expect(await seen('quality-office', 'GET /api/v1/loops')).toContain('LOOP-H2');
  expect(await seen('quality-office', 'GET /api/v1/corrections')).toContain('WRONG-H2');
  expect(await seen('patient', 'GET /api/v1/my/looks')).toContain('GLASS-H2');
  expect(await seen('qc-centre', 'GET /api/v1/recognition/explain/:decision')).toContain(own.decision);
});
