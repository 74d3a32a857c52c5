/** The forty indicators of Henan given to departments, entered by them month by month and fed back; values of core-system indicators by department. */
import type { Day } from '@fujie/core/kernel';
import { HENAN_INDICATORS } from '@fujie/core/registers';
import type { CoreIndicatorsResponse, LoopRecorded, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const load = (register: string, rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    server.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: '2024-01-01' as Day, to: null })),
  );
const loadOwn = (register: string, rows: readonly object[]) =>
  load(
    register,
    rows.map((row) => ({ institution: 'H1', ...row })),
  );
const [MORTALITY, CRITICAL, CONSULTATION] = ['henan-2023.ind.5.2', 'henan-2023.ind.4.7', 'core-systems.cs35#05'];
const UNASSIGNED = 'organisation/indicators-unassigned';
const MONTHLY = 'organisation/department-indicators';
const duty = (indicator: string, department = 'ICU') => ({ indicator, department, owner: 'P1', office: 'MA' });
const entry = (indicator: string, over: object = {}) => ({
  ...{ institution: 'H1', month: '2026-04', indicator, department: 'ICU', numerator: null, denominator: null },
  ...{ basis: null, analysis: '与上月相比无变化', ...over },
});
const counted = { numerator: 3, denominator: 60, basis: '重症系统' };

beforeAll(async () => {
  const region = { nameEn: null, markPrefix: null };
  await load('region', [
    { ...region, code: '41', nameZh: '河南', kind: 'province' },
    { ...region, code: '4101', nameZh: '某市', kind: 'city' },
  ]);
  const hospital = { nameEn: null, region: '4101', ownership: 'public', kind: 'general', supervisor: 'health' };
  await load('institution', [
    { ...hospital, code: 'H1', nameZh: 'H1', level: 2, connectedOn: null },
    { ...hospital, code: 'H2', nameZh: 'H2', level: 1, connectedOn: null },
  ]);
  await loadOwn('department', [
    { code: 'ICU', nameZh: '重症医学科', nameEn: null, kind: 'clinical' },
    { code: 'SUR', nameZh: '外科', nameEn: null, kind: 'clinical' },
    { code: 'MA', nameZh: '医务部', nameEn: null, kind: 'other' },
  ]);
  await loadOwn('practitioner', [
    { code: 'P1', nameZh: '责任人甲', practiceScope: null, department: 'ICU', role: 'physician' },
  ]);
  await raiseOrganisation(server.deps);
});

type Headers = Record<string, string>;
const office = () => server.as('quality-office', { institution: 'H1' });
const head = (department = 'ICU') => server.as('department-head', { institution: 'H1', department });
async function ask<T>(headers: Headers, url: string, payload?: object): Promise<{ status: number; body: T }> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<T>() };
}
const put = (headers: Headers, row: object) =>
  ask(headers, 'registers/department-indicator-month/entries', {
    action: 'put',
    row,
    from: '2026-05-18',
    note: 'test',
  });
async function loopsOf(definition: string) {
  const { body } = await ask<LoopsResponse>(await office(), `loops?view=all&definition=${definition}`);
  return body.loops.map(({ id, status, title }) => ({ id, status, title: title.zh }));
}
const read = async (headers: Headers, month = '2026-04') =>
  (await ask<CoreIndicatorsResponse>(headers, `organisation/indicators?month=${month}`)).body;

test('what of the forty no department has is asked for until each is given (organisation/indicators-unassigned)', async () => {
  expect(await loopsOf(UNASSIGNED)).toMatchObject([{ status: 'open', title: '四十项指标：已分解到科室 0 / 40' }]);
  await loadOwn('indicator-duty', [duty(CONSULTATION), ...HENAN_INDICATORS.slice(1).map((one) => duty(one, 'SUR'))]);
  await raiseOrganisation(server.deps);
  expect(await loopsOf(UNASSIGNED)).toMatchObject([{ status: 'open' }]);
  const shown = (await read(await office())).annex;
  expect(shown).toMatchObject({ assigned: 39, days: { assign: 30, enter: 10, feedBack: 7 } });
  expect(shown?.indicators).toHaveLength(40);
  expect(shown?.indicators.filter(({ departments }) => departments.length === 0).map(({ clause }) => clause)).toEqual([
    HENAN_INDICATORS[0],
  ]);
  await loadOwn(
    'indicator-duty',
    [...HENAN_INDICATORS.slice(0, 1), MORTALITY, CRITICAL].map((one) => duty(one)),
  );
  await raiseOrganisation(server.deps);
  expect(await loopsOf(UNASSIGNED)).toMatchObject([{ status: 'closed' }]);
});

test('a hospital below level two is not bound (henan-2023.scope#01)', async () => {
  const other = await server.as('quality-office', { institution: 'H2' });
  expect((await read(other)).annex).toBeNull();
});

