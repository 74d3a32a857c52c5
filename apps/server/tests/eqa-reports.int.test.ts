/**
 * Periodic reports on EQA 室间质评定期报告: an organiser of Henan is asked for one, issues it with advice, and follows who received it. Source:
 * henan-2025.lab.8#05, lab.15#03.
 */
import type { EqaReportResponse, EqaReportsResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { sql } from '../src/platform/db/database.ts';
import type { DAYS } from './eqa-reports-fixture.ts';
import { ADVICE, REPORTS, reportsTo } from './eqa-reports-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-01T09:00+08:00', jurisdiction: 'henan' });
const { centre, authority, lab, ask, loops, holdRound, begin, draft, entry } = reportsTo(server);

beforeAll(async () => {
  await begin();
});

test('a published failure is asked for within thirty days; what was looked at is issued with advice for each that failed, once', async () => {
  await raiseObligations(server.deps);
  await raiseObligations(server.deps);
  const [owed, ...others] = await loops(await centre(), 'eqa/report');
  expect([owed?.dueAt, owed?.status, others]).toEqual(['2026-04-19T23:59:59+08:00', 'open', []]);
  server.clock.set(at('2026-04-10T09:00+08:00'));
  const { figures, authorities } = await draft();
  expect(authorities.map(({ code }) => code)).toEqual(['41', '4101', '4102']);
  expect(figures).toMatchObject({
    rounds: [{ round: 'R1', enrolled: 3, inTime: 2, late: [], missing: ['H3'], publishedOn: '2026-03-20' }],
    items: [{ item: 'ALT', graded: 2, passed: 1, absent: 1 }],
    institutions: [
      { institution: 'H1', failures: [{ outcome: 'FAIL' }] },
      { institution: 'H2' },
      { institution: 'H3' },
    ],
  });
  const made = await entry();
  const without = await ask<{ errors: { path: string }[] }>('POST', REPORTS, await centre(), { ...made, advice: [] });
  expect([without.status, without.body.errors.map(({ path }) => path)]).toEqual([
    422,
    ['body.advice|H1', 'body.advice|H3'],
  ]);
  expect((await ask('POST', REPORTS, await centre(), { ...made, seen: 'other' })).status).toBe(409);
  expect((await ask('POST', REPORTS, await centre(), { ...made, to: '2026-04-11' })).status).toBe(400);
  expect((await ask('POST', REPORTS, await centre(), made)).status).toBe(201);
  expect((await ask('POST', REPORTS, await centre(), made)).status).toBe(409);
  await raiseObligations(server.deps);
  expect(await loops(await centre(), 'eqa/report')).toHaveLength(1);
});

