/** The organisation of quality: duties arise from the calendar, are closed by signed records, decisions are followed up. */
import type {
  JournalResponse,
  JournalsResponse,
  LoopResponse,
  LoopsResponse,
  MeetingRecorded,
  MeetingResponse,
  OrganisationCalendarResponse,
  OrganisationDecisionsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import { sql } from '../src/platform/db/database.ts';
import { lockLoop } from '../src/platform/loops/loops.query.ts';
import { waitingFor } from './locks.ts';
import type { Headers } from './organisation-fixture.ts';
import { organisationOf } from './organisation-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-05-18T09:00+08:00', jurisdiction: 'henan' });
const { begin, office, head, chief, doctor, ask } = organisationOf(server);

beforeAll(begin);

const calendar = async (headers: Headers) =>
  (await ask<OrganisationCalendarResponse>(headers, 'organisation/calendar?from=2026-05-01&to=2026-05-31')).body;
async function dutyOf(kind: string, department: string | null = null) {
  const found = (await calendar(await office())).duties.filter(
    (one) => one.kind === kind && (one.department?.code ?? null) === department,
  );
  const [duty] = found;
  if (duty === undefined) throw new Error(`no duty ${kind}`);
  return duty;
}
const content = (over: object = {}) => ({
  ...{ chair: 'P1', present: ['P1', 'P2'], agenda: ['上月指标', '病历缺陷'], minutes: '讨论了病历缺陷', decisions: [] },
  ...over,
});

test('what falls due by the calendar is there once, for hospitals from level two on, and each sees only its own', async () => {
  expect(await raiseOrganisation(server.deps)).toEqual({ opened: 0, closed: 0 });
  const { duties } = await calendar(await office());
  const months = duties
    .filter(({ dueAt }) => dueAt.startsWith('2026-05-31'))
    .map((one) => [one.kind, one.department?.code ?? null]);
  expect(months).toEqual(
    expect.arrayContaining([
      ['committee', null],
      ['department', 'INT'],
      ['department', 'SUR'],
      ['visit', 'INT'],
      ['journal', null],
      ['indicators', null],
    ]),
  );
  expect((await dutyOf('committee')).dueAt).toBe('2026-05-31T23:59:59+08:00');
  expect(duties.filter(({ kind }) => kind === 'week').map(({ period }) => period)).toEqual([
    '2026-W21',
    '2026-W20',
    '2026-W19',
  ]);
  const mine = await calendar(await chief());
  expect(new Set(mine.duties.map((one) => one.department?.code))).toEqual(new Set(['INT']));
  const other = await calendar(await server.as('quality-office', { institution: 'H2' }));
  const seen = new Set(duties.map(({ loop }) => loop));
  expect(other.duties.some(({ loop }) => seen.has(loop))).toBe(false);
});

test('a department meeting is entered by its officer, signed by its head, and closes its loop; nobody ticks it off', async () => {
  const { loop } = await dutyOf('department', 'INT');
  const entry = { loop, heldAt: '2026-05-12T15:00+08:00', content: content() };
  expect((await ask(await doctor('P3'), 'organisation/meetings', entry)).status).toBe(403);
  const ticked = await ask<{ detailZh: string }>(await chief(), `loops/${String(loop)}/acts`, {
    ...{
      key: 'x',
      stage: 'hold',
      outcome: 'held',
      fields: { record: '1', agenda: true, minutes: true, quorate: true },
    },
  });
  expect([ticked.status, ticked.body.detailZh]).toEqual([422, expect.stringContaining('/meetings')]);
  const early = await ask<{ errors: { path: string }[] }>(await doctor('P2'), 'organisation/meetings', {
    ...entry,
    heldAt: '2026-04-30T15:00+08:00',
  });
  expect([early.status, early.body.errors[0]?.path]).toEqual([400, 'body.heldAt']);
  const recorded = await ask<MeetingRecorded>(await doctor('P2'), 'organisation/meetings', entry);
  expect([recorded.status, recorded.body.quorate]).toEqual([201, true]);
  const { meeting } = recorded.body;
  expect((await ask(await head(), `organisation/meetings/${String(meeting)}/approval`, { version: 1 })).status).toBe(
    403,
  );
  const stranger = await server.as('quality-office', { institution: 'H2' });
  expect((await ask(stranger, `organisation/meetings/${String(meeting)}`)).status).toBe(404);
  expect((await ask(await doctor('P6', 'SUR'), `organisation/meetings/${String(meeting)}`)).status).toBe(404);
  expect((await dutyOf('department', 'INT')).awaitsSignature).toBe(true);
  const signed = await ask<MeetingResponse>(await chief(), `organisation/meetings/${String(meeting)}/approval`, {
    version: 1,
  });
  expect([signed.status, signed.body.versions[0]?.approvedBy]).toEqual([200, expect.any(String)]);
  const closed = await ask<LoopResponse>(await chief(), `loops/${String(loop)}`);
  expect([closed.body.loop.status, closed.body.loop.flaws]).toEqual(['closed', []]);
  // What minutes of this kind are not asked for is not said to be missing.
  const told = closed.body.records.flatMap(({ fields }) => fields.map(({ title }) => title.en));
  expect(told).toEqual(expect.arrayContaining(['Agenda', 'Minutes', 'Quorum present']));
  expect(told).not.toContain('Next steps');
  expect(await dutyOf('department', 'INT')).toMatchObject({
    standing: 'done',
    awaitsSignature: false,
    meetings: [meeting],
  });
});

