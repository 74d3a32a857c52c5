/** Lists of recognition are published whole, from a form or from a sheet. */
import type { Day } from '@fujie/core/kernel';
import type { EntriesResponse, PublicationResponse } from '@fujie/wire/contracts';
import exceljs from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';

import type { ProblemBody } from '../src/platform/http/problems.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00' });
let authority: Record<string, string>;

async function post(url: string, headers: Record<string, string>, payload: string | Buffer | object) {
  return server.app.inject({ method: 'POST', url: `/api/v1/registers${url}`, headers, payload });
}

async function get(url: string, headers: Record<string, string>) {
  return server.app.inject({ method: 'GET', url: `/api/v1/registers${url}`, headers });
}

beforeAll(async () => {
  authority = await server.as('commission', { region: '14' });
  const from = '2020-01-01' as Day;
  const keep = async (register: string, rows: readonly Record<string, unknown>[]) =>
    importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row, from })),
    );
  await keep('region', [{ code: '14', nameZh: '山西省', kind: 'province', markPrefix: '晋' }]);
  await keep('institution', [
    {
      code: 'H1',
      nameZh: '第一医院',
      region: '14',
      level: 3,
      ownership: 'public',
      kind: 'general',
      supervisor: 'health',
    },
  ]);
  const laboratory = { kind: 'laboratory', category: 'chemistry', quantitative: true };
  await keep('item', [
    { ...laboratory, code: 'GLU', nameZh: '葡萄糖', nameEn: 'Glucose' },
    { ...laboratory, code: 'K', nameZh: '钾', nameEn: 'Potassium' },
  ]);
  await keep('recognition-list', [{ code: 'L0', titleZh: '试行清单', publishedOn: '2024-01-01', region: '14' }]);
});

describe('the publication of a list', () => {
  it('brings its entries in one act, or not at all', async () => {
    const list = { code: 'L1', titleZh: '第一批互认清单', publishedOn: '2024-05-01', region: '14', supersedes: ['L0'] };
    const refused = await post('/recognition-list/publications', authority, {
      list,
      entries: [
        { institution: 'H1', item: 'GLU', scope: '14' },
        { institution: 'H1', item: 'NOPE', scope: '14' },
      ],
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.json<ProblemBody>().errors?.map((e) => e.code)).toEqual(['unknown-reference']);
    const lists = await get('/recognition-list?q=L1', authority);
    expect(lists.json<EntriesResponse>().total).toBe(0);
    const published = await post('/recognition-list/publications', authority, {
      list,
      entries: [{ institution: 'H1', item: 'GLU', scope: '14' }],
    });
    expect(published.statusCode).toBe(200);
    const entries = await get('/recognition-list-entry?list=L1', authority);
    expect((await get('/recognition-list-entry?list=L', authority)).json<EntriesResponse>().total).toBe(0);
    expect(entries.json<EntriesResponse>().entries.map((e) => [e.key, e.from])).toEqual([
      ['L1|H1|GLU|14', '2024-05-01'],
    ]);
  });

  it('reads the entries from a sheet that need not repeat list and day', async () => {
    const head = {
      code: 'L2',
      titleZh: '第二批互认清单',
      publishedOn: '2024-05-02',
      region: '14',
      supersedes: 'L0;L1',
    };
    const publish = (sheet: string | Buffer, more: Record<string, string> = {}) =>
      post(
        `/recognition-list/publications/sheet?${new URLSearchParams({ ...head, ...more }).toString()}`,
        { ...authority, 'content-type': 'text/csv' },
        sheet,
      );
    const faulty = await publish('机构,项目,互认范围,清单编号\nH1,GLU,14,L2\nH1,NOPE,14,\nH1,K,14,L1\n');
    expect(faulty.statusCode).toBe(422);
    expect(faulty.json<ProblemBody>().errors?.map((e) => [e.code, e.path])).toEqual([
      ['unknown-reference', 'rows[3].item'],
      ['another-list', 'rows[4].list'],
    ]);
    const elsewhere = await publish('institution,item,scope\nH1,GLU,14\n', { region: 'NOWHERE' });
    expect(elsewhere.json<ProblemBody>().errors?.map((e) => e.path)).toContain('list.region');
    const rehearsed = await publish('institution,item,scope\nH1,GLU,14\n', { dryRun: 'true' });
    expect(rehearsed.json<PublicationResponse>()).toMatchObject({ list: { added: 1 }, entries: { added: 1 } });
    expect((await get('/recognition-list?q=L2', authority)).json<EntriesResponse>().total).toBe(0);

    const book = new exceljs.Workbook();
    book.addWorksheet('互认清单条目').addRows([
      ['机构', '项目', '互认范围'],
      ['H1', 'GLU', '14'],
      ['H1', 'K', '14'],
    ]);
    const published = await publish(Buffer.from(await book.xlsx.writeBuffer()));
    expect(published.statusCode).toBe(200);
    const entries = await get('/recognition-list-entry?list=L2', authority);
    expect(entries.json<EntriesResponse>().entries.map((e) => [e.key, e.from])).toEqual([
      ['L2|H1|GLU|14', '2024-05-02'],
      ['L2|H1|K|14', '2024-05-02'],
    ]);
  });
});
