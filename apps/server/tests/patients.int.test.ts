/** Patients who open a page of their own: proving who they are. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { PatientSession } from '@fujie/wire/contracts';
import { afterAll, describe, expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { patientOf, residentId, sender } from './fhir-fixture.ts';
import type { Answer, Person } from './patient-fixture.ts';
import { claimOf, patientsOf } from './patient-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

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

const { ask, patient, office, linkFor } = patientsOf(region);

async function codeFor(person: Pick<Person, 'number' | 'name'>, from = '10.0.0.1'): Promise<string> {
  const asked = await ask<{ verification: string }>('POST', 'my/verifications', { claim: claimOf(person) }, { from });
  expect([asked.status, Object.keys(asked.body)]).toEqual([202, ['verification', 'minutes']]);
  return asked.body.verification;
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
    expect((await ask('GET', 'report-changes', undefined, opened)).status).toBe(403);
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
    await expect.poll(async () => (await region.db.query(refused)).length).toBe(9);
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
    await expect.poll(() => sent.length).toBe(2);
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