test('without a quorum it is on record and closes nothing', async () => {
  const { loop } = await dutyOf('committee');
  const given = {
    loop,
    heldAt: '2026-05-14T15:00+08:00',
    content: content({ chair: 'P0', present: ['P0', 'P1', 'P2', 'P3', 'P4', 'P5'] }),
  };
  const first = await ask<MeetingRecorded>(await office(), 'organisation/meetings', given);
  expect([first.status, first.body.quorate]).toEqual([201, false]);
  expect((await dutyOf('committee')).standing).toBe('coming');
  const decided = { ...given.content, decisions: [{ number: 1, text: '整改', owner: 'office', dueOn: '2026-06-10' }] };
  const versions = `organisation/meetings/${String(first.body.meeting)}/versions`;
  const refused = await ask(await office(), versions, { heldAt: given.heldAt, content: decided, reason: '补记' });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'body.content.decisions' }] } });
  // 66 of a hundred: of ten members seven are enough, six are not.
  const present = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
  const corrected = await ask<MeetingRecorded>(await office(), versions, {
    ...{ heldAt: given.heldAt, content: content({ chair: 'P0', present }), reason: '漏记一名到会者' },
  });
  expect(corrected.body).toMatchObject({ version: 2, quorate: true });
  expect((await dutyOf('committee')).standing).toBe('done');
});

test('each decision of signed minutes is a loop, put right by corrected minutes, verified by somebody else', async () => {
  const { loop, meetings } = await dutyOf('committee');
  const id = String(meetings[0]);
  const decisions = [
    { number: 1, text: '整改首页缺陷', owner: 'department', department: 'INT', dueOn: '2026-05-25' },
    { number: 2, text: '修订质控制度', owner: 'office', dueOn: '2026-06-10' },
  ];
  const present = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
  const version = (over: object, reason: string) =>
    ask<MeetingRecorded>(awaitedOffice, `organisation/meetings/${id}/versions`, {
      ...{ heldAt: '2026-05-14T15:00+08:00', reason, content: content({ chair: 'P0', present, ...over }) },
    });
  const awaitedOffice = await office();
  expect((await version({ decisions }, '补记决定事项')).body.version).toBe(3);
  expect((await ask(await head(), `organisation/meetings/${id}/approval`, { version: 2 })).status).toBe(409);
  expect((await ask(await head(), `organisation/meetings/${id}/approval`, { version: 3 })).status).toBe(200);
  const listed = () => ask<OrganisationDecisionsResponse>(awaitedOffice, 'organisation/decisions');
  const opened = (await listed()).body.decisions;
  expect(opened.map(({ number, status, dueAt }) => [number, status, dueAt])).toEqual([
    [2, 'open', '2026-06-10T23:59:59+08:00'],
    [1, 'open', '2026-05-25T23:59:59+08:00'],
  ]);
  const first = opened.find(({ number }) => number === 1)?.loop ?? 0;
  const mine = await ask<LoopsResponse>(await chief(), 'loops?definition=organisation/decision');
  expect(mine.body.loops.map((one) => [one.id, one.isMine])).toEqual([[first, true]]);
  await version({ decisions: [{ ...decisions[0], department: 'SUR' }] }, '改由外科负责');
  await ask(await head(), `organisation/meetings/${id}/approval`, { version: 4 });
  const theirs = await ask<LoopsResponse>(await chief(), 'loops?definition=organisation/decision');
  expect([theirs.body.loops, (await listed()).body.decisions[1]?.department?.code]).toEqual([[], 'SUR']);
  await version({ decisions: [{ ...decisions[0], dueOn: '2026-05-28' }] }, '第二项撤销，第一项延期');
  await ask(await head(), `organisation/meetings/${id}/approval`, { version: 5 });
  expect(
    (await listed()).body.decisions.map(({ number, status, dueAt }) => [number, status, dueAt?.slice(0, 10)]),
  ).toEqual([
    [2, 'void', expect.anything()],
    [1, 'open', '2026-05-28'],
  ]);
  const reused = { number: 2, text: '另一事项', owner: 'office', dueOn: '2026-06-12' };
  expect((await version({ decisions: [decisions[0], reused] }, '新增事项')).status).toBe(400);
  const act = (headers: Headers, stage: string, outcome: string, fields: object) =>
    ask(headers, `loops/${String(first)}/acts`, { key: `${stage}-${outcome}`, stage, outcome, fields });
  expect((await act(await chief(), 'do', 'done', {})).status).toBe(422);
  expect((await act(await chief(), 'do', 'done', { evidence: '已抽查 30 份，缺陷 0' })).status).toBe(200);
  expect((await act(awaitedOffice, 'verify', 'effective', { evidence: '复查属实' })).status).toBe(200);
  const after = (await listed()).body;
  expect([after.total, after.closedInTime, after.overdue]).toEqual([1, 1, 0]);
  expect((await ask<LoopResponse>(awaitedOffice, `loops/${String(loop)}`)).body.loop.status).toBe('closed');

  // A difficulty that the office itself owes is analysed with quality tools before it is carried out.
  const difficulty = { number: 3, text: '夜间报告延迟', owner: 'office', dueOn: '2026-06-20', analyse: true };
  await version({ decisions: [{ ...decisions[0], dueOn: '2026-05-28' }, difficulty] }, '补记难点');
  expect((await ask(await head(), `organisation/meetings/${id}/approval`, { version: 6 })).status).toBe(200);
  const third = (await listed()).body.decisions.find(({ number }) => number === 3)?.loop;
  const whys = { why1: '报告延迟', why2: '夜班未审核', why3: '审核权限未下放', rootCause: '夜班没有审核人' };
  for (const [headers, stage, outcome, fields] of [
    [awaitedOffice, 'analyse-office', 'analysed', whys],
    [awaitedOffice, 'do-office', 'done', { evidence: '夜班审核授权书' }],
    [await head(), 'verify', 'effective', { evidence: '夜班报告中位数 42 分钟' }],
  ] as const) {
    const said = await ask(headers, `loops/${String(third)}/acts`, { key: stage, stage, outcome, fields });
    expect([stage, said.status]).toEqual([stage, 200]);
  }
});

