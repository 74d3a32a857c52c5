/** The page of a patient: who looked, wishes, requests for correction, and guardians. */
import type {
  CorrectionsResponse,
  LooksResponse,
  OwnCorrectionView,
  OwnRecordsResponse,
  OwnWishesResponse,
  PatientSession,
  PersonResultsResponse,
} from '@fujie/wire/contracts';
import { describe, expect, it } from 'vitest';

import { PUBLIC_ACTOR } from '../src/platform/auth/permissions.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Person } from './patient-fixture.ts';
import { patientsOf } from './patient-fixture.ts';
import { sharedRegion, storeEncounter } from './recognition-fixture.ts';

const region = sharedRegion();
const { ask, patient, pageOf, office } = patientsOf(region);

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
    // A list that an open page reads anew is one look of its reader and day.
    const reader = { ...PUBLIC_ACTOR, role: 'nurse', institution: 'H2' } as const;
    const listed = { action: 'loop:list', personId: person.id, outcome: 'done' } as const;
    for (const id of ['ward-1', 'ward-1', 'ward-2', 'ward-1'])
      await region.deps.audit.record({ ...listed, actor: { ...reader, id } });
    const grouped = await ask<LooksResponse>('GET', 'my/looks', undefined, page);
    expect(grouped.body.looks.slice(0, 3).map(({ action, times }) => [action, times])).toEqual([
      ['loop:list', 3],
      ['loop:list', 1],
      ['patient:looks', 1],
    ]);
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
