/** A report that changes after somebody relied on it: who is told, who confirms, and what its laboratory sees of that. */
import type {
  IssuedChangesResponse,
  LoopResponse,
  LoopsResponse,
  PrintResponse,
  ReportChangesResponse,
} from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { settleDue } from '../src/platform/loops/loops.ts';
import { countIssued } from '../src/recognition/reliance.query.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { act, check, get, post } = requestsTo(region);
type Headers = Record<string, string>;

const change = (personId: number, results: readonly string[], how: 'corrected' | 'withdrawn' | 'moved') =>
  region.db.tx((tx) =>
    region.deps.events.emit(tx, 'results-recorded', {
      personId,
      institution: 'H1',
      changed: results.map((id) => ({ id, change: how })),
    }),
  );

const loopsOf = async (headers: Headers, view = 'mine') =>
  (await get<LoopsResponse>(`loops?view=${view}&definition=report/changed`, headers)).body.loops;
const issued = async () =>
  (await get<IssuedChangesResponse>('report-changes/issued', await region.as('laboratory', { institution: 'H1' })))
    .body;
let acts = 0;
const record = (loop: number, stage: string, outcome: string, fields: object = {}, headers = region.doctor) =>
  post<{ status: string }>(`loops/${String(loop)}/acts`, headers, {
    key: `a${String(++acts)}`,
    stage,
    outcome,
    fields,
  });

test('who accepted a report is told of its correction, confirms what it meant for the patient, and is asked again of the next', async () => {
  const { id, handle } = await region.person();
  const reportId = `R-${String(id)}`;
  const results = [await region.result(id, { reportId }), await region.result(id, { reportId, item: 'AST' })];
  const { decision } = await check(handle, ['ALT', 'AST'], { id: 'C1' });
  for (const [index, item] of ['ALT', 'AST'].entries())
    expect((await act(decision, [{ item, result: results[index], choice: 'ACCEPT' }])).status).toBe(200);
  await change(id, results, 'corrected');

  // One loop for the report, however many of its results were accepted, owed by the physician who accepted them.
  const [mine, ...others] = await loopsOf(region.doctor);
  expect(others).toEqual([]);
  expect(mine).toMatchObject({
    ...{ title: { zh: '已采纳的报告已被更正' }, person: handle, dueAt: '2024-05-20T13:00:00+08:00' },
    waiting: [{ id: 'told' }],
  });
  const loop = mine?.id ?? 0;
  const colleague = await region.as('doctor', { institution: 'H2', practitioner: 'D9', department: 'INT' });
  expect(await loopsOf(colleague)).toEqual([]);
  expect(await loopsOf(region.otherDoctor)).toEqual([]);
  const told = await get<ReportChangesResponse>(`report-changes?loop=${String(loop)}`, region.doctor);
  expect(told.body.changes.map((one) => [one.item?.code, one.basis])).toEqual([
    ['AST', 'accepted'],
    ['ALT', 'accepted'],
  ]);
  expect(await issued()).toMatchObject({
    total: { told: 1, confirmed: 0 },
    reports: [{ report: reportId, change: 'corrected', institutions: [{ institution: { code: 'H2' }, told: 1 }] }],
  });

  expect((await record(loop, 'told', 'read')).status).toBe(200);
  expect((await record(loop, 'review', 'no-consequence')).status).toBe(422);
  expect((await record(loop, 'review', 'measures', { measures: '已停药并告知患者' })).body.status).toBe('closed');
  expect((await issued()).total).toEqual({ told: 1, confirmed: 1, overdue: 0, released: 0 });

  region.clock.set(at('2024-05-20T09:30+08:00'));
  await change(id, [results[0] ?? ''], 'withdrawn');
  const [again] = await loopsOf(region.doctor);
  expect(again).toMatchObject({
    id: loop,
    title: { zh: '已采纳的报告已被撤回' },
    waiting: [{ id: 'told' }],
    dueAt: '2024-05-20T11:30:00+08:00',
  });
  // Asked a third time before the second was answered in full: from the beginning.
  expect((await record(loop, 'told', 'read')).status).toBe(200);
  const suspected = async () =>
    (
      await get<LoopsResponse>(
        'loops?view=open&definition=adverse-event/unreported',
        await region.as('quality-office', { institution: 'H2' }),
      )
    ).body.loops.filter(({ person }) => person === handle);
  expect(await suspected()).toEqual([]);
  await change(id, results, 'moved');
  await change(id, results, 'moved');
  // henan-2023.sa4.2.4#02: care rested on what was of another patient, found without anybody's report.
  expect((await suspected()).map(({ waiting }) => waiting.map(({ id: stage }) => stage))).toEqual([['report']]);
  expect((await loopsOf(region.doctor))[0]).toMatchObject({
    title: { zh: '已采纳的报告不属于该患者' },
    waiting: [{ id: 'told' }],
  });
  expect((await issued()).total).toEqual({ told: 1, confirmed: 0, overdue: 0, released: 0 });

  // Nobody reads it: the head of the department at the limit, the quality office at twice the time.
  const head = await region.as('department-head', { institution: 'H2', department: 'INT' });
  const office = await region.as('quality-office', { institution: 'H2' });
  expect(await loopsOf(head, 'told')).toEqual([]);
  region.clock.set(at('2024-05-20T11:31+08:00'));
  await settleDue(region.deps);
  expect((await loopsOf(head, 'told')).map((one) => one.id)).toEqual([loop]);
  expect(await loopsOf(office, 'told')).toEqual([]);
  region.clock.set(at('2024-05-20T13:31+08:00'));
  await settleDue(region.deps);
  expect((await loopsOf(office, 'told')).map((one) => one.id)).toEqual([loop]);
  expect((await issued()).total.overdue).toBe(1);
  region.clock.set(at(NOW));
});