test('a department enters its own values, from where they come, and nobody else for it', async () => {
  const row = entry(MORTALITY, counted);
  const refused = await put(await head('SUR'), row);
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).toContain('属于其他科室');
  expect((await put(await head(), { ...row, basis: null })).status).toBe(422);
  expect((await put(await head(), row)).status).toBe(200);
  const answered = await ask(await head(), 'registers/indicator-duty/entries', {
    ...{ action: 'put', row: { institution: 'H1', ...duty(MORTALITY) }, from: '2026-05-18', note: 'test' },
  });
  expect(answered.status).toBe(403);
  const shown = (await read(await server.as('doctor', { institution: 'H1', department: 'SUR', practitioner: 'P1' })))
    .annex;
  const own = shown?.indicators.find(({ clause }) => clause === MORTALITY)?.departments;
  expect(own).toMatchObject([
    {
      ...{
        department: { code: 'ICU' },
        owner: { code: 'P1', name: '责任人甲' },
        office: { nameZh: '医务部' },
        lacks: [],
      },
      latest: { month: '2026-04', numerator: 3, denominator: 60, basis: '重症系统', days: 17 },
    },
    { department: { code: 'SUR' }, lacks: ['value', 'analysis'], latest: null },
  ]);
});

test('a month of a department is asked for until it is entered, then fed back (organisation/department-indicators)', async () => {
  const stages = async () =>
    (await loopsOf(MONTHLY))
      .map(({ title, status }) => [title, status])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  expect(await stages()).toEqual([
    ['外科：2026-04 承担的 39 项指标', 'open'],
    ['重症医学科：2026-04 承担的 3 项指标', 'open'],
  ]);
  const icu = (await loopsOf(MONTHLY)).find(({ title }) => title.startsWith('重症'))?.id;
  const feedBack = async () =>
    ask<LoopRecorded>(await office(), `loops/${String(icu)}/acts`, {
      ...{ key: 'fed-back', stage: 'feed-back', outcome: 'done', fields: { text: '与上月持平，继续观察' } },
    });
  // What the platform computes needs an analysis alone.
  await put(await head(), entry(CRITICAL));
  await raiseOrganisation(server.deps);
  expect((await feedBack()).status).toBe(422);
  await put(await head(), entry(HENAN_INDICATORS[0] ?? '', { ...counted, numerator: 1, denominator: 1 }));
  await raiseOrganisation(server.deps);
  expect((await feedBack()).body.status).toBe('closed');
  expect(await stages()).toMatchObject([
    [expect.anything(), 'open'],
    [expect.anything(), 'closed'],
  ]);
  // The same month is not asked for again.
  await raiseOrganisation(server.deps);
  expect(await loopsOf(MONTHLY)).toHaveLength(2);
});

test('what a department has lost of a month that is open is asked of who has it in its stead, and of it again where it comes back', async () => {
  const held = (department: string, from: string, to: string | null, indicators = HENAN_INDICATORS.slice(1)) =>
    importTyped(
      server.deps,
      'test',
      'indicator-duty',
      indicators.map((one) => ({
        ...{ row: { institution: 'H1', ...duty(one, department) }, from: from as Day, to: to as Day | null },
      })),
    );
  const stands = async (day: string) => {
    server.clock.set(at(`${day}T09:00+08:00`));
    await raiseOrganisation(server.deps);
    await raiseOrganisation(server.deps);
    return Object.fromEntries(
      (await loopsOf(MONTHLY)).map(({ title, status }) => [title.slice(0, title.indexOf('：')), status]),
    );
  };
  await loadOwn('department', [{ code: 'MED', nameZh: '内科', nameEn: null, kind: 'clinical' }]);
  expect(await stands('2026-05-19')).toEqual({ 外科: 'open', 重症医学科: 'closed' });
  await held('SUR', '2024-01-01', '2026-05-20');
  await held('MED', '2026-05-20', null);
  expect(await stands('2026-05-20')).toEqual({ 外科: 'void', 内科: 'open', 重症医学科: 'closed' });
  await held('MED', '2026-05-20', '2026-05-21');
  await held('SUR', '2026-05-21', null);
  expect(await stands('2026-05-21')).toEqual({ 外科: 'open', 内科: 'void', 重症医学科: 'closed' });
  // Who has entered the month takes over an indicator of which nothing is entered.
  const [, , passed = ''] = HENAN_INDICATORS;
  await held('SUR', '2026-05-21', '2026-05-22', [passed]);
  await held('ICU', '2026-05-22', null, [passed]);
  expect(await stands('2026-05-22')).toEqual({ 外科: 'open', 内科: 'void', 重症医学科: 'open' });
});

// henan-2025.mq.5#09
test('what a department entered of a core-system indicator is shown within the hospital beside the value of the whole', async () => {
  await put(await head(), entry(CONSULTATION, { numerator: 9, denominator: 10, basis: '会诊系统' }));
  const row = (await read(await office())).indicators.find(({ clause }) => clause === CONSULTATION);
  expect(row).toMatchObject({
    standing: 'missing',
    departments: [{ department: { code: 'ICU' }, latest: { numerator: 9, denominator: 10, basis: '会诊系统' } }],
  });
});
