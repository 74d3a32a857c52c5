import type { Day } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { institutions, REGISTERS } from '@fujie/core/registers';
import type { ChangeResponse, EntriesResponse, RegistersResponse } from '@fujie/wire/contracts';
import exceljs from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { ProblemBody } from '../src/platform/http/problems.ts';
import { importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00' });
let centre: Record<string, string>;
let authority: Record<string, string>;

const day = (text: string): Day => text as Day;
const CSV = { 'content-type': 'text/csv' };
const FROM = day('2020-01-01');

function hospital(code: string, nameZh = `${code}医院`): TypedRow {
  return {
    row: { code, nameZh, region: '14', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' },
    from: FROM,
  };
}

function item(code: string, nameZh = `项目${code}`): TypedRow {
  return {
    row: { code, nameZh, nameEn: code, kind: 'laboratory', category: 'chemistry', quantitative: true },
    from: FROM,
  };
}

async function post(url: string, headers: Record<string, string>, payload: string | Buffer | object) {
  return server.app.inject({ method: 'POST', url: `/api/v1/registers${url}`, headers, payload });
}

async function get(url: string, headers: Record<string, string>) {
  return server.app.inject({ method: 'GET', url: `/api/v1/registers${url}`, headers });
}

async function countOf(register: string): Promise<number> {
  const rows = await server.db.query<{ n: number }>(
    sql`select count(*) as n from register_entry where register = ${register}`,
  );
  return rows[0]?.n ?? -1;
}

beforeAll(async () => {
  centre = await server.as('qc-centre', { region: '14' });
  authority = await server.as('commission', { region: '14' });
  const { deps } = server;
  await importTyped(deps, 'test', 'region', [
    { row: { code: '14', nameZh: '山西省', kind: 'province', markPrefix: '晋' }, from: FROM },
  ]);
  await importTyped(
    deps,
    'test',
    'institution',
    ['H1', 'H2'].map((code) => hospital(code)),
  );
  await importTyped(
    deps,
    'test',
    'item',
    ['GLU', 'ALT', 'K'].map((code) => item(code)),
  );
});

describe('the import of a csv', () => {
  const header = '项目代码,名称,英文名称,检查/检验,类别,定量,生效日';

  it('adds, corrects and leaves rows, and shows them in the snapshot at once', async () => {
    const file = `${header}\nNA,钠,Sodium,laboratory,chemistry,是,2020-01-01\nGLU,葡萄糖,Glucose,laboratory,chemistry,是,2020/1/1\nALT,项目ALT,ALT,laboratory,chemistry,1,2020年1月1日\n`;
    const answer = await post('/item/import?note=catalogue&publisher=QC', { ...centre, ...CSV }, file);
    expect(answer.statusCode).toBe(200);
    expect(answer.json<ChangeResponse>()).toMatchObject({ added: 1, corrected: 2, unchanged: 0, dryRun: false });
    expect(server.deps.registers.current().item('NA')?.nameZh).toBe('钠');
    expect(server.deps.registers.current().item('GLU')?.nameEn).toBe('Glucose');
    const again = await post('/item/import', { ...centre, ...CSV }, file);
    expect(again.json<ChangeResponse>()).toMatchObject({ added: 0, corrected: 0, unchanged: 3, revision: null });
  });

  it('is read in GB18030 as Chinese spreadsheets save it', async () => {
    // CA,钙
    const gb = Buffer.concat([
      Buffer.from('code,nameZh,nameEn,kind,category,quantitative,from\nCA,'),
      Buffer.from([0xb8, 0xc6]),
      Buffer.from(',Calcium,laboratory,chemistry,1,2020-01-01\n'),
    ]);
    const answer = await post('/item/import', { ...centre, ...CSV }, gb);
    expect(answer.statusCode).toBe(200);
    expect(server.deps.registers.current().item('CA')?.nameZh).toBe('钙');
  });

  it('changes nothing in a dry run, and says what it would', async () => {
    const before = await countOf('item');
    const revision = server.deps.registers.current().revision;
    const answer = await post(
      '/item/import?dryRun=true',
      { ...centre, ...CSV },
      `${header}\nCL,氯,Chloride,laboratory,chemistry,是,2020-01-01\n`,
    );
    expect(answer.json<ChangeResponse>()).toMatchObject({
      added: 1,
      dryRun: true,
      revision: null,
      changes: [{ kind: 'add', key: 'CL', row: 2, from: '2020-01-01', to: null }],
    });
    expect(await countOf('item')).toBe(before);
    expect(server.deps.registers.current().revision).toBe(revision);
  });

  it('with any fault imports nothing and names every row, column, reason and remedy in both languages', async () => {
    const before = await countOf('recognition-list-entry');
    await importTyped(server.deps, 'test', 'recognition-list', [
      { row: { code: 'L0', titleZh: '清单', publishedOn: '2024-01-01', region: '14' }, from: day('2024-01-01') },
    ]);
    const file =
      '清单编号,机构,项目,互认范围,生效日\nL0,H1,GLU,14,2024-01-01\nL0,H9,GLU,14,2024-01-01\nL0,H1,ALT,14,2024-13-01\n';
    const answer = await post('/recognition-list-entry/import', { ...authority, ...CSV }, file);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const body = answer.json<ProblemBody>();
    expect(body.detail).toContain('2 faults');
    expect(body.errors).toEqual([
      expect.objectContaining({
        row: 3,
        column: 'institution',
        code: 'unknown-reference',
        message: expect.stringContaining(
          'Row 3, column Institution (institution): `H9` is not in register `institution`',
        ) as string,
        messageZh: expect.stringContaining('第 3 行“机构”列：“H9”不在目录“医疗机构”中') as string,
      }),
      expect.objectContaining({ row: 4, column: 'from', code: 'not-a-day' }),
    ]);
    expect(await countOf('recognition-list-entry')).toBe(before);
  });

  it('refuses a period that overlaps one on record, and takes it when the file ends that one', async () => {
    const overlapping = `${header}\nK,钾,Potassium,laboratory,chemistry,是,2024-01-01\n`;
    const refused = await post('/item/import', { ...centre, ...CSV }, overlapping);
    expect(refused.statusCode).toBe(422);
    expect(refused.json<ProblemBody>().errors?.map((e) => e.code)).toEqual(['overlapping-period']);
    const both = `${header},to\nK,项目K,K,laboratory,chemistry,是,2020-01-01,2024-01-01\nK,钾,Potassium,laboratory,chemistry,是,2024-01-01,\n`;
    const taken = await post('/item/import', { ...centre, ...CSV }, both);
    expect(taken.json<ChangeResponse>()).toMatchObject({ added: 1, corrected: 1 });
    const past = await get('/item?asOf=2023-12-31&q=K', centre);
    expect(past.json<EntriesResponse>().entries.find((e) => e.key === 'K')?.row['nameZh']).toBe('项目K');
    const now = await get('/item?asOf=2024-01-01', centre);
    expect(now.json<EntriesResponse>().entries.find((e) => e.key === 'K')?.row['nameZh']).toBe('钾');
    const history = await get('/item?history=true&key=K', centre);
    expect(history.json<EntriesResponse>().entries.map((e) => [e.version, e.supersededAt !== null])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ]);
  });

  it('is refused when it is empty, has no rows, or is not a sheet', async () => {
    const nothing = await post('/item/import', { ...centre, ...CSV }, '');
    expect(nothing.statusCode).toBe(400);
    const headerOnly = await post('/item/import', { ...centre, ...CSV }, `${header}\n`);
    expect(headerOnly.json<ProblemBody>().errors?.map((e) => e.code)).toEqual(['no-rows']);
    const other = await post('/item/import', { ...centre, ...CSV }, 'hello\nworld\n');
    expect(other.json<ProblemBody>().errors?.map((e) => e.code)).toEqual(['no-header']);
    const json = await post('/item/import', centre, { rows: [] });
    expect(json.statusCode).toBe(400);
  });
});

describe('the import of an xlsx', () => {
  it('refuses formulas and names their cell, also when it comes as a form field', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('Sheet1');
    sheet.addRow(['code', 'nameZh', 'nameEn', 'kind', 'category', 'quantitative', 'from']);
    sheet.addRow(['MG', { formula: 'A1', result: 'x' }, 'Magnesium', 'laboratory', 'chemistry', true, '2020-01-01']);
    const file = Buffer.from(await book.xlsx.writeBuffer());
    const boundary = 'x-boundary-x';
    const form = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="items.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const answer = await post(
      '/item/import',
      { ...centre, 'content-type': `multipart/form-data; boundary=${boundary}` },
      form,
    );
    expect(answer.statusCode).toBe(422);
    expect(answer.json<ProblemBody>().errors?.[0]).toMatchObject({
      code: 'formula',
      row: 2,
      message: expect.stringContaining('cell B2') as string,
    });
    expect(server.deps.registers.current().item('MG')).toBeNull();
  });

  it('of many rows is read in a thread of its own, and refused as a whole when it is too large', async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, i) => `X${String(i)},项目${String(i)},X,laboratory,chemistry,是,2020-01-01`,
    );
    const file = `code,nameZh,nameEn,kind,category,quantitative,from\n${rows.join('\n')}\nX1000,,X,laboratory,chemistry,是,2020-01-01\n`;
    const answer = await post('/item/import', { ...centre, ...CSV }, file);
    expect(answer.json<ProblemBody>().errors?.map((e) => [e.code, e.path])).toEqual([
      ['required', 'rows[1002].nameZh'],
    ]);
    const large = await post('/item/import', { ...centre, ...CSV }, Buffer.alloc(16 * 1024 * 1024 + 1, 'a'));
    expect(large.statusCode).toBe(413);
  });

  it.each(['xlsx', 'csv'])('finds an exported %s unchanged', async (format) => {
    const exported = await get(`/item/export.${format}`, centre);
    expect(exported.statusCode).toBe(200);
    const entry = new RegExp(`^attachment; filename="item-audit-(\\d+)[.]${format}"$`).exec(
      String(exported.headers['content-disposition']),
    )?.[1];
    if (format === 'csv')
      expect(exported.body).toMatch(new RegExp(`※ 导出记录 Exported · .* · 2024-.* · 审计编号 Audit ${String(entry)}`));
    const auditor = await server.as('audit-admin');
    const found = await server.app.inject({ url: `/api/v1/audit/events?id=${String(entry)}`, headers: auditor });
    expect(found.json()).toMatchObject({
      entries: [{ id: Number(entry), action: 'register:export', subject: 'item' }],
    });
    const answer = await post(
      '/item/import',
      { ...centre, 'content-type': 'application/octet-stream' },
      exported.rawPayload,
    );
    expect(answer.statusCode).toBe(200);
    const outcome = answer.json<ChangeResponse>();
    expect(outcome).toMatchObject({ added: 0, corrected: 0 });
    expect(outcome.unchanged).toBeGreaterThanOrEqual(3);
  });

  it.each(['xlsx', 'csv'])(
    'offers a template as %s for every register, which the import recognises',
    async (format) => {
      const admin = await server.as('admin');
      const { registers } = (await get('', admin)).json<RegistersResponse>();
      expect(registers).toHaveLength(REGISTERS.length);
      for (const { id } of registers) {
        const template = await get(`/${id}/template.${format}`, admin);
        const answer = await post(
          `/${id}/import?dryRun=true`,
          { ...admin, 'content-type': 'application/octet-stream' },
          template.rawPayload,
        );
        expect([id, answer.json<ProblemBody>().errors?.map((e) => e.code)]).toEqual([id, ['no-rows']]);
      }
    },
  );
});

