/** Patients of a region who open a page of their own. */
import type { PatientLink } from '@fujie/wire/contracts';
import { expect } from 'vitest';

import { single, sql } from '../src/platform/db/database.ts';
import { patientOf, residentId, sender } from './fhir-fixture.ts';
import type { Region } from './recognition-fixture.ts';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, string>;
}

export interface Person {
  readonly number: string;
  readonly name: string;
  readonly id: number;
  readonly mrn: string;
}

export const claimOf = ({ number, name }: Pick<Person, 'number' | 'name'>) => ({ kind: 'resident-id', number, name });

/** What the patients of a region do, and its quality office for them. */
export function patientsOf(region: Region) {
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

  /** The page of a patient, opened by a link with number and name. */
  async function pageOf(person: Person): Promise<{ headers: Record<string, string> }> {
    const { link } = await linkFor(person);
    const opened = await ask('POST', 'my/session', { link, claim: claimOf(person) });
    expect(opened.status).toBe(200);
    return { headers: opened.headers };
  }

  const office = async () => ({
    headers: await region.as('quality-office', { institution: 'H2', username: 'office' }),
  });

  async function linkFor({ number }: Pick<Person, 'number'>): Promise<{ readonly id: number; readonly link: string }> {
    const { status, body } = await ask<PatientLink>('POST', 'patient-links', { identifier: number }, await office());
    expect([status, body.url.includes('/my#')]).toEqual([201, true]);
    return { id: body.id, link: body.url.split('#')[1] ?? '' };
  }

  return { ask, patient, pageOf, office, linkFor };
}
