/** Blind samples 飞行盲样 by the wire: one hides among ordinary samples until its centre reveals it. */
import { dayOf } from '@fujie/core/kernel';
import { blindSamples } from '@fujie/core/registers';
import type { BlindSample, BlindSamplesResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { reveal } from '../src/laboratory/blind.ts';
import { raiseObligations } from '../src/laboratory/obligations.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { sql } from '../src/platform/db/database.ts';
import { patientOf, reportOf, sender } from './fhir-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const centre = () => region.as('qc-centre', { region: '14' });
const commission = () => region.as('commission', { region: '1401' });

beforeAll(() => {
  region.clock.set(at('2024-05-20T10:30+08:00'));
});

describe('a blind sample', () => {
  const samples = async (headers: Record<string, string>): Promise<readonly BlindSample[]> =>
    (await get<BlindSamplesResponse>('laboratory/blind-samples', headers)).body.samples;
  const one = async (code: string): Promise<BlindSample | undefined> =>
    (await samples(await centre())).find((sample) => sample.code === code);
  const percent = (value: number) => ({ criterion: { type: 'pct', percent: 10 }, value });
  const entry = (code: string, change: object = {}) => ({
    ...{ code, institution: 'H1', mrn: `M-${code}`, name: '李明', handedOn: '2024-05-20' },
    targets: [
      { item: 'AST', ...percent(50) },
      { item: 'K', ...percent(4) },
    ],
    ...change,
  });
  const hide = async (code: string, change: object = {}) =>
    post<{ id: number; errors?: { path: string }[] }>('laboratory/blind-samples', await centre(), entry(code, change));
  const report = async (code: string, sequence: number, ast: number, k: number): Promise<number> => {
    const lines = [
      { item: 'AST', value: ast },
      { item: 'K', value: k, unit: 'mmol/L' },
    ];
    const times = { collected: '2024-05-20T08:00:00+08:00', issued: '2024-05-20T09:00:00+08:00' };
    const sent = reportOf({
      ...times,
      number: `R-${code}`,
      mrn: `M-${code}`,
      sequence,
      lines,
      sending: String(sequence),
    });
    return (await sender(region)('POST', '/fhir', sent)).statusCode;
  };

  test('is known to its centre and the authority above alone', async () => {
    expect((await hide('B-1')).status).toBe(201);
    expect(await one('B-1')).toMatchObject({
      state: 'hidden',
      items: [{ verdict: 'waiting' }, { verdict: 'waiting' }],
    });
    const province = await region.as('commission', { region: '14' });
    expect((await samples(province)).map(({ code }) => code)).toContain('B-1');
    for (const role of ['laboratory', 'quality-office', 'hospital-head', 'department-head', 'doctor'] as const) {
      const person = await region.as(role, { institution: 'H1', department: 'INT' });
      expect((await get('laboratory/blind-samples', person)).status).toBe(403);
    }
    const inside = region.deps.scoped({ institutions: ['H1'], persons: [] });
    const seen = sql`select 1 from blind_sample union all select 1 from blind_sample_end`;
    const rows = await inside.query(seen);
    expect(rows).toEqual([]);
    expect((await hide('B-1')).status).toBe(409);
  });

  test('lies in the region of its centre, under a number that is no patient’s', async () => {
    const city = await region.as('qc-centre', { region: '1402' });
    expect((await post('laboratory/blind-samples', city, entry('C-1'))).status).toBe(400);
    const { body } = await hide('B-2', { targets: [{ item: 'NONE', ...percent(1) }] });
    expect(body.errors?.map(({ path }) => path)).toEqual(['body.targets[0].item']);
    expect((await hide('B-2', { targets: [{ item: 'AST', criterion: { type: 'agreement' }, value: 1 }] })).status).toBe(
      400,
    );
    expect(await report('P-1', 914, 30, 4)).toBe(200);
    expect((await hide('B-2', { mrn: 'M-P-1' })).body.errors?.map(({ path }) => path)).toEqual(['body.mrn']);
    const tried = sql`select subject from audit_event where action = 'blind-sample:hide' and outcome = 'refused'`;
    expect(await region.db.query(tried)).toEqual([{ subject: null }]);
  });

  test('names each item once, and a day of handing on that exists and is not far', async () => {
    const twice = {
      targets: [
        { item: 'AST', ...percent(50) },
        { item: 'AST', ...percent(60) },
      ],
    };
    expect((await hide('B-T', twice)).body.errors?.map(({ path }) => path)).toEqual(['body.targets[1].item']);
    for (const handedOn of ['2024-02-30', '0000-00-00', '9999-12-31'])
      expect((await hide('B-T', { handedOn })).body.errors?.map(({ path }) => path)).toEqual(['body.handedOn']);
    const beyond = { targets: [{ item: 'AST', criterion: { type: 'pct', percent: 10 }, value: 1e308 }] };
    expect((await hide('B-T', beyond)).status).toBe(400);
  });

  test('of several that take one number at once one is hidden', async () => {
    const answers = await Promise.all(['B-R1', 'B-R2', 'B-R3', 'B-R4'].map((code) => hide(code, { mrn: 'M-RACE' })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 400, 400, 400]);
  });

  test('is compared as its report comes, revealed once, and a failure opens its loop and suspends', async () => {
    const id = (await one('B-1'))?.id ?? 0;
    const path = `laboratory/blind-samples/${String(id)}`;
    expect((await post(`${path}/reveal`, await centre(), {})).status).toBe(409);
    // The limit itself is inside: 45 of 50 ± 10 %.
    expect(await report('B-1', 916, 45, 4.5)).toBe(200);
    expect(await one('B-1')).toMatchObject({
      state: 'reported',
      items: [
        { item: { code: 'AST' }, reported: '45', low: 45, verdict: 'acceptable', biasPercent: -10, reportNo: 'R-B-1' },
        { item: { code: 'K' }, reported: '4.5', verdict: 'unacceptable' },
      ],
    });
    expect((await post(`${path}/reveal`, await commission(), {})).status).toBe(404);
    expect((await post(`${path}/reveal`, await centre(), {})).status).toBe(204);
    expect((await post(`${path}/withdrawal`, await centre(), { reason: '重复' })).status).toBe(409);
    expect(await one('B-1')).toMatchObject({ state: 'revealed', items: [{}, { verdict: 'unacceptable' }] });
    await raiseObligations(region.deps);
    const { body } = await get<LoopsResponse>('loops', await lab());
    expect(body.loops.map(({ title }) => title.zh).filter((title) => title.includes('盲样'))).toContain(
      '钾：盲样考核不合格',
    );
  });

  test('that failed stays failed when another of its item is revealed as passed before anybody knows', async () => {
    const [first, second] = [(await hide('B-4')).body.id, (await hide('B-5')).body.id];
    expect([await report('B-4', 918, 20, 4), await report('B-5', 920, 50, 4)]).toEqual([200, 200]);
    // Another server, which has not heard of the first.
    const snapshot = region.deps.registers.current();
    const other = { ...region.deps, registers: { ...region.deps.registers, current: () => snapshot } };
    expect((await post(`laboratory/blind-samples/${String(first)}/reveal`, await centre(), {})).status).toBe(204);
    await reveal(other, { ...programActor('test'), role: 'qc-centre', region: '14' }, second, {});
    const day = dayOf(region.clock.now());
    expect(region.deps.registers.current().find(blindSamples, `H1|AST|${day}`, day)?.outcome).toBe('FAIL');
  });

  test('that was lost is withdrawn with its reason, and leaves nothing in the registers', async () => {
    const { body } = await hide('B-3');
    // What is reported under one number is of one sample.
    expect((await hide('B-3b', { mrn: 'M-B-3' })).body.errors?.map(({ path: at }) => at)).toEqual(['body.mrn']);
    const path = `laboratory/blind-samples/${String(body.id)}/withdrawal`;
    expect((await post(path, await centre(), { reason: '样品破损' })).status).toBe(204);
    expect((await hide('B-3b', { mrn: 'M-B-3' })).status).toBe(201);
    // Nothing of it is waited for any more.
    expect(await one('B-3')).toMatchObject({
      ...{ state: 'withdrawn', reason: '样品破损' },
      items: [{ verdict: 'none' }, { verdict: 'none' }],
    });
  });

  test('does not read what was reported of a patient who came under its number later', async () => {
    const { body } = await hide('B-6', { name: '钱样' });
    expect(await report('B-6', 924, 50, 4)).toBe(200);
    expect(await one('B-6')).toMatchObject({
      ...{ state: 'hidden', isAnothers: true },
      items: [
        { verdict: 'waiting', reported: null },
        { verdict: 'waiting', reported: null },
      ],
    });
    expect((await post(`laboratory/blind-samples/${String(body.id)}/reveal`, await centre(), {})).status).toBe(409);
    expect(await one('B-1')).toMatchObject({ isAnothers: false });
  });

  test('is not hidden under a name that names nobody, nor under the number of one who is registered by another name', async () => {
    expect((await hide('B-7', { name: '无名氏' })).body.errors?.map(({ path }) => path)).toEqual(['body.name']);
    const registered = patientOf({ mrn: 'M-B-8', name: '孙一', sequence: 926 });
    const entry = [{ fullUrl: 'urn:uuid:p', request: { method: 'POST', url: 'Patient' }, resource: registered }];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    expect((await sender(region)('POST', '/fhir', bundle)).statusCode).toBe(200);
    expect((await hide('B-8')).body.errors?.map(({ path }) => path)).toEqual(['body.mrn']);
    expect((await hide('B-8', { name: '孙一' })).status).toBe(201);
  });
});