describe('a single change', () => {
  it('puts a successor in force and ends the entry before it', async () => {
    const body = {
      action: 'put',
      row: { ...hospital('H2').row, nameZh: '新名' },
      from: '2024-06-01',
      endPrevious: true,
      note: 'renamed',
    };
    const answer = await post('/institution/entries', authority, body);
    expect(answer.json<ChangeResponse>()).toMatchObject({ added: 1, corrected: 1 });
    const snapshot = server.deps.registers.current();
    expect(snapshot.find(institutions, 'H2', day('2024-05-31'))?.nameZh).toBe('H2医院');
    expect(snapshot.find(institutions, 'H2', day('2024-06-01'))?.nameZh).toBe('新名');
  });

  it('ends an entry, and refuses to end what is not in force', async () => {
    await importTyped(server.deps, 'test', 'institution', [hospital('H3')]);
    const ended = await post('/institution/entries', authority, {
      action: 'end',
      key: 'H3',
      to: '2024-03-01',
      note: 'closed',
    });
    expect(ended.json<ChangeResponse>()).toMatchObject({ corrected: 1 });
    expect(server.deps.registers.current().find(institutions, 'H3', day('2024-03-01'))).toBeNull();
    const again = await post('/institution/entries', authority, {
      action: 'end',
      key: 'H3',
      to: '2024-04-01',
      note: 'closed',
    });
    expect(again.statusCode).toBe(404);
  });

  it('withdraws what was recorded in error, keeps it in the history, and not while others name it', async () => {
    await importTyped(server.deps, 'test', 'institution', [hospital('H4')]);
    const body = { action: 'withdraw', key: 'H4', from: FROM, note: 'typing error' };
    expect((await post('/institution/entries', authority, body)).json<ChangeResponse>()).toMatchObject({
      corrected: 1,
    });
    expect(server.deps.registers.current().institution('H4')).toBeNull();
    const history = await get('/institution?history=true&q=H4', authority);
    expect(history.json<EntriesResponse>().entries.map((e) => [e.key, e.supersededAt !== null])).toEqual([
      ['H4', true],
    ]);
    const referred = await post('/region/entries', await server.as('admin'), { ...body, key: '14' });
    expect(referred.statusCode).toBe(409);
    expect(referred.json<ProblemBody>().detail).toContain('institution');
  });
});