test('the weekly feedback has its three blocks, and a visit is confirmed by the department', async () => {
  const { loop } = await dutyOf('week');
  const week = {
    chair: 'P0',
    present: ['P0'],
    agenda: [],
    carriedOut: '制度落实',
    problems: '典型案例',
    decisions: [],
  };
  const heldAt = '2026-05-18T08:00+08:00';
  const lacking = await ask<{ errors: { path: string }[] }>(await office(), 'organisation/meetings', {
    loop,
    heldAt,
    content: week,
  });
  expect([lacking.status, lacking.body.errors[0]?.path]).toEqual([400, 'body.content.nextSteps']);
  const full = await ask<MeetingRecorded>(await office(), 'organisation/meetings', {
    loop,
    heldAt,
    content: { ...week, nextSteps: '抽查' },
  });
  expect(full.status).toBe(201);
  const signature = `organisation/meetings/${String(full.body.meeting)}/approval`;
  expect((await ask(await head(), signature, { version: 1 })).status).toBe(200);
  expect((await ask<LoopResponse>(await office(), `loops/${String(loop)}`)).body.loop.status).toBe('closed');
  const visit = await dutyOf('visit', 'INT');
  const seen = { loop: visit.loop, heldAt: '2026-05-15T08:00+08:00' };
  const made = await ask<MeetingRecorded>(await office(), 'organisation/meetings', {
    ...{ ...seen, content: { chair: 'P1', present: ['P1'], agenda: [], findings: '交班未报危急值', decisions: [] } },
  });
  expect(made.status).toBe(201);
  expect(
    (await ask(await chief(), `organisation/meetings/${String(made.body.meeting)}/approval`, { version: 1 })).status,
  ).toBe(200);
  expect((await dutyOf('visit', 'INT')).standing).toBe('done');
});

test('two who enter one meeting at once are answered one after the other', async () => {
  const { loop } = await dutyOf('committee');
  const entry = { loop, heldAt: '2026-05-12T15:00+08:00', content: content({ chair: 'P0', present: ['P0'] }) };
  const headers = await office();
  let entered: Promise<{ status: number }> | undefined;
  await server.deps.worker.tx(async (tx) => {
    // As the first of them holds it, whose meeting names its loop.
    await tx.query(sql`select from loop where id = ${loop} for key share`);
    entered = ask(headers, 'organisation/meetings', entry);
    await expect.poll(() => waitingFor(server.deps.worker, 'transactionid')).toBe(1);
    await tx.query(sql`set local lock_timeout = '5s'`);
    await lockLoop(tx, loop);
  });
  expect((await entered)?.status).toBe(201);
});

