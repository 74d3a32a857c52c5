/**
 * The second lock: without the filter of the application the database still refuses what is outside the scope, for every
 * table that holds records of persons, and takes no record of another institution.
 */
import { beforeAll, describe, expect, it, test } from 'vitest';

import type { Queryable } from '../src/platform/db/database.ts';
import { APP_ROLE, connect, join, raw, single, sql } from '../src/platform/db/database.ts';
import { fhirServer, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const NOWHERE = { institutions: [], persons: [] };

/** Every table that holds records of persons, found in the catalogue: with an institution or a person in its columns. */
async function tablesOfPersons(): Promise<string[]> {
  const rows = await server.db.query<{ name: string }>(sql`
    select distinct c.table_name as name from information_schema.columns c
      join pg_class t on t.oid = format('public.%I', c.table_name)::regclass and t.relkind = 'r'
     where c.table_schema = 'public' and (c.column_name = 'person_id' or c.table_name in ('person', 'document', 'quarantine', 'report_key', 'loop_record', 'loop_alert', 'loop_alert_dismissal', 'delivery', 'adverse_event_reporter', 'adverse_event_claim', 'complaint', 'weekly_return', 'dispatch_meeting', 'dispatch_point', 'order_sample', 'order_sample_act') or c.table_name like 'quality\\_%' or c.table_name like 'inspection%' or c.table_name like 'iqc\\_%' or c.table_name like 'eqa\\_%' or c.table_name like 'laboratory\\_%' or c.table_name like 'blind\\_%' or c.table_name like 'patient\\_control\\_%')
     order by 1`);
  return rows.map((row) => row.name).filter((name) => !NOT_RECORDS.includes(name));
}

/** Names persons by their number only, and is read by those whose office it is. */
const NOT_RECORDS = ['audit_event'];

/** What ends by itself: a session, a code that was used, a token that was seen, a failure to sign in, a note that was saved. */
const EPHEMERAL = [
  'application',
  'inspection_note',
  'issuer_key',
  'issuer_state',
  'recovery_code',
  'session',
  'sign_in_failure',
  'used_token_id',
];
/** Columns that no row writes twice. */
const LASTING = ['id', 'raw', 'sender', 'created_at', 'received_at', 'username'];

const count = async (db: Queryable, table: string): Promise<number> =>
  single(await db.query<{ n: number }>(sql`select count(*)::int as n from ${raw(table)}`)).n;

beforeAll(async () => {
  for (const [institution, mrn] of [
    ['H1', '1'],
    ['H2', '2'],
  ] as const) {
    const send = sender(server, institution);
    const report = reportOf({ institution, number: `${institution}-1`, mrn, sequence: 100 + 2 * Number(mrn) });
    expect((await send('POST', '/fhir', report)).statusCode).toBe(200);
    expect((await send('POST', '/fhir', 'not json')).statusCode).toBe(400);
    const patient = { identifier: { system: `urn:fujie:id:mrn:${institution}`, value: mrn } };
    const headers = await server.as('system', { institution, username: `system-${institution}` });
    const check = { patient, items: [{ item: 'ALT' }], encounter: { id: `E-${institution}` } };
    await server.app.inject({ method: 'POST', url: '/api/v1/recognition/check', headers, payload: check });
  }
});

test('every table with records of persons is under row-level security, and none forgets it', async () => {
  const rows = await server.db.query<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`);
  expect(rows.map((row) => row.name)).toEqual(await tablesOfPersons());
});

test('who has entered no scope sees nothing, of any table', async () => {
  for (const table of await tablesOfPersons())
    for (const db of [server.deps.db, server.deps.scoped(NOWHERE)])
      expect([table, await count(db, table)]).toEqual([table, 0]);
});

test('views show no more than the tables behind them', async () => {
  const views = await server.db.query<{ name: string }>(
    sql`select viewname as name from pg_views where schemaname = 'public' order by 1`,
  );
  for (const { name } of views) expect([name, await count(server.deps.db, name)]).toEqual([name, 0]);
});

describe('who has entered one institution', () => {
  const own = () => server.deps.scoped({ institutions: ['H1'], persons: [] });

  it('sees its records and no others, however little the statement asks', async () => {
    for (const table of ['document', 'resource', 'result', 'report_key', 'quarantine', 'decision']) {
      const rows = await own().query<{ institution: string }>(sql`select distinct institution from ${raw(table)}`);
      expect([table, rows.map((row) => row.institution)]).toEqual([table, ['H1']]);
      expect(await count(server.db, table)).toBeGreaterThan(await count(own(), table));
    }
    expect(await count(own(), 'person')).toBe(1);
  });

  it('writes no record of another', async () => {
    const move = own().query(sql`update result set institution = 'H2' where institution = 'H1'`);
    await expect(move).rejects.toMatchObject({ code: '42501' });
    const invent = own().query(
      sql`insert into report_key (institution, report_no, report_id, digest) values ('H2', 'x', 'x', '')`,
    );
    await expect(invent).rejects.toMatchObject({ code: '42501' });
    expect(
      await own().query(sql`update quarantine set state = 'dismissed' where institution = 'H2' returning 1`),
    ).toEqual([]);
  });
});

test('who has entered a person sees that person wherever it was examined, the content by the one function for it', async () => {
  const { person, document, ix } = single(
    await server.db.query<{ person: number; document: number; ix: number }>(
      sql`select person_id as person, document_id as document, ix from resource where institution = 'H2' and type = 'DiagnosticReport'`,
    ),
  );
  const db = server.deps.scoped({ institutions: ['H1'], persons: [person] });
  const seen = await db.query<{ institution: string }>(sql`select distinct institution from result order by 1`);
  expect(seen.map((row) => row.institution)).toEqual(['H1', 'H2']);
  const content = (of: Queryable) =>
    of.query<{ text: string | null }>(sql`select part_of_person(${document}, ${ix}, ${person}) as text`);
  expect(single(await content(db)).text).toContain('DiagnosticReport');
  for (const other of [server.deps.db, server.deps.scoped({ institutions: ['H1'], persons: [person + 1] })])
    expect(single(await content(other)).text).toBeNull();
  expect(await db.query(sql`select from document where institution = 'H2'`)).toEqual([]);
});

test('a connection that served one scope serves the next without remembering', async () => {
  const one = server.deps.scoped({ institutions: ['H1'], persons: [] });
  const other = server.deps.scoped({ institutions: ['H2'], persons: [] });
  for (let i = 0; i < 20; i++) {
    const [a, b] = await Promise.all([
      one.query<{ institution: string }>(sql`select distinct institution from result`),
      other.query<{ institution: string }>(sql`select distinct institution from result`),
    ]);
    expect([a, b]).toEqual([[{ institution: 'H1' }], [{ institution: 'H2' }]]);
    expect(await count(server.deps.scoped(NOWHERE), 'result')).toBe(0);
  }
});

test('a code that would widen a scope is refused', async () => {
  for (const code of ['H1,H2', 'H1}', '"H2"', ''])
    await expect(count(server.deps.scoped({ institutions: [code], persons: [] }), 'result')).rejects.toThrow(
      'no code has',
    );
});

test('the application is neither owner nor able to look past the policies', async () => {
  const db = connect(server.databaseUrl);
  const role = single(
    await db.query<{ rolbypassrls: boolean; rolsuper: boolean; owns: boolean }>(sql`
      select rolbypassrls, rolsuper, exists (select from pg_class where relowner = r.oid) as owns
        from pg_roles r where rolname = current_user`),
  );
  expect(role).toEqual({ rolbypassrls: false, rolsuper: false, owns: false });
  await db.close();
});

test('the application rewrites columns that it has a use for, never whole rows, and deletes only what ends by itself', async () => {
  const may = async (privilege: string): Promise<string[]> => {
    const rows = await server.db.query<{ name: string }>(sql`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and has_table_privilege(${APP_ROLE}, oid, ${privilege}) order by 1`);
    return rows.map((row) => row.name);
  };
  expect(await may('update')).toEqual([]);
  expect(await may('truncate')).toEqual([]);
  expect(await may('delete')).toEqual(EPHEMERAL);
  const columns = await server.db.query<{ column: string }>(sql`
    select format('%s.%s', a.attrelid::regclass, a.attname) as column from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     where a.attnum > 0 and not a.attisdropped and has_column_privilege(${APP_ROLE}, a.attrelid, a.attnum, 'update')
       and (a.attname in (${join(LASTING)}) or a.attname like 'made\_%' or a.attname like 'issued\_%' or a.attname like 'recorded\_%')`);
  expect(columns).toEqual([]);
});

test('an institution takes a link of a patient back and changes nothing else about it', async () => {
  const own = server.deps.scoped({ institutions: ['H1'], persons: [] });
  for (const column of ['person_id', 'institution', 'token_hash', 'expires_at', 'failures', 'used_at', 'issued_by'])
    await expect(own.query(sql`update patient_link set ${raw(column)} = ${raw(column)}`)).rejects.toMatchObject({
      code: '42501',
    });
  expect(await own.query(sql`update patient_link set revoked_at = now() returning 1`)).toEqual([]);
});

test('an index still serves a search by identifier under the policies', async () => {
  const db = server.deps.scoped({ institutions: ['H1'], persons: [] });
  const plan = await db.tx(async (tx) => {
    await tx.query(sql`set local enable_seqscan = off`);
    return tx.query<{ 'QUERY PLAN': string }>(
      sql`explain select id from resource where current and identifiers is not null and identifiers @> array['x']`,
    );
  });
  expect(JSON.stringify(plan)).toContain('resource_identifiers');
});
