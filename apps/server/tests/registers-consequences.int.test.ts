import type { Day } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { suspensions } from '@fujie/core/registers';
import type { ChangeResponse, PublicationResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { ProblemBody } from '../src/platform/http/problems.ts';
import { importTyped } from '../src/registers/change.ts';
import { changeByTime } from '../src/registers/nightly.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00', jurisdiction: 'taiyuan' });
let centre: Record<string, string>;
let authority: Record<string, string>;

const FROM = '2020-01-01' as Day;
const entry = (row: Record<string, unknown>): TypedRow => ({ row, from: FROM });

async function post(url: string, headers: Record<string, string>, payload: object) {
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1/registers${url}`, headers, payload });
  return { status: answer.statusCode, body: answer.json<ChangeResponse & ProblemBody & PublicationResponse>() };
}

const put = (row: Record<string, unknown>, more: object = {}): object => ({ action: 'put', row, from: FROM, ...more });

function hospital(code: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const base = { code, nameZh: `${code}医院`, region: '140105', level: 3, ownership: 'public', kind: 'general' };
  return { ...base, supervisor: 'health', ...change };
}

beforeAll(async () => {
  centre = await server.as('qc-centre', { region: '14' });
  authority = await server.as('commission', { region: '14' });
  const load = (register: string, rows: readonly Record<string, unknown>[]) =>
    importTyped(server.deps, 'test', register, rows.map(entry));
  await load('region', [
    { code: '14', nameZh: '山西省', kind: 'province' },
    { code: '140105', nameZh: '小店区', kind: 'district' },
  ]);
  await load('institution', [
    hospital('H1'),
    hospital('H2', { nameEn: 'Second Hospital' }),
    hospital('P1', { ownership: 'private' }),
  ]);
  await load('qc-organisation', [{ code: 'QC', nameZh: '省中心', level: 'province', region: '14' }]);
  await load(
    'item',
    ['GLU', 'ALT'].map((code) => ({
      code,
      nameZh: code,
      nameEn: code,
      kind: 'laboratory',
      category: 'chemistry',
      quantitative: true,
    })),
  );
  const rounds = [
    ['2023-1', 2023, '2023-04-20', '2023-05-31'],
    ['2023-2', 2023, '2023-10-19', '2023-11-30'],
    ['2024-1', 2024, '2024-04-18', '2024-05-10'],
    ['2024-2', 2024, '2024-05-12', '2024-05-30'],
  ] as const;
  await load(
    'eqa-round',
    rounds.flatMap(([round, year, closedOn, publishedOn]) =>
      ['GLU', 'ALT'].map((item) => ({ organiser: 'QC', round, item, year, closedOn, publishedOn })),
    ),
  );
});

describe('the publication of a list', () => {
  const publication = (code: string, institutions: readonly string[], dryRun = false): object => ({
    list: { code, titleZh: '互认清单', publishedOn: '2024-05-01', region: '14' },
    entries: institutions.map((institution) => ({ institution, item: 'GLU', scope: '14' })),
    dryRun,
  });

  it('refuses, row by row and with the clause, who is not admitted, whichever way it comes', async () => {
    const refused = await post('/recognition-list/publications', authority, publication('L1', ['H1', 'P1']));
    expect(refused.body.errors).toEqual([
      expect.objectContaining({
        code: 'LIST_NOT_ELIGIBLE',
        path: 'rows[2].institution',
        message: expect.stringContaining('taiyuan-2024.1#02') as string,
        messageZh: expect.stringContaining('（P1）不符合互认范围山西省（14）的清单准入条件') as string,
      }),
    ]);
    await importTyped(server.deps, 'test', 'recognition-list', [
      entry({ code: 'L0', titleZh: '旧清单', publishedOn: '2023-01-01', region: '14' }),
    ]);
    const single = await post('/recognition-list-entry/entries', authority, {
      ...put({ list: 'L0', institution: 'P1', item: 'GLU', scope: '14' }),
      from: '2024-05-01',
    });
    expect(single.body.errors?.map((e) => e.code)).toEqual(['LIST_NOT_ELIGIBLE']);
  });

  it('names beforehand whom it leaves out although the documents want it listed', async () => {
    const { body } = await post('/recognition-list/publications', authority, publication('L1', ['H1'], true));
    expect(body.entries.notices).toEqual([
      {
        code: 'must-be-listed',
        message:
          'Second Hospital (`H2`) must be listed for scope 山西省 (`14`), and no list in force on 2024-05-01 names it (taiyuan-2024.1#02, taiyuan-2024.4#01)',
        messageZh:
          'H2医院（H2）应列入互认范围山西省（14）的清单，但 2024-05-01 有效的清单均未列入（taiyuan-2024.1#02, taiyuan-2024.4#01）',
      },
    ]);
    const whole = await post('/recognition-list/publications', authority, publication('L1', ['H1', 'H2']));
    expect([whole.status, whole.body.entries.notices]).toEqual([200, []]);
  });

  it('under the code of one that holds more is refused, because what it leaves out would stay in force', async () => {
    const fewer = await post('/recognition-list/publications', authority, publication('L1', ['H1']));
    expect(fewer.status).toBe(409);
    expect(fewer.body.detail).toContain('`L1|H2|GLU|14`');
    expect((await post('/recognition-list/publications', authority, publication('L1', ['H1', 'H2']))).status).toBe(200);
  });
});

describe('a failed round', () => {
  const outcome = (round: string, grade: string, item = 'GLU', measuredOn: string | null = null) =>
    put({ organiser: 'QC', round, item, institution: 'H1', outcome: grade, measuredOn });
  const inForce = (code: string) => server.deps.registers.current().nameOf(suspensions, code);
  const CODE = 'EQA:QC:2024-1:GLU:H1';

  it('suspends from its publication in the same act, which a dry run announces', async () => {
    for (const round of ['2023-1', '2023-2']) await post('/eqa-outcome/entries', centre, outcome(round, 'PASS'));
    const dry = await post('/eqa-outcome/entries', centre, { ...outcome('2024-1', 'FAIL'), dryRun: true });
    expect(dry.body.notices.map((notice) => notice.code)).toEqual(['suspension-opened']);
    expect(inForce(CODE)).toBeNull();
    await post('/eqa-outcome/entries', centre, outcome('2024-1', 'FAIL'));
    expect(inForce(CODE)).toMatchObject({
      institution: 'H1',
      item: 'GLU',
      cause: 'EQA_FAIL',
      suspendedFrom: '2024-05-10',
      suspendedTo: null,
      doubtFrom: '2024-04-18',
      openedBy: 'QC',
    });
    const revisions = await server.db.query<{ register: string; action: string }>(
      sql`select register, action from register_revision order by revision desc limit 2`,
    );
    expect(revisions.map((r) => `${r.register} ${r.action}`)).toEqual(['suspension put', 'eqa-outcome put']);
  });

  it('casts doubt from the measurement once that is known, and what was verified stays', async () => {
    const current = inForce(CODE);
    await post('/suspension/entries', centre, {
      ...put({ ...current, rectifiedOn: '2024-05-15' }),
      from: '2024-05-10',
    });
    await post('/eqa-outcome/entries', centre, outcome('2024-1', 'FAIL', 'GLU', '2024-04-11'));
    expect(inForce(CODE)).toMatchObject({ doubtFrom: '2024-04-11', rectifiedOn: '2024-05-15', suspendedTo: null });
  });

  it('is withdrawn when its grade was recorded in error, and comes back with it', async () => {
    const { body } = await post('/eqa-outcome/entries', centre, outcome('2024-1', 'PASS'));
    expect(body.notices.map((notice) => notice.code)).toEqual(['suspension-withdrawn']);
    expect(inForce(CODE)).toBeNull();
    await post('/eqa-outcome/entries', centre, outcome('2024-1', 'FAIL'));
    expect(inForce(CODE)).toMatchObject({ suspendedFrom: '2024-05-10' });
    const withdrawn = await post('/eqa-outcome/entries', centre, {
      action: 'withdraw',
      key: 'QC|2024-1|GLU|H1',
      from: FROM,
      note: 'graded twice',
    });
    expect(withdrawn.body.notices.map((notice) => notice.code)).toEqual(['suspension-withdrawn']);
    expect(inForce(CODE)).toBeNull();
  });

  it('that will be published later suspends from then on', async () => {
    await post('/eqa-outcome/entries', centre, outcome('2024-2', 'FAIL', 'ALT'));
    expect(inForce('EQA:QC:2024-2:ALT:H1')).toMatchObject({ suspendedFrom: '2024-05-30', suspendedTo: null });
  });

  it('is ended by a later pass and the verified rectification, and not by one of them', async () => {
    await post('/eqa-outcome/entries', centre, outcome('2024-1', 'FAIL'));
    server.clock.set(must(parseInstant('2024-06-10T09:00+08:00')));
    await post('/eqa-outcome/entries', centre, outcome('2024-2', 'PASS'));
    expect(inForce(CODE)).toMatchObject({ suspendedTo: null });
    const { body } = await post('/suspension/entries', centre, {
      ...put({ ...inForce(CODE), rectifiedOn: '2024-06-05' }),
      from: '2024-05-10',
    });
    expect(body.notices.map((notice) => notice.code)).toEqual(['suspension-closed']);
    expect(inForce(CODE)).toMatchObject({ suspendedTo: '2024-06-05', rectifiedOn: '2024-06-05', closedBy: 'QC' });
  });

  it('keeps what was verified when the day of its publication is corrected', async () => {
    const moveTo = (publishedOn: string) =>
      post(
        '/eqa-round/entries',
        centre,
        put({ organiser: 'QC', round: '2024-1', item: 'GLU', year: 2024, closedOn: '2024-04-18', publishedOn }),
      );
    await moveTo('2024-05-13');
    expect(inForce(CODE)).toMatchObject({
      suspendedFrom: '2024-05-13',
      suspendedTo: '2024-06-05',
      rectifiedOn: '2024-06-05',
    });
  });

  it('registered only after a later pass stays open until its rectification is verified', async () => {
    await post('/eqa-outcome/entries', centre, outcome('2024-2', 'PASS', 'ALT'));
    await post('/eqa-outcome/entries', centre, outcome('2023-2', 'PASS', 'ALT'));
    const { body } = await post('/eqa-outcome/entries', centre, outcome('2024-1', 'FAIL', 'ALT'));
    expect(body.notices.map((notice) => notice.code)).toEqual(['suspension-opened']);
    expect(inForce('EQA:QC:2024-1:ALT:H1')).toMatchObject({ suspendedFrom: '2024-05-10', suspendedTo: null });
  });
});

describe('a suspension that only time ends', () => {
  it('is closed on the day, once, however many servers look', async () => {
    const CODE = 'EQA:QC:2024-2:GLU:H2';
    const current = () => server.deps.registers.current().nameOf(suspensions, CODE);
    const round = { organiser: 'QC', round: '2024-3', year: 2024, closedOn: '2024-06-08', publishedOn: '2024-06-28' };
    await importTyped(server.deps, 'test', 'eqa-round', [entry({ ...round, item: 'GLU' })]);
    const outcomes = ['2023-1', '2023-2', '2024-1', '2024-2', '2024-3'].map((held) =>
      entry({
        organiser: 'QC',
        round: held,
        item: 'GLU',
        institution: 'H2',
        outcome: held === '2024-2' ? 'FAIL' : 'PASS',
      }),
    );
    await importTyped(server.deps, 'test', 'eqa-outcome', outcomes);
    await post('/suspension/entries', centre, {
      ...put({ ...current(), rectifiedOn: '2024-06-09' }),
      from: '2024-05-30',
    });
    expect(await changeByTime(server.deps)).toEqual([]);
    expect(current()).toMatchObject({ suspendedTo: null, rectifiedOn: '2024-06-09' });
    server.clock.set(must(parseInstant('2024-06-28T00:05+08:00')));
    const done = await Promise.all([changeByTime(server.deps), changeByTime(server.deps)]);
    expect(done.flat().map((notice) => notice.code)).toEqual(['suspension-closed']);
    expect(current()).toMatchObject({ suspendedTo: '2024-06-28' });
  });
});

describe('a failed blind sample', () => {
  const sample = { institution: 'H2', item: 'GLU', measuredOn: '2024-05-06', verdictOn: '2024-05-13', outcome: 'FAIL' };
  const current = () => server.deps.registers.current().nameOf(suspensions, 'BLIND:H2:GLU:2024-05-13');

  it('suspends from the verdict until the commission lifts it', async () => {
    await post('/workday/entries', authority, put({ day: '2024-05-14', working: false }));
    const { body } = await post('/blind-sample/entries', authority, put(sample));
    expect(body.notices[0]?.message).toContain('report it to the health commission by 2024-05-15');
    expect(current()).toMatchObject({
      reportDueOn: '2024-05-15',
      cause: 'BLIND_SAMPLE_FAIL',
      suspendedFrom: '2024-05-13',
      suspendedTo: null,
      doubtFrom: '2024-05-06',
    });
    await post('/blind-sample/entries', authority, put({ ...sample, liftedOn: '2024-06-03' }));
    expect(current()).toMatchObject({ suspendedTo: '2024-06-03' });
    await post('/blind-sample/entries', authority, put({ ...sample, outcome: 'PASS' }));
    expect(current()).toBeNull();
  });
});