describe('permission', () => {
  const row = 'code,nameZh,kind,from\n99,测试,province,2020-01-01\n';

  it('is needed to read and to write, register by register', async () => {
    expect((await get('', {})).statusCode).toBe(401);
    expect((await post('/region/import', CSV, row)).statusCode).toBe(401);
    expect((await post('/region/import', { ...(await server.as('doctor')), ...CSV }, row)).statusCode).toBe(403);
    const refused = await post('/region/import', { ...centre, ...CSV }, row);
    expect(refused.statusCode).toBe(403);
    expect(refused.json<ProblemBody>().detail).toContain('`region`');
    const { registers } = (await get('', centre)).json<RegistersResponse>();
    expect(registers.find((r) => r.id === 'item')?.mayWrite).toBe(true);
    expect(registers.find((r) => r.id === 'region')?.mayWrite).toBe(false);
  });

  it('of a laboratory ends at its own institution', async () => {
    const laboratory = await server.as('laboratory', { institution: 'H1' });
    const line = (institution: string): string =>
      `institution,item,month,testingDays,qcDays,cv,from\n${institution},GLU,2024-04,22,22,1.5,2024-05-01\n`;
    expect((await post('/iqc-monthly/import', { ...laboratory, ...CSV }, line('H1'))).statusCode).toBe(200);
    const refused = await post('/iqc-monthly/import', { ...laboratory, ...CSV }, line('H2'));
    expect(refused.json<ProblemBody>().errors?.map((e) => e.code)).toEqual(['other-institution']);
    await importTyped(server.deps, 'test', 'iqc-monthly', [
      {
        row: { institution: 'H2', item: 'GLU', month: '2024-04', testingDays: 20, qcDays: 20 },
        from: day('2024-05-01'),
      },
    ]);
    const withdrawn = await post('/iqc-monthly/entries', laboratory, {
      action: 'withdraw',
      key: 'H2|GLU|2024-04',
      from: '2024-05-01',
      note: 'x',
    });
    expect(withdrawn.statusCode).toBe(403);
  });

  it('and every change leave their trace in the audit', async () => {
    await server.deps.audit.drain();
    const events = await server.db.query<{
      role: string;
      subject: string;
      outcome: string;
      institution: string | null;
    }>(sql`
      select role, subject, outcome, institution from audit_event where action = 'register:write'`);
    expect(events).toContainEqual({ role: 'laboratory', subject: 'iqc-monthly', outcome: 'done', institution: 'H1' });
    expect(events).toContainEqual({
      role: 'laboratory',
      subject: 'iqc-monthly',
      outcome: 'refused',
      institution: 'H1',
    });
    expect(events).toContainEqual({ role: 'qc-centre', subject: 'region', outcome: 'refused', institution: null });
  });

  it('is unknown to registers and days that do not exist', async () => {
    expect((await get('/nonsense', centre)).statusCode).toBe(404);
    expect((await get('/item?asOf=yesterday', centre)).statusCode).toBe(400);
    expect((await get('/item?asOf=2024-02-30', centre)).statusCode).toBe(400);
  });
});
