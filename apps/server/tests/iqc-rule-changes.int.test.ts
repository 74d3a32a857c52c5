/**
 * Rules of internal quality control 质控规则 that a laboratory changes, and what its lots are expected to show by word, hold from the next day on:
 * what was judged stands, and is judged otherwise by the word of its quality-control centre alone. Source: henan-2025.lab.7#01, #04, lab.6#09.
 */
import type { IqcRecorded } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { beginControl, material, measured, RULES, SYSTEM } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const centre = () => region.as('qc-centre', { region: '14', username: 'centre' });
const LOOSER = { ...SYSTEM, rules: ['1_3s'], warnings: [] };

interface Answer {
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}
const put = async (
  headers: Record<string, string>,
  row: object,
  from: string,
  { register = 'test-system', ...more }: { readonly register?: string; readonly endPrevious?: boolean } = {},
) => {
  const entry = { action: 'put', row, from, ...more };
  const { status, body } = await post<Answer>(`registers/${register}/entries`, headers, entry);
  return [status, body.errors?.map(({ path, code }) => `${path} ${code}`) ?? []] as const;
};
const REFUSED = [422, ['rows[1].from judged-already']] as const;

beforeAll(async () => {
  await beginControl(region);
  const results = ['N', 'P'].map((level) => measured(level, level === 'N' ? 40 : 120, '2024-05-20T08:00+08:00'));
  expect((await post<IqcRecorded>('laboratory/iqc/results', await lab(), { results })).status).toBe(200);
  region.clock.set(at('2024-05-21T09:00+08:00'));
});

test('rules are not changed by the laboratory for days of which runs were judged, though it correct or add an entry', async () => {
  expect(await put(await lab(), LOOSER, '2024-01-01')).toEqual(REFUSED);
  expect(await put(await lab(), LOOSER, '2024-05-20', { endPrevious: true })).toEqual(REFUSED);
  expect(await put(await lab(), { ...SYSTEM, ...RULES, gate: '1_2s' }, '2024-01-01')).toEqual(REFUSED);
  // An entry from before the first judges the days before it.
  expect(await put(await lab(), LOOSER, '2024-05-10', { endPrevious: true })).toEqual(REFUSED);
});

test('what judges nothing, and a system that was not controlled yet, is changed from any day', async () => {
  const named = { ...SYSTEM, ...RULES, method: 'IFCC' };
  expect(await put(await lab(), named, '2024-01-01')).toEqual([200, []]);
  expect(await put(await lab(), { ...LOOSER, code: 'AST-1', item: 'AST' }, '2024-01-01')).toEqual([200, []]);
});

test('from the day after the last that was judged they are, and what is withdrawn is judged as a change', async () => {
  const next = { from: '2024-05-21', more: { endPrevious: true } };
  expect(await put(await lab(), LOOSER, next.from, next.more)).toEqual([200, []]);
  const results = ['N', 'P'].map((level) => measured(level, level === 'N' ? 41 : 121, '2024-05-21T08:00+08:00'));
  expect((await post('laboratory/iqc/results', await lab(), { results })).status).toBe(200);
  const withdrawn = { action: 'withdraw', key: 'H1|ALT-1', from: next.from, note: '登记有误' };
  expect((await post<Answer>('registers/test-system/entries', await lab(), withdrawn)).status).toBe(409);
  expect((await post<Answer>('registers/test-system/entries', await centre(), withdrawn)).status).toBe(200);
});

test('its centre corrects what was judged by wrong rules', async () => {
  expect(await put(await lab(), LOOSER, '2024-01-01')).toEqual(REFUSED);
  expect(await put(await centre(), LOOSER, '2024-01-01')).toEqual([200, []]);
});

const WORDS = { ...SYSTEM, code: 'HBSAG-1', kind: 'qualitative', rules: ['expected'], levels: 1 };
const lot = (expected: string | null) => ({ ...material('W'), expected });
const OF_LOT = { register: 'control-material' } as const;
const measuredWord = async (reading: string, measuredAt: string): Promise<number> => {
  const results = [measured('W', reading, measuredAt, { system: 'HBSAG-1' })];
  return (await post('laboratory/iqc/results', await lab(), { results })).status;
};
const verdicts = async () =>
  (
    await region.db.query<{ verdict: string }>(sql`
      select distinct on (run) verdict from iqc_run where system = 'HBSAG-1' order by run, version desc`)
  ).map(({ verdict }) => verdict);

test('what a lot is expected to show is told late where nothing was judged by it, and is changed from the day after the last that was judged', async () => {
  expect(await put(await lab(), WORDS, '2024-01-01')).toEqual([200, []]);
  expect(await put(await lab(), lot(null), '2024-05-01', OF_LOT)).toEqual([200, []]);
  expect(await put(await lab(), lot('阳性'), '2024-05-01', OF_LOT)).toEqual([200, []]);
  expect(await measuredWord('阳性', '2024-05-21T08:10+08:00')).toBe(200);
  expect(await verdicts()).toEqual(['accept']);
  expect(await put(await lab(), lot('阴性'), '2024-05-01', OF_LOT)).toEqual(REFUSED);
  expect(await put(await lab(), { ...lot('阳性'), manufacturer: '甲厂' }, '2024-05-01', OF_LOT)).toEqual([200, []]);
  expect(await put(await lab(), lot('阴性'), '2024-05-22', { ...OF_LOT, endPrevious: true })).toEqual([200, []]);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await measuredWord('阴性', '2024-05-22T08:10+08:00')).toBe(200);
  // Each is judged by the word of its day, also when an earlier one is judged anew.
  expect(await measuredWord('阴性', '2024-05-21T08:40+08:00')).toBe(200);
  expect((await verdicts()).sort()).toEqual(['accept', 'accept', 'reject']);
  expect(await put(await lab(), lot('阳性'), '2024-05-22', OF_LOT)).toEqual(REFUSED);
  expect(await put(await centre(), lot('阳性'), '2024-05-22', OF_LOT)).toEqual([200, []]);
});