test('an acceptance that is taken back by repeating the item takes its loop back; taken back before, it opens none', async () => {
  const { id, handle } = await region.person();
  const result = await region.result(id);
  const first = await check(handle, ['ALT'], { id: 'C2' });
  await act(first.decision, [{ item: 'ALT', result, choice: 'ACCEPT' }]);
  await change(id, [result], 'corrected');
  const [open] = (await loopsOf(region.doctor)).filter(({ person }) => person === handle);
  const repeat = [{ item: 'ALT', result, choice: 'REPEAT', code: 1, note: '与临床不符', explanation: EXPLAINED }];
  const next = await check(handle, ['ALT'], { id: 'C2' });
  expect((await act(next.decision, repeat)).body.acts[0]).toMatchObject({ outcome: 'ORDER_ALLOWED' });
  const { body } = await get<LoopResponse>(`loops/${String(open?.id)}`, region.doctor);
  expect(body.loop.status).toBe('void');
  await change(id, [result], 'withdrawn');
  expect((await loopsOf(region.doctor)).filter(({ person }) => person === handle)).toEqual([]);
});

test('who decided to repeat it, and who printed it, are told as well', async () => {
  const { id, handle } = await region.person();
  const reportId = `P-${String(id)}`;
  const result = await region.result(id, { reportId });
  const { decision } = await check(handle, ['ALT'], { id: 'C3' });
  const repeat = [{ item: 'ALT', result, choice: 'REPEAT', code: 1, note: '与临床不符', explanation: EXPLAINED }];
  expect((await act(decision, repeat)).status).toBe(200);
  const office = await region.as('quality-office', { institution: 'H2' });
  const lab = await region.as('laboratory', { institution: 'H1' });
  const print = await post<PrintResponse>('prints', await region.as('doctor', { institution: 'H1' }), {
    report: reportId,
  });
  expect(print.status).toBe(201);
  await change(id, [result], 'withdrawn');
  const rows = (await get<ReportChangesResponse>('report-changes', office)).body.changes;
  expect(rows.filter((one) => one.report === reportId)).toMatchObject([{ basis: 'decided', practitioner: '李医生' }]);
  const { reports } = (await get<IssuedChangesResponse>('report-changes/issued', lab)).body;
  expect(reports.find(({ report }) => report === reportId)?.institutions).toMatchObject([
    { institution: { code: 'H1' }, told: 1 },
    { institution: { code: 'H2' }, told: 1 },
  ]);
  const printed = await loopsOf(await region.as('quality-office', { institution: 'H1' }));
  expect(printed).toMatchObject([{ title: { zh: '已打印的报告已被撤回' }, waiting: [{ id: 'office' }] }]);
});

test('the totals of an issuer count every report of the period, though the latest alone are listed, each with all who were told', async () => {
  const now = region.clock.now();
  const of = { issuer: 'H1', from: 0, to: now + 1, now };
  const all = await countIssued(region.deps.worker, of, 500);
  expect(all.found).toBeGreaterThan(1);
  const one = await countIssued(region.deps.worker, of, 1);
  expect([one.found, one.total]).toEqual([all.found, all.total]);
  const [latest] = all.rows;
  expect(one.rows).toEqual(all.rows.filter(({ report }) => report === latest?.report));
  expect(all.total.told).toBe(all.rows.reduce((sum, { told }) => sum + told, 0));
  const none = await countIssued(region.deps.worker, { ...of, issuer: 'H9' }, 1);
  expect(none).toEqual({ found: 0, total: { told: 0, confirmed: 0, overdue: 0, released: 0 }, rows: [] });
});

test('a day that does not exist is refused by its name, whatever is asked for', async () => {
  const lab = await region.as('laboratory', { institution: 'H1' });
  const refusedIn = async (path: string, headers: Headers) => {
    const { status, body } = await get<{ errors: { path: string }[] }>(path, headers);
    return [status, body.errors.map((one) => one.path)];
  };
  expect(await refusedIn('report-changes?from=2024-02-30', region.doctor)).toEqual([400, ['querystring.from']]);
  expect(await refusedIn('report-changes/issued?to=2024-13-01', lab)).toEqual([400, ['querystring.to']]);
  expect(await refusedIn('loops?view=all&from=2024-02-30', region.doctor)).toEqual([400, ['querystring.from']]);
  const office = await region.as('quality-office', { institution: 'H2' });
  expect(await refusedIn('loops/statistics?to=2024-02-30', office)).toEqual([400, ['querystring.to']]);
});