test('a month that ended without its meeting is told up the ladder, counted as missing, and cannot be back-dated', async () => {
  server.clock.set(at('2026-06-03T09:00+08:00'));
  await raiseOrganisation(server.deps);
  const { counts, duties } = await calendar(await office());
  expect(counts.find(({ kind }) => kind === 'department')).toEqual({
    ...{ kind: 'department', due: 2, held: 1, late: 0, missing: 1 },
  });
  const missing = duties.find((one) => one.kind === 'department' && one.standing === 'missing');
  const loop = missing?.loop ?? 0;
  const late = await ask(await office(), 'organisation/meetings', {
    loop,
    heldAt: '2026-06-02T15:00+08:00',
    content: content(),
  });
  expect(late.status).toBe(400);
  const waived = await ask(await office(), `loops/${String(loop)}/waivers`, {
    ...{ key: 'w', stage: null, reason: 'not-held', note: '科主任外出，未召开' },
  });
  expect(waived.status).toBe(200);
  expect((await calendar(await office())).counts.find(({ kind }) => kind === 'department')?.missing).toBe(1);
});

test('the journal is drafted from data, lacks no block, is approved and published; its figures stay as they were', async () => {
  const month = 'journals/2026-05';
  const reader = await doctor('P3');
  expect((await ask(reader, month)).status).toBe(404);
  expect((await ask(await office(), 'journals/2026-06/drafts', {})).status).toBe(422);
  const drafted = await ask<JournalResponse>(await office(), `${month}/drafts`, {});
  expect([drafted.status, drafted.body.state, drafted.body.version]).toEqual([201, 'draft', 1]);
  expect(drafted.body.departmentsWithout).toEqual([{ zh: 'SUR', en: 'SUR' }]);
  expect(drafted.body.figures.find(({ id }) => id === 'department')).toMatchObject({
    numerator: 1,
    denominator: 2,
    share: 50,
  });
  expect(drafted.body.emptyBlocks).toContain('records');
  expect((await ask(await head(), `${month}/approval`, { version: 1 })).status).toBe(422);
  const filled = drafted.body.sections.map((section) => ({ ...section, text: section.text || '本月抽查情况见附件' }));
  expect((await ask(await office(), `${month}/drafts`, { sections: filled.reverse() })).body).toMatchObject({
    version: 2,
  });
  expect((await ask(await office(), `${month}/publication`, { version: 2 })).status).toBe(422);
  expect((await ask(await office(), `${month}/approval`, { version: 2 })).status).toBe(403);
  expect((await ask(await head(), `${month}/approval`, { version: 2 })).status).toBe(200);
  expect((await ask(await office(), `${month}/publication`, { version: 2 })).status).toBe(200);
  const read = await ask<JournalResponse>(reader, month);
  expect([read.body.state, read.body.sections[0]?.block]).toEqual(['published', 'cases']);
  expect((await dutyOf('journal')).standing).toBe('missing');
  const juneDuty = (
    await ask<OrganisationCalendarResponse>(await office(), 'organisation/calendar?from=2026-06-01&to=2026-06-30')
  ).body.duties;
  expect(juneDuty.find(({ kind }) => kind === 'journal')?.standing).toBe('done');
  const issues = await ask<JournalsResponse>(reader, 'journals?year=2026');
  expect([issues.body.expected, issues.body.published]).toEqual([5, 1]);
  expect(
    await server.db.query(sql`select 1 from audit_event where action = 'journal:read' and subject = '2026'`),
  ).toHaveLength(1);
  const paper = await server.app.inject({ url: `/api/v1/${month}/issue.pdf`, headers: reader });
  expect([paper.statusCode, paper.rawPayload.toString('latin1', 0, 5)]).toEqual([200, '%PDF-']);
  const chart = await server.app.inject({ url: `/api/v1/${month}/charts/meetings`, headers: reader });
  expect([chart.headers['content-type'], chart.body]).toEqual(['image/svg+xml', expect.stringContaining('应开')]);
  await ask(await office(), `${month}/drafts`, {});
  expect((await ask<JournalResponse>(reader, month)).body).toEqual(read.body);
  expect((await ask(await server.as('doctor', { institution: 'H2', practitioner: 'P3' }), month)).status).toBe(404);
});
