/** Studies of a laboratory 方法学评价 by the wire: kept with their verdict, corrected by another, signed by a second person. */
import type { StudiesResponse, StudyResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const centre = () => region.as('qc-centre', { region: '14' });

describe('a study of a laboratory', () => {
  const split = (change: object = {}) => ({
    ...{ kind: 'split-sample', item: 'TBIL', title: '总胆红素分割样品比对', unit: 'umol/L' },
    ...{ reference: '省临床检验中心', tested: 'AN-1', measuredOn: '2024-05-17' },
    data: {
      allowedPercent: 20,
      pairs: [10, 20, 30, 40, 50].map((reference) => ({ reference, test: reference * 1.05 })),
    },
    ...change,
  });
  const record = async (change: object = {}) =>
    post<{ id: number; errors?: { path: string }[] }>('laboratory/studies', await lab(), split(change));

  test('is kept with its verdict, and shown with what is made of it to whoever the laboratory is within reach of', async () => {
    const { status, body } = await record();
    expect(status).toBe(201);
    const path = `laboratory/studies/${String(body.id)}`;
    expect((await get<StudyResponse>(path, await lab())).body).toMatchObject({
      ...{ verdict: 'acceptable', item: { code: 'TBIL' }, inside: [true, true, true, true, true] },
      checks: [
        { code: 'samples', value: 5, isMet: true },
        { code: 'share', value: 100, isMet: true },
      ],
      lines: [{ kind: 'deming' }, { kind: 'passing-bablok' }, { kind: 'least-squares' }],
    });
    const list = await get<StudiesResponse>('laboratory/studies?institution=H1&item=TBIL', await centre());
    expect(list.body.studies).toMatchObject([{ id: body.id, verdict: 'acceptable' }]);
    const other = await region.as('laboratory', { institution: 'H2' });
    expect((await get(path, other)).status).toBe(404);
    expect((await get('laboratory/studies?institution=H1', other)).status).toBe(404);
  });

  test('is corrected by another that names it and the reason, once', async () => {
    const [first] = (await get<StudiesResponse>('laboratory/studies?item=TBIL', await lab())).body.studies;
    const corrects = first?.id ?? 0;
    expect((await record({ corrects })).body.errors?.map(({ path }) => path)).toEqual(['body.reason']);
    expect((await record({ corrects: 1e30, reason: '抄录错误' })).body.errors?.map(({ path }) => path)).toEqual([
      'body.corrects',
    ]);
    const correction = { corrects, reason: '抄录错误' };
    expect((await record({ ...correction, item: 'K' })).status).toBe(400);
    expect((await record(correction)).status).toBe(201);
    expect((await record(correction)).status).toBe(409);
    expect((await get<StudyResponse>(`laboratory/studies/${String(corrects)}`, await lab())).body.correctedBy).toBe(
      corrects + 1,
    );
  });

  test('that is sent twice under one key is one; another under it is refused, and of another person it is another', async () => {
    const own = { item: 'ALT', title: '丙氨酸氨基转移酶分割样品比对', key: 'k-1' };
    const sent = await Promise.all([record(own), record(own)]);
    expect([...sent, await record(own)].map(({ status, body }) => [status, body.id])).toEqual(
      Array.from({ length: 3 }, () => [201, sent[0].body.id]),
    );
    expect((await record({ ...own, tested: 'AN-2' })).status).toBe(409);
    const colleague = await region.as('laboratory', { institution: 'H1', username: 'lab-second' });
    expect((await post<{ id: number }>('laboratory/studies', colleague, split(own))).body.id).not.toBe(sent[0].body.id);
    const list = (await get<StudiesResponse>('laboratory/studies?item=ALT', await lab())).body.studies;
    expect(list).toHaveLength(2);
    const correction = { ...own, key: 'k-2', corrects: sent[0].body.id, reason: '抄录错误' };
    const corrected = await record(correction);
    expect((await record(correction)).body.id).toBe(corrected.body.id);
  });

  // henan-2025.lab.6#09: two persons, each named, and nothing of it altered afterwards.
  test('is signed by a second person of the laboratory, once', async () => {
    const { body } = await record({ item: 'K', title: '钾分割样品比对' });
    const path = `laboratory/studies/${String(body.id)}`;
    const sign = async (who: Record<string, string>) => (await post(`${path}/signature`, who, {})).status;
    const own = { awaitsSignature: true, signedBy: null, isOwnEntry: true };
    expect((await get<StudyResponse>(path, await lab())).body).toMatchObject(own);
    expect(await sign(await lab())).toBe(409);
    expect(await sign(await region.as('laboratory', { institution: 'H2' }))).toBe(404);
    expect(await sign(await centre())).toBe(403);
    const second = await region.as('laboratory', { institution: 'H1', username: 'lab-second' });
    expect((await get<StudyResponse>(path, second)).body.isOwnEntry).toBe(false);
    expect(await sign(second)).toBe(200);
    expect(await sign(second)).toBe(409);
    expect((await get<StudyResponse>(path, await lab())).body).toMatchObject({
      ...{ awaitsSignature: false, keptUntil: '2026-05-20' },
    });
  });

  test('without what it is judged by is refused by the field that is missing', async () => {
    const field = async (change: object) => (await record(change)).body.errors?.map(({ path }) => path);
    expect(await field({ data: {} })).toEqual(['body.data.pairs']);
    expect(await field({ data: { pairs: split().data.pairs } })).toEqual(['body.data.allowedPercent']);
    expect(await field({ kind: 'comparison' })).toEqual(['body.data.levels']);
    expect(await field({ kind: 'precision', data: {} })).toEqual(['body.data.days']);
    expect(await field({ kind: 'precision', data: { days: [[1, 2]] } })).toEqual(['body.data.claims']);
    for (const measuredOn of ['2024-06-01', '0224-05-17', '2024-02-30'])
      expect(await field({ measuredOn })).toEqual(['body.measuredOn']);
    expect(await field({ item: 'NONE' })).toEqual(['body.item']);
  });
});
