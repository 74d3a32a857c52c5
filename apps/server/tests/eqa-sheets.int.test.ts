/** Results of a round of external quality assessment 室间质评 as a laboratory returns them by a sheet. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import exceljs from 'exceljs';
import { beforeAll, expect, test } from 'vitest';

import { matrix, roundOf, SAMPLES } from './eqa-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { lab, path, begin } = roundOf(region);

interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string; readonly messageZh: string }[];
}

beforeAll(async () => {
  await begin();
  region.clock.set(at('2024-05-21T10:00+08:00'));
});

test('a return comes by sheet, and each fault is told by its row and column', async () => {
  const own = await lab('L05');
  const template = await region.app.inject({ url: `/api/v1/${path('/sheet.xlsx')}`, headers: own });
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(new Uint8Array(template.rawPayload).buffer);
  const [sheet] = workbook.worksheets;
  const textAt = (row: number, place: number): string => sheet?.getRow(row).getCell(place).text ?? '';
  const titles = [...SAMPLES, '方法', '仪器', '试剂', '校准品'].map((_, index) => textAt(1, index + 4));
  expect(titles).toEqual([...SAMPLES, '方法', '仪器', '试剂', '校准品']);
  const filled = matrix(0.97 + 0.0041 * 4);
  for (const [row, item] of [
    [2, 'ALT'],
    [3, 'AST'],
  ] as const) {
    expect(textAt(row, 1)).toBe(item);
    const values = SAMPLES.map((sample) => filled.find((one) => one.item === item && one.sample === sample)?.reported);
    const cells = sheet?.getRow(row);
    for (const [place, value] of [...values, 'IFCC', 'AN'].entries()) if (cells) cells.getCell(place + 4).value = value;
  }
  const send = async (payload: Buffer | string, type: string) => {
    const headers = { ...own, 'content-type': type };
    const url = `/api/v1/${path('/sheet?after=0')}`;
    const answer = await region.app.inject({ method: 'POST', url, headers, payload });
    return { status: answer.statusCode, body: answer.json<Refusal & { readonly version: number }>() };
  };
  const wrong = await send(`项目编码,单位,${SAMPLES.join(',')}\nALT,U/L,"41,5",,,,\nK,mmol/L,4.1,,,,\n`, 'text/csv');
  expect([wrong.status, wrong.body.errors.map((one) => [one.path, one.code, one.messageZh.slice(0, 16)])]).toEqual([
    422,
    [
      ['rows[2].202411', 'decimal-comma', '第 2 行“202411”列：“'],
      ['rows[3].项目编码', 'not-enrolled', '第 3 行“项目编码”列：本机构'],
    ],
  ]);
  const file = Buffer.from(await workbook.xlsx.writeBuffer());
  expect((await send(file, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).body).toEqual({
    version: 1,
  });
  const { body } = await get<EqaOwnRound>(path(), own);
  expect(body.returns[0]?.results).toEqual(
    matrix(0.97 + 0.0041 * 4)
      .sort((a, b) => a.item.localeCompare(b.item))
      .map((row) => ({ ...row, reagent: null, calibrator: null })),
  );
  expect((await post(path('/returns/1/check'), await lab('L05', 2), {})).status).toBe(204);
  expect((await post(path('/returns/1/submission'), own, {})).status).toBe(201);
});
