/** Alerts that are of no use: dismissed with a reason, counted by rule, and given back to whoever owns the rule. */
import type { Day } from '@fujie/core/kernel';
import type { LoopAlertCasesResponse, LoopAlertsResponse, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { endByFigures } from '../src/loops/alert-rules.ts';
import { openLoop, settleDue } from '../src/platform/loops/loops.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const laboratory = () => region.as('laboratory', { institution: 'H2', department: 'LAB', name: '检验师 王' });
const office = () => region.as('quality-office', { institution: 'H2' });
const RULE = 'definition=critical-value/inpatient&stage=verify&percent=0';
const DEFINITION = 'critical-value/inpatient';

const open = async (subject: string) =>
  region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      ...{ definition: DEFINITION, subject, unit: 'H2', department: 'INT', personId: null },
      ...{ occurredAt: region.clock.now(), by: { id: 'lis', name: 'lis', role: 'system' }, facts: {} },
    }),
  );
const figure = (loop: string, parameter: string, value: number) =>
  importTyped(region.deps, 'test', 'loop-parameter', [
    { row: { loop, parameter, institution: 'H2', value, note: '测试' }, from: '2024-01-01' as Day },
  ]);
const reviews = async () =>
  (await get<LoopsResponse>('loops?view=open&definition=loops/alert-rule', await office())).body.loops;

test('an alert is dismissed by whom it went to, once; above the share its rule goes back to the owner, who changes it or says why not', async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  await figure('loops/alert-rule', 'minimum', 3);
  const loops = [await open('A'), await open('B'), await open('C'), await open('D')];
  const dismiss = async (index: number, reason: string, headers?: Record<string, string>) => {
    const id = String(loops[index]?.id);
    const read = await get<LoopResponse>(`loops/${id}`, headers ?? (await laboratory()));
    const own = read.body.alerts.find(({ percent, stage }) => percent === 0 && stage.zh.includes('核实'));
    const sent = { alert: own?.key ?? '', reason, note: '标本复测正常' };
    return (await post(`loops/${id}/dismissals`, headers ?? (await laboratory()), sent)).status;
  };
  expect(await dismiss(0, 'wrong', await office())).toBe(404);
  expect(await dismiss(0, 'useless')).toBe(400);
  region.clock.set(at('2024-05-20T09:04+08:00'));
  const verified = { specimen: '合格', control: true };
  const act = { key: 'v', stage: 'verify', outcome: 'confirmed', fields: verified };
  expect((await post(`loops/${String(loops[3]?.id)}/acts`, await laboratory(), act)).status).toBe(200);

  expect([await dismiss(0, 'wrong'), await dismiss(0, 'duplicate'), await dismiss(1, 'not-relevant')]).toEqual([
    204, 204, 204,
  ]);
  // One wrong of four is above a fifth; the second dismissal opens no second review.
  const [review, ...others] = await reviews();
  expect(others).toEqual([]);
  expect(review?.title.zh).toMatch(/^预警“.+· 0%”驳回 25%，请复核$/);
  const counted = (await get<LoopAlertsResponse>('loops/alerts?from=2024-05-20&to=2024-05-20', await office())).body;
  expect(counted.limits).toEqual({ dismissed: 50, wrong: 20, minimum: 3 });
  expect(counted.rules.find(({ stage, percent }) => stage.id === 'verify' && percent === 0)).toMatchObject({
    ...{ definition: { id: DEFINITION }, fired: 4, acted: 1, dismissed: 2, wrong: 1, median: 4, isTooOften: true },
  });
  const cases = await get<LoopAlertCasesResponse>(
    `loops/alerts/cases?${RULE}&measure=dismissed&from=2024-05-20&to=2024-05-20`,
    await office(),
  );
  expect(cases.body.alerts.map(({ loop, reason, dismissedBy, note }) => [loop, reason, dismissedBy, note])).toEqual([
    [loops[1]?.id, 'not-relevant', '检验师 王', '标本复测正常'],
    [loops[0]?.id, 'wrong', '检验师 王', '标本复测正常'],
  ]);
  const elsewhere = await region.as('quality-office', { institution: 'H3' });
  expect((await get<LoopAlertsResponse>('loops/alerts', elsewhere)).body.rules).toEqual([]);
  const [stored] = await region.db.query<{ text: string }>(
    sql`select string_agg(d::text, '') as text from loop_alert_dismissal d`,
  );
  expect(stored?.text).not.toContain('标本');

  // The owner's word needs a reason; the register needs none.
  const id = String(review?.id);
  const kept = { key: 'k', stage: 'review', outcome: 'kept', fields: {} };
  expect((await post(`loops/${id}/acts`, await office(), kept)).status).toBe(422);
  expect(await endByFigures(region.deps)).toBe(0);
  await figure(DEFINITION, 'verify', 7);
  expect(await endByFigures(region.deps)).toBe(1);
  const closed = await get<LoopResponse>(`loops/${id}`, await office());
  expect(closed.body.loop.status).toBe('closed');
  expect(closed.body.records.at(-1)?.fields[0]?.value.zh).toMatch(/^verify \d+ → 7$/);

  // Counted anew since then: what was dismissed before is settled.
  region.clock.set(at('2024-05-20T10:00+08:00'));
  expect(await dismiss(2, 'wrong')).toBe(204);
  expect(await reviews()).toEqual([]);
  await settleDue(region.deps);
});

test('an alert whose time the loop never reached, since an act before it was recorded late, did not fire; taken back, the act lets it fire', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const opened = await open('E');
  const id = String(opened?.id);
  const rules = async () => {
    const day = '2024-05-21';
    const { body } = await get<LoopAlertsResponse>(`loops/alerts?from=${day}&to=${day}`, await office());
    return body.rules.flatMap(({ stage, percent, fired }) => (stage.id === 'verify' ? [[percent, fired]] : [])).sort();
  };
  region.clock.set(at('2024-05-21T09:30+08:00'));
  await settleDue(region.deps);
  const before = await rules();
  expect(before).toContainEqual([100, 1]);
  const verified = { specimen: '合格', control: true };
  const act = { key: 'late', stage: 'verify', outcome: 'confirmed', fields: verified };
  const said = { ...act, occurredAt: '2024-05-21T09:01+08:00' };
  expect((await post(`loops/${id}/acts`, await laboratory(), said)).status).toBe(200);
  expect(await rules()).toEqual([[0, 1]]);
  const read = (await get<LoopResponse>(`loops/${id}`, await laboratory())).body;
  const late = { ...said, key: 'corrected', occurredAt: '2024-05-21T09:29+08:00', corrects: read.records.at(-1)?.id };
  expect((await post(`loops/${id}/acts`, await laboratory(), late)).status).toBe(200);
  expect(await rules()).toEqual(before);
});
