/**
 * What follows when grades of EQA 室间质评成绩更正 change after they were reported: they stand in another report, or in a correction of the one before.
 * Source: henan-2025.lab.8#05, lab.15#03.
 */
import type { EqaReportsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseReports } from '../src/laboratory/eqa-report-loops.ts';
import { sql } from '../src/platform/db/database.ts';
import { REPORTS, reportsTo } from './eqa-reports-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-01T09:00+08:00', jurisdiction: 'henan' });
const { centre, authority, ask, loops, begin, holdRound, draft, entry } = reportsTo(server);
let round = '';
let first = 0;

const issue = async (made: object) => ask<{ id: number }>('POST', REPORTS, await centre(), made);
const owed = async () =>
  (await loops(await centre(), 'eqa/report')).map(({ status, title }) => [
    status,
    title.zh.includes('公布的成绩有不合格'),
  ]);
/** Grades the round by another target, so that whoever reported near it passes, and publishes that. */
async function correct(version: number, value: number): Promise<void> {
  const targets = ['1', '2', '3', '4', '5'].map((sample) => ({ item: 'ALT', sample, value }));
  expect((await ask('POST', `${round}/targets`, await centre(), { targets })).status).toBe(204);
  const made = await ask('POST', `${round}/evaluations`, await centre(), { reason: '更正靶值' });
  expect(made.status).toBe(201);
  expect((await ask('POST', `${round}/publication`, await centre(), { version })).status).toBe(204);
}

beforeAll(async () => {
  round = await begin();
  server.clock.set(at('2026-04-10T09:00+08:00'));
  const made = await issue(await entry());
  expect(made.status).toBe(201);
  first = made.body.id;
  for (const region of ['41', '4101', '4102'])
    expect((await ask('POST', `${REPORTS}/${String(first)}/receipt`, await authority(region))).status).toBe(204);
  await raiseReports(server.deps);
  expect(await owed()).toEqual([['closed', false]]);
});

test('grades that were corrected after their report stand in the next one once, and a failure that they bring is asked for', async () => {
  server.clock.set(at('2026-04-20T09:00+08:00'));
  // H1 passes now, H2 fails.
  await correct(2, 140);
  await Promise.all([raiseReports(server.deps), raiseReports(server.deps)]);
  expect(await owed()).toEqual([
    ['open', true],
    ['closed', false],
  ]);
  const next = { organiser: 'Q41', from: '2026-04-11', to: '2026-04-20' };
  const before = await draft({ ...next, to: '2026-04-19' });
  expect(before.figures.rounds).toEqual([]);
  const { figures } = await draft(next);
  expect(figures.rounds).toMatchObject([{ round: 'R1', publishedOn: '2026-03-20', correctedOn: '2026-04-20' }]);
  expect(figures.institutions.flatMap(({ institution, failures }) => failures.map(() => institution))).toEqual([
    'H2',
    'H3',
  ]);
  const advice = ['H2', 'H3'].map((institution) => ({ institution, text: '查明原因，限期整改' }));
  const made = await issue({ ...(await entry(next)), advice });
  expect(made.status).toBe(201);
  server.clock.set(at('2026-04-21T09:00+08:00'));
  expect((await draft({ ...next, from: '2026-04-21', to: '2026-04-21' })).figures.rounds).toEqual([]);
  // Corrected, it says the same of the same round.
  expect((await draft(next)).figures.rounds).toHaveLength(1);
  await raiseReports(server.deps);
  expect((await owed()).filter(([status]) => status === 'open')).toHaveLength(1);
});

test('a correction of the report in which the grades stood ends what was asked for because of them', async () => {
  server.clock.set(at('2026-04-22T09:00+08:00'));
  // H1 fails again.
  await correct(3, 100);
  await raiseReports(server.deps);
  expect((await owed()).filter(([, isProblem]) => isProblem)).toHaveLength(2);
  const made = await issue({ ...(await entry()), corrects: first, reason: '成绩更正' });
  expect(made.status).toBe(201);
  const asked = (await loops(await centre(), 'eqa/report')).filter(({ title }) => title.zh.includes('2026-04-22'));
  expect(asked.map(({ status }) => status)).toEqual(['void']);
  await raiseReports(server.deps);
  expect((await owed()).filter(([, isProblem]) => isProblem)).toHaveLength(2);
});

test('whom a report concerns sees it behind any number of others', async () => {
  await server.deps.worker.query(sql`
    insert into eqa_report (unit, organiser, from_day, to_day, version, summary, advice, figures, rounds, versions, authorities, institutions,
      issued_by, issued_name, recorded_at)
    select 'region.4101', 'Q4101', '2020-01-01', '2020-01-02', 1, '无', '[]', '{"rounds": [], "items": [], "institutions": []}', '{}', '{}',
      '{region.4101}', '{}', 'x', 'x', now() from generate_series(1, 500)`);
  for (const who of [await centre(), await authority('41')]) {
    const { reports } = (await ask<EqaReportsResponse>('GET', REPORTS, who)).body;
    expect(reports.map(({ organiser }) => organiser.code)).toEqual(['Q41', 'Q41', 'Q41']);
  }
});

test('grades that were made twice before they were published were not corrected', async () => {
  await holdRound('R2', '2026-05', async (own) => {
    expect((await ask('POST', `${own}/evaluations`, await centre(), {})).status).toBe(201);
  });
  const { figures } = await draft({ organiser: 'Q41', from: '2026-05-01', to: '2026-05-20' });
  expect(figures.rounds.find((one) => one.round === 'R2')).toMatchObject({
    publishedOn: '2026-05-20',
    correctedOn: null,
  });
});