test('each authority reads what concerns it and confirms it once; a correction is another version, and with the last receipt it is over', async () => {
  const [first] = (await ask<EqaReportsResponse>('GET', REPORTS, await centre())).body.reports;
  const path = (id: number | undefined, rest = ''): string => `${REPORTS}/${String(id)}${rest}`;
  const city = await authority('4102');
  const read = await ask<EqaReportResponse>('GET', path(first?.id), city);
  expect(read.body.figures.institutions.map(({ institution }) => institution)).toEqual(['H2', 'H3']);
  expect([read.body.advice.map(({ institution }) => institution), read.body.isAwaited]).toEqual([['H3'], true]);
  expect((await ask('GET', path(first?.id), await authority('4103'))).status).toBe(404);
  expect((await ask('POST', path(first?.id, '/receipt'), await authority('4103'))).status).toBe(404);
  const own = await ask<EqaReportResponse>('GET', path(first?.id), await lab('H1', 1));
  expect(own.body.figures.institutions.map(({ institution }) => institution)).toEqual(['H1']);
  expect((await ask('GET', path(first?.id), await lab('H4', 1))).status).toBe(404);
  for (const _ of [1, 2]) expect((await ask('POST', path(first?.id, '/receipt'), city)).status).toBe(204);
  expect((await loops(city, 'eqa/report-receipt')).map(({ status }) => status)).toEqual(['closed']);

  const unreasoned = { ...(await entry()), corrects: first?.id };
  expect((await ask('POST', REPORTS, await centre(), unreasoned)).status).toBe(400);
  const second = await ask<{ id: number }>('POST', REPORTS, await centre(), { ...unreasoned, reason: '更正表述' });
  expect(second.status).toBe(201);
  expect((await ask('POST', REPORTS, await centre(), { ...unreasoned, reason: '再更正' })).status).toBe(409);
  const { reports } = (await ask<EqaReportsResponse>('GET', REPORTS, await centre())).body;
  expect(reports.map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
    [2, true],
    [1, false],
  ]);
  expect((await loops(await authority('4101'), 'eqa/report-receipt')).map(({ status }) => status).sort()).toEqual([
    'closed',
    'open',
  ]);
  const mine = await ask<LoopsResponse>('GET', 'loops?view=mine', await authority('41'));
  expect(mine.body.loops.map(({ title }) => title.zh)).toEqual([expect.stringMatching(/第 2 版）待签收：某省$/)]);
  for (const region of ['41', '4101', '4102']) {
    expect((await loops(await centre(), 'eqa/report')).map(({ status }) => status)).toEqual(['open']);
    expect((await ask('POST', path(second.body.id, '/receipt'), await authority(region))).status).toBe(204);
  }
  expect((await loops(await centre(), 'eqa/report')).map(({ status }) => status)).toEqual(['closed']);
  const whole = await ask<EqaReportResponse>('GET', path(second.body.id), await authority('41'));
  expect(whole.body.receipts.every(({ received }) => received !== null)).toBe(true);
  expect(whole.body.figures.institutions).toHaveLength(3);
  const paper = await server.app.inject({ url: `/api/v1/${path(second.body.id, '/report.pdf')}`, headers: city });
  expect([paper.statusCode, paper.headers['content-type']]).toEqual([200, 'application/pdf']);
});

test('nobody changes a report past the platform, and none is asked for again before the interval is nearly over', async () => {
  await expect(server.db.query(sql`update eqa_report set summary = 'x'`)).rejects.toThrow(/permission denied/);
  // 183 days after 10 April lie 10 October, 30 days before that 10 September.
  server.clock.set(at('2026-09-09T09:00+08:00'));
  await raiseObligations(server.deps);
  expect(await loops(await centre(), 'eqa/report')).toHaveLength(1);
  server.clock.set(at('2026-09-10T09:00+08:00'));
  await raiseObligations(server.deps);
  const again = (await loops(await centre(), 'eqa/report')).filter(({ status }) => status === 'open');
  expect(again.map(({ dueAt }) => dueAt)).toEqual(['2026-10-10T23:59:59+08:00']);
});

test('what is published on the last day of a report after it was issued stands in the next one, and in its corrections', async () => {
  const roundsIn = async (of: typeof DAYS) => (await draft(of)).figures.rounds.map(({ round }) => round);
  const until = { organiser: 'Q41', from: '2026-04-11', to: '2026-09-20' };
  const next = { organiser: 'Q41', from: '2026-09-21', to: '2026-09-22' };
  await holdRound('R2', '2026-09', async () => {
    const { seen, figures } = await draft(until);
    expect(figures.rounds.map(({ publishedOn }) => publishedOn)).toEqual([null]);
    const made = { ...until, seen, summary: '一轮尚未公布成绩', advice: [] };
    expect((await ask('POST', REPORTS, await centre(), made)).status).toBe(201);
  });
  server.clock.set(at('2026-09-22T09:00+08:00'));
  await raiseObligations(server.deps);
  const { seen, figures } = await draft(next);
  expect(figures.rounds).toMatchObject([{ round: 'R2', publishedOn: '2026-09-20' }]);
  const made = { ...next, seen, summary: '一轮，两家不合格', advice: ADVICE };
  const { status, body } = await ask<{ id: number }>('POST', REPORTS, await centre(), made);
  expect(status).toBe(201);
  const asked = (await loops(await centre(), 'eqa/report')).length;
  await raiseObligations(server.deps);
  expect(await loops(await centre(), 'eqa/report')).toHaveLength(asked);
  expect(await roundsIn(next)).toEqual(['R2']);
  const corrected = { ...made, seen: (await draft(next)).seen, corrects: body.id, reason: '更正表述' };
  expect((await ask('POST', REPORTS, await centre(), corrected)).status).toBe(201);
  expect(await roundsIn({ organiser: 'Q41', from: '2026-09-22', to: '2026-09-22' })).toEqual([]);
});
