/** Patients on a page of their own: proving who they are, who looked, wishes, requests for correction, guardians. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type {
  CorrectionsResponse,
  LooksResponse,
  OwnCorrectionView,
  OwnRecordsResponse,
  OwnWishesResponse,
  PatientLink,
  PatientSession,
  PersonResultsResponse,
} from '@fujie/wire/contracts';
import { afterAll, describe, expect, it } from 'vitest';

import { single, sql } from '../src/platform/db/database.ts';
import { patientOf, residentId, sender } from './fhir-fixture.ts';
import { at, sharedRegion, storeEncounter } from './recognition-fixture.ts';

const PHONE = '13800000001';
const SECRET = 'a secret that the gateway shares with us';

interface Sent {
  readonly phone: string;
  readonly code: string;
}

/** A gateway for text messages: takes what is signed. */
const gateway = createServer((request, response) => {
  void textOf(request).then((body) => {
    const time = String(request.headers['x-fujie-time']);
    const signature = `sha256=${createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')}`;
    const isOurs = request.headers['x-fujie-signature'] === signature;
    if (isOurs) gateway.emit('sent', JSON.parse(body) as Sent);
    response.writeHead(isOurs ? 202 : 401).end();
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

const region = sharedRegion(async () => {
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  return {
    FUJIE_PATIENT_CODES: `http://127.0.0.1:${String(port)}/codes`,
    FUJIE_PATIENT_CODES_SECRET: SECRET,
  };
});
afterAll(() => gateway.close());

interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, string>;
}

/** Asks as a browser at an address of its own, so that limits of addresses do not mix. */
async function ask<T>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  { headers = {}, from = '10.0.0.1' }: { readonly headers?: Record<string, string>; readonly from?: string } = {},
): Promise<Answer<T>> {
  const answer = await region.app.inject({
    method,
    url: `/api/v1/${url}`,
    headers,
    remoteAddress: from,
    ...(payload && { payload }),
  });
  return {
    status: answer.statusCode,
    body: answer.body === '' ? (null as T) : answer.json<T>(),
    headers: { cookie: String(answer.headers['set-cookie'] ?? '').split(';', 1)[0] ?? '' },
  };
}

interface Person {
  readonly number: string;
  readonly name: string;
  readonly id: number;
  readonly mrn: string;
}

let serial = 0;

/** A patient of H2 with a telephone number on record, if any. */
async function patient(birth = '1980-03-03', phone: string | null = null): Promise<Person> {
  serial += 1;
  const number = residentId(birth, 2 * serial);
  const name = `王${'甲乙丙丁戊己庚辛'[serial] ?? ''}花`;
  const mrn = `M-${String(serial)}`;
  const resource = patientOf({ institution: 'H2', mrn, name, birth, residentId: number });
  const telecom = phone === null ? {} : { telecom: [{ system: 'phone', value: phone }] };
  const stored = await sender(region, 'H2')('POST', '/fhir/Patient', { ...resource, ...telecom });
  expect(stored.statusCode).toBe(201);
  const token = region.deps.seal.token('resident-id', '', number);
  const { id } = single(
    await region.db.query<{ id: number }>(sql`select person_id as id from person_identifier where token = ${token}`),
  );
  return { number, name, id, mrn };
}

const claimOf = ({ number, name }: Pick<Person, 'number' | 'name'>) => ({ kind: 'resident-id', number, name });

async function codeFor(person: Pick<Person, 'number' | 'name'>, from = '10.0.0.1'): Promise<string> {
  const asked = await ask<{ verification: string }>('POST', 'my/verifications', { claim: claimOf(person) }, { from });
  expect([asked.status, Object.keys(asked.body)]).toEqual([202, ['verification', 'minutes']]);
  return asked.body.verification;
}

/** The page of a patient, opened by a link with number and name. */
async function pageOf(person: Person): Promise<{ headers: Record<string, string> }> {
  const { link } = await linkFor(person);
  const opened = await ask('POST', 'my/session', { link, claim: claimOf(person) });
  expect(opened.status).toBe(200);
  return { headers: opened.headers };
}

const office = async () => ({ headers: await region.as('quality-office', { institution: 'H2', username: 'office' }) });

async function linkFor({ number }: Pick<Person, 'number'>): Promise<{ readonly id: number; readonly link: string }> {
  const { status, body } = await ask<PatientLink>('POST', 'patient-links', { identifier: number }, await office());
  expect([status, body.url.includes('/my#')]).toEqual([201, true]);
  return { id: body.id, link: body.url.split('#')[1] ?? '' };
}

/** The words of a refusal, without what tells one request from another. */
const words = ({ status, body }: Answer) => ({ status, ...body, requestId: '', verification: '' });

/** The code that is sent when somebody asks for one. */
async function sentFor(
  person: Person,
  from?: string,
): Promise<{ readonly verification: string; readonly code: string }> {
  const message = once(gateway, 'sent') as Promise<[Sent]>;
  const verification = await codeFor(person, from);
  const [{ code, phone }] = await message;
  expect([phone, code]).toEqual([PHONE, expect.stringMatching(/^\d{6}$/)]);
  return { verification, code };
}

describe('who is asking', () => {
  it('is proved by a code that is sent to the telephone on record, and is taken once', async () => {
    const person = await patient('1980-03-03', PHONE);
    const { verification, code } = await sentFor(person);
    const wrong = await ask('POST', 'my/session', { verification, code: code === '000000' ? '000001' : '000000' });
    expect(wrong.status).toBe(422);
    const opened = await ask<PatientSession>('POST', 'my/session', { verification, code });
    expect(opened).toMatchObject({ status: 200, body: { nameMasked: '王*花', guardian: null, children: [] } });
    expect((await ask('POST', 'my/session', { verification, code })).status).toBe(422);
    expect((await ask('GET', 'my/session', undefined, opened)).status).toBe(200);
    // The account of a member of staff opens no page, and the page of a patient nothing of the staff's.
    expect((await ask('GET', 'my/looks', undefined, { headers: region.doctor })).status).toBe(403);
    expect((await ask('GET', 'notices', undefined, opened)).status).toBe(403);
    await ask('DELETE', 'my/session', undefined, opened);
    expect((await ask('GET', 'my/session', undefined, opened)).status).toBe(401);
    const stored = await region.db.query<{ text: string }>(sql`
      select v::text || coalesce((select string_agg(e::text, '') from audit_event e where action like 'patient:%'), '') as text
        from patient_verification v`);
    expect(stored.some(({ text }) => text.includes(code) || text.includes(person.number))).toBe(false);
  });

  it('is not told whether somebody is known: same answer, same words, same waits, and nothing is sent', async () => {
    const known = await patient('1981-03-03', PHONE);
    const sent: unknown[] = [];
    gateway.on('sent', (message) => sent.push(message));
    const tried: unknown[][] = [];
    for (const [index, person] of [
      { ...known, name: '别人' },
      { number: residentId('1982-03-03', 900), name: '无此人' },
      await patient('1983-03-03'),
    ].entries()) {
      const from = `10.0.1.${String(index)}`;
      const answers: unknown[] = [];
      for (let round = 0; round < 2; round++) {
        const verification = await codeFor(person, from);
        for (let i = 0; i < 3; i++)
          answers.push(words(await ask('POST', 'my/session', { verification, code: '123456' }, { from })));
      }
      for (let i = 0; i < 2; i++)
        answers.push(words(await ask('POST', 'my/verifications', { claim: claimOf(person) }, { from })));
      tried.push(answers);
    }
    expect(tried[1]).toEqual(tried[0]);
    expect(tried[2]).toEqual(tried[0]);
    expect(tried[0]?.map((answer) => (answer as Answer).status)).toEqual([422, 422, 422, 422, 422, 429, 202, 429]);
    const refused = sql`select 1 from audit_event where action = 'patient:verify' and outcome = 'refused'`;
    await expect.poll(async () => (await region.db.query(refused)).length, { timeout: 20_000 }).toBe(9);
    expect(sent).toEqual([]);
  });

  it('comes by a link that a hospital handed out, which needs number and name besides, and is used once', async () => {
    const person = await patient('1985-03-03');
    const other = await patient('1986-03-03');
    const { link } = await linkFor(person);
    expect((await ask('POST', 'my/session', { link, claim: claimOf(other) })).status).toBe(422);
    expect((await ask('POST', 'my/session', { link })).status).toBe(400);
    expect((await ask('POST', 'my/session', { link, claim: claimOf(person) })).status).toBe(200);
    expect((await ask('POST', 'my/session', { link, claim: claimOf(person) })).status).toBe(422);
    const taken = await linkFor(person);
    expect((await ask('POST', `patient-links/${String(taken.id)}/revoke`, {}, await office())).status).toBe(204);
    expect((await ask('POST', 'my/session', { link: taken.link, claim: claimOf(person) })).status).toBe(422);
    const foreign = { headers: await region.as('quality-office', { institution: 'H3' }) };
    expect((await ask('POST', 'patient-links', { identifier: person.number }, foreign)).status).toBe(404);
  });

  it('needs the code where a telephone is on record: whoever handed out a link knows number and name too', async () => {
    const person = await patient('1988-03-03', PHONE);
    const { link } = await linkFor(person);
    expect((await ask('POST', 'my/session', { link, claim: claimOf(person) })).status).toBe(422);
    const message = once(gateway, 'sent') as Promise<[Sent]>;
    const asked = await ask<{ verification: string }>('POST', 'my/verifications', { link });
    const [{ code }] = await message;
    const { verification } = asked.body;
    expect((await ask('POST', 'my/session', { verification, code })).status).toBe(200);
    expect((await ask('POST', 'my/verifications', { link })).status).toBe(422);
  });

  it('is told on the other telephones where a code goes, whatever number a hospital put on record since', async () => {
    const person = await patient('1989-03-03', PHONE);
    const again = { institution: 'H3', name: person.name, birth: '1989-03-03', residentId: person.number };
    const telecom = [{ system: 'phone', value: '13900000009' }];
    // So many records that the one of the other hospital would be none of the newest.
    for (let n = 0; n < 21; n++) {
      const resource = { ...patientOf({ ...again, mrn: `P-${String(n)}` }), telecom };
      expect((await sender(region, 'H3')('POST', '/fhir/Patient', resource)).statusCode).toBe(201);
    }
    const sent: Sent[] = [];
    gateway.on('sent', (message: Sent) => sent.push(message));
    await codeFor(person);
    await expect.poll(() => sent.length, { timeout: 20_000 }).toBe(2);
    expect(sent.map(({ phone }) => phone).sort()).toEqual([PHONE, '13900000009']);
    // Which of them is the newest is for the clock to say, and here it stands still.
    expect(sent).toContainEqual(expect.objectContaining({ template: 'patient-verification' }));
    const { phone } = sent.find(({ code }) => (code as string | undefined) === undefined) ?? {};
    expect(sent).toContainEqual({ id: expect.any(String) as string, phone, template: 'patient-code-elsewhere' });
  });

  it.each([
    [{ kind: 'resident-id', number: '990101198003030011', name: '王' }, 'body.claim.number'],
    [{ kind: 'mrn', number: '1', name: '王' }, 'body.claim.institution'],
  ])('is told which field cannot be right: %o', async (claim, path) => {
    const { status, body } = await ask<{ errors: object[] }>('POST', 'my/verifications', { claim });
    expect([status, body.errors[0]]).toMatchObject([
      400,
      { path, messageZh: expect.stringMatching(/\p{Script=Han}/u) as string },
    ]);
  });
});

describe('a patient', () => {
  it('sees who looked, for what purpose, by institution and role; and who broke the glass, why and with which review', async () => {
    const person = await patient('1970-03-03');
    const handle = region.deps.seal.handleOf(person.id);
    await ask(
      'POST',
      `persons/${handle}/break-glass`,
      { code: 'emergency', note: '昏迷送来' },
      { headers: region.otherDoctor },
    );
    await ask('GET', `persons/${handle}/results`, undefined, { headers: region.doctor });
    const page = await pageOf(person);
    const { body } = await ask<LooksResponse>('GET', 'my/looks', undefined, page);
    expect(body.glass).toMatchObject([
      { institution: { code: 'H3' }, code: 'emergency', note: '昏迷送来', open: true, verdict: null, staff: null },
    ]);
    const look = {
      institution: { nameZh: '太原第二医院' },
      department: expect.objectContaining({ code: 'INT' }) as object,
      role: 'doctor',
      purpose: 'TREAT',
      staff: null,
    };
    expect(body.looks).toContainEqual(
      expect.objectContaining({
        action: 'person:read',
        ...look,
        institution: expect.objectContaining(look.institution) as object,
      }),
    );
    expect(JSON.stringify(body)).not.toMatch(/李医生|王医生|doctor-\d/);
    const again = await ask<LooksResponse>('GET', 'my/looks', undefined, page);
    expect(again.body.looks[0]).toMatchObject({ action: 'patient:looks', role: 'patient', purpose: 'PATRQT' });
  });

  it('objects and withdraws; every door honours it', async () => {
    const person = await patient('1971-03-03');
    const other = await patient('1972-03-03');
    await region.result(person.id);
    await storeEncounter(region.db, person.id, 'H2');
    const handle = region.deps.seal.handleOf(person.id);
    const seen = async () =>
      (await ask<PersonResultsResponse>('GET', `persons/${handle}/results`, undefined, { headers: region.doctor })).body
        .results.length;
    const page = await pageOf(person);
    const objection = { kind: 'objection', scope: 'institution', institution: 'H1' };
    expect(await seen()).toBe(1);
    expect((await ask('POST', 'my/wishes', objection, page)).status).toBe(204);
    expect((await ask('POST', 'my/wishes', objection, page)).status).toBe(409);
    expect((await ask('POST', 'my/wishes', { ...objection, institution: 'H9' }, page)).status).toBe(400);
    expect(await seen()).toBe(0);
    const { body } = await ask<OwnWishesResponse>('GET', 'my/wishes', undefined, page);
    expect(body.wishes).toMatchObject([{ ...objection, institution: { code: 'H1' }, channel: 'page', standing: true }]);
    const lift = `my/wishes/${String(body.wishes[0]?.id)}/lift`;
    expect((await ask('POST', lift, undefined, await pageOf(other))).status).toBe(404);
    expect((await ask('POST', lift, undefined, page)).status).toBe(204);
    expect(await seen()).toBe(1);
  });

  it('asks the institution that issued a record to correct it, which answers; the corrected result closes it', async () => {
    const person = await patient('1973-03-03');
    const other = await patient('1974-03-03');
    const result = await region.result(person.id, { institution: 'H2' });
    const page = await pageOf(person);
    const { body: records } = await ask<OwnRecordsResponse>('GET', 'my/records', undefined, page);
    expect(records).toMatchObject({ institutions: [{ code: 'H2' }], results: [{ id: result, item: { code: 'ALT' } }] });
    const wanted = { institution: 'H2', result, wrong: '采样日期不对', wanted: '5月17日' };
    const asked = await ask<OwnCorrectionView>('POST', 'my/corrections', wanted, page);
    expect(asked).toMatchObject({ status: 201, body: { state: 'received', dueOn: '2024-06-19' } });
    expect((await ask('POST', 'my/corrections', { ...wanted, institution: 'H3' }, page)).status).toBe(400);
    expect((await ask('POST', 'my/corrections', wanted, await pageOf(other))).status).toBe(400);
    const listed = await ask<CorrectionsResponse>('GET', 'corrections', undefined, await office());
    const entry = listed.body.corrections.find(({ id }) => id === asked.body.id);
    expect(entry).toMatchObject({
      wrong: '采样日期不对',
      nameMasked: person.name.replace(/^(.)./, '$1*'),
      overdue: false,
    });
    const answer = async (headers: Record<string, string>) =>
      (
        await ask(
          'POST',
          `corrections/${String(asked.body.id)}/answer`,
          { verdict: 'accepted', reason: '属实' },
          { headers },
        )
      ).status;
    expect(await answer(await region.as('quality-office', { institution: 'H3' }))).toBe(404);
    expect(await answer((await office()).headers)).toBe(204);
    expect(await answer((await office()).headers)).toBe(409);
    const state = async () =>
      (await ask<{ corrections: OwnCorrectionView[] }>('GET', 'my/corrections', undefined, page)).body.corrections[0];
    expect(await state()).toMatchObject({ state: 'accepted', reason: '属实' });
    await region.result(person.id, { institution: 'H2', id: result, version: 2 });
    expect(await state()).toMatchObject({ state: 'corrected' });
    const stored = region.deps.scoped({ institutions: ['H2'], persons: [person.id] });
    await expect(stored.query(sql`delete from correction_request`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a guardian', () => {
  const record = async (child: Person, guardian: Person, change: object = {}) =>
    ask(
      'POST',
      'guardians',
      {
        identifier: child.number,
        guardianIdentifier: guardian.number,
        guardianName: guardian.name,
        relation: '母亲',
        reference: '户口簿',
        ...change,
      },
      await office(),
    );

  it('opens the page of a child while recorded, and speaks for it', async () => {
    const child = await patient('2016-03-03');
    const grown = await patient('2010-05-20');
    const guardian = await patient('1990-03-03');
    expect((await record(child, guardian, { guardianName: '别人' })).status).toBe(400);
    expect((await record(child, guardian)).status).toBe(204);
    expect((await record(grown, guardian)).status).toBe(204);
    const page = await pageOf(guardian);
    const { body: own } = await ask<PatientSession>('GET', 'my/session', undefined, page);
    expect(own.children).toMatchObject([{ relation: '母亲' }]);
    const [{ guardianship } = { guardianship: 0 }] = own.children;
    const turn = async (to: number | null) =>
      ask<PatientSession>('POST', 'my/session/page', { guardianship: to }, page);
    expect((await turn(guardianship + 1)).status).toBe(404);
    expect((await turn(guardianship)).body).toMatchObject({ guardian: { relation: '母亲' } });
    expect((await ask('POST', 'my/wishes', { kind: 'consent', scope: 'all' }, page)).status).toBe(204);
    const { body } = await ask<OwnWishesResponse>('GET', 'my/wishes', undefined, page);
    expect(body.wishes).toMatchObject([{ speaker: 'guardian', guardianName: guardian.name, guardianRelation: '母亲' }]);
    const looks = await region.db.query(
      sql`select 1 from audit_event where action = 'wish:record' and person_id = ${child.id} and role = 'patient'`,
    );
    expect(looks.length).toBe(1);
    const ended = await ask('POST', `guardians/${String(guardianship)}/end`, { reference: '判决书' }, await office());
    expect(ended.status).toBe(204);
    expect((await ask('GET', 'my/wishes', undefined, page)).status).toBe(401);
  });

  it('is needed for the consent of a child', async () => {
    const child = await patient('2017-03-03');
    const page = await pageOf(child);
    expect((await ask('POST', 'my/wishes', { kind: 'consent', scope: 'all' }, page)).status).toBe(422);
    expect((await ask('POST', 'my/wishes', { kind: 'objection', scope: 'all' }, page)).status).toBe(204);
  });
});

// Last, because time does not go back.
it('codes, pages and links have little time', async () => {
  const person = await patient('1984-03-03', PHONE);
  const { verification, code } = await sentFor(person, '10.0.2.1');
  const other = await patient('1987-03-03');
  const { link } = await linkFor(other);
  region.clock.set(at('2024-05-20T09:05+08:00'));
  expect((await ask('POST', 'my/session', { verification, code }, { from: '10.0.2.1' })).status).toBe(422);
  const opened = await ask('POST', 'my/session', { link, claim: claimOf(other) });
  region.clock.set(at('2024-05-20T09:24+08:00'));
  expect((await ask('GET', 'my/session', undefined, opened)).status).toBe(200);
  region.clock.set(at('2024-05-20T09:25+08:00'));
  expect((await ask('GET', 'my/session', undefined, opened)).status).toBe(401);
  const late = await linkFor(other);
  region.clock.set(at('2024-05-27T09:25+08:00'));
  expect((await ask('POST', 'my/session', { link: late.link, claim: claimOf(other) })).status).toBe(422);
});
