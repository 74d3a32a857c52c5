/** A server, its senders and their messages, for the tests of `/fhir`. */
import type { Day } from '@fujie/core/kernel';
import { checkCharacterOf } from '@fujie/core/person';
import { ITEM_SYSTEM, mrnSystem, reportSystem, RESIDENT_ID_SYSTEM, UCUM_SYSTEM } from '@fujie/wire/fhir';
import type { TypedRow } from '@fujie/core/registers';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { inject } from 'vitest';

import { raw, sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedByFile } from './shared-server.ts';

export type Json = Record<string, unknown>;

/** An identity number with a right check character, in an area that does not exist. */
export function residentId(birth: string, sequence: number): string {
  const first17 = `990101${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + checkCharacterOf(first17);
}

export interface PatientParts {
  readonly institution?: string;
  readonly mrn?: string;
  readonly name?: string;
  readonly birth?: string;
  readonly sex?: 'male' | 'female';
  readonly sequence?: number;
  readonly residentId?: string | null;
}

export function patientOf(parts: PatientParts = {}): Json {
  const {
    institution = 'H1',
    mrn = '1001',
    name = '李明',
    birth = '1960-05-05',
    sex = 'female',
    sequence = 124,
  } = parts;
  const number = parts.residentId === undefined ? residentId(birth, sequence) : parts.residentId;
  return {
    resourceType: 'Patient',
    identifier: [
      ...(number === null ? [] : [{ system: RESIDENT_ID_SYSTEM, value: number }]),
      { system: mrnSystem(institution), value: mrn },
    ],
    name: [{ text: name }],
    gender: sex,
    birthDate: birth,
  };
}

/** One result by itself, ALT of a patient whom the sender knows by an id. */
export const lineOf = (id: string, patient: string, extra: Json = {}): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: ITEM_SYSTEM, code: 'ALT' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2024-05-10T08:00:00+08:00',
  valueQuantity: { value: 30, unit: 'U/L', system: UCUM_SYSTEM, code: 'U/L' },
  ...extra,
});

export interface Line {
  readonly item: string;
  readonly value: number;
  readonly unit?: string;
  readonly status?: string;
}

export interface ReportParts extends PatientParts {
  readonly number?: string;
  readonly status?: string;
  readonly lines?: readonly Line[];
  readonly collected?: string;
  readonly issued?: string;
  /** Seed of the urn:uuid of this sending. */
  readonly sending?: string;
}

export function reportOf(parts: ReportParts = {}): Json {
  const { institution = 'H1', number = 'R-1', status = 'final', sending = '0' } = parts;
  const lines = parts.lines ?? [
    { item: 'GLU', value: 5.6, unit: 'mmol/L' },
    { item: 'ALT', value: 30, unit: 'U/L' },
  ];
  const collected = parts.collected ?? '2024-05-10T08:00:00+08:00';
  const issued = parts.issued ?? '2024-05-10T12:00:00+08:00';
  const urn = (n: number): string =>
    `urn:uuid:00000000-0000-4000-8000-${sending.padStart(4, '0')}${String(n).padStart(8, '0')}`;
  const subject = { reference: urn(1) };
  const observations = lines.map((line, i) => ({
    fullUrl: urn(10 + i),
    request: { method: 'POST', url: 'Observation' },
    resource: {
      resourceType: 'Observation',
      status: line.status ?? status,
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: { coding: [{ system: ITEM_SYSTEM, code: line.item }], text: line.item },
      subject,
      effectiveDateTime: collected,
      issued,
      valueQuantity: { value: line.value, unit: line.unit ?? 'U/L', system: UCUM_SYSTEM, code: line.unit ?? 'U/L' },
    },
  }));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { fullUrl: urn(1), request: { method: 'POST', url: 'Patient' }, resource: patientOf(parts) },
      {
        fullUrl: urn(2),
        request: { method: 'POST', url: 'DiagnosticReport' },
        resource: {
          resourceType: 'DiagnosticReport',
          identifier: [{ system: reportSystem(institution), value: number }],
          status,
          code: { text: '生化' },
          subject,
          effectiveDateTime: collected,
          issued,
          result: observations.map((o) => ({ reference: o.fullUrl })),
        },
      },
      ...observations,
    ],
  };
}

/** A bundle whose resources of each kind say more, or something else. */
export function amended(bundle: Json, more: Readonly<Record<string, Json>>): Json {
  const entries = bundle['entry'] as readonly { readonly resource: Json }[];
  const entry = entries.map(({ resource, ...rest }) => ({
    ...rest,
    resource: { ...resource, ...more[String(resource['resourceType'])] },
  }));
  return { ...bundle, entry };
}

/** One server for the tests of a file, in May 2024, with the items that they use. */
export function fhirServer(): TestApp {
  return sharedByFile(async () => {
    const server = await startTestApp(inject('adminUrl'), { now: '2024-05-20T09:00+08:00' });
    await loadItems(server);
    return server;
  });
}

export type Send = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>;

/** Sends as the system of an institution. */
export function sender(server: TestApp, institution = 'H1'): Send {
  return async (method, url, body, headers = {}) => {
    const own = await server.as('system', { institution, username: `system-${institution}` });
    const payload =
      body === undefined
        ? {}
        : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) };
    const options: InjectOptions = {
      method,
      url,
      headers: { ...own, ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
      ...payload,
    };
    return server.app.inject(options);
  };
}

/** Puts the few items that the tests use into the register. */
async function loadItems({ deps }: TestApp): Promise<void> {
  const from = '2020-01-01' as Day;
  const item = (row: Json): TypedRow => ({
    from,
    row: { kind: 'laboratory', category: 'chemistry', quantitative: true, ...row },
  });
  await importTyped(deps, 'test', 'item', [
    item({ code: 'GLU', nameZh: '葡萄糖', nameEn: 'Glucose', loinc: '14749-6', unit: 'mmol/L', molarMass: 180.156 }),
    item({ code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT', loinc: '1742-6', unit: 'U/L' }),
    item({
      code: 'CT-CHEST',
      nameZh: '胸部CT',
      nameEn: 'Chest CT',
      kind: 'examination',
      category: 'ct',
      quantitative: false,
    }),
  ]);
  await importTyped(deps, 'test', 'code-mapping', [
    { from, row: { system: 'urn:h1:lis', code: 'G01', item: 'GLU', state: 'approved' } },
    { from, row: { system: 'urn:h1:lis', code: 'G02', item: 'GLU', state: 'draft' } },
  ]);
}

/** Where the resources of a Bundle are stored, and whether they were created. */
export const entriesOf = (body: string): { response: { status: string; location: string } }[] =>
  (JSON.parse(body) as { entry: { response: { status: string; location: string } }[] }).entry;

/** `Type/id` of the entries of a Bundle, without their versions. */
export const locationsOf = (body: string): string[] =>
  entriesOf(body).map((entry) => entry.response.location.replace(/\/_history.*/, ''));

interface Issue {
  readonly severity: string;
  readonly code: string;
  readonly expression?: readonly string[];
  readonly diagnostics: string;
  readonly details: { readonly text: string; readonly coding: readonly { readonly code: string }[] };
}

export const issuesOf = (body: string): Issue[] => (JSON.parse(body) as { issue: Issue[] }).issue;

interface Kept {
  readonly raw: Buffer;
  readonly size: number;
  readonly digest: Buffer;
  readonly state: string;
  readonly institution: string;
  readonly problems: readonly { readonly code: string; readonly path: string }[];
}

/** What is kept of a message that was refused, by the number in its answer. */
export async function kept({ db }: TestApp, id: unknown): Promise<Kept> {
  const [row] = await db.query<Kept>(sql`select * from quarantine where id = ${Number(id)}`);
  if (row === undefined) throw new Error(`nothing is kept as ${String(id)}`);
  return row;
}

/** How many rows a table has, or those of it that a condition chooses. */
export async function countOf({ db }: TestApp, rows: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(sql`select count(*) as n from ${raw(rows)}`);
  return row?.n ?? 0;
}
