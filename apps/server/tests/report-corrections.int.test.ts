/** report/correction 更正报告的原因与复检: asked of the laboratory that issued it, once for each correction, and counted by cause. */
import type { IssuedChangesResponse, LoopRecorded, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { message, NOW, seedCritical } from './critical-fixture.ts';
import type { CriticalParts } from './critical-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW, jurisdiction: 'henan' });
const send = sender(server);
beforeAll(() => seedCritical(server.deps));

const lab = () => server.as('laboratory', { institution: 'H1', department: 'LAB', username: 'bench' });
const office = () => server.as('quality-office', { institution: 'H1' });
const clock = (time: string): void => server.clock.set(at(`2026-03-02T${time}:00+08:00`));

async function report(value: number, number: string, more: CriticalParts = {}): Promise<void> {
  const body = message(value, { mrn: 'C1', sequence: 311, number, ...more });
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
}
async function ask<T>(headers: Record<string, string>, url: string, payload?: object): Promise<[number, T]> {
  const method = payload === undefined ? 'GET' : 'POST';
  const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  return [answer.statusCode, answer.json<T>()];
}
const owed = async (): Promise<LoopsResponse['loops']> =>
  (await ask<LoopsResponse>(await lab(), 'loops?view=open&definition=report/correction'))[1].loops;
const issued = async () =>
  (await ask<IssuedChangesResponse>(await lab(), 'report-changes/issued?from=2026-03-01&to=2026-03-03'))[1].corrections;
let acts = 0;
const act = async (headers: Record<string, string>, loop: number, what: string, fields: object) => {
  const [stage, outcome] = what.split(':');
  return ask<LoopRecorded>(headers, `loops/${String(loop)}/acts`, {
    key: `a${String(++acts)}`,
    stage,
    outcome,
    fields,
  });
};
const corrected = (minute: string, status = 'corrected') => ({ status, issued: `2026-03-02T${minute}:00+08:00` });

test('a first report, the final of a preliminary one and the same report again ask for nothing', async () => {
  clock('10:10');
  await report(4.4, 'P-1', { status: 'preliminary', issued: '2026-03-02T10:00:00+08:00' });
  await report(4.5, 'P-1', corrected('10:05', 'final'));
  await report(4.5, 'P-1', corrected('10:05', 'final'));
  expect(await owed()).toEqual([]);
});

test('a correction asks once what was wrong and what a retest gave; the office looks at it, and another correction asks again', async () => {
  await report(4.4, 'C-1');
  clock('10:20');
  await report(5.1, 'C-1', corrected('10:15'));
  await report(5.1, 'C-1', corrected('10:15'));
  const [loop, ...others] = await owed();
  expect([others, loop?.title.zh, loop?.dueAt]).toEqual([
    ...[[], '报告 C-1 已更正：写明原因与复检', '2026-03-04T23:59:59+08:00'],
  ]);
  const { records } = (await ask<LoopResponse>(await lab(), `loops/${String(loop?.id)}`))[1];
  const said = records[0]?.fields.map(({ title, value }) => [title.zh, value.zh]);
  expect(said).toContainEqual(['原报告', '钾 4.4 mmol/L']);
  expect(said).toContainEqual(['更正后', '钾 5.1 mmol/L']);
  const id = loop?.id ?? 0;
  const cause = { causeKind: 'interference', cause: '标本轻度溶血' };
  const retest = { retestedAt: '2026-03-02T10:12+08:00', retestedBy: '孙检验', retest: '5.1、5.0 mmol/L' };
  expect((await act(await lab(), id, 'explain:retested', cause))[0]).toBe(422);
  expect((await act(await office(), id, 'explain:retested', { ...cause, ...retest }))[0]).toBe(422);
  expect((await act(await lab(), id, 'explain:retested', { ...cause, ...retest }))[1].waiting).toEqual(['review']);
  expect(await issued()).toMatchObject({
    ...{ corrected: 1, explained: 1, retested: 1, overdue: 0 },
    causes: [{ cause: 'interference', count: 1 }],
  });
  expect((await act(await office(), id, 'review:returned', { reason: '未附复检原始数据' }))[1].waiting).toEqual([
    'explain',
  ]);
  expect((await act(await lab(), id, 'explain:not-retested', cause))[0]).toBe(422);
  await act(await lab(), id, 'explain:retested', { ...cause, ...retest, causeKind: 'specimen' });
  expect((await act(await office(), id, 'review:accepted', {}))[1].status).toBe('closed');
  expect((await issued()).causes).toMatchObject([{ cause: 'specimen', count: 1 }]);
  await report(5.1, 'C-1', corrected('10:30', 'entered-in-error'));
  expect((await owed()).map(({ title }) => title.zh)).toEqual(['报告 C-1 已撤回：写明原因与复检']);
});

test('what was issued seven days ago still asks, eight days ago not', async () => {
  const before = (await owed()).length;
  for (const [number, day] of [
    ['O-1', '2026-02-22'],
    ['O-2', '2026-02-23'],
  ] as const) {
    await report(4.4, number, { issued: `${day}T08:00:00+08:00`, collected: `${day}T07:00:00+08:00` });
    const later = { status: 'corrected', issued: `${day}T09:00:00+08:00`, collected: `${day}T07:00:00+08:00` };
    await report(4.8, number, later);
  }
  const now = (await owed()).map(({ title }) => title.zh);
  expect(now.length).toBe(before + 1);
  expect(now).toContain('报告 O-2 已更正：写明原因与复检');
});

test('corrections of a period are counted, however many they are', async () => {
  await server.db.query(sql`
    insert into loop (definition, subject, unit, opened_at, harm, status, stages, owners, told, flaws, state, due_at)
    select 'report/correction', 'H1|many|' || n, 'H1', '2026-01-10T09:00+08:00', 2, 'open', '{}', '{}', '{}', '{}', '{}', '2026-01-12T09:00+08:00'
      from generate_series(1, 2100) n`);
  const url = 'report-changes/issued?from=2026-01-01&to=2026-01-31';
  const { corrections } = (await ask<IssuedChangesResponse>(await lab(), url))[1];
  expect([corrections.corrected, corrections.overdue]).toEqual([2100, 2100]);
});
