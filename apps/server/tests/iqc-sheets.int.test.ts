/** Control results as a file 质控结果表格: taken row by row, what is refused kept, corrected and sent again. */
import type { IqcSeriesResponse, IqcSheetTaken, QuarantineDetail, ReplayResponse } from '@fujie/wire/contracts';
import exceljs from 'exceljs';
import { beforeAll, describe, expect, test } from 'vitest';

import { beginControl } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const foreign = () => region.as('laboratory', { institution: 'H2' });

beforeAll(async () => beginControl(region));

describe('a sheet', () => {
  const HEADER = '检测系统,质控品,批号,水平,结果,单位,检测时间';
  const sheet = async (rows: readonly string[], headers?: Record<string, string>, query = '') => {
    const response = await region.app.inject({
      method: 'POST',
      url: `/api/v1/laboratory/iqc/sheets${query}`,
      headers: { ...(headers ?? (await lab())), 'content-type': 'text/csv' },
      payload: [HEADER, ...rows].join('\n'),
    });
    return { status: response.statusCode, body: response.json<IqcSheetTaken>() };
  };
  const rows = [
    'ALT-1,QC,A1,N,40.5,U/L,2024/6/20 8:00',
    'ALT-1,QC,A1,P,"120,5",U/L,2024-06-20 08:01',
    'ALT-1,QC,A1,N,41,mmol/L,2024-06-21 08:00',
    'ALT-1,QC,A1,N,40,U/L,2024-04-20 08:00',
    'ALT-1,QC,A1,N,41,U/L,2024-06-20 08:00',
    'ALT-1,QC,A1,P,-119,U/L,2024-06-21 08:01',
    'ALT-1,QC,A1,P,121,U/L,2024-06-23 08:01',
    'ALT-1,QC,A1,P,119,U/L,2024-06-21 08:02',
  ];
  const FAULTS = [
    ['rows[3].value', 'decimal-comma'],
    ['rows[4].unit', 'wrong-unit'],
    ['rows[5].lot', 'lot-not-in-use'],
    ['rows[8].measuredAt', 'in-future'],
    ['rows[6]', 'duplicate-measurement'],
    ['rows[7].value', 'impossible-value'],
  ];

  test('is taken row by row: what is wrong is named by row and column, kept, corrected and sent again', async () => {
    region.clock.set(at('2024-06-22T09:00+08:00'));
    const tried = await sheet(rows, undefined, '?dryRun=true');
    expect(tried.body).toMatchObject({ rows: 8, taken: 2, refused: 6, quarantine: null });
    expect(tried.body.problems.map(({ path, code }) => [path, code])).toEqual(FAULTS);
    const { body } = await sheet(rows);
    expect(body).toMatchObject({ rows: 8, taken: 2, known: 0, refused: 6 });
    const kept = await get<QuarantineDetail>(`quarantine/${String(body.quarantine)}`, await lab());
    expect(kept.body).toMatchObject({ institution: 'H1', channel: 'sheet', state: 'open' });
    expect(
      kept.body.raw
        ?.split('\r\n')
        .slice(2, 4)
        .map((line) => line.split(',').slice(3, 6)),
    ).toEqual([
      ['P', '"120', '5"'],
      ['N', '41', 'mmol/L'],
    ]);
    expect(kept.body.problems[0]).toMatchObject({ path: 'rows[3].value', code: 'decimal-comma' });
    // Sent again as it is it is refused again; corrected it is taken, all of it.
    const replay = async (corrected?: string) =>
      post<ReplayResponse>(`quarantine/${String(body.quarantine)}/replay`, await lab(), {
        ...(corrected && { corrected }),
      });
    expect((await replay()).body.accepted).toBe(false);
    const again = await replay(`${HEADER}\nALT-1,QC,A1,P,120.5,U/L,2024-06-20 08:01\n`);
    expect(again.body).toEqual({ accepted: true, problems: [] });
    const { results } = (
      await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1?from=2024-06-20&to=2024-06-22', await lab())
    ).body;
    expect(results.map(({ level, value }) => [level, value])).toEqual([
      ['N', 40.5],
      ['P', 120.5],
      ['P', 119],
    ]);
    // The same file once more brings nothing twice.
    expect((await sheet([rows[0] ?? ''])).body).toMatchObject({ taken: 0, known: 1, refused: 0, quarantine: null });
  });

  test('begins as a workbook with the levels in use, a line each, to be filled in', async () => {
    const url = '/api/v1/laboratory/iqc/sheets/template.xlsx';
    const { rawPayload } = await region.app.inject({ url, headers: await lab() });
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(new Uint8Array(rawPayload).buffer);
    const [table] = workbook.worksheets;
    const lines = [3, 4].map((number) => table?.getRow(number));
    expect(lines.map((line) => [1, 2, 3, 4, 6].map((place) => line?.getCell(place).text))).toEqual([
      ['ALT-1', 'QC', 'A1', 'N', 'U/L'],
      ['ALT-1', 'QC', 'A1', 'P', 'U/L'],
    ]);
    lines.forEach((line, index) => {
      if (line === undefined) return;
      line.getCell(5).value = String(40 + 80 * index);
      line.getCell(7).value = `2024-06-22 08:0${String(index)}`;
    });
    const response = await region.app.inject({
      ...{ method: 'POST', url: '/api/v1/laboratory/iqc/sheets?dryRun=true' },
      headers: {
        ...(await lab()),
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
      payload: Buffer.from(await workbook.xlsx.writeBuffer()),
    });
    expect(response.json()).toMatchObject({ rows: 2, taken: 2, refused: 0 });
  });

  test('that cannot be read is said so, and another institution reaches nothing', async () => {
    const { body } = await sheet([]);
    expect([body.rows, body.problems.map(({ code }) => code)]).toEqual([0, ['no-rows']]);
    const away = await sheet(['ALT-1,QC,A1,N,40.5,U/L,2024-06-22 08:00'], await foreign(), '?dryRun=true');
    expect(away.body).toMatchObject({ taken: 0, refused: 1 });
  });
});
