/** What identifies persons stands nowhere in the database in the clear, whichever door it came through; keys are changed while it runs. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { ingestMany } from '../src/ingest/bulk.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { createSeal } from '../src/platform/auth/seal.ts';
import { loadKeys, rotateKey, WrongSecret } from '../src/platform/db/data-keys.query.ts';
import type { Database } from '../src/platform/db/database.ts';
import { connect, raw, sql } from '../src/platform/db/database.ts';
import { PART, resourceIn } from '../src/platform/db/document-parts.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { MIGRATIONS } from '../src/platform/db/migrations/index.ts';
import { countOld, resealAll } from '../src/platform/db/reseal.query.ts';
import { openStore } from '../src/platform/db/store.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import type { Json } from './fhir-fixture.ts';
import { fhirServer, kept, patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server);

const NUMBER = residentId('1971-02-03', 482);
const PLANTED = {
  number: NUMBER,
  name: '邵梓翰',
  mrn: 'ZX-MRN-773311',
  phone: '13955550142',
  address: '太原市试验区栽种巷九号',
  contact: '邵长庚',
};

const planted = (extra: Json = {}): Json => ({
  ...patientOf({ name: PLANTED.name, mrn: PLANTED.mrn, birth: '1971-02-03', sequence: 482, sex: 'female' }),
  telecom: [{ system: 'phone', value: PLANTED.phone }],
  address: [{ text: PLANTED.address }],
  contact: [{ name: { text: PLANTED.contact } }],
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${PLANTED.name} ${NUMBER}</div>` },
  ...extra,
});

let owner: Database;
beforeAll(() => {
  owner = connect(server.databaseUrl, { role: 'owner', max: 2 });
});
afterAll(() => owner.close());

/** A text as it may stand in a dump: as it is, in hexadecimal, in base64 at each of its three places. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return encoded.slice(Math.ceil((shift * 4) / 3), bytes.length % 3 === 0 && shift === 0 ? undefined : -2);
  });
  return [text, bytes.toString('hex'), ...base64];
}

/** Every row of every table, as text; bytes are hexadecimal in it. */
async function dump(): Promise<{ table: string; row: string }[]> {
  return owner.withClient(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'm')",
    );
    const found: { table: string; row: string }[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from "${name}" t`);
      found.push(...rows.map(({ row }) => ({ table: name, row })));
    }
    return found;
  });
}

async function findings(values: readonly string[]): Promise<string[]> {
  const rows = await dump();
  return values.flatMap((value) =>
    formsOf(value).flatMap((form) =>
      rows
        .filter(({ row }) => row.includes(form))
        .map(({ table, row }) => `${value} in ${table}: ${row.slice(0, 200)}`),
    ),
  );
}

test('the search of the dump finds a value in each of its forms', async () => {
  const forms = formsOf('邵梓翰13955550142');
  for (const text of ['x', 'xy', 'xyz'])
    expect(
      forms.slice(2).some((form) => Buffer.from(`${text}邵梓翰13955550142.`).toString('base64').includes(form)),
    ).toBe(true);
  await server.db.query(sql`insert into setting (name, value) values ('planted', to_jsonb('找得到的名字'::text))`);
  expect(await findings(['找得到的名字'])).not.toEqual([]);
});

test('nothing planted stands in any table, whichever door it came through, and all of it is served as it was sent', async () => {
  // By transaction, with the name in other resources too; changed afterwards by PUT.
  const bundle = reportOf({ number: 'P-1', name: PLANTED.name, mrn: PLANTED.mrn, birth: '1971-02-03', sequence: 482 });
  const entries = bundle['entry'] as { resource: Json }[];
  const [patient, report] = entries;
  if (patient === undefined || report === undefined) throw new Error('a report has a patient');
  patient.resource = planted();
  report.resource['subject'] = {
    ...(report.resource['subject'] as Json),
    display: PLANTED.name,
    identifier: { value: NUMBER },
  };
  const sent = await h1('POST', '/fhir', bundle);
  expect(sent.statusCode).toBe(200);
  expect((await h1('PUT', '/fhir/Patient/own', { ...planted(), id: 'own' })).statusCode).toBe(201);
  const changed = { ...planted({ active: true }), id: 'own' };
  expect((await h1('PUT', '/fhir/Patient/own', changed)).statusCode).toBe(200);
  const { meta, ...served } = (await h1('GET', '/fhir/Patient/own')).json<Json>();
  expect(meta).toMatchObject({ versionId: '2' });
  expect(served).toEqual(changed);

  // In bulk, taken and refused.
  const more = reportOf({
    number: 'P-2',
    name: PLANTED.name,
    mrn: PLANTED.mrn,
    birth: '1971-02-03',
    sequence: 482,
    sending: '2',
  });
  const outcome = await ingestMany(server.deps, { ...programActor('bulk'), institution: 'H1' }, [
    JSON.stringify(more),
    JSON.stringify(more).replace('"final"', '7'),
  ]);
  expect([outcome.written, outcome.refused.length]).toEqual([1, 1]);

  // Refused at the door, kept as it came, corrected in vain.
  const wrong = JSON.stringify({ ...planted(), id: 'bad', gender: 7 });
  const refused = await h1('PUT', '/fhir/Patient/bad', wrong);
  const id = refused.headers['x-fujie-quarantine'];
  expect((await kept(server, id)).raw.toString()).toBe(wrong);
  const replayed = await server.app.inject({
    method: 'POST',
    url: `/api/v1/quarantine/${String(id)}/replay`,
    headers: await server.as('laboratory', { institution: 'H1' }),
    payload: { corrected: wrong.replace('7', '8') },
  });
  expect([replayed.statusCode, replayed.json<{ accepted: boolean }>().accepted]).toEqual([200, false]);

  // Asked at ordering.
  const asked = await server.app.inject({
    method: 'POST',
    url: '/cds-services/recognition-view',
    headers: await server.as('system', { institution: 'H1', username: 'system-H1' }),
    payload: {
      hook: 'patient-view',
      hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
      context: { userId: 'Practitioner/D2', patientId: 'own', encounterId: 'E1' },
      prefetch: { patient: planted({ id: 'own' }), encounter: null },
    },
  });
  expect(asked.statusCode).toBe(200);

  // Searched, by number and by name.
  const doctor = await server.as('doctor', { institution: 'H1', practitioner: 'D1' });
  const search = async (q: string) =>
    server.app.inject({ method: 'POST', url: '/api/v1/persons/search', headers: doctor, payload: { q } });
  for (const q of [NUMBER, PLANTED.name]) {
    const found = await search(q);
    expect([found.statusCode, found.json<{ persons: unknown[] }>().persons.length]).toEqual([200, 1]);
  }
  expect(await findings(Object.values(PLANTED))).toEqual([]);
});

test('a new key seals what is written from then on, older rows are sealed anew while they are read, and the search goes on', async () => {
  const { secret } = server.deps.config;
  const keys = server.keys;
  expect((await countOld(owner, keys)).every(({ rows }) => rows === 0)).toBe(true);
  await rotateKey(owner, secret, 3600);
  await loadKeys(server.db, secret, keys);
  expect(keys.newest).toBe(1);
  await rotateKey(owner, secret, 0);
  await loadKeys(server.db, secret, keys);
  expect(keys.newest).toBe(3);
  // What an installation of an earlier release holds: in the clear, without a search token.
  await owner.withClient((client) =>
    client.query(
      `update person set name_token = null, name_norm = '\\x46554a494501000100000000'::bytea || convert_to('${PLANTED.name}', 'UTF8') where name_token is not null`,
    ),
  );
  expect(await findings([PLANTED.name])).not.toEqual([]);
  const before = await countOld(owner, keys);
  expect(before.find(({ table }) => table === 'document')?.rows).toBeGreaterThan(1);
  const [done] = await Promise.all([
    resealAll(owner, keys, server.deps.seal),
    h1('GET', '/fhir/Patient/own'),
    h1('PUT', '/fhir/Patient/later', { ...planted(), id: 'later' }),
  ]);
  expect(done).toEqual(before);
  expect((await countOld(owner, keys)).every(({ rows }) => rows === 0)).toBe(true);
  expect((await h1('GET', '/fhir/Patient/own')).json()).toMatchObject({ name: [{ text: PLANTED.name }] });
  const doctor = await server.as('doctor', { institution: 'H1', practitioner: 'D1' });
  const found = await server.app.inject({
    method: 'POST',
    url: '/api/v1/persons/search',
    headers: doctor,
    payload: { q: PLANTED.name },
  });
  expect(found.json()).toMatchObject({ persons: [{ nameMasked: '邵*翰' }] });
  expect(await findings(Object.values(PLANTED))).toEqual([]);
});

test('another secret, and a database whose keys are gone, are refused at the start', async () => {
  const { databaseUrl } = server;
  await expect(openStore(databaseUrl, { secret: 'x'.repeat(32), cipher: 'sm4' })).rejects.toThrow(WrongSecret);
  await expect(
    startTestApp(inject('adminUrl'), { databaseUrl, env: { FUJIE_SECRET: 'y'.repeat(32) } }),
  ).rejects.toThrow('FUJIE_SECRET');
});

test('a database of an earlier release is brought to this one: what it holds in the clear is read, and sealed on demand', async () => {
  const admin = inject('adminUrl');
  const name = `earlier_${randomBytes(6).toString('hex')}`;
  await withOwner(admin, async (db) => {
    await db.withClient((client) => client.query(`create database ${name}`));
  });
  const url = admin.replace('/postgres?', `/${name}?`);
  await withOwner(url, async (db) => {
    await db.withClient(async (client) => {
      await client.query(
        'create table migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
      );
      for (const migration of MIGRATIONS.slice(0, MIGRATIONS.indexOf('0170-sealed-at-rest'))) {
        const text = readFileSync(new URL(`../src/platform/db/migrations/${migration}.sql`, import.meta.url), 'utf8');
        await client.query(text);
        await client.query('insert into migration (name, digest) values ($1, $2)', [
          migration,
          createHash('sha256').update(text).digest('hex'),
        ]);
      }
      const resources = Array.from(
        { length: 40 },
        (_, i) => `{"resourceType": "Basic",  "id": "${String(i)}", "n": 1.50}`,
      );
      resources[39] = '{"resourceType":"Encounter","id":"39","period":{"start":"2024-05-01","end":"2024-05-03"}}';
      await client.query(
        "insert into document (institution, channel, sender, digest, content) values ('H1', 'fhir', 's', '', $1), ('H1', 'fhir', 's', '', '[]')",
        [`[${resources.join(', ')}]`],
      );
      await client.query(
        "insert into resource (type, id, version, document_id, ix, institution) values ('Basic', 'b', 1, 1, 33, 'H1'), ('Encounter', 'e', 1, 1, 39, 'H1')",
      );
      await client.query("insert into person (name_norm) values ('李明'), (null)");
    });
    await migrate(db);
    const secret = 'z'.repeat(32);
    const store = await openStore(url, { secret, cipher: 'sm4' });
    const read = async (): Promise<unknown> => [
      await store.worker
        .query(
          sql`select ${raw(PART)} as part, r.ix, r.ended_at from resource r join document d on d.id = r.document_id order by r.ix`,
        )
        .then((rows) =>
          (rows as { part: string; ix: number; ended_at: Date | null }[]).map((row) => [
            resourceIn(row.part, row.ix),
            row.ended_at?.toISOString(),
          ]),
        ),
      await store.worker.query(sql`select name_norm from person order by id`),
    ];
    const expected = [
      [
        ['{"resourceType": "Basic",  "id": "33", "n": 1.50}', undefined],
        [
          '{"resourceType":"Encounter","id":"39","period":{"start":"2024-05-01","end":"2024-05-03"}}',
          '2024-05-02T16:00:00.000Z',
        ],
      ],
      [{ name_norm: '李明' }, { name_norm: null }],
    ];
    expect(await read()).toEqual(expected);
    await resealAll(db, store.keys, createSeal(secret));
    expect((await countOld(db, store.keys)).every(({ rows }) => rows === 0)).toBe(true);
    expect(await read()).toEqual(expected);
    await store.close();
  });
});

async function withOwner(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = connect(url, { role: 'owner', max: 1 });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}
