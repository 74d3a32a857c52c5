/** Officers of quality 质控员 of departments: how they are chosen, change and hand over, and the rules that they are owed. */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse, OrganisationResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import type { Headers } from './organisation-fixture.ts';
import { officer, organisationOf } from './organisation-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const { load, begin, office, doctor, ask } = organisationOf(server);
const from = '2024-01-01' as Day;

beforeAll(begin);

test('officers: a junior title is refused, a gap and an early change become loops, a change is handed over by both', async () => {
  const { body } = await ask<OrganisationResponse>(await office(), 'organisation');
  expect([body.isBound, body.faults, body.withoutOfficer]).toEqual([true, [], []]);
  const add = async (headers: Headers, register: string, row: object) => {
    const payload = { action: 'put', row, from: '2026-05-18', note: 'test' };
    const { status, body: refusal } = await ask<{ errors?: { code: string }[] }>(
      headers,
      `registers/${register}/entries`,
      payload,
    );
    return [status, refusal.errors?.[0]?.code];
  };
  const cells = officer('P6', 'SUR');
  expect(await add(await office(), 'quality-officer', { ...cells, title: 'junior' })).toEqual([422, 'title-too-low']);
  const elsewhere = { institution: 'H2', rules: 'organisation', adoptedBy: '院内规定' };
  expect((await add(await office(), 'own-rule', elsewhere))[0]).toBe(422);
  expect(await add(await office(), 'own-rule', { ...elsewhere, institution: 'H1' })).toEqual([200, undefined]);
  expect((await ask<OrganisationResponse>(await office(), 'organisation')).body.ownRule).toBe('院内规定');
  await load('quality-officer', [officer('P2')], from, '2026-05-10' as Day);
  expect((await raiseOrganisation(server.deps)).opened).toBe(1);
  await load('quality-officer', [officer('P5', 'SUR')], from, '2025-12-01' as Day);
  await raiseOrganisation(server.deps);
  const owed = async (definition: string) =>
    (await ask<LoopsResponse>(await office(), `loops?definition=${definition}&view=open`)).body.loops;
  expect((await owed('organisation/officer-missing')).map(({ department }) => department?.code).sort()).toEqual([
    'INT',
    'SUR',
  ]);
  expect((await owed('organisation/early-change')).map(({ department }) => department?.code)).toEqual(['SUR']);
  await load('quality-officer', [officer('P3')], '2026-05-12' as Day);
  await load('quality-officer', [{ ...officer('P5', 'SUR'), endReason: '调离' }], from, '2025-12-01' as Day);
  expect((await raiseOrganisation(server.deps)).closed).toBe(2);
  const [handover] = (await ask<OrganisationResponse>(await office(), 'organisation')).body.handovers;
  expect([handover?.outgoing.code, handover?.incoming.code]).toEqual(['P2', 'P3']);
  const sign = async (practitioner: string) =>
    (
      await ask(await doctor(practitioner), `organisation/hand-overs/${String(handover?.loop)}/signature`, {
        text: '已交接并带教',
      })
    ).status;
  expect([await sign('P1'), await sign('P3'), await sign('P2'), await sign('P2'), await sign('P3')]).toEqual([
    403, 422, 200, 409, 200,
  ]);
  expect(await owed('organisation/hand-over')).toEqual([]);
});

test('rules on how quality officers are chosen and rewarded are asked for, each until its document is registered (mq.2#08)', async () => {
  const owed = async () =>
    (await ask<LoopsResponse>(await office(), 'loops?definition=organisation/officer-rule-missing&view=open')).body
      .loops;
  expect(await owed()).toHaveLength(2);
  const rule = {
    institution: 'H1',
    subject: 'selection',
    title: '遴选办法',
    number: '院发1号',
    edition: 'V1',
    text: '中级以上',
  };
  await load('officer-rule', [rule]);
  await raiseOrganisation(server.deps);
  expect((await owed()).map(({ title }) => title.zh)).toEqual(['没有质控员管理制度：激励与约束']);
  const { officerRules } = (await ask<OrganisationResponse>(await office(), 'organisation')).body;
  expect(officerRules).toMatchObject([
    { subject: { zh: '遴选' }, rule: { title: '遴选办法', edition: 'V1' } },
    { subject: { zh: '激励与约束' }, rule: null },
  ]);
});
